"""A plan document is brought in, reviewed, applied and taken back by the keyboard alone."""

import pytest
from django.urls import reverse
from factories import CouncillorFactory
from importing_at_the_desk import BECAUSE, REASON, kept
from keyboard import choose, choose_file, follow, write
from problems import problems_at_every_width
from sample_documents import OUTCOME_PAGE

from outcomes.models import Plan
from plan_documents.models import ImportRun
from priorities.actions import move_date
from priorities.models import Deliverable, PriorityAction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_document_is_brought_in_reviewed_applied_and_taken_back_by_keyboard(desk, live_server, tmp_path):
    held = CouncillorFactory(name="Example Uno")
    file = tmp_path / "page.txt"
    file.write_text(OUTCOME_PAGE, encoding="utf-8")
    found = {}

    desk.goto(live_server.url + reverse("admin:plan_documents_importrun_add"), wait_until="load")
    follow(desk, "input[value='Read and review']")
    found["upload"] = problems_at_every_width(desk)
    choose_file(desk, "#id_files", file)
    write(desk, "#id_plan_slug", "village-plan")
    follow(desk, "input[value='Read and review']")
    found["review"] = problems_at_every_width(desk)

    choose(desk, "#holders select", "Example Uno")
    follow(desk, "#decide input[name=apply]")
    assert desk.inner_text(".messagelist") == (
        "Nothing was written yet: your choices are kept, and below stands what would happen with them."
    )
    follow(desk, "#decide input[name=apply]")
    found["run"] = problems_at_every_width(desk)
    assert PriorityAction.objects.get(number=1).published_holder == held

    follow(desk, ".object-tools a[href$='/undo/']")
    found["undo"] = problems_at_every_width(desk)
    write(desk, "#id_because", BECAUSE)
    follow(desk, "input[value='Undo this import']")
    found["undone"] = problems_at_every_width(desk)

    assert (ImportRun.objects.get().state, Plan.objects.count()) == ("undone", 0)
    assert {page: each for page, each in found.items() if each} == {}


def test_date_that_was_moved_here_is_taken_back_by_keyboard_only_where_that_is_chosen(desk, live_server):
    kept(OUTCOME_PAGE, is_applied=True)
    promise = Deliverable.objects.get(text="Paint the reading room.")
    move_date(promise, "May 2022.", reason=REASON)
    run = kept(OUTCOME_PAGE, is_applied=False)

    desk.goto(live_server.url + reverse("admin:plan_documents_importrun_review", args=[run.pk]), wait_until="load")
    found = problems_at_every_width(desk)
    choose(desk, "#dates select", "Document: “December 2021.”")
    follow(desk, "#decide input[name=apply]")
    follow(desk, "#decide input[name=apply]")

    promise.refresh_from_db()
    assert (promise.timescale_text, found) == ("December 2021.", [])
