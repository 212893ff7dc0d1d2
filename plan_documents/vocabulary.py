"""The words published plans are built from: labels, page furniture, and the names of the shared outcomes."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plan_documents.blocks import fold

LABELS: dict[str, re.Pattern] = {
    name: re.compile(pattern)
    for name, pattern in {
        "aims": r"(what )?(were|we are) aiming (for|to achieve)|what we (want|aim) to achieve|our aims|aims",
        "priorities": r"(our |council )?priorities( for action| for \d{4}.*)?|priority actions",
        "tracking": r"tracking our progress|measuring our impact|how we (will|ll) (measure|track|know)\b.*"
        r"|measures( of success)?|(key )?indicators|how we measure (our )?(success|progress)",
        "done": r"(over|in|during) the (last|past) year (we have|weve)|what we have done",
        "continuing": r"(well|we will) continue to",
        "emphasis": r"with (a )?further emphasis on",
        "story": r"im kirklees",
        "cases": r"case stud(y|ies)",
        "case": r"delivering change\b.+",
        "areas": r"(our )?areas of focus",
        "action": r"(the )?action",
        "deliverables": r"(key )?deliverables?( s)?|(the )?key actions\b.*",
        "holder": r"(cabinet )?(portfolio holder|lead member|lead councillor|cabinet member|cabinet lead)s?( s)?",
        "timescale": r"timescales?|timeframe|by when|target date|deadline|due date",
        "introduction": r"introduction|forewords?",
        "vision_and_outcomes": r"(our )?vision and (shared )?outcomes",
        "vision": r"(our |the )?vision",
        "overview": r"(our )?(shared )?outcomes",
        "figures": r"in the (last|past) year\b.{0,80}\bha(s|ve)|(the year |kirklees( council)? )?in numbers",
    }.items()
}
MAX_LABEL_WORDS = 14

FURNITURE: dict[str, re.Pattern] = {
    name: re.compile(pattern)
    for name, pattern in {
        "draft mark": r"(confidential |working )?draft( .{0,20}version)?( v?[\d ]+)?|cabinet version|final version",
        "page number": r"(page )?\d{1,3}( of \d{1,3})?",
        "page furniture": r"stay connected|sign up (to|for) .{0,60}(alerts|updates|newsletter).{0,40}"
        r"|was this (page|information) (helpful|useful)|(share|print) this page|back to (the )?top"
        r"|skip to (main )?content|(table of )?contents|on this page|in this section|related (pages|links|content)"
        r"|(page )?last updated\b.{0,40}|follow us\b.{0,40}|report a problem.{0,40}|(accept )?(all )?cookies",
        "download link": r"(you can )?download (the|our|a|this)\b.{0,80}",
        "list connector": r"plus",
        "rule": r"",
    }.items()
}

CAPTION_START = re.compile(
    r"^(image|photo(graph)?|picture)( of)?\b|^(a|an|two|three|some)\b.*\b(in|on|at|with|by)\b", re.I
)
CAPTION_END = re.compile(
    r"\b(station|town hall|library|park|market|street|bridge|tower|castle|hill|reservoir|canal|museum|"
    r"hospital|viaduct|stadium|town centre|mill)$",
    re.I,
)
CAPTION_VERBS = re.compile(r"\b(we|our|will|are|is|be|have|has|make|live|can)\b", re.I)

PRINCIPLES: dict[str, tuple[str, re.Pattern]] = {
    "people": ("Working with people", re.compile(r"working with people( not doing to them)?")),
    "partners": ("Working with partners", re.compile(r"working with (our )?partners")),
    "place": ("Place-based working", re.compile(r"place based working|working in (our )?places")),
}

STATUS_BEFORE_DATE = re.compile(
    r"^(?P<status>completed?|on target|on track|off track|delayed|achieved|not (?:yet )?started|in progress)\s*"
    r"(?=[A-Z0-9]|early|mid|late|spring|summer|autumn|winter|by )(?P<timescale>.+)$",
    re.I,
)
TIMESCALE_LABEL = re.compile(
    r"(?:^|(?<=[.!?])\s+)(?:timescales?|timeframe|by when|target date|deadline|due date)\s*:\s*", re.I
)
PERSON_LINE = re.compile(
    r"^(?:(?:Cllr|Councillor|Coun|Clr)\.?\s+)?(?P<name>[A-Z][\w'’.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w'’.-]+){1,3})"
    r"(?:\s+[–—-]\s+|\s*,\s+)(?P<role>\S.*)$"
)
FOREWORD_ROLE = re.compile(r"\b(leader|chief executive|mayor|director|cabinet|chair|portfolio)\b", re.I)
COUNCILLOR = re.compile(r"^(?:Cllr|Councillor|Coun|Clr)s?\.?\s+(?P<name>\S.*?)[.\s]*$", re.I)


def label_of(text: str) -> str | None:
    """The name of the label that ``text`` is ("aims", "holder" …), or None where it is none."""
    folded = fold(text)
    if not folded or len(folded.split()) > MAX_LABEL_WORDS:
        return None
    return next((name for name, pattern in LABELS.items() if pattern.fullmatch(folded)), None)


def furniture_of(text: str) -> str | None:
    """The kind of page furniture that ``text`` is, or None where it belongs to the plan."""
    folded = fold(text)
    return next((name for name, pattern in FURNITURE.items() if pattern.fullmatch(folded)), None)


def is_caption(text: str) -> bool:
    """Whether a short line at the head of a page describes a picture rather than heading the page."""
    if len(text.split()) > 10 or text.endswith((".", ":", "?")) or CAPTION_VERBS.search(text):
        return False
    return bool(CAPTION_START.search(text) or CAPTION_END.search(text))


def principle_of(heading: str) -> str | None:
    """The slug of the principle a heading states, or None."""
    folded = fold(heading)
    return next((slug for slug, (_name, pattern) in PRINCIPLES.items() if pattern.fullmatch(folded)), None)


@dataclass(frozen=True)
class KnownOutcome:
    """A shared outcome of the council, with the statements its plans have given it."""

    slug: str
    name: str
    statements: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()


KNOWN_OUTCOMES = (
    KnownOutcome(
        "shaped-by-people",
        "Shaped by people",
        also_called=("Shared by people",),
        statements=("We make our places what they are",),
    ),
    KnownOutcome("best-start", "Best start", statements=("Children have the best start in life",)),
    KnownOutcome("well", "Well", statements=("People in Kirklees are as well as possible for as long as possible",)),
    KnownOutcome(
        "independent",
        "Independent",
        statements=("People in Kirklees live independently and have control over their lives",),
    ),
    KnownOutcome(
        "aspire-and-achieve",
        "Aspire and achieve",
        statements=(
            "People in Kirklees aspire to achieve their ambitions through education, training, employment "
            "and lifelong learning",
        ),
    ),
    KnownOutcome(
        "sustainable-economy",
        "Sustainable economy",
        statements=(
            "Kirklees has sustainable economic growth and provides good employment for and with communities "
            "and businesses",
        ),
    ),
    KnownOutcome(
        "safe-and-cohesive",
        "Safe and cohesive",
        statements=("People in Kirklees live in cohesive communities, feel safe and are protected from harm",),
    ),
    KnownOutcome(
        "clean-and-green",
        "Clean and green",
        statements=("People in Kirklees experience a high quality, clean and green environment",),
    ),
    KnownOutcome(
        "efficient-and-effective",
        "Efficient and effective",
        statements=("Kirklees Council works smart and delivers efficiently and effectively",),
    ),
)
SAME_STATEMENT = 0.8
"""How alike (0 to 1) two wordings must be to count as one statement."""


@dataclass
class OutcomeNames:
    """Finds the lasting outcome behind a name or a statement as printed, however it drifted."""

    known: list[KnownOutcome] = field(default_factory=lambda: list(KNOWN_OUTCOMES))

    def by_name(self, text: str) -> KnownOutcome | None:
        """The outcome called ``text``, whatever its case and the order of its words."""
        words = _name_words(text)
        for outcome in self.known:
            if words and words in [_name_words(name) for name in (outcome.name, *outcome.also_called)]:
                return outcome
        return None

    def by_statement(self, text: str) -> KnownOutcome | None:
        """The outcome whose statement reads nearly like ``text``."""
        alike = [
            (SequenceMatcher(None, fold(statement), fold(text)).ratio(), outcome)
            for outcome in self.known
            for statement in outcome.statements
        ]
        best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= SAME_STATEMENT else None

    def learn(self, outcome: KnownOutcome) -> None:
        """Add an outcome that a document names itself."""
        if self.by_name(outcome.name) is None:
            self.known.append(outcome)


def _name_words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split()) - {"and", "the", "&"}
