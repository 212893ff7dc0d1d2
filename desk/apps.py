from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    """The last room whose tables are migrated: by then every permission is there for the roles."""

    name = "desk"
    verbose_name = "Links to drafts"
    default = True

    def ready(self):
        from desk.decisions import last_word_against
        from desk.roles import lay_roles
        from outcomes.objections import OBJECTIONS

        OBJECTIONS.append(last_word_against)
        post_migrate.connect(lay_roles, sender=self)


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin, opening on My desk."""

    default_site = "desk.site.Desk"
    default = False
