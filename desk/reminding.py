"""Reminders: what is on record for a round of them, and one mail a person, queued together with what it tells of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email

from desk.models import Reminder
from desk.reminder_mail import subject_of, text_of
from desk.reminders import Line, Person, Promise, Round, Thresholds, Told, round_of
from priorities import officers
from priorities.models import Deliverable
from priorities.querysets import latest_told
from priorities.waiting import still_counts, with_reports


@dataclass(frozen=True)
class People:
    """Who can be told, and the names of those who cannot because they have no address."""

    officers: list[Person]
    approvers: list[Person]
    without_address: list[str]


def limits() -> Thresholds:
    return Thresholds(
        before_due=timedelta(settings.REMIND_DAYS_BEFORE_DUE),
        quiet=timedelta(settings.STALE_AFTER_DAYS),
        escalate=timedelta(settings.ESCALATE_AFTER_DAYS),
    )


def round_today(today: date, people: People) -> Round:
    promises = unfinished(today)
    return round_of(today, promises, people.officers, people.approvers, told_of(promises), limits())


def unfinished(today: date) -> list[Promise]:
    """Every promise of a plan in force that is not over, with what was said of it last."""
    versions = Deliverable.history.filter(id=OuterRef("pk")).order_by("effective_on", "history_id")
    rows = (
        with_reports(Deliverable.objects.all(), today)
        .filter(still_counts())
        .annotate(written_at=latest_told("recorded_at", today), first_day=Subquery(versions.values("effective_on")[:1]))
        .order_by("pk")
    )
    return [_promise(row) for row in rows]


def _promise(row: Deliverable) -> Promise:
    return Promise(
        pk=row.pk,
        text=row.text,
        directorate=row.directorate_id,
        due=row.timescale_end,
        silent_since=row.last_day or row.first_day,
        reported=row.last_day is not None,
        written_on=row.written_at and timezone.localdate(row.written_at),
        open_state=row.open_state or "",
        open_since=row.open_since and timezone.localdate(row.open_since),
    )


def told_of(promises: list[Promise]) -> Told:
    told: dict = defaultdict(dict)
    for each in Reminder.objects.filter(deliverable__in=[promise.pk for promise in promises]):
        told[each.deliverable_id, each.kind, each.about][each.user_id] = timezone.localdate(each.sent_at)
    return told


def people() -> People:
    """Active accounts that report on a directorate's promises, and those that sign reports off."""
    reporting = list(who_may(*officers.MAY_REPORT).filter(officer__directorate__isnull=False))
    signing = list(who_may(officers.MAY_SIGN_OFF).exclude(is_superuser=True, officer__isnull=True))
    without = sorted({user.get_username() for user in (*reporting, *signing) if not user.email})
    return People(persons(reporting), persons(signing), without)


def who_may(*permissions: str) -> QuerySet:
    """The active accounts that have all of these rights."""
    users = get_user_model().objects
    found = users.select_related("officer").order_by("pk")
    for permission in permissions:
        found = found.filter(pk__in=users.with_perm(permission).values("pk"))
    return found


def persons(users: Iterable) -> list[Person]:
    """Those of these accounts that have an address."""
    return [
        Person(user.pk, user.get_full_name() or user.get_username(), user.email, _directorate_of(user))
        for user in users
        if user.email
    ]


def _directorate_of(user) -> int | None:
    officer = officers.officer_of(user)
    return officer and officer.directorate_id


def remind(person: Person, lines: list[Line], today: date) -> bool:
    """Queue the mail and put on record what it tells of, or neither; False where another run told them meanwhile."""
    now = timezone.now()
    told = [
        Reminder(user_id=person.pk, deliverable_id=line.promise.pk, kind=thing.kind, about=thing.about, sent_at=now)
        for line in lines
        for thing in line.things
    ]
    return tell_once(told, person.address, subject_of(lines), text_of(person.name, lines, today, settings.SITE_URL))


def tell_once(told: Sequence[Model], address: str, subject: str, text: str) -> bool:
    """Queue a mail and write ``told``, all of one kind, or neither; False where some of it is on record already."""
    try:
        with transaction.atomic():
            type(told[0]).objects.bulk_create(told)
            _queue(address, subject, text)
    except IntegrityError:
        return False
    return True


def _queue(address: str, subject: str, text: str) -> None:
    """Written down as it is: the mail package's own functions would read a promise's text as a template."""
    Email.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        subject=subject,
        message=text,
        status=STATUS.queued,
        priority=PRIORITY.medium,
    )
