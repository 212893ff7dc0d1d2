"""Which fields of what was sent are kept, and how they are read. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

SLIP = "_made_for"
"""The field that says for whom and where a page was made."""
FILE = "_file"
"""The name under which it is noted that a file was chosen, and for which field. The file is not kept, nor its name."""
UNTOUCHED = "_untouched"
"""The field in which a page notes the mark of its form as nobody has touched it yet."""
MOST_SIGNS = 500_000
MOST_FIELDS = 5_000

BUTTONS = (
    r"_save|post|_continue|_addanother|_saveasnew|step|do|make|end|show|write|apply|choose|discard|at|by_hand|only"
)
NOT_TYPED = re.compile(
    rf"csrfmiddlewaretoken|_made_for|_untouched|{BUTTONS}|_popup|_to_field|_file|of|from|.*__prefix__.*"
)
SECRET = re.compile(r"passw|(?:^|[_-])(?:secret|otp|token)(?:[_-]|$)", re.IGNORECASE)
COUNTS_ROWS = re.compile(r"(?:.*-)?(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
HIDDEN = re.compile(
    r"(?:.*-\d+-)?(?:id|revision|initial-.*|seen)|seen-\d+|reviewed|opened|filter|next|item|row|_selected_action|"
    + COUNTS_ROWS.pattern
)
IN_A_ROW = re.compile(r"(?P<rows>.+)-(?P<number>\d+)-(?P<field>.+)")

Pairs = list[list[str]]


@dataclass(frozen=True)
class Words:
    """What a form calls a field, and what is read of the values that can be chosen in it."""

    label: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """A field as people read it."""

    label: str
    value: str


def typed_in(sent: Mapping[str, list[str]], files: Iterable[str] = ()) -> Pairs:
    """The fields worth keeping as pairs of name and value. ``files`` are the fields for which a file was chosen.

    Nothing secret, no button and no machinery is kept; what goes past the limits is left out. Nothing is worth keeping
    where the form was sent as its page showed it, or with a file alone: files are not kept.
    """
    pairs, room = [[FILE, label_of(clean(name))] for name in files], MOST_SIGNS
    for name, values in sent.items():
        if NOT_TYPED.fullmatch(name) or SECRET.search(name):
            continue
        for value in map(clean, values):
            room -= len(name) + len(value)
            if room >= 0 and len(pairs) < MOST_FIELDS:
                pairs.append([clean(name), value])
    if sent.get(UNTOUCHED) == [mark_of(pairs)]:
        return []
    return pairs if any(name != FILE and is_readable(name, value) for name, value in pairs) else []


def mark_of(pairs: Pairs) -> str:
    """A text that is another one as soon as anything that people read is another."""
    read = sorted([name, _one_sign_a_line(value)] for name, value in pairs if is_readable(name, value))
    return sha256(json.dumps(read).encode()).hexdigest()[:20]


def holds(newer: Pairs, older: Pairs, *, empty: bool = True) -> bool:
    """Whether ``newer`` says the same as ``older`` in each part of the form that ``older`` has.

    Boxes without their tick and choices taken out are not sent: what only ``newer`` says counts, too, but not in rows
    or forms that ``older`` knows nothing of. Unless ``empty``, fields that were sent empty are not compared.
    """
    new, old, parts = _said(newer), _said(older), {_part_of(name) for name in by_name(older)}
    compared = {name for name, values in old.items() if empty or any(values)}
    added = {name for name, values in new.items() if name not in old and any(values) and _part_of(name) in parts}
    return bool(newer) and not added and all(new.get(name) == old[name] for name in compared)


def _said(pairs: Pairs) -> dict[str, list[str]]:
    """The values of each field that people fill in; the order in which choices were made says nothing."""
    fields = by_name(pairs).items()
    return {name: sorted(map(_one_sign_a_line, values)) for name, values in fields if not HIDDEN.fullmatch(name)}


def _part_of(name: str) -> str:
    """The row or form that a field is in: "updates-0" of "updates-0-status", and nothing of "status"."""
    return "why" if name.startswith("why_") else name.rpartition("-")[0]


def _one_sign_a_line(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def words_of_each(drafts: list[Pairs]) -> list[str]:
    """By what several drafts of a form are told apart: the longest that people read of each and not of all."""
    everywhere = set.intersection(*({(name, value) for name, value in draft} for draft in drafts)) if drafts else set()
    return [
        max((v for n, v in draft if n != FILE and is_readable(n, v) and (n, v) not in everywhere), key=len, default="")
        for draft in drafts
    ]


def clean(text: str) -> str:
    """PostgreSQL keeps no null character."""
    return text.replace("\x00", "")


def readable(pairs: Pairs, words: Mapping[str, Words] | None = None) -> list[Typed]:
    """What there is to read and to copy: no machinery, and nothing empty. ``words`` are the form's, by field."""
    return [_read(name, value, words or {}) for name, value in pairs if name != FILE and is_readable(name, value)]


def _read(name: str, value: str, words: Mapping[str, Words]) -> Typed:
    own = words.get(name)
    return Typed(own.label, own.values.get(value, value)) if own else Typed(label_of(name), value)


def is_readable(name: str, value: str) -> bool:
    return bool(value.strip()) and not HIDDEN.fullmatch(name)


def files_in(pairs: Pairs) -> list[str]:
    """The fields for which a file is to be chosen again."""
    return [value for name, value in pairs if name == FILE]


def label_of(name: str) -> str:
    """``updates-0-next_step`` as “Updates 1: next step”."""
    row = IN_A_ROW.fullmatch(name)
    if not row:
        return in_words(name.removeprefix("why_"))
    return f"{in_words(row['rows'])} {int(row['number'][:9]) + 1}: {in_words(row['field']).lower()}"


def in_words(name: str) -> str:
    words = re.sub(r"[_-]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def by_name(pairs: Pairs) -> dict[str, list[str]]:
    """The values of each name, in the order in which they were sent."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name != FILE:
            values.setdefault(name, []).append(value)
    return values
