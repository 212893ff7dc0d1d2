"""What belongs to a plan, in whatever room it is kept: found in the models themselves, so that nothing is forgotten.

A record belongs to the plan that owns it, along foreign keys that delete with their owner, or that it names itself.
With it go the lasting records that it names (outcomes, portfolios, councillors, indicators, places), and the
appointments to its portfolios. Records that people may take back are not among them: see ``outcomes.sealing``.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet

from ledger.clock import today
from ledger.past import dated_models
from outcomes.models import Plan
from outcomes.parts import related_model

HOLDERS = ("priority_actions", "portfolio", "appointments")
"""The way from a plan to who holds the portfolios that its priorities belong to, by name."""

Named = Callable[[type[Model], str], QuerySet]
"""Gives the keys of the records that the plan's records of a model name in a field."""


@cache
def owned_models() -> dict[type[Model], str]:
    """The dated models of whose records a plan consists, with the shortest way from each to the plan."""
    ways: dict[type[Model], str] = {Plan: "id"}
    found = True
    while found:
        found = {model: way for model in dated_models() if model not in ways and (way := _way_up(model, ways))}
        ways |= found
    return ways


@cache
def lasting_models() -> list[type[Model]]:
    """The lasting models that records of a plan name, or that one of these names."""
    return [model for model in dated_models() if model.lasting and _names(model)]


def holder_model() -> type[Model]:
    return related_model(Plan, *HOLDERS)


def models_of_plans() -> list[type[Model]]:
    """Every model of which a plan has records."""
    return [*owned_models(), holder_model(), *lasting_models()]


def belonging(model: type[Model], plan: Plan) -> Q:
    """The condition that a record, or a version of it, belongs to ``plan``; drafts of a published plan do not."""
    if model in owned_models():
        return Q(**{owned_models()[model]: plan.pk}, **_readable(model, today()))
    return _named(model, lambda other, key: _keys(other.objects.filter(belonging(other, plan)), key))


def having_belonged(model: type[Model], plan: Plan, day: date) -> Q:
    """The condition that a version of ``day`` or before speaks of ``plan``, whatever became of what it is a part of.

    It asks the versions of those, not the records, which may have been deleted or moved since.
    """

    def said(other: type[Model], key: str) -> QuerySet:
        return _keys(versions_up_to(day, other).filter(having_belonged(other, plan, day)), key)

    if model is Plan:
        return Q(id=plan.pk)
    if model in owned_models():
        name, *further = owned_models()[model].split("__")
        owner = said(related_model(model, name), "id") if further else [plan.pk]
        return Q(**{f"{name}__in": owner}, **_readable(model, day))
    return _named(model, said)


def versions_up_to(day: date, model: type[Model]) -> QuerySet:
    """What was written down at any time about ``day`` or before it."""
    return model.history.model.objects.filter(effective_on__lte=day)


def _named(model: type[Model], by: Named) -> Q:
    """The condition that a lasting record, or who holds a portfolio, is named by a record of the plan."""
    if model is holder_model():
        return Q(**{f"{HOLDERS[1]}__in": by(related_model(Plan, *HOLDERS[:1]), HOLDERS[1])})
    condition = Q(id__in=[])
    for other, key in _names(model):
        condition |= Q(id__in=by(other, key))
    return condition


def _keys(queryset: QuerySet, key: str) -> QuerySet:
    return queryset.order_by().filter(**{f"{key}__isnull": False}).values(key)


def _way_up(model: type[Model], ways: dict[type[Model], str]) -> str:
    """The field that leads to a model which leads to the plan, and on; one that is never empty comes first."""
    fields = [field for field in _foreign_keys(model) if field.related_model in ways]
    owning = [each for each in fields if each.remote_field.on_delete is CASCADE or each.related_model is Plan]
    if not owning:
        return ""
    field = min(owning, key=lambda each: each.null)
    return field.name if field.related_model is Plan else f"{field.name}__{ways[field.related_model]}"


def _names(lasting: type[Model]) -> list[tuple[type[Model], str]]:
    """Each model of a plan whose records name records of the lasting one, with the name of its field."""
    namers = [*owned_models(), holder_model(), *(each for each in dated_models() if each.lasting)]
    return [(model, key.name) for model in namers for key in _foreign_keys(model) if key.related_model is lasting]


def _foreign_keys(model: type[Model]) -> list[ForeignKey]:
    """The fields by which the model names records of others, not its own."""
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, ForeignKey) and field.related_model is not model]


def _readable(model: type[Model], day: date) -> dict[str, Any]:
    """What a report of the model says of itself where residents read it on ``day``; plans are asked for that elsewhere.

    As everywhere, a report of a day still to come is not read yet.
    """
    published = getattr(getattr(model, "State", None), "PUBLISHED", None)
    return {"state": published, "as_of__lte": day} if published else {}
