"""Finds the bound of a date in the words before and after it: by, from, before, onwards, "and ongoing"."""

import re

from . import words
from .groups import AFTER, BARE, BEYOND, BY, FROM, START
from .tokens import Tokens, number, word

CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|hrs?)?")


def _is_time(tokens: Tokens, at: int) -> bool:
    """A time of day before a date: "by 5pm on Friday 31 March"."""
    if word(tokens, at) in {"am", "pm", "noon", "midday", "midnight"}:
        return True
    if tokens[at].kind == "junk":
        return CLOCK.fullmatch(tokens[at].text) is not None
    return 0 <= number(tokens, at) <= 12 and word(tokens, at + 1) in {"am", "pm", "noon", "midnight"}


def find_role(tokens: Tokens, at: int, floor: int) -> tuple[str, int, bool]:
    """The bound in the words before token ``at``, its first token, and whether it shuts the day out.

    ``floor`` is the place before which the words belong to something else.
    """
    here = at - 1
    skipped = words.SKIPPED | words.WEEKDAYS
    while here >= floor and (word(tokens, here) in skipped or _is_time(tokens, here)):
        here -= 1
    name, before, third = (word(tokens, here - n) if here - n >= floor else "" for n in range(3))
    if name in {"than"}:
        return _than(tokens, here, before, third)
    if name == "to":
        return _to(tokens, here, floor)
    if name in {"-", "–"} and before in {"ongoing", "going"}:
        return BY, here, False
    if name in {"-", "–"} and before in words.START:
        return START, here - 1, False
    if name in {"before", "until", "till"} and _is_put_off(tokens, name, here, floor):
        return START, here - 1, False
    if before == "or" and third == "on":
        return (BY if name == "before" else START), here - 2, False
    if name == "including" and before == "and" and third == "to":
        return BY, here - 3, False
    if name in {"through", "thru"}:
        return BY, here, False
    if name == "of" and before == "ahead":
        return BY, here - 1, True
    if name in words.BY:
        here -= before in ({"up", "due"} if name != "by" else {"due"})
        return BY, here, name in words.EXCLUSIVE
    if name in words.FROM:
        return FROM, here - (before in {"effect", "with"}), False
    if name in words.START and not (name == "start" and before in {"before", "by"}):
        return START, here, False
    if name in words.AFTER or name == "following":
        return AFTER, here, False
    if name == "beyond":
        both = before in {"and", "&"} and third in {"to", "by", "until"}
        return (BY, here - 3, False) if both else (BEYOND, here, False)
    if name == "between" and word(tokens, at) != "":
        return BARE, here, False
    if name == "end" and word(tokens, here + 1) in {":", "date", "on", "in"}:
        return BY, here, False
    if name == "and" and before in {"now", "today", "present"}:
        return BY, here - 2, False
    if name == "-" and before == "pre":
        return BY, here - 1, True
    if name == "-" and before in words.AFTER:
        return AFTER, here - 1, False
    if name == "-" and before in {"end", "finish", "until"}:
        return BY, here - 1, False
    return _verb_before(tokens, here, floor) or (BARE, at, False)


def _is_put_off(tokens: Tokens, name: str, here: int, floor: int) -> bool:
    """ "not before 2025", "will not start until May", "delayed until 2026": the date is a beginning."""
    near = {word(tokens, n) for n in range(max(floor, here - 4), here)}
    put_off = words.CHANGED - {"extended", "revised", "amended"}
    return bool(near & {"not", "unlikely", "cannot"}) or (name != "before" and word(tokens, here - 1) in put_off)


def _than(tokens: Tokens, here: int, before: str, third: str) -> tuple[str, int, bool]:
    if before in {"earlier", "sooner"}:
        return START, here - 2, False
    if before in {"later"} and third in {"no", "not"}:
        return BY, here - 2, False
    return BARE, here, False


def _to(tokens: Tokens, here: int, floor: int) -> tuple[str, int, bool]:
    """A lone "to X" is a bound: "extended to March 2023", "up to 2025", "now to March 2023"."""
    before = word(tokens, here - 1) if here - 1 >= floor else ""
    if before in {"prior"}:
        return BY, here - 1, True
    if before in words.CHANGED - {"extended"} or before in {"forward", "back"}:
        return BARE, here - 1, False
    start = here - (before in {"up", "through", "now", "present", "extended", "ongoing", "continuing", "run", "runs"})
    return BY, start, False


def _verb_before(tokens: Tokens, here: int, floor: int) -> tuple[str, int, bool] | None:
    """ "will begin consultation in June 2022": a verb of beginning a few words back sets the start."""
    for back in range(here, max(here - 5, floor - 1), -1):
        name = word(tokens, back)
        if not name.isalpha() or name in {"complete", "completed", "by", "finish", "end", "and", "with"}:
            return None
        if name in words.START and name != "start" or name == "start" and word(tokens, back - 1) in {"to", "will"}:
            return START, back, False
    return None


def open_end(tokens: Tokens, text: str, past: int) -> tuple[bool, bool, int, bool]:
    """What follows a date: (runs on, end to be confirmed, next place, keeps the date's own end).

    "onwards" and "to date" run on without an end; "and ongoing" and "and beyond" keep the one that is given.
    """
    at = tokens[past - 1].end
    rest = text[at : at + 60].lower()
    gap = len(rest) - len(rest.lstrip(" ,"))
    found = words.OPEN_END.match(rest)
    if not found:
        later = rest.lstrip(" ,-(")
        if rest[:4].strip().startswith(("-", "to")) and words.TO_BE_CONFIRMED.match(later.removeprefix("to ")):
            return False, True, past, False
        if rest.strip() in {"-", "- .", "-."} and gap <= 1:
            return True, False, past, False
        return False, False, past, False
    what = found["what"]
    linked = found.group()[: found.start("what")].strip(" ,(")
    keeps = what in words.OPEN_ONGOING
    if keeps and linked in {"-", "to", "until", "till"} and what != "beyond":
        keeps = False
    if what in {"date", "now", "current"} and linked not in {"-", "to", "until", "through to"}:
        return False, False, past, False
    if what in {"continuing", "continuous", "rolling"} and linked not in {"and", "then", "&", "-", "to"}:
        return False, False, past, False
    end = at + found.end()
    while past < len(tokens) and tokens[past].start < end:
        past += 1
    return True, False, past, keeps
