"""What a promise said first, and what was written down beside a change, on a page."""

from django import template

from ledger.words import Mark
from priorities.moved_dates import When

register = template.Library()

TAKES_NO_FOR = ("by ", "from ", "before ", "within ", "in ", "on ", "until ", "end of ")


@register.filter
def for_when(when: When | str) -> str:
    """A timescale after "promised": "for March 2022", "by March 2022", "without a date"."""
    text = (when.text if isinstance(when, When) else when or "").removesuffix(".")
    if not text:
        return "without a date"
    if text.lower().startswith(TAKES_NO_FOR):
        return f"{text[0].lower()}{text[1:]}"
    return f"for {text}"


@register.filter
def elsewhen(deliverable) -> str:
    """The timescale that was promised first after "promised", where the present one differs; else nothing.

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
