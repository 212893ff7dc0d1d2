"""The pages of portfolios and of the councillors who hold them."""

from django.db.models import Prefetch
from django.views.generic import DetailView, ListView

from outcomes.querysets import in_force_first
from priorities.history_of import events_of
from priorities.models import Appointment, Councillor, Deliverable, Portfolio, PriorityAction
from priorities.portfolio_history import by_tenure, history_sentence
from priorities.standing import Standing, join_words, promises
from priorities.templatetags.promised import on_the_day
from priorities.tenure import known_on, over_time
from priorities.verdicts import long_day

from .frame import PageMixin


class PortfolioListView(PageMixin, ListView):
    template_name = "priorities/portfolio_list.html"
    context_object_name = "portfolios"

    def get_queryset(self):
        held = Appointment.objects.on(self.today).select_related("councillor").order_by("starts_on", "id")
        held_today = Prefetch("appointments", queryset=held, to_attr="held_today")
        return Portfolio.objects.published().prefetch_related(held_today)

    def get_context_data(self, **kwargs):
        held = [portfolio for portfolio in self.object_list if portfolio.held_today]
        vacant = [portfolio for portfolio in self.object_list if not portfolio.held_today]
        return super().get_context_data(held=held, vacant=vacant, **kwargs)


class PortfolioView(PageMixin, DetailView):
    template_name = "priorities/portfolio.html"
    context_object_name = "portfolio"

    def get_queryset(self):
        appointments = Appointment.objects.select_related("councillor").order_by("starts_on", "id")
        return Portfolio.objects.published().prefetch_related(
            Prefetch("appointments", queryset=appointments),
            Prefetch("priority_actions", queryset=published_priorities()),
        )

    def get_context_data(self, **kwargs):
        tenures = over_time(known_on(self.object.appointments.all(), self.today), self.today)
        priorities = list(self.object.priority_actions.all())
        return super().get_context_data(
            tenures=tenures,
            stands=holding_sentence(tenures, self.today),
            priorities=priorities,
            promises=promises_of(priorities),
            tally_query=f"portfolio={self.object.slug}",
            **kwargs,
        )


class PortfolioHistoryView(PageMixin, DetailView):
    """Who held a portfolio when, and what was promised, moved and delivered in it while they did."""

    template_name = "priorities/portfolio_history.html"
    context_object_name = "portfolio"

    def get_queryset(self):
        appointments = Appointment.objects.select_related("councillor").order_by("starts_on", "id")
        return Portfolio.objects.published().prefetch_related(Prefetch("appointments", queryset=appointments))

    def get_context_data(self, **kwargs):
        tenures = over_time(known_on(self.object.appointments.all(), self.today), self.today)
        events = events_of(self.object, self.today)
        return super().get_context_data(
            stands=holding_sentence(tenures, self.today),
            sentence=history_sentence(events),
            stretches=by_tenure(tenures, events),
            has_events=bool(events),
            **kwargs,
        )


class CouncillorListView(PageMixin, ListView):
    template_name = "priorities/councillor_list.html"
    context_object_name = "councillors"

    def get_queryset(self):
        held = Appointment.objects.on(self.today).select_related("portfolio").order_by("portfolio__name")
        held_today = Prefetch("appointments", queryset=held, to_attr="held_today")
        return Councillor.objects.published().select_related("ward").prefetch_related(held_today)

    def get_context_data(self, **kwargs):
        holders_first = sorted(self.object_list, key=lambda councillor: not councillor.held_today)
        return super().get_context_data(
            object_list=holders_first,
            holding=sum(bool(councillor.held_today) for councillor in holders_first),
            any_ward=any(councillor.ward_id for councillor in holders_first),
            **kwargs,
        )


class CouncillorView(PageMixin, DetailView):
    template_name = "priorities/councillor.html"
    context_object_name = "councillor"

    def get_queryset(self):
        named = Prefetch("published_priority_actions", queryset=published_priorities())
        return Councillor.objects.published().select_related("ward").with_appointments().prefetch_related(named)

    def get_context_data(self, **kwargs):
        tenures = over_time(known_on(self.object.appointments.all(), self.today), self.today)
        held = [tenure for tenure in tenures if tenure.held]
        priorities = list(self.object.published_priority_actions.all())
        answers_for = self._answers_for()
        return super().get_context_data(
            now=[tenure for tenure in held if tenure.covers(self.today)],
            coming=[tenure for tenure in held if tenure.first > self.today],
            before=[tenure for tenure in held if tenure.last and tenure.last < self.today],
            priorities=priorities,
            answers_for=answers_for,
            answers_why=why_theirs(self.object.name, len(promises_of(priorities)), answers_for.total),
            **kwargs,
        )

    def _answers_for(self) -> Standing:
        """How every promise stands that is theirs: named in the plan, or in a portfolio they hold today."""
        theirs = Deliverable.objects.published().promises().held_by(self.object, on=self.today)
        return theirs.standing(self.today)


def published_priorities():
    """Priorities of published plans with their promises, plans in force first."""
    return (
        PriorityAction.objects.published()
        .with_promises()
        .order_by(*in_force_first("plan__"), "plan_outcome__order", "number", "id")
    )


def promises_of(priorities: list[PriorityAction]) -> list:
    """The promises of several priorities, in order."""
    return [promise for priority in priorities for promise in priority.promises]


def why_theirs(name: str, named: int, in_all: int) -> str:
    """Why promises are a councillor's to answer for: as the plans name them, or by a portfolio."""
    if not named:
        return f"{promises(in_all)} {'is' if in_all == 1 else 'are'} in a portfolio held {on_the_day()}."
    if named < in_all:
        return f"Plans name {name} for some of these promises; the others are in a portfolio held {on_the_day()}."
    return f"Plans name {name} for {promises(named)}."


def holding_sentence(tenures: list, today) -> str:
    """Who holds a portfolio today, or since when nobody has, in one sentence."""
    now = [tenure for tenure in tenures if tenure.covers(today)]
    if holding := [tenure for tenure in reversed(now) if tenure.held]:
        people = [f"Councillor {each.held.councillor.name} (since {long_day(each.first)})" for each in holding]
        return f"Held {on_the_day()} by {join_words(people)}."
    if now:
        return f"Vacant {on_the_day()}: nobody is on record as holding it since {long_day(now[0].first)}."
    return f"Nobody is on record as holding it {on_the_day()}."
