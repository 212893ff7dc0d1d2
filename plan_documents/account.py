"""What became of every line of a document: an account in plain values, to be read on a page and kept. No database here.

The account of a run is a dictionary that JSON can carry, so that what was reviewed can be held against what is
written, and read again years later exactly as it was.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from ledger.canonical import canonical_json, sha256_of
from plan_documents.blocks import Block, fold
from plan_documents.comparison import Change
from plan_documents.holders import printed_holders
from plan_documents.importing import Import
from plan_documents.parsed import KIND_WORDS, ParsedDocument
from plan_documents.records import Record, Ref
from plan_documents.sources import Document
from plan_documents.telling import Teller
from plan_documents.vocabulary import LINKED_TO_NOBODY
from priorities.timescales import read_timescale

CHAPTERS = ("outcome statement", "aim", "commitment", "plan indicator", "outcome section", "priority", "deliverable")
"""Kinds of record that stand under an outcome, whose slug is the second part of their key."""
IS_IT_A_PROMISE = "no timescale; is this a promise?"
LOOK_BACK = 40
"""How many records before a line are asked whether it is a part of them."""


def account_of(
    documents: list[Document],
    records: list[list[Record]],
    result: Import,
    chosen: Collection[str] = (),
    dates: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The account of a run: its documents line by line, its holders as printed, and what concerns no line.

    ``chosen`` are the holders as printed for whom somebody chose who is meant: of them nothing is warned. ``dates`` are
    the choices that were made for dates moved at the desk; they are kept with the account that they led to.
    """
    teller = Teller(result)
    settled = {LINKED_TO_NOBODY.format(printed) for printed in chosen}
    shown = [_document(document, own, teller, settled) for document, own in zip(documents, records, strict=True)]
    return {
        "documents": shown,
        "plan": _new_plan(result),
        "dates": dict(dates or {}),
        "absent": result.absent,
        "in_the_way": result.in_the_way,
        "holders": [asdict(each) for each in printed_holders(document.parsed for document in documents)],
        "counts": _counts(shown, result),
        "kinds": {verdict: _kinds(result.of(verdict)) for verdict in ("create", "change", "same")},
    }


def fingerprint(account: dict[str, Any]) -> str:
    """What two accounts share that would write the same, for the same readers."""
    return sha256_of(canonical_json([account.get("documents", []), account.get("public", False)]))


def dates_moved(account: dict[str, Any]) -> list[dict[str, Any]]:
    """Every date that was moved at the desk, once, with the line at which the document has it as before."""
    lines = [line for document in account.get("documents", []) for line in document["lines"]]
    told = {
        each["moved"]["key"]: each["moved"] | {"label": each["label"], "line": line["n"]}
        for line in lines
        for each in line["became"]
        if "moved" in each
    }
    return list(told.values())


def _new_plan(result: Import) -> dict[str, Any]:
    """What a new plan would be called, and its first and last day; nothing where the plan is on record."""
    for plan in (change.record for change in result.of("create") if change.record.kind == "plan"):
        title = plan.fields.get("title") or plan.defaults["title"]
        days = {name: str(plan.fields.get(name, "")) for name in ("starts_on", "ends_on")}
        is_said = "title" in plan.fields or title == plan.fields.get("labels", {}).get("title")
        return {"title": title, "is_said": is_said, **days}
    return {}


def _counts(documents: list[dict], result: Import) -> dict[str, int]:
    lines = [line for document in documents for line in document["lines"]]
    return {
        **{verdict: len(result.of(verdict)) for verdict in ("create", "change", "same")},
        "aside": sum(bool(line["aside"]) for line in lines),
        "check": sum(bool(line["warnings"]) for line in lines),
        "timescales": sum(1 for line in lines for each in line["became"] if each["timescale"]),
        "unsure": sum(1 for line in lines for each in line["became"] if each["timescale"].get("unsure")),
    }


def _kinds(changes: list[Change]) -> dict[str, int]:
    return dict(Counter(change.record.kind for change in changes))


def _document(document: Document, records: list[Record], teller: Teller, settled: set[str]) -> dict[str, Any]:
    parsed = document.parsed
    return {
        "name": document.source.name,
        "sha256": document.source.sha256,
        "kind": KIND_WORDS[parsed.kind],
        "placed": parsed.placed_lines,
        "total": parsed.total_lines,
        "aside": len(parsed.set_aside),
        "lines": list(_Lines(document, records, teller, settled).told()),
    }


class _Lines:
    """The lines of one document, each with the records that begin on it or the one that it is a part of."""

    def __init__(self, document: Document, records: list[Record], teller: Teller, settled: set[str]):
        self._blocks = document.blocks
        self._starts = [block.line for block in document.blocks]
        self._teller = teller
        self._records = self._by_block(records)
        self._aside = self._by_block_and_line(document.parsed)
        self._warnings = defaultdict(list)
        for warning in document.parsed.warnings:
            if warning.text not in settled:
                self._warnings[self._block_at(warning.line)].append(warning.text)
        for record in self._stray(records):
            self._warnings[self._block_at(record.line)].append(IS_IT_A_PROMISE)
        own = {record.ref for record in records}
        for change in teller.moved:
            if change.record.ref in own:
                self._warnings[self._block_at(change.record.line)].append("It stood in another place before.")

    def told(self) -> Iterator[dict[str, Any]]:
        before: list[tuple[Record, str]] = []
        chapter, told = "", set()
        for position, block in enumerate(self._blocks):
            own = self._records[position]
            before += [(record, _words_of(record)) for record in own]
            aside = self._aside.get(position, "")
            chapter = _chapter_of(own, self._teller) or chapter
            yield {
                "n": block.line,
                "text": block.text or " | ".join(block.cells),
                "kind": block.kind,
                "chapter": chapter,
                "aside": aside,
                "part_of": "" if own or aside else _part_of(block, before),
                "became": [self._became(record) for record in self._teller.shown(own, told)],
                "warnings": self._warnings.get(position, []),
            }

    def _became(self, record: Record) -> dict[str, Any]:
        return {
            "kind": record.kind,
            "label": record.label,
            "verdict": self._teller.verdict(record),
            "differences": self._teller.differences(record),
            "timescale": _timescale(record),
            **({"moved": moved} if (moved := self._teller.desk_move(record)) else {}),
        }

    def _stray(self, records: list[Record]) -> Iterator[Record]:
        """Promises read from a plain paragraph without a timescale, beside others that look like promises."""
        promises = [record for record in records if record.kind == "deliverable"]
        heads = {record.identity["parent"] for record in promises}
        told = {(record.identity["priority"], record.identity["parent"]) for record in promises if self._looks(record)}
        for record in promises:
            where = record.identity["priority"], record.identity["parent"]
            if where in told and record.ref not in heads and not self._looks(record):
                yield record

    def _looks(self, record: Record) -> bool:
        return bool(record.fields["timescale_text"]) or self._blocks[self._block_at(record.line)].kind != "paragraph"

    def _block_at(self, line: int) -> int:
        """The block in which a line of the source stands: the last that begins on it or before."""
        return max(bisect_right(self._starts, line) - 1, 0)

    def _by_block(self, records: Iterable[Record]) -> dict[int, list[Record]]:
        found = defaultdict(list)
        for record in records:
            found[self._block_at(record.line)].append(record)
        return found

    def _by_block_and_line(self, parsed: ParsedDocument) -> dict[int, str]:
        return {self._block_at(each.line): each.reason for each in reversed(parsed.set_aside) if each.text}


def _timescale(record: Record) -> dict[str, Any]:
    text = record.fields.get("timescale_text") if record.kind == "deliverable" else ""
    if not text:
        return {}
    reading = read_timescale(text)
    undated = not (reading.start or reading.end or reading.ongoing)
    return {"text": text, "reading": reading.reading, "unsure": reading.ambiguous or undated}


def _chapter_of(records: list[Record], teller: Teller) -> str:
    """What the lines from here on stand under, where that changes on this line."""
    for record in records:
        if record.kind in CHAPTERS:
            return teller.label(Ref("outcome statement", record.key[:2])) or "Outside outcomes"
    for record in records:
        if record.kind in ("plan", "foreword", "figure", "approach page"):
            return record.label if record.kind == "approach page" else "The plan itself"
    return ""


def _part_of(block: Block, before: list[tuple[Record, str]]) -> str:
    """The nearest record before whose words hold the block's, else the last one before it."""
    words = fold(block.text or " ".join(block.cells))
    for record, held in reversed(before[-LOOK_BACK:]):
        if f" {words} " in held:
            return record.label
    return before[-1][0].label if before else ""


def _words_of(record: Record) -> str:
    return f" {' | '.join(fold(text) for text in _texts(record.fields))} "


def _texts(values: Any) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for value in values.values():
            yield from _texts(value)
