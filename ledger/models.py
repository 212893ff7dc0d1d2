"""The base that every editable record of the portal stands on.

A record that inherits :class:`LedgerModel` keeps every version it ever had. Writes that would leave
no version behind (``update``, ``bulk_create``, ``bulk_update``) are refused with a sentence.
"""

from django.db import models
from simple_history.models import HistoricalRecords


class UntracedWriteError(RuntimeError):
    """A write was asked for that would leave no trace in the ledger."""


class LedgerQuerySet(models.QuerySet):
    """A queryset that refuses the writes which bypass history."""

    def update(self, **kwargs):
        raise UntracedWriteError(_refusal("update", self.model))

    def bulk_create(self, objs, *args, **kwargs):
        raise UntracedWriteError(_refusal("bulk_create", self.model))

    def bulk_update(self, objs, fields, *args, **kwargs):
        raise UntracedWriteError(_refusal("bulk_update", self.model))

    update.alters_data = True
    bulk_create.alters_data = True
    bulk_update.alters_data = True


def _refusal(method: str, model: type[models.Model]) -> str:
    return f"{method}() on {model.__name__} leaves no history: save each record instead."


class LedgerModel(models.Model):
    """An abstract record with full history and a guarded manager."""

    history = HistoricalRecords(
        inherit=True,
        history_change_reason_field=models.TextField(blank=True, null=True),  # noqa: DJ001 - the library writes None
    )

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def save_with_reason(record: LedgerModel, reason: str) -> None:
    """Save ``record`` and write ``reason`` (a plain sentence) into the version this makes."""
    record._change_reason = reason
    try:
        record.save()
    finally:
        del record._change_reason
