"""From a file to blocks: one reader for each form a plan is published in."""

from math import ceil
from pathlib import Path

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError

from .html import read_html
from .markdown import read_markdown
from .text import read_text
from .word import MAX_UNZIPPED, read_word

MAX_BYTES = 2 * 1024 * 1024
"""A plan of 300 pages has under 1 MB of text: more than this is no plan."""
MAX_BLOCKS = 10_000
"""The longest plan known has under 3,000 headings, paragraphs and items."""

TEXT_READERS = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}


def read_file(path: Path) -> list[Block]:
    """Read the document at ``path``; raise :class:`PlanDocumentError` with one sentence where it cannot be."""
    return read_bytes(path.name, load(path))


def load(path: Path) -> bytes:
    """The bytes of the document at ``path``, where there are not too many."""
    try:
        refuse_large(path.name, path.stat().st_size)
        return path.read_bytes()
    except IsADirectoryError as error:
        raise PlanDocumentError(f"{path.name} is a folder: name the document in it.") from error
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise PlanDocumentError(f"{path} cannot be read: {reason}. Check its name and try again.") from error


def read_bytes(name: str, data: bytes) -> list[Block]:
    """Read a document given as bytes; ``name`` tells its form and stands in messages."""
    suffix = Path(name).suffix.lower()
    if not data.strip():
        raise PlanDocumentError(f"{name} is empty: choose the document that holds the plan.")
    refuse_large(name, len(data))
    if suffix != ".docx" and suffix not in TEXT_READERS:
        raise PlanDocumentError(f"{name} is of a form that is not read: save it as .txt, .md, .html or .docx.")
    try:
        return _some(name, read_word(data) if suffix == ".docx" else TEXT_READERS[suffix](_decoded(name, data)))
    except RecursionError as error:
        raise PlanDocumentError(
            f"{name} has parts within parts, deeper than can be read: give the plan's own text only."
        ) from error


def _decoded(name: str, data: bytes) -> str:
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    _refuse_binary(name, b"\0" in data and not utf_16)
    encoding = "utf-16" if utf_16 else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PlanDocumentError(
            f"{name} is not written in UTF-8 (line {line} has a character that cannot be read): "
            "save it again with the encoding UTF-8."
        ) from error
    _refuse_binary(name, "\0" in text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_binary(name: str, is_binary: bool) -> None:
    if is_binary:
        raise PlanDocumentError(f"{name} is a binary file, not text: save it as .txt, .md, .html or .docx.")


def _some(name: str, blocks: list[Block]) -> list[Block]:
    if not blocks:
        raise PlanDocumentError(f"{name} has no text in it: choose the document that holds the plan.")
    if len(blocks) > MAX_BLOCKS:
        raise PlanDocumentError(
            f"{name} has {len(blocks):,} paragraphs and items, more than the {MAX_BLOCKS:,} that are read: "
            "give the plan's own text only."
        )
    return blocks


def megabytes(size: int) -> str:
    """``size`` in bytes, rounded up to a tenth of a megabyte, so that what is too large never looks as if it fitted."""
    return f"{ceil(size * 10 / 1_048_576) / 10:g}"


def refuse_large(name: str, size: int) -> None:
    most = MAX_UNZIPPED if name.lower().endswith(".docx") else MAX_BYTES
    if size > most:
        raise PlanDocumentError(
            f"{name} is {megabytes(size)} MB, more than the {most // 1_048_576} MB that is read: "
            "give the plan's own text only."
        )
