"""How things stand in one scope on one day, exceptions first: what dashboards show and packs freeze.

A section says what it counts, how many there are, and shows some of them; the rest is one link away.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch

from dashboards.facts import Fact, facts
from dashboards.meetings import Since, counted_from
from dashboards.members import KEYS, Members, left_out, members, standing_of_facts
from dashboards.questions.in_scope import QuestionsIn, questions_in
from dashboards.scopes import Scope
from dashboards.telling import attention, left_out_sentence, rule_of, settled_sentence, title_of
from ledger.together import prefetch_together
from priorities.models import Deliverable, Meeting, Succession
from priorities.moved_dates import total_sentence
from priorities.redated import Moved, Row, moved_dates_of
from priorities.standing import Standing

MOST_SHOWN = 10
"""Promises of a section that a dashboard shows; a pack shows all."""


@dataclass(frozen=True)
class Section:
    """Promises of one kind. ``key`` names it in addresses: "overdue", "off-track", "at-risk", "moved", "due",
    "quiet" or "delivered". ``rows`` have their context at hand (``DeliverableQuerySet.with_context()``)."""

    key: str
    title: str
    rule: str
    """What is counted, in one sentence."""
    count: int
    rows: list[Deliverable] = field(default_factory=list)
    said: str = ""
    """What there is to say of all of them together, in one sentence; nothing where the count says it all."""

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Situation:
    """Everything that a dashboard says of its scope on ``day``; ``since`` says from when changes count."""

    scope: Scope
    day: date
    since: Since | None
    sentence: str
    standing: Standing
    facts: list[Fact]
    sections: list[Section]
    moved: list[Row] = field(default_factory=list)
    """Dates that moved since the meeting, of the promises that section "moved" shows, the latest first."""

    @property
    def settled(self) -> int:
        """How many are off track or at risk in the tally alone, because a later plan settled them."""
        return left_out(self.facts, "off-track") + left_out(self.facts, "at-risk")

    def section(self, key: str) -> Section:
        return next(each for each in self.sections if each.key == key)

    @cached_property
    def questions(self) -> QuestionsIn:
        """What is asked in this scope and not settled."""
        return questions_in(self.scope, self.day)

    @property
    def shown(self) -> list[Deliverable]:
        """Every promise that a section shows, each once."""
        return list({row.pk: row for section in self.sections for row in section.rows}.values())


def situation(scope: Scope, day: date, since: Meeting | None = None, most: int | None = MOST_SHOWN) -> Situation:
    """Gather it, with changes since a meeting. ``most`` is how many rows each section holds, None for all."""
    counted = counted_from(since, day)
    known, moved, found = known_of(scope, day, counted, settings.STALE_AFTER_DAYS)
    shown = {key: found[key][:most] for key in KEYS}
    rows = promises_shown({pk for keys in shown.values() for pk in keys})
    said = what_is_said(known, moved)
    sections = [
        Section(
            key=key,
            title=title_of(key, counted),
            rule=rule_of(key, counted),
            count=len(found[key]),
            rows=[rows[pk] for pk in shown[key]],
            said=said[key],
        )
        for key in KEYS
    ]
    return Situation(
        scope=scope,
        day=day,
        since=counted,
        sentence=what_needs_attention(known, found),
        standing=standing_of_facts(known, day),
        facts=known,
        sections=sections,
        moved=dates_of(moved, shown["moved"], rows),
    )


def known_of(scope: Scope, day: date, since: Since | None, stale_after: int) -> tuple[list[Fact], list[Moved], Members]:
    """What is known of its promises in four questions: the facts, the dates that moved, and who stands where."""
    news = since and since.news(day, stale_after)
    known = facts(scope.promises, day, news)
    moved = moved_dates_of(scope.promises, news, day)
    return known, moved, members(known, moved, day, stale_after)


def promises_shown(keys: Iterable[int]) -> dict[int, Deliverable]:
    """Promises by key, in two questions, with all at hand that a dashboard or a pack shows of them.

    ``went_on`` has the published marks of later plans, the oldest plan first.
    """
    promises = list(Deliverable.objects.filter(pk__in=list(keys)).with_context().prefetch_related(None))
    marks = Succession.objects.published().oldest_plan_first()
    prefetch_together(promises, "updates", "evidence_links", Prefetch("successions", marks), "successions__plan")
    for promise in promises:
        promise.went_on = list(promise.successions.all())
    return {promise.pk: promise for promise in promises}


def dates_of(moved: Iterable[Moved], shown: Iterable[int], rows: dict[int, Deliverable]) -> list[Row]:
    """The moved dates of those promises that are shown."""
    wanted = set(shown)
    return [Row(rows[each.promise], each) for each in moved if each.promise in wanted]


def what_needs_attention(known: list[Fact], found: Members) -> str:
    """How many promises need attention, and how many of those in trouble do not any more."""
    trouble = [set(found[key]) for key in ("overdue", "off-track", "at-risk")]
    settled = [left_out(known, status) for status in ("off-track", "at-risk")]
    said = attention(len(known), *trouble), settled_sentence(*settled, len(known), others=any(trouble))
    return " ".join(filter(None, said))


def what_is_said(known: list[Fact], moved: list[Moved]) -> defaultdict[str, str]:
    """What there is to say of a section as a whole, by its key."""
    said = {status: left_out_sentence(left_out(known, status), status) for status in ("off-track", "at-risk")}
    return defaultdict(str, said, moved=moved_sentence(moved))


def moved_sentence(moved: Iterable[Moved]) -> str:
    """How many dates moved and by how much; nothing where none did. Corrections of slips count nowhere."""
    counted = [each for each in moved if each.change.counts]
    if not counted:
        return ""
    return total_sentence(((each.promise, each.change) for each in counted), sum(each.is_example for each in counted))
