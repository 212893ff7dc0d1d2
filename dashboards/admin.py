"""The officers' desk for accounts of councillors. What they ask and the packs they get have pages of their own."""

from django.contrib import admin

from dashboards import models
from ledger.admin import LedgerAdmin

LINK_HELP = (
    "An account, without a place at the desk, is linked to the councillor whose it is: dashboards then open on the "
    "portfolios, committees and ward that are theirs. To end it, make the account inactive."
)


@admin.register(models.CouncillorAccount)
class CouncillorAccountAdmin(LedgerAdmin):
    add_form_template = "admin/dashboards/councilloraccount/add_form.html"
    list_display = ["councillor", "user", "is_active"]
    list_select_related = ["councillor", "user"]
    search_fields = ["councillor__name", "user__username", "user__email"]
    autocomplete_fields = ["user", "councillor"]
    fieldsets = [(None, {"fields": ["user", "councillor"], "description": LINK_HELP})]

    @admin.display(description="may sign in", boolean=True, ordering="user__is_active")
    def is_active(self, link: models.CouncillorAccount) -> bool:
        return link.user.is_active
