"""Promises and moved dates as a pack tells them: plain values, nothing asked of the database."""

from dataclasses import dataclass, field
from datetime import date

from dashboards.packs.addresses import Addresses
from dashboards.rows import PromiseRow
from outcomes.templatetags.prose import plain
from priorities.evidence import evidence_for
from priorities.headings import make_heading
from priorities.models import Deliverable, Succession
from priorities.redated import Moved
from priorities.standing import completed_on, label_of


@dataclass(frozen=True)
class Teller:
    """What promises are told from, by key: rows as on dashboards, open questions, and the kinds that each is of."""

    day: date
    to: Addresses
    rows: dict[int, PromiseRow]
    questions: dict[int, list[int]] = field(default_factory=dict)
    kinds: dict[int, list[str]] = field(default_factory=dict)

    def in_brief(self, key: int) -> dict:
        """A promise that is told in full elsewhere: which it is, and what is wrong."""
        row = self.rows[key]
        named = self._named(row)
        return {name: named[name] for name in ("number", "heading")} | {
            "kinds": self.kinds.get(key, []),
            "calendar": row.calendar.words,
        }

    def in_short(self, key: int) -> dict:
        """A promise in a line: its words, who answers, its date, and how it stands."""
        row = self.rows[key]
        return self._named(row) | {
            "timescale": row.promise.timescale_text,
            "due": row.promise.timescale_end,
            "starts": row.promise.timescale_start,
            "ongoing": row.promise.timescale_ongoing,
            "printed": row.promise.status_as_published,
            "completed_on": completed_on(row.promise),
            "went_on": [_mark(each) for each in row.promise.went_on],
            "status": row.latest.status if row.latest else "",
            "label": label_of(row.latest.status if row.latest else ""),
            "as_of": row.latest and row.latest.as_of,
            "example": bool(row.latest and row.latest.is_example),
            "calendar": row.calendar.words,
            "calendar_note": row.calendar.note,
            "kinds": self.kinds.get(key, []),
            "questions": self.questions.get(key, []),
        }

    def in_full(self, key: int) -> dict:
        """A promise with its cause, what is done about it, and what comes next."""
        row = self.rows[key]
        promise, stated = row.promise, row.promise.priority.plan_outcome
        first = promise.first_promise or {}
        told = {name: plain(getattr(row.latest, name, "")) for name in ("commentary", "cause", "action", "next_step")}
        return (
            self.in_short(key)
            | told
            | {
                "under": plain(promise.parent.text) if promise.parent else "",
                "priority": str(promise.priority),
                "plan": promise.priority.plan.title,
                "outcome": stated.outcome.name if stated else "",
                "first_timescale": first.get("timescale_text") or "",
                "first_due": first.get("timescale_end"),
                "confirmed": row.confirmed,
                "expected": row.expected,
                "evidence": [each.url for each in evidence_for(promise)],
                "forecast_on": row.latest and row.latest.forecast_on,
                "disagreement": row.disagreement,
            }
        )

    def move(self, moved: Moved) -> dict:
        """One date that moved: from what to what, by how much, why and on whose word."""
        change, entered = moved.change, moved.change.entered
        return self._named(self.rows[moved.promise]) | {
            "first": str(change.original),
            "from": str(change.previous),
            "from_day": change.previous.end,
            "to": str(change.now),
            "to_day": change.now.end,
            "days": change.days,
            "how_far": change.words,
            "on": entered.day,
            "reason": entered.reason,
            "decision": entered.decision_url,
            "approved_by": entered.approved_by,
            "carried_into": change.carried_into,
            "example": moved.is_example,
        }

    def _named(self, row: PromiseRow) -> dict:
        promise: Deliverable = row.promise
        return {
            "number": promise.pk,
            "heading": str(make_heading(plain(promise.text))),
            "text": plain(promise.text),
            "address": self.to.record(promise.get_absolute_url()),
            "answers": row.holder,
        }


def _mark(mark: Succession) -> dict:
    """What a later plan did with a promise."""
    return {"how": mark.how, "plan": mark.plan.slug, "adopted_on": mark.plan.adopted_on, "on": mark.effective_on}
