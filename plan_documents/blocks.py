"""The neutral form every document is turned into: a flat list of blocks in reading order."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "continuation", "row"]


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, further line of an item, or table row.

    ``lines`` are the 1-based source lines it was made from (for .docx: the count of its paragraphs).
    ``level`` is a heading's level (0 where the source does not say) or an item's depth (0 = top);
    a continuation has the depth of the item it continues. ``marker`` is a list item's number or bullet.
    ``furniture`` says what a block is that belongs to the page and not to the plan ("running header").
    """

    kind: Kind
    text: str
    lines: tuple[int, ...]
    level: int = 0
    marker: str = ""
    cells: tuple[str, ...] = ()
    furniture: str = ""

    @property
    def line(self) -> int:
        """The first source line, for reports; 0 for a block that shares its line with the one after it."""
        return self.lines[0] if self.lines else 0

    @property
    def number(self) -> int | None:
        """The number of a numbered item (``"12."`` gives 12), else None."""
        digits = re.fullmatch(r"\(?(\d{1,3})[.)]?", self.marker)
        return int(digits.group(1)) if digits else None


def fold(text: str) -> str:
    """Words alone, lower case, one space apart: for comparing labels and names."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text.lower())
    text = re.sub(r"[\u2018\u2019'`]", "", text)
    return re.sub(r"[^\w%£&]+|_", " ", text).strip()
