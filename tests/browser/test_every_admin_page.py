"""Every kind of page at the officers' desk, with long names, on a phone and on a desk: no barrier, no overflow."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from long_names import make_long
from problems import problems_at_every_width

from desk.models import PreviewLink
from outcomes.models import Plan
from priorities.models import Appointment, Deliverable, PriorityAction, ProgressUpdate, Succession
from stories.models import Story, StorySubmission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT_OFF = "[...document.querySelectorAll('.results')].some(each => each.scrollWidth > each.clientWidth)"


@pytest.fixture
def records():
    """One of each model whose pages have something that the others have not."""
    plan = make_long(Plan, state="current")
    make_long(Plan, state="draft", replaces=plan)
    priority = make_long(PriorityAction, plan=plan)
    promise = make_long(Deliverable, priority=priority)
    make_long(Deliverable, priority=priority, parent=promise)
    report = make_long(ProgressUpdate, deliverable=promise, state="awaiting")
    submission = make_long(StorySubmission)
    return [plan, priority, promise, report, submission, make_long(Story), User.objects.get()]


def test_pages_of_a_record_have_no_problem_though_its_names_are_long(desk, live_server, records):
    """Those of its past and of its end look alike for all records: one is enough."""
    addresses = [address for record in records for address in addresses_of(record)]
    addresses += addresses_of_past(records[2])
    assert problems_of_all(desk, live_server.url, addresses) == {}


def test_own_pages_of_the_desk_have_no_problem_though_names_are_long(desk, live_server, records):
    assert problems_of_all(desk, live_server.url, own_addresses(*records)) == {}


def addresses_of(record) -> list[str]:
    """The list that a record is in, its form and an empty one."""
    pages = {"changelist": [], "add": [], "change": [record.pk]}
    return [page_of(type(record), page, *arguments) for page, arguments in pages.items()]


def addresses_of_past(record) -> list[str]:
    version = [record.pk, record.history.latest().pk]
    pages = {"history": [record.pk], "simple_history": version, "restore": version, "delete": [record.pk]}
    return [page_of(type(record), page, *arguments) for page, arguments in pages.items()]


def page_of(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def own_addresses(plan, priority, promise, report, submission, *others) -> list[str]:
    """The desk's pages that are no form of one record."""
    steps = {"s": [], "": [plan.pk], "_promises": [plan.pk], "_carry": [plan.pk, priority.pk]}
    return [
        "/admin/",
        page_of(Deliverable, "update", promise.pk),
        page_of(Deliverable, "bulk", "reassign") + f"?chosen={promise.pk}",
        page_of(ProgressUpdate, "sign_off", report.pk),
        page_of(Appointment, "reshuffle"),
        page_of(StorySubmission, "moderate", submission.pk),
        page_of(PreviewLink, "for", "update", report.pk),
        *(page_of(Succession, f"roll_forward{step}", *arguments) for step, arguments in steps.items()),
    ]


def problems_of_all(page, root: str, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, for those where something is."""
    problems = {address: problems_of_one(page, root + address) for address in addresses}
    return {address: found for address, found in problems.items() if found}


def problems_of_one(page, address: str) -> list[str]:
    page.heard.clear()
    answer = page.goto(address, wait_until="load")
    wrong = [] if answer.status == 200 else [f"answers {answer.status}"]
    cut_off = ["the list is cut off"] if page.evaluate(CUT_OFF) else []
    return [*wrong, *cut_off, *problems_at_every_width(page)]
