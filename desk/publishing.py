"""Publishing at the moment that was set: what is due, each in a transaction of its own, what stays behind, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, takewhile
from textwrap import shorten
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Q

from desk.published import PUBLISHABLE, as_published, is_public, why_hidden
from ledger import writing
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from ledger.refusals import LedgerRefusal
from ledger.writing import long_day
from outcomes.models import Plan
from priorities.models import ProgressUpdate
from stories.models import Story

READY = {Plan: Plan.State.DRAFT, ProgressUpdate: ProgressUpdate.State.SIGNED_OFF, Story: Story.State.DRAFT}
"""The state from which each is published when its moment comes."""
IN_THE_WAY = (
    "The database could not take it: {}. It is tried again at the next run; if it stays, open the record and save it."
)
NOTHING = (
    "Nothing stands in its way: the next run publishes it. If it is still here in ten minutes, publish_due is not run."
)


@dataclass(frozen=True)
class Attempt:
    """One record whose moment has come. ``refusal`` says why it could not be published and what to do, or nothing."""

    record: LedgerModel
    moment: datetime
    refusal: str = ""

    @property
    def named(self) -> str:
        """What it is, so that a line of a log says it whole: "plan “Example plan” (12)"."""
        return f"{self.record._meta.verbose_name} “{name_of(self.record)}” ({self.record.pk})"


def name_of(record: LedgerModel) -> str:
    """The record in a few words; a report is named by its promise."""
    if not isinstance(record, ProgressUpdate):
        return str(record)
    promise = shorten(record.deliverable.text, 60, placeholder="…")
    return f"{promise} ({record.get_status_display().lower()}, {long_day(record.as_of)})"


def due(now: datetime) -> Iterator[LedgerModel]:
    """Everything whose moment has come and that is not public yet; of each kind the one set for the earliest first."""
    return chain.from_iterable(_due_of(model, now) for model in PUBLISHABLE)


def publish_due(now: datetime) -> Iterator[Attempt]:
    """Publish what is due. What another run published meanwhile is passed over."""
    for record in due(now):
        moment = record.publish_at
        try:
            done = _publish(record, now)
        except (ValidationError, DatabaseError) as error:
            yield Attempt(record, moment, _told(error))
        else:
            if done:
                yield Attempt(record, moment)


def overdue(now: datetime) -> list[Attempt]:
    """What should be public by now but is not, each with the reason: it is tried, and taken back at once."""
    attempts = []
    for record in due(now):
        with transaction.atomic():
            refusal = _refusal_to_publish(record, now)
            transaction.set_rollback(True)
        attempts.append(Attempt(record, record.publish_at, refusal or NOTHING))
    return attempts


def who_set(record: LedgerModel, field: str) -> Any:
    """The user who gave the field the value it has, as far as the history knows; else None."""
    value = getattr(record, field)
    versions = record.history.select_related("history_user").order_by("-history_id")
    *_, setting = [None, *takewhile(lambda version: getattr(version, field) == value, versions)]
    return setting and setting.history_user


def _due_of(model: type[LedgerModel], now: datetime) -> models.QuerySet:
    related = {ProgressUpdate: ["deliverable__priority__plan"], Plan: ["replaces"], Story: ["plan"]}[model]
    ready = model.objects.filter(_is_due(model, now)).select_related(*related)
    return ready.order_by("publish_at", "pk")


def _is_due(model: type[LedgerModel], now: datetime) -> Q:
    return Q(state=READY[model], publish_at__lte=now)


@transaction.atomic
def _publish(record: LedgerModel, now: datetime) -> bool:
    """Publish it whole or not at all; False where there is nothing left to do."""
    stored = writing.stored(record)
    if stored is None or not type(record).objects.filter(_is_due(type(record), now), pk=record.pk).exists():
        return False
    by, when = who_set(stored, "publish_at"), moment_in_words(stored.publish_at)
    public, *others = as_published(stored)
    with entering(Entry(f"Published at the time that was set: {when}.", by=by)):
        public.save()
    with entering(Entry(f"{public} took its place at the time that was set: {when}.", by=by)):
        for other in others:
            other.save()
    if not is_public(public):
        raise LedgerRefusal(why_hidden(public), code="hidden")
    return True


def _refusal_to_publish(record: LedgerModel, now: datetime) -> str:
    try:
        with transaction.atomic():
            _publish(record, now)
    except (ValidationError, DatabaseError) as error:
        return _told(error)
    return ""


def _told(error: ValidationError | DatabaseError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return IN_THE_WAY.format(type(error).__name__)
