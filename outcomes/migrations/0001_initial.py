import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApproachPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200)),
                ("introduction", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["plan", "order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=100, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("unit", models.CharField(blank=True, help_text='For example "%", "£" or "tonnes".', max_length=40)),
                (
                    "better",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("higher", "Higher is better"),
                            ("lower", "Lower is better"),
                            ("neither", "Neither is better"),
                        ],
                        max_length=10,
                        verbose_name="direction of good",
                    ),
                ),
                ("definition", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Who measures it, and where it is published.", max_length=300
                    ),
                ),
                ("frequency", models.CharField(blank=True, max_length=60, verbose_name="how often")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                ("name", models.CharField(help_text='The short name, for example "Best start".', max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Principle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="ApproachSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="outcomes.approachpage"
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="outcomes.principle",
                    ),
                ),
            ],
            options={
                "ordering": ["page", "order"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=100)),
                ("name", models.CharField(max_length=300)),
                ("unit", models.CharField(blank=True, help_text='For example "%", "£" or "tonnes".', max_length=40)),
                (
                    "better",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("higher", "Higher is better"),
                            ("lower", "Lower is better"),
                            ("neither", "Neither is better"),
                        ],
                        max_length=10,
                        verbose_name="direction of good",
                    ),
                ),
                ("definition", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Who measures it, and where it is published.", max_length=300
                    ),
                ),
                ("frequency", models.CharField(blank=True, max_length=60, verbose_name="how often")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcome",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                ("name", models.CharField(help_text='The short name, for example "Best start".', max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome",
                "verbose_name_plural": "historical outcomes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlace",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ward", "Ward"),
                            ("town", "Town or village"),
                            ("hub", "District hub"),
                            ("district", "The whole district"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid_from", models.DateField(blank=True, help_text="First day, where there was one.", null=True)),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The first day on which it no longer exists.", null=True),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical place",
                "verbose_name_plural": "historical places",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPrinciple",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical principle",
                "verbose_name_plural": "historical principles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeasurement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("period", models.CharField(help_text='As people say it, for example "2018/19".', max_length=60)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("missing_reason", models.TextField(blank=True, help_text="Why there is no value.")),
                (
                    "method_break",
                    models.TextField(blank=True, help_text="What changed in the method, where something did."),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical measurement",
                "verbose_name_plural": "historical measurements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalComparator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                (
                    "name",
                    models.CharField(help_text='For example "England" or "Yorkshire and the Humber".', max_length=120),
                ),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
                ("source", models.CharField(max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical comparator",
                "verbose_name_plural": "historical comparators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ward", "Ward"),
                            ("town", "Town or village"),
                            ("hub", "District hub"),
                            ("district", "The whole district"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid_from", models.DateField(blank=True, help_text="First day, where there was one.", null=True)),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The first day on which it no longer exists.", null=True),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["kind", "name", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="place_ends_after_it_starts",
                        violation_error_message="A place cannot end before it starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                ("title", models.CharField(help_text='For example "Council Plan 2021/23".', max_length=200)),
                (
                    "edition",
                    models.CharField(blank=True, help_text='As printed, for example "2019 refresh".', max_length=200),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("adopted_on", models.DateField(blank=True, help_text="The day the council adopted it.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("current", "Current"), ("archived", "Archived")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("introduction", models.TextField(blank=True)),
                ("vision", models.TextField(blank=True)),
                (
                    "labels",
                    models.JSONField(
                        blank=True, default=dict, help_text="Title and headings as the plan prints them, by part."
                    ),
                ),
                ("source_url", models.URLField(blank=True, help_text="Where the council published it.")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("starts_on"), descending=True, nulls_last=True), "-slug"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTarget",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("due_on", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.indicator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical target",
                "verbose_name_plural": "historical targets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlanOutcome",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(help_text="The name as this plan prints it.", max_length=120)),
                (
                    "statement",
                    models.TextField(blank=True, help_text="One sentence: what will be true when it is reached."),
                ),
                (
                    "overview_statement",
                    models.TextField(
                        blank=True, help_text="Only where the plan's list of outcomes words the statement differently."
                    ),
                ),
                ("strapline", models.CharField(blank=True, max_length=300)),
                ("introduction", models.TextField(blank=True)),
                (
                    "tracking_note",
                    models.TextField(blank=True, help_text="How the plan says progress will be tracked."),
                ),
                (
                    "labels",
                    models.JSONField(
                        blank=True, default=dict, help_text="Headings as this plan prints them, by part (aims, done …)."
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.outcome",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan outcome",
                "verbose_name_plural": "historical plan outcomes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                ("title", models.CharField(help_text='For example "Council Plan 2021/23".', max_length=200)),
                (
                    "edition",
                    models.CharField(blank=True, help_text='As printed, for example "2019 refresh".', max_length=200),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("adopted_on", models.DateField(blank=True, help_text="The day the council adopted it.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("current", "Current"), ("archived", "Archived")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("introduction", models.TextField(blank=True)),
                ("vision", models.TextField(blank=True)),
                (
                    "labels",
                    models.JSONField(
                        blank=True, default=dict, help_text="Title and headings as the plan prints them, by part."
                    ),
                ),
                ("source_url", models.URLField(blank=True, help_text="Where the council published it.")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan",
                "verbose_name_plural": "historical plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHeadlineFigure",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "heading",
                    models.CharField(blank=True, help_text="The outcome's name as printed there.", max_length=120),
                ),
                ("text", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.outcome",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical headline figure",
                "verbose_name_plural": "historical headline figures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalForeword",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("author_name", models.CharField(max_length=200)),
                ("author_role", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical foreword",
                "verbose_name_plural": "historical forewords",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApproachPage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(max_length=80)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200)),
                ("introduction", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical approach page",
                "verbose_name_plural": "historical approach pages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HeadlineFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "heading",
                    models.CharField(blank=True, help_text="The outcome's name as printed there.", max_length=120),
                ),
                ("text", models.TextField()),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="headline_figures",
                        to="outcomes.outcome",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="headline_figures", to="outcomes.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "order"],
            },
        ),
        migrations.CreateModel(
            name="Foreword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("author_name", models.CharField(max_length=200)),
                ("author_role", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forewords", to="outcomes.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "order"],
            },
        ),
        migrations.AddField(
            model_name="approachpage",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="approach_pages", to="outcomes.plan"
            ),
        ),
        migrations.CreateModel(
            name="PlanOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(help_text="The name as this plan prints it.", max_length=120)),
                (
                    "statement",
                    models.TextField(blank=True, help_text="One sentence: what will be true when it is reached."),
                ),
                (
                    "overview_statement",
                    models.TextField(
                        blank=True, help_text="Only where the plan's list of outcomes words the statement differently."
                    ),
                ),
                ("strapline", models.CharField(blank=True, max_length=300)),
                ("introduction", models.TextField(blank=True)),
                (
                    "tracking_note",
                    models.TextField(blank=True, help_text="How the plan says progress will be tracked."),
                ),
                (
                    "labels",
                    models.JSONField(
                        blank=True, default=dict, help_text="Headings as this plan prints them, by part (aims, done …)."
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_outcomes", to="outcomes.outcome"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_outcomes", to="outcomes.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "order", "id"],
            },
        ),
        migrations.CreateModel(
            name="PlanIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("wording", models.CharField(max_length=500)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_indicators",
                        to="outcomes.indicator",
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_indicators",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_outcome", "order"],
            },
        ),
        migrations.CreateModel(
            name="OutcomeSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="outcomes.planoutcome"
                    ),
                ),
            ],
            options={
                "ordering": ["plan_outcome", "order"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPlanIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("wording", models.CharField(max_length=500)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.indicator",
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan indicator",
                "verbose_name_plural": "historical plan indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcomeSection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome section",
                "verbose_name_plural": "historical outcome sections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("done", "Done last year"),
                            ("continuing", "Continuing"),
                            ("emphasis", "Further emphasis"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical commitment",
                "verbose_name_plural": "historical commitments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseStudy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.CharField(help_text="As printed, for example with its label in front.", max_length=300),
                ),
                ("body", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.approachsection",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.plan",
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical case study",
                "verbose_name_plural": "historical case studies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAim",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical aim",
                "verbose_name_plural": "historical aims",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("done", "Done last year"),
                            ("continuing", "Continuing"),
                            ("emphasis", "Further emphasis"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_outcome", "kind", "number"],
            },
        ),
        migrations.CreateModel(
            name="CaseStudy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.CharField(help_text="As printed, for example with its label in front.", max_length=300),
                ),
                ("body", models.TextField()),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_studies",
                        to="outcomes.approachsection",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="case_studies", to="outcomes.plan"
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_studies",
                        to="outcomes.planoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "case studies",
                "ordering": ["plan", "order"],
            },
        ),
        migrations.CreateModel(
            name="Aim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aims", to="outcomes.planoutcome"
                    ),
                ),
            ],
            options={
                "ordering": ["plan_outcome", "order"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalApproachSection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.approachpage",
                    ),
                ),
                (
                    "principle",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.principle",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical approach section",
                "verbose_name_plural": "historical approach sections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="outcomes.indicator"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator", "due_on"],
            },
        ),
        migrations.CreateModel(
            name="Comparator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text='For example "England" or "Yorkshire and the Humber".', max_length=120),
                ),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("value", models.DecimalField(decimal_places=4, max_digits=16)),
                ("source", models.CharField(max_length=300)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comparators", to="outcomes.indicator"
                    ),
                ),
            ],
            options={
                "ordering": ["indicator", "name", "ends_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "name", "ends_on"), name="one_comparator_a_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(help_text='As people say it, for example "2018/19".', max_length=60)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                ("provisional", models.BooleanField(default=False)),
                ("missing_reason", models.TextField(blank=True, help_text="Why there is no value.")),
                (
                    "method_break",
                    models.TextField(blank=True, help_text="What changed in the method, where something did."),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measurements",
                        to="outcomes.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator", "starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "starts_on", "ends_on"), name="one_measurement_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="measurement_ends_after_it_starts",
                        violation_error_message="The last day of the period cannot come before its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False), models.Q(("missing_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="measurement_has_a_value_or_a_reason",
                        violation_error_message="Give a value, or say why there is none.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="plan_ends_after_it_starts",
                violation_error_message="The last day of a plan cannot come before its first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True), models.Q(("replaces", models.F("id")), _negated=True), _connector="OR"
                ),
                name="plan_does_not_replace_itself",
                violation_error_message="A plan cannot replace itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="headlinefigure",
            constraint=models.UniqueConstraint(fields=("plan", "order"), name="one_figure_a_position"),
        ),
        migrations.AddConstraint(
            model_name="foreword",
            constraint=models.UniqueConstraint(fields=("plan", "order"), name="one_foreword_a_position"),
        ),
        migrations.AddConstraint(
            model_name="approachpage",
            constraint=models.UniqueConstraint(fields=("plan", "slug"), name="one_approach_page_a_slug_in_a_plan"),
        ),
        migrations.AddConstraint(
            model_name="planoutcome",
            constraint=models.UniqueConstraint(fields=("plan", "outcome"), name="a_plan_states_an_outcome_once"),
        ),
        migrations.AddConstraint(
            model_name="planindicator",
            constraint=models.UniqueConstraint(fields=("plan_outcome", "order"), name="one_indicator_a_position"),
        ),
        migrations.AddConstraint(
            model_name="outcomesection",
            constraint=models.UniqueConstraint(fields=("plan_outcome", "order"), name="one_outcome_section_a_position"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                fields=("plan_outcome", "kind", "number"), name="one_commitment_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="casestudy",
            constraint=models.UniqueConstraint(
                fields=("section", "order"), name="one_case_study_a_position_in_a_section"
            ),
        ),
        migrations.AddConstraint(
            model_name="casestudy",
            constraint=models.UniqueConstraint(
                fields=("plan_outcome", "order"), name="one_case_study_a_position_in_an_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="casestudy",
            constraint=models.CheckConstraint(
                condition=models.Q(("section__isnull", True), ("plan_outcome__isnull", True), _connector="OR"),
                name="case_study_stands_in_one_place",
                violation_error_message="A case study stands under a section or under an outcome, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="aim",
            constraint=models.UniqueConstraint(fields=("plan_outcome", "order"), name="one_aim_a_position"),
        ),
        migrations.AddConstraint(
            model_name="approachsection",
            constraint=models.UniqueConstraint(fields=("page", "order"), name="one_approach_section_a_position"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(fields=("indicator", "due_on"), name="one_target_a_day"),
        ),
    ]
