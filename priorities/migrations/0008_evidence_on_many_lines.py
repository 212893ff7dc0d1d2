import re

from django.db import migrations, models

import priorities.evidence

EVIDENCE = models.TextField(
    blank=True,
    validators=[priorities.evidence.check_links],
    help_text="One link on each line, after a few words on what it shows.",
)
REPORTS = ("progressupdate", "historicalprogressupdate")


def rename_what_was_typed(apps, schema_editor):
    """Forms that were not saved yet hold their fields by name."""
    for kept in apps.get_model("ledger", "KeptForm").objects.filter(address__contains="/priorities/"):
        typed = [[re.sub(r"(^|-)evidence_url$", r"\1evidence", name), value] for name, value in kept.typed]
        if typed != kept.typed:
            kept.typed = typed
            kept.save(update_fields=["typed"])


class Migration(migrations.Migration):
    """One address is a text of one line already, so no version changes."""

    dependencies = [("priorities", "0007_committees"), ("ledger", "0003_kept_form_opening")]

    operations = [
        migrations.RunPython(rename_what_was_typed, migrations.RunPython.noop),
    ] + [
        step
        for model in REPORTS
        for step in (
            migrations.RenameField(model, "evidence_url", "evidence"),
            migrations.AlterField(model, "evidence", EVIDENCE),
        )
    ]
