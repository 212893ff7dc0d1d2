"""Whoever wrote a report is reminded of each return of it: on one day there can be several."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_question_reminders")]

    operations = [
        migrations.RemoveConstraint("reminder", "nobody_is_reminded_twice"),
        migrations.AddField("reminder", "occasion", models.PositiveBigIntegerField(default=0)),
        migrations.AlterField(
            "reminder",
            "about",
            models.DateField(help_text="The due day, or the day on which it was last confirmed or returned."),
        ),
        migrations.AlterField(
            "reminder",
            "kind",
            models.CharField(
                choices=[
                    ("due", "Due soon or overdue"),
                    ("stale", "Not confirmed for a while"),
                    ("returned", "Returned with a remark"),
                    ("escalated", "Told to the approver"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(
                fields=("user", "deliverable", "kind", "about", "occasion"), name="nobody_is_reminded_twice"
            ),
        ),
    ]
