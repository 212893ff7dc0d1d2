"""The files of one run: their bytes, what they say, and the records they would put in place."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError
from plan_documents.flattening import records_of
from plan_documents.holders import Holder
from plan_documents.parsed import ParsedDocument
from plan_documents.parsing import parse_document
from plan_documents.readers import read_bytes
from plan_documents.records import PlanDetails, Record, dated
from plan_documents.vocabulary import OutcomeNames


@dataclass(frozen=True)
class Source:
    """One file as it was given."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Document:
    """One file as it was read."""

    source: Source
    blocks: list[Block]
    parsed: ParsedDocument


def read_sources(sources: Iterable[Source], kind: str, names: OutcomeNames) -> list[Document]:
    """Every file, read; raises :class:`PlanDocumentError` with one sentence that names the file."""
    return [_read(source, kind, names) for source in sources]


def records_by_document(
    documents: Iterable[Document], details: PlanDetails, holders: Mapping[str, Holder]
) -> list[list[Record]]:
    """The records of each document, to hold from the day on which the plan was adopted."""
    return [dated(records_of(document.parsed, details, holders), details.adopted_on) for document in documents]


def source_line(sources: Iterable[Source]) -> str:
    """Where the new records come from, as their history says it."""
    return f"Read in from {', '.join(source.name for source in sources)}."


def _read(source: Source, kind: str, names: OutcomeNames) -> Document:
    try:
        blocks = read_bytes(source.name, source.data)
        return Document(source, blocks, parse_document(blocks, kind, names))
    except PlanDocumentError as error:
        said = str(error)
        raise PlanDocumentError(said if source.name in said else f"{source.name}: {said}") from error
