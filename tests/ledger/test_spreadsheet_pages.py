"""The desk's pages on which a list goes out as a spreadsheet and comes back in."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from factories import (
    FACTORY_OF,
    DeliverableFactory,
    PlaceFactory,
    PlanFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)
from openpyxl import load_workbook
from spreadsheets_at_hand import DESKS, KINDS, REASON, as_csv, changed, download, rows_in
from test_admin import address

from ledger.models import SpreadsheetRun, save_with_reason
from ledger.spreadsheets import files, runs
from ledger.spreadsheets.resource import NOT_YOURS
from ledger.writing import latest_change
from outcomes.models import Place
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label)


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def hand_in(desk, model, content, name="list.csv", **typed):
    """Hand a file in and go where that leads."""
    return desk.post(address(model, "bring_in"), {"file": SimpleUploadedFile(name, content), **typed}, follow=True)


def press(desk, run, button):
    model = next(model for model in DESKS if model._meta.label_lower == run.model)
    return desk.post(address(model, "spreadsheet", run.pk), {"do": button}, follow=True)


def content_of(answer):
    return b"".join(answer.streaming_content)


def words(page):
    return " ".join(page.content.decode().split())


@every_model
def test_list_offers_its_spreadsheets(desk, officer, model):
    FACTORY_OF[model]()

    page = desk.get(address(model, "changelist"))

    may_change = DESKS[model].may_bring_in(runs.request_of(officer))
    assert (page.context["may_download"], page.context["may_bring_in"]) == (True, may_change)


def test_list_leads_to_its_spreadsheets(desk):
    page = words(desk.get(address(Place, "changelist")))

    assert all(link in page for link in ("Download as CSV", "Download as Excel", "Bring a spreadsheet in"))


@pytest.mark.parametrize("kind", KINDS)
def test_list_is_downloaded_as_it_is_filtered_searched_and_ordered(desk, kind):
    plan = PlanFactory()
    for text, day in (("Open a hub", "By March 2022"), ("Open a park", "By May 2023"), ("Close a road", "By May 2023")):
        DeliverableFactory(text=text, timescale_text=day, priority__plan=plan, priority__plan_outcome=None)
    DeliverableFactory(text="Open elsewhere")
    asked = f"?q=open&priority__plan__id__exact={plan.pk}&o=-1&p=99"

    answer = desk.get(address(Deliverable, "download", kind) + asked)

    content = content_of(answer)
    if kind == "csv":
        texts = [row["text"] for row in rows_in(content)]
    else:
        heading, *rows = load_workbook(BytesIO(content)).active.values
        texts = [row[heading.index("text")] for row in rows]
    assert (answer.status_code, answer["Content-Type"]) == (200, files.CONTENT_TYPES[kind])
    assert f"deliverables-filtered-{date.today().isoformat()}.{kind}" in answer["Content-Disposition"]
    assert texts == ["Open a park", "Open a hub"]


@pytest.mark.parametrize("asked", ["", "?o=1", "?p=0", "?q=", "?q=+&all=", "?o=1.-2&e=1"])
def test_whole_list_is_not_named_as_filtered(desk, asked):
    answer = desk.get(address(Place, "download", "csv") + asked)

    assert f'"places-{date.today().isoformat()}.csv"' in answer["Content-Disposition"]
    answer.close()


def test_date_hierarchy_is_honoured(desk):
    DeliverableFactory(timescale_text="By March 2022")
    DeliverableFactory(timescale_text="By May 2023")

    answer = desk.get(address(Deliverable, "download", "csv") + "?timescale_end__year=2023")

    assert [row["timescale_text"] for row in rows_in(content_of(answer))] == ["By May 2023"]


def test_list_of_more_than_a_page_is_downloaded_whole(desk, monkeypatch):
    monkeypatch.setattr(DESKS[Place], "list_per_page", 2)
    PlaceFactory.create_batch(5)

    answer = desk.get(address(Place, "download", "csv") + "?p=2")

    assert len(rows_in(content_of(answer))) == 5


def test_download_takes_as_many_queries_for_three_rows_as_for_one(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            content_of(desk.get(address(Deliverable, "download", "csv")))
        return len(captured)

    DeliverableFactory()
    queries()
    for_one = queries()
    DeliverableFactory.create_batch(2)

    assert queries() == for_one


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("csv/?priority__plan__id__exact=x", 200),
        ("csv/?no_such=1", 302),
        ("csv/?timescale_end__year=x", 302),
        ("pdf/", 404),
        ("csv/?q=%00", 400),
    ],
)
def test_download_that_is_asked_oddly_is_no_error(desk, asked, status):
    base = address(Deliverable, "changelist")

    answer = desk.get(f"{base}download/{asked}")

    assert answer.status_code == status
    answer.close()


def test_text_longer_than_excel_holds_is_said_and_not_cut(desk):
    DeliverableFactory(text="x" * 40_000)

    answer = desk.get(address(Deliverable, "download", "xlsx"), follow=True)

    assert files.TOO_LONG_FOR_EXCEL in words(answer)


def test_file_is_reviewed_then_applied(desk, officer):
    deliverable = DeliverableFactory(text="Open a hub.")

    review = hand_in(desk, Deliverable, changed(download(Deliverable), text="Open two hubs."), why_reason=REASON)
    run, page = SpreadsheetRun.objects.get(), words(review)
    assert (run.state, run.user, run.rows, run.changed, len(run.sha256)) == ("checked", officer, 1, 1, 64)
    assert "1 record would change, 0 would be new, and 0 rows say what is on record already." in page
    assert "Open <del>a hub.</del> <ins>two hubs.</ins>" in page or "<ins>" in page
    assert deliverable.history.count() == 1

    applied = press(desk, run, "apply")
    run.refresh_from_db()
    deliverable.refresh_from_db()
    assert "1 record changed, 0 new" in words(applied)
    assert (run.state, bytes(run.content), run.changes) == ("applied", b"", [])
    assert (deliverable.text, deliverable.history.latest("history_id").history_user) == ("Open two hubs.", officer)


def test_faulty_file_is_refused_with_every_fault_and_no_button(desk):
    PlaceFactory.create_batch(2)
    rows = rows_in(download(Place))

    page = hand_in(desk, Place, as_csv([row | {"kind": "village"} for row in rows]))
    run = SpreadsheetRun.objects.get()

    assert "What is wrong stands in 2 rows." in words(page)
    assert 'value="apply"' not in words(page)
    press(desk, run, "apply")
    run.refresh_from_db()
    assert run.state == "checked"


def test_file_that_lacks_only_a_reason_is_given_one_without_choosing_it_again(desk):
    deliverable = DeliverableFactory(text="Open a hub.")
    page = words(hand_in(desk, Deliverable, changed(download(Deliverable), text="Open two hubs.")))
    run = SpreadsheetRun.objects.get()
    at = address(Deliverable, "spreadsheet", run.pk)

    assert "1 row still needs a reason." in page
    odd = desk.post(at, {"do": "why", "why_reason": REASON, "why_effective_on": "soon"})
    assert (odd.status_code, REASON in words(odd), "Write the day as 3/5/2026 or 2026-05-03." in words(odd)) == (
        200,
        True,
        True,
    )
    review = words(desk.post(at, {"do": "why", "why_reason": REASON}, follow=True))
    assert f"The reason that will be kept: “{REASON}”" in review
    press(desk, run, "apply")
    deliverable.refresh_from_db()
    assert (deliverable.text, deliverable.history.latest("history_id").history_change_reason) == (
        "Open two hubs.",
        REASON,
    )


def test_reason_is_not_asked_anew_where_more_is_wrong_or_a_row_says_a_poor_one_itself(desk):
    DeliverableFactory()
    for cells in ({"order": "x"}, {"reason": "update"}):
        page = hand_in(desk, Deliverable, changed(download(Deliverable), text="B.", **cells))
        assert page.context["form"] is None
        run = SpreadsheetRun.objects.first()
        desk.post(address(Deliverable, "spreadsheet", run.pk), {"do": "why", "why_reason": REASON})
        run.refresh_from_db()
        assert (run.state, run.why) == ("checked", {})


def test_review_shows_how_a_timescale_is_read_and_the_reason_of_a_row(desk):
    DeliverableFactory()
    cells = {"timescale_text": "May 2028", "reason": REASON}

    page = words(hand_in(desk, Deliverable, changed(download(Deliverable), **cells)))

    assert "<p>Timescale: Read as: during May 2028.</p>" in page
    assert f"<p>Its own reason: “{REASON}”</p>" in page


def test_file_that_is_none_is_told_in_one_sentence(desk):
    page = words(hand_in(desk, Place, b"PK no workbook"))

    assert (files.NO_WORKBOOK in page, "sheet-faults" in page) == (True, False)


def test_file_that_changes_nothing_says_so_and_is_over_by_itself(desk):
    PlaceFactory.create_batch(2)

    page = words(hand_in(desk, Place, download(Place)))

    run = SpreadsheetRun.objects.get()
    assert "<strong>Nothing to change:</strong> 2 rows say what is on record already." in page
    assert 'name="do"' not in page
    assert (run.state, str(run), bytes(run.content), run.same) == ("discarded", "list.csv, nothing to change", b"", 2)
    assert "list.csv</a>" in words(desk.get(address(Place, "bring_in")))
    assert ": nothing to change </li>" in words(desk.get(address(Place, "bring_in")))


def test_review_says_fields_and_values_as_people_read_them(desk):
    update = ProgressUpdateFactory(deliverable__text="Open a hub.", state="draft")
    trouble = {"status": "at-risk", "cause": "Rain.", "action": "Pumps.", "next_step": "Dry.", "is_example": "TRUE"}
    later = {"as_of": "2021-09-29", "kind": "no-change", "publish_at": "2027-04-01T09:00:00+01:00"}

    page = hand_in(desk, ProgressUpdate, changed(download(ProgressUpdate), **trouble, **later))

    [change] = page.context["changes"]
    told = {
        each.label: tuple(" ".join(mark.text for mark in side) for side in (each.before, each.after))
        for each in change["differences"]
    }
    assert change["name"] == f"On track as at 30 September 2021: {update.deliverable}"
    assert {label: told[label] for label in ("As of", "Kind", "Status", "Example", "Publish at")} == {
        "As of": ("30 September 2021", "29 September 2021"),
        "Kind": ("Progress", "Confirmed, no change"),
        "Status": ("On track", "At risk"),
        "Example": ("no", "yes"),
        "Publish at": ("–", "1 April 2027, 09:00"),
    }


def test_discarded_file_is_forgotten(desk):
    PlaceFactory()
    hand_in(desk, Place, changed(download(Place), name="Another name"))
    run = SpreadsheetRun.objects.get()

    page = press(desk, run, "discard")

    run.refresh_from_db()
    assert "This file was discarded." in words(page)
    assert (run.state, bytes(run.content), run.changes, Place.objects.filter(name="Another name").count()) == (
        "discarded",
        b"",
        [],
        0,
    )


def test_unusable_file_is_told_on_the_page_and_loses_no_answer(desk):
    answer = hand_in(desk, Place, b"id,colour\n1,red\n", why_reason=REASON)

    page = words(answer)
    assert ("colour" in page, REASON in page, SpreadsheetRun.objects.count()) == (True, True, 0)


@pytest.mark.parametrize(
    "sent",
    [{}, {"file": "text"}, {"file": SimpleUploadedFile("empty.csv", b"")}, {"why_effective_on": "soon"}],
    ids=["nothing", "no-file", "empty", "day"],
)
def test_page_that_is_sent_without_a_file_comes_back(desk, sent):
    answer = desk.post(address(Place, "bring_in"), sent)

    assert (answer.status_code, "Please correct what stands below." in words(answer)) == (200, True)


def test_file_name_and_answers_of_any_kind_are_taken(desk):
    PlaceFactory()
    content = download(Place)

    answer = hand_in(desk, Place, content, name="a\x00b" + "é" * 300 + "<script>.csv", why_reason="x" * 5000)

    assert answer.status_code == 200
    assert "<script>.csv" not in words(answer)


# Two who bring in the same


def test_second_of_two_who_bring_in_the_same_rows_is_told_and_nothing_is_lost(client, officer):
    deliverable = DeliverableFactory(text="Open a hub.")
    content, rival = download(Deliverable), User.objects.create_superuser("rival")
    reviewed = []
    for who, text in ((officer, "Open two hubs."), (rival, "Open three hubs.")):
        client.force_login(who)
        hand_in(client, Deliverable, changed(content, text=text), why_reason=REASON)
        reviewed.append((who, SpreadsheetRun.objects.first()))

    pages = []
    for who, run in reviewed:
        client.force_login(who)
        pages.append(words(press(client, run, "apply")))

    deliverable.refresh_from_db()
    states = list(SpreadsheetRun.objects.order_by("pk").values_list("state", flat=True))
    assert (states, deliverable.text, deliverable.history.count()) == (["applied", "checked"], "Open two hubs.", 2)
    assert latest_change(deliverable) in pages[1]
    assert "On record now: “Open two hubs.”" in pages[1]


def test_file_with_new_rows_makes_them_once(desk):
    content = as_csv([{"id": "", "revision": "", "slug": "new", "name": "New", "kind": "ward"}])
    hand_in(desk, Place, content)
    press(desk, SpreadsheetRun.objects.get(), "apply")
    Place.objects.filter(slug="new").get().delete()

    page = words(hand_in(desk, Place, content))

    assert "This very file was brought in on" in page
    assert "sheet-faults" not in page
    assert Place.objects.count() == 0


def test_change_made_between_review_and_apply_is_told(desk):
    deliverable = DeliverableFactory()
    hand_in(desk, Deliverable, changed(download(Deliverable), text="B."), why_reason=REASON)
    deliverable.text = "C."
    save_with_reason(deliverable, REASON)

    page = words(press(desk, SpreadsheetRun.objects.get(), "apply"))

    assert latest_change(deliverable) in page
    assert Deliverable.objects.get().text == "C."


def test_file_is_checked_again_once_what_was_in_its_way_was_put_right(desk):
    priority = PriorityActionFactory()
    first, second = (DeliverableFactory(priority=priority, order=order) for order in (1, 2))
    sheet = [row | {"order": "2"} for row in rows_in(download(Deliverable)) if row["id"] == str(first.pk)]
    page = words(hand_in(desk, Deliverable, as_csv(sheet)))
    run = SpreadsheetRun.objects.get()
    second.order = 3
    second.save()

    press(desk, run, "again")
    press(desk, run, "apply")

    first.refresh_from_db()
    assert ("have this file checked again" in page, first.order) == (True, 2)


def test_file_that_met_a_busy_database_is_checked_again(desk, monkeypatch):
    PlaceFactory()
    hand_in(desk, Place, changed(download(Place), name="Another"))
    run = SpreadsheetRun.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(runs, "take", raising(OperationalError("deadlock detected")))
        page = words(press(desk, run, "apply"))

    press(desk, run, "again")
    press(desk, run, "apply")

    assert ("Check it again" in page, Place.objects.get().name) == (True, "Another")


def raising(error):
    def take(*args, **kwargs):
        raise error

    return take


def test_button_pressed_twice_does_it_once(desk):
    PlaceFactory()
    hand_in(desk, Place, changed(download(Place), name="Another"))
    run = SpreadsheetRun.objects.get()
    press(desk, run, "apply")

    for button in ("apply", "discard", "again", "odd", ""):
        assert press(desk, run, button).status_code == 200

    run.refresh_from_db()
    assert (run.state, Place.history.count()) == ("applied", 2)


# Who may


def sign_in_with(client, *permissions):
    user = User.objects.create_user("other", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def test_viewer_downloads_and_is_not_offered_more(client):
    PlaceFactory()
    sign_in_with(client, "view_place")

    page = words(client.get(address(Place, "changelist")))
    answers = [client.get(address(Place, name, *more)) for name, *more in (["download", "csv"], ["bring_in"])]

    assert ("Download as CSV" in page, "Bring a spreadsheet in" in page) == (True, False)
    assert [answer.status_code for answer in answers] == [200, 403]
    answers[0].close()


def test_somebody_without_permission_gets_none_of_it(client):
    sign_in_with(client, "view_plan")
    pages = [address(Place, "download", "csv"), address(Place, "bring_in"), address(Place, "spreadsheet", 1)]

    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_nobody_is_led_to_sign_in(client):
    pages = [address(Place, "download", "csv"), address(Place, "bring_in"), address(Place, "spreadsheet", 1)]

    assert [client.get(page).status_code for page in pages] == [302, 302, 302]


def test_file_of_somebody_else_or_of_another_list_is_not_found(client, officer):
    client.force_login(officer)
    PlaceFactory()
    hand_in(client, Place, changed(download(Place), name="Another"))
    run = SpreadsheetRun.objects.get()
    of_another_list = client.get(address(Deliverable, "spreadsheet", run.pk)).status_code
    sign_in_with(client, "view_place", "change_place")

    assert (of_another_list, client.get(address(Place, "spreadsheet", run.pk)).status_code) == (404, 404)
    assert client.get(f"{address(Place, 'bring_in')}{10**30}/").status_code == 404


def test_file_that_meets_what_another_one_writes_comes_back_with_a_sentence(desk, monkeypatch):
    PlaceFactory()
    hand_in(desk, Place, changed(download(Place), name="Another"), why_reason=REASON)
    run = SpreadsheetRun.objects.get()

    def fails(*args, **kwargs):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(runs, "take", fails)
    page = press(desk, run, "apply")

    run.refresh_from_db()
    assert (run.state, bytes(run.content) != b"", Place.objects.filter(name="Another").exists()) == (
        "checked",
        True,
        False,
    )
    assert "It broke off, and nothing was written." in words(page)


def test_rule_for_one_record_is_asked_when_it_is_applied_too(client, monkeypatch):
    PlaceFactory(name="Theirs")
    sign_in_with(client, "view_place", "change_place")
    hand_in(client, Place, changed(download(Place), name="Mine now"))
    monkeypatch.setattr(type(DESKS[Place]), "has_change_permission", lambda desk, request, obj=None: obj is None)

    page = words(press(client, SpreadsheetRun.objects.get(), "apply"))

    assert NOT_YOURS in page
    assert Place.objects.get().name == "Theirs"


# Long work


@pytest.fixture
def started(monkeypatch):
    """Long files are given to a process; here, it is only noted which."""
    calls = []

    class Process:
        def __init__(self, command, **kwargs):
            calls.append(command)

        def poll(self):
            return 0

    monkeypatch.setattr(runs, "FEW_ROWS", 1)
    monkeypatch.setattr(runs.subprocess, "Popen", Process)
    return calls


def test_long_file_is_given_to_a_process_and_the_page_tells_progress(desk, started):
    PlaceFactory.create_batch(3)

    page = hand_in(desk, Place, changed(download(Place), name="Another"))

    run = SpreadsheetRun.objects.get()
    assert [command[-3:] for command in started] == [["apply_spreadsheet", str(run.pk), "--go-on"]]
    assert (run.state, "Your file is being checked." in words(page)) == ("checking", True)
    assert '<meta http-equiv="refresh" content="3">' in words(page)
    with runs.shown(run.pk, runs.Progress(of=3, done=2)):
        assert "2 of 3 rows" in words(desk.get(address(Place, "spreadsheet", run.pk)))

    runs.work(run)
    assert "1 record would change" in words(desk.get(address(Place, "spreadsheet", run.pk)))


def test_long_file_that_died_says_so_and_can_be_tried_again_or_discarded(desk, started):
    PlaceFactory.create_batch(3)
    hand_in(desk, Place, changed(download(Place), name="Another"))
    run = SpreadsheetRun.objects.get()
    runs.work(run)
    press(desk, run, "apply")
    SpreadsheetRun.objects.update(turned_at="2022-01-01T00:00Z")

    page = words(desk.get(address(Place, "spreadsheet", run.pk)))
    press(desk, run, "again")
    run.refresh_from_db()
    runs.work(run)

    assert "It broke off before its end, so nothing was written." in page
    assert (run.state, len(started), Place.objects.filter(name="Another").count()) == ("applied", 3, 1)


def test_one_who_was_taken_for_dead_and_comes_back_writes_nothing(desk, started):
    PlaceFactory.create_batch(3)
    hand_in(desk, Place, changed(download(Place), name="Another"))
    run = SpreadsheetRun.objects.get()
    runs.work(run)
    press(desk, run, "apply")
    late = SpreadsheetRun.objects.get()
    SpreadsheetRun.objects.update(turned_at="2022-01-01T00:00Z")
    press(desk, run, "discard")

    runs.work(late)

    assert (SpreadsheetRun.objects.get().state, Place.objects.filter(name="Another").count()) == ("discarded", 0)


def test_review_page_takes_as_many_queries_for_any_number_of_changes(desk):
    counts = []
    for number in (1, 3):
        PlaceFactory.create_batch(number)
        rows = [row | {"name": f"Another {row['id']} {number}"} for row in rows_in(download(Place))]
        hand_in(desk, Place, as_csv(rows))
        with CaptureQueriesContext(connection) as captured:
            desk.get(address(Place, "spreadsheet", SpreadsheetRun.objects.first().pk))
        counts.append(len(captured))

    assert counts[0] == counts[1]
