"""What was written down about a sealed day, or a day before it, once it was sealed.

A seal does not stop the ledger: late news of an early day may still be recorded. It shows here instead, since every
version says when it was written down, and is not in the sealed document.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from ledger.clock import reading, today
from ledger.past import as_at, the_present
from outcomes.belongings import belonging, having_belonged, lasting_models, models_of_plans, versions_up_to
from outcomes.elections import period_on
from outcomes.models import CaseStudy, Foreword, Plan, Seal
from outcomes.querysets import PUBLIC_STATES

MOST_ENTRIES = 200
"""Entries shown of those that were written down after a seal."""

TAKEN_OUT = "It was taken back, or taken out of the plan."
"""Said of what residents can no longer read, in place of its reason."""
HELD_BACK = "Its words wait until the election period is over."


@dataclass(frozen=True)
class LaterEntry:
    """A version about a sealed day, or about one before it, that was written down after the sealing.

    Of what is no longer in the plan it says only what the sealed file says, and nothing where that says nothing.
    """

    noun: str
    title: str
    effective_on: date
    recorded_at: datetime
    reason: str


def seals_of(plan: Plan) -> list[Seal]:
    """The seals of a plan, the latest first. While a past day is read, the one that covers it says in
    ``written_since`` how much was written down after it about that day or before.
    """
    seals = list(plan.seals.without_documents())
    if reading() and any(seal.day >= today() for seal in seals):
        covering, count = written_after_the_seal(plan, today())
        next(seal for seal in seals if seal == covering).written_since = count
    return seals


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
    entries = [
        entry for model in models_of_plans() if by_model[_name(model)] for entry in _entries_of_model(model, seal)
    ]
    entries.sort(key=lambda entry: entry.recorded_at, reverse=True)
    return entries[:MOST_ENTRIES], sum(by_model.values())


def _counts_of_later(plan: Plan, day: date) -> dict[str, Combinable]:
    """For a query of seals: how many versions of each model were written down after the seal."""
    return {
        _name(model): Subquery(
            _later_versions(model, plan, day)
            .filter(recorded_at__gt=OuterRef("sealed_at"))
            .order_by()
            .annotate(count=Func(F("history_id"), function="COUNT", output_field=IntegerField()))
            .values("count")
        )
        for model in models_of_plans()
    }


def _name(model: type[Model]) -> str:
    return f"later_{model._meta.model_name}"


def _later_versions(model: type[Model], plan: Plan, day: date) -> QuerySet:
    """The versions of ``day`` or before it that speak of the plan, or by which a record left it."""
    versions, belonged = versions_up_to(day, model), having_belonged(model, plan, day)
    if model in lasting_models():
        return versions.filter(belonged).exclude(_known_from_earlier(model))
    before = versions.filter(belonged, id=OuterRef("id"), revision=OuterRef("revision") - 1)
    return versions.filter(belonged | Q(history_type="~") & Exists(before))


def _known_from_earlier(model: type[Model]) -> Q:
    """The first version of a lasting record once more, from an earlier day: what named it is an entry of its own."""
    first = model.history.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    return Q(history_type="+") & Q(Exists(first))


def _entries_of_model(model: type[Model], seal: Seal) -> list[LaterEntry]:
    """With the records that they name, since their titles may name them."""
    with as_at(seal.day):
        later = _later_versions(model, seal.plan, seal.day).filter(recorded_at__gt=seal.sealed_at)
        later = later.annotate(readable=Exists(_readable_versions(model, seal.plan)))
        versions = list(later.select_related(*_named(model)).order_by("-recorded_at", "-history_id")[:MOST_ENTRIES])
    held = _held_back(model)
    titles = _sealed_titles(model, seal, {version.id for version in versions if not version.readable})
    return [_entry_held_back(each) if each.id in held else _entry(each, titles) for each in versions]


def _held_back(model: type[Model]) -> set[int]:
    """The keys of records whose words residents do not read yet, because an election period is on."""
    period = period_on(timezone.localdate()) if model in (CaseStudy, Foreword) else None
    if period is None:
        return set()
    with the_present():
        return set(model.objects.held_back(period).values_list("pk", flat=True))


def _entry_held_back(version: Any) -> LaterEntry:
    noun = version.instance._meta.verbose_name
    return LaterEntry(noun, "", version.effective_on, version.recorded_at, HELD_BACK)


def _readable_versions(model: type[Model], plan: Plan) -> QuerySet:
    """The version that is asked about, where residents may read it now of the day being read."""
    published = Exists(Plan.objects.published().filter(pk=plan.pk))
    versions = model.history.model.objects.filter(published, belonging(model, plan), history_id=OuterRef("history_id"))
    return versions.filter(state__in=PUBLIC_STATES) if model is Plan else versions


def _sealed_titles(model: type[Model], seal: Seal, keys: set[int]) -> dict[int, str]:
    """What the records were called in the sealed file, by key; those that are not in it are left out."""
    if not keys:
        return {}
    with as_at(seal.day, known_by=seal.sealed_at):
        sealed = model.objects.filter(belonging(model, seal.plan), pk__in=keys).select_related(*_named(model))
        return {record.pk: str(record) for record in sealed}


def _named(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def _entry(version: Any, sealed_titles: dict[int, str]) -> LaterEntry:
    record = version.instance
    for name in _named(type(record)):
        record._meta.get_field(name).set_cached_value(record, getattr(version, name))
    return LaterEntry(
        noun=record._meta.verbose_name,
        title=str(record) if version.readable else sealed_titles.get(version.id, ""),
        effective_on=version.effective_on,
        recorded_at=version.recorded_at,
        reason=(version.history_change_reason or "") if version.readable else TAKEN_OUT,
    )
