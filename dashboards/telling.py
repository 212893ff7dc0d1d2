"""What dashboards say in words: of all promises together, and what each section counts. Values in, words out."""

from collections.abc import Set

from django.conf import settings

from dashboards.meetings import Since
from priorities.definitions import DATES, STATUSES
from priorities.models import Status
from priorities.standing import join_words, label_of, promises
from priorities.verdicts import days, long_day

TITLES = {
    "overdue": "Overdue",
    "off-track": "Off track",
    "at-risk": "At risk",
    "moved": "Dates moved",
    "due": "Due in the next three months",
    "quiet": "Gone quiet",
    "delivered": "Delivered",
}
EMPTY = {
    "overdue": "Nothing is overdue.",
    "off-track": "Nothing is off track.",
    "at-risk": "Nothing is at risk.",
    "moved": "No date has moved{since}.",
    "due": "Nothing falls due in the next three months.",
    "quiet": "Nothing has gone quiet.",
    "delivered": "Nothing has been delivered{since}.",
}
RULES = {
    "overdue": DATES["overdue"],
    "off-track": (
        "The latest published report calls it off track, and no later plan says what became of it. "
        f"{STATUSES[Status.OFF_TRACK]}"
    ),
    "at-risk": (
        "The latest published report calls it at risk, and no later plan says what became of it. "
        f"{STATUSES[Status.AT_RISK]}"
    ),
    "due": (
        "Its last day is today or within three months from today, and it is not complete, deferred, withdrawn or "
        "settled in a later plan."
    ),
}
NO_MEETING = "No earlier meeting is on record, so everything since the beginning counts."


def attention(total: int, overdue: Set[int], off_track: Set[int], at_risk: Set[int]) -> str:
    """How many promises need attention and why, in one sentence; who counts twice is said, too."""
    together = len(overdue | off_track | at_risk)
    parts = [
        f"{len(kind):,} {'is' if len(kind) == 1 else 'are'} {word}"
        for kind, word in ((overdue, "overdue"), (off_track, "off track"), (at_risk, "at risk"))
        if kind
    ]
    if not total:
        return "No published promise belongs here."
    if not parts:
        return _all_well(total)
    if total == 1:
        return f"The one promise here needs attention: it {_of_one(overdue, off_track, at_risk)}."
    needs = "needs" if together == 1 else "need"
    said = f"{together:,} of {promises(total)} {needs} attention: {join_words(parts)}"
    return f"{said}{_twice(overdue, off_track, at_risk)}."


def settled_sentence(off_track: int, at_risk: int, total: int, others: bool = False) -> str:
    """What is said of promises in trouble that a later plan settled: they need no attention, but stand in the tally.

    ``others`` says that more are named before; nothing is said where there are none.
    """
    if not off_track + at_risk:
        return ""
    if total == 1:
        return f"It was {'off track' if off_track else 'at risk'} when a later plan settled it."
    more = " more" if others else ""
    counted = [(count, word) for count, word in ((off_track, "off track"), (at_risk, "at risk")) if count]
    parts = [f"{count:,}{more} {'was' if count == 1 else 'were'} {word}" for count, word in counted]
    return f"{join_words(parts)} when a later plan settled {'it' if off_track + at_risk == 1 else 'them'}."


def _all_well(total: int) -> str:
    if total == 1:
        return "The one promise here is neither overdue nor off track nor at risk."
    return f"None of the {promises(total)} here is overdue, off track or at risk."


def _of_one(overdue: Set[int], off_track: Set[int], at_risk: Set[int]) -> str:
    words = [word for kind, word in ((overdue, "overdue"), (off_track, "off track"), (at_risk, "at risk")) if kind]
    return f"is {join_words(words)}"


def _twice(overdue: Set[int], off_track: Set[int], at_risk: Set[int]) -> str:
    """Promises can be overdue and off track or at risk at once, but never off track and at risk."""
    both = [(overdue & off_track, "overdue and off track"), (overdue & at_risk, "overdue and at risk")]
    said = [(len(some), words) for some, words in both if some]
    count = sum(some for some, _ in said)
    if not said:
        return ""
    why = (
        f", as {said[0][1]}" if len(said) == 1 else f": {join_words([f'{some:,} as {words}' for some, words in said])}"
    )
    return f"; {count:,} of them {'is' if count == 1 else 'are'} named twice{why}"


def changes_sentence(moved: int, delivered: int, since: Since | None, chosen: bool = False) -> str:
    """How many promises changed since the meeting, in one sentence; it is the last one unless it was ``chosen``."""
    if since is None:
        return "No earlier meeting is on record to count changes from, so all of them count."
    dates = f"the date{'' if moved == 1 else 's'} of {promises(moved)} moved" if moved else "no date moved"
    done = f"{'none' if not delivered else f'{delivered:,}'} {'was' if delivered == 1 else 'were'} delivered"
    meeting = f"the {'meeting' if chosen else 'last meeting,'} “{since.meeting}”{since.counted}"
    return f"Since {meeting}, {dates} and {done}."


def title_of(key: str, since: Since | None) -> str:
    if key in ("moved", "delivered") and since:
        return f"{TITLES[key]} since the meeting of {long_day(since.meeting.held_on)}"
    return TITLES[key]


def empty_of(key: str, since: Since | None) -> str:
    """What an empty section says."""
    return EMPTY[key].format(since=f" since the meeting of {long_day(since.meeting.held_on)}" if since else "")


def rule_of(key: str, since: Since | None) -> str:
    """What a section counts, in one or two sentences."""
    if key == "moved":
        return f"{_moved_after(since)} A date counts from its last day; a slip that was corrected is no move."
    if key == "quiet":
        return (
            f"It is not finished, and no published report has confirmed it for more than "
            f"{days(settings.STALE_AFTER_DAYS)}, or ever."
        )
    if key == "delivered":
        return _delivered_after(since)
    return RULES[key]


def list_sentence(count: int, number: int, pages: int) -> str:
    """How many promises a list holds, and which part of it a page shows."""
    if not count:
        return "No promise is listed here."
    said = "1 promise is listed here" if count == 1 else f"{promises(count)} are listed here"
    return f"{said}." if pages == 1 else f"{said}; this is page {number:,} of {pages:,}."


def left_out_sentence(count: int, status: str) -> str:
    """What is said of those of a status that are no exception any more; nothing where there are none."""
    if not count:
        return ""
    word = label_of(status).lower()
    if count == 1:
        return f"1 more was {word} when a later plan said what became of it: it is not counted here."
    return f"{count:,} more were {word} when a later plan said what became of them: they are not counted here."


def _moved_after(since: Since | None) -> str:
    if since is None:
        return f"Its date is another than before. {NO_MEETING}"
    which = "day of the last pack for" if since.pack_made_at else "day of"
    return (
        f"A new date took effect after {long_day(since.day)}, the {which} the meeting “{since.meeting}”. "
        f"{_written_late('One that took effect', since)}"
    )


def _delivered_after(since: Since | None) -> str:
    if since is None:
        return f"Its latest published report calls it complete. {NO_MEETING}"
    when = "on the day of"
    if since.pack_made_at:
        when = f"on {long_day(since.day)}, when the last pack was made for"
    return (
        f"Its latest published report calls it complete, and {when} the meeting “{since.meeting}” the latest one did "
        f"not, or there was none. {_written_late('A report', since)}"
    )


def _written_late(what: str, since: Since) -> str:
    before, after = "up to {} before that day", "it"
    if since.pack_made_at:
        before, after = "on that day or up to {} before it", "that pack was made"
    return (
        f"{what} {before.format(days(settings.STALE_AFTER_DAYS))} counts as new, too, where it was written down "
        f"only after {after}, by the day shown here."
    )
