"""Starting next year's plan: a draft that replaces this one, with its outcomes as a text to edit. All or nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from ledger import writing
from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from ledger.refusals import LedgerRefusal
from outcomes.models import Aim, Commitment, OutcomeSection, Plan, PlanIndicator

ROLLED = "Rolled forward from"
"""How the reason begins of everything that is made in a new plan from the one before."""
PARTS: dict[type[LedgerModel], Q] = {
    Aim: Q(),
    Commitment: ~Q(kind=Commitment.Kind.DONE),
    PlanIndicator: Q(),
    OutcomeSection: Q(),
}
"""What is copied of an outcome beside its own words, and which of each: what was done last year is over."""


def start(earlier: Plan, *, title: str, slug: str, starts_on: date, ends_on: date, by: Any) -> Plan:
    """Make the draft that replaces ``earlier``. Raises a ``ValidationError`` where a value does not fit, and a
    :class:`~ledger.refusals.LedgerRefusal` where another plan replaces it already."""
    draft = Plan(title=title, slug=slug, starts_on=starts_on, ends_on=ends_on, replaces=earlier)
    with transaction.atomic(), entering(Entry(f"{ROLLED} {earlier}.", by=by)):
        refuse_to_start(writing.stored(earlier))
        draft.vision, draft.labels = earlier.vision, {**earlier.labels, **({"title": title} if earlier.labels else {})}
        draft.full_clean()
        draft.save()
        for copy in copies_of_outcomes(earlier, draft):
            copy.save()
    return draft


def refuse_to_start(earlier: Plan | None) -> None:
    if earlier is None:
        raise LedgerRefusal("Somebody deleted this plan after you opened the page.", code="deleted")
    if not earlier.is_published():
        raise LedgerRefusal(f"{earlier} is a draft. Publish it before you start the plan that follows.", code="draft")
    if later := earlier.replaced_by.first():
        raise LedgerRefusal(f"{later} replaces {earlier} already, and only one plan can: go on with that one.")


def copies_of_outcomes(earlier: Plan, draft: Plan) -> Iterator[LedgerModel]:
    """The outcomes as the earlier plan states them with their parts, for the new one; each whole before its parts."""
    stated = list(earlier.plan_outcomes.order_by("order", "pk"))
    copies = {each.pk: copy_of(each, plan=draft) for each in stated}
    yield from copies.values()
    for model, which in PARTS.items():
        for part in model.objects.filter(which, plan_outcome__in=stated).order_by("pk"):
            yield copy_of(part, plan_outcome=copies[part.plan_outcome_id])


def copy_of(record: LedgerModel, **changes: Model | str | int | None) -> LedgerModel:
    """A new record that says the same as ``record`` but for ``changes``."""
    fields = [field for field in record._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(record, field.attname) for field in fields if field.name not in writing.STAMPS}
    changed = {record._meta.get_field(name).attname for name in changes}
    return type(record)(**{name: value for name, value in values.items() if name not in changed}, **changes)
