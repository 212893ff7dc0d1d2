"""What belongs to a plan, in whatever room it is kept: found in the models themselves, so that nothing is forgotten.

A record belongs to the plan that owns it, along foreign keys that delete with their owner, or that it names itself.
With it go the lasting records that it names (outcomes, portfolios, councillors, indicators, places), and the
appointments to its portfolios. Records that people may take back are not among them: see ``outcomes.sealing``.
"""

from functools import cache

from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet

from ledger.past import dated_models
from outcomes.models import Plan
from outcomes.parts import related_model

HOLDERS = ("priority_actions", "portfolio", "appointments")
"""The way from a plan to who holds the portfolios that its priorities belong to, by name."""


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
        return Q(**{owned_models()[model]: plan.pk}, **_published(model))
    if model is holder_model():
        return Q(**{f"{HOLDERS[1]}__in": _named_by(related_model(Plan, *HOLDERS[:1]), HOLDERS[1], plan)})
    condition = Q(id__in=[])
    for other, key in _names(model):
        condition |= Q(id__in=_named_by(other, key, plan))
    return condition


def _named_by(model: type[Model], key: str, plan: Plan) -> QuerySet:
    """The keys of the records that the plan's records of ``model`` name in the field ``key``."""
    return model.objects.order_by().filter(belonging(model, plan), **{f"{key}__isnull": False}).values(key)


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


def _published(model: type[Model]) -> dict[str, str]:
    """What a record of the model says of itself where it is no draft; plans are asked for that elsewhere."""
    published = getattr(getattr(model, "State", None), "PUBLISHED", None)
    return {"state": published} if published else {}
