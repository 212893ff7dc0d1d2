"""Marking a pack as final, and asking the ledger for the same again.

A pack is frozen as a plan is sealed (see ``outcomes.sealing``): at a standstill, when nobody writes, everything that it
says is read as it stood on that day and was known at that moment. Its document, canonical JSON, and its Word document
are kept, each with its SHA-256, and never change. What is written down later has a later moment, so the ledger
gives the same document again on any later day.

The portal's own words (titles, rules, definitions, sentences) and addresses are taken over from the kept document when
it is asked for again, for a later version of the portal may word them differently. Every number, day and text that
comes from a record is asked for anew, field by field as the kept document lists them.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldError, ObjectDoesNotExist
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from dashboards.models import Pack
from dashboards.models.packs import PackQuerySet
from dashboards.packs import word
from dashboards.packs.contents import FORMAT, Basis, contents
from ledger.canonical import NotCanonical, canonical_json, sha256_of
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.past import as_at
from ledger.reasons import fault_of_reason
from ledger.refusals import LedgerRefusal
from ledger.standstill import standstill
from ledger.verifying import Fault
from ledger.writing import long_day
from outcomes.sealing import COMPARE, RESTORE, fault_of_moment
from priorities.models import Meeting

WORDS = frozenset(
    ["title", "scope", "chapters", "definitions", "heading", "label", "rule", "empty", "said", "sentence", "standing"]
    + ["picture", "held", "calendar", "calendar_note", "confirmed", "expected", "disagreement", "how_far"]
    + ["against", "words", "target", "who_reads", "address"]
)
"""The members of a document that are the portal's own words: what records say in them stands beside them, too."""
CANNOT_BE_READ = (ValueError, LookupError, TypeError, AttributeError, FieldError, ObjectDoesNotExist, Http404)
"""What asking for a kept document again may raise: it is none, or a record or a column is gone."""
MOST_NAMED = 5
OF_ANOTHER_FORMAT = "it is of format {}, and this version of the portal makes packs of format {}: it was not compared."
USE_ITS_VERSION = "Compare it with the version of the portal that made packs of that format."


class PackRefused(LedgerRefusal):
    """A pack was to be marked as final, and could not be."""


@transaction.atomic
def mark_final(meeting: Meeting, since: Meeting | None, *, by: Any, role: str, reason: str, after: int = 0) -> Pack:
    """Freeze the pack for a meeting as it stands now; ``after`` is the last final pack that was seen, 0 for none.

    Raises :class:`PackRefused`: without a role or a reason, after the day of the meeting, or where somebody else marked
    one as final meanwhile.
    """
    moment = standstill()
    if fault := _fault_of(meeting, role, reason, after) or fault_of_moment(moment):
        raise PackRefused(fault, code="pack-refused")
    made = Pack(meeting=meeting, since=since, state=Pack.State.FINAL, known_at=moment, prepared_by=by)
    made.day, made.prepared_as = timezone.localdate(moment), role.strip()
    final = {"known_at": moment, "prepared_as": made.prepared_as, "reason": reason.strip()}
    try:
        document = canonical_json(_said(made) | {"final": final})
    except NotCanonical as error:
        raise PackRefused(f"The pack could not be kept. {error}", code="pack-refused") from error
    made.document, made.sha256 = document.decode(), sha256_of(document)
    made.docx = word.write(json.loads(document), made.sha256)
    made.docx_sha256 = sha256_of(made.docx)
    with entering(Entry(reason.strip(), by=by)):
        made.full_clean()
        made.save()
    return made


def finals_of(meeting: Meeting) -> PackQuerySet:
    """The final packs of a meeting, the latest first, without what they keep."""
    return Pack.objects.final().filter(meeting=meeting).without_documents().order_by("-known_at", "-pk")


def reproduce(pack: Pack) -> bytes:
    """What the ledger says today of the pack's day as it was known at its moment: the same bytes."""
    kept = json.loads(pack.document)
    said = _said(pack, Basis.of(kept)) | {"final": _final(pack)}
    return canonical_json(as_kept(said, kept))


def as_kept(said: Any, kept: Any) -> Any:
    """What is said now, in the shape and in the words of what was kept."""
    if isinstance(said, dict) and isinstance(kept, dict):
        return {name: old if name in WORDS else as_kept(said.get(name), old) for name, old in kept.items()}
    if isinstance(said, list) and isinstance(kept, list) and len(said) == len(kept):
        return [as_kept(*pair) for pair in zip(said, kept, strict=True)]
    return said


def check(pack: Pack) -> Iterator[tuple[str, str]]:
    """What is wrong with a final pack, and what to do."""
    if sha256_of(pack.document.encode()) != pack.sha256:
        yield "its document does not fit its SHA-256.", RESTORE
    if sha256_of(bytes(pack.docx)) != pack.docx_sha256:
        yield "its Word document does not fit its SHA-256.", RESTORE
    try:
        if fault := _compared(pack):
            yield fault
    except CANNOT_BE_READ as error:
        yield f"it cannot be asked for again ({error}).", RESTORE


def _compared(pack: Pack) -> tuple[str, str] | None:
    """Whether the ledger still gives the document that is kept; None where it does."""
    kept = json.loads(pack.document)
    if kept["format"] != FORMAT:
        return OF_ANOTHER_FORMAT.format(kept["format"], FORMAT), USE_ITS_VERSION
    again = reproduce(pack)
    if again == pack.document.encode():
        return None
    differing = [name for name in kept if json.loads(again).get(name) != kept[name]] or ["the way it is written"]
    return f"the records no longer say the same of {', '.join(differing[:MOST_NAMED])}.", COMPARE


def check_packs(counts: Counter) -> Iterator[Fault]:
    """For ``verify_ledger``: whatever is wrong with a final pack."""
    for key in Pack.objects.final().order_by("pk").values_list("pk", flat=True):
        each = Pack.objects.select_related("meeting").get(pk=key)
        counts["final packs"] += 1
        yield from (Fault(each._meta.label, f"{key} ({each})", wrong, remedy) for wrong, remedy in check(each))


def _said(pack: Pack, basis: Basis | None = None) -> dict:
    with as_at(pack.day, known_by=pack.known_at):
        meetings = Meeting.objects.select_related("committee")
        since = meetings.get(pk=pack.since_id) if pack.since_id else None
        return contents(meetings.get(pk=pack.meeting_id), pack.day, since, basis)


def _final(pack: Pack) -> dict:
    """Who marked it and when, from its own record; the reason stands in its history."""
    entered = pack.history.order_by("history_id").first()
    return {"known_at": pack.known_at, "prepared_as": pack.prepared_as, "reason": entered.history_change_reason}


def fault_of_day(meeting: Meeting) -> str:
    """Why a pack for it can be marked as final no more: what stands in it would not be what the meeting had."""
    if meeting.held_on >= timezone.localdate():
        return ""
    return (
        f"This meeting was on {long_day(meeting.held_on)}: its pack could be marked as final up to that day, for it is "
        "kept as things stand when it is marked. Read the pack as it stood then instead."
    )


def _fault_of(meeting: Meeting, role: str, reason: str, after: int) -> str:
    """Why it cannot be marked as final, and what to do; nothing where it can."""
    if not role.strip():
        return "Say in which role you mark it as final, for example “Plan manager”."
    if fault := fault_of_reason(reason):
        return fault
    if fault := fault_of_day(meeting):
        return fault
    latest = finals_of(meeting).first()
    if latest and latest.pk != after:
        return (
            f"{latest.prepared_as} marked a pack for this meeting as final on {moment_in_words(latest.known_at)}, "
            "after you opened this page. Nothing of yours was kept as final: open theirs, and mark another only if it "
            "is needed."
        )
    return ""
