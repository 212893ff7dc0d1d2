"""An outcome as one plan states it, laid out for reading."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import get_text_list

from outcomes.models import ApproachPage, ApproachSection, Commitment, HeadlineFigure, PlanOutcome

# Where a plan prints no heading of its own.
HEADINGS = {
    "done": "Over the last year we have",
    "continuing": "We'll continue to",
    "emphasis": "With further emphasis on",
    "aims": "What we're aiming to achieve",
    "priorities": "Priorities for action",
    "tracking": "Measuring our impact",
    "story": "I'm Kirklees",
}

# The parts by which one statement says more than another, each in words for one and for many.
PARTS = {
    "aims": ("aim", "aims"),
    "priority_actions": ("priority", "priorities"),
    "commitments": ("statement of what was done or goes on", "statements of what was done or goes on"),
    "plan_indicators": ("indicator", "indicators"),
}
FULLER = 3


@dataclass(frozen=True)
class Chapter:
    """One statement with its parts.

    ``stories`` and ``figures`` belong to the outcome, so they are given; ``standing``, how its promises stand, is
    counted elsewhere.
    """

    stated: PlanOutcome
    stories: list[Any] = field(default_factory=list)
    figures: list[HeadlineFigure] = field(default_factory=list)
    standing: Any = None

    @cached_property
    def headings(self) -> dict[str, str]:
        """The plan's own headings by part, or else the usual ones."""
        return HEADINGS | {part: words for part, words in self.stated.labels.items() if words}

    @cached_property
    def commitments(self) -> list[tuple[str, list[Commitment]]]:
        """What was done, what goes on, what gets more emphasis: each heading with its commitments."""
        every = list(self.stated.commitments.all())
        by_kind = [(kind, [each for each in every if each.kind == kind]) for kind in Commitment.Kind.values]
        return [(self.headings[kind], some) for kind, some in by_kind if some]

    @cached_property
    def priorities(self) -> list[Any]:
        return list(self.stated.priority_actions.all())

    @property
    def count_of_commitments(self) -> int:
        return sum(len(commitments) for _, commitments in self.commitments)


@dataclass(frozen=True)
class ApproachReading:
    """An approach page in its own order, with the values its page shares where they belong."""

    page: ApproachPage

    @cached_property
    def parts(self) -> list[tuple[ApproachSection | None, list[Any]]]:
        """Each section with the values that stand under it; None with values that no section heads.

        A section that is a shared value is left out, for the value says the same. The values stand under the
        first section that is a heading alone, or else after the sections.
        """
        values = list(self.page.values.all())
        said = {(value.title, value.text) for value in values}
        sections = [each for each in self.page.sections.all() if (each.heading, each.body) not in said]
        head = next((each for each in sections if not each.body), None)
        parts = [(each, values if each is head else []) for each in sections]
        return parts if head or not values else [*parts, (None, values)]


def counts_of_parts() -> dict[str, Coalesce]:
    """Annotations for statements: how many there are of each part, as ``count_of_<part>``."""
    return {f"count_of_{part}": _count_of(part) for part in PARTS}


def find_fuller(stated: PlanOutcome, statements: list[PlanOutcome]) -> PlanOutcome | None:
    """The statement with the most parts, where it has several times those of ``stated``.

    ``statements`` carry the counts of their parts. What is found says in words what it ``holds``.
    """
    sizes = {each.pk: sum(_counts(each).values()) for each in statements}
    fullest = max(statements, key=lambda each: sizes[each.pk], default=None)
    if fullest is None or sizes[fullest.pk] <= FULLER * sizes.get(stated.pk, 0):
        return None
    counts = {words: count for words, count in _counts(fullest).items() if count}
    fullest.holds = get_text_list(
        [f"{count} {one if count == 1 else many}" for (one, many), count in counts.items()], "and"
    )
    return fullest


def _counts(stated: PlanOutcome) -> dict[tuple[str, str], int]:
    return {words: getattr(stated, f"count_of_{part}") for part, words in PARTS.items()}


def _count_of(part: str) -> Coalesce:
    related = PlanOutcome._meta.get_field(part).related_model.objects.filter(plan_outcome=OuterRef("pk"))
    counted = related.order_by().values("plan_outcome").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
