"""From versions to changes: every step that a record took in a window, told for residents. No database."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from ledger.entries import EXAMPLE
from ledger.words import Mark, mark_words

from .described import Kind, Row, Said, Step
from .versions import Shape, Versions
from .wording import say, words_of

DAY = timedelta(days=1)
READ_IN = "Read in "
"""How the reason of a version begins that only names the document or the content it was read from."""
Facet = tuple[str, Any]


@dataclass(frozen=True)
class Page:
    """Where a record can be read, and whether it could be on the day before a change, and can be on the day."""

    address: str = ""
    was_there: bool = False
    is_there: bool = False


@dataclass(frozen=True)
class Change:
    """One step of one record, told. Where its page is, is looked up when it is asked for."""

    key: str
    kind: Kind
    noun: str
    title: str
    sentence: str
    effective_on: date
    recorded_at: datetime
    quote: str = ""
    label: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    decision_url: str = ""
    approved_by: str = ""
    correction: bool = False
    example: bool = False
    heading: str = ""
    facets: frozenset[Facet] = frozenset()
    found_by: frozenset[Facet] = field(default=frozenset(), compare=False)
    find_page: Callable[[], "Page"] = field(default=lambda: Page(), compare=False, repr=False)

    @property
    def recorded_on(self) -> date | None:
        """The day on which it was written down, where that was later than the day it speaks of."""
        day = timezone.localdate(self.recorded_at)
        return day if day > self.effective_on else None

    @property
    def is_source(self) -> bool:
        """Whether the reason only says where it was read in from."""
        return self.reason.startswith(READ_IN)

    @cached_property
    def marks(self) -> list[Mark]:
        """What was added to its words and what was dropped; nothing where it is not about words."""
        return mark_words(self.before, self.after) if self.before and self.after else []

    @cached_property
    def page(self) -> Page:
        return self.find_page()

    @property
    def address(self) -> str:
        """The page today; nothing where the record has none, or lost it by this change."""
        return self.page.address if self.page.is_there else ""

    @property
    def address_before(self) -> str:
        """The page as at the day before, where it was there."""
        return as_at_address(self.page.address, self.effective_on - DAY) if self.page.was_there else ""

    @property
    def address_after(self) -> str:
        """The page as at the day of the change, where it is still there."""
        return as_at_address(self.page.address, self.effective_on) if self.page.is_there else ""


def as_at_address(address: str, day: date) -> str:
    path, hash_mark, part = address.partition("#")
    return f"{path}?as-at={day.isoformat()}{hash_mark}{part}"


class Teller:
    """Tells of versions what residents may read of them."""

    def __init__(
        self,
        versions: Versions,
        shapes: Mapping[str, Shape],
        shown: Callable[[str], Container[Any]] = lambda label: (),
        names: Callable[[str], Mapping[Any, str]] = lambda label: {},
        lenders: Collection[str] = (),
    ):
        self._versions, self._shapes = versions, shapes
        self._shown, self._names = shown, names
        self._lenders = lenders
        self._public: dict[tuple[str, Any, date], bool] = {}
        self._chains: dict[tuple[str, Any, date], list[tuple[Shape, Row]]] = {}

    def changes(self, holds: Callable[[Row], bool]) -> list[Change]:
        """The changes of all versions for which ``holds``, the latest first."""
        told = self.each_change(holds)
        return sorted(told, key=lambda each: (each.effective_on, each.recorded_at, each.key), reverse=True)

    def each_change(self, holds: Callable[[Row], bool]) -> Iterator[Change]:
        """The same in no order, told as they are asked for."""
        for shape in self._shapes.values():
            for versions in self._versions.records(shape.label):
                for before, after in _steps(versions):
                    if holds(after):
                        yield from self._tell(shape, before, after)

    # What residents may read

    def _owners(self, shape: Shape, row: Row) -> list[tuple[str, Any]]:
        related = (shape.related[name] for name in shape.described.owners)
        return [(label, row[column]) for column, label in related if row[column] is not None]

    def _is_public(self, shape: Shape, row: Row | None, day: date) -> bool:
        if row is not None and shape.described.shown and row["id"] not in self._shown(shape.label):
            return False
        return row is not None and self._may_be_named(shape, row, day)

    def _may_be_named(self, shape: Shape, row: Row, day: date) -> bool:
        """Whether something public that names this record gives nothing away."""
        if not shape.described.public(row):
            return False
        return all(self._public_on(*owner, day) for owner in self._owners(shape, row))

    def _public_on(self, label: str, key: Any, day: date) -> bool:
        known = (label, key, day)
        if known not in self._public:
            row = self._versions.in_force(label, key, day)
            self._public[known] = self._is_public(self._shapes[label], row, day)
        return self._public[known]

    def _appeared(self, label: str, key: Any, day: date) -> bool:
        return self._public_on(label, key, day) and not self._public_on(label, key, day - DAY)

    def _chain(self, shape: Shape, row: Row, day: date) -> list[tuple[Shape, Row]]:
        """A record and its owners as they stood on a day, upwards."""
        owners = self._owners(shape, row)
        return [(shape, row), *(self._chain_of(*owners[0], day) if owners else ())]

    def _chain_of(self, label: str, key: Any, day: date) -> list[tuple[Shape, Row]]:
        known = (label, key, day)
        if known not in self._chains:
            row = self._versions.in_force(label, key, day)
            self._chains[known] = self._chain(self._shapes[label], row, day) if row else []
        return self._chains[known]

    def _is_covered(self, shape: Shape, row: Row, day: date, addition: bool) -> bool:
        """Whether an owner's own first day tells of this, too: only what was on record when the owner appeared."""
        chain = self._chain(shape, row, day)[1:]
        whole = [(above, owner) for above, owner in chain if above.described.covers]
        if shape.described.with_owner and addition:
            whole += chain[:1]
        return any(self._was_on_record(row, above, owner, day, addition) for above, owner in whole)

    def _was_on_record(self, row: Row, above: Shape, owner: Row, day: date, addition: bool) -> bool:
        if not self._appeared(above.label, owner["id"], day):
            return False
        appeared = self._appeared_with(above, owner["id"], day)
        if appeared is None:
            return False
        if addition and appeared["history_id"] == self._versions.first_written(above.label, owner["id"]):
            return timezone.localdate(row["recorded_at"]) <= timezone.localdate(appeared["recorded_at"])
        return row["recorded_at"] <= appeared["recorded_at"]

    def _appeared_with(self, shape: Shape, key: Any, day: date) -> Row | None:
        """The version by which a record became public on a day.

        One that was public from the first can only get its parts after that: they come with it until the end of
        the day on which it was written down.
        """
        found = None
        for row in self._versions.of_day(shape.label, key, day):
            is_public = row["history_type"] != "-" and shape.described.public(row)
            found = (found or row) if is_public else None
        return found

    # Telling

    def _tell(self, shape: Shape, before: Row | None, after: Row) -> Iterator[Change]:
        day, described = after["effective_on"], shape.described
        was, now = self._is_public(shape, before, day), self._is_public(shape, _there(after), day)
        if not (was or now) or self._is_covered(shape, after, day, addition=not was):
            return
        if now and not was and not (described.additions and self._has_name(shape, after)):
            return
        step = self._step(shape, before if was else None, after if now else None, day)
        for position, said in enumerate(self._said(shape, step)):
            yield self._change(shape, step, after, said, position)

    def _has_name(self, shape: Shape, row: Row) -> bool:
        return shape.described.names is None or row["id"] in self._names(shape.label)

    def _step(self, shape: Shape, before: Row | None, after: Row | None, day: date) -> Step:
        row = after or before
        return Step(
            before,
            after,
            day,
            beside=tuple(self._beside(shape, row, day)) if shape.described.series else (),
            name=lambda row, name: self._name(shape, row, name, day),
            choices=shape.choices,
            parts=self._parts(shape, row["id"], day) if shape.described.covers and before is None else "",
        )

    def _beside(self, shape: Shape, row: Row, day: date) -> Iterator[Row]:
        column = shape.column(shape.described.series)
        for other in self._versions.all_in_series(shape.label, column, row[column], day):
            if other["id"] != row["id"] and shape.described.public(other):
                yield other

    def _parts(self, shape: Shape, key: Any, day: date) -> str:
        """How many of what is counted a record has at the end of a day: "6 priorities, 28 promises"."""
        counts = []
        for each in self._shapes.values():
            if each.described.counted:
                count = self._count(each, (shape.label, key), day)
                one, many = each.described.counted
                counts += [f"{count:,} {one if count == 1 else many}"] if count else []
        return ", ".join(counts)

    def _count(self, shape: Shape, whole: tuple[str, Any], day: date) -> int:
        own = [row for row in self._versions.all_in_force(shape.label, day) if self._came_with(shape, row, whole, day)]
        heads = {row[shape.column(shape.described.heads)] for row in own} if shape.described.heads else set()
        return sum(row["id"] not in heads for row in own)

    def _came_with(self, shape: Shape, row: Row, whole: tuple[str, Any], day: date) -> bool:
        first = self._versions.earliest_written(shape.label, row["id"], day)
        return any(
            whole == (each.label, owner["id"]) and self._was_on_record(first, each, owner, day, addition=True)
            for each, owner in self._chain(shape, row, day)
        )

    def _said(self, shape: Shape, step: Step) -> Iterable[Said]:
        said = shape.described.tell(step) if shape.described.tell else None
        if said is not None:
            return said
        if step.before is None:
            return [Said("added", self._whole(shape, step.after, "added", step.day))]
        if step.after is None:
            return [Said("removed", self._whole(shape, step.before, "removed", step.day))]
        return list(self._said_of_fields(shape, step))

    def _whole(self, shape: Shape, row: Row, what: str, day: date) -> str:
        sentence = f"{_capital(shape.described.noun)} {what}"
        return f"{sentence}: {self._title(shape, row, day)}" if shape.described.of_owner else sentence

    def _said_of_fields(self, shape: Shape, step: Step) -> Iterator[Said]:
        before, after = step.before, step.after
        for name, told in shape.described.fields.items():
            column = shape.column(name)
            if before[column] == after[column]:
                continue
            words = [self._value(shape, row, name, step.day) for row in (before, after)]
            if words[0] != words[1] and after[column] in told.turns:
                yield Said(*told.turns[after[column]])
            elif words[0] != words[1]:
                yield say(told, *words, *((before[told.ends], after[told.ends]) if told.ends else ()))

    def _value(self, shape: Shape, row: Row, name: str, day: date) -> str:
        if name in shape.related:
            return self._name(shape, row, name, day)
        value = row[name]
        return words_of(shape.choices[name].get(value, value) if name in shape.choices else value)

    def _name(self, shape: Shape, row: Row, name: str, day: date) -> str:
        """The name of the record that a foreign key leads to, as it was on the day; of one left out, nothing."""
        column, label = shape.related[name]
        above = self._shapes.get(label)
        found = self._versions.in_force(label, row[column], day) if above and row[column] is not None else None
        return self._title(above, found, day) if found and self._may_be_named(above, found, day) else ""

    def _title(self, shape: Shape, row: Row, day: date) -> str:
        title = shape.described.title
        if shape.described.names is not None:
            return self._names(shape.label).get(row["id"], "")
        return self._value(shape, row, title, day) if title else ""

    def _change(self, shape: Shape, step: Step, version: Row, said: Said, position: int) -> Change:
        row, day = step.after or step.before, step.day
        identity = {
            "key": _key(shape, version, position),
            "kind": said.kind,
            "sentence": said.sentence,
            "effective_on": day,
            "recorded_at": version["recorded_at"],
        }
        headed = next((each for each, _ in self._chain(shape, row, day) if each.described.heading), shape)
        if said.nameless:
            return Change(**identity, noun=headed.described.noun, title="", heading=headed.described.heading)
        subject, its_row = next(each for each in self._chain(shape, row, day) if not each[0].described.of_owner)
        facets, lent = self._facets(shape, step)
        return Change(
            **identity,
            noun=subject.described.noun,
            title=self._title(subject, its_row, day),
            quote=said.quote,
            label=said.label,
            before=said.before,
            after=said.after,
            example=bool(row.get("is_example")) or (version["history_change_reason"] or "").startswith(EXAMPLE),
            heading=headed.described.heading,
            facets=facets,
            found_by=facets | lent,
            find_page=lambda: self._page(subject, its_row, day),
            **(_why(version, is_new=step.before is None) if shape.described.reasons else {}),
        )

    def _page(self, shape: Shape, row: Row, day: date) -> Page:
        """The nearest page upwards from a record."""
        found = next(((each, its) for each, its in self._chain(shape, row, day) if each.address), None)
        if found is None:
            return Page()
        each, its = found
        related = {
            name: self._versions.in_force(label, its[column], day)
            for name, (column, label) in each.related.items()
            if its[column] is not None and label in self._shapes
        }
        was, now = (self._public_on(each.label, its["id"], on) for on in (day - DAY, day))
        return Page(each.address(its, related), was, now)

    def _facets(self, shape: Shape, step: Step) -> tuple[frozenset[Facet], frozenset[Facet]]:
        """What a change can be found by: its own and its owners', and what other records lend to these."""
        own: set[Facet] = set()
        chain: set[tuple[str, Any]] = set()
        for row in filter(None, (step.before, step.after)):
            for each, its in self._chain(shape, row, step.day):
                chain.add((each.label, its["id"]))
                own |= _facets_of(each, its)
        return frozenset(own), frozenset(self._lent(chain, step.day))

    def _lent(self, chain: set[tuple[str, Any]], day: date) -> Iterator[Facet]:
        for label in self._lenders:
            lender = self._shapes[label]
            column, to = lender.related[lender.described.lends_to]
            for key in (key for whom, key in chain if whom == to):
                for row in self._versions.all_in_series(label, column, key, day):
                    for each, its in self._chain(lender, row, day):
                        yield from _facets_of(each, its)


def _steps(versions: list[Row]) -> Iterator[tuple[Row | None, Row]]:
    before = None
    for after in versions:
        yield before, after
        before = _there(after)


def _there(row: Row) -> Row | None:
    return None if row["history_type"] == "-" else row


def _facets_of(shape: Shape, row: Row) -> set[Facet]:
    named = ((facet, row[shape.column(name)]) for facet, name in shape.described.facets.items())
    return {(facet, key) for facet, key in named if key is not None}


def _key(shape: Shape, version: Row, position: int) -> str:
    """What stays the name of a change for good: the model, the version, and which of its changes."""
    written = str(version["history_id"]).replace(".5", "-end")
    return f"{shape.label.rpartition('.')[2]}-{written}-{position}"


def _why(version: Row, is_new: bool) -> dict[str, Any]:
    """What is on record beside a version. Of what is new, a reason that only names where it was read in is none."""
    reason = version["history_change_reason"] or ""
    return {
        "reason": "" if is_new and reason.startswith(READ_IN) else reason,
        "decision_url": version["history_decision_url"],
        "approved_by": version["history_approved_by"],
        "correction": version["history_correction"],
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
