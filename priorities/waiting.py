"""What waits for an officer: promises to report on and reports to sign off, each with the reason why.

A promise waits where it is due soon or overdue, gone quiet or never reported on, and where a report on it was begun or
returned. It waits for nobody while a report on it awaits sign-off, nor in the week after one was published.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from outcomes.querysets import PUBLIC_STATES
from priorities import officers, steps
from priorities.models import Deliverable, ProgressUpdate
from priorities.querysets import latest_told, only_printed_as_done, settled_later
from priorities.standing import FINISHED, NONE_LABEL, label_of
from priorities.verdicts import calendar, days, is_stale, long_day
from priorities.voices import calendar_of, settled_in

SOON = timedelta(days=30)
FRESH = timedelta(days=7)
WAITS = {
    "overdue": "Overdue",
    "due": f"Due within {SOON.days} days",
    "quiet": "Gone quiet",
    "unreported": "Never reported on",
    "draft": "Has a draft",
    "returned": "Returned with a remark",
    "awaiting": "Awaiting sign-off",
}


def with_reports(promises: QuerySet, today: date) -> QuerySet:
    """Promises with what was told last, and with the report that is under way: its state, day and remark."""
    under_way = ProgressUpdate.objects.under_way().filter(deliverable=OuterRef("pk")).order_by("-id")
    return promises.with_latest_status(today).annotate(
        last_day=latest_told("as_of", today),
        open_state=Subquery(under_way.values("state")[:1]),
        open_since=Subquery(under_way.values("recorded_at")[:1]),
        open_remark=Subquery(under_way.values("remark")[:1]),
    )


def waits_for(what: str, today: date) -> Q:
    """Promises of :func:`with_reports` that wait for one of ``WAITS``."""
    if what in {"draft", "returned", "awaiting"}:
        return Q(open_state=what)
    quiet_before = today - timedelta(days=settings.STALE_AFTER_DAYS)
    reason = {
        "overdue": Q(timescale_end__lt=today),
        "due": Q(timescale_end__gte=today, timescale_end__lte=today + SOON),
        "quiet": Q(last_day__lt=quiet_before),
        "unreported": Q(last_day__isnull=True),
    }[what]
    return reason & still_counts()


def still_counts() -> Q:
    over = Q(latest_status__isnull=False, latest_status__in=FINISHED)
    heads_a_list = Exists(Deliverable.objects.filter(parent=OuterRef("pk")))
    public = Q(priority__plan__state__in=PUBLIC_STATES)
    return public & ~Q(heads_a_list) & ~over & ~only_printed_as_done() & ~Q(settled_later())


def promises_waiting_for(user, today: date) -> QuerySet:
    """The promises that wait for this person's report: the ones due first on top, then those silent for longest.

    Who signs off and is in a directorate sees that directorate's; who is in none sees every one.
    """
    own = officers.directorate_of(user)
    theirs = Deliverable.objects.reported_by(user)
    if own and officers.signs_off(user):
        theirs = theirs.filter(directorate=own)
    begun = waits_for("draft", today) | waits_for("returned", today)
    asked = waits_for("overdue", today) | waits_for("due", today)
    asked |= waits_for("quiet", today) | waits_for("unreported", today)
    fresh = Q(last_day__isnull=False, last_day__gte=today - FRESH)
    return (
        with_reports(theirs, today)
        .filter(begun | (asked & Q(open_state__isnull=True) & ~fresh))
        .annotate(still_asked=ExpressionWrapper(still_counts(), BooleanField()))
        .select_related("priority__plan", "priority__plan_outcome", "directorate")
        .order_by(F("timescale_end").asc(nulls_last=True), F("last_day").asc(nulls_first=True), "pk")
    )


def reports_awaiting(user) -> QuerySet:
    """The reports that await this person's sign-off, those that wait longest on top."""
    if not officers.signs_off(user):
        return ProgressUpdate.objects.none()
    awaiting = ProgressUpdate.objects.filter(state=steps.AWAITING)
    return awaiting.select_related("deliverable__directorate", "deliverable__priority__plan", "written_by").order_by(
        "recorded_at", "pk"
    )


def why_it_waits(promise: Deliverable, today: date) -> str:
    """Why a promise of :func:`promises_waiting_for` waits, in a sentence."""
    due = _said_of_its_day(promise, today)
    if promise.open_state == steps.RETURNED:
        return f"{due}. Returned: {promise.open_remark}" if due else f"Returned: {promise.open_remark}"
    if promise.open_state == steps.DRAFT:
        since = f"draft was last saved on {long_day(timezone.localdate(promise.open_since))}."
        return f"{due}; a {since}" if due else f"A {since}"
    silence = f"last confirmed {ago(promise.last_day, today)}" if promise.last_day else "never reported on"
    return f"{due}; {silence}." if due else f"{silence[0].upper()}{silence[1:]}."


def _said_of_its_day(promise: Deliverable, today: date) -> str:
    """That it is due soon, or for how long it is overdue, as a sentence begins; nothing where neither is so."""
    if promise.timescale_end is None or promise.timescale_end > today + SOON or not promise.still_asked:
        return ""
    due = calendar(end=promise.timescale_end, start=None, ongoing=False, status="", today=today).words
    return f"{due[0].upper()}{due[1:]}"


def how_it_stands(promise: Deliverable, latest: ProgressUpdate | None, today: date) -> str:
    """What the council says, since when, and what the calendar or a later plan says, in one sentence."""
    settled = settled_in(promise)
    due = settled or calendar_of(promise, settled, None, today).words
    if latest is None:
        return f"{NONE_LABEL} yet; {due}."
    quiet = not settled and is_stale(latest, today, settings.STALE_AFTER_DAYS)
    confirmed = f"last confirmed {ago(latest.as_of, today)}" + (", which is long ago" if quiet else "")
    return f"The council says “{label_of(latest.status).lower()}”, {confirmed}; {due}."


def ago(day: date, today: date) -> str:
    """How long ago a day is: "today", "yesterday", "97 days ago"."""
    count = (today - day).days
    return "today" if count <= 0 else "yesterday" if count == 1 else f"{days(count)} ago"
