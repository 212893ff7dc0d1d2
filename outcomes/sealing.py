"""Sealing a plan as at a day, and reading a sealed day again.

The document of a seal is canonical JSON (see ``ledger.canonical``) with the plan's records as they stood at the end
of the day and were known at the moment of sealing. It lists the fields of each model that it holds, and is read again
by that list, so that fields and models added later change no old seal. Drafts are not in it. Stories are in it by
number only: no name, no text and no address, which is often made from a name. These numbers are taken over from the
document when it is read again, for a story that was taken back must be able to vanish altogether.

While a plan is being sealed nobody writes to the ledger (see ``ledger.standstill``): what was recorded before
``sealed_at`` is on record by then, and can be read again; what comes later can be told by its moment.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import transaction
from django.db.models import F, Field, Max, Model
from django.utils import timezone

from ledger.canonical import NotCanonical, canonical_json, sha256_of
from ledger.past import as_at
from ledger.refusals import LedgerRefusal
from ledger.standstill import standstill
from ledger.verifying import Fault
from ledger.writing import first_day, long_day
from outcomes.belongings import belonging, models_of_plans
from outcomes.elections import recorded_on
from outcomes.models import CaseStudy, Foreword, Plan, Seal, SealCheck
from outcomes.parts import related_model

FORMAT = 1
MOST_NAMED = 5
Fields = dict[str, list[str]]
"""The names of the sealed fields, by the label of their model."""

AHEAD = timedelta(minutes=1)
"""By how much the clocks of servers may differ."""
A_MOMENT_TO_COME = (
    "Something was written down at a moment still to come, and nothing could be written down until then. "
    "Run verify_ledger, which names it, and find out whose clock was wrong."
)

RESTORE = "Find out who wrote to the database past the portal, and restore it from a backup or from the published file."
COMPARE = "Find out who wrote to the history past the portal, and restore those versions from a backup."


CANNOT_BE_READ = (ValueError, LookupError, TypeError, AttributeError, FieldError, Plan.DoesNotExist)
"""What reading a sealed day again may raise: a document that is none, or a column that is gone."""


class SealRefused(LedgerRefusal):
    """A plan was to be sealed as at a day for which that cannot be done."""


@transaction.atomic
def seal(plan: Plan, day: date, *, sealed_by: str, note: str = "") -> Seal:
    """Seal ``plan`` as it stood at the end of ``day`` and is known now. Raises :class:`SealRefused`."""
    moment = standstill()
    if fault := fault_of_seal(plan, day, sealed_by) or fault_of_moment(moment):
        raise SealRefused(fault, code="seal-refused")
    document = _first_document(plan, day, moment)
    made = Seal(plan=plan, day=day, sealed_at=moment, sealed_by=sealed_by.strip(), note=note.strip())
    made.sha256, made.document = sha256_of(document), document.decode()
    made.full_clean()
    made.save()
    if faults := check(made):
        raise SealRefused(f"The plan could not be sealed: {faults[0][0]} {faults[0][1]}", code="seal-refused")
    return made


def fault_of_seal(plan: Plan, day: date, sealed_by: str) -> str:
    """Why the plan cannot be sealed as at ``day``, and what to do; nothing where it can."""
    if not sealed_by.strip():
        return "Say in which role it is sealed, for example head of policy."
    if day > timezone.localdate():
        return f"{long_day(day)} is still to come: seal the plan on that day or after it."
    if earlier := Seal.objects.filter(plan=plan, day=day).without_documents().first():
        when = long_day(timezone.localdate(earlier.sealed_at))
        return f"{plan} was sealed as at {long_day(day)} on {when}, and a seal never changes: choose another day."
    with as_at(day):
        then = Plan.objects.filter(pk=plan.pk).first()
    if then is None:
        first = long_day(first_day(Plan, plan.pk))
        return f"{plan} was not on record on {long_day(day)}: choose {first}, its first day, or a later one."
    if not then.is_published():
        return f"{plan} was a draft on {long_day(day)}, and drafts are not sealed: choose a day when it was published."
    return fault_of_election(plan)


def fault_of_election(plan: Plan) -> str:
    """Why the plan cannot be sealed today, where words in it wait for the end of an election period; else nothing.

    The document of a seal is public: in it residents would read them for the first time.
    """
    period = recorded_on(timezone.localdate())
    if period and any(model.objects.held_back(period).filter(plan=plan).exists() for model in (Foreword, CaseStudy)):
        return (
            f"The election period “{period}” holds back words in {plan}, and everybody can read what is sealed: seal "
            f"it on {long_day(period.ends_on)} or after it."
        )
    return ""


def fault_of_moment(moment: datetime) -> str:
    """Why nothing can be sealed at a moment; nothing where it has come."""
    return A_MOMENT_TO_COME if moment > timezone.now() + AHEAD else ""


def latest_seal() -> datetime | None:
    """The moment of the seal that was made last."""
    return Seal.objects.aggregate(latest=Max("sealed_at"))["latest"]


def reproduce(seal: Seal) -> bytes:
    """What the ledger says today of the sealed day as it was known when it was sealed: the same bytes."""
    sealed = json.loads(seal.document)
    return _document(seal.plan, seal.day, seal.sealed_at, sealed["fields"], sealed["stories"])


def check_seals(counts: Counter) -> Iterator[Fault]:
    """For ``verify_ledger``: whatever is wrong with a seal. Its page says since when it was found so."""
    counts["seals"] += 0
    for key in Seal.objects.order_by("pk").values_list("pk", flat=True):
        each = Seal.objects.select_related("plan").get(pk=key)
        counts["seals"] += 1
        yield from (Fault(each._meta.label, f"{key} ({each})", wrong, remedy) for wrong, remedy in check(each))


def check(seal: Seal) -> list[tuple[str, str]]:
    """What is wrong with a seal, and what to do; the result is kept beside it."""
    faults = list(_faults_of(seal))
    SealCheck.objects.update_or_create(seal=seal, defaults={"checked_at": timezone.now(), "holds": not faults})
    return faults


def _faults_of(seal: Seal) -> Iterator[tuple[str, str]]:
    """Its document was changed, or is no longer what the ledger says."""
    document = seal.document.encode()
    if sha256_of(document) != seal.sha256:
        yield "its document does not fit its SHA-256.", RESTORE
    try:
        again = reproduce(seal)
        differing = _differences(json.loads(document), json.loads(again)) or ["the way it is written"]
    except CANNOT_BE_READ as error:
        yield f"it cannot be read again ({error}).", RESTORE
        return
    if again != document:
        yield f"the records no longer say the same of {', '.join(differing[:MOST_NAMED])}.", COMPARE


def _differences(sealed: dict, now: dict) -> list[str]:
    """The parts and the records in which two documents differ."""
    parts = [name for name in sorted({*sealed, *now} - {"records"}) if sealed.get(name) != now.get(name)]
    before, after = _by_key(sealed), _by_key(now)
    return parts + [
        f"{label} {key}"
        for label, key in sorted({*before, *after})
        if before.get((label, key)) != after.get((label, key))
    ]


def _by_key(document: dict) -> dict[tuple[str, int], dict]:
    return {(label, row["id"]): row for label, rows in document["records"].items() for row in rows}


def _first_document(plan: Plan, day: date, moment: datetime) -> bytes:
    try:
        return _document(plan, day, moment, _fields_now(), _stories(plan, day))
    except NotCanonical as error:
        raise SealRefused(f"The plan could not be sealed. {error}", code="seal-refused") from error


def _document(plan: Plan, day: date, moment: datetime, fields: Fields, stories: list[int]) -> bytes:
    with as_at(day, known_by=moment):
        then = Plan.objects.get(pk=plan.pk)
        records = {label: _rows(apps.get_model(label), names, plan) for label, names in fields.items()}
    said = {
        "format": FORMAT,
        "plan": then.slug,
        "day": day,
        "sealed_at": moment,
        "fields": fields,
        "records": records,
        "stories": stories,
    }
    return canonical_json(said)


def _rows(model: type[Model], names: list[str], plan: Plan) -> list[dict[str, Any]]:
    """The columns by the names that they had when the plan was sealed."""
    before = {name: F(now) for name, now in model.renamed.items() if name in names}
    kept = [name for name in names if name not in before]
    return list(model.objects.filter(belonging(model, plan)).order_by("id").values(*kept, **before))


def _fields_now() -> Fields:
    """Every column of every model of which a plan has records, but for those that only officers read."""
    models = sorted(models_of_plans(), key=lambda model: model._meta.label_lower)
    return {model._meta.label_lower: [field.attname for field in _public_fields(model)] for model in models}


def _public_fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.name not in model.private]


def _stories(plan: Plan, day: date) -> list[int]:
    """The numbers of the plan's stories that were published on the day and may be shown now."""
    with as_at(day):
        stories = related_model(Plan, "stories").objects.published(day).filter(plan=plan)
        return sorted(stories.values_list("pk", flat=True))
