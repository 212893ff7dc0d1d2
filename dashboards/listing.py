"""Which promises a list below a dashboard holds, and what it was narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from dashboards.dimensions import DIMENSIONS
from dashboards.facts import Fact, facts
from dashboards.meetings import Since, counted_from
from dashboards.members import KEYS, everyone, left_out, members, of_status
from dashboards.pivots import within
from dashboards.scopes import Scope
from dashboards.telling import left_out_sentence, rule_of, title_of
from priorities.changes_asked import LONGEST_SHOWN, NOT_A_SIGN
from priorities.definitions import LATEST, PROMISE
from priorities.definitions import of_status as status_defined
from priorities.models import Meeting, Status
from priorities.news import News
from priorities.redated import Moved, moved_dates_of
from priorities.standing import NONE_SLUG

EVERY = "every"
SECTIONS = (*KEYS, EVERY)
STATUSES = (*Status.values, NONE_SLUG)
NO_VALUE = "There is no {} called “{}” to narrow the list to, so all of them are listed."


@dataclass(frozen=True)
class Listed:
    """``keys`` of promises in order; ``narrowed`` has the slug by which each dimension narrows them, ``names`` its
    name for readers; ``faults`` what could not be followed."""

    keys: list[int]
    title: str
    rule: str
    moved: list[Moved] = field(default_factory=list)
    narrowed: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    said: str = ""
    faults: list[str] = field(default_factory=list)


def listed(
    scope: Scope, day: date, since: Meeting | None, section: str, status: str, asked: Mapping[str, str]
) -> Listed:
    """The list of a section, narrowed to a status and by what an address ``asked`` for."""
    counted = counted_from(since, day)
    news = counted and counted.news(day, settings.STALE_AFTER_DAYS)
    known = facts(scope.promises, day, news)
    known, narrowed, names, faults = narrowed_by(known, asked, day)
    if status:
        wanted = set(of_status(known, status))
        known = [fact for fact in known if fact.pk in wanted]
    moved = moved_among(scope, day, news, known) if section == "moved" else []
    return Listed(
        keys=everyone(known) if section == EVERY else members(known, moved, day, settings.STALE_AFTER_DAYS)[section],
        title="Every promise" if section == EVERY else title_of(section, counted),
        rule=rule_of_list(section, status, counted),
        moved=moved,
        narrowed=narrowed,
        names=names,
        said=left_out_sentence(left_out(known, section), section) if section in ("off-track", "at-risk") else "",
        faults=faults,
    )


def narrowed_by(
    known: list[Fact], asked: Mapping[str, str], day: date
) -> tuple[list[Fact], dict[str, str], dict[str, str], list[str]]:
    """The promises of the outcome, portfolio, directorate and ward asked for; their slugs and names; what failed."""
    narrowed, names, faults = {}, {}, []
    for key, read in DIMENSIONS.items():
        slug = asked.get(key, "").replace("\0", NOT_A_SIGN).strip()
        if not slug:
            continue
        dimension = read(day)
        found = dimension.found(slug)
        if found is None:
            faults.append(NO_VALUE.format(key, slug[:LONGEST_SHOWN]))
            continue
        known = within(known, dimension.groups_of, found[0])
        narrowed[key], names[key] = slug, found[1]
    return known, narrowed, names, faults


def moved_among(scope: Scope, day: date, news: News | None, known: list[Fact]) -> list[Moved]:
    keys = {fact.pk for fact in known}
    return [each for each in moved_dates_of(scope.promises, news, day) if each.promise in keys]


def rule_of_list(section: str, status: str, since: Since | None) -> str:
    """What a list counts, in a few sentences."""
    rule = PROMISE if section == EVERY else rule_of(section, since)
    return f"{status_defined(status).rule} {LATEST}" if status and section == EVERY else rule
