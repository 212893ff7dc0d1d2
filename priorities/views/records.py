"""Everything that the life of a promise is told from, in one question."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from ledger.together import fetch_together, hand_over
from outcomes.models import Plan
from priorities.answering import People
from priorities.life import Records
from priorities.models import Appointment, Councillor, Deliverable, Portfolio, PriorityAction, ProgressUpdate
from priorities.moved_dates import Dated, day_of
from priorities.querysets import versions_of


def records_of(promise: Deliverable, marks: Iterable, today: date) -> Records:
    """The versions of a promise, its plan, its priority and its updates, and who held its portfolio when."""
    priority = promise.priority
    of_priority = versions_of(PriorityAction).filter(id=priority.pk)
    portfolios = Portfolio.objects.filter(pk__in=_named(of_priority, "portfolio_id"))
    appointments = Appointment.objects.filter(portfolio__in=portfolios).order_by("starts_on", "pk")
    named = Q(pk__in=_named(of_priority, "published_holder_id"))
    people = Councillor.objects.filter(named | Q(pk__in=appointments.order_by().values("councillor_id")))
    found = fetch_together(
        versions_of(Deliverable).filter(id=promise.pk),
        versions_of(Plan).filter(id=priority.plan_id),
        of_priority,
        versions_of(ProgressUpdate).filter(deliverable_id=promise.pk, state="published"),
        versions_of(Appointment).filter(portfolio_id__in=portfolios.values("pk")),
        appointments,
        portfolios,
        people,
    )
    of_promise, of_plan, of_priority, of_reports, of_appointments, appointments, portfolios, people = found
    hand_over(appointments, "councillor", people)
    return Records(
        promise=of_promise,
        plan=of_plan,
        priority=of_priority,
        people=People(
            appointments,
            {each.pk: each.name for each in portfolios},
            {each.pk: each.name for each in people},
            _first_recorded(of_appointments, "starts_on", "ends_on"),
        ),
        reports=promise.told,
        reports_recorded={pk: day for (pk, _), day in _first_recorded(of_reports, "state").items()},
        marks=list(marks),
        adopted_on=priority.plan.adopted_on,
        today=today,
    )


def _named(versions, field: str):
    return versions.order_by().exclude(**{field: None}).values(field)


def _first_recorded(versions: Iterable[Dated], *fields: str) -> dict[tuple, date]:
    """The day on which a record was first given each of these values, by its key and the value."""
    days: dict[tuple, date] = {}
    for version in versions:
        for name in fields:
            days.setdefault((version.id, getattr(version, name)), day_of(version.recorded_at))
    return days
