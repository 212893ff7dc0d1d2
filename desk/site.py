"""The admin as the officers' desk: it opens on what waits for the person who signed in."""

from django.contrib import admin

ORDER = ["priorities", "outcomes", "stories", "plan_documents", "ledger", "desk", "auth", "post_office"]


class Desk(admin.AdminSite):
    site_header = "Kirklees promises: officers' desk"
    site_title = "Officers' desk"
    index_title = "My desk"
    index_template = "admin/desk/my_desk.html"

    def get_app_list(self, request, app_label=None):
        """The rooms that officers are in most come first."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: ORDER.index(app["app_label"]) if app["app_label"] in ORDER else len(ORDER))

    def index(self, request, extra_context=None):
        from desk.my_desk import my_desk

        return super().index(request, {**my_desk(request.user), **(extra_context or {})})
