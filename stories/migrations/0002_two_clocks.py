from django.db import migrations

from ledger.dating import AddTwoClocks, date_what_is_on_record


def date_everything(apps, schema_editor):
    date_what_is_on_record(apps, "stories")


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
    ]

    operations = [
        AddTwoClocks(
            [
                "consent",
                "sharedvalue",
                "story",
                "storyoutcome",
                "storyplace",
                "storysubmission",
                "storyvalue",
            ]
        ),
        migrations.RunPython(date_everything, migrations.RunPython.noop),
    ]
