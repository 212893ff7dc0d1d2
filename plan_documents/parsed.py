"""What a published plan says, as values: the parser's answer, before anything touches the database."""

from dataclasses import dataclass, field

KIND_WORDS = {
    "plan": "a whole plan",
    "outcome": "an outcome's page",
    "approach": "a page on the approach",
    "values": "the shared values",
}


@dataclass
class Text:
    """A passage with the source line it starts on."""

    text: str
    line: int


@dataclass
class Section:
    heading: str
    body: str
    line: int


@dataclass
class Foreword:
    name: str
    role: str
    body: str
    line: int


@dataclass
class ApproachSection:
    heading: str
    line: int
    body: str = ""
    principle: str | None = None
    cases: list[Section] = field(default_factory=list)


@dataclass
class ApproachPage:
    title: str
    line: int
    introduction: str = ""
    sections: list[ApproachSection] = field(default_factory=list)
    values: list[Section] = field(default_factory=list)


@dataclass
class Deliverable:
    text: str
    line: int
    timescale: str = ""
    status: str = ""
    owner: str = ""
    expected_result: str = ""
    as_printed: str = ""
    children: list["Deliverable"] = field(default_factory=list)


@dataclass
class Priority:
    number: int
    title: str
    line: int
    action: str = ""
    holder: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    deliverables: list[Deliverable] = field(default_factory=list)


@dataclass
class Commitment:
    kind: str
    number: int
    text: str
    line: int


@dataclass
class Story:
    person: str
    role: str
    text: str
    line: int


@dataclass
class Outcome:
    """An outcome as the document states it. ``labels`` keeps its headings as printed, by part."""

    slug: str
    name: str
    line: int
    statement: str = ""
    overview_statement: str = ""
    strapline: str = ""
    introduction: str = ""
    tracking_note: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    aims: list[Text] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    indicators: list[Text] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    cases: list[Section] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)


@dataclass
class Figure:
    text: str
    line: int
    heading: str = ""
    outcome: str | None = None


@dataclass(frozen=True)
class SetAside:
    """A line that stands nowhere in the portal, and why."""

    line: int
    text: str
    reason: str


@dataclass
class ParsedDocument:
    """Everything one document says, and an account of every line of it."""

    kind: str
    title: str = ""
    edition: str = ""
    introduction: str = ""
    vision: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    forewords: list[Foreword] = field(default_factory=list)
    approach_pages: list[ApproachPage] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    total_lines: int = 0

    @property
    def placed_lines(self) -> int:
        return self.total_lines - len(self.set_aside)

    def outcome(self, slug: str) -> Outcome | None:
        """The statement of the outcome called ``slug``, or None where the document has none."""
        return next((outcome for outcome in self.outcomes if outcome.slug == slug), None)

    @property
    def every_priority(self) -> list[Priority]:
        """The priorities under outcomes, then those outside."""
        inside = [priority for outcome in self.outcomes for priority in outcome.priorities]
        return inside + self.priorities
