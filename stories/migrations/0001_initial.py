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
            name="HistoricalSharedValue",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
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
            ],
            options={
                "verbose_name": "historical shared value",
                "verbose_name_plural": "historical shared values",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStory",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("slug", models.SlugField(help_text="Its part of the address. It never changes.", max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("im-kirklees", "I'm Kirklees"), ("working-alongside", "Working alongside")],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("person_name", models.CharField(blank=True, help_text="As the person agreed it.", max_length=120)),
                ("person_role", models.CharField(blank=True, max_length=200)),
                (
                    "title",
                    models.CharField(blank=True, help_text="Where the story has one of its own.", max_length=200),
                ),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("photo", models.TextField(blank=True, max_length=100)),
                (
                    "photo_alternative",
                    models.CharField(
                        blank=True,
                        help_text="What the photograph shows, for those who cannot see it.",
                        max_length=300,
                        verbose_name="alternative text",
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
                "verbose_name": "historical story",
                "verbose_name_plural": "historical stories",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SharedValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="outcomes.approachpage"
                    ),
                ),
            ],
            options={
                "ordering": ["page", "order"],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its part of the address. It never changes.", max_length=80, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("im-kirklees", "I'm Kirklees"), ("working-alongside", "Working alongside")],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("person_name", models.CharField(blank=True, help_text="As the person agreed it.", max_length=120)),
                ("person_role", models.CharField(blank=True, max_length=200)),
                (
                    "title",
                    models.CharField(blank=True, help_text="Where the story has one of its own.", max_length=200),
                ),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("photo", models.ImageField(blank=True, upload_to="stories/")),
                (
                    "photo_alternative",
                    models.CharField(
                        blank=True,
                        help_text="What the photograph shows, for those who cannot see it.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="outcomes.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stories",
                "ordering": [
                    models.OrderBy(models.F("plan__starts_on"), descending=True, nulls_last=True),
                    "order",
                    "slug",
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStoryValue",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.sharedvalue",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical story value",
                "verbose_name_plural": "historical story values",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStorySubmission",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("received_at", models.DateTimeField(blank=True, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("in-touch", "In touch with the sender"),
                            ("taken-up", "Made into a story"),
                            ("declined", "Not taken up"),
                        ],
                        default="received",
                        max_length=10,
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
                    "story",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical story submission",
                "verbose_name_plural": "historical story submissions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStoryPlace",
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
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical story place",
                "verbose_name_plural": "historical story places",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStoryOutcome",
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
                    "story",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical story outcome",
                "verbose_name_plural": "historical story outcomes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConsent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("basis", models.CharField(help_text="How and to what the person agreed.", max_length=300)),
                (
                    "given_on",
                    models.DateField(blank=True, help_text="Empty where the day is not on record.", null=True),
                ),
                (
                    "expires_on",
                    models.DateField(blank=True, help_text="The first day on which it no longer holds.", null=True),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
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
                    "story",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical consent",
                "verbose_name_plural": "historical consents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(help_text="How and to what the person agreed.", max_length=300)),
                (
                    "given_on",
                    models.DateField(blank=True, help_text="Empty where the day is not on record.", null=True),
                ),
                (
                    "expires_on",
                    models.DateField(blank=True, help_text="The first day on which it no longer holds.", null=True),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consent", to="stories.story"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoryOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="story_links", to="outcomes.outcome"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcome_links", to="stories.story"
                    ),
                ),
            ],
            options={
                "ordering": ["story", "outcome"],
            },
        ),
        migrations.AddField(
            model_name="story",
            name="outcomes",
            field=models.ManyToManyField(
                blank=True, related_name="stories", through="stories.StoryOutcome", to="outcomes.outcome"
            ),
        ),
        migrations.CreateModel(
            name="StoryPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="story_links", to="outcomes.place"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_links", to="stories.story"
                    ),
                ),
            ],
            options={
                "ordering": ["story", "place"],
            },
        ),
        migrations.AddField(
            model_name="story",
            name="places",
            field=models.ManyToManyField(
                blank=True, related_name="stories", through="stories.StoryPlace", to="outcomes.place"
            ),
        ),
        migrations.CreateModel(
            name="StorySubmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("in-touch", "In touch with the sender"),
                            ("taken-up", "Made into a story"),
                            ("declined", "Not taken up"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StoryValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="value_links", to="stories.story"
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="story_links",
                        to="stories.sharedvalue",
                    ),
                ),
            ],
            options={
                "ordering": ["story", "value"],
            },
        ),
        migrations.AddField(
            model_name="story",
            name="values",
            field=models.ManyToManyField(
                blank=True, related_name="stories", through="stories.StoryValue", to="stories.sharedvalue"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedvalue",
            constraint=models.UniqueConstraint(fields=("page", "order"), name="one_value_a_position"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_on__isnull", True),
                    ("expires_on__isnull", True),
                    ("expires_on__gt", models.F("given_on")),
                    _connector="OR",
                ),
                name="consent_expires_after_it_is_given",
                violation_error_message="Consent cannot expire before it is given.",
            ),
        ),
        migrations.AddConstraint(
            model_name="storyoutcome",
            constraint=models.UniqueConstraint(fields=("story", "outcome"), name="a_story_shows_an_outcome_once"),
        ),
        migrations.AddConstraint(
            model_name="storyplace",
            constraint=models.UniqueConstraint(fields=("story", "place"), name="a_story_names_a_place_once"),
        ),
        migrations.AddConstraint(
            model_name="storyvalue",
            constraint=models.UniqueConstraint(fields=("story", "value"), name="a_story_shows_a_value_once"),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("photo", ""), models.Q(("photo_alternative", ""), _negated=True), _connector="OR"),
                name="story_photo_has_alternative_text",
                violation_error_message="Say what the photograph shows, for those who cannot see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person_name", ""), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    _connector="OR",
                ),
                name="story_has_a_name_or_a_title",
                violation_error_message="A story needs a person's name or a title.",
            ),
        ),
    ]
