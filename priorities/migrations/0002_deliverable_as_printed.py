from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("priorities", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliverable",
            name="as_printed",
            field=models.TextField(
                blank=True,
                help_text="The line of the plan it was read from, where its parts stood in columns or in one line.",
            ),
        ),
        migrations.AddField(
            model_name="historicaldeliverable",
            name="as_printed",
            field=models.TextField(
                blank=True,
                help_text="The line of the plan it was read from, where its parts stood in columns or in one line.",
            ),
        ),
    ]
