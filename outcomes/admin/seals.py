"""The officers' desk for seals: a plan is sealed here, and what was sealed is read, but never changed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.http import urlencode

from ledger.admin import days
from ledger.admin.downloads import DownloadsOnly
from ledger.spreadsheets.cells import Cell, Day, Moment
from outcomes.models import Plan, Seal
from outcomes.sealing import SealRefused, fault_of_seal, seal

WHAT_SEALING_DOES = (
    "The plan is sealed as it stood at the end of the day and is known now. Once sealed, a day of a plan is never "
    "sealed again, and a seal is never changed or deleted."
)


class SealForm(forms.ModelForm):
    """Refuses, beside the field that it is about, what cannot be sealed."""

    plan = forms.ModelChoiceField(Plan.objects.published())

    class Meta:
        model = Seal
        fields = ("plan", "day", "sealed_by", "note")
        help_texts = {"sealed_by": "A role, not a name. For example: “Head of policy”"}
        widgets = {"day": days.Day}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if {"plan", "day", "sealed_by"} <= said.keys() and (fault := fault_of_seal(**_wanted(said))):
            raise ValidationError({"day": fault})
        return said

    def validate_unique(self):
        """Left to :func:`fault_of_seal`, which says when it was sealed and what to do."""


def _wanted(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("plan", "day", "sealed_by")}


@admin.register(Seal)
class SealAdmin(DownloadsOnly, admin.ModelAdmin):
    form = SealForm
    cells = {
        "plan": Cell(),
        "day": Day(),
        "sealed_at": Moment(),
        "sealed_by": Cell(),
        "note": Cell(),
        "sha256": Cell(),
    }
    list_display = ["plan", "day", "sealed_at", "sealed_by", "note"]
    list_filter = ["plan"]
    search_fields = ["plan__title", "sealed_by", "note", "sha256"]
    date_hierarchy = "day"
    fieldsets = [(None, {"fields": ["plan", "day", "sealed_by", "note"], "description": WHAT_SEALING_DOES})]

    def get_queryset(self, request):
        return super().get_queryset(request).without_documents().select_related("plan")

    def get_fieldsets(self, request, obj=None):
        sealed = [(None, {"fields": ["plan", "day", "sealed_at", "sealed_by", "note", "sha256"]})]
        return sealed if obj else super().get_fieldsets(request, obj)

    def add_view(self, request, form_url="", extra_context=None):
        """What shows only when sealing is tried is said above the form, which keeps what was typed."""
        try:
            return super().add_view(request, form_url, extra_context)
        except SealRefused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            typed = {name: request.POST.get(name, "") for name in SealForm.Meta.fields}
            return redirect(f"{request.path}?{urlencode(typed)}")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Seal the plan now; ``obj`` becomes the seal that was made."""
        made = seal(obj.plan, obj.day, sealed_by=obj.sealed_by, note=obj.note)
        obj.__dict__.update(made.__dict__)
