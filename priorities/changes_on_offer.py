"""What changes can be narrowed to, and since which meetings they can be asked for."""

from datetime import date

from outcomes.models import Outcome, Place, Plan
from priorities.changes_asked import Choice, Since
from priorities.models import Meeting, Portfolio


def choices_on_offer() -> dict[str, list[Choice]]:
    """The plans, outcomes, portfolios and places that residents may read."""
    offered = {
        "plan": (Plan.objects.published().leading_first(), "title"),
        "outcome": (Outcome.objects.published().order_by("order", "slug"), "name"),
        "portfolio": (Portfolio.objects.published().order_by("name"), "name"),
        "place": (Place.objects.order_by("kind", "name"), "name"),
    }
    return {
        facet: [Choice(*row) for row in records.values_list("slug", name, "pk")]
        for facet, (records, name) in offered.items()
    }


def meetings_held(today: date) -> list[Since]:
    """Meetings up to today, the latest first."""
    held = Meeting.objects.filter(held_on__lte=today).order_by("-held_on", "-id")
    return [Since(f"meeting-{each.pk}", str(each), each.held_on) for each in held]
