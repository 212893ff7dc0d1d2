"""A list goes out as a spreadsheet, is changed, and comes back in, by keyboard alone, over pages without barriers."""

import csv
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from factories import DeliverableFactory, PlanFactory
from keyboard import choose_file, follow, go_to, write
from problems import problems_at_every_width, sideways

from ledger.models import SpreadsheetRun
from ledger.spreadsheets import runs
from priorities.models import Deliverable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "The contractor went into administration."


def with_text(content: str, text: str) -> bytes:
    rows = list(csv.reader(StringIO(content, newline="")))
    rows[1][rows[0].index("text")] = text
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_list_goes_out_is_changed_and_comes_back_in_by_keyboard_alone(desk, live_server, tmp_path):
    plan = PlanFactory()
    DeliverableFactory(text="Open a hub.", priority__plan=plan, priority__plan_outcome=None)
    DeliverableFactory(text="Not asked for.")
    address = reverse("admin:priorities_deliverable_changelist")
    desk.goto(f"{live_server.url}{address}?priority__plan__id__exact={plan.pk}")
    assert sideways(desk) == []

    go_to(desk, "text=Download as CSV")
    with desk.expect_download() as download:
        desk.keyboard.press("Enter")
    desk.heard.clear()  # a browser says of a page that becomes a download that it was broken off
    content = download.value.path().read_text(encoding="utf-8-sig")
    assert ("Open a hub." in content, "Not asked for." in content) == (True, False)
    file = tmp_path / "changed.csv"
    file.write_bytes(with_text(content, "Open two hubs."))

    follow(desk, "text=Bring a spreadsheet in")
    assert problems_at_every_width(desk) == []
    choose_file(desk, "input[type=file]", file)
    write(desk, "#id_why_reason", REASON)
    follow(desk, "input[value='Check this file']")
    assert "1 record would change" in desk.inner_text("#standing")
    assert problems_at_every_width(desk) == []

    follow(desk, "button[value=apply]")
    assert "1 record changed" in desk.inner_text("#standing")
    assert problems_at_every_width(desk) == []
    follow(desk, "text=See the list")
    assert "Open two hubs." in desk.inner_text("#result_list")
    assert Deliverable.history.latest("history_id").history_change_reason == REASON


def test_faults_and_progress_have_no_barriers(desk, live_server, monkeypatch):
    run = SpreadsheetRun.objects.create(
        user=get_user_model().objects.get(),
        model="priorities.deliverable",
        file_name="an_example_of_a_rather_long_file_name_that_does_not_break_anywhere.csv",
        state="checked",
        faults=[
            {"row": 2, "column": "timescale_text", "found": "x" * 200, "allowed": "A day, such as 2022-03-31."},
            {"row": 0, "column": "", "found": "", "allowed": "This very file was brought in already."},
        ],
    )
    page = live_server.url + reverse("admin:priorities_deliverable_spreadsheet", args=[run.pk])
    for address in (page, live_server.url + reverse("admin:priorities_deliverable_bring_in")):
        desk.goto(address)
        assert problems_at_every_width(desk) == []

    SpreadsheetRun.objects.update(state="applying", rows=5000)
    with runs.shown(run.pk, runs.Progress(of=5000, done=1200)):
        desk.goto(page)
        assert "1200 of 5000 rows" in desk.inner_text("#standing")
        assert problems_at_every_width(desk) == []
    SpreadsheetRun.objects.update(
        state="applied", created=0, changed=4990, same=10, faults=[], ended_at="2026-01-01T12:00Z"
    )
    desk.wait_for_selector("text=4990 records changed", timeout=15_000)
    assert desk.heard == []
