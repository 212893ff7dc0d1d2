"""Meetings, and what changed since each of them."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from dashboards.choosing import scope_asked, scopes_on_offer
from dashboards.meetings import MOST_MEETINGS, Since, counted_from, meeting_before
from dashboards.models import Pack
from dashboards.scopes import EVERYTHING
from dashboards.since import SinceThen, changes_since, older_written_since
from dashboards.situation import known_of
from dashboards.telling import changes_sentence
from dashboards.viewers import ViewersOnly, may_prepare
from ledger.asked import day_written
from outcomes.models import Outcome
from outcomes.paging import nearest_page
from priorities.changes_asked import NOT_A_SIGN, Choice
from priorities.changes_told import count_sentence, groups_of, in_days, in_groups
from priorities.models import Committee, Meeting
from priorities.news import News
from priorities.verdicts import DAYS_OF_A_YEAR, days, long_day
from priorities.views.frame import PageMixin

PAGE_SIZE = 25
CHANGES_ON_A_PAGE = 100
LATE = "Took effect before, and written down only since"
"""The heading of late entries."""


class MeetingsForm(forms.Form):
    """What the list of meetings can be narrowed to."""

    body = forms.ChoiceField(required=False, label="Body")
    committee = forms.ChoiceField(required=False, label="Committee")

    def __init__(self, data):
        super().__init__({name: value.replace("\0", NOT_A_SIGN) for name, value in data.items()})
        committees = Committee.objects.order_by("name").values_list("slug", "name")
        self._offer("body", [("", "Any body"), *Meeting.Body.choices])
        self._offer("committee", [("", "Any committee"), *committees])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        said = f"“{self.fields[name].label}” has no such choice. Choose one from the list."
        self.fields[name].choices = choices
        self.fields[name].error_messages["invalid_choice"] = said

    def narrow(self, meetings: QuerySet) -> QuerySet:
        asked = self.cleaned_data
        if asked["body"]:
            meetings = meetings.filter(body=asked["body"])
        return meetings.filter(committee__slug=asked["committee"]) if asked["committee"] else meetings

    def query(self) -> str:
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    def messages(self) -> list[tuple[str, str]]:
        """What could not be followed: the id of each field, and what to do about it."""
        return [(self[name].auto_id, message) for name, said in self.errors.items() for message in said]


class MeetingListView(ViewersOnly, PageMixin, TemplateView):
    """The meetings to come, the soonest first, and those held, the latest first."""

    template_name = "dashboards/meetings/list.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        form = MeetingsForm(request.GET)
        meetings = form.narrow(meetings_with_packs()) if form.is_valid() else Meeting.objects.none()
        coming = list(meetings.filter(held_on__gte=self.today).order_by("held_on", "pk")[: MOST_MEETINGS + 1])
        held = meetings.filter(held_on__lt=self.today).order_by("-held_on", "-pk")
        page, complaint = nearest_page(Paginator(held, PAGE_SIZE), request.GET.get("page", ""))
        context = self.get_context_data(
            form=form,
            refused=form.messages(),
            complaint=complaint,
            sentence=meetings_sentence(coming[:1], page.paginator.count, self.today),
            coming=coming[:MOST_MEETINGS],
            more_to_come=len(coming) > MOST_MEETINGS,
            page=page,
            query=form.query(),
            narrowed=any(form.cleaned_data.values()),
            may_prepare=may_prepare(request.user),
        )
        return self.render_to_response(context, status=400 if form.errors else 200)


class MeetingView(ViewersOnly, PageMixin, DetailView):
    """One meeting, and what changed since it; for one to come, since the meeting before it."""

    template_name = "dashboards/meetings/detail.html"
    context_object_name = "meeting"

    def get_queryset(self) -> QuerySet:
        return meetings_with_packs()

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        committee = self.object.committee
        default = f"committees/{committee.slug}" if committee else EVERYTHING
        self.scope, fault = scope_asked(request.GET.get("scope", ""), default, self.today)
        self.until, fault_of_day = self._until(request.GET.get("to", "").strip())
        faults = [(name, said) for name, said in (("id_scope", fault), ("main", fault_of_day)) if said]
        context = self.get_context_data(faults=faults, **self._found())
        return self.render_to_response(context, status=400 if faults else 200)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            scope=self.scope,
            chosen=self.scope.path,
            offered=scopes_on_offer(self.request.user, self.today, self.scope),
            distance=distance(self.object.held_on, self.today),
            may_prepare=may_prepare(self.request.user),
            **kwargs,
        )

    def _until(self, text: str) -> tuple[date, str]:
        """The last day that is told, today unless an earlier one is asked for."""
        try:
            day = day_written(text)
        except ValueError:
            day = None
        if text and day is None:
            return self.today, "The last day to tell of was not written as a day, so changes up to today are shown."
        return min(day or self.today, self.today), ""

    def _found(self) -> dict[str, Any]:
        """What is told, in groups; nothing but ``first`` where there is no day to count from."""
        meeting = self.object if self.object.held_on <= self.today else meeting_before(self.object, self.today)
        since = counted_from(meeting, self.today)
        news = since and since.news(self.today, settings.STALE_AFTER_DAYS)
        if news is None or self.until < news.first:
            return {"since": since, "first": None}
        return {"since": since, "first": news.first, **self._totals(since), **self._told(news)}

    def _totals(self, since: Since) -> dict[str, Any]:
        """How much of that is counted on the dashboard, which counts promises and not changes."""
        _, _, found = known_of(self.scope, self.today, since, settings.STALE_AFTER_DAYS)
        return {
            "totals": changes_sentence(len(found["moved"]), len(found["delivered"]), since, chosen=True),
            "dashboard": f"{self.scope.address}?{urlencode({'since': since.meeting.pk})}",
        }

    def _told(self, news: News) -> dict[str, Any]:
        is_older = "written" in self.request.GET
        told = (older_written_since if is_older else changes_since)(self.scope, news, self.until)
        outcomes = Outcome.objects.published().order_by("order", "slug").values_list("slug", "name", "pk")
        choices = [Choice(*row) for row in outcomes]
        placed = in_groups(told.changes if is_older else told.in_time, choices)
        if not is_older:
            placed += [(LATE, "", change) for change in told.late]
        page, complaint = nearest_page(Paginator(placed, CHANGES_ON_A_PAGE), self.request.GET.get("page", ""))
        return {
            "sentence": older_sentence(told, news) if is_older else new_sentence(told),
            "is_older": is_older,
            "oldest": news.earliest,
            "earlier": self._earlier(told, is_older),
            "other": self._query(written="" if is_older else "since"),
            "groups": groups_of(page.object_list, placed),
            "page": page,
            "complaint": complaint,
            "query": self._query(to=self.until, written="since" if is_older else ""),
            "public": self._public(news.first),
        }

    def _earlier(self, told: SinceThen, is_older: bool) -> dict[str, Any] | None:
        left_out = told.left_out
        if not left_out:
            return None
        query = self._query(to=left_out.until, written="since" if is_older else "")
        return {"since": left_out.since, "until": left_out.until, "url": f"?{query}"}

    def _query(self, **more: object) -> str:
        asked = {"scope": self.scope.path, **more}
        if asked.get("to") == self.today:
            asked.pop("to")
        return urlencode({name: value for name, value in asked.items() if value})

    def _public(self, first: date) -> str:
        """Where residents read the changes of these days; for a portfolio or a ward, narrowed to it."""
        narrowed = {"portfolios": "portfolio", "wards": "place"}.get(self.scope.kind)
        asked = {"from": first.isoformat(), "to": self.until.isoformat()}
        if narrowed:
            asked[narrowed] = self.scope.slug
        return f"{reverse('changes')}?{urlencode(asked)}"


def meetings_with_packs() -> QuerySet:
    """Meetings with their committee, and whether they have a final pack or a draft."""
    packs = Pack.objects.filter(meeting=OuterRef("pk")).order_by()
    return Meeting.objects.select_related("committee").annotate(
        has_final_pack=Exists(packs.filter(state=Pack.State.FINAL)),
        has_draft_pack=Exists(packs.filter(state=Pack.State.DRAFT)),
    )


def new_sentence(told: SinceThen) -> str:
    """What changed, and how much of it was written down late."""
    late = len(told.late)
    which = "it" if len(told.changes) == 1 else f"{late:,} of them"
    said = f"; {which} took effect before, and {'was' if late == 1 else 'were'} written down only then" if late else ""
    return f"{in_days(told.window)}, {count_sentence(told.changes)}{said}."


def older_sentence(told: SinceThen, news: News) -> str:
    count = len(told.changes)
    many = "one thing was" if count == 1 else f"{count:,} things were"
    days_before = f"days before {long_day(news.earliest)}"
    return f"{in_days(told.window)}, {many if count else 'nothing was'} written down about {days_before}."


def meetings_sentence(next_one: list[Meeting], held: int, day: date) -> str:
    """When the next meeting is and how many were held, in one sentence."""
    past = "none has been held" if not held else f"{held:,} {'has' if held == 1 else 'have'} been held"
    if not next_one:
        return f"No meeting to come is on record; {past}."
    [meeting] = next_one
    when = f"on {long_day(meeting.held_on)}, {distance(meeting.held_on, day)}"
    return f"The next meeting is {name_of(meeting)} {when}; {past}."


def name_of(meeting: Meeting) -> str:
    """What a meeting is of: its title, its committee, or its body."""
    return meeting.title or (meeting.committee.name if meeting.committee else meeting.get_body_display())


def distance(held_on: date, day: date) -> str:
    """How far a meeting is from ``day``: "today", "in 3 days", "3 days ago", "over 4 years ago"."""
    apart = (held_on - day).days
    if apart == 0:
        return "today"
    years = int(abs(apart) / DAYS_OF_A_YEAR)
    far = days(abs(apart)) if years < 2 else f"over {years} years"
    return f"in {far}" if apart > 0 else f"{far} ago"
