"""Tells a year from a number in a name, a reference or a quantity. When in doubt, it is no date."""

from . import words
from .points import Point
from .tokens import Tokens, number, word


def boundary(tokens: Tokens, at: int) -> bool:
    return not 0 <= at < len(tokens) or (tokens[at].kind == "punct" and tokens[at].text not in "'&%@#_*=<>~^\\|\"")


def _is_event(text: str) -> bool:
    """A word such as "adopted" or "construction", which may stand beside a bare year and leave it a date."""
    if text in {"vision", "ambition", "mission", "action"} or text in words.TITLES - words.STATUS:
        return False
    return text in words.STATUS or (len(text) > 4 and text.endswith(words.ENDINGS_OF_EVENTS))


def _allowed_before(tokens: Tokens, at: int) -> tuple[bool, bool]:
    """Whether the token before a bare year lets it be a date, and whether it insists on it ("by", "in")."""
    name = word(tokens, at)
    if name == "'" or (name == '"'):
        return False, False
    if boundary(tokens, at):
        glued = at + 1 < len(tokens) and not tokens[at + 1].spaced and not tokens[at].spaced
        if name == ":" and glued and not word(tokens, at - 1).isalpha():
            return False, False
        if name in {".", ":"} and word(tokens, at - 1) in words.REFERENCES:
            return False, False
        hyphenated = name in {"-", "/"} and at + 1 < len(tokens) and not tokens[at + 1].spaced
        if hyphenated and word(tokens, at - 1) not in {*words.PARTS, "ongoing", "pre", "post"}:
            return number(tokens, at - 1) < 0 and _is_event(word(tokens, at - 1)), False
        return True, False
    if name in words.PREPOSITIONS or (name == "of" and word(tokens, at - 1) in words.WHOLES):
        return True, True
    if name == "than" and word(tokens, at - 1) in {"later", "earlier", "sooner"}:
        return True, True
    if name in words.BY | words.FROM | words.START | words.AFTER or name in {"years", "year", "years'"}:
        return True, True
    if number(tokens, at) >= 0:
        return _is_label_number(tokens, at), False
    known = _is_event(name) or name in words.MONTHS or name in {"ongoing", "ongoingly", "tbc", "onwards", "&"}
    return known, False


def _is_label_number(tokens: Tokens, at: int) -> bool:
    """The "2" of "Phase 2 2023"."""
    return word(tokens, at - 1) in {"phase", "stage", "tranche", "part", "step", "wave"}


def _allowed_after(tokens: Tokens, at: int, insisted: bool) -> bool:
    """Whether the token after a bare year lets it be a date rather than part of a name or a quantity."""
    if at < len(tokens) and tokens[at].kind in {"junk", "wrong"}:
        return insisted and tokens[at].kind != "wrong"
    if number(tokens, at) >= 0:
        return insisted or number(tokens, at) > 31
    name = word(tokens, at)
    if boundary(tokens, at):
        glued = name in {"-", "/"} and not tokens[at].spaced and at + 1 < len(tokens) and not tokens[at + 1].spaced
        return not (glued and word(tokens, at + 1) not in {"ongoing", "onwards", "present"})
    if name in words.COUNTED or name in words.TITLES or name in {"'", '"', "%", "s"}:
        return False
    if name in words.FILLER | words.BY | words.FROM | words.START | words.AFTER or name in words.MONTHS:
        return True
    if name in words.AFTER_A_YEAR:
        return True
    if insisted:
        return not (tokens[at].capital and word(tokens, at + 1) in words.TITLES)
    return _is_event(name)


def is_date(tokens: Tokens, points: list[Point]) -> bool:
    """Whether points that are nothing but numbers are meant as years. When in doubt they are not."""
    if any(not point.plain_year for point in points):
        return not _is_reference(tokens, points)
    first, last = points[0], points[-1]
    before, insisted = _allowed_before(tokens, first.first - 1)
    name = word(tokens, first.first - 1)
    if name in words.QUANTITY and name not in {"to", "up", "of"} and first.year and first.year.first < 2015:
        return False
    if name == "the" or (name in {"our", "its", "this", "that"}):
        before = insisted = False
    if name in words.REFERENCES or _is_reference(tokens, points):
        return False
    if name == "of" and word(tokens, first.first - 2) in words.TITLES:
        return False
    return before and _allowed_after(tokens, last.past, insisted)


def _is_reference(tokens: Tokens, points: list[Point]) -> bool:
    """SR (25/26) 01, Ref 2022/23, Minute 21/22: a year inside a reference number."""
    first, last = points[0], points[-1]
    if first.unit not in {"financial-year", "month"} or first.named:
        return False
    in_figures = number(tokens, first.first) >= 0
    before, after = first.first - 1, last.past
    before -= word(tokens, before) in {"(", ":", "."}
    after += word(tokens, after) == ")"
    after += word(tokens, after) in {"-", "/"}
    if not in_figures:
        return False
    named = word(tokens, before) in words.REFERENCES
    numbered = 0 <= number(tokens, after) < 1974 and (word(tokens, before).isalpha() or before < 0)
    return named or (numbered and word(tokens, before) not in words.PREPOSITIONS and after < len(tokens))
