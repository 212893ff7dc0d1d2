"""Who is meant by a holder as a plan prints it: read from the words, or chosen by the person importing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plan_documents.parsed import ParsedDocument
from plan_documents.parsing.slugs import slug_for
from plan_documents.vocabulary import holder_name

NEW_COUNCILLOR, NEW_PORTFOLIO, AS_PRINTED = "new-councillor", "new-portfolio", "printed"


@dataclass(frozen=True)
class Holder:
    """A councillor or a portfolio, found by its slug; made under ``name`` where there is none."""

    kind: Literal["councillor", "portfolio", ""]
    slug: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        """Whether a record is linked at all: "" leaves the words as printed."""
        return bool(self.kind)


@dataclass(frozen=True)
class Printed:
    """A holder in the words of the documents, with the number of priorities it stands at and the first line."""

    text: str
    line: int
    count: int

    @property
    def read(self) -> Holder:
        return read_holder(self.text)


def read_holder(printed: str) -> Holder:
    """Who the words name: one councillor, or nobody where they name none or several."""
    name = holder_name(printed)
    return Holder("councillor", slug_for(name), name) if name else Holder("")


def new_holder(choice: str, printed: str) -> Holder:
    """The holder to make, or none, that a choice without a record stands for."""
    if choice == NEW_COUNCILLOR:
        return read_holder(printed)
    return Holder("portfolio", slug_for(printed), printed) if choice == NEW_PORTFOLIO else Holder("")


def printed_holders(documents: Iterable[ParsedDocument]) -> list[Printed]:
    """Every holder as printed, once, in the order of the documents."""
    found: dict[str, list[int]] = {}
    for document in documents:
        for priority in document.every_priority:
            if priority.holder:
                found.setdefault(priority.holder, []).append(priority.line)
    return [Printed(text, lines[0], len(lines)) for text, lines in found.items()]
