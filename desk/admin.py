"""Preview links in the admin: who may see which draft until when."""

from django.contrib import admin

from desk import admin_accounts, models  # noqa: F401 - the first registers its own pages
from desk.admin_previews import MakesPreviews
from ledger.admin import LedgerAdmin


@admin.register(models.PreviewLink)
class PreviewLinkAdmin(MakesPreviews, LedgerAdmin):
    list_display = ["__str__", "role", "made_by", "made_at", "expires_at", "revoked_at", "decision"]
    list_filter = ["purpose", "decision", ("content_type", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["made_by"]
    search_fields = ["role", "made_by__username"]
    date_hierarchy = "made_at"
    fieldsets = [(None, {"fields": ["purpose", "role"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("item")

    def may_bring_in(self, request):
        """A link is made on the page of what it shows, and never changed into another."""
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
