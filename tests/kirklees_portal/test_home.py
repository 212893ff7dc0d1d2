"""What the home page counts, and what it shows first."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    DeliverableFactory,
    HeadlineFigureFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    return lambda address="/": BeautifulSoup(client.get(address).content, "html.parser")


def words(element) -> str:
    return " ".join(element.text.split())


def fill(plan) -> None:
    """One more of everything that the page counts or shows."""
    stated = PlanOutcomeFactory(plan=plan)
    for plan_outcome in (stated, None):
        priority = PriorityActionFactory(plan=plan, plan_outcome=plan_outcome)
        ProgressUpdateFactory.create_batch(2, deliverable=DeliverableFactory(priority=priority))
    HeadlineFigureFactory(plan=plan, outcome=stated.outcome)
    StoryFactory(plan=plan)


def test_home_asks_as_many_questions_at_three_rows_as_at_one(client):
    plan = PlanFactory()
    fill(plan)
    with CaptureQueriesContext(connection) as at_one:
        client.get("/")
    for _ in range(2):
        fill(plan)
        PlanFactory(state="archived", ends_on=timezone.localdate())
    with CaptureQueriesContext(connection) as at_three:
        client.get("/")
    assert (len(at_one), len(at_three)) == (6, 6)


def test_home_counts_the_plan_that_runs_though_the_next_one_is_published(read):
    today = timezone.localdate()
    ends, begins = today + timedelta(days=30), today + timedelta(days=31)
    running = PlanFactory(title="This year", state="archived", starts_on=today, ends_on=ends)
    coming = PlanFactory(
        title="Next year", slug="next", starts_on=begins, ends_on=None, adopted_on=None, replaces=running
    )
    for plan in (running, coming):
        DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=None))

    first_day = f"{begins.day} {begins:%B %Y}"
    assert [words(each) for each in read().select(".stands .soft")] == [
        f"Next: Next year, runs from {first_day}.",
        f"Counted over the This year, which runs until {ends.day} {ends:%B %Y}. "
        "Each number below the bar opens the list it counts.",
    ]
    assert (
        words(read(running.get_absolute_url()).select_one(".notice")) == f"Next: the Next year, runs from {first_day}."
    )
    plans = words(read("/plans/"))
    assert [said in plans for said in ("An earlier plan", "No plan published here is in force")] == [False, False]
    assert "Still running" in words(read(running.get_absolute_url()).select_one(".aside"))


def test_home_counts_no_plan_to_come_while_another_runs(read):
    begins = timezone.localdate() + timedelta(days=31)
    PlanFactory(title="This year", state="current", ends_on=begins - timedelta(days=1))
    coming = PlanFactory(title="Next year", starts_on=begins, ends_on=None)
    DeliverableFactory(priority=PriorityActionFactory(plan=coming, plan_outcome=None))

    assert words(read().select_one(".stands p")) == (
        "The This year lists no deliverables that can be tracked, as it is published here."
    )


def test_home_counts_promises_inside_and_outside_outcomes(read):
    plan = PlanFactory(slug="the-plan")
    stated = PlanOutcomeFactory(plan=plan, outcome__slug="well")
    for plan_outcome, status in ((stated, "complete"), (None, "on-track")):
        priority = PriorityActionFactory(plan=plan, plan_outcome=plan_outcome)
        promise = DeliverableFactory(priority=priority, timescale_text="")
        ProgressUpdateFactory(deliverable=promise, status=status)
    page = read()
    assert words(page.select_one(".standing")) == "Of 2 promises, 1 is complete and 1 is on track."
    assert [(words(each), each["href"]) for each in page.select(".key a")] == [
        ("Complete 1", "/priorities/?plan=the-plan&status=complete"),
        ("On track 1", "/priorities/?plan=the-plan&status=on-track"),
        ("All 2 promises", "/priorities/?plan=the-plan"),
        ("Complete 1", "/priorities/?plan=the-plan&outcome=well&status=complete"),
        ("1 promise", "/priorities/?plan=the-plan&outcome=well"),
    ]


def test_home_leads_with_the_first_plan_that_promises(read):
    stated = PlanOutcomeFactory(plan__state="archived", plan__starts_on=date(2018, 4, 1))
    head = DeliverableFactory(priority=PriorityActionFactory(plan_outcome=stated), timescale_text="")
    DeliverableFactory(priority=head.priority, parent=head, timescale_text="")
    PlanFactory()
    page = read()
    assert words(page.select_one(".standing")) == "No progress has been reported on this promise."
    assert page.select_one(".stands .soft a")["href"] == stated.plan.get_absolute_url()


def test_home_shows_the_stories_put_on_record_last(read):
    for year in (2022, 2021, 2018):
        StoryFactory(person_name=f"Person of {year}", plan=PlanFactory(starts_on=date(year, 4, 1)))
    StoryFactory(person_name="Secret Person", state="draft")
    assert [each.text for each in read().select(".voices .byline a")] == ["Person of 2018", "Person of 2021"]


@pytest.mark.parametrize(("state", "marked"), [("draft", [None]), ("current", [["outcome-secret"]])])
def test_home_figure_has_the_colour_of_a_published_outcome_only(read, state, marked):
    stated = PlanOutcomeFactory(plan__state=state, outcome__slug="secret")
    HeadlineFigureFactory(outcome=stated.outcome)
    assert [each.get("class") for each in read().select(".figures li")] == marked


def test_home_shows_figures_of_the_one_plan_in_force_that_has_any(read):
    begins = timezone.localdate() + timedelta(days=31)
    for title, starts_on, count in (("Older", date(2018, 4, 1), 3), ("Now", date(2021, 4, 1), 2), ("Next", begins, 3)):
        plan = PlanFactory(
            title=title, state="archived" if title == "Older" else "current", starts_on=starts_on, ends_on=None
        )
        for number in range(count):
            HeadlineFigureFactory(plan=plan, order=count - number, text=f"{title}, figure {count - number}.")
    PlanFactory(title="Latest", starts_on=date(2022, 4, 1), ends_on=None)

    figures = read().select_one(".figures")

    assert [words(each) for each in figures("li")] == ["Now, figure 1.", "Now, figure 2."]
    assert words(figures.find_next("p")) == "From the Now. All numbers"


def test_home_shows_the_vision_of_the_leading_plan_that_states_one(read):
    PlanFactory(title="Later plan", starts_on=date(2024, 4, 1), ends_on=None, vision="")
    PlanFactory(title="Plan with a vision", starts_on=date(2021, 4, 1), ends_on=None, vision="Trees for everyone.")
    PlanFactory(title="Older plan", starts_on=date(2018, 4, 1), ends_on=None, vision="Shade for everyone.")
    PlanFactory(title="Draft plan", starts_on=date(2026, 4, 1), ends_on=None, vision="A secret.", state="draft")
    vision = read().select_one(".vision")
    assert (words(vision), words(vision.find_next("p", class_="soft"))) == (
        "Trees for everyone.",
        "Stated in the Plan with a vision",
    )
