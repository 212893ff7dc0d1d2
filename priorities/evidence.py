"""Evidence for a promise: links as officers type them with a report, and all that anyone can open to check by.

The reading of typed links is pure: text in, values out.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from priorities.addresses import addresses_in, words_beside

MOST, LONGEST_ADDRESS, LONGEST_NAME = 20, 500, 200
check_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Link:
    """One link as it was typed; ``words`` say what it shows, and may be empty."""

    url: str
    words: str = ""

    @property
    def name(self) -> str:
        """What to call it: its words, else its address without what every address begins with."""
        return self.words or re.sub(r"^https?://(www\.)?", "", self.url).rstrip("/")


@dataclass(frozen=True)
class Evidence:
    """Something that anyone can open, and the day it is from."""

    url: str
    title: str
    day: date


def links_in(text: str) -> list[Link]:
    """The links of a text with one on each line, in its order; a line without an address is passed over.

    >>> links_in("The count of June: https://example.org/june")
    [Link(url='https://example.org/june', words='The count of June')]
    """
    return [Link(found[0], words_beside(line)) for line in text.splitlines() if (found := addresses_in(line))]


def check_links(text: str) -> None:
    """Raise a ``ValidationError`` with a sentence for each line that cannot be read as one link, and its place."""
    lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(f"These are {len(lines)} links. Give the {MOST} that show most.")
    if faults := [f"Line {place}: {fault}" for place, line in lines if (fault := _fault(line))]:
        raise ValidationError(faults)


def evidence_for(promise) -> list[Evidence]:
    """Where anyone can check: linked evidence, and what published reports give; each address once, latest first.

    An address that several reports give is from the day of the latest.
    """
    found: dict[str, Evidence] = {}
    for link in promise.evidence_links.all():
        found.setdefault(link.url, Evidence(link.url, link.title, link.shown_on))
    for report in reversed(promise.told):
        for given in links_in(report.evidence):
            found.setdefault(given.url, Evidence(given.url, given.name, report.as_of))
    return sorted(found.values(), key=lambda each: each.day, reverse=True)


def _fault(line: str) -> str:
    found = addresses_in(line)
    if not found:
        return f"“{_cut(line)}” holds no address. Give one that begins with https://, after the words if there are any."
    if len(found) > 1:
        return "it holds more than one address. Put each on a line of its own."
    if len(words_beside(line)) > LONGEST_NAME:
        return f"its words have {len(words_beside(line))} characters, and there is room for {LONGEST_NAME}."
    try:
        check_address(found[0])
    except ValidationError:
        return f"“{_cut(found[0])}” is no address that can be opened. Copy it once more from the page."
    return "its address is longer than 500 characters." if len(found[0]) > LONGEST_ADDRESS else ""


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 60 else f"{text[:59]}…"
