"""What holds for every page that this room and its neighbours show, and the portal's own pages."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from factories import (
    ApproachSectionFactory,
    DeliverableFactory,
    HeadlineFigureFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SharedValueFactory,
    StoryFactory,
    StoryOutcomeFactory,
)

from priorities.definitions import STATUSES
from priorities.models import Deliverable, Status
from priorities.templatetags.progress import standing

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/plans/",
    "/plans/the-plan/",
    "/plans/the-plan/outcomes/well/",
    "/plans/the-plan/approach/our-way/",
    "/outcomes/",
    "/outcomes/well/",
    "/approach/",
    "/approach/our-way/",
    "/numbers/",
    "/stories/",
    "/stories/a-story/",
    "/stories/share/",
    "/stories/values/",
    "/stories/values/a-value/",
    "/how-we-judge-progress/",
    "/accessibility/",
    "/privacy/",
]


class Outline(HTMLParser):
    """The headings of a page, its classes of tags, and what the head says."""

    def __init__(self, html: str):
        super().__init__()
        self.levels, self.ids, self.forbidden = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag in ("script", "style") or "style" in given or any(name.startswith("on") for name in given):
            self.forbidden.append(self.get_starttag_text())


@pytest.fixture
def published():
    """One record of each kind."""
    plan = PlanFactory(slug="the-plan")
    stated = PlanOutcomeFactory(plan=plan, outcome__slug="well", name="Well")
    priority = PriorityActionFactory(plan=plan, plan_outcome=stated)
    ProgressUpdateFactory(deliverable=DeliverableFactory(priority=priority))
    section = ApproachSectionFactory(page__plan=plan, page__slug="our-way")
    SharedValueFactory(page=section.page, slug="a-value")
    HeadlineFigureFactory(plan=plan, outcome=stated.outcome)
    StoryOutcomeFactory(story=StoryFactory(slug="a-story", plan=plan), outcome=stated.outcome)
    return plan


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_the_same_for_everyone(client, admin_client, published, address):
    answers = [client.get(address), admin_client.get(address)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    for answer in answers:
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_well_built(client, published, address):
    html = client.get(address).content.decode()
    outline = Outline(html)
    assert outline.levels.count(1) == 1
    assert outline.levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.forbidden == []
    assert '<html lang="en-GB">' in html
    assert f'<link rel="canonical" href="http://testserver{address}">' in html
    assert re.search(r'<meta name="description"\s+content="[^"]{30,}"', html)
    assert 'class="stands"' in html
    assert address == "/" or 'aria-label="Breadcrumb"' in html


def test_titles_differ(client, published):
    titles = [re.search(r"<title>(.*?)</title>", client.get(each).content.decode(), re.S)[1] for each in ADDRESSES]
    assert len(set(titles)) == len(ADDRESSES)


def test_canonical_address_leaves_queries_out(client):
    html = client.get("/stories/?status=on-track&page=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/stories/">' in html


def test_canonical_address_trusts_no_page_number(client):
    html = client.get('/plans/?page="><b>').content.decode()
    assert '<link rel="canonical" href="http://testserver/plans/">' in html


@pytest.mark.parametrize("address", ["/", "/how-we-judge-progress/", "/accessibility/", "/privacy/"])
def test_page_with_nothing_published(client, address):
    assert client.get(address).status_code == 200


def test_home_queries_do_not_grow(client, django_assert_num_queries):
    plan = PlanFactory()
    for count in (1, 2):
        for _ in range(count):
            stated = PlanOutcomeFactory(plan=plan)
            priority = PriorityActionFactory(plan=plan, plan_outcome=stated)
            ProgressUpdateFactory(deliverable=DeliverableFactory(priority=priority))
            HeadlineFigureFactory(plan=plan, outcome=stated.outcome)
            StoryFactory(plan=plan)
        with django_assert_num_queries(6):
            client.get("/")


def test_home_counts_the_leading_plan_only(client):
    for state in ("current", "archived", "draft"):
        plan = PlanFactory(state=state)
        DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=None))
    current = Deliverable.objects.filter(priority__plan__state="current")
    assert escape(standing(current)) in client.get("/").content.decode()


def test_home_says_that_it_counts_an_earlier_plan_and_leads_to_what_is_overdue(client):
    plan = PlanFactory(state="archived", starts_on=date(2021, 10, 13), ends_on=date(2023, 5, 31))
    PlanFactory(state="archived", starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))
    DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=None), timescale_text="March 2022")
    content = " ".join(client.get("/").content.decode().split())
    assert "an earlier plan that ran until 31 May 2023. The plans after it list no deliverables" in content
    assert f'href="/priorities/?plan={plan.slug}&amp;due=overdue">Overdue 1</a>' in content
    assert 'href="/priorities/?due=overdue">What is overdue</a>' in content


def test_rules_cover_every_status():
    assert set(STATUSES) == set(Status)


def test_how_we_judge_progress_asks_no_database(client, django_assert_num_queries, settings):
    settings.STALE_AFTER_DAYS = 31
    with django_assert_num_queries(0):
        html = client.get("/how-we-judge-progress/").content.decode()
    assert "for more than 31 days" in html
    assert "Read as: from 1 December 2021 to 28 February 2022, meteorological winter." in html


def test_unknown_address_is_not_found_in_the_look(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_needs_no_context(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(f"{name}.html")
    assert Outline(html).levels == [1]
    assert 'href="/static/portal.css"' in html
