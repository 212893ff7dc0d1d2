"""What happens to a record of the ledger just before and after it is written."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models
from django.db.models import CASCADE, Min
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from ledger.entries import Entry, current_entry
from ledger.reasons import fault_of_reason
from ledger.refusals import EditedMeanwhile, KeptForGood, ReasonNeeded, WrongDay
from ledger.standstill import write_in_turn

STAMPS = ("revision", "effective_on", "recorded_at")
CORRECTABLE = timedelta(hours=1)
CORRECTION = "A slip, corrected within the hour by the person who made it."


def stored(record: models.Model) -> models.Model | None:
    """The row as it is in the database, locked until the end of the transaction."""
    write_in_turn()
    return type(record).objects.select_for_update().filter(pk=record.pk).order_by("pk").first()


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
    """Check that the ledger takes this version, and stamp it. ``before`` is the stored row, None for a new one."""
    entry = current_entry()
    if before:
        _refuse_lost_update(record, before)
        _refuse_without_reason(record, before, among)
    else:
        write_in_turn()
    record.effective_on = _effective_on(record, before, entry)
    record.recorded_at = timezone.now()
    record.revision = before.revision + 1 if before else 1


def extend_lasting(record: models.Model) -> None:
    """What this record names has been there since the record holds: let the ledger know it from that day."""
    if record.effective_on >= timezone.localdate():
        return
    for field in _relations(record):
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


def _refuse_lost_update(record: models.Model, before: models.Model) -> None:
    if record.revision != before.revision:
        raise EditedMeanwhile(edited_meanwhile(before), code="edited-meanwhile")


def edited_meanwhile(now: models.Model) -> str:
    """Whose change came first, and when, in a sentence that says what to do."""
    latest = now.history.select_related("history_user").order_by("-history_id").first()
    who = str(latest.history_user) if latest and latest.history_user else "Somebody else"
    when = timezone.localtime(now.recorded_at)
    return (
        f"{who} changed this record at {when:%H:%M:%S} on {when.day} {when:%B %Y}, after you opened it. "
        "Nothing of yours was saved, and nothing of theirs was lost: compare the two and save again."
    )


def _refuse_without_reason(record: models.Model, before: models.Model, among: Iterable[str] | None) -> None:
    changed = [name for name in changed_fields(before, record, among) if name in record.promised]
    if not changed or not before.is_published():
        return
    if fault := fault_of_entry(current_entry(), before):
        raise ReasonNeeded(fault, code="reason-needed")


def fault_of_entry(entry: Entry, before: models.Model) -> str:
    """Why this entry does not carry a change of the promise ``before``; nothing where it does."""
    if entry.correction:
        return (
            ""
            if is_correctable(before, entry.by)
            else (
                "Only who wrote it can correct a slip, and only within an hour. Leave the mark away and give a reason."
            )
        )
    return fault_of_reason(entry.reason)


def is_correctable(record: models.Model, user) -> bool:
    """Was the version on record written within the last hour, by the same person?"""
    latest = record.history.order_by("-history_id").first()
    user = user or _requesting_user(record)
    return (
        latest is not None
        and user is not None
        and latest.history_user_id == user.pk
        and timezone.now() - latest.recorded_at <= CORRECTABLE
    )


def _requesting_user(record: models.Model):
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user if user is not None and user.is_authenticated else None


def _effective_on(record: models.Model, before: models.Model | None, entry: Entry) -> date:
    today = timezone.localdate()
    if entry.effective_on:
        _refuse_day(entry.effective_on, before, today)
        day = entry.effective_on
    else:
        day = min(models.DateField().to_python(record.natural_day(before)) or today, today)
    if before:
        return max(day, before.effective_on)
    return day if day >= today else max([day, *_first_days_of_owners(record, entry)])


def _refuse_day(day: date, before: models.Model | None, today: date) -> None:
    if day > today:
        raise WrongDay(f"A change cannot take effect on {long_day(day)}, a day to come. Write it down on that day.")
    if before and day < before.effective_on:
        raise WrongDay(
            f"The record last changed on {long_day(before.effective_on)}, so this change cannot take effect on "
            f"{long_day(day)}, before it. Choose {long_day(before.effective_on)} or a later day."
        )


def long_day(day: date) -> str:
    """A day as people write it: 3 May 2022."""
    return f"{day.day} {day:%B %Y}"


def _first_days_of_owners(record: models.Model, entry: Entry) -> list[date]:
    """Since when the records are known that this one is a part of: no part is older than its whole."""
    owners = [field for field in _relations(record) if field.remote_field.on_delete is CASCADE]
    keys = [(field.related_model, getattr(record, field.attname)) for field in owners]
    days = [_first_day_in(entry, model, key) for model, key in keys if key is not None]
    return [day for day in days if day]


def _first_day_in(entry: Entry, model: type[models.Model], key) -> date | None:
    if (model, key) not in entry.first_days:
        entry.first_days[model, key] = first_day(model, key)
    return entry.first_days[model, key]


def _relations(record: models.Model) -> list[models.ForeignKey]:
    """The fields by which a record names other records of the ledger."""
    return [
        field
        for field in record._meta.concrete_fields
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
    version.recorded_at = version.history_date = timezone.now()
    version.history_change_reason = (
        f"Known from this day, because “{str(getattr(record, 'instance', record))[:120]}” names it."
    )
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
    """A deletion takes effect today; of a published promise it is refused."""
    if not hasattr(instance, "promised"):
        return
    if instance.is_published():
        raise KeptForGood(refusal_to_delete(instance), code="kept-for-good")
    instance.effective_on = max(current_entry().effective_on or timezone.localdate(), instance.effective_on)
    write_in_turn()
    instance.recorded_at = timezone.now()


def refusal_to_delete(record: models.Model) -> str:
    noun = record._meta.verbose_name
    return (
        f"This {noun} is published, so it is never deleted: “{str(record)[:80]}”. "
        "Withdraw it instead, with a reason and a link to the decision."
    )


def days_of_change(record: models.Model) -> list[date]:
    """The days on which the record, or what it is a part of, changed, the earliest first."""
    days = set(record.history.values_list("effective_on", flat=True))
    for field in _relations(record):
        if field.remote_field.on_delete is CASCADE and getattr(record, field.attname) is not None:
            days.update(days_of_change(getattr(record, field.name)))
    return sorted(days)
