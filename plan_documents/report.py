"""What a person is told of an import, in words."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from plan_documents.comparison import Change, Difference
from plan_documents.importing import Import
from plan_documents.parsed import KIND_WORDS, ParsedDocument
from plan_documents.records import Ref
from plan_documents.telling import moved_words, told


def document_lines(name: str, document: ParsedDocument) -> Iterator[str]:
    """What one document was read as, what is uncertain in it, and what was set aside."""
    yield f"{name}: read as {KIND_WORDS[document.kind]}"
    for warning in document.warnings:
        yield f"  check line {warning.line}: {warning.text}"
    for line in document.set_aside:
        yield f"  set aside line {line.line}: “{line.text}” ({line.reason})"


def import_lines(result: Import, applied: bool) -> Iterator[str]:
    """What was, or would be, created, changed and left alone."""
    created, changed, same = (result.of(verdict) for verdict in ("create", "change", "same"))
    would = "" if applied else "would be "
    yield f"{would}created: {_counted(created)}".capitalize()
    yield f"{would}changed: {_counted(changed)}".capitalize()
    for change in changed:
        for difference in told(change):
            yield from _difference_lines(change, difference)
    for change in result.moved:
        wording = _shown(told(change)[0].after)[:80]
        yield f"  check line {change.record.line}: “{wording}” stood in another place before"
    yield f"Left alone: {_counted(same)}"
    for change in (each for each in result.changes if each.desk_move):
        does = "left as on record" if change.left else "moves a date back"
        yield f"  {does}: {change.record.label} (line {change.record.line}). {moved_words(change.desk_move)}"
    for label in result.taken_back:
        yield f"  taken back earlier, not made again: {label}"
    for row in result.absent:
        yield f"  on record but not in the document, left as it is: {row}"


def closing_line(documents: list[ParsedDocument]) -> str:
    """The account of every line."""
    placed = sum(document.placed_lines for document in documents)
    total = sum(document.total_lines for document in documents)
    aside = sum(len(document.set_aside) for document in documents)
    return f"placed {placed} of {total} lines, set aside {aside}"


def _counted(changes: list[Change]) -> str:
    if not changes:
        return "nothing"
    kinds = Counter(change.record.kind for change in changes)
    return f"{len(changes)} ({', '.join(f'{kind} {count}' for kind, count in kinds.items())})"


def _difference_lines(change: Change, difference: Difference) -> Iterator[str]:
    if isinstance(difference.before, dict) and isinstance(difference.after, dict):
        for key in sorted({*difference.before, *difference.after}):
            before, after = difference.before.get(key, ""), difference.after.get(key, "")
            if before != after:
                yield from _before_and_after(change, f"heading “{key}”", before, after)
        return
    before, after = _altered_part(_shown(difference.before), _shown(difference.after))
    yield from _before_and_after(change, difference.field.replace("_", " "), before, after)


def _before_and_after(change: Change, what: str, before: str, after: str) -> Iterator[str]:
    yield f"  {change.record.label} (line {change.record.line}), {what}"
    yield f"    before: {before or '(nothing)'}"
    yield f"    after:  {after or '(nothing)'}"


def _shown(value) -> str:
    return ", ".join(map(str, value.key)) if isinstance(value, Ref) else str(value if value is not None else "")


def _altered_part(before: str, after: str) -> tuple[str, str]:
    """Only the sentences that differ, where both are running text of several sentences."""
    old, new = _sentences(before), _sentences(after)
    altered = [codes for codes in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if codes[0] != "equal"]
    gone = [sentence for _tag, start, end, _, _ in altered for sentence in old[start:end]]
    come = [sentence for _tag, _, _, start, end in altered for sentence in new[start:end]]
    return " ".join(gone), " ".join(come)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?])\s+|\n+", text) if sentence]
