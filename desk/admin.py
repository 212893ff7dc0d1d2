"""Preview links in the admin: who may see which draft until when."""

from django.contrib import admin
from django.http import Http404

from desk import admin_accounts, admin_mail, models  # noqa: F401 - the first two register their own pages
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
    readonly_fields = ["purpose", "role"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("item")

    def may_bring_in(self, request):
        """A link is made on the page of what it shows, and never changed into another."""
        return False

    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, object_id, {**(extra_context or {}), "restorable": False})

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        return super().history_form_view(request, object_id, version_id, {**(extra_context or {}), "restorable": False})

    def restore_view(self, request, object_id, version_id):
        """What was ended or decided stays so: another link is made instead."""
        raise Http404("A link is not restored.")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
