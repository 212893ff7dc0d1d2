from django.db import migrations, models
from django.db.models import Count

TWO = (
    "More than one plan replaces the plan of id {}. Only one can: empty “Replaces” on the other plans, under Plans at the "
    "officers' desk of the version that ran before, and migrate again."
)


def refuse_two(apps, schema_editor):
    """Say which plan is in the way, before the database says less."""
    plans = apps.get_model("outcomes", "Plan").objects.exclude(replaces=None)
    shared = plans.order_by().values("replaces").annotate(count=Count("pk")).filter(count__gt=1).first()
    if shared:
        raise RuntimeError(TWO.format(shared["replaces"]))


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0004_publishing_and_elections"),
    ]

    operations = [
        migrations.RunPython(refuse_two, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("replaces",),
                name="one_plan_replaces_a_plan",
                violation_error_message="Another plan replaces that one already, and only one can. Go on with the other plan, or empty “Replaces” there first.",
            ),
        ),
    ]
