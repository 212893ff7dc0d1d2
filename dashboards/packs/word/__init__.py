"""A pack as a Word document: the document of ``contents`` in, the bytes of a .docx out; nothing is asked or counted.

Real headings, a contents whose lines lead to them and name their pages, tables with marked heading rows that are
repeated on every page, alternative texts, and every address as a link. The same contents give the same bytes.
"""

from datetime import UTC, date, datetime
from typing import Any

from dashboards.packs.word.chapters import CHAPTERS
from dashboards.packs.word.files import file_of
from dashboards.packs.word.front import front
from dashboards.packs.word.paper import Paper
from ledger.printable import printable


def write(document: dict, sha256: str = "") -> bytes:
    """The file, without what Word cannot show. ``sha256`` is that of a final pack's document; a draft has none."""
    said = without_unprintable(document)
    paper = Paper()
    front(paper, said, sha256)
    for chapter in said["chapters"]:
        paper.chapter(chapter)
        CHAPTERS[chapter["key"]](paper, said, chapter["number"])
    return file_of(paper.file, _moment(document))


def without_unprintable(said: Any) -> Any:
    """A document, or a part of one, whose texts have only characters that XML can carry."""
    if isinstance(said, dict):
        return {name: without_unprintable(part) for name, part in said.items()}
    if isinstance(said, list):
        return [without_unprintable(part) for part in said]
    return printable(said) if isinstance(said, str) else said


def _moment(document: dict) -> datetime:
    final = document.get("final")
    if final:
        return datetime.fromisoformat(final["known_at"]).astimezone(UTC).replace(tzinfo=None)
    return datetime.combine(date.fromisoformat(document["day"]), datetime.min.time())
