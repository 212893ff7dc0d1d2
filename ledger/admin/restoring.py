"""Restoring a version of a record: its values are written as a new version, through the ledger's guards."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, models, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ledger.clock import moment_in_words
from ledger.entries import entering
from ledger.reasons import fault_of_reason
from ledger.refusals import LedgerRefusal
from ledger.writing import edited_meanwhile, long_day

from .forms import Revision
from .history import KeepsHistory
from .values import differences, named, restorable_fields
from .why import SAVED_AT_ONCE, WHY_HELP, add_refusal, entry_from, why_fields

OVER = (
    "This version was to be published on {}. That is over, so the moment is left out: with it, residents could read "
    "it within minutes."
)


class Restores(KeepsHistory):
    """Beside every version's page, one that shows what would change and then writes it."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<str:object_id>/history/<str:version_id>/restore/", view, name=name), *super().get_urls()]

    def restore_view(self, request, object_id, version_id):
        """GET shows what would change from now to that version; POST writes it."""
        version = self.version_or_404(object_id, version_id)
        record = get_object_or_404(self.model, pk=object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        form = RestoreForm(request.POST or None, record=record, version=version, user=request.user)
        if request.method == "POST" and form.is_valid() and self._restored(request, form):
            return HttpResponseRedirect(self._page(record, "change"))
        return self._show_restore(request, form)

    def _restored(self, request, form: "RestoreForm") -> bool:
        try:
            with transaction.atomic():
                form.write()
                self.log_change(request, form.record, form.said)
        except LedgerRefusal as refusal:
            add_refusal(form, refusal)
            return False
        except (IntegrityError, OperationalError):
            add_refusal(form, LedgerRefusal(SAVED_AT_ONCE))
            return False
        self.message_user(request, f"{form.said} It stands as a new version.", messages.SUCCESS)
        return True

    def _show_restore(self, request, form: "RestoreForm") -> TemplateResponse:
        request.current_app = self.admin_site.name
        form.look_again()
        context = {
            **self.admin_site.each_context(request),
            "title": f"Restore the version of {long_day(form.version.effective_on)}",
            "opts": self.opts,
            "original": form.record,
            "form": form,
            "version": form.version,
            "differences": form.differences(),
            "gone": form.gone(),
            "over": form.over,
            "why_help": WHY_HELP,
            "media": self.media + form.media,
            "change_url": self._page(form.record, "change"),
            "history_url": self._page(form.record, "history"),
        }
        return TemplateResponse(request, "admin/ledger/restore.html", context)

    def _page(self, record: models.Model, page: str) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk])


class RestoreForm(forms.Form):
    """Why a version is to stand again, and over which revision."""

    revision = Revision()
    required_css_class = "required"

    def __init__(self, data=None, *, record: models.Model, version: models.Model, user):
        super().__init__(data, initial={"revision": record.revision})
        self.fields.update(why_fields())
        self.fields["why_reason"].required = bool(record.promised)
        self.record, self.version, self.user = record, version, user

    def clean_why_reason(self):
        reason = self.cleaned_data["why_reason"]
        if self.record.promised and (fault := fault_of_reason(reason)):
            raise ValidationError(fault)
        return reason

    def clean(self):
        cleaned = super().clean()
        if gone := self.gone():
            raise ValidationError(gone)
        if cleaned.get("revision") != self.record.revision:
            raise ValidationError(edited_meanwhile(self.record))
        if not self.differences():
            raise ValidationError("Nothing was written: the record says the same as this version already.")
        try:
            self.restored().full_clean()
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return cleaned

    @property
    def said(self) -> str:
        return f"Restored the version of {long_day(self.version.effective_on)}."

    def differences(self) -> list:
        among = [field.name for field in restorable_fields(type(self.record))]
        return differences(self.record, self.restored(), among)

    def gone(self) -> list[str]:
        """A sentence for each record that the version names and that is deleted."""
        keys = [(field, getattr(self.version, field.attname)) for field in restorable_fields(type(self.record))]
        return [
            f"This version cannot be restored: its {field.verbose_name} is deleted."
            for field, key in keys
            if isinstance(field, models.ForeignKey) and key is not None and named(field, key) is None
        ]

    def restored(self) -> models.Model:
        """The record as it would be, over the revision that was seen."""
        restored = type(self.record)._base_manager.get(pk=self.record.pk)
        for field in restorable_fields(type(self.record)):
            setattr(restored, field.attname, getattr(self.version, field.attname))
        if self.over:
            restored.lose_moment()
        return restored

    @property
    def over(self) -> str:
        """That the moment at which the version was to be published is over, in a sentence; nothing where it is not."""
        moment = getattr(self.version, "publish_at", None)
        return OVER.format(moment_in_words(moment)) if moment and moment <= timezone.now() else ""

    def write(self) -> None:
        entry = entry_from(self.cleaned_data, self.user)
        restored = self.restored()
        restored.revision = self.cleaned_data["revision"]
        with entering(replace(entry, reason=entry.reason or self.said)):
            restored.save()

    def look_again(self) -> None:
        """Hold the version against the record as it is now, so that a deliberate second save goes through."""
        self.record.refresh_from_db()
        if self.is_bound:
            self.data = self.data.copy()
            self.data["revision"] = self.record.revision
