"""Which lines of a text copied from a PDF are page numbers and running headers, and not the plan's own."""

import re
from dataclasses import dataclass

from plan_documents.vocabulary import COUNCILLOR, PERSON_LINE, OutcomeNames, label_of

PAGE_NUMBER = "page number"
RUNNING_HEADER = "running header"

NUMBER_ALONE = re.compile(r"[-–—|\s]*(\d{1,3})[-–—|\s]*")
PAGE_NAMED = re.compile(r"page \d{1,3}(?: of \d{1,3})?", re.IGNORECASE)
PAGE_OF = re.compile(r"\bpage \d{1,3} of \d{1,3}\b", re.IGNORECASE)
NAMES_A_PLAN = re.compile(r"(?=.*\b(?:plan|strategy|report)\b).*\b20\d\d\b", re.IGNORECASE)
LIST_MARKER = re.compile(r"(?:[•◦▪●‣∙·*§–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
ENDS_SENTENCE = re.compile(r"[.!?:;…|][\"'”’)\]]*$")
HEADER_WORDS = 12
OFTEN = 3
"""A line that stands this often in a document may be the header of its pages."""
TITLE_LINES = 5
"""Where a document's own title stands: within so many lines."""
FULL_WIDTH = 60
"""Characters: a line this long was broken for lack of room where no sentence ends."""
BROKEN_WIDTH = 45
PAGES_APART = 3
"""Page numbers of one copy are no further apart."""
HEADERS_APART = 10
"""Pages with the same header are no further apart."""


@dataclass(frozen=True)
class Line:
    """A line of the source that is not blank."""

    text: str
    numbers: tuple[int, ...]
    after_blank: bool = False
    new_page: bool = False
    """Whether a form feed stands before it."""


def furniture_in(lines: list[Line]) -> dict[int, str]:
    """What each line is that is page furniture, by its position in ``lines``."""
    found = _page_numbers(lines)
    headers = _running_headers(lines, found)
    pages = {position for position in found if _beside(position, lines, {}, headers)}
    unsure = [position for position in found if position not in pages and _is_number(lines[position])]
    numbers = [int(NUMBER_ALONE.fullmatch(lines[position].text)[1]) for position in unsure]
    rising = len(numbers) > 1 and _rising(numbers, PAGES_APART)
    for position in unsure:
        if not (rising or _breaks_sentence(position, lines, FULL_WIDTH)):
            del found[position]
    return found | dict.fromkeys(headers, RUNNING_HEADER)


def _is_number(line: Line) -> bool:
    return NUMBER_ALONE.fullmatch(line.text) is not None


def _page_numbers(lines: list[Line]) -> dict[int, str]:
    """Every line that may be a page number, and those that say so."""
    found: dict[int, str] = {}
    for position, line in enumerate(lines):
        words = line.text.split()
        named = PAGE_NAMED.fullmatch(line.text.strip()) or (PAGE_OF.search(line.text) and len(words) <= HEADER_WORDS)
        if named or _is_number(line):
            found[position] = PAGE_NUMBER
    return found


def _running_headers(lines: list[Line], numbers: dict[int, str]) -> set[int]:
    """Short lines that come back from page to page, with a sign that it is pages they come back with."""
    places: dict[str, list[int]] = {}
    for position, line in enumerate(lines):
        if position not in numbers and _may_be_header(line.text.strip()):
            places.setdefault(_key(line.text), []).append(position)
    headers: set[int] = set()
    for positions in places.values():
        beside = _at_page_ends(positions, lines, numbers)
        signs = beside or [each for each in positions if _breaks_sentence(each, lines, BROKEN_WIDTH)]
        sign = signs or NAMES_A_PLAN.match(lines[positions[0]].text)
        answers = [position for position in positions if position and label_of(lines[position - 1].text)]
        if len(answers) * 2 <= len(positions) and (len(beside) >= OFTEN - 1 or (len(positions) >= OFTEN and sign)):
            headers |= set(positions) - _own_title(positions, lines, signs)
    return headers


def _at_page_ends(positions: list[int], lines: list[Line], numbers: dict[int, str]) -> list[int]:
    """Those of the positions beside a form feed, or beside numbers that rise as page numbers do."""
    feeds = [position for position in positions if _beside(position, lines, {}, set())]
    beside = [position for position in positions if _beside(position, lines, numbers, set())]
    near = [each for position in beside for each in (position - 1, position + 1) if each in numbers]
    pages = [int(re.search(r"\d+", lines[each].text)[0]) for each in near]
    return beside if _rising(pages, HEADERS_APART) else feeds


def _rising(numbers: list[int], step: int) -> bool:
    return all(0 < after - before <= step for before, after in zip(numbers, numbers[1:], strict=False))


def _own_title(positions: list[int], lines: list[Line], signs: list[int]) -> set[int]:
    """The first of the lines where it is the title of the document, or of an outcome's part in it."""
    first = positions[0]
    title = first < TITLE_LINES and first not in signs
    return {first} if title or OutcomeNames().by_name(lines[first].text) else set()


def _may_be_header(text: str) -> bool:
    if len(text.split()) > HEADER_WORDS or "|" in text or "\t" in text:
        return False
    if ENDS_SENTENCE.search(text) or LIST_MARKER.match(text) or not re.search(r"[^\W\d_]", text):
        return False
    person = COUNCILLOR.match(text) or PERSON_LINE.match(text)
    return not (person or is_label(text))


def is_label(text: str) -> bool:
    """Whether the line is a label, or begins with one and its colon."""
    return any(label_of(part) for part in (text, text.partition(":")[0]))


def _key(text: str) -> str:
    """What is the same on every page: the words, and the numbers too where there are few words."""
    words = " ".join(text.split())
    without = re.sub(r"\d+", "", words)
    return without if len(re.findall(r"[^\W\d_]+", without)) >= OFTEN else words


def _beside(position: int, lines: list[Line], numbers: dict[int, str], headers: set[int]) -> bool:
    """Whether the line is the first or last of a page, or stands next to a page number or a header."""
    neighbours = {position - 1, position + 1}
    feed = lines[position].new_page or (position + 1 < len(lines) and lines[position + 1].new_page)
    return feed or bool(neighbours & (numbers.keys() | headers))


def _breaks_sentence(position: int, lines: list[Line], width: int) -> bool:
    """Whether the line stands between the two halves of a sentence."""
    if not 0 < position < len(lines) - 1:
        return False
    before, after = lines[position - 1].text.rstrip(), lines[position + 1].text.lstrip()
    return len(before) >= width and not ENDS_SENTENCE.search(before) and after[:1].islower()
