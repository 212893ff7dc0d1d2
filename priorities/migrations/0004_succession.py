import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

HOW = [("carried", "Carried forward"), ("merged", "Merged"), ("replaced", "Replaced"), ("dropped", "Dropped")]
COPIED = "Copied from the later promise, which named the earlier one it follows."


def copy_what_follows(apps, schema_editor):
    """What a later promise said of the earlier one it follows becomes a mark, dated as that promise is."""
    deliverable, succession = apps.get_model("priorities", "Deliverable"), apps.get_model("priorities", "Succession")
    version = apps.get_model("priorities", "HistoricalSuccession")
    for later in deliverable.objects.filter(follows__isnull=False).select_related("priority").order_by("pk"):
        dropped = later.follows_how == "dropped"
        values = {
            "revision": 1,
            "effective_on": later.effective_on,
            "recorded_at": later.recorded_at,
            "earlier_id": later.follows_id,
            "plan_id": later.priority.plan_id,
            "how": later.follows_how,
            "later_id": None if dropped else later.pk,
            "reason": later.follows_reason,
        }
        marks = succession.objects.filter(earlier=later.follows_id, plan=later.priority.plan_id, how="dropped")
        if dropped and marks.exists():
            continue
        mark = succession.objects.create(**values)
        version.objects.create(
            id=mark.pk,
            history_type="+",
            history_date=later.recorded_at,
            history_change_reason=COPIED,
            **values,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0002_two_clocks"),
        ("priorities", "0003_two_clocks_and_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSuccession",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_decision_url", models.URLField(blank=True, max_length=500, verbose_name="decision")),
                (
                    "history_approved_by",
                    models.CharField(blank=True, max_length=120, verbose_name="role that approved"),
                ),
                ("history_correction", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "effective_on",
                    models.DateField(
                        db_index=True,
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="took effect on",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("history_change_reason", models.TextField(blank=True, null=True)),
                ("how", models.CharField(choices=HOW, max_length=10, verbose_name="what became of it")),
                ("reason", models.TextField(help_text="One sentence that residents can read.")),
                ("decision_url", models.URLField(blank=True, max_length=500, verbose_name="decision")),
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
                    "earlier",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                        verbose_name="earlier promise",
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
                    "later",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The promise in which it goes on.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.deliverable",
                        verbose_name="later promise",
                    ),
                ),
                (
                    "later_priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Or the priority, where it goes on in no single promise.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="priorities.priorityaction",
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
                        verbose_name="later plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical succession",
                "verbose_name_plural": "historical successions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "effective_on",
                    models.DateField(
                        db_index=True,
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="took effect on",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded"),
                ),
                ("how", models.CharField(choices=HOW, max_length=10, verbose_name="what became of it")),
                ("reason", models.TextField(help_text="One sentence that residents can read.")),
                ("decision_url", models.URLField(blank=True, max_length=500, verbose_name="decision")),
                (
                    "is_example",
                    models.BooleanField(
                        default=False, help_text="Made up to show how the portal works.", verbose_name="example"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to="priorities.deliverable",
                        verbose_name="earlier promise",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        blank=True,
                        help_text="The promise in which it goes on.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preceded_by",
                        to="priorities.deliverable",
                        verbose_name="later promise",
                    ),
                ),
                (
                    "later_priority",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or the priority, where it goes on in no single promise.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preceded_by",
                        to="priorities.priorityaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to="outcomes.plan",
                        verbose_name="later plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "earlier", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=(
                            Q(("how", "dropped"), ("later__isnull", True), ("later_priority__isnull", True))
                            | Q(
                                Q(("how", "dropped"), _negated=True),
                                Q(
                                    Q(("later__isnull", False), ("later_priority__isnull", True)),
                                    Q(("later__isnull", True), ("later_priority__isnull", False)),
                                    _connector="OR",
                                ),
                            )
                        ),
                        name="succession_names_its_successor_unless_dropped",
                        violation_error_message=(
                            "Name one promise or one priority in which it goes on; none where it is dropped."
                        ),
                    ),
                    models.CheckConstraint(
                        condition=Q(("reason", ""), _negated=True),
                        name="succession_says_why",
                        violation_error_message="Say in one sentence why.",
                    ),
                    models.UniqueConstraint(fields=("earlier", "plan", "later"), name="one_succession_to_a_promise"),
                    models.UniqueConstraint(
                        fields=("earlier", "plan", "later_priority"), name="one_succession_to_a_priority"
                    ),
                    models.UniqueConstraint(
                        condition=Q(("later__isnull", True), ("later_priority__isnull", True)),
                        fields=("earlier", "plan"),
                        name="a_promise_is_dropped_once",
                        violation_error_message="This promise is marked as dropped already.",
                    ),
                ],
            },
        ),
        migrations.RunPython(copy_what_follows, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="deliverable", name="deliverable_that_follows_says_how_and_why"),
        migrations.RemoveField(model_name="deliverable", name="follows"),
        migrations.RemoveField(model_name="deliverable", name="follows_how"),
        migrations.RemoveField(model_name="deliverable", name="follows_reason"),
        migrations.RemoveField(model_name="historicaldeliverable", name="follows"),
        migrations.RemoveField(model_name="historicaldeliverable", name="follows_how"),
        migrations.RemoveField(model_name="historicaldeliverable", name="follows_reason"),
    ]
