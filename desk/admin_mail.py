"""The mail queue at the desk: what went to whom and when, and never what it says, for it may open an account."""

from django.contrib import admin
from django.http import HttpRequest
from post_office.admin import AttachmentAdmin, LogAdmin, LogInline
from post_office.models import Attachment, Email, EmailTemplate, Log

from ledger.admin.downloads import DownloadsOnly
from ledger.spreadsheets.cells import Cell, Moment, Whole

SHOWN = ["to", "subject", "status", "priority", "created", "last_updated", "scheduled_time", "number_of_retries"]

admin.site.unregister([Attachment, Email, Log])
admin.site.unregister(EmailTemplate)  # the portal writes its mails itself


class OnlyRead(DownloadsOnly):
    """What the portal did is told, and changed by nobody. A mixin of ModelAdmin."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Email)
class MailAdmin(OnlyRead, admin.ModelAdmin):
    """Without the package's own pages, which show the text, send it again and put it back in the queue."""

    list_display = ["__str__", "subject", "status", "created", "last_updated"]
    list_filter = ["status"]
    search_fields = ["to", "subject"]
    change_form_template = "admin/change_form.html"
    fields = readonly_fields = SHOWN
    inlines = [LogInline]
    cells = {
        "recipients": Cell(),
        "subject": Cell(),
        "stands": Cell(),
        "urgency": Cell(),
        "created": Moment(),
        "last_updated": Moment(),
        "scheduled_time": Moment(),
        "number_of_retries": Whole(),
    }

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        """Nor can the text be guessed at by what an address of the list asks for."""
        return lookup.partition("__")[0] in SHOWN

    def recipients(self, mail: Email) -> str:
        return ", ".join(mail.to)

    def stands(self, mail: Email) -> str:
        return mail.get_status_display() or ""

    def urgency(self, mail: Email) -> str:
        return mail.get_priority_display() or ""


@admin.register(Log)
class AttemptAdmin(OnlyRead, LogAdmin):
    """Each attempt to send a mail, and what the mail server said."""

    list_select_related = ["email"]
    cells = {"date": Moment(), "email": Cell(), "stands": Cell(), "exception_type": Cell(), "message": Cell()}

    def stands(self, attempt: Log) -> str:
        return attempt.get_status_display()


@admin.register(Attachment)
class AttachedAdmin(OnlyRead, AttachmentAdmin):
    """The portal attaches nothing."""

    cells = {"name": Cell(), "mimetype": Cell()}
