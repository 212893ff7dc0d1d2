"""The base that every editable record of the portal stands on.

A record that inherits :class:`LedgerModel` keeps every version it ever had, each with two days: the one on
which it took effect and the moment at which it was written down. Writes that would leave no version behind
(``update``, ``bulk_create``, ``bulk_update``) are refused with a sentence, and so is a write by somebody
who has not seen the latest version.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import models, transaction
from django.utils import timezone
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, UntracedWriteError


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


class Versions(HistoryManager.from_queryset(HistoricalQuerySet)):
    """The versions of a record or of a model, under the name ``history``."""

    @classmethod
    def from_queryset(cls, queryset_class, class_name=None):
        """This class: the library would make it anew each time that somebody asks for a ``history``."""
        return cls


class Version(models.Model):
    """What a version in the history says beside the record's own values."""

    history_decision_url = models.URLField("decision", max_length=500, blank=True)
    history_approved_by = models.CharField("role that approved", max_length=120, blank=True)
    history_correction = models.BooleanField(default=False)

    class Meta:
        abstract = True


class LedgerModel(models.Model):
    """An abstract record with full history, two clocks and a guarded manager."""

    revision = models.PositiveIntegerField(default=0, editable=False)
    effective_on = models.DateField("took effect on", editable=False, default=timezone.localdate, db_index=True)
    recorded_at = models.DateTimeField("recorded", editable=False, default=timezone.now)

    history = HistoricalRecords(
        inherit=True,
        bases=[Version],
        history_manager=Versions,
        history_change_reason_field=models.TextField(blank=True, null=True),  # noqa: DJ001 - the library writes None
    )

    objects = LedgerQuerySet.as_manager()

    read_as_at = True
    """Whether its past can be read. Not where people may take back what they said."""
    lasting = False
    """Whether it outlasts the records that name it: it is known from the first day that one of them holds."""
    promised: tuple[str, ...] = ()
    """Fields that make up a promise, or what was said of it: once published they change only with a reason."""
    private: tuple[str, ...] = ()
    """Fields that only officers read: no public document holds them."""
    renamed: dict[str, str] = {}
    """The names that columns had before, each with the one it has now: seals and files made then still have them."""
    guards_read: tuple[str, ...] = ()
    """The relations that say whether it is published, read with the stored row before it is written over."""
    examples: dict[str, str] = {}
    """What somebody might write in a field: shown beside it at the desk."""

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(
        self, *, force_insert=False, update_fields: Iterable[str] | None = None, although_unchanged=False, **kwargs
    ):
        """Write the record and a version of it; where nothing changed, write nothing.

        With ``although_unchanged`` a version is written all the same: it says why, and that is what there is to say.

        A row that is there already is never written over unseen, however this instance was made. With
        ``update_fields``, every other field of this instance takes the stored value: the version is the row.
        Raises a :class:`~ledger.refusals.LedgerRefusal` where the ledger does not take it, and
        :class:`~ledger.refusals.UntracedWriteError` where no version is to be kept.
        """
        if hasattr(self, "skip_history_when_saving"):
            raise UntracedWriteError(_refusal("save_without_historical_record", type(self)))
        with transaction.atomic(), writing.stamps_back_on_failure(self):
            stored = writing.stored(self, force_insert)
            if stored is None and not self._state.adding and not force_insert:
                raise EditedMeanwhile(writing.GONE, code="edited-meanwhile")
            if stored and not (although_unchanged or writing.changed_fields(stored, self, update_fields)):
                return
            writing.prepare(self, stored, update_fields)
            if update_fields is not None:
                update_fields = {*update_fields, *writing.STAMPS}
            super().save(force_insert=force_insert, update_fields=update_fields, **kwargs)
            writing.extend_lasting(self)

    @classmethod
    def guards_listed(cls) -> list[models.Prefetch]:
        """What is read beside the stored rows of many that are about to be written, to judge their changes by."""
        return []

    def natural_day(self, before: "LedgerModel | None") -> date | None:
        """The day on which this version took effect by what it says itself; ``before`` is the version before it."""
        return None

    def is_published(self) -> bool:
        """Whether residents may read it."""
        return False

    def was_published(self) -> bool:
        """Whether residents may read it or once could: then it changes only with a reason, and is never deleted."""
        return self.is_published()

    def promised_among(self, changed: Collection[str], before: "LedgerModel") -> list[str]:
        """The fields among ``changed`` by which this version would go back on ``before``, the stored row."""
        return [name for name in changed if name in self.promised]

    def refuse_change(self, changed: Collection[str], before: "LedgerModel") -> None:
        """Raise a :class:`~ledger.refusals.LedgerRefusal` where no reason could carry this change of ``before``."""

    def refuse_version(self, before: "LedgerModel | None") -> None:
        """Raise a :class:`~ledger.refusals.LedgerRefusal` where this version cannot stand today; a new one, too."""

    def lose_moment(self) -> None:
        """Called where a version is restored that was to be published at a moment, ``publish_at``, which is over."""
        self.publish_at = None

    @property
    def recorded_on(self) -> date:
        """The day in Kirklees on which this version was written down."""
        return timezone.localdate(self.recorded_at)

    @property
    def recorded_late(self) -> bool:
        """Whether it was written down on a later day than the one it speaks of."""
        return self.recorded_on > self.effective_on


def save_with_reason(record: LedgerModel, reason: str, **details) -> None:
    """Save ``record`` with an entry: a reason in a plain sentence, and ``details`` of :class:`Entry`."""
    with entering(Entry(reason, **details)):
        record.save()
