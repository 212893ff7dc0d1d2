"""Publishing at the moment that was set: what is due, each in a transaction of its own, what stays behind, and why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from textwrap import shorten
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone

from desk.decisions import WAITING, in_words, is_later, last_words_against
from desk.moments import SET, setting_of
from desk.published import PUBLISHABLE, as_published, is_public, why_hidden
from ledger import writing
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from ledger.refusals import LedgerRefusal
from ledger.writing import long_day
from outcomes.elections import holdable, recorded_on
from outcomes.models import Plan
from priorities.models import ProgressUpdate
from priorities.officers import MAY_SIGN_OFF
from stories.hidden import fault_of_consent
from stories.models import Story

READY = {Plan: Plan.State.DRAFT, ProgressUpdate: ProgressUpdate.State.SIGNED_OFF, Story: Story.State.DRAFT}
"""The state from which each is published when its moment comes."""
IN_THE_WAY = (
    "The database could not take it: {}. It is tried again at the next run; if it stays, open the record and save it."
)
MAY_PUBLISH = {Plan: "outcomes.change_plan", ProgressUpdate: MAY_SIGN_OFF, Story: "stories.change_story"}
"""The right that publishing each takes."""
BY_ROLE = "django.contrib.auth.backends.ModelBackend"
NO_LONGER = (
    "{}, whose account set this moment, may not publish it any more. Somebody who may is to publish it on its page, or "
    "to set another moment there."
)
SENT_BACK = (
    "{} That was after its moment had been set. Mend that and ask for another decision; or open the draft, and publish "
    "it or set another moment there: it asks you to confirm that."
)
REPLACES = "It replaces {}. Open it, and see under “Mark promises and publish” whether promises are left to be marked."
UNKNOWN = (
    "The next run publishes it, within five minutes. If it is still here then, open it and publish it there: its page "
    "says what stands in the way."
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
    return chain.from_iterable(due_of(model, now) for model in PUBLISHABLE)


def due_of(model: type[LedgerModel], now: datetime) -> models.QuerySet:
    """The same of one kind, with all that its name and :func:`why_it_stays` ask for."""
    related = {ProgressUpdate: ["deliverable__priority__plan"], Plan: ["replaces"], Story: ["plan", "consent"]}[model]
    ready = model.objects.filter(_is_due(model, now)).select_related(*related)
    return ready.order_by("publish_at", "pk")


def publish_due(now: datetime) -> Iterator[Attempt]:
    """Publish what is due. What another run published meanwhile is passed over."""
    for record in due(now):
        moment = record.publish_at
        try:
            done = _publish(record, now)
        except (ValidationError, DatabaseError) as error:
            yield Attempt(record, moment, told(error))
        else:
            if done:
                yield Attempt(record, moment)


def why_it_stays(record: LedgerModel) -> str:
    """Why one of :func:`due_of` is not public, or what to do, as its row says: nothing is tried, asked or written."""
    if isinstance(record, Plan):
        return REPLACES.format(record.replaces) if record.replaces else UNKNOWN
    if isinstance(record, Story) and (fault := fault_of_consent(record)):
        return fault
    plan = record.plan if isinstance(record, Story) else record.deliverable.priority.plan
    return why_hidden(record) if plan and not plan.is_published() else UNKNOWN


def who_set(record: LedgerModel, *fields: str) -> Any:
    """The user who made the fields what they are together, as far as the history knows; else None."""
    setting = setting_of(record, record.history.select_related("history_user").order_by("-history_id"), fields)
    return setting and setting.history_user


def no_longer(records: list[LedgerModel]) -> dict[int, str]:
    """Of records of one kind, why the word of who set the moment does not carry them any more, by their keys."""
    if not records:
        return {}
    settings = _settings_of(records)
    return _sent_back_since(settings, records) | _not_allowed(settings, type(records[0]))


def _settings_of(records: list[LedgerModel]) -> dict[int, models.Model]:
    """By which version each got its moment, by their keys."""
    model, versions = type(records[0]), defaultdict(list)
    history = model.history.filter(id__in=[each.pk for each in records]).select_related("history_user")
    for version in history.order_by("-history_id"):
        versions[version.id].append(version)
    found = {each.pk: setting_of(each, versions[each.pk]) for each in records}
    return {key: setting for key, setting in found.items() if setting}


def _not_allowed(settings: dict[int, models.Model], model: type[LedgerModel]) -> dict[int, str]:
    setters = {key: setting.history_user for key, setting in settings.items()}
    users = get_user_model().objects.with_perm(MAY_PUBLISH[model], backend=BY_ROLE)
    may = set(users.filter(pk__in={each.pk for each in setters.values() if each}).values_list("pk", flat=True))
    return {key: NO_LONGER.format(user) for key, user in setters.items() if user and user.pk not in may}


def _sent_back_since(settings: dict[int, models.Model], records: list[LedgerModel]) -> dict[int, str]:
    against = last_words_against(records).items()
    return {key: SENT_BACK.format(in_words(link)) for key, link in against if is_later(link, settings.get(key))}


def _is_due(model: type[LedgerModel], now: datetime) -> Q:
    """What an election period holds back is not due yet, whenever it was set for."""
    period = recorded_on(timezone.localdate(now)) if holdable(model) else None
    not_held = Q(period.releases_of(model)) if period else Q()
    return Q(state=READY[model], publish_at__lte=now) & not_held


@transaction.atomic
def _publish(record: LedgerModel, now: datetime) -> bool:
    """Publish it whole or not at all; False where there is nothing left to do."""
    stored = writing.stored(record)
    if stored is None or not type(record).objects.filter(_is_due(type(record), now), pk=record.pk).exists():
        return False
    if refusal := no_longer([stored]).get(stored.pk):
        raise LedgerRefusal(refusal, code="no-longer")
    by, when = who_set(stored, *SET), moment_in_words(stored.publish_at)
    public, *others = as_published(stored)
    if isinstance(public, WAITING):
        public.although = True
    with entering(Entry(f"Published at the time that was set: {when}.", by=by)):
        public.save()
    with entering(Entry(f"{public} took its place at the time that was set: {when}.", by=by)):
        for other in others:
            other.save()
    if not is_public(public):
        raise LedgerRefusal(why_hidden(public), code="hidden")
    return True


def told(error: ValidationError | DatabaseError) -> str:
    """What stood in the way, in a sentence or two."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return IN_THE_WAY.format(type(error).__name__)
