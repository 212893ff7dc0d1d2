"""One promise as a row of a dashboard: three verdicts, who answers for it, and when it was last confirmed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from outcomes.templatetags.prose import plain
from priorities import verdicts
from priorities.evidence import evidence_for
from priorities.models import Appointment, Deliverable, ProgressUpdate
from priorities.redated import Row as MovedRow
from priorities.standing import join_words
from priorities.verdicts import Verdict, days
from priorities.voices import calendar_of, first_day, settled_in

TROUBLED = ("at-risk", "off-track")
WHY = (("Cause", "cause"), ("What is being done", "action"), ("Next step", "next_step"))


@dataclass(frozen=True)
class PromiseRow:
    """What is shown of a promise. ``moves`` are its dates that moved since the meeting, the latest first."""

    promise: Deliverable
    latest: ProgressUpdate | None
    calendar: Verdict
    evidence: Verdict
    disagreement: str
    expected: str
    confirmed: str
    is_stale: bool
    holder: str
    moves: list[MovedRow] = field(default_factory=list)

    @property
    def trouble(self) -> ProgressUpdate | None:
        """The report that gives cause, action and next step, where it is at risk or off track."""
        return self.latest if self.latest and self.latest.status in TROUBLED else None

    @property
    def why(self) -> list[tuple[str, str]]:
        """What the latest report says of why and what next, each with its label; its commentary where that is all."""
        given = [(label, plain(getattr(self.latest, name, ""))) for label, name in WHY]
        if any(words for _, words in given):
            return [(label, words) for label, words in given if words]
        commentary = plain(getattr(self.latest, "commentary", ""))
        return [("What the report says", commentary)] if commentary else [("Cause", "No cause is on record.")]


Holders = dict[int, list[str]]
"""Who holds each portfolio, by its key."""


def rows_of(
    promises: Collection[Deliverable], day: date, moved: Iterable[MovedRow] = (), holders: Holders | None = None
) -> dict[int, PromiseRow]:
    """A row for each promise, by key, in one question for the ``holders`` where they are not given.

    Reads what ``situation.promises_shown()`` fetches.
    """
    if holders is None:
        holders = holders_by_portfolio({promise.priority.portfolio_id for promise in promises}, day)
    moves: dict[int, list[MovedRow]] = {}
    for each in moved:
        moves.setdefault(each.promise.pk, []).append(each)
    return {each.pk: row_of(each, day, holders, moves.get(each.pk, [])) for each in promises}


def row_of(promise: Deliverable, day: date, holders: Holders, moves: list[MovedRow]) -> PromiseRow:
    latest, links, settled = promise.latest_update, evidence_for(promise), settled_in(promise)
    first, end, start = first_day(promise), promise.timescale_end, promise.timescale_start
    shown_on = max((each.day for each in links), default=None)
    differ = verdicts.disagreement(latest, end=end, start=start, links=len(links), today=day, first_end=first)
    return PromiseRow(
        promise=promise,
        latest=latest,
        calendar=calendar_of(promise, settled, first, day),
        evidence=verdicts.evidence(len(links), shown_on),
        disagreement="" if settled else differ,
        expected="" if settled else verdicts.expected(latest, end, day),
        confirmed=confirmed(latest, day),
        is_stale=not settled and verdicts.is_stale(latest, day, settings.STALE_AFTER_DAYS),
        holder=holder_of(promise, holders),
        moves=moves,
    )


def confirmed(latest: ProgressUpdate | None, day: date) -> str:
    """When a report last spoke of it, in a few words."""
    if latest is None:
        return "No report has confirmed it"
    since = (day - latest.as_of).days
    return f"Last confirmed {days(since)} ago" if since else "Confirmed on this day"


def holder_of(promise: Deliverable, holders: Holders) -> str:
    """Who answers for it: the portfolio with who holds it on the day, or else whom the plan names."""
    priority = promise.priority
    if priority.portfolio is None:
        return priority.holder_as_published or "Nobody is named for it"
    held = holders.get(priority.portfolio_id)
    return f"{priority.portfolio.name}, {f'held by {join_words(held)}' if held else 'held by nobody on record'}"


def holders_by_portfolio(portfolios: Iterable[int | None], day: date) -> Holders:
    """The councillors who hold each of these portfolios on ``day``."""
    held = Appointment.objects.on(day).filter(portfolio__in=[each for each in portfolios if each])
    found: Holders = {}
    for each in held.select_related("councillor").order_by("starts_on", "pk"):
        found.setdefault(each.portfolio_id, []).append(f"Councillor {each.councillor.name}")
    return found
