"""The roles as groups. What each may do is laid after every migration, once its permissions exist: see desk/roles.py."""

from django.db import migrations

ROLES = (
    "Contributor",
    "Approver",
    "Story editor",
    "Plan manager",
    "Monitoring Officer",
    "Auditor",
    "Administrator",
)


def make_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_previews_and_reminders"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
