import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("outcomes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Portfolio",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Councillor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text='Without "Councillor", for example "Cathy Scott".', max_length=120),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="councillors",
                        to="outcomes.place",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "timescale_text",
                    models.TextField(blank=True, help_text="Exactly as published.", verbose_name="timescale"),
                ),
                ("timescale_start", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_end", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_precision", models.CharField(blank=True, editable=False, max_length=20)),
                ("timescale_ongoing", models.BooleanField(default=False, editable=False)),
                ("timescale_ambiguous", models.BooleanField(default=False, editable=False)),
                ("timescale_reading", models.TextField(blank=True, editable=False)),
                ("timescale_milestones", models.JSONField(blank=True, default=list, editable=False)),
                ("status_as_published", models.CharField(blank=True, max_length=120)),
                ("owner_as_published", models.CharField(blank=True, max_length=200, verbose_name="directorate role")),
                (
                    "expected_result",
                    models.TextField(blank=True, help_text="What residents will see, where the plan says so."),
                ),
                (
                    "follows_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carried", "Carried forward"),
                            ("merged", "Merged into it"),
                            ("replaced", "Replaced by it"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("follows_reason", models.TextField(blank=True)),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="priorities.deliverable",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="priorities.deliverable",
                    ),
                ),
            ],
            options={
                "ordering": ["priority", models.OrderBy(models.F("parent"), nulls_first=True), "order"],
            },
        ),
        migrations.CreateModel(
            name="DeliverablePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place_links",
                        to="priorities.deliverable",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliverable_links",
                        to="outcomes.place",
                    ),
                ),
            ],
            options={
                "ordering": ["deliverable", "place"],
            },
        ),
        migrations.AddField(
            model_name="deliverable",
            name="places",
            field=models.ManyToManyField(
                blank=True, related_name="deliverables", through="priorities.DeliverablePlace", to="outcomes.place"
            ),
        ),
        migrations.CreateModel(
            name="EvidenceLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("url", models.URLField(max_length=500)),
                ("shown_on", models.DateField(help_text="The day the evidence is from.")),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_links",
                        to="priorities.deliverable",
                    ),
                ),
            ],
            options={
                "ordering": ["deliverable", "-shown_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCouncillor",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                (
                    "name",
                    models.CharField(help_text='Without "Councillor", for example "Cathy Scott".', max_length=120),
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
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical councillor",
                "verbose_name_plural": "historical councillors",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeliverablePlace",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                    ),
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
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="outcomes.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical deliverable place",
                "verbose_name_plural": "historical deliverable places",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvidenceLink",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                ("url", models.URLField(max_length=500)),
                ("shown_on", models.DateField(help_text="The day the evidence is from.")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                    ),
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
                "verbose_name": "historical evidence link",
                "verbose_name_plural": "historical evidence links",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPortfolio",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                ("name", models.CharField(max_length=200)),
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
                "verbose_name": "historical portfolio",
                "verbose_name_plural": "historical portfolios",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressUpdate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("as_of", models.DateField(help_text="The day this describes.")),
                (
                    "kind",
                    models.CharField(
                        choices=[("progress", "Progress"), ("no-change", "Confirmed, no change")],
                        default="progress",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not-started", "Not started"),
                            ("on-track", "On track"),
                            ("at-risk", "At risk"),
                            ("off-track", "Off track"),
                            ("complete", "Complete"),
                            ("deferred", "Deferred"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("forecast_on", models.DateField(blank=True, null=True, verbose_name="now expected on")),
                ("commentary", models.TextField(blank=True)),
                ("cause", models.TextField(blank=True, help_text="Needed when at risk or off track.")),
                ("action", models.TextField(blank=True, help_text="What is being done about it.")),
                ("next_step", models.TextField(blank=True, help_text="What comes next, and when.")),
                ("evidence_url", models.URLField(blank=True, max_length=500, verbose_name="evidence")),
                (
                    "decision_url",
                    models.URLField(
                        blank=True, help_text="When deferred or withdrawn.", max_length=500, verbose_name="decision"
                    ),
                ),
                ("author_role", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("awaiting", "Awaiting sign-off"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, help_text="Made up to show how the portal works.", verbose_name="example"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                    ),
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
                "verbose_name": "historical progress update",
                "verbose_name_plural": "historical progress updates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPriorityAction",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("action", models.TextField(blank=True)),
                ("holder_as_published", models.CharField(blank=True, max_length=200)),
                (
                    "labels",
                    models.JSONField(blank=True, default=dict, help_text="Headings as this plan prints them, by part."),
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
                (
                    "published_holder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.councillor",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical priority action",
                "verbose_name_plural": "historical priority actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAppointment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("role", models.CharField(blank=True, help_text='For example "Deputy Leader".', max_length=120)),
                ("starts_on", models.DateField(verbose_name="first day")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which they no longer hold it.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="How sure the days are.", max_length=300)),
                ("source", models.URLField(blank=True, max_length=500)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "councillor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.councillor",
                    ),
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
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.portfolio",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical appointment",
                "verbose_name_plural": "historical appointments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, help_text='For example "Deputy Leader".', max_length=120)),
                ("starts_on", models.DateField(verbose_name="first day")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which they no longer hold it.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="How sure the days are.", max_length=300)),
                ("source", models.URLField(blank=True, max_length=500)),
                (
                    "councillor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="priorities.councillor",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="priorities.portfolio",
                    ),
                ),
            ],
            options={
                "ordering": ["portfolio", "-starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PriorityAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("action", models.TextField(blank=True)),
                ("holder_as_published", models.CharField(blank=True, max_length=200)),
                (
                    "labels",
                    models.JSONField(blank=True, default=dict, help_text="Headings as this plan prints them, by part."),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="priority_actions", to="outcomes.plan"
                    ),
                ),
                (
                    "plan_outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="priority_actions",
                        to="outcomes.planoutcome",
                    ),
                ),
                (
                    "portfolio",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_actions",
                        to="priorities.portfolio",
                    ),
                ),
                (
                    "published_holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_priority_actions",
                        to="priorities.councillor",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", models.OrderBy(models.F("plan_outcome__order"), nulls_last=True), "number"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDeliverable",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "timescale_text",
                    models.TextField(blank=True, help_text="Exactly as published.", verbose_name="timescale"),
                ),
                ("timescale_start", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_end", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_precision", models.CharField(blank=True, editable=False, max_length=20)),
                ("timescale_ongoing", models.BooleanField(default=False, editable=False)),
                ("timescale_ambiguous", models.BooleanField(default=False, editable=False)),
                ("timescale_reading", models.TextField(blank=True, editable=False)),
                ("timescale_milestones", models.JSONField(blank=True, default=list, editable=False)),
                ("status_as_published", models.CharField(blank=True, max_length=120)),
                ("owner_as_published", models.CharField(blank=True, max_length=200, verbose_name="directorate role")),
                (
                    "expected_result",
                    models.TextField(blank=True, help_text="What residents will see, where the plan says so."),
                ),
                (
                    "follows_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carried", "Carried forward"),
                            ("merged", "Merged into it"),
                            ("replaced", "Replaced by it"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("follows_reason", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                    ),
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.priorityaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical deliverable",
                "verbose_name_plural": "historical deliverables",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="deliverable",
            name="priority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deliverables", to="priorities.priorityaction"
            ),
        ),
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(help_text="The day this describes.")),
                (
                    "kind",
                    models.CharField(
                        choices=[("progress", "Progress"), ("no-change", "Confirmed, no change")],
                        default="progress",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not-started", "Not started"),
                            ("on-track", "On track"),
                            ("at-risk", "At risk"),
                            ("off-track", "Off track"),
                            ("complete", "Complete"),
                            ("deferred", "Deferred"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("forecast_on", models.DateField(blank=True, null=True, verbose_name="now expected on")),
                ("commentary", models.TextField(blank=True)),
                ("cause", models.TextField(blank=True, help_text="Needed when at risk or off track.")),
                ("action", models.TextField(blank=True, help_text="What is being done about it.")),
                ("next_step", models.TextField(blank=True, help_text="What comes next, and when.")),
                ("evidence_url", models.URLField(blank=True, max_length=500, verbose_name="evidence")),
                (
                    "decision_url",
                    models.URLField(
                        blank=True, help_text="When deferred or withdrawn.", max_length=500, verbose_name="decision"
                    ),
                ),
                ("author_role", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("awaiting", "Awaiting sign-off"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, help_text="Made up to show how the portal works.", verbose_name="example"
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="priorities.deliverable"
                    ),
                ),
            ],
            options={
                "ordering": ["deliverable", "-as_of", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="deliverableplace",
            constraint=models.UniqueConstraint(
                fields=("deliverable", "place"), name="a_deliverable_names_a_place_once"
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["portfolio", "starts_on", "ends_on"], name="appointment_by_day"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("councillor", "portfolio", "starts_on"), name="one_appointment_a_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="appointment_ends_after_it_starts",
                violation_error_message="An appointment cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="priorityaction",
            constraint=models.UniqueConstraint(
                fields=("plan", "plan_outcome", "number"), name="one_priority_a_number_in_an_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="priorityaction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("plan_outcome__isnull", True)),
                fields=("plan", "number"),
                name="one_priority_a_number_outside_outcomes",
                violation_error_message="The plan has a priority of this number already.",
            ),
        ),
        migrations.AddIndex(
            model_name="deliverable",
            index=models.Index(fields=["timescale_end", "id"], name="deliverable_by_due_day"),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent__isnull", True)),
                fields=("priority", "order"),
                name="one_deliverable_a_position",
                violation_error_message="The priority has a deliverable at this position already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.UniqueConstraint(fields=("parent", "order"), name="one_child_deliverable_a_position"),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="deliverable_is_not_its_own_parent",
                violation_error_message="A deliverable cannot stand under itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follows__isnull", True),
                    models.Q(
                        models.Q(("follows_how", ""), _negated=True), models.Q(("follows_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="deliverable_that_follows_says_how_and_why",
                violation_error_message="Say how it follows the earlier deliverable, and why.",
            ),
        ),
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(fields=["deliverable", "state", "-as_of", "-id"], name="update_latest_first"),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["at-risk", "off-track"]), _negated=True),
                    models.Q(
                        models.Q(("cause", ""), _negated=True),
                        models.Q(("action", ""), _negated=True),
                        models.Q(("next_step", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="update_in_trouble_says_cause_action_and_next_step",
                violation_error_message="At risk and off track need a cause, an action and a next step.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["deferred", "withdrawn"]), _negated=True),
                    models.Q(("decision_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="update_that_stops_names_its_decision",
                violation_error_message="Deferred and withdrawn need a link to the decision.",
            ),
        ),
    ]
