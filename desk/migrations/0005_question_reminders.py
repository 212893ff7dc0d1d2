"""What people were told by mail of councillors' questions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_initial"),
        ("desk", "0004_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due", "Answer due soon or overdue"),
                            ("escalated", "Told to the approver"),
                            ("answered", "Answered, told to who asked"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.DateField(help_text="The day by which an answer was due, or on which it came.")),
                ("sent_at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="dashboards.question"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="question_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "question", "kind", "about"), name="nobody_is_told_twice_of_a_question"
                    )
                ],
            },
        ),
    ]
