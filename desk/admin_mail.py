"""The mail queue at the desk: what went to whom and when, and never what it says, for it may open an account."""

from django.contrib import admin
from django.http import HttpRequest
from post_office.admin import LogInline
from post_office.models import Email, EmailTemplate

SHOWN = ["to", "subject", "status", "priority", "created", "last_updated", "scheduled_time", "number_of_retries"]

admin.site.unregister(Email)
admin.site.unregister(EmailTemplate)  # the portal writes its mails itself


@admin.register(Email)
class MailAdmin(admin.ModelAdmin):
    """Without the package's own pages, which show the text, send it again and put it back in the queue."""

    list_display = ["__str__", "subject", "status", "created", "last_updated"]
    list_filter = ["status"]
    search_fields = ["to", "subject"]
    change_form_template = "admin/change_form.html"
    fields = readonly_fields = SHOWN
    inlines = [LogInline]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        """Nor can the text be guessed at by what an address of the list asks for."""
        return lookup.partition("__")[0] in SHOWN
