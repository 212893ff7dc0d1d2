"""The page on what became of a plan's promises."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    DeliverableFactory,
    PlanFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
)

from ledger.entries import Entry, entering
from ledger.past import as_at
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

ADDRESS = "/plans/the-old-plan/what-happened/"
DECISION = "https://example.org/decision"


@pytest.fixture
def old():
    return PlanFactory(slug="the-old-plan", title="The Old Plan", state="archived")


@pytest.fixture
def new(old):
    return PlanFactory(slug="the-new-plan", title="The New Plan", replaces=old)


@pytest.fixture
def read(client):
    def read(address=ADDRESS):
        answer = client.get(address)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    return read


def words(element):
    return " ".join(element.get_text(" ", strip=True).split()).replace(" ,", ",").replace(" .", ".").replace(" ;", ";")


def promise_of(plan, status="", day=date(2022, 3, 31), **values):
    """A promise of a plan that is due by March 2022, and what the council says of it last."""
    values.setdefault("priority", PriorityActionFactory(plan=plan, plan_outcome=None))
    promise = DeliverableFactory(**values)
    if status:
        decision = DECISION if status in ("deferred", "withdrawn") else ""
        ProgressUpdateFactory(deliverable=promise, as_of=day, status=status, decision_url=decision)
    return promise


def mark(promise, plan, how="carried", **values):
    if how == "dropped":
        return SuccessionFactory(earlier=promise, plan=plan, how=how, later_priority=None, published=False, **values)
    values.setdefault("later_priority", PriorityActionFactory(plan=plan, plan_outcome=None))
    return SuccessionFactory(earlier=promise, plan=plan, how=how, published=False, **values)


def one_of_each(old, new):
    promise_of(old, "complete")
    promise_of(old, "complete", day=date(2022, 6, 30))
    promise_of(old, "withdrawn")
    promise_of(old, "on-track")
    for how in ("carried", "merged", "replaced", "dropped"):
        mark(promise_of(old, "on-track"), new, how)


def test_what_happened_opens_with_one_sentence_whose_counts_lead_to_their_lists(read, old, new):
    one_of_each(old, new)

    page = read()

    opening = page.select_one(".stands p")
    assert words(opening) == (
        "Of 8 promises of The Old Plan, 2 were complete (1 of them late), 1 is carried forward into The New Plan, "
        "1 is merged, 1 is replaced, 1 is dropped and 1 was withdrawn; 1 was not marked."
    )
    leads = [link["href"] for link in opening.select("a")]
    kinds = ["complete", "carried", "merged", "replaced", "dropped", "withdrawn", "unmarked"]
    assert leads == [f"#{kind}" for kind in kinds]
    counts = {section["id"]: len(section.select(".promises > li")) for section in page.select("main section[id]")}
    assert counts == {"complete": 2} | dict.fromkeys(kinds[1:], 1)
    assert page.select_one("meta[name=description]")["content"].startswith("Of 8 promises of The Old Plan, 2 were")


def test_late_completion_is_told_apart(read, old, new):
    promise_of(old, "complete")
    promise_of(old, "complete", day=date(2022, 6, 30))

    listed = read().select("#complete .promises > li")

    assert [bool(each.find("strong", string="Late")) for each in listed] == [False, True]


def test_marked_promise_says_why_and_leads_on(read, old, new):
    promise = promise_of(old, text="Open a hub")
    later = DeliverableFactory(text="Open every hub", priority=PriorityActionFactory(plan=new, plan_outcome=None))
    reason = "Four hubs were not enough for all."
    mark(promise, new, later=later, later_priority=None, reason=reason, decision_url=DECISION, is_example=True)

    page = read()

    listed = page.select_one("#carried li")
    assert [(words(link), link["href"]) for link in listed.select("a")] == [
        ("Open a hub", promise.get_absolute_url()),
        ("Open every hub", later.get_absolute_url()),
        ("The New Plan", new.get_absolute_url()),
        ("The decision that it is carried forward", DECISION),
    ]
    assert f"Reason: {reason} Example" in words(listed)
    assert "made up to show how the portal works" in words(page.select_one(".stands"))


def test_promise_that_goes_on_in_a_priority_leads_to_it(read, old, new):
    succession = mark(promise_of(old), new, "replaced")

    link = read().select("#replaced li a")[1]

    assert (words(link), link["href"]) == (
        succession.later_priority.title,
        succession.later_priority.get_absolute_url(),
    )


def test_promise_with_two_marks_is_counted_once_and_shows_both(read, old, new):
    promise = promise_of(old)
    mark(promise, new, "merged", reason="One half became a part of housing.")
    mark(promise, new, "carried", reason="The other half is promised again.")

    page = read()

    assert (
        words(page.select_one(".stands p")) == "Of 1 promise of The Old Plan, 1 is carried forward into The New Plan."
    )
    shown = words(page.select_one("#carried li"))
    assert ("One half became" in shown, "The other half" in shown) == (True, True)


def test_promise_that_nothing_is_said_of_is_shown_as_such(read, old, new):
    promise_of(old, text="Open a hub")

    assert words(read().select_one("#unmarked > p")) == (
        "These were not finished when the plan was replaced, and nothing says what became of them."
    )


def test_plan_without_a_later_one_says_so(read, old):
    promise_of(old)

    page = read()

    assert words(page.select_one(".stands p")) == (
        "Of 1 promise of The Old Plan, 1 is not finished, and no later plan is published yet."
    )
    assert page.find("h2", string="The next plan") is None


def test_plan_without_promises_says_so(read, old):
    page = read()

    assert words(page.select_one(".stands p")) == "The Old Plan lists no promises here."
    assert page.find("h2", string="The words used here") is None


@pytest.mark.parametrize(("introduction", "begins"), [("All of it.", "The text of this"), ("", "Only the name")])
def test_plan_without_promises_says_whether_its_text_is_published(introduction, begins, read, old):
    old.introduction = introduction
    old.save()

    assert begins in words(read().main)


def test_settled_promise_is_no_longer_overdue(read, old, new):
    promise = promise_of(old, "on-track", timescale_text="March 2022")
    address = promise.get_absolute_url()
    before = words(read(address).select_one(".stands"))
    mark(promise, new, "dropped", is_example=True)

    page = read(address)

    assert "overdue by" in before
    assert [words(each) for each in page.select(".stands p")][:2] == [
        "Dropped when The New Plan took this plan’s place Example",
        "On track Promised for March 2022: no longer counted.",
    ]
    assert words(page.select(".verdicts dd.soft")[1]).startswith("dropped on ")
    assert page.select_one(".verdicts + .notice") is None
    assert list(Deliverable.objects.overdue_on(timezone.localdate())) == []
    assert Deliverable.objects.standing(timezone.localdate()).passed == 0


@pytest.mark.parametrize(("examples", "begins"), [([True, True], "All of this"), ([True, False], "Some of this")])
def test_page_says_how_much_is_an_example(examples, begins, read, old, new):
    for is_example in examples:
        mark(promise_of(old), new, is_example=is_example)

    assert words(read().select(".stands p")[1]).startswith(begins)


def test_moved_timescale_says_what_was_promised_first(read, old):
    promise = promise_of(old, timescale_text="March 2022")
    promise.timescale_text = "June 2022"
    with entering(Entry("Example: the lease was late.")):
        promise.save()

    said = [words(each) for each in read().select("#unmarked .when p")]

    assert said == ["Timescale: June 2022", "First promised for March 2022; moved as an example"]


def test_head_of_a_list_is_not_counted(read, old, new):
    head = promise_of(old)
    promise_of(old, "complete", parent=head, priority=head.priority)

    assert words(read().select_one(".stands p")) == "Of 1 promise of The Old Plan, 1 was complete."


def test_marks_in_a_draft_are_not_shown(read, old):
    draft = PlanFactory(title="Secret plan", state="draft", replaces=old)
    mark(promise_of(old), draft, reason="Secret reason that nobody reads yet.")

    page = read()

    assert "Secret" not in page.text
    assert [section["id"] for section in page.select("main section[id]")] == ["unmarked"]


def test_draft_plan_is_not_found(client):
    PlanFactory(slug="draft", state="draft")

    answers = [client.get(f"/plans/{slug}/what-happened/") for slug in ("draft", "no-such-plan")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_page_takes_as_many_queries_for_three_of_each_as_for_one(client, old, new):
    taken = []
    for count in (1, 2):
        for _ in range(count):
            one_of_each(old, new)
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        taken.append(len(captured))

    assert taken == [5, 5]


def test_day_before_the_mark_shows_the_promise_without_it(client, old):
    long_ago, yesterday = timezone.localdate() - timedelta(days=30), timezone.localdate() - timedelta(days=1)
    with entering(Entry("Read in.", effective_on=long_ago)):
        before = PlanFactory(slug="an-older-plan", title="An Older Plan", state="archived")
        promise = promise_of(before)
        new = PlanFactory(title="The New Plan")
    mark(promise, new)

    with as_at(yesterday):
        html = client.get("/plans/an-older-plan/what-happened/").content.decode()
    page = BeautifulSoup(html, "html.parser")
    now = BeautifulSoup(client.get("/plans/an-older-plan/what-happened/").content, "html.parser")

    assert [section["id"] for section in page.select("main section[id]")] == ["unmarked"]
    assert [section["id"] for section in now.select("main section[id]")] == ["carried"]


def test_both_plans_lead_to_what_happened(read, old, new):
    promise_of(old)

    links = [read(plan.get_absolute_url()).find("a", href=ADDRESS) for plan in (old, new)]

    assert [words(link) for link in links] == [
        "What happened to its promises",
        "What happened to the promises of The Old Plan",
    ]


def test_plan_after_one_without_promises_or_after_a_draft_leads_to_nothing(read, old, new):
    draft = PlanFactory(state="draft")
    promise_of(draft)
    pages = [read(plan.get_absolute_url()) for plan in (old, new, PlanFactory(replaces=draft))]

    assert [len(page.select('a[href$="/what-happened/"]')) for page in pages] == [0, 0, 0]


def test_priority_leads_back_to_the_promises_that_go_on_in_it(read, old, new):
    promise = promise_of(old, text="Open a hub")
    reason = "The next plan speaks of whole towns."
    succession = mark(promise, new, "merged", reason=reason, is_example=True)
    mark(
        promise_of(PlanFactory(state="draft"), text="Secret"),
        new,
        later_priority=succession.later_priority,
    )

    page = read(succession.later_priority.get_absolute_url())

    before = page.find("h2", string="Before this").parent
    assert words(before) == f"Before this Merged from The Old Plan: Open a hub {reason} Example"
    assert before.a["href"] == promise.get_absolute_url()
    assert "Secret" not in page.text


def test_priority_asks_as_many_questions_for_three_earlier_promises_as_for_one(client, old, new):
    priority = mark(promise_of(old), new).later_priority
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(priority.get_absolute_url())
        taken.append(len(captured))
        for _ in range(2):
            mark(promise_of(old), new, later_priority=priority)

    assert taken[0] == taken[1]
