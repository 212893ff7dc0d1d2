"""An account of an import as its page shows it: filtered, in sections, and told in one sentence. Values only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Line = dict[str, Any]

FEW = 60
"""Up to how many lines every section is open from the start."""
ALL = ""
FILTERS = {
    ALL: "Every line",
    "create": "Lines that create",
    "change": "Lines that change",
    "same": "Lines left alone",
    "aside": "Lines set aside",
    "check": "Lines with a warning",
    "moved": "Lines with a date moved here",
    "timescales": "Lines with a timescale",
    "unsure": "Lines with a timescale to check",
}

SUMMARISED = {
    "create": "that create",
    "change": "that change",
    "aside": "set aside",
    "check": "with a warning",
    "moved": "with a date moved here",
    "unsure": "with a timescale to check",
}


@dataclass(frozen=True)
class Choice:
    """One way of showing the lines, with how many there are."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Section:
    """Lines that follow one another under the same outcome or page."""

    name: str
    lines: list[Line]
    open: bool

    @property
    def summary(self) -> str:
        """How many lines, and on how many something happens: "40 lines: 38 that create, 1 that change"."""
        told = [
            (value, word) for value, word in SUMMARISED.items() if any(is_wanted(line, value) for line in self.lines)
        ]
        rest = ", ".join(f"{sum(is_wanted(line, value) for line in self.lines)} {word}" for value, word in told)
        return f"{counted(len(self.lines), 'line')}{': ' if rest else ''}{rest}"


@dataclass(frozen=True)
class Shown:
    """One document with the lines that were asked for."""

    document: dict[str, Any]
    sections: list[Section]

    @property
    def total(self) -> int:
        """How many lines there are to read here: a line that a document breaks in two is one."""
        return len(self.document["lines"])

    @property
    def aside(self) -> int:
        return sum(bool(line["aside"]) for line in self.document["lines"])

    @property
    def placed(self) -> int:
        return self.total - self.aside


def documents_shown(account: dict[str, Any], show: str) -> list[Shown]:
    documents = account.get("documents", [])
    few = show != ALL or sum(len(document["lines"]) for document in documents) <= FEW
    refused = _refused_by_line(account)
    return [
        Shown(document, list(_sections(_with_refusals(document["lines"], number, refused), show, few)))
        for number, document in enumerate(documents)
    ]


def _refused_by_line(account: dict[str, Any]) -> dict[tuple[int, int], list[dict]]:
    found = defaultdict(list)
    for each in account.get("refused", []):
        found[each["document"], each["position"]].append(each)
    return found


def _with_refusals(lines: list[Line], document: int, refused: dict[tuple[int, int], list[dict]]) -> list[Line]:
    """The lines, those that are refused with an anchor of their own and why."""
    if not refused:
        return lines
    return [
        line | {"anchor": f"line-{document}-{number}", "refused": said}
        if (said := refused.get((document, number)))
        else line
        for number, line in enumerate(lines)
    ]


def choices(account: dict[str, Any], show: str) -> list[Choice]:
    """Every way of showing the lines that leads to some."""
    lines = [line for document in account.get("documents", []) for line in document["lines"]]
    counts = {value: sum(is_wanted(line, value) for line in lines) for value in FILTERS}
    return [Choice(value, FILTERS[value], count, value == show) for value, count in counts.items() if count]


def asked(text: str | None) -> str:
    """The way of showing the lines that an address asks for; every line where it asks for none there is."""
    return text if text in FILTERS else ALL


def is_wanted(line: Line, show: str) -> bool:
    """Whether the line is among those that ``show`` names."""
    if show in ("create", "change", "same"):
        return any(each["verdict"] == show for each in line["became"])
    if show == "moved":
        return any("moved" in each for each in line["became"])
    if show == "timescales":
        return any(each["timescale"] for each in line["became"])
    if show == "unsure":
        return any(each["timescale"].get("unsure") for each in line["became"])
    return bool({"aside": line["aside"], "check": line["warnings"]}.get(show, True))


def standing(account: dict[str, Any], state: str) -> str:
    """What the import does, in one sentence."""
    counts = account.get("counts") or dict.fromkeys(("create", "change", "same", "aside"), 0)
    if state == "to-review":
        return f"This would {_does(counts, 'create', 'change', 'leave')}. Nothing is written yet."
    if state == "discarded":
        return f"This was discarded, and nothing was written. It would {_does(counts, 'create', 'change', 'leave')}."
    undone = " All of it was undone since." if state == "undone" else ""
    return f"This {_does(counts, 'created', 'changed', 'left')}.{undone}"


def _does(counts: dict[str, int], create: str, change: str, leave: str) -> str:
    does = [f"{create} {counted(counts['create'], 'record')}"] if counts["create"] else []
    does += (
        [f"{change} {counted(counts['change'], 'record')}"]
        if counts["change"]
        else []
        if does
        else [f"{change} nothing"]
    )
    does += [f"{leave} {counted(counts['same'], 'record')} as before"] if counts["same"] else []
    aside = (
        f"; {counted(counts['aside'], 'line')} of the text {_is(counts['aside'])} set aside" if counts["aside"] else ""
    )
    return f"{', '.join(does[:-1])}{' and ' if does[1:] else ''}{does[-1]}{aside}"


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _sections(lines: list[Line], show: str, few: bool) -> Iterator[Section]:
    wanted = [line for line in lines if is_wanted(line, show)]
    for name, group in groupby(wanted, key=lambda line: line["chapter"]):
        lines = list(group)
        yield Section(name or "Before the plan begins", lines, few or any(line.get("refused") for line in lines))
