"""What a promise said first, and what was written down beside a change, on a page."""

import re

from django import template

from ledger.clock import reading
from ledger.words import Mark
from priorities.moved_dates import When
from priorities.timescales import read_timescale

register = template.Library()

GOES_ON_ITSELF = ("by ", "from ", "before ", "within ", "in ", "on ", "until ", "throughout ", "during ")
TELLS_A_STATE = ("ongoing", "in progress", "underway", "under way", "continuous", "complete")
PART_OF = re.compile(r"(?:end|start|beginning|middle|(?:first|second) half) of |(?:early|mid|late)\b", re.IGNORECASE)


@register.filter
def for_when(when: When | str) -> str:
    """A timescale as it goes on after a word such as "promised", with the space or the colon between them.

    " for March 2022", " by March 2022", " as ongoing", ": “Draft May 2022, final July 2022”", " without a date".
    """
    text = (when.text if isinstance(when, When) else when or "").strip().removesuffix(".")
    if not text:
        return " without a date"
    begun = f"{text[0].lower()}{text[1:]}"
    if _is_quoted(text):
        return f": “{text}”"
    if begun.startswith(TELLS_A_STATE):
        return f" as {begun}"
    if begun.startswith(GOES_ON_ITSELF):
        return f" {begun}"
    if part := PART_OF.match(begun):
        return f" for the {begun}" if part[0].endswith("of ") else f" for {begun}"
    return f" for {text}"


@register.filter
def when_alone(when: When | str) -> str:
    """The same where it stands for itself: "For March 2022"."""
    said = for_when(when).lstrip(": ")
    return f"{said[0].upper()}{said[1:]}"


@register.simple_tag
def as_promised(now: str, first: When | None, verdict: str, expected: str = "") -> str:
    """What was promised first and is promised now, what the calendar says of it, and when it is expected."""
    if first is None and not now:
        return f"{_joined('The plan gives no timescale', expected)}."
    said = f"First promised{for_when(first)}, now{for_when(now)}" if first else f"Promised{for_when(now)}"
    told = _joined(verdict, expected)
    return f"{said}. {told[0].upper()}{told[1:]}." if "“" in said else f"{said}: {told}."


@register.simple_tag
def on_the_day() -> str:
    """What the day that is read is called: "today", or "on that day" where it is past."""
    return "on that day" if reading() else "today"


def _is_quoted(text: str) -> bool:
    """Does it name several steps, or a state with a day, or else neither and nothing that could go on in a sentence?"""
    read, small = read_timescale(text), text.lower()
    dated = bool(read.start or read.end)
    if small.startswith(TELLS_A_STATE):
        return dated and not small.startswith("ongoing")
    return len(read.milestones) > 1 or not (dated or small.startswith(GOES_ON_ITSELF))


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


@register.filter
def elsewhen(deliverable) -> str:
    """The timescale that was promised first, as it goes on after "promised", where the present one differs.

    Reads what ``with_first_promise()`` fetches.
    """
    first = getattr(deliverable, "first_promise", None)
    if not first or first["timescale_text"] == deliverable.timescale_text:
        return ""
    return for_when(first["timescale_text"])


@register.inclusion_tag("priorities/_marked.html")
def marked(words: tuple[Mark, ...]) -> dict:
    """Words with what was added and what was left out."""
    return {"words": words}
