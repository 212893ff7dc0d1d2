"""How plans, outcomes, indicators, the approach and places are told when they change."""

from collections.abc import Callable

from django.apps import apps

from ledger.changes.described import Described, Field, Row, Said, Step
from ledger.clock import today

from .elections import period_on
from .querysets import PUBLIC_STATES

PLAN, MEASURES, PLACES = "The plan itself", "Measures", "Places"
WORDS = Field("Wording")
TURNS = {
    "current": ("began", "It came into force"),
    "archived": ("ended", "It came to an end and is kept as an earlier plan"),
}


def is_public(plan: Row) -> bool:
    return plan["state"] in PUBLIC_STATES


def tell_plan(step: Step) -> list[Said] | None:
    """A plan is published whole, in one entry."""
    if step.before and step.after:
        return None
    if step.after is None:
        return [Said("removed", "The plan was taken back")]
    return [Said("added", f"{step.after['title']} was published{': ' if step.parts else ''}{step.parts}")]


def tell_measurement(step: Step) -> list[Said] | None:
    """What was measured first, or that a value was put right."""
    before, after = step.before, step.after
    if before and after:
        return None
    row = after or before
    value = "no value" if row["value"] is None else f"{row['value'].normalize():,f}"
    provisional = ", provisional" if row["provisional"] else ""
    what = "Measured" if after else "Measurement removed"
    return [Said("added" if after else "removed", f"{what} for {row['period']}: {value}{provisional}")]


def tell_target(step: Step) -> list[Said] | None:
    if step.before and step.after:
        return None
    row = step.after or step.before
    words = f"{row['value'].normalize():,f} by {row['due_on'].day} {row['due_on']:%B %Y}"
    return [Said("added" if step.after else "removed", f"Target {'set' if step.after else 'removed'}: {words}")]


def shown_indicators() -> set:
    from .indicator_views import published_indicators

    return set(published_indicators().values_list("pk", flat=True))


class AllBut(set):
    """Every key, those in the set apart."""

    def __contains__(self, key):
        return not super().__contains__(key)


def not_held_back(model: str) -> Callable[[], AllBut]:
    """The keys of the quotes that residents read today; it asks nothing while no election period is on."""

    def keys() -> AllBut:
        period = period_on(today())
        quotes = apps.get_model("outcomes", model).objects
        return AllBut(quotes.held_back(period).values_list("pk", flat=True) if period else ())

    return keys


def _part(noun: str, title: str, owner: str, **fields: Field) -> Described:
    return Described(noun, title, fields=fields, owners=(owner,))


TOLD = {
    "Plan": Described(
        "plan",
        "title",
        fields={
            "title": Field("Title"),
            "edition": Field("Edition"),
            "introduction": Field("Introduction"),
            "vision": Field("Vision"),
            "starts_on": Field("First day", "moved"),
            "ends_on": Field("Last day", "moved"),
            "adopted_on": Field("Day of adoption", "moved"),
            "state": Field("State", "other", turns=TURNS),
            "replaces": Field("Plan that it replaces", "other"),
            "source_url": Field("Link to the published plan", "link"),
        },
        facets={"plan": "id"},
        heading=PLAN,
        public=is_public,
        tell=tell_plan,
        few=True,
        covers=True,
    ),
    "Foreword": Described(
        "foreword",
        "author_name",
        {"body": WORDS, "author_role": Field("Role", "other")},
        owners=("plan",),
        shown=not_held_back("Foreword"),
    ),
    "Outcome": Described(
        "outcome", "name", {"name": Field("Short name")}, facets={"outcome": "id"}, few=True, additions=False
    ),
    "PlanOutcome": Described(
        "outcome",
        "name",
        fields={
            "name": Field("Name"),
            "statement": Field("Statement"),
            "overview_statement": Field("Statement in the overview"),
            "strapline": Field("Strapline"),
            "introduction": Field("Introduction"),
            "tracking_note": Field("How progress is tracked"),
        },
        owners=("plan",),
        facets={"outcome": "outcome"},
        few=True,
    ),
    "OutcomeSection": _part("section", "heading", "plan_outcome", heading=Field("Heading"), body=WORDS),
    "Aim": _part("aim", "text", "plan_outcome", text=WORDS),
    "Commitment": _part("commitment", "text", "plan_outcome", text=WORDS, kind=Field("Kind", "other")),
    "HeadlineFigure": Described("figure", "text", {"text": WORDS}, owners=("plan",), facets={"outcome": "outcome"}),
    "ApproachPage": Described(
        "page",
        "title",
        fields={"title": Field("Title"), "introduction": Field("Introduction")},
        owners=("plan",),
        few=True,
    ),
    "ApproachSection": Described(
        "section", "heading", {"heading": Field("Heading"), "body": WORDS}, owners=("page",), few=True
    ),
    "CaseStudy": Described(
        "case study",
        "title",
        {"title": Field("Title"), "body": WORDS},
        owners=("section", "plan_outcome", "plan"),
        shown=not_held_back("CaseStudy"),
    ),
    "Indicator": Described(
        "indicator",
        "name",
        fields={
            "name": Field("Name"),
            "unit": Field("Unit", "other"),
            "better": Field("Direction of good", "other"),
            "definition": Field("Definition"),
            "source": Field("Source"),
            "frequency": Field("How often it is measured", "other"),
        },
        facets={"indicator": "id"},
        heading=MEASURES,
        shown=shown_indicators,
        few=True,
        additions=False,
    ),
    "PlanIndicator": Described(
        "indicator",
        "wording",
        fields={"wording": WORDS},
        owners=("plan_outcome",),
        lends_to="indicator",
        few=True,
    ),
    "Measurement": Described(
        "measurement",
        "period",
        fields={
            "value": Field("Value", "other"),
            "provisional": Field("Provisional", "other"),
            "missing_reason": Field("Why there is no value"),
            "method_break": Field("Change of method"),
        },
        owners=("indicator",),
        tell=tell_measurement,
        of_owner=True,
    ),
    "Target": Described(
        "target",
        "due_on",
        fields={"value": Field("Target", "other"), "due_on": Field("Day of the target", "moved")},
        owners=("indicator", "plan"),
        tell=tell_target,
        of_owner=True,
    ),
    "Comparator": Described(
        "comparison", "name", {"value": Field("Value elsewhere", "other")}, owners=("indicator",), of_owner=True
    ),
    "Place": Described(
        "place",
        "name",
        fields={
            "name": Field("Name"),
            "valid_from": Field("First day", "moved"),
            "valid_until": Field("First day on which it no longer exists", "moved"),
        },
        facets={"place": "id"},
        heading=PLACES,
        few=True,
        additions=False,
    ),
}
