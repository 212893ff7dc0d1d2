"""The life of one import: brought in, looked at, applied or discarded. Every run is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger.entries import Entry, entering
from outcomes.models import Plan
from plan_documents.account import account_of, fingerprint
from plan_documents.choices import chosen_before, holders_meant
from plan_documents.errors import PlanDocumentError
from plan_documents.holders import printed_holders
from plan_documents.importing import Import, compare_with_record, import_records, known_outcomes
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.parsing.slugs import MAX_SLUG, slug_for
from plan_documents.records import PlanDetails, Record
from plan_documents.rehearsal import refusals
from plan_documents.sources import Document, Source, read_sources, records_by_document, source_line

CHOSE = "Chose what the review asks for."
ON_RECORD = "“{}” has this address already. Give another one, or discard this and bring the document in to that plan."


class Overtaken(Exception):
    """Somebody else settled the run, or the records changed since it was reviewed. Nothing was written."""


@dataclass(frozen=True)
class Look:
    """What a run would do, as things stand now."""

    documents: list[Document]
    result: Import
    account: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.account)


@transaction.atomic
def begin(run: ImportRun, sources: list[Source], by: Any) -> ImportRun:
    """Keep a run to be reviewed. Raises :class:`PlanDocumentError` where its documents cannot be read in."""
    run.started_by = by
    documents = _read(run, sources)
    run.plan_slug = run.plan_slug or _new_address(run, documents)
    run.holders = _chosen_before(documents)
    _take_over(run, _rehearsed(run, documents).account)
    return _kept(run, sources, by)


def look_at(run: ImportRun) -> Look:
    """Read the run's files again and compare them with what is on record now. Writes nothing."""
    return _compared(run, _read(run, sources_of(run)))


@transaction.atomic
def choose(
    run: ImportRun,
    holders: Mapping[str, str],
    by: Any,
    why: Entry | None = None,
    *,
    dates: Mapping[str, str] | None = None,
    details: PlanDetails | None = None,
) -> Look:
    """Keep what was chosen at the review, and why, with what would happen then.

    ``holders`` say who is meant by each holder as printed, ``dates`` whether dates that were moved at the desk stay,
    ``details`` what a new plan is called and when it runs; without an address one is made. What is not given stays.
    Raises :class:`PlanDocumentError` where another plan has the address of the new one.
    """
    run = opened(run)
    run.holders = dict(holders)
    _give(run, why)
    documents = _read(run, sources_of(run))
    if details is not None:
        run.plan_title = details.title
        run.plan_slug = details.slug or _new_address(run, documents)
        run.starts_on, run.ends_on, run.adopted_on = details.starts_on, details.ends_on, details.adopted_on
    _refuse_taken(run)
    if dates is not None:
        run.account = {**run.account, "dates": dict(dates)}
    look = _rehearsed(run, documents)
    _take_over(run, look.account)
    _save(run, by, CHOSE)
    return look


@transaction.atomic
def look_again(run: ImportRun, by: Any, why: Entry | None = None) -> Look:
    """Keep what would happen as things stand now as what is reviewed, and why it is done.

    Raises :class:`PlanDocumentError` where it was for a new plan, whose address another one has by now.
    """
    run = opened(run)
    _refuse_taken(run)
    _give(run, why)
    look = _rehearsed(run, _read(run, sources_of(run)))
    _take_over(run, look.account)
    _save(run, by, "Compared with the records again.")
    return look


def apply(run: ImportRun, reviewed: str, why: Entry, by: Any) -> ImportRun:
    """Write what was reviewed, whose fingerprint is ``reviewed``, in one step.

    Raises :class:`Overtaken` where it would no longer be the same, and :class:`PlanDocumentError` where it is refused.
    """
    with transaction.atomic():
        run = opened(run)
        _refuse_taken(run)
        _give(run, why)
        look = _written(run, _read(run, sources_of(run)), why)
        if look.fingerprint != reviewed:
            raise Overtaken
        _take_over(run, look.account)
        return _settle(run, look.result, by)


@transaction.atomic
def discard(run: ImportRun, by: Any) -> ImportRun:
    run = opened(run)
    run.state, run.settled_at, run.settled_by = run.State.DISCARDED, timezone.now(), by
    _save(run, by, "Discarded: nothing of it was written.")
    return run


@transaction.atomic
def import_at_once(run: ImportRun, sources: list[Source], why: Entry) -> Look:
    """Bring documents in without a review, as the command does, and keep the run."""
    documents = _read(run, sources)
    run.holders = _chosen_before(documents)
    look = _written(run, documents, why)
    _take_over(run, look.account)
    _kept(run, sources, None)
    _settle(run, look.result, None)
    return look


def compare_only(run: ImportRun, sources: list[Source]) -> Look:
    """What :func:`import_at_once` would do. Nothing is kept."""
    documents = _read(run, sources)
    run.holders = _chosen_before(documents)
    return _compared(run, documents)


def opened(run: ImportRun) -> ImportRun:
    """The run as it is on record, locked. Raises :class:`Overtaken` where it is settled already."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise Overtaken
    return run


def taken_meanwhile(run: ImportRun) -> Plan | None:
    """The plan that has the address by now which the run was reviewed with as that of a new plan."""
    is_new = run.is_open and run.account.get("plan")
    return Plan.objects.filter(slug=run.plan_slug).first() if is_new else None


def _refuse_taken(run: ImportRun) -> None:
    if plan := taken_meanwhile(run):
        raise PlanDocumentError(ON_RECORD.format(plan))


def sources_of(run: ImportRun) -> list[Source]:
    return [Source(file.name, bytes(file.content)) for file in run.files.all()]


def _read(run: ImportRun, sources: list[Source]) -> list[Document]:
    return read_sources(sources, run.kind, known_outcomes())


def _new_address(run: ImportRun, documents: list[Document]) -> str:
    """An address that no plan has yet, nor one that is under review.

    It is made from the title that was given or printed, or else from the file's name.
    """
    printed = [document.parsed.title for document in documents if document.parsed.title]
    made = slug_for(run.plan_title or (printed or [PurePath(documents[0].source.name).stem])[0])
    numbered = (f"{made[: MAX_SLUG - 5].rstrip('-')}-{number}" for number in count(2))
    reviewed = ImportRun.objects.filter(state=ImportRun.State.TO_REVIEW).exclude(pk=run.pk)
    taken = {*Plan.objects.values_list("slug", flat=True), *reviewed.values_list("plan_slug", flat=True)}
    return next(slug for slug in chain([made], numbered) if slug not in taken)


def _chosen_before(documents: list[Document]) -> dict[str, str]:
    return chosen_before(each.text for each in printed_holders(document.parsed for document in documents))


def _records(run: ImportRun, documents: list[Document]) -> list[list[Record]]:
    return records_by_document(documents, run.details, holders_meant(run.holders))


def _compared(run: ImportRun, documents: list[Document]) -> Look:
    records = _records(run, documents)
    result = compare_with_record(_all(records), run.dates)
    return _look(run, documents, records, result, _is_public(run))


def _rehearsed(run: ImportRun, documents: list[Document]) -> Look:
    """What would happen, with every refusal that applying it would meet."""
    look, records = _compared(run, documents), _records(run, documents)
    why = Entry(run.reason, run.decision_url, run.approved_by, run.changes_on)
    look.account["refused"] = refusals(documents, records, why, run.publish, run.dates)
    return look


def _written(run: ImportRun, documents: list[Document], why: Entry) -> Look:
    records, was_public = _records(run, documents), _is_public(run)
    source = source_line(document.source for document in documents)
    result = import_records(_all(records), source, timezone.localdate(), why=why, publish=run.publish, dates=run.dates)
    return _look(run, documents, records, result, was_public)


def _look(
    run: ImportRun, documents: list[Document], records: list[list[Record]], result: Import, was_public: bool
) -> Look:
    account = account_of(documents, records, result, holders_meant(run.holders), run.dates)
    return Look(documents, result, account | {"public": was_public})


def _is_public(run: ImportRun) -> bool:
    """Whether residents read the plan already, so that what is applied is public at once."""
    plan = Plan.objects.filter(slug=run.plan_slug).first()
    return plan is not None and plan.is_published()


def _all(records: Iterable[list[Record]]) -> list[Record]:
    return [record for own in records for record in own]


def _give(run: ImportRun, why: Entry | None) -> None:
    if why is not None:
        run.reason, run.decision_url, run.approved_by = why.reason, why.decision_url, why.approved_by
        run.changes_on = why.effective_on


def _take_over(run: ImportRun, account: dict[str, Any]) -> None:
    counts = account["counts"]
    run.account = account
    run.created, run.changed, run.same, run.aside = (counts[name] for name in ("create", "change", "same", "aside"))


def _kept(run: ImportRun, sources: list[Source], by: Any) -> ImportRun:
    _save(run, by, source_line(sources))
    for source in sources:
        ImportedFile(run=run, name=source.name, sha256=source.sha256, size=len(source.data), content=source.data).save()
    return run


def _settle(run: ImportRun, result: Import, by: Any) -> ImportRun:
    run.written = [asdict(each) for each in result.written]
    run.state, run.settled_at, run.settled_by = run.State.APPLIED, timezone.now(), by
    _save(run, by, "Applied: written to the records in one step.")
    return run


def _save(run: ImportRun, by: Any, reason: str) -> None:
    with entering(Entry(reason, by=by)):
        run.save()
