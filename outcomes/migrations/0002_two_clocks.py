from django.db import migrations

from ledger.dating import AddTwoClocks, date_what_is_on_record


def date_everything(apps, schema_editor):
    date_what_is_on_record(apps, "outcomes")


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0001_initial"),
    ]

    operations = [
        AddTwoClocks(
            [
                "aim",
                "approachpage",
                "approachsection",
                "casestudy",
                "commitment",
                "comparator",
                "foreword",
                "headlinefigure",
                "indicator",
                "measurement",
                "outcome",
                "outcomesection",
                "place",
                "plan",
                "planindicator",
                "planoutcome",
                "principle",
                "target",
            ]
        ),
        migrations.RunPython(date_everything, migrations.RunPython.noop),
    ]
