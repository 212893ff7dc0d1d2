from django.db import migrations, models

import priorities.evidence

EVIDENCE = models.TextField(
    blank=True,
    validators=[priorities.evidence.check_links],
    help_text="One link on each line, after a few words on what it shows.",
)
REPORTS = ("progressupdate", "historicalprogressupdate")


class Migration(migrations.Migration):
    """One address is a text of one line already, so no version changes."""

    dependencies = [("priorities", "0007_committees")]

    operations = [
        step
        for model in REPORTS
        for step in (
            migrations.RenameField(model, "evidence_url", "evidence"),
            migrations.AlterField(model, "evidence", EVIDENCE),
        )
    ]
