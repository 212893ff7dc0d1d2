"""What was promised, moved and delivered in a portfolio while whom held it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PlanFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from ledger.entries import Entry, entering
from priorities.models import Deliverable, PriorityAction

pytestmark = pytest.mark.django_db

ADOPTED, HANDED_OVER, LEFT = date(2021, 5, 20), date(2021, 12, 1), date(2022, 3, 1)


@pytest.fixture(autouse=True)
def june(clock):
    clock("2022-06-01 12:00")


@pytest.fixture
def portfolio():
    """Held by the first councillor, then by the second, and then by nobody."""
    portfolio = PortfolioFactory(slug="housing", name="Housing")
    first, second = CouncillorFactory(name="First Example"), CouncillorFactory(name="Second Example")
    AppointmentFactory(portfolio=portfolio, councillor=first, starts_on=ADOPTED, ends_on=HANDED_OVER)
    AppointmentFactory(portfolio=portfolio, councillor=second, starts_on=HANDED_OVER, ends_on=LEFT)
    return portfolio


def promise_of(portfolio, text="Open a hub.") -> Deliverable:
    with entering(Entry("Read in.", effective_on=ADOPTED)):
        plan = PlanFactory(slug=f"plan-{Deliverable.objects.count()}", adopted_on=ADOPTED)
        priority = PriorityActionFactory(plan=plan, plan_outcome=None, portfolio=portfolio)
        return DeliverableFactory(priority=priority, text=text, timescale_text="March 2022")


def move(promise, on: date):
    with entering(Entry("The room was not ready, so it moved.", effective_on=on)):
        promise.timescale_text = "May 2022"
        promise.save()


def told(client, query="", slug="housing") -> list[tuple[str, str, date]]:
    """Who held it, what took place, and when."""
    page = client.get(f"/portfolios/{slug}/history/{query}")
    assert page.status_code == 200
    return [
        (whom(stretch.tenure), event.kind, event.day)
        for stretch in page.context["stretches"]
        for event in stretch.events
    ]


def whom(tenure) -> str:
    if tenure is None:
        return "nobody known"
    return tenure.held.councillor.name if tenure.held else "vacant"


def test_history_puts_each_thing_under_who_held_the_portfolio_that_day(client, portfolio):
    promise = promise_of(portfolio)
    move(promise, HANDED_OVER)
    ProgressUpdateFactory(deliverable=promise, status="complete", as_of=date(2022, 5, 1))

    assert told(client) == [
        ("vacant", "delivered", date(2022, 5, 1)),
        ("Second Example", "moved", HANDED_OVER),
        ("First Example", "promised", ADOPTED),
    ]


def test_history_opens_with_a_sentence_and_gives_no_score(client, portfolio):
    promise_of(portfolio)

    page = client.get("/portfolios/housing/history/")
    assert page.context["stands"] == "Vacant today: nobody is on record as holding it since 1 March 2022."
    assert page.context["sentence"] == (
        "Since 20 May 2021, 1 promise was made, no date moved and none was delivered, as far as is on record."
    )


def test_history_as_at_a_day_leaves_out_what_came_after(client, portfolio):
    promise = promise_of(portfolio)
    move(promise, HANDED_OVER)

    assert told(client, "?as-at=2021-11-30") == [("First Example", "promised", ADOPTED)]


def test_history_shows_what_two_held_together_under_both(client, portfolio):
    AppointmentFactory(portfolio=portfolio, councillor__name="Third Example", starts_on=ADOPTED, ends_on=LEFT)
    promise_of(portfolio)

    assert sorted(told(client)) == [("First Example", "promised", ADOPTED), ("Third Example", "promised", ADOPTED)]


def test_history_of_days_before_any_holder_stands_apart(client, portfolio):
    promise = promise_of(portfolio)
    priority = promise.priority
    priority.plan.adopted_on = date(2021, 1, 1)
    with entering(Entry("The day of adoption was wrong.", effective_on=ADOPTED)):
        priority.plan.save()

    assert told(client) == [("nobody known", "promised", date(2021, 1, 1))]


def test_history_of_a_promise_added_later_counts_from_its_own_day(client, portfolio):
    priority = promise_of(portfolio).priority
    with entering(Entry("Added to the plan.", effective_on=date(2022, 1, 10))):
        DeliverableFactory(priority=priority, order=2)

    assert told(client)[0] == ("Second Example", "promised", date(2022, 1, 10))


def hand_over(promise, portfolio, on: date, correction=False):
    """Put the priority of a promise into another portfolio."""
    priority = PriorityAction.objects.get(pk=promise.priority_id)
    priority.portfolio = portfolio
    with entering(Entry("The portfolios were cut anew.", effective_on=on, correction=correction)):
        priority.save()


def test_history_names_who_held_the_portfolio_that_a_promise_was_in_that_day(client, portfolio):
    promise, culture = promise_of(portfolio), PortfolioFactory(slug="culture", name="Culture")
    AppointmentFactory(portfolio=culture, councillor__name="Third Example", starts_on=date(2021, 1, 1))
    move(promise, date(2021, 8, 1))
    hand_over(promise, culture, HANDED_OVER)
    ProgressUpdateFactory(deliverable=promise, status="complete", as_of=date(2022, 2, 1))

    assert told(client) == [
        ("Second Example", "went", HANDED_OVER),
        ("First Example", "promised", ADOPTED),
        ("First Example", "moved", date(2021, 8, 1)),
    ]
    assert told(client, slug="culture") == [
        ("Third Example", "came", HANDED_OVER),
        ("Third Example", "delivered", date(2022, 2, 1)),
    ]
    page = client.get("/portfolios/culture/history/")
    assert page.context["sentence"] == (
        "Since 1 December 2021, no promise was made, no date moved, one was delivered and one priority came into it, "
        "as far as is on record."
    )
    came = page.context["stretches"][0].reassigned[0]
    assert (came.words, came.reason) == ("Came from “Housing”", "The portfolios were cut anew.")
    assert "Went to “Culture”" in client.get("/portfolios/housing/history/").content.decode()


def test_history_before_a_promise_changed_portfolio_knows_nothing_of_it(client, portfolio):
    promise, culture = promise_of(portfolio), PortfolioFactory(slug="culture")
    AppointmentFactory(portfolio=culture, starts_on=ADOPTED)
    hand_over(promise, culture, HANDED_OVER)

    assert told(client, "?as-at=2021-11-30") == [("First Example", "promised", ADOPTED)]
    assert told(client, "?as-at=2021-11-30", slug="culture") == []


def test_history_takes_a_corrected_portfolio_as_the_one_from_the_beginning(client, portfolio):
    culture = PortfolioFactory(slug="culture")
    AppointmentFactory(portfolio=culture, starts_on=ADOPTED)
    promise = promise_of(culture)
    hand_over(promise, portfolio, date(2021, 5, 21), correction=True)

    assert (told(client), told(client, slug="culture")) == ([("First Example", "promised", ADOPTED)], [])


def test_history_without_a_promise_says_so(client, portfolio):
    assert (
        "Nothing is on record as promised, moved or delivered in this portfolio."
        in client.get("/portfolios/housing/history/").content.decode()
    )


def test_history_of_an_unknown_portfolio_is_not_found(client):
    assert client.get("/portfolios/nothing/history/").status_code == 404


def test_history_asks_as_much_of_three_promises_as_of_one(client, portfolio):
    def asked():
        with CaptureQueriesContext(connection) as questions:
            told(client)
        return len(questions)

    def grow():
        promise = promise_of(portfolio)
        move(promise, HANDED_OVER)
        ProgressUpdateFactory(deliverable=promise, status="complete", as_of=date(2022, 4, 1))
        hand_over(promise, culture, date(2022, 5, 1))

    culture = PortfolioFactory(name="Culture")
    grow()
    at_one = asked()
    grow(), grow()
    assert (len(told(client)), asked()) == (12, at_one)
