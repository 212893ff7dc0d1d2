from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0002_spreadsheet_run"),
    ]

    operations = [
        migrations.AddField("keptform", "opening", models.CharField(blank=True, default="", max_length=20)),
        migrations.RemoveConstraint("keptform", "one_kept_form_an_address"),
        migrations.AddConstraint(
            "keptform",
            models.UniqueConstraint(fields=["user", "address", "opening"], name="one_kept_form_an_opening"),
        ),
    ]
