"""Evidence for a promise: links as officers type them with a report, and all that anyone can open to check by.

The reading of typed links is pure: text in, values out.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

MOST, LONGEST_ADDRESS, LONGEST_NAME = 20, 500, 200
IS_ADDRESS = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>“”\"]+", re.IGNORECASE)
ENDS_A_SENTENCE = ".,;:!?'’"
AROUND = ' \t:–—-()<>“”"‘’,;'
"""What people put around an address, and between it and its name."""
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
    return [Link(found[0], _words(line)) for line in text.splitlines() if (found := _addresses(line))]


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


def _addresses(line: str) -> list[str]:
    return [_whole(_without_sentence(each)) for each in IS_ADDRESS.findall(line)]


def _without_sentence(address: str) -> str:
    """Without what belongs to the words around it: a full stop, or a bracket that was opened before it."""
    address = address.rstrip(ENDS_A_SENTENCE)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(ENDS_A_SENTENCE)
    return address


def _whole(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _words(line: str) -> str:
    return " ".join(IS_ADDRESS.sub(" ", line).split()).strip(AROUND)


def _fault(line: str) -> str:
    found = _addresses(line)
    if not found:
        return f"“{_cut(line)}” holds no address. Give one that begins with https://, after the words if there are any."
    if len(found) > 1:
        return "it holds more than one address. Put each on a line of its own."
    if len(_words(line)) > LONGEST_NAME:
        return f"its words have {len(_words(line))} characters, and there is room for {LONGEST_NAME}."
    try:
        check_address(found[0])
    except ValidationError:
        return f"“{_cut(found[0])}” is no address that can be opened. Copy it once more from the page."
    return "its address is longer than 500 characters." if len(found[0]) > LONGEST_ADDRESS else ""


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 60 else f"{text[:59]}…"
