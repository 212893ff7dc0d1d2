"""Text that no spreadsheet program runs or rewrites: an apostrophe goes before it, and comes off again.

A cell that begins like a formula is run when the file is opened, whoever wrote it. And a program that opens a CSV
file makes numbers and days of what looks like them: it writes "March 2022" back as "Mar-22". Values in, values out.
"""

import re

RUN_AS_FORMULAE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
APOSTROPHE = "'"

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_REWRITTEN = re.compile(rf"true|false|(?=.*\d)(?:[\d\s.,:;/%£$€()+-]|{_MONTHS}|[ap]m|e)+", re.I | re.S)
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_MOST_SIGNS_OF_A_NUMBER = 10
"""A longer one is rounded when a spreadsheet program writes CSV."""


def guard(text: str, *, rewriting: bool) -> str:
    """``text`` as a cell; ``rewriting``: the file does not say which cells are text, so programs guess."""
    return APOSTROPHE + text if _needs_guard(text, rewriting) else text


def unguard(cell: str, *, rewriting: bool) -> str:
    """What :func:`guard` made ``cell`` from. An apostrophe that somebody typed stays."""
    return cell[1:] if cell.startswith(APOSTROPHE) and _needs_guard(cell[1:], rewriting) else cell


def _needs_guard(text: str, rewriting: bool) -> bool:
    bare = text.lstrip(APOSTROPHE)
    if _PLAIN_NUMBER.fullmatch(bare) and len(bare) <= _MOST_SIGNS_OF_A_NUMBER:
        return False
    return bare.startswith(RUN_AS_FORMULAE) or (rewriting and bool(_REWRITTEN.fullmatch(bare.strip())))
