"""How a room says that its records are told to residents. Values only: no model, no database."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Row = Mapping[str, Any]
"""One version of a record: its columns by name, and what the ledger says of the version."""

Kind = Literal[
    "added",
    "removed",
    "reworded",
    "moved",
    "status",
    "holder",
    "link",
    "carried",
    "merged",
    "replaced",
    "dropped",
    "began",
    "ended",
    "other",
]


@dataclass(frozen=True)
class Field:
    """One field that is told when it changes. ``ends`` is the column that holds the last day it was read as.

    ``turns`` has the kind and the sentence for values that are told in words of their own.
    """

    label: str
    kind: Kind = "reworded"
    ends: str = ""
    turns: Mapping[Any, tuple[Kind, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What is told of a step. ``nameless`` leaves out whose it is, where it is, and why."""

    kind: Kind
    sentence: str
    quote: str = ""
    label: str = ""
    before: str = ""
    after: str = ""
    nameless: bool = False


@dataclass(frozen=True)
class Step:
    """One version of a record and the one before it; None where residents could not read the record.

    ``beside`` has the other records of its series as they stood at the end of the day. ``name`` gives the name of
    the record that a foreign key of a row names. ``parts`` says how many of which parts it has, for one that covers
    its parts.
    """

    before: Row | None
    after: Row | None
    day: date
    beside: tuple[Row, ...] = ()
    name: Callable[[Row, str], str] = lambda row, key: ""
    choices: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    parts: str = ""

    def label(self, row: Row, column: str) -> str:
        """The words of a choice."""
        return str(self.choices.get(column, {}).get(row[column], row[column]))


@dataclass(frozen=True)
class Described:
    """How the records of one model are told.

    ``owners`` are the foreign keys that lead up: the first that is not empty is where a record belongs. ``facets``
    name what a change can be found by: a foreign key, or "id" for the record itself; ``lends_to`` hands them to
    another record, too. A record is told while it and every owner of it are ``public`` and, where ``shown`` is given,
    shown today. Where ``names`` is given, it goes by the name it has today, and what has none is not told as added.
    ``tell`` finds the words for a step; where it returns None, the usual ones are used.
    """

    noun: str
    title: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    public: Callable[[Row], bool] = lambda row: True
    shown: Callable[[], Container[Any]] | None = None
    names: Callable[[], Mapping[Any, str]] | None = None
    tell: Callable[[Step], list[Said] | None] | None = None
    also: tuple[str, ...] = ()
    """Columns that ``title``, ``public`` or ``tell`` read beside the fields."""
    few: bool = False
    """Few enough to be read whole, so that owners are at hand."""
    series: str = ""
    """The foreign key that binds records into a series, where ``tell`` needs those beside it."""
    ends: str = ""
    """The day on which the record ends by what it says itself, told on that day even where no version is of it."""
    lends_to: str = ""
    counted: tuple[str, str] | None = None
    """One and many, where they are counted when what covers them is published."""
    heads: str = ""
    """The foreign key to a record that then merely heads a list, and is not counted."""
    covers: bool = False
    """Its first day tells of all its parts at once."""
    of_owner: bool = False
    """Told as a matter of its owner, under the owner's title."""
    with_owner: bool = False
    """Not told by itself on the day its owner is added."""
    additions: bool = True
    reasons: bool = True
