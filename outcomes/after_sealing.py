"""What was written down about a sealed day, or a day before it, once it was sealed.

A seal does not stop the ledger: late news of an early day may still be recorded. It shows here instead, since every
version says when it was written down, and is not in the sealed document.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Func, IntegerField, Model, QuerySet, Subquery
from django.db.models.expressions import Combinable, OuterRef

from ledger.past import the_present
from outcomes.belongings import belonging, models_of_plans
from outcomes.models import Plan, Seal

MOST_ENTRIES = 200
"""Entries shown of those that were written down after a seal."""


@dataclass(frozen=True)
class LaterEntry:
    """A version about a sealed day, or about one before it, that was written down after the sealing."""

    noun: str
    title: str
    effective_on: date
    recorded_at: datetime
    reason: str


def written_after_the_seal(plan: Plan, day: date) -> tuple[Seal | None, int]:
    """The first seal of ``day`` or later, and how much was written down after it about ``day`` or before; one query.

    Without such a seal, nothing and nought.
    """
    counts = _counts_of_later(plan, day)
    first, *others = counts.values()
    with the_present():
        seals = Seal.objects.without_documents().filter(plan=plan, day__gte=day).order_by("day")
        covering = seals.annotate(written_since=sum(others, start=first)).first()
    return (covering, covering.written_since) if covering else (None, 0)


def entries_after(seal: Seal) -> tuple[list[LaterEntry], int]:
    """What was written down after the seal about its day or before, the latest first, and how much there is in all."""
    with the_present():
        counts = Seal.objects.filter(pk=seal.pk).annotate(**_counts_of_later(seal.plan, seal.day))
        by_model = counts.values(*(_name(model) for model in models_of_plans())).get()
        versions = [
            version
            for model in models_of_plans()
            if by_model[_name(model)]
            for version in _later_versions(model, seal)[:MOST_ENTRIES]
        ]
        versions.sort(key=lambda version: version.recorded_at, reverse=True)
        return [_entry(version) for version in versions[:MOST_ENTRIES]], sum(by_model.values())


def _counts_of_later(plan: Plan, day: date) -> dict[str, Combinable]:
    """For a query of seals: how many versions of each model were written down after the seal."""
    return {
        _name(model): Subquery(
            _versions(model, plan)
            .filter(effective_on__lte=day, recorded_at__gt=OuterRef("sealed_at"))
            .order_by()
            .annotate(count=Func(F("history_id"), function="COUNT", output_field=IntegerField()))
            .values("count")
        )
        for model in models_of_plans()
    }


def _name(model: type[Model]) -> str:
    return f"later_{model._meta.model_name}"


def _versions(model: type[Model], plan: Plan) -> QuerySet:
    return model.history.model.objects.filter(belonging(model, plan))


def _later_versions(model: type[Model], seal: Seal) -> QuerySet:
    """With the records that they name, since their titles may name them."""
    later = _versions(model, seal.plan).filter(effective_on__lte=seal.day, recorded_at__gt=seal.sealed_at)
    return later.select_related(*_named(model)).order_by("-recorded_at", "-history_id")


def _named(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def _entry(version: Any) -> LaterEntry:
    record = version.instance
    for name in _named(type(record)):
        record._meta.get_field(name).set_cached_value(record, getattr(version, name))
    return LaterEntry(
        noun=record._meta.verbose_name,
        title=str(record),
        effective_on=version.effective_on,
        recorded_at=version.recorded_at,
        reason=version.history_change_reason or "",
    )
