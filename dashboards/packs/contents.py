"""Everything that a pack says, as one document of plain values: its page and its Word document say nothing else.

The document is made of what can be written as canonical JSON. Days are days, numbers are numbers, and what people
read as a sentence is text. Whatever is counted stands with its number, its rule and the address of its list.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from dashboards.facts import Fact
from dashboards.meetings import Since, counted_from
from dashboards.members import Members, left_out, standing_of_facts
from dashboards.models import Question
from dashboards.packs.addresses import Addresses
from dashboards.packs.asked import told_questions
from dashboards.packs.defined import definitions
from dashboards.packs.figures import figures, figures_of_questions, parts_of_tally
from dashboards.packs.measures import indicators_in
from dashboards.packs.portfolios import Owners, owners_in, portfolios_in
from dashboards.packs.promised import Teller
from dashboards.querysets import open_questions
from dashboards.rows import PromiseRow, rows_of
from dashboards.scopes import Scope, everything, of_committee
from dashboards.situation import known_of, moved_sentence, promises_shown, what_is_said, what_needs_attention
from dashboards.telling import empty_of, rule_of, title_of
from ledger.canonical import canonical_json
from priorities.models import Meeting
from priorities.redated import Moved
from priorities.standing import accessible_name, sentence

FORMAT = 1
IN_TROUBLE = ("off-track", "at-risk", "overdue")
"""The kinds of exceptions, in the order in which a pack tells them: each promise once, under the first that holds."""
CHAPTERS = (
    ("summary", "Summary"),
    ("exceptions", "Exceptions"),
    ("moved", "Dates that moved"),
    ("coming", "Due next, and delivered"),
    ("portfolios", "Portfolio by portfolio"),
    ("indicators", "Indicators"),
    ("questions", "Open questions"),
    ("definitions", "What the words mean"),
)


@dataclass(frozen=True)
class Basis:
    """What a pack takes from this installation: where the portal is found, and after how many days silence counts.

    And from other packs: when the last one was made for the meeting that changes are counted from (see ``Since``).
    """

    site: str
    stale_after: int
    pack_made_at: datetime | None = None

    @classmethod
    def now(cls, since: Meeting | None, day: date) -> "Basis":
        counted = counted_from(since, day)
        return cls(settings.SITE_URL, settings.STALE_AFTER_DAYS, counted and counted.pack_made_at)

    @classmethod
    def of(cls, document: dict) -> "Basis":
        """That of a document as JSON reads it again."""
        kept = document["basis"]
        made_at = kept.get("pack_made_at")
        return cls(kept["site"], kept["stale_after"], made_at and datetime.fromisoformat(made_at))


@dataclass(frozen=True)
class Found:
    """What was read for a pack: facts of every promise, and the rows of those that are told."""

    scope: Scope
    day: date
    since: Since | None
    facts: list[Fact]
    members: Members
    moved: list[Moved]
    rows: dict[int, PromiseRow]
    owners: Owners
    questions: list[Question]
    to: Addresses

    @property
    def tell(self) -> Teller:
        return Teller(self.day, self.to, self.rows, self._asked_on(), self._kinds())

    def _asked_on(self) -> dict[int, list[int]]:
        """The numbers of the open questions on each promise."""
        asked: dict[int, list[int]] = {}
        for each in self.questions:
            if each.deliverable_id:
                asked.setdefault(each.deliverable_id, []).append(each.pk)
        return asked

    def _kinds(self) -> dict[int, list[str]]:
        """The kinds that each promise is of, where it is in trouble, moved or quiet."""
        kinds: dict[int, list[str]] = {}
        for key in (*IN_TROUBLE, "moved", "quiet"):
            for pk in self.members[key]:
                kinds.setdefault(pk, []).append(key)
        return kinds


def contents(meeting: Meeting, day: date, since: Meeting | None, basis: Basis | None = None) -> dict:
    """What the pack for ``meeting`` says of ``day``; ``since`` is the meeting that changes are counted from.

    As JSON reads it again: days are text like "2022-05-31", and measured values are text, digit for digit.
    """
    basis = basis or Basis.now(since, day)
    found = _find(scope_of(meeting, day), day, since and Since(since, basis.pack_made_at), basis)
    return json.loads(canonical_json(_document(meeting, found, basis)))


def scope_of(meeting: Meeting, day: date) -> Scope:
    """What is put before a meeting: the remit of its committee, or everything."""
    return of_committee(meeting.committee.slug, day) if meeting.committee else everything("", day)


def _find(scope: Scope, day: date, since: Since | None, basis: Basis) -> Found:
    known, moved, found = known_of(scope, day, since, basis.stale_after)
    owners = owners_in(scope, day)
    told = {pk for key in (*IN_TROUBLE, "moved", "due") for pk in found[key]} | set(found["delivered"] if since else [])
    return Found(
        scope=scope,
        day=day,
        since=since,
        facts=known,
        members=found,
        moved=[each for each in moved if each.change.counts],
        rows=rows_of(promises_shown(told).values(), day, holders=owners.holders),
        owners=owners,
        questions=open_questions(scope.promises.order_by().values("pk"), scope.indicators.values("pk")),
        to=Addresses(basis.site, scope, day, since and since.meeting),
    )


def _document(meeting: Meeting, found: Found, basis: Basis) -> dict:
    scope, day, since, to, tell = found.scope, found.day, found.since, found.to, found.tell
    return {
        "format": FORMAT,
        "basis": asdict(basis),
        "title": f"Pack for {meeting}",
        "meeting": _meeting(meeting, since and since.meeting, day, basis),
        "scope": {"name": scope.name, "address": to.lists().whole},
        "day": day,
        "since": since and _since(since),
        "chapters": [{"key": key, "number": number, "title": title} for number, (key, title) in enumerate(CHAPTERS, 1)],
        "summary": _summary(found),
        "exceptions": _exceptions(found, tell),
        "moved": _moved(found, tell),
        "coming": [_listed("due", found, tell), _listed("delivered", found, tell)],
        "portfolios": portfolios_in(found.facts, found.members, found.owners, to, tell),
        "indicators": indicators_in(scope, day, to),
        "questions": told_questions(found.questions, day, to),
        "definitions": definitions(found.facts, since, day),
    }


def _meeting(meeting: Meeting, since: Meeting | None, day: date, basis: Basis) -> dict:
    asked = urlencode(({"since": since.pk} if since else {}) | {"as-at": day.isoformat()})
    return {
        "name": str(meeting),
        "body": meeting.get_body_display(),
        "committee": meeting.committee.name if meeting.committee else "",
        "held_on": meeting.held_on,
        "papers": meeting.url,
        "address": f"{basis.site}{reverse('pack', args=[meeting.pk])}?{asked}",
    }


def _since(since: Since) -> dict:
    return {
        "name": str(since.meeting),
        "held_on": since.meeting.held_on,
        "sentence": f"What changed is counted since {since}.",
    }


def _summary(found: Found) -> dict:
    standing = standing_of_facts(found.facts, found.day)
    return {
        "sentence": what_needs_attention(found.facts, found.members),
        "standing": sentence(standing),
        "picture": accessible_name(standing),
        "tally": parts_of_tally(standing, found.to),
        "figures": [
            *figures(len(found.facts), found.members, found.since, found.to),
            *figures_of_questions(found.questions, found.day, found.to),
        ],
    }


def _exceptions(found: Found, tell: Teller) -> list[dict]:
    """A group for each kind of trouble. A promise of two kinds is told in full under the first, and counts in both."""
    groups, told, said = [], set(), what_is_said(found.facts, found.moved)
    for key in IN_TROUBLE:
        keys = found.members[key]
        above = told & set(keys)
        groups.append(
            _counted(key, found)
            | {
                "said": said[key],
                "left_out": left_out(found.facts, key),
                "told_above": len(above),
                "promises": [tell.in_full(pk) for pk in keys if pk not in above],
            }
        )
        told |= set(keys)
    return groups


def _moved(found: Found, tell: Teller) -> dict:
    return _counted("moved", found) | {
        "sentence": moved_sentence(found.moved) or empty_of("moved", found.since),
        "dates": len(found.moved),
        "rows": [tell.move(each) for each in found.moved],
    }


def _listed(key: str, found: Found, tell: Teller) -> dict:
    """Promises of one kind in a line each; where no meeting came before, what was delivered is only counted."""
    told = found.members[key] if found.since or key != "delivered" else []
    return _counted(key, found) | {"promises": [tell.in_short(pk) for pk in told]}


def _counted(key: str, found: Found) -> dict:
    """A section of the dashboards: how many promises it counts by which rule, and where they are listed."""
    return {
        "key": key,
        "title": title_of(key, found.since),
        "rule": rule_of(key, found.since),
        "empty": empty_of(key, found.since),
        "count": len(found.members[key]),
        "address": found.to.lists().section(key),
    }
