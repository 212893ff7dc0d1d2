"""The officers' desk for meetings."""

from django.contrib import admin

from ledger.admin import (
    LedgerAdmin,
)
from priorities import models


@admin.register(models.Meeting)
class MeetingAdmin(LedgerAdmin):
    list_display = ["__str__", "body", "held_on", "url"]
    list_filter = ["body"]
    search_fields = ["title", "body"]
    date_hierarchy = "held_on"
    fieldsets = [
        (None, {"fields": ["body", "held_on", "title"]}),
        ("Where its papers are", {"fields": ["url"]}),
    ]
