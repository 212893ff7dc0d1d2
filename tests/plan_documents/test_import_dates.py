"""Bringing a document in again takes no date back that was moved at the desk, unless somebody chooses so."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from factories import ProgressUpdateFactory
from importing_at_the_desk import BECAUSE, REASON, address, applied, brought_in, live_rows, review, upload
from sample_documents import OUTCOME_PAGE

from ledger.entries import Entry
from plan_documents.account import dates_moved
from plan_documents.models import ImportRun
from plan_documents.moves import EVERY
from plan_documents.runs import apply, begin, look_at
from plan_documents.sources import Source
from plan_documents.undoing import undo
from priorities.actions import move_date
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

PROMISE = "Paint the reading room."
ANOTHER_AIM = OUTCOME_PAGE.replace("More gardens.", "More and larger gardens.")
MOVED = "May 2022."


@pytest.fixture
def desk(client):
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_importrun"))
    client.force_login(user)
    return client


def moved(text=PROMISE, to=MOVED):
    return move_date(Deliverable.objects.get(text=text), to, reason=REASON)


def on_record():
    return Deliverable.objects.get(text=PROMISE).timescale_text


def told(run):
    return {each["label"]: each["left"] for each in dates_moved(run.account)}


def bring_in(text, why=None, **dates):
    run = ImportRun(plan_slug="village-plan", publish=True, account={"dates": dates})
    run = begin(run, [Source("page.txt", text.encode())], None)
    return apply(run, look_at(run).fingerprint, why or Entry(), None)


LABEL = "Shaped by people, priority 1, deliverable 1"


def test_date_that_was_moved_here_is_left_alone_and_told_on_its_line(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    moved()
    run = brought_in(desk, ANOTHER_AIM)

    page = desk.get(address("review", run.pk) + "?show=moved")

    [line] = [line for each in page.context["shown"] for section in each.sections for line in section.lines]
    assert (line["n"], line["became"][0]["verdict"], line["became"][0]["differences"]) == (24, "same", [])
    today = Deliverable.objects.get(text=PROMISE).effective_on
    sentence = f"Moved here on {today.day} {today:%B %Y}, from “December 2021.” to “May 2022.”, because: “{REASON}”"
    assert (line["became"][0]["moved"]["told"], told(run)) == (sentence, {LABEL: True})
    assert (run.created, run.changed, page.context["lacking"]) == (0, 1, [])
    assert review(desk, run, "apply").status_code == 302
    run.refresh_from_db()
    assert (on_record(), told(run), len(run.written)) == (MOVED, {LABEL: True}, 1)


def test_date_of_the_document_is_taken_where_that_is_chosen(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    moved()
    run = brought_in(desk, ANOTHER_AIM)
    [field] = desk.get(address("review", run.pk)).context["form"].date_fields

    again = review(desk, run, "apply", **{field.html_name: "document", "why_reason": REASON})

    assert (again.status_code, on_record(), again.context["form"].chosen_anew()) == (200, MOVED, False)
    assert review(desk, run, "apply").status_code == 302
    run.refresh_from_db()
    assert (on_record(), told(run), run.dates) == (
        "December 2021.",
        {LABEL: False},
        {"village-plan/shaped-by-people/1/1": "document"},
    )


def test_dates_of_the_document_are_all_taken_with_one_tick(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    moved()
    moved("Find the key.")
    run = brought_in(desk, ANOTHER_AIM)

    review(desk, run, "choose", **{"dates-all": "on", "why_reason": REASON})

    run.refresh_from_db()
    assert ([*told(run).values()], run.changed) == ([False, False], 3)
    assert review(desk, run, "apply", **{"dates-all": "on"}).status_code == 302
    assert on_record() == "December 2021."


def test_date_of_a_promise_that_is_done_cannot_be_taken_back_and_the_way_out_is_said(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    ProgressUpdateFactory(deliverable=moved(), as_of=date(2022, 1, 10), status="complete")
    run = brought_in(desk, ANOTHER_AIM)
    [field] = desk.get(address("review", run.pk)).context["form"].date_fields

    page = review(desk, run, "choose", **{field.html_name: "document"})

    said = "No reason makes up for that. Choose below that its date stays as on record."
    assert [each["what_to_do"] for each in page.context["never"]] == [said]
    review(desk, run, "choose", **{field.html_name: "record"})
    assert review(desk, run, "apply").status_code == 302


def test_document_that_leaves_dates_alone_changes_nothing_when_it_comes_in_again():
    bring_in(OUTCOME_PAGE)
    moved()
    bring_in(ANOTHER_AIM)
    before = live_rows()

    again = bring_in(ANOTHER_AIM)

    assert (again.created, again.changed, again.written, live_rows() == before) == (0, 0, [], True)


def test_date_that_moves_after_the_review_is_not_taken_back(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    run = brought_in(desk, ANOTHER_AIM)
    reviewed = desk.get(address("review", run.pk)).context["reviewed"]
    moved()

    page = desk.post(address("review", run.pk), {"reviewed": reviewed, "apply": "yes"})

    assert (page.status_code, on_record(), told(ImportRun.objects.get(pk=run.pk))) == (200, MOVED, {LABEL: True})


def test_date_that_an_import_moved_is_none_of_the_desk():
    bring_in(OUTCOME_PAGE)
    bring_in(OUTCOME_PAGE.replace("December 2021.", MOVED), Entry(REASON))

    again = bring_in(OUTCOME_PAGE, Entry(REASON))

    assert (on_record(), told(again)) == ("December 2021.", {})


def test_document_whose_import_was_undone_brings_its_dates_in_again():
    bring_in(OUTCOME_PAGE)
    later = OUTCOME_PAGE.replace("December 2021.", MOVED)
    undo(bring_in(later, Entry(REASON)), BECAUSE, None)

    again = bring_in(later, Entry(REASON))

    assert (on_record(), told(again)) == (MOVED, {})


def test_date_that_an_undone_import_had_taken_back_is_left_alone_by_the_next():
    bring_in(OUTCOME_PAGE)
    moved()
    for _ in range(2):
        run = bring_in(OUTCOME_PAGE, Entry(REASON), **{EVERY: "document"})
        assert (on_record(), told(run)) == ("December 2021.", {LABEL: False})
        undo(run, BECAUSE, None)

    again = bring_in(ANOTHER_AIM)

    assert (on_record(), told(again)) == (MOVED, {LABEL: True})


def test_typing_mistake_that_is_mended_in_a_short_promise_leaves_the_date_that_was_moved_here():
    bring_in(OUTCOME_PAGE)
    moved()

    again = bring_in(OUTCOME_PAGE.replace(PROMISE, "Paint the reading rooms."), Entry(REASON))

    mended = Deliverable.objects.get(text="Paint the reading rooms.")
    assert (mended.timescale_text, told(again)) == (MOVED, {LABEL: True})


def test_headings_on_record_stay_where_a_document_prints_fewer_and_changes_something_else():
    bring_in(OUTCOME_PAGE)
    priority = Deliverable.objects.get(text=PROMISE).priority
    labels = {**priority.labels, "note": "Example"}
    priority.labels = labels
    priority.save()

    bring_in(OUTCOME_PAGE.replace("1. Open the library", "1. Open both libraries"), Entry(REASON))

    priority.refresh_from_db()
    assert (priority.title, priority.labels) == ("Open both libraries", labels)


@pytest.mark.parametrize(("flags", "now"), [([], MOVED), (["--take-dates"], "December 2021.")])
def test_command_leaves_dates_that_were_moved_here_unless_told_otherwise(tmp_path, flags, now):
    bring_in(OUTCOME_PAGE)
    moved()
    file = tmp_path / "page.txt"
    file.write_text(ANOTHER_AIM, encoding="utf-8")
    out = StringIO()

    call_command("import_plan", file, "--plan", "village-plan", "--apply", "--reason", REASON, *flags, stdout=out)

    assert on_record() == now
    said = "moves a date back" if flags else "left as on record"
    assert f"  {said}: {LABEL} (line 24). Moved here on " in out.getvalue()


def test_upload_of_a_day_to_come_is_told_beside_the_day(desk):
    page = upload(desk, OUTCOME_PAGE, why_effective_on="2999-01-01")
    assert [field.name for field, _ in page.context["faults"]] == ["files", "why_effective_on"]
