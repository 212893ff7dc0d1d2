"""What happens to a record of the ledger just before and after it is written."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache

from django.db import models
from django.db.models import CASCADE, Min
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from ledger.clock import reading
from ledger.entries import Entry, current_entry
from ledger.holding import locked
from ledger.reasons import fault_of_reason
from ledger.refusals import EditedMeanwhile, KeptForGood, PastIsReadOnly, ReasonNeeded, WrongDay
from ledger.standstill import moment, write_in_turn
from ledger.words import in_short

STAMPS = ("revision", "effective_on", "recorded_at")
CORRECTABLE = timedelta(hours=1)
CORRECTION = "A slip, corrected within the hour by the person who made it."
KNOWN_FROM = "Known from this day, because a record of this day names it."
"""Quotes nothing: what names it may be a draft, or be taken back."""
NAMED = 100
"""Characters of a record's name in a sentence of refusal."""
GONE = "Somebody else deleted this record after you opened it."


def stored(record: models.Model, force_insert: bool = False) -> models.Model | None:
    """The row as it is in the database, locked until the end of the transaction; None where there is none yet."""
    if reading():
        raise PastIsReadOnly("The past can be read, not written: leave the as_at() block first.")
    if record.pk is None or force_insert:
        return None
    return locked(type(record), record.pk)


def changed_fields(before: models.Model, after: models.Model, among: Iterable[str] | None = None) -> list[str]:
    """The names of the fields, stamps apart, whose values differ; ``among`` narrows them."""
    names = set(among) if among is not None else None
    return [
        field.name
        for field in before._meta.concrete_fields
        if field.name not in STAMPS
        and (names is None or field.name in names or field.attname in names)
        and _differs(field, before, after)
    ]


def prepare(record: models.Model, before: models.Model | None, among: Iterable[str] | None = None) -> None:
    """Check that the ledger takes this version, and stamp it. ``before`` is the stored row, None for a new one.

    Where only the fields ``among`` are written, all others of ``record`` take the values of the row.
    """
    entry = current_entry()
    if before:
        _refuse_lost_update(record, before)
        if among is not None:
            names = set(among)
            _take_over(record, before, lambda field: not names & {field.name, field.attname})
        changed = changed_fields(before, record)
        record.refuse_change(changed, before)
        _refuse_without_reason(record, before, changed)
    else:
        write_in_turn()
    record.refuse_version(before)
    record.effective_on = _effective_on(record, before, entry)
    record.recorded_at = moment(before and before.recorded_at)
    record.revision = before.revision + 1 if before else 1


@contextmanager
def stamps_back_on_failure(record: models.Model) -> Iterator[None]:
    """Give the record back the stamps that it came with where the write fails: then it can be tried again."""
    stamps = {name: getattr(record, name) for name in STAMPS}
    try:
        yield
    except BaseException:
        for name, value in stamps.items():
            setattr(record, name, value)
        raise


def extend_lasting(record: models.Model) -> None:
    """What this record names has been there since the record holds: let the ledger know it from that day."""
    if record.effective_on >= timezone.localdate():
        return
    for field in _relations(type(record)):
        key = getattr(record, field.attname)
        if field.related_model.lasting and key is not None:
            _know_since(field.related_model, key, record)


def first_day(model: type[models.Model], key) -> date | None:
    """The first day on which the record is known."""
    return model.history.filter(**{model._meta.pk.name: key}).aggregate(day=Min("effective_on"))["day"]


def _differs(field: models.Field, before: models.Model, after: models.Model) -> bool:
    new = getattr(after, field.attname)
    if getattr(new, "_committed", True) is False:
        return True
    return field.get_prep_value(getattr(before, field.attname)) != field.get_prep_value(new)


def _take_over(record: models.Model, row: models.Model, wanted: Callable[[models.Field], bool]) -> None:
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name not in STAMPS and wanted(field):
            setattr(record, field.attname, getattr(row, field.attname))


def _refuse_lost_update(record: models.Model, before: models.Model) -> None:
    if record.revision != before.revision:
        raise EditedMeanwhile(edited_meanwhile(before), code="edited-meanwhile")


def edited_meanwhile(now: models.Model, name_of: Callable[[models.Model], str] = str) -> str:
    """Whose change came first, and when, in a sentence that says what to do; ``name_of`` names an account."""
    latest = _latest_version(now)
    if _is_ones_own(latest):
        return (
            f"{_changed_at('You', now)}, in another window, after you opened it here. Nothing of this page was saved, "
            "and nothing of that one was lost: compare the two and save again."
        )
    return (
        f"{_changed_at(_who_made(latest, name_of), now)}, after you opened it. "
        "Nothing of yours was saved, and nothing of theirs was lost: compare the two and save again."
    )


def latest_change(now: models.Model, name_of: Callable[[models.Model], str] = str) -> str:
    """Who changed the record last, and when, as the beginning of a sentence."""
    latest = _latest_version(now)
    return _changed_at("You" if _is_ones_own(latest) else _who_made(latest, name_of), now)


def _latest_version(now: models.Model) -> models.Model | None:
    return now.history.select_related("history_user").order_by("-history_id").first()


def _is_ones_own(version: models.Model | None) -> bool:
    """Whether who asks for the page that is being answered wrote this version."""
    user = current_entry().by or _requesting_user()
    return user is not None and version is not None and version.history_user_id == user.pk


def _who_made(version: models.Model | None, name_of: Callable[[models.Model], str]) -> str:
    return name_of(version.history_user) if version and version.history_user else "Somebody else"


def _changed_at(who: str, now: models.Model) -> str:
    when = timezone.localtime(now.recorded_at)
    return f"{who} changed this record at {when:%H:%M:%S} on {when.day} {when:%B %Y}"


def _refuse_without_reason(record: models.Model, before: models.Model, changed: Collection[str]) -> None:
    changed = record.promised_among(changed, before)
    if not changed or not before.was_published():
        return
    if fault := fault_of_entry(current_entry(), before, changed):
        raise ReasonNeeded(fault, code="reason-needed")


def fault_of_entry(entry: Entry, before: models.Model, changed: Collection[str]) -> str:
    """Why this entry does not carry a change of these fields of the promise ``before``; nothing where it does."""
    if not entry.correction:
        return fault_of_reason(entry.reason)
    if not is_correctable(before, entry.by):
        return "Only who wrote it can correct a slip, and only within an hour. Leave the mark away and give a reason."
    if not set(changed) <= _set_by_last_entry(before):
        return (
            "A correction mends only what was just written: this stood before. Leave the mark away and give a reason."
        )
    return ""


def is_correctable(record: models.Model, user) -> bool:
    """Was what is on record entered within the last hour, by the same person? Corrections since gain no time."""
    entered, _ = _last_entry(record)
    user = user or _requesting_user()
    return (
        entered is not None
        and user is not None
        and entered.history_user_id == user.pk
        and timezone.now() - entered.recorded_at <= CORRECTABLE
    )


def _last_entry(record: models.Model) -> tuple[models.Model | None, models.Model | None]:
    """The latest version that was no correction of the one before it, and that one."""
    versions = iter(record.history.order_by("-history_id"))
    entered = next((each for each in versions if each.history_type == "+" or not each.history_correction), None)
    return entered, next(versions, None)


def _set_by_last_entry(record: models.Model) -> set[str]:
    """The fields that the last entry set: of a new record, every one."""
    entered, before = _last_entry(record)
    if before is None:
        return {field.name for field in record._meta.concrete_fields}
    return set(changed_fields(before.instance, entered.instance))


def _requesting_user():
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user if user is not None and user.is_authenticated else None


def _effective_on(record: models.Model, before: models.Model | None, entry: Entry) -> date:
    today = timezone.localdate()
    if entry.effective_on:
        _refuse_day(entry.effective_on, before, today)
        day = entry.effective_on
    else:
        day = min(models.DateField().to_python(record.natural_day(before)) or today, today)
    owners = _owners(record)
    if before:
        day = max(day, before.effective_on)
        owners = [field for field in owners if _differs(field, before, record)]
    days = [] if day >= today else _first_days(owners, record, entry)
    if before and entry.effective_on:
        _refuse_before_owner(day, days)
    return max([day, *days])


def _refuse_before_owner(day: date, first_days: list[date]) -> None:
    known = max([day, *first_days])
    if known > day:
        raise WrongDay(
            f"What this is to stand under is known only since {long_day(known)}, so this change cannot take effect on "
            f"{long_day(day)}. Choose {long_day(known)} or a later day."
        )


def _refuse_day_to_come(day: date, today: date, what: str = "change") -> None:
    if day > today:
        raise WrongDay(f"A {what} cannot take effect on {long_day(day)}, a day to come. Write it down on that day.")


def _refuse_day(day: date, before: models.Model | None, today: date) -> None:
    _refuse_day_to_come(day, today)
    if before and day < before.effective_on:
        raise WrongDay(
            f"The record last changed on {long_day(before.effective_on)}, so this change cannot take effect on "
            f"{long_day(day)}, before it. Choose {long_day(before.effective_on)} or a later day."
        )


def long_day(day: date) -> str:
    """A day as people write it: 3 May 2022."""
    return f"{day.day} {day:%B %Y}"


def _owners(record: models.Model) -> list[models.ForeignKey]:
    """The fields by which a record names what it is a part of."""
    return [field for field in _relations(type(record)) if field.remote_field.on_delete is CASCADE]


def _first_days(owners: Iterable[models.ForeignKey], record: models.Model, entry: Entry) -> list[date]:
    """Since when the records are known that this one is a part of: no part is older than its whole."""
    keys = [(field.related_model, getattr(record, field.attname)) for field in owners]
    days = [_first_day_in(entry, model, key) for model, key in keys if key is not None]
    return [day for day in days if day]


def _first_day_in(entry: Entry, model: type[models.Model], key) -> date | None:
    if (model, key) not in entry.first_days:
        entry.first_days[model, key] = first_day(model, key)
    return entry.first_days[model, key]


@cache
def _relations(model: type[models.Model]) -> list[models.ForeignKey]:
    """The fields by which a record names other records of the ledger."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and hasattr(field.related_model, "history")
    ]


def _know_since(model: type[models.Model], key, record: models.Model) -> None:
    entry, day = current_entry(), record.effective_on
    known = _first_day_in(entry, model, key)
    if known is None or known <= day:
        return
    version = model.history.filter(**{model._meta.pk.name: key}).order_by("effective_on", "history_id").first()
    version.history_id, version._state.adding = None, True
    version.effective_on, version.history_type = day, "+"
    version.recorded_at = version.history_date = moment(version.recorded_at)
    version.history_change_reason = KNOWN_FROM
    version.save()
    entry.first_days[model, key] = day
    extend_lasting(version)


@receiver(pre_create_historical_record)
def _write_entry(sender, instance, history_instance, **kwargs):
    """Write the current entry into the version that is about to be kept."""
    if not hasattr(history_instance, "history_correction"):
        return
    entry = current_entry()
    reason = entry.reason or (CORRECTION if entry.correction else "")
    history_instance.history_change_reason = history_instance.history_change_reason or reason or None
    history_instance.history_date = instance.recorded_at
    history_instance.history_decision_url = entry.decision_url
    history_instance.history_approved_by = entry.approved_by
    history_instance.history_correction = entry.correction
    if entry.by is not None:
        history_instance.history_user = entry.by


@receiver(pre_delete)
def _date_deletion(sender, instance, **kwargs):
    """A deletion takes effect today, of the record as it is stored; of what was published once it is refused."""
    if not hasattr(instance, "promised"):
        return
    row = stored(instance)
    if row is None:
        raise EditedMeanwhile(GONE, code="edited-meanwhile")
    if row.was_published():
        raise KeptForGood(refusal_to_delete(row), code="kept-for-good")
    _refuse_lost_update(instance, row)
    today = timezone.localdate()
    day = current_entry().effective_on or today
    _refuse_day_to_come(day, today, "deletion")
    _take_over(instance, row, lambda field: True)
    instance.effective_on = max(day, row.effective_on)
    instance.recorded_at = moment(row.recorded_at)


def refusal_to_delete(record: models.Model) -> str:
    noun, verb = record._meta.verbose_name, "is" if record.is_published() else "was"
    return (
        f"This {noun} {verb} published, so it is never deleted: “{in_short(str(record), NAMED)}”. "
        "Where a promise will not be kept, report it as withdrawn, with a reason and a link to the decision."
    )


def days_of_change(record: models.Model) -> list[date]:
    """The days on which the record, or what it is a part of, changed, the earliest first."""
    days = set(record.history.values_list("effective_on", flat=True))
    for field in _relations(type(record)):
        if field.remote_field.on_delete is CASCADE and getattr(record, field.attname) is not None:
            days.update(days_of_change(getattr(record, field.name)))
    return sorted(days)
