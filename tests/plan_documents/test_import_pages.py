"""Importing at the officers' desk: the pages, what they refuse, and who may open them."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django import forms
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from factories import CouncillorFactory, PlanFactory, ProgressUpdateFactory
from factories.plan_documents import ImportRunFactory
from importing_at_the_desk import BECAUSE, REASON, address, applied, brought_in, kept, live_rows, review, upload
from sample_documents import OUTCOME_PAGE, WHOLE_PLAN

from ledger.admin.why import SAVED_AT_ONCE
from ledger.plain_messages import PLAIN
from ledger.writing import long_day
from outcomes.models import Aim, Plan
from plan_documents.admin import review_form
from plan_documents.admin.opening import PUBLIC
from plan_documents.admin.review import APPLIED, CHOSEN, DISCARDED, OVERTAKEN
from plan_documents.admin.review_form import ReviewForm
from plan_documents.admin.upload_form import CHOOSE_AGAIN, ON_RECORD, ONE_PLAN
from plan_documents.models import ImportRun
from priorities.models import Deliverable, PriorityAction

pytestmark = pytest.mark.django_db

MORE = OUTCOME_PAGE.replace("More gardens.", "More and larger gardens.")


def signed_in(client, *permissions):
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


@pytest.fixture
def desk(client):
    return signed_in(client, "view_importrun", "add_importrun", "change_importrun")


def faults(page):
    return [sentence for _, sentence in page.context["faults"]]


def words(page):
    return " ".join(re.sub(r"<[^>]*>", "", page.content.decode()).split())


def unzipping_to_nothing():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "A recipe.")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.txt", b"", "One of the files is empty: choose the document that holds the plan."),
        ("page.txt", b" \n ", "page.txt is empty: choose the document that holds the plan."),
        ("page.pdf", b"%PDF", "page.pdf is of a form that is not read: save it as .txt, .md, .html or .docx."),
        ("page.txt", b"One\0two", "page.txt is a binary file, not text: save it as .txt, .md, .html or .docx."),
        (
            "page.txt",
            "One\0two".encode("utf-16"),
            "page.txt is a binary file, not text: save it as .txt, .md, .html or .docx.",
        ),
        (
            "page.txt",
            b"One\ntwo \xe9",
            "page.txt is not written in UTF-8 (line 2 has a character that cannot be read): "
            "save it again with the encoding UTF-8.",
        ),
        (
            "page.docx",
            b"One two",
            "page.docx: This is not a .docx document: save it in Word as .docx and try again.",
        ),
        (
            "page.docx",
            unzipping_to_nothing(),
            "page.docx: This file has no Word document in it: save it in Word as .docx and try again.",
        ),
        (
            "page.txt",
            b"x" * (2 * 1024 * 1024 + 1),
            "page.txt is 2.1 MB, more than the 2 MB that is read: give the plan's own text only.",
        ),
        (
            "page.docx",
            b"x" * (11 * 1024 * 1024),
            "page.docx is 11 MB, more than the 10 MB that is kept: take the pictures out and save it again.",
        ),
        (
            "recipe.txt",
            b"A recipe.",
            "recipe.txt: no plan was found in it: none of the headings that plans use (aims, priorities for action, "
            "deliverables, shared outcomes …) is there, nor a table with a column of actions. "
            "Say what kind of document it is.",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "form",
        "null",
        "null-in-utf-16",
        "latin-1",
        "no-zip",
        "no-word",
        "large",
        "large-word",
        "no-plan",
    ],
)
def test_upload_of_what_is_no_plan_says_so_beside_the_files_and_keeps_what_was_typed(desk, name, content, sentence):
    page = upload(desk, content, name=name, plan_title="Village Plan", note="An example.")

    assert (page.status_code, faults(page)) == (200, [sentence])
    assert [page.context["form"][each].value() for each in ("plan_slug", "plan_title", "note")] == [
        "village-plan",
        "Village Plan",
        "An example.",
    ]
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"plan": "Not a slug"},
            "Use small letters, digits and hyphens only, for example council-plan-2021-23.",
        ),
        ({"plan": "a\0b"}, "Null characters are not allowed."),
        (
            {"starts_on": "2022-01-01", "ends_on": "2021-01-01"},
            "The last day of a plan cannot come before its first day.",
        ),
        ({"starts_on": "tomorrow"}, "Write the day as 3/5/2026 or 2026-05-03."),
        ({"kind": "novel"}, "“novel” is not in the list. Choose one from it."),
        ({"why_decision_url": "no address"}, PLAIN[forms.URLField]["invalid"]),
    ],
    ids=["slug", "null", "days", "no-day", "kind", "decision"],
)
def test_upload_with_a_wrong_field_says_so_beside_it_and_asks_for_the_files_again(desk, fields, sentence):
    page = upload(desk, OUTCOME_PAGE, **fields)
    assert (page.status_code, faults(page)) == (200, [CHOOSE_AGAIN, sentence])


@pytest.mark.parametrize(
    ("fields", "made"),
    [
        ({"plan_title": "Our Village"}, "our-village"),
        ({"name": "The next plan.txt"}, "the-next-plan"),
        ({"plan_title": "Village plan"}, "village-plan-2"),
    ],
    ids=["given", "of-the-file", "taken"],
)
def test_address_of_a_new_plan_is_made_from_its_title(desk, fields, made):
    PlanFactory(slug="village-plan")

    assert brought_in(desk, OUTCOME_PAGE, plan="", **fields).plan_slug == made


def test_plan_on_record_is_chosen_from_a_list(desk):
    plan = PlanFactory(slug="village-plan", title="Our Village")

    assert (plan.slug, "Our Village") in desk.get(address("add")).context["form"].fields["plan_on_record"].choices
    assert brought_in(desk, OUTCOME_PAGE, plan="", plan_on_record=plan.slug).plan_slug == "village-plan"
    both = upload(desk, OUTCOME_PAGE, plan="another-plan", plan_on_record=plan.slug)
    assert ONE_PLAN in faults(both)


def test_upload_without_a_file_says_so(desk):
    assert faults(upload(desk)) == ["Choose the document that holds the plan."]


def test_run_without_a_document_can_be_looked_at(desk):
    run = ImportRunFactory()

    assert desk.get(address("review", run.pk)).status_code == 200


def test_list_of_imports_is_downloaded_and_nothing_is_brought_in_to_it(desk):
    page = desk.get(address("changelist")).content.decode()

    assert ("Download as CSV" in page, "Bring a spreadsheet in" in page) == (True, False)
    assert desk.post(address("bring_in")).status_code == 403


def test_upload_of_too_many_files_says_so(desk):
    assert faults(upload(desk, *["x"] * 21)) == ["These are 21 files. Bring in 20 at most at a time."]


def test_review_begins_with_how_things_stand(desk):
    run = brought_in(desk, OUTCOME_PAGE)
    page = desk.get(address("review", run.pk))
    assert page.context["standing"] == (
        "This would create 17 records; 3 lines of the text are set aside. Nothing is written yet."
    )


def test_applied_run_says_what_it_did_and_who_and_why(desk):
    run = applied(desk, OUTCOME_PAGE, publish="on")
    page = desk.get(address("change", run.pk))

    assert page.context["standing"] == "This created 17 records; 3 lines of the text are set aside."
    assert (run.started_by.username, run.settled_by.username) == ("officer", "officer")
    assert Plan.objects.get().history.first().history_user == run.settled_by


@pytest.mark.parametrize(
    ("show", "lines"),
    [("aside", [3, 62, 63]), ("change", [11]), ("unsure", []), ("nonsense", None), ("%20", None)],
)
def test_review_shows_only_the_lines_that_were_asked_for(desk, show, lines):
    applied(desk, OUTCOME_PAGE)
    run = brought_in(desk, MORE)

    page = desk.get(address("review", run.pk) + f"?show={show}")

    shown = [line["n"] for each in page.context["shown"] for section in each.sections for line in section.lines]
    assert shown == lines if lines is not None else len(shown) > 30


def test_review_takes_as_many_queries_for_any_number_of_lines(desk):
    def queries(aims):
        lines = "".join(f"  • Aim {number}.\n" for number in range(aims))
        run = brought_in(desk, f"Shaped by people\n\nWhat we're aiming to achieve\n\n{lines}")
        with CaptureQueriesContext(connection) as captured:
            desk.get(address("review", run.pk))
        return len(captured)

    queries(1)
    assert queries(1) == queries(3)


def test_list_takes_as_many_queries_for_any_number_of_runs_and_reads_no_file(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address("changelist")).status_code == 200
        assert [each["sql"] for each in captured if '"content"' in each["sql"] or '"account"' in each["sql"]] == []
        return len(captured)

    brought_in(desk, OUTCOME_PAGE)
    queries()
    for_one = queries()
    brought_in(desk, MORE)
    brought_in(desk, MORE)
    assert queries() == for_one


def test_choice_is_kept_and_the_review_shown_anew(desk):
    held = CouncillorFactory(name="Example Uno")
    run = brought_in(desk, OUTCOME_PAGE)
    form = desk.get(address("review", run.pk)).context["form"]
    field = form.holder_fields[0]

    page = review(desk, run, "apply", **{field.html_name: f"councillor:{held.slug}"})

    assert [str(each) for each in page.context["messages"]] == [CHOSEN]
    assert ImportRun.objects.get().holders == {
        "Councillor Example One": f"councillor:{held.slug}",
        "Councillor Example Two": "new-councillor",
    }
    assert (page.context["form"].kept, page.context["form"].unmatched) == (2, 0)
    assert "2 holders as printed: your choices are kept." in words(page)
    assert Plan.objects.count() == 0
    review(desk, run, "apply")
    assert PriorityAction.objects.get(number=1).published_holder == held


def test_choice_of_nobody_there_is_refused(desk):
    run = brought_in(desk, OUTCOME_PAGE)
    field = desk.get(address("review", run.pk)).context["form"].holder_fields[0]
    page = review(desk, run, "choose", **{field.html_name: "councillor:nobody"})
    assert faults(page) == ["“councillor:nobody” is not in the list. Choose one from it."]


def test_review_offers_only_holders_that_match_nobody(desk):
    CouncillorFactory(slug="example-one", name="Example One")
    run = brought_in(desk, OUTCOME_PAGE)
    form = desk.get(address("review", run.pk)).context["form"]
    assert [field.label for field in form.holder_fields] == ["Councillor Example Two"]


def test_apply_where_a_record_changed_meanwhile_shows_the_review_anew_and_keeps_the_reason(desk):
    applied(desk, OUTCOME_PAGE)
    run = brought_in(desk, MORE)
    reviewed = desk.get(address("review", run.pk)).context["reviewed"]
    aim = Aim.objects.get(order=1)
    aim.text = "Gardens for all."
    aim.save()
    before = live_rows()

    page = desk.post(
        address("review", run.pk),
        {"reviewed": reviewed, "apply": "yes", "why_reason": REASON},
    )

    assert ([str(each) for each in page.context["messages"]], live_rows() == before) == ([OVERTAKEN], True)
    assert (page.context["form"]["why_reason"].value(), page.context["reviewed"] != reviewed) == (REASON, True)
    assert review(desk, run, "apply").status_code == 302


def test_apply_that_the_ledger_refuses_says_why_and_writes_nothing(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    run = brought_in(desk, OUTCOME_PAGE.replace("Paint the reading room.", "Paint every room."))
    before = live_rows()

    page = review(desk, run, "apply")

    assert (page.status_code, live_rows() == before) == (200, True)
    assert faults(page) == ["There is no reason yet: say in one sentence why this changes."]
    assert review(desk, run, "apply", why_reason=REASON).status_code == 302
    assert Deliverable.objects.get(text="Paint every room.").history.first().history_change_reason == REASON


@pytest.mark.parametrize("typed", [{"why_effective_on": "2999-01-01"}, {"why_reason": "\0"}, {"why_decision_url": "x"}])
def test_apply_with_a_wrong_field_says_so(desk, typed):
    applied(desk, OUTCOME_PAGE)
    run = brought_in(desk, MORE)
    page = review(desk, run, "apply", **typed)
    assert (page.status_code, len(faults(page)), ImportRun.objects.get(pk=run.pk).state) == (200, 1, "to-review")


LATER = (
    OUTCOME_PAGE.replace("December 2021.", "May 2022.")
    .replace("Autumn 2021-Spring 2022.", "Summer 2022.")
    .replace("Find the key.", "Find both keys.")
)


def test_review_says_beforehand_every_line_that_is_refused_and_leads_there(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    done = Deliverable.objects.get(text="Paint the reading room.")
    ProgressUpdateFactory(deliverable=done, as_of=date(2022, 1, 10), status="complete")
    run = brought_in(desk, LATER)
    before = live_rows()

    page = desk.get(address("review", run.pk))

    said = "This promise was reported complete as at 10 January 2022, so its date stays as it was then."
    assert page.context["standing"].startswith(
        f"{PUBLIC} This would change 3 records and leave 14 records as before; 3 lines of the text are set aside. "
        f"Nothing is written yet. A reason is needed for 2 of them: give it below. 1 line cannot be written: {said}"
    )
    assert [each["line"] for each in page.context["lacking"]] == [27, 45]
    [never] = page.context["never"]
    assert (never["line"], "timescale on record, “December 2021.”" in never["what_to_do"]) == (24, True)
    for each in [*page.context["lacking"], never]:
        assert f'id="{each["address"].removeprefix("#")}"' in page.content.decode()
    assert ('name="apply"' in page.content.decode(), "It cannot be applied while 1 line" in words(page)) == (
        False,
        True,
    )
    again = review(desk, run, "apply", why_reason=REASON)
    assert (again.context["lacking"], [each["line"] for each in again.context["never"]]) == ([], [24])
    assert (live_rows() == before, len(faults(again))) == (True, 1)


def test_reason_given_with_the_upload_is_not_asked_for(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    run = brought_in(desk, LATER, why_reason=REASON)
    assert run.account["refused"] == []
    assert review(desk, run, "apply").status_code == 302


DAY_BEFORE = {"why_reason": REASON, "why_effective_on": "2020-01-01"}


def test_day_on_which_a_change_cannot_hold_is_at_fault_rather_than_the_document(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    run = brought_in(desk, LATER)

    page = review(desk, run, "apply", **DAY_BEFORE)

    assert ([field.name for field, _ in page.context["faults"]], page.context["never"]) == (["why_effective_on"], [])
    assert [each["line"] for each in page.context["days"]] == [24, 27, 45]
    assert "3 lines cannot take effect on the day that is given: give another one below." in page.context["standing"]
    assert 'name="apply"' in page.content.decode()
    assert review(desk, run, "apply", why_effective_on="").status_code == 302


def test_day_to_come_is_refused_beside_it_and_nothing_is_compared_anew(desk):
    applied(desk, OUTCOME_PAGE, publish="on")
    run = brought_in(desk, LATER)

    page = review(desk, run, "apply", why_reason=REASON, why_effective_on="2999-01-01")

    assert faults(page) == ["A change cannot take effect on 1 January 2999, a day to come. Choose an earlier one."]
    assert ('name="apply"' in page.content.decode(), page.context["days"]) == (True, [])
    assert ImportRun.objects.get(pk=run.pk).changes_on is None


def test_plan_on_record_is_not_brought_in_as_a_new_one(desk):
    PlanFactory(slug="village-plan", title="Our Village")
    files = {"files": SimpleUploadedFile("page.txt", OUTCOME_PAGE.encode()), "kind": "auto"}
    page = desk.post(address("add"), {**files, "plan_slug": "village-plan"})
    assert faults(page) == [CHOOSE_AGAIN, ON_RECORD.format("Our Village")]


@pytest.mark.parametrize("publish", [{}, {"publish": "on"}], ids=["draft", "public"])
def test_review_of_a_public_plan_begins_with_who_reads_it(desk, publish):
    applied(desk, OUTCOME_PAGE, **publish)
    standing = desk.get(address("review", brought_in(desk, MORE).pk)).context["standing"]
    assert standing.startswith(PUBLIC) == bool(publish)


def test_plan_that_is_published_after_the_review_is_reviewed_again(desk):
    applied(desk, OUTCOME_PAGE)
    run = brought_in(desk, MORE)
    reviewed = desk.get(address("review", run.pk)).context["reviewed"]
    plan = Plan.objects.get()
    plan.state = "current"
    plan.save()

    page = desk.post(address("review", run.pk), {"reviewed": reviewed, "apply": "yes"})

    assert ([str(each) for each in page.context["messages"]], page.context["standing"].startswith(PUBLIC)) == (
        [OVERTAKEN],
        True,
    )


def test_document_that_was_applied_to_a_plan_already_is_noticed(desk):
    applied(desk, OUTCOME_PAGE, plan_title="Our Village")

    page = upload(desk, OUTCOME_PAGE, plan="")

    day = long_day(localdate())
    said = f"page.txt was applied to “Our Village” on {day}: choose that plan here, and the files again."
    assert said in faults(page)
    assert "another" in [field.name for _, fields in page.context["form"].sections() for field in fields]
    assert brought_in(desk, OUTCOME_PAGE, plan="", another="on").plan_slug == "page"
    assert brought_in(desk, OUTCOME_PAGE).plan_slug == "village-plan"


def test_document_whose_import_was_undone_is_a_new_plan_again(desk):
    run = applied(desk, OUTCOME_PAGE)
    desk.post(address("undo", run.pk), {"because": BECAUSE})
    assert brought_in(desk, OUTCOME_PAGE, plan="").pk != run.pk


def test_title_address_and_days_of_a_new_plan_are_put_right_in_its_review(desk):
    run = brought_in(desk, OUTCOME_PAGE, plan="", name="000 c586.txt")
    typed = {"plan_title": "Our Village", "plan_slug": "", "starts_on": "2021-04-01", "ends_on": "2023-03-31"}

    page = review(desk, run, "apply", **typed)

    assert ([str(each) for each in page.context["messages"]], page.context["to_check"]) == ([CHOSEN], [])
    assert (
        page.context["called"] == "The plan would be called “Our Village” and run from 1 April 2021 to 31 March 2023."
    )
    assert review(desk, run, "apply").status_code == 302
    plan = Plan.objects.get()
    assert (plan.slug, plan.title, str(plan.starts_on)) == ("our-village", "Our Village", "2021-04-01")


def test_new_plan_whose_address_another_one_has_meanwhile_is_given_another_one(desk):
    run = brought_in(desk, OUTCOME_PAGE)
    PlanFactory(slug="village-plan", title="Our Village")
    said = review_form.ON_RECORD.format("Our Village")

    page = desk.get(address("review", run.pk))
    refused = review(desk, run, "apply")
    again = review(desk, run, "apply", plan_slug="")

    assert (page.context["to_check"][0], faults(refused)) == (said, [said])
    assert refused.context["form"].plan_fields
    assert [str(each) for each in again.context["messages"]] == [CHOSEN]
    assert review(desk, run, "apply").status_code == 302
    assert sorted(Plan.objects.values_list("slug", "title")) == [
        ("page", "Page"),
        ("village-plan", "Our Village"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": "0001-01-01"}, "Is the year 1 right? Write a year from 1900 to 2100."),
        ({"ends_on": "9999-12-31"}, "Is the year 9999 right? Write a year from 1900 to 2100."),
        (
            {"starts_on": "2022-01-01", "ends_on": "2021-01-01"},
            "The last day of a plan cannot come before its first day.",
        ),
        ({"plan_slug": "Not a slug"}, "Use small letters, digits and hyphens only, for example council-plan-2021-23."),
        (
            {"plan_slug": "taken"},
            review_form.ON_RECORD.format("Taken"),
        ),
    ],
    ids=["first-year", "last-year", "days", "slug", "taken"],
)
def test_review_refuses_what_no_plan_is_called_and_no_plan_runs(desk, typed, sentence):
    PlanFactory(slug="taken", title="Taken")
    run = brought_in(desk, OUTCOME_PAGE)
    page = review(desk, run, "apply", **typed)
    assert (faults(page), ImportRun.objects.get().state) == ([sentence], "to-review")


def test_upload_asks_about_a_year_far_away(desk):
    assert "Is the year 9999 right? Write a year from 1900 to 2100." in faults(
        upload(desk, OUTCOME_PAGE, ends_on="9999-12-31")
    )


@pytest.mark.parametrize(("button", "said"), [("discard", DISCARDED), ("apply", APPLIED)])
def test_button_leads_to_the_run_with_its_message(desk, button, said):
    run = brought_in(desk, OUTCOME_PAGE)
    page = desk.get(review(desk, run, button).url)
    assert (page.status_code, [str(each) for each in page.context["messages"]]) == (200, [said])


@pytest.mark.parametrize(
    ("fields", "called", "to_check"),
    [
        (
            {"plan_title": "Our Village", "starts_on": "2021-04-01", "ends_on": "2023-03-31"},
            "The plan would be called “Our Village” and run from 1 April 2021 to 31 March 2023.",
            [],
        ),
        (
            {},
            "The plan would be called “Village plan”.",
            ["the title is made from the address, for the documents give none.", "no first or last day is known."],
        ),
    ],
    ids=["told", "made"],
)
def test_review_says_what_a_new_plan_would_be_called_and_when_it_runs(desk, fields, called, to_check):
    run = brought_in(desk, OUTCOME_PAGE, **fields)
    page = desk.get(address("review", run.pk))
    assert (page.context["called"], page.context["to_check"]) == (called, to_check)


def test_review_of_a_plan_on_record_does_not_name_it_anew(desk):
    applied(desk, OUTCOME_PAGE)
    page = desk.get(address("review", brought_in(desk, MORE).pk))
    assert (page.context["called"], page.context["to_check"]) == ("", [])


@pytest.mark.parametrize("show", ["create", "same", "aside", "check", "timescales"])
def test_number_beside_a_choice_is_that_of_the_lines_it_shows(desk, show):
    run = brought_in(desk, WHOLE_PLAN, OUTCOME_PAGE)
    page = desk.get(address("review", run.pk) + f"?show={show}")
    shown = sum(len(section.lines) for each in page.context["shown"] for section in each.sections)
    counts = {each.value: each.count for each in page.context["choices"]}
    assert counts.get(show, 0) == shown
    documents = page.context["shown"]
    assert (sum(each.total for each in documents), sum(each.aside for each in documents)) == (
        counts[""],
        counts.get("aside", 0),
    )
    assert all(each.label.startswith(("Lines", "Every line")) for each in page.context["choices"])


def test_upload_of_one_file_twice_says_so(desk):
    assert faults(upload(desk, OUTCOME_PAGE, OUTCOME_PAGE)) == ["page.txt was chosen twice: choose each document once."]


def test_discarded_run_is_kept_and_not_reviewed_again(desk):
    run = brought_in(desk, OUTCOME_PAGE)
    review(desk, run, "discard")
    again = desk.get(address("review", run.pk))
    assert (ImportRun.objects.get().state, Plan.objects.count(), again.status_code) == ("discarded", 0, 302)


@pytest.mark.parametrize("button", ["apply", "choose", "discard"])
def test_run_that_was_settled_meanwhile_stays_as_it_is(desk, button):
    run = applied(desk, OUTCOME_PAGE)
    answer = desk.post(address("review", run.pk), {button: "yes", "reviewed": "x"})
    assert (answer.status_code, ImportRun.objects.get().state) == (302, "applied")


def test_undo_shows_what_would_happen_then_does_it(desk):
    before = live_rows()
    run = applied(desk, OUTCOME_PAGE)
    page = desk.get(address("undo", run.pk))
    assert page.context["standing"] == (
        "Undoing this import would delete the 17 records that it made, in one step. Everything stays in the history."
    )

    answer = desk.post(address("undo", run.pk), {"because": BECAUSE})

    run.refresh_from_db()
    assert (answer.status_code, run.state, run.undone_by.username, live_rows() == before) == (
        302,
        "undone",
        "officer",
        True,
    )
    assert desk.get(address("change", run.pk)).context["standing"].endswith("All of it was undone since.")


@pytest.mark.parametrize("because", ["", "tbc", "\0"])
def test_undo_without_a_reason_is_refused(desk, because):
    run = applied(desk, OUTCOME_PAGE)
    page = desk.post(address("undo", run.pk), {"because": because})
    assert (page.status_code, len(faults(page)), Plan.objects.count()) == (200, 1, 1)


def test_undo_of_a_published_plan_says_what_stands_in_the_way_and_offers_no_button(desk):
    run = applied(desk, OUTCOME_PAGE, publish="on", plan_title="Village Plan")
    page = desk.get(address("undo", run.pk))
    assert [each.said for each in page.context["obstacles"]] == [
        "Village Plan is published, and 9 records of this import stand in it as promises: "
        "what was published once is never deleted."
    ]
    assert b'value="Undo this import"' not in page.content
    assert desk.post(address("undo", run.pk), {"because": BECAUSE}).status_code == 200
    assert Plan.objects.count() == 1


def test_file_is_given_back_as_it_came_and_never_shown_as_a_page(desk):
    run = brought_in(desk, OUTCOME_PAGE)
    answer = desk.get(address("file", run.pk, run.files.get().pk))
    assert (answer.content, answer["Content-Type"], answer["Content-Disposition"]) == (
        OUTCOME_PAGE.encode(),
        "application/octet-stream",
        'attachment; filename="page.txt"',
    )


def test_words_of_a_document_are_never_taken_for_markup(desk):
    run = brought_in(desk, OUTCOME_PAGE.replace("More gardens.", "<script>alert(1)</script> gardens."))
    assert b"<script>alert" not in desk.get(address("review", run.pk)).content


@pytest.mark.parametrize("page", ["review", "undo", "change"])
@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "%00"])
def test_page_of_a_run_that_cannot_be_is_none(desk, page, key):
    answer = desk.get(address("changelist") + f"{key}/{page}/")
    assert answer.status_code in (302, 400, 404)


def test_file_of_another_run_is_not_found(desk):
    run, other = brought_in(desk, OUTCOME_PAGE), brought_in(desk, MORE)
    assert desk.get(address("file", run.pk, other.files.get().pk)).status_code == 404


def test_run_is_not_restored(desk):
    run = applied(desk, OUTCOME_PAGE)
    version = run.history.last()
    assert desk.post(address("restore", run.pk, version.pk), {"revision": run.revision}).status_code == 404
    assert ImportRun.objects.get().state == "applied"


PAGES = {
    "changelist": "view_importrun",
    "add": "add_importrun",
    "review": "add_importrun",
    "change": "view_importrun",
    "undo": "change_importrun",
    "file": "view_importrun",
}


@pytest.mark.parametrize("page", PAGES)
def test_page_is_closed_without_its_permission_and_opens_with_it(client, page):
    run = kept(OUTCOME_PAGE, is_applied=page == "undo")
    arguments = {"changelist": [], "add": [], "file": [run.pk, run.files.get().pk]}.get(page, [run.pk])
    where = address(page, *arguments)
    others = set(PAGES.values()) - {PAGES[page]}
    if PAGES[page] == "view_importrun":
        others = {"add_importrun"}

    assert client.get(where).status_code == 302
    signed_in(client, *others)
    assert client.get(where).status_code == 403
    User.objects.get().user_permissions.set(Permission.objects.filter(codename=PAGES[page]))
    assert client.get(where).status_code == 200


def test_refusal_that_no_line_explains_is_said_all_the_same():
    form = ReviewForm({}, run=ImportRunFactory())
    form.full_clean()

    form.add_refused([])

    assert form.errors == {}


def test_database_that_is_busy_at_the_review_is_told_of_and_nothing_is_lost(desk, monkeypatch):
    run = brought_in(desk, WHOLE_PLAN)

    def busy(*args, **kwargs):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("plan_documents.runs.apply", busy)
    page = review(desk, run, "apply")

    assert (page.status_code, SAVED_AT_ONCE in faults(page)) == (200, True)


def test_database_that_is_busy_while_an_import_is_undone_is_told_of_and_nothing_is_lost(desk, monkeypatch):
    run = applied(desk, OUTCOME_PAGE)

    def busy(*args, **kwargs):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("plan_documents.admin.undo.undo", busy)
    page = desk.post(address("undo", run.pk), {"because": BECAUSE})

    assert (page.status_code, faults(page), page.context["form"]["because"].value()) == (200, [SAVED_AT_ONCE], BECAUSE)
