"""Reminders: what is on record for a round of them, and one mail a person, queued together with what it tells of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email

from desk.models import Reminder
from desk.reminder_mail import subject_of, text_of
from desk.reminders import Line, Person, Promise, Return, Round, Thresholds, Told, round_of
from priorities import officers, steps
from priorities.models import Deliverable, ProgressUpdate
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
    promises = promises_on(today)
    return round_of(today, promises, people.officers, people.approvers, told_of(promises), limits())


def promises_on(today: date) -> list[Promise]:
    """Every promise of a plan in force that is not over, or of which a report was returned, with what was said last."""
    versions = Deliverable.history.filter(id=OuterRef("pk")).order_by("effective_on", "history_id")
    rows = (
        with_returns(with_reports(Deliverable.objects.all(), today))
        .annotate(unfinished=ExpressionWrapper(still_counts(), BooleanField()))
        .filter(Q(unfinished=True) | Q(open_state=steps.RETURNED))
        .annotate(written_at=latest_told("recorded_at", today), first_day=Subquery(versions.values("effective_on")[:1]))
        .order_by("pk")
    )
    return [_promise(row) for row in rows]


def with_returns(promises: QuerySet) -> QuerySet:
    """Promises with their returned report: who wrote it, and by which version and when it was returned last."""
    report = ProgressUpdate.objects.filter(deliverable=OuterRef("pk"), state=steps.RETURNED).order_by("-id")
    before = ProgressUpdate.history.filter(id=OuterRef("id")).exclude(state=steps.RETURNED).order_by("-history_id")
    since = Coalesce(Subquery(before.values("history_id")[:1]), 0)
    returned = ProgressUpdate.history.filter(id=OuterRef("returned"), history_id__gt=since).order_by("history_id")
    return promises.annotate(
        returned=Subquery(report.values("pk")[:1]),
        returned_writer=Subquery(report.values("written_by")[:1]),
        returned_by=Subquery(returned.values("history_id")[:1]),
        returned_at=Subquery(returned.values("recorded_at")[:1]),
    )


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
        returned=_return(row) if row.returned else None,
        unfinished=row.unfinished,
    )


def _return(row: Deliverable) -> Return:
    return Return(timezone.localdate(row.returned_at), row.open_remark, row.returned_writer, row.returned_by)


def told_of(promises: list[Promise]) -> Told:
    told: dict = defaultdict(dict)
    for each in Reminder.objects.filter(deliverable__in=[promise.pk for promise in promises]):
        told[each.deliverable_id, each.kind, each.about, each.occasion][each.user_id] = timezone.localdate(each.sent_at)
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
        Reminder(
            user_id=person.pk,
            deliverable_id=line.promise.pk,
            kind=thing.kind,
            about=thing.about,
            occasion=thing.occasion,
            sent_at=now,
        )
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
