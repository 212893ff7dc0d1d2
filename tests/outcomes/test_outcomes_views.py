"""The pages about plans, outcomes, the approach and the numbers."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from factories import (
    AimFactory,
    ApproachPageFactory,
    ApproachSectionFactory,
    CaseStudyFactory,
    CommitmentFactory,
    DeliverableFactory,
    ForewordFactory,
    HeadlineFigureFactory,
    OutcomeFactory,
    OutcomeSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PrincipleFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SharedValueFactory,
    StoryFactory,
    StoryOutcomeFactory,
)

from ledger.models import save_with_reason
from priorities.templatetags.progress import standing

pytestmark = pytest.mark.django_db


def words(response) -> str:
    """The page as one line of text, without tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.fixture
def outcome():
    return OutcomeFactory(slug="well", name="Well")


@pytest.fixture
def earlier_plan():
    return PlanFactory(slug="earlier", title="Earlier Plan", state="archived", starts_on="2018-04-01")


@pytest.fixture
def plan(earlier_plan):
    return PlanFactory(slug="current", title="Current Plan", replaces=earlier_plan)


@pytest.fixture
def stated(plan, outcome):
    return PlanOutcomeFactory(plan=plan, outcome=outcome, name="Well", statement="All are well")


def fill(stated, count: int, first: int = 1) -> None:
    """Put ``count`` records of every kind under one statement and its plan, numbered from ``first``."""
    for number in range(first, first + count):
        AimFactory(plan_outcome=stated)
        for kind in ("done", "continuing", "emphasis"):
            CommitmentFactory(plan_outcome=stated, kind=kind, number=number)
        OutcomeSectionFactory(plan_outcome=stated)
        PlanIndicatorFactory(plan_outcome=stated)
        CaseStudyFactory(plan=stated.plan, section=None, plan_outcome=stated)
        HeadlineFigureFactory(plan=stated.plan, outcome=stated.outcome)
        ForewordFactory(plan=stated.plan)
        StoryOutcomeFactory(story=StoryFactory(plan=stated.plan), outcome=stated.outcome)
        for priority in (
            PriorityActionFactory(plan=stated.plan, plan_outcome=stated, number=number),
            PriorityActionFactory(plan=stated.plan, plan_outcome=None, number=number),
        ):
            ProgressUpdateFactory(deliverable=DeliverableFactory(priority=priority))
        section = ApproachSectionFactory(page=ApproachPageFactory(plan=stated.plan), body="Body")
        CaseStudyFactory(section=section)
        SharedValueFactory(page=section.page)
        PlanOutcomeFactory(plan=stated.plan)


ADDRESSES = [
    "/plans/",
    "/plans/current/",
    "/plans/current/outcomes/well/",
    "/plans/current/approach/our-way/",
    "/outcomes/",
    "/outcomes/well/",
    "/approach/",
    "/approach/our-way/",
    "/numbers/",
]


@pytest.fixture
def approach(plan):
    return ApproachPageFactory(plan=plan, slug="our-way", title="Our way")


@pytest.mark.parametrize("address", ADDRESSES)
def test_queries_do_not_grow(client, django_assert_num_queries, stated, approach, address):
    fill(stated, 1)
    ApproachSectionFactory(page=approach)
    with CaptureQueriesContext(connection) as one:
        assert client.get(address).status_code == 200
    fill(stated, 2, first=2)
    for _ in range(2):
        SharedValueFactory(page=approach)
        CaseStudyFactory(section=ApproachSectionFactory(page=approach))
    SharedValueFactory(page=approach)
    with django_assert_num_queries(len(one)):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"), [("/plans/current/", 9), ("/outcomes/well/", 9), ("/plans/current/outcomes/well/", 9)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_page_of_many_parts_asks_few_queries(client, django_assert_num_queries, stated, address, queries, count):
    fill(stated, count)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/outcomes/well/", "/plans/running-1/outcomes/well/"])
def test_outcome_asks_as_much_however_many_archived_plans_still_run(client, outcome, address):
    def questions(number):
        plan = PlanFactory(slug=f"running-{number}", state="archived", ends_on=timezone.localdate())
        PlanOutcomeFactory(plan=plan, outcome=outcome)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    assert [questions(number) for number in (1, 2, 3)] == [8, 8, 8]


@pytest.mark.parametrize("replaced", [False, True])
def test_outcome_of_an_archived_plan_that_still_runs_is_no_earlier_plans_until_it_is_replaced(
    client, outcome, replaced
):
    day = timezone.localdate()
    running = PlanFactory(slug="running", state="archived", starts_on=day, ends_on=day)
    PlanOutcomeFactory(plan=running, outcome=outcome)
    PlanFactory(replaces=running, starts_on=day + timedelta(days=0 if replaced else 1), ends_on=None)

    pages = [words(client.get(address)) for address in ("/outcomes/well/", "/plans/running/outcomes/well/")]

    assert ["earlier plan" in page for page in pages] == [replaced, replaced]


@pytest.mark.parametrize("address", ["/plans/", "/outcomes/", "/approach/", "/numbers/"])
def test_page_with_nothing_published(client, address):
    PlanOutcomeFactory(plan=PlanFactory(title="Secret Plan", state="draft"), name="Secret")
    response = client.get(address)
    assert response.status_code == 200
    assert "Secret" not in response.content.decode()
    assert "yet." in words(response)


@pytest.mark.parametrize(
    "address", ["/plans/current/", "/plans/current/outcomes/well/", "/plans/current/approach/our-way/"]
)
def test_draft_is_not_found(client, plan, stated, approach, address):
    plan.state = "draft"
    save_with_reason(plan, "It was published a week too early.")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/outcomes/well/", "/approach/our-way/"])
def test_leading_page_of_draft_is_not_found(client, plan, stated, approach, address):
    plan.state = "draft"
    save_with_reason(plan, "It was published a week too early.")
    assert client.get(address).status_code == 404


def test_plan_shows_every_part(client, plan, stated):
    fill(stated, 1)
    text = words(client.get("/plans/current/"))
    for part in (
        *(aim.text for aim in stated.aims.all()),
        *(commitment.text for commitment in stated.commitments.all()),
        *(section.body for section in stated.sections.all()),
        *(indicator.wording for indicator in stated.plan_indicators.all()),
        *(case.title for case in plan.case_studies.all()),
        *(figure.text for figure in plan.headline_figures.all()),
        *(deliverable.text for each in plan.priority_actions.all() for deliverable in each.deliverables.all()),
        *(f"{story.person_name} – {story.person_role}" for story in plan.stories.all()),
        *(f"{foreword.author_name}, {foreword.author_role}" for foreword in plan.forewords.all()),
        *(page.title for page in plan.approach_pages.all()),
    ):
        assert escape(part) in text


def test_plan_prints_title_edition_and_headings_as_published(client, plan):
    plan.edition = "second refresh"
    plan.introduction, plan.vision = "Welcome.", "A good place."
    plan.labels = {"title": "The Plan", "vision": "Where we go", "introduction": "First of all"}
    plan.save()
    text = words(client.get("/plans/current/"))
    for printed in ("The Plan second refresh", "First of all Welcome.", "Where we go A good place."):
        assert printed in text


def test_plan_lists_statements_as_its_overview_words_them(client, stated):
    stated.overview_statement = "Everyone is well"
    stated.save()
    text = words(client.get("/plans/current/"))
    assert "Well Everyone is well" in text
    assert "All are well" in text


def test_plan_shows_stories_of_its_own_only(client, plan, stated, earlier_plan):
    StoryOutcomeFactory(story=StoryFactory(plan=earlier_plan, person_name="Old Story"), outcome=stated.outcome)
    StoryOutcomeFactory(story=StoryFactory(plan=plan, person_name="Draft", state="draft"), outcome=stated.outcome)
    StoryFactory(plan=plan, person_name="Own Story")
    text = words(client.get("/plans/current/"))
    assert "Own Story" in text
    assert "Old Story" not in text
    assert "Draft" not in text


def test_earlier_plan_names_the_plan_that_replaced_it(client, plan):
    text = words(client.get("/plans/earlier/"))
    assert "This is an earlier plan. It was replaced by the Current Plan ." in text


def test_plan_does_not_name_the_draft_that_is_to_replace_it(client, plan):
    PlanFactory(title="Draft Plan", state="draft", replaces=plan)
    assert "Draft Plan" not in words(client.get("/plans/current/"))


def test_outcome_uses_the_headings_of_its_plan(client, stated):
    stated.labels = {"aims": "What we hope for"}
    stated.save()
    AimFactory(plan_outcome=stated, text="To be well.")
    CommitmentFactory(plan_outcome=stated, kind="done", text="Been well.")
    text = words(client.get("/outcomes/well/"))
    assert "What we hope for To be well." in text
    assert "Over the last year we have Been well." in text


def test_outcome_keeps_the_numbers_of_commitments(client, stated):
    CommitmentFactory(plan_outcome=stated, number=7)
    assert '<li value="7">' in client.get("/outcomes/well/").content.decode()


def test_outcome_says_how_its_wording_changed(client, stated, earlier_plan):
    PlanOutcomeFactory(plan=earlier_plan, outcome=stated.outcome, statement="Most are well")
    response = client.get("/outcomes/well/")
    assert "<ins>All</ins>" in response.content.decode()
    assert "Left out: “Most”" in words(response)


def test_outcome_stands_as_its_deliverables_do(client, stated):
    priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated)
    deliverable = DeliverableFactory(priority=priority)
    assert escape(standing([deliverable])) in words(client.get("/outcomes/well/"))


def test_outcome_without_deliverables_says_so(client, stated):
    assert "lists no deliverables for this outcome" in words(client.get("/outcomes/well/"))


def test_outcome_leads_to_the_plan_that_says_much_more(client, stated, earlier_plan):
    fuller = PlanOutcomeFactory(plan=earlier_plan, outcome=stated.outcome)
    for number in (1, 2):
        CommitmentFactory(plan_outcome=fuller, number=number)
    AimFactory(plan_outcome=fuller)
    text = words(client.get("/outcomes/well/"))
    assert f"{earlier_plan.title} says more about it: 1 aim and 2 statements of what was done or goes on." in text
    assert "says more about it" not in words(client.get("/plans/earlier/outcomes/well/"))


def test_outcome_leads_nowhere_while_it_says_enough(client, stated, earlier_plan):
    fuller = PlanOutcomeFactory(plan=earlier_plan, outcome=stated.outcome)
    AimFactory(plan_outcome=stated)
    for number in (1, 2, 3):
        CommitmentFactory(plan_outcome=fuller, number=number)
    assert "says more about it" not in words(client.get("/outcomes/well/"))


def test_plan_of_which_nothing_is_published_says_so(client):
    PlanFactory(slug="bare", introduction="", vision="", source_url="https://example.org/plan")
    response = client.get("/plans/bare/")
    assert "Nothing of what this plan promises is published here." in words(response)
    assert "In this plan" not in words(response)
    assert "/priorities/?plan=bare" not in response.content.decode()


def test_plans_say_whether_one_is_in_force(client, earlier_plan):
    assert "No plan published here is in force today." in words(client.get("/plans/"))
    PlanFactory(state="current")
    assert "in force today" not in words(client.get("/plans/"))


def test_plan_that_is_adopted_and_runs_later_is_not_in_force(client):
    ahead = timezone.localdate() + timedelta(days=30)
    PlanFactory(slug="to-come", state="current", adopted_on=date(2020, 1, 1), starts_on=ahead, ends_on=None)
    said = f"adopted, runs from {ahead.day} {ahead:%B %Y}."
    pages = [words(client.get(address)) for address in ("/plans/", "/plans/to-come/")]
    assert [said in page for page in pages] == [True, True]
    assert ["plan in force" in pages[0], "No plan published here is in force today." in pages[0]] == [False, True]


def test_plan_outcome_of_earlier_plan_links_today(client, stated, earlier_plan):
    PlanOutcomeFactory(plan=earlier_plan, outcome=stated.outcome)
    content = client.get("/plans/earlier/outcomes/well/").content.decode()
    assert "earlier plan" in content
    assert 'href="/outcomes/well/"' in content


def test_outcomes_shows_the_leading_statement_of_each(client, stated, earlier_plan):
    PlanOutcomeFactory(plan=earlier_plan, outcome=stated.outcome, statement="Most are well")
    text = words(client.get("/outcomes/"))
    assert "All are well" in text
    assert "Most are well" not in text


def test_approach_page_keeps_the_order_of_its_sections(client, approach):
    for order, heading in ((2, "Second"), (1, "First")):
        ApproachSectionFactory(page=approach, order=order, heading=heading, body=f"{heading} body.")
    assert "First First body. Second Second body." in words(client.get("/approach/our-way/"))


def test_approach_page_shows_values_under_the_section_that_heads_them(client, approach):
    ApproachSectionFactory(page=approach, order=1, heading="Why", body="So.")
    ApproachSectionFactory(page=approach, order=2, heading="How", body="")
    ApproachSectionFactory(page=approach, order=3, heading="Kind", body="Be kind.")
    ApproachSectionFactory(page=approach, order=4, heading="Last", body="Bye.")
    SharedValueFactory(page=approach, title="Kind", text="Be kind.")
    response = client.get("/approach/our-way/")
    text = words(response)
    assert text.index("So.") < text.index("How Kind Be kind.") < text.index("Last Bye.")
    assert response.content.decode().count("Be kind.") == 1


def test_approach_page_links_the_same_page_of_other_plans(client, approach, earlier_plan):
    ApproachPageFactory(plan=earlier_plan, slug="our-way")
    ApproachPageFactory(plan=PlanFactory(slug="secret", state="draft"), slug="our-way")
    content = client.get("/approach/our-way/").content.decode()
    assert "/plans/earlier/approach/our-way/" in content
    assert "secret" not in content


def test_approach_lists_each_page_once_and_published_principles(client, approach, earlier_plan):
    ApproachPageFactory(plan=earlier_plan, slug="our-way", title="Our old way")
    ApproachSectionFactory(page=approach, heading="With people", principle=PrincipleFactory(name="People"))
    PrincipleFactory(name="Unused")
    text = words(client.get("/approach/"))
    assert "People With people" in text
    assert "Our old way" not in text
    assert "Unused" not in text


def test_principle_is_stated_by_the_plan_in_force_before_one_to_come(client):
    principle, tomorrow = PrincipleFactory(), timezone.localdate() + timedelta(days=1)
    for starts_on, heading in ((tomorrow, "Next"), (date(2021, 4, 1), "Now")):
        page = ApproachPageFactory(plan=PlanFactory(starts_on=starts_on, ends_on=None))
        ApproachSectionFactory(page=page, heading=heading, principle=principle)

    [shown] = client.get("/approach/").context["principles"]

    assert [section.heading for section in shown.stated] == ["Now", "Next"]


def test_plan_leads_the_lists_from_its_first_day_on(client, clock):
    now, coming = (PlanFactory(starts_on=date(year, 4, 1), ends_on=None) for year in (2060, 2061))
    for plan in (now, coming):
        HeadlineFigureFactory(plan=plan)

    def lists():
        return [list(client.get(address).context["plan_list"]) for address in ("/plans/", "/numbers/")]

    clock("2061-03-31")
    assert lists() == [[now, coming]] * 2
    clock("2061-04-01")
    assert lists() == [[coming, now]] * 2


def test_numbers_keeps_each_figure_in_its_sentence(client, plan, outcome):
    plan.labels = {"figures": "What we did"}
    plan.save()
    HeadlineFigureFactory(plan=plan, outcome=outcome, heading="Being Well", text="Over 1,300 people helped")
    response = client.get("/numbers/")
    assert 'Over <strong class="big">1,300</strong> people helped' in response.content.decode()
    assert "What we did Being Well" in words(response)


@pytest.mark.parametrize("address", ["/numbers/", "/plans/current/"])
@pytest.mark.parametrize(("state", "links"), [("draft", 0), ("archived", 1)])
def test_figure_links_its_outcome_only_where_that_is_published(client, plan, address, state, links):
    secret = PlanOutcomeFactory(plan__state=state, outcome__slug="secret", outcome__name="Secret").outcome
    HeadlineFigureFactory(plan=plan, outcome=secret, heading="As printed")
    HeadlineFigureFactory(plan=plan, outcome=secret)
    content = client.get(address).content.decode()
    assert content.count("As printed") == 1
    assert content.count('href="/outcomes/secret/"') == 2 * links
    assert ("Secret" in content, "outcome-secret" in content) == (bool(links), bool(links))


@pytest.mark.parametrize("address", ["/plans/current/", "/outcomes/well/", "/outcomes/"])
def test_completion_is_late_by_the_first_report_of_it(client, stated, address):
    priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated)
    for order, first in ((1, "2022-03-31"), (2, "2022-04-01")):
        promise = DeliverableFactory(priority=priority, order=order, timescale_text="March 2022")
        for as_of in (first, "2022-05-01"):
            ProgressUpdateFactory(deliverable=promise, as_of=as_of, status="complete")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    links = [(" ".join(each.text.split()), each["href"].partition("&")[2]) for each in page.select(".key a")]
    outcome = "" if address == "/plans/current/" else "outcome=well&"
    assert links == [
        ("Complete 2", f"{outcome}status=complete"),
        ("Completed late 1", f"{outcome}due=late"),
        ("All 2 promises", outcome.rstrip("&")),
    ]


def test_plan_counts_promises_inside_and_outside_outcomes(client, stated):
    for plan_outcome in (stated, None):
        head = DeliverableFactory(priority=PriorityActionFactory(plan=stated.plan, plan_outcome=plan_outcome))
        DeliverableFactory(priority=head.priority, parent=head)
    assert "There are 2 promises; none has a progress report; 2 are overdue." in words(client.get("/plans/current/"))


@pytest.mark.parametrize("address", ["/plans/current/", "/outcomes/well/"])
def test_promise_shows_its_latest_published_report(client, stated, address):
    promise = DeliverableFactory(priority=PriorityActionFactory(plan=stated.plan, plan_outcome=stated))
    ProgressUpdateFactory(deliverable=promise, as_of="2022-01-01", status="not-started")
    ProgressUpdateFactory(deliverable=promise, as_of="2022-02-01", status="on-track")
    ProgressUpdateFactory(deliverable=promise, as_of="2022-03-01", status="complete", state="draft")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert [each.text for each in page.select(".promises .chip")] == ["On track"]


def test_outcomes_say_under_how_many_promises_are_listed(client, stated):
    DeliverableFactory(priority=PriorityActionFactory(plan=stated.plan, plan_outcome=stated))
    PlanOutcomeFactory(plan=stated.plan)
    page = BeautifulSoup(client.get("/outcomes/").content, "html.parser")
    assert " ".join(page.select_one(".stands").text.split()) == (
        "2 outcomes are stated here; promises are listed under 1 of them. How those stand is told outcome by "
        "outcome, and each number opens the list it counts."
    )


def test_outcomes_without_promises_say_so(client, stated):
    assert "1 outcome is stated here; no deliverable is listed here that could be tracked." in words(
        client.get("/outcomes/")
    )
