"""The words published plans are built from: labels, page furniture, and the names of the shared outcomes."""

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from plan_documents.blocks import fold

LABELS: dict[str, re.Pattern] = {
    name: re.compile(pattern)
    for name, pattern in {
        "aims": r"(what )?(were|we are|are we) (aiming (for|to achieve)|trying to achieve)"
        r"|what we (want|aim|hope) to achieve|(our )?(aims|ambitions|goals)|what success (will )?looks? like",
        "priorities": r"(our |council )?priorities( for action| for \d{4}.*)?|priority actions",
        "tracking": r"(tracking|measuring) (our )?(progress|impact|success)"
        r"|how (will we|we will|well|we) (measure|track|know)\b.*"
        r"|(success |key )?measures( of success)?|(key )?(performance )?indicators|kpis",
        "done": r"(over|in|during) the (last|past) (year|(12|twelve|18|eighteen) months) (we have|weve)"
        r"|since \d{4} (we have|weve)|what (we have|weve) done( so far)?",
        "continuing": r"(well|we will) continue( to)?",
        "emphasis": r"with (a )?further emphasis on",
        "story": r"im kirklees",
        "cases": r"case stud(y|ies)",
        "case": r"(delivering change|case study)\b.+",
        "areas": r"(our )?areas of focus",
        "action": r"(the )?action",
        "deliverables": r"(key |our )?(deliverables?( s)?|milestones)|deliverables and timescales"
        r"|(the )?key actions\b.*|what we will (do|deliver)|outputs",
        "holder": r"(lead |responsible |cabinet )?(portfolio (holder|lead)|(lead|cabinet|executive) member"
        r"|lead councillor|cabinet lead)s?( s)?( for .{2,60})?",
        "timescale": r"time ?scales?|time ?frame|timeline|by when|(target|due|completion|delivery) date|deadline",
        "introduction": r"introduction|(.{0,40} )?forewords?( (by|from) .{2,60})?",
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
        "draft mark": r"(confidential |working )?draft( (cabinet|consultation|final) version)?( v?[\d ]+)?"
        r"|cabinet version|final version",
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

STATUS_WORDS = r"completed?|on target|on track|off track|delayed|achieved|not (?:yet )?started|in progress"
STATUS_BEFORE_DATE = re.compile(rf"^(?P<status>{STATUS_WORDS})\b[\s:–-]*(?P<timescale>\S.*)?$", re.I)
GLUED_STATUS = re.compile(rf"^(?P<status>(?i:{STATUS_WORDS}))(?=[A-Z])")
"""A status with its date run up against it, as copies of timelines have it."""

_TIMESCALE = (
    r"time ?scales?(?: for [a-z ]{2,30})?|time ?frame|timeline|by when"
    r"|(?:target |due |completion |delivery )?date|deadline|due"
)
TIMESCALE_LABEL = re.compile(rf"(?:^|(?<=[.!?])\s+|\s+(?=\())\(?(?:{_TIMESCALE})\s*(?::|\s[–-])\s*", re.I)
TIMESCALE_START = re.compile(r"^(?i:time ?scales?)\s+(?=[A-Z0-9])")
"""The label without its colon, at the start of a line."""
STATUS_LABEL = re.compile(r"(?:^|(?<=[.!?])\s+)(?:current )?(?:status|rag(?: rating)?)\s*:\s*", re.I)
OWNER_LABEL = re.compile(r"^(?:lead|owner|lead officer|responsible officer|service director)\s*:\s*", re.I)
INLINE_LABELS = ("action", "deliverables", "areas", "holder")
PERSON_LINE = re.compile(
    r"^(?:(?:Cllr|Councillor|Coun|Clr)\.?\s+)?(?P<name>[A-Z][\w'’.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w'’.-]+){1,3})"
    r"(?:\s+[–—-]\s+|\s*,\s+)(?P<role>\S.*)$"
)
FOREWORD_ROLE = re.compile(r"\b(leader|chief executive|mayor|director|cabinet|chair|portfolio)\b", re.I)
COUNCILLOR = re.compile(r"^(?:Cllr|Councillor|Coun|Clr)s?\.?\s+(?P<name>\S.*?)[.\s]*$", re.I)


def split_inline_label(text: str) -> tuple[str, str] | None:
    """("Portfolio holder", "Councillor A") from "Portfolio holder: Councillor A"; None where no label leads."""
    label, colon, rest = text.partition(":")
    if colon and rest.strip() and label_of(label) in INLINE_LABELS:
        return label.strip(), rest.strip()
    return None


def label_of(text: str) -> str | None:
    """The name of the label that ``text`` is ("aims", "holder" …), or None where it is none."""
    folded = fold(text)
    if not folded or len(folded.split()) > MAX_LABEL_WORDS or re.search(r"[^.]\.\s*$", text):
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


LINKED_TO_NOBODY = "“{}” names no single councillor: it is kept, and linked to nobody"


def holder_name(published: str) -> str | None:
    """The one councillor a holder line names, without title and office; None where it names none or several."""
    found = COUNCILLOR.match(published)
    if found is None:
        return None
    name = re.split(r"\s*[,;(:]\s*|\s+[–—-]\s+", found["name"])[0].strip()
    several = re.search(r"\band\b|&|/", name) or len(re.findall(r"\b(?:Cllr|Councillor)\b", published)) > 1
    return None if several else name


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

    def in_title(self, text: str) -> tuple[KnownOutcome, str] | None:
        """The outcome that a part of a title names ("Council Plan: Well"), and that part."""
        for part in re.split(r"\s*[:|–—]\s*|\s-\s", text):
            if known := self.by_name(part):
                return known, part
        return None

    def by_statement(self, text: str) -> KnownOutcome | None:
        """The outcome whose statement reads nearly like ``text``."""
        wanted = fold(text)
        matchers = [
            (SequenceMatcher(None, fold(statement), wanted), outcome)
            for outcome in self.known
            for statement in outcome.statements
        ]
        alike = [(matcher.ratio(), outcome) for matcher, outcome in matchers if _may_be_alike(matcher)]
        best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= SAME_STATEMENT else None

    def learn(self, outcome: KnownOutcome) -> None:
        """Add an outcome, or the further names and statements of one that is known."""
        for position, known in enumerate(self.known):
            if known.slug == outcome.slug:
                names = (*known.also_called, outcome.name, *outcome.also_called)
                self.known[position] = replace(
                    known, also_called=names, statements=(*known.statements, *outcome.statements)
                )
                return
        self.known.append(outcome)


def _may_be_alike(matcher: SequenceMatcher) -> bool:
    """Whether the ratio may reach what is wanted: its upper bounds take a small part of its time."""
    return matcher.real_quick_ratio() >= SAME_STATEMENT and matcher.quick_ratio() >= SAME_STATEMENT


def _name_words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split()) - {"and", "the", "&"}
