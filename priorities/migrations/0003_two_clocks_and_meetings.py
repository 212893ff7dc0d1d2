import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from ledger.dating import AddTwoClocks, date_what_is_on_record


def date_everything(apps, schema_editor):
    date_what_is_on_record(apps, "priorities")


class Migration(migrations.Migration):
    dependencies = [
        ("priorities", "0002_deliverable_as_printed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddTwoClocks(
            [
                "appointment",
                "councillor",
                "deliverable",
                "deliverableplace",
                "evidencelink",
                "portfolio",
                "priorityaction",
                "progressupdate",
            ]
        ),
        migrations.RunPython(date_everything, migrations.RunPython.noop),
        migrations.CreateModel(
            name="HistoricalMeeting",
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
                (
                    "body",
                    models.CharField(
                        choices=[("cabinet", "Cabinet"), ("council", "Council"), ("scrutiny", "Scrutiny")],
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text='Where it has one, for example "Annual meeting".', max_length=200
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, help_text="Where its papers are published.", max_length=500, verbose_name="papers"
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
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
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
                (
                    "body",
                    models.CharField(
                        choices=[("cabinet", "Cabinet"), ("council", "Council"), ("scrutiny", "Scrutiny")],
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text='Where it has one, for example "Annual meeting".', max_length=200
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, help_text="Where its papers are published.", max_length=500, verbose_name="papers"
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "body"],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "held_on", "title"), name="one_meeting_a_day_and_title")
                ],
            },
        ),
    ]
