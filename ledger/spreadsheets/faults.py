"""What is wrong with a file, in words: which row, which column, what was found, what is allowed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

LONGEST_FOUND = 200


@dataclass(frozen=True, order=True)
class Fault:
    """``row`` as the spreadsheet program counts it, the headings being 1 as a rule; 0: the file as a whole.

    ``column`` is its heading, or the headings of what a row says anew where it is at fault as a whole, and empty where
    nobody can say; ``found`` is what stands there, and ``allowed`` a sentence that says what to do.
    """

    row: int
    column: str
    found: str
    allowed: str

    def __post_init__(self):
        if len(self.found) > LONGEST_FOUND:
            object.__setattr__(self, "found", f"{self.found[: LONGEST_FOUND - 1]}…")

    def as_dict(self) -> dict:
        return asdict(self)


class UnusableSpreadsheet(Exception):
    """A file of which not one row can be read; ``faults`` say why."""

    def __init__(self, faults: Iterable[Fault] | str):
        self.faults = [Fault(0, "", "", faults)] if isinstance(faults, str) else list(faults)
        super().__init__(" ".join(fault.allowed for fault in self.faults))
