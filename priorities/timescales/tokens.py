"""Cuts a timescale into tokens: words, numbers, written-out dates, punctuation, and what can be no date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import words
from .periods import FIRST_YEAR, LAST_YEAR

LONGEST = 3000
"""Characters that are read; a timescale cell in a published plan is rarely past 300."""

PLAIN = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u202f\u200b\u200c\u200d\ufeff\u00ad\r\n\t\f\v", " "),
        **dict.fromkeys("•●▪■◦·", ";"),
        "⁄": "/",
    }
)
"""One character for one, so that places in the plain text are places in the published text."""

KNOWN = frozenset(
    {*words.MONTHS, *words.SEASONS, *words.PARTS, *words.BY, *words.FROM, *words.START, *words.STATUS}
    | {
        *words.AFTER,
        *words.WEEKDAYS,
        "q",
        "qtr",
        "quarter",
        "h",
        "fy",
        "ay",
        "to",
        "and",
        "in",
        "ongoing",
        "onwards",
    }
)

SCAN = re.compile(
    r"""
    (?P<iso>\d{4}(?P<isosep>[-/.])\d{1,2}(?P=isosep)\d{1,2})(?![0-9A-Za-z])
  | (?P<dmy>\d{1,2}\s?(?P<sep>[-/.])\s?\d{1,2}\s?(?P=sep)\s?(?:\d{4}|\d{2}))(?![0-9A-Za-z]|/\d|\.\d)
  | (?P<junk>
        [£$€]\s?\d[\d,./-]*\s?(?:[kmb]n?\b|million\b|billion\b)?
      | \d{1,3}(?:,\d{3})+
      | \d{1,2}[:.]\d{2}\s?(?:am|pm|hrs?)?(?![0-9A-Za-z])
      | \d+\.\d+\s?%?
      | \d+\s?%
      | \d{2,4}/\d{2}/\d{5,}\w*
      | \d{2,4}/\d{5,}(?:/\w+)*
      | \d{4}/\d{3}(?!\d)\w*
    )
  | (?P<code>[A-Za-z]{1,8}(?:[-/][A-Za-z]{1,6})?[-/.]?\d[\w/-]*)
  | (?P<number>\d+)(?P<tail>[A-Za-z]*)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
  | (?P<space>\s+)
  | (?P<dots>\.{2,}|…)
  | (?P<punct>.)
    """,
    re.VERBOSE | re.ASCII,
)
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
PIECES = re.compile(r"[A-Za-z]+|\d+|.")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: word, number, date, wrong (a date no calendar has), junk or punct. ``text`` is lower case.

    ``start`` and ``end`` are places in the published text; ``spaced`` says that white space came before;
    ``ordinal`` marks 1st, 2nd, 3rd; ``capital`` a word written with a capital.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = True
    capital: bool = False
    ordinal: bool = False
    day: date | None = None

    @property
    def number(self) -> int:
        """The value of a number of up to five digits, -1 for anything else."""
        return int(self.text) if self.kind == "number" and len(self.text) <= 5 else -1


ABBREVIATION = re.compile(r"\b(?:(?:[a-z]\.){2,}|(?:approx|est|circa|prov|exp|qtr|yr)\.)", re.I)


def plain(text: str) -> str:
    """The text with one kind of dash, quotation mark and space, each character in its own place.

    Dotted abbreviations lose their dots ("w.e.f. "), so that a full stop ends a sentence.
    """
    text = text[:LONGEST].translate(PLAIN)
    return ABBREVIATION.sub(lambda match: match.group().replace(".", "").ljust(len(match.group())), text)


def full_year(digits: str) -> int:
    """Two digits are 2000-2060 or 1961-1999; four stand for themselves."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number <= 60 else 1900)


def written_date(parts: list[str]) -> date | None:
    """A date from [day, month, year] or [year, month, day]; British order, never the American."""
    if len(parts[0]) == 4:
        parts = parts[::-1]
    try:
        return date(full_year(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _date_tokens(match: re.Match[str], spaced: bool) -> list[Token]:
    """A date in figures, or the parts of a chain of years (2024/25/26)."""
    raw = match.group()
    day = written_date([part for part in re.split(r"[-/.\s]+", raw) if part])
    if day is None and match["iso"] and match["isosep"] == "/":
        return _pieces(raw, match.start(), spaced)
    return [Token("date" if day else "wrong", raw, match.start(), match.end(), spaced, day=day)]


def _pieces(raw: str, start: int, spaced: bool) -> list[Token]:
    """Letters and digits that are glued together, taken apart: "Q1", "FY22/23", "mid-2024", "June2022"."""
    tokens = []
    for match in PIECES.finditer(raw):
        piece = match.group()
        kind = "number" if piece.isdigit() else "word" if piece.isalpha() else "punct"
        at = start + match.start()
        first = spaced and match.start() == 0
        tokens.append(Token(kind, piece.lower(), at, at + len(piece), first, piece[:1].isupper()))
    return tokens


def _code_tokens(match: re.Match[str], spaced: bool) -> list[Token]:
    """A code such as S106 or CAB/2022/034 is no date; "Q1" or "Mar-22" is cut into its parts."""
    raw, start = match.group(), match.start()
    letters = re.match(r"[A-Za-z]+(?:[-/][A-Za-z]+)?", raw)
    named = [part.lower() for part in re.split(r"[-/]", letters.group())] if letters else []
    digits = re.search(r"\d+", raw)
    known = all(part in KNOWN for part in named)
    if named[:1] == ["h"] and not re.match(r"h[12](?!\d)", raw, re.I):
        known = False
    if named[:1] == ["q"] and not re.match(r"q[1-4](?!\d)", raw, re.I):
        known = False
    if not known or digits is None:
        return [Token("junk", raw.lower(), start, match.end(), spaced)]
    return _pieces(raw, start, spaced)


def _number_tokens(match: re.Match[str], spaced: bool) -> list[Token]:
    digits, tail = match["number"], match["tail"].lower()
    start, middle, end = match.start(), match.end("number"), match.end()
    if tail in {"st", "nd", "rd", "th"}:
        return [Token("number", digits, start, end, spaced, ordinal=True)]
    if tail and tail not in KNOWN:
        return [Token("junk", match.group().lower(), start, end, spaced)]
    tokens = [Token("number", digits, start, middle, spaced)]
    if tail:
        tokens.append(Token("word", tail, middle, end, False, match["tail"][0].isupper()))
    return tokens


def _word_tokens(raw: str, start: int, spaced: bool) -> list[Token]:
    """A word, cut where a table's cells ran together ("On targetSummer")."""
    cuts = [0, *(m.start() for m in CAMEL.finditer(raw)), len(raw)]
    parts = [raw[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    if len(parts) > 1 and not any(part.lower() in KNOWN for part in parts[1:]):
        parts = [raw]
    tokens, at = [], start
    for part in parts:
        tokens.append(Token("word", part.lower(), at, at + len(part), spaced, part[:1].isupper()))
        at, spaced = at + len(part), False
    return tokens


def tokenise(text: str) -> list[Token]:
    """The tokens of ``plain`` text, in order. Linear: the scanner never looks back."""
    tokens: list[Token] = []
    at, spaced = 0, True
    while at < len(text):
        word = WORD.match(text, at) if not text[at].isascii() else None
        match = SCAN.match(text, at)
        if word or match is None:
            end = word.end() if word else at + 1
            tokens.append(Token("word" if word else "punct", text[at:end].lower(), at, end, spaced))
            at, spaced = end, False
            continue
        at = match.end()
        if match["space"]:
            spaced = True
            continue
        if match["iso"] or match["dmy"]:
            tokens.extend(_date_tokens(match, spaced))
        elif match["junk"]:
            tokens.append(Token("junk", match.group(), match.start(), match.end(), spaced))
        elif match["code"]:
            tokens.extend(_code_tokens(match, spaced))
        elif match["number"]:
            tokens.extend(_number_tokens(match, spaced))
        elif match["word"]:
            tokens.extend(_word_tokens(match.group(), match.start(), spaced))
        else:
            tokens.append(Token("punct", match.group(), match.start(), match.end(), spaced))
        spaced = False
    return tokens


Tokens = Sequence[Token]


def word(tokens: Tokens, at: int) -> str:
    """The text of a word or punctuation token, "" elsewhere, so that comparisons need no bounds checks."""
    if 0 <= at < len(tokens) and tokens[at].kind in {"word", "punct"}:
        return tokens[at].text
    return ""


def number(tokens: Tokens, at: int) -> int:
    """The value of a number token, -1 elsewhere."""
    return tokens[at].number if 0 <= at < len(tokens) else -1


def skip(tokens: Tokens, at: int, *allowed: str) -> int:
    while word(tokens, at) in allowed and word(tokens, at):
        at += 1
    return at


def four(tokens: Tokens, at: int) -> int:
    """A four-digit year, -1 elsewhere."""
    value = number(tokens, at)
    plausible = FIRST_YEAR <= value <= LAST_YEAR and len(tokens[at].text) == 4 and not tokens[at].ordinal
    return value if plausible else -1


def two(tokens: Tokens, at: int) -> int:
    """The year that two digits stand for, -1 elsewhere."""
    if number(tokens, at) >= 0 and len(tokens[at].text) == 2 and not tokens[at].ordinal:
        return full_year(tokens[at].text)
    return -1
