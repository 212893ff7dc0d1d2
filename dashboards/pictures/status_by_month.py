"""How many promises had which status at the end of each month. Values in, values out; ``trend.py`` asks the ledger.

The rule, said on the page: a month is counted as the site shows it when read as at its last day. A promise counts
once its plan is public, by its latest published report up to that day. A correction counts from the day on which
it took effect, so it leaves the months before it as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from priorities.standing import ORDER, Standing, join_words, label_of, promises
from priorities.standing import accessible_name as in_words
from priorities.verdicts import long_day

MONTHS = 12
DAY = timedelta(days=1)
RULE = (
    "Each month is counted as this site shows it when it is read as at the month’s last day: a promise counts from "
    "the day its plan was public, and by its latest published report up to that day. Later corrections leave "
    "earlier months as they were."
)


@dataclass(frozen=True)
class MonthEnd:
    """How many promises had which status on ``day``; ``later`` of them by what was written down after that day.

    ``has_page`` says whether what is counted for was on record then, so that its dashboard opens as at that day;
    ``has_page_then`` whether it does by what was written down by then.
    """

    day: date
    counts: dict[str, int]
    later: int = 0
    has_page: bool = True
    has_page_then: bool = True

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def standing(self) -> Standing:
        return Standing(self.counts)


def month_ends(day: date, count: int = MONTHS) -> list[date]:
    """The last days of the ``count`` months before ``day``, and ``day`` itself, the earliest first; fewer where the
    calendar begins.

    >>> month_ends(date(2026, 3, 10), 2)
    [datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), datetime.date(2026, 3, 10)]
    """
    ends = [day]
    while len(ends) <= count and (first := ends[-1].replace(day=1)) > date.min:
        ends.append(first - DAY)
    return ends[::-1]


def count_month(day: date, rows: Iterable[tuple[str, bool, int]]) -> MonthEnd:
    """One month from rows of (status, whether it was written down later, how many promises)."""
    counts: dict[str, int] = {}
    later = 0
    for status, is_later, count in rows:
        counts[status] = counts.get(status, 0) + count
        later += count if is_later else 0
    return MonthEnd(day, counts, later)


def statuses_in(months: Iterable[MonthEnd]) -> list[str]:
    """Every status that any of these months counts, in the order of the key."""
    present = {status for month in months for status, count in month.counts.items() if count}
    return [status for status in ORDER if status in present]


def sentence(months: Sequence[MonthEnd]) -> str:
    """What changed from the first month with promises to the last, in one sentence."""
    counted = [month for month in months if month.total]
    if not counted:
        return "No promise was public at any of these days."
    first, last = counted[0], counted[-1]
    if first is last:
        return f"There are promises only as at {long_day(last.day)}: {promises(last.total)}."
    moves = [_move(status, first, last) for status in statuses_in([first, last])]
    told = join_words([move for move in moves if move])
    since = f"Between {long_day(first.day)} and {long_day(last.day)}"
    if first.total != last.total:
        counted_now = f"The promises counted went from {first.total:,} to {last.total:,}"
        return f"{counted_now}; {since[0].lower()}{since[1:]} these went: {told}."
    return f"{since} these went: {told}." if told else f"{since} no count changed."


def accessible_name(months: Sequence[MonthEnd]) -> str:
    """The picture in words: what its first and its last column show."""
    counted = [month for month in months if month.total]
    if not counted:
        return "No promises"
    ends = [counted[0], counted[-1]] if len(counted) > 1 else counted
    told = "; ".join(f"{long_day(month.day)}, {in_words(month.standing)}" for month in ends)
    return f"Promises by status at the end of each month. {told}. The table says the rest."


def _move(status: str, first: MonthEnd, last: MonthEnd) -> str:
    before, now = first.counts.get(status, 0), last.counts.get(status, 0)
    return f"{label_of(status).lower()} from {before:,} to {now:,}" if before != now else ""


def later_sentence(months: Iterable[MonthEnd]) -> str:
    """How much of this was written down only after the day that it tells of."""
    late = [month for month in months if month.later]
    if not late:
        return "All of it was on record by the end of each day."
    return (
        f"For {'1 day' if len(late) == 1 else f'{len(late)} days'} some of it was written down only later: "
        "the table says how much, and its file what was known at the time."
    )


def unknown_sentence(months: Iterable[MonthEnd]) -> str:
    """Which of these days have no page to open; nothing where all of them have."""
    without = [month for month in months if not month.has_page]
    if not without:
        return ""
    until = f"On {long_day(without[-1].day)} and on the days before it" if len(without) > 1 else ""
    until = until or f"On {long_day(without[0].day)}"
    return f"{until} this was not on record yet: nothing is counted, and there is no page to open."


COLUMNS = ("day", "clock", "promises", *(label_of(status).lower() for status in ORDER), "written down later", "address")
AS_AT, KNOWN_THEN = "as at the day", "as known on the day"


def table_rows(
    months: Sequence[MonthEnd], known: Sequence[MonthEnd], address: str, known_by: date | None = None
) -> Iterable[list[str]]:
    """The rows of the table as a file: each day as the site shows it, then the same by what was known by then.

    Where only what was written down by the day ``known_by`` is read, the addresses lead to pages that do so, too; where
    what is counted for was not on record, there is no address.
    """
    yield list(COLUMNS)
    for month, then in zip(months, known, strict=True):
        yield _cells(month, AS_AT, _page(address, month, known_by))
        yield _cells(then, KNOWN_THEN, _page(address, then, min(month.day, known_by or month.day)))


def _page(address: str, month: MonthEnd, known_by: date | None) -> str:
    """The dashboard as at that day; nothing where it has no page."""
    if not month.has_page:
        return ""
    return f"{address}?as-at={month.day.isoformat()}{f'&known-by={known_by.isoformat()}' if known_by else ''}"


def _cells(month: MonthEnd, clock: str, address: str) -> list[str]:
    counts = [month.counts.get(status, 0) for status in ORDER]
    return [str(cell) for cell in (month.day.isoformat(), clock, month.total, *counts, month.later, address)]
