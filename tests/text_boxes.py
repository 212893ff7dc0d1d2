"""The boxes for words on a page of the desk, and what stands beside each: read from the page itself."""

import re

from bs4 import BeautifulSoup, Tag

WORDS = {"", "text", "url", "email"}
EXAMPLE = re.compile(r"\b(for example|such as)\b", re.IGNORECASE)


def boxes_for_words(html: str) -> list[Tag]:
    """What somebody types words into: not a day, a number or a file, nor the search of a list."""
    boxes = BeautifulSoup(html, "html.parser").select("#content form[method=post] :is(input, textarea)[name]")
    return [box for box in boxes if box.get("type", "") in WORDS]


def without_example(html: str) -> list[str]:
    """The names of the boxes for words that have no example beside them, or at the head of their column."""
    return [box["name"] for box in boxes_for_words(html) if not EXAMPLE.search(beside(box))]


def beside(box: Tag) -> str:
    """What a box is described by; in a row of a table, what its column's heading says."""
    page = box.find_parents()[-1]
    told = [page.find(id=each) for each in box.get("aria-describedby", "").split()]
    if cell := box.find_parent("td"):
        name = box["name"].rpartition("-")[2]
        told += cell.find_parent("table").select(f"th.column-{name} img[alt]")
    return " ".join(each.get("alt") or each.get_text(" ") for each in told if each)
