"""Holding the parser to its account: what counts as placed must stand in what it says."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from plan_documents.blocks import Block, fold
from plan_documents.parsed import ParsedDocument
from plan_documents.vocabulary import TIMESCALE_LABEL

from .cursor import NAMED_OUTCOME
from .priority_parser import numbered_title

ACCOUNTS = ("set_aside", "warnings")


def unkept(document: ParsedDocument, taken: list[Block]) -> Iterator[Block]:
    """The blocks that were taken though their words stand nowhere in the document's values.

    A block may have been parted once: a label and its value, a name and a role, a status and a date.
    """
    kept = " \n ".join(f" {fold(text)} " for text in _texts(document))
    for block in taken:
        lines = [line for text in block.cells or (block.text,) for line in text.split("\n")]
        if not all(_stands(fold(_untitled(line)), kept) for line in lines):
            yield block


def _untitled(text: str) -> str:
    """A title without its number and a text without its label: both are kept apart."""
    numbered = numbered_title(text)
    if numbered:
        return numbered[1]
    return TIMESCALE_LABEL.sub(" ", NAMED_OUTCOME.sub(r"\g<name>", text))


def _stands(text: str, kept: str) -> bool:
    if f" {text} " in kept:
        return True
    words = text.split()
    parted = (
        (" ".join(words[:cut]), " ".join(words[skip:]))
        for cut in range(len(words) + 1)
        for skip in (cut, cut + 1)
        if skip <= len(words)
    )
    return any((not first or f" {first} " in kept) and (not rest or f" {rest} " in kept) for first, rest in parted)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a tree of values, a heading before its body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for part in fields(value):
            if part.name not in ACCOUNTS:
                yield from _texts(getattr(value, part.name))
