from django.db import migrations, models

HELP = "Which version of it: later words wait again."


class Migration(migrations.Migration):
    """What was released before this was written down counts as no version, so it waits until it is released again."""

    dependencies = [
        ("outcomes", "0005_one_plan_replaces_a_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name="item_revision",
            field=models.PositiveIntegerField(verbose_name="revision", default=0, help_text=HELP),
            preserve_default=False,
        )
        for name in ("historicalrelease", "release")
    ]
