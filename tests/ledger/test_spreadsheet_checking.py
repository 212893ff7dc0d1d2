"""What a file may change, and how each fault in it is told: by row, column, what was found and what is allowed."""

from codecs import BOM_UTF8
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django import forms
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AppointmentFactory,
    DeliverableFactory,
    EvidenceLinkFactory,
    MeasurementFactory,
    PlaceFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
    SuccessionFactory,
)
from openpyxl import load_workbook
from spreadsheets_at_hand import (
    DESKS,
    REASON,
    as_csv,
    bring_in,
    changed,
    changed_xlsx,
    download,
    rows_in,
    saved,
    told,
    user,
)

from ledger.admin.publishing import CLOCKS_CHANGE, IS_OVER, TOO_FAR
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.plain_messages import PLAIN
from ledger.spreadsheets.cells import DAY, MADE, NUMBER, STRUCTURE, WHOLE, YES_NO
from ledger.spreadsheets.faults import UnusableSpreadsheet
from ledger.spreadsheets.files import FORMULA
from ledger.spreadsheets.resource import NO_RECORD, NONE_NEW, NOT_YOURS, STALE
from ledger.spreadsheets.telling import IN_THE_WAY, NEEDED, NO_REASON
from ledger.writing import latest_change
from outcomes.models import Measurement, Place, Plan, PlanOutcome
from priorities.models import Appointment, Deliverable, EvidenceLink, PriorityAction, ProgressUpdate, Succession
from priorities.timescale_input import NO_DATE
from stories.models import Story

pytestmark = pytest.mark.django_db

DECISION = "https://example.org/decision"


def only_change(outcome):
    (change,) = outcome.changes
    return change["row"], change["fields"]


def test_changed_cell_is_written_with_its_entry():
    deliverable = DeliverableFactory(text="Open a hub.")
    why = {"reason": REASON, "decision_url": DECISION, "approved_by": "Example role"}

    outcome = bring_in(Deliverable, changed(download(Deliverable), text="Open two hubs."), **why)

    version = deliverable.history.latest("history_id")
    assert (told(outcome), only_change(outcome)) == ([], (2, [["text", "Open a hub.", "Open two hubs."]]))
    assert (version.text, version.revision, version.history_user) == ("Open two hubs.", 2, user())
    assert (version.history_change_reason, version.history_decision_url, version.history_approved_by) == tuple(
        why.values()
    )


def test_row_that_says_why_itself_is_heard_before_the_file():
    with entering(Entry(effective_on=date(2021, 1, 1))):
        DeliverableFactory.create_batch(2)
    rows = rows_in(download(Deliverable))
    own = {"reason": "The site was flooded in winter.", "effective_on": "01/02/2022", "decision_url": DECISION}
    rows = [row | {"text": "Another text."} | dict.fromkeys(own, "") for row in rows]
    rows[1] |= own

    outcome = bring_in(Deliverable, as_csv(rows), reason=REASON, effective_on="2022-01-18")

    versions = [Deliverable.objects.get(pk=row["id"]).history.latest("history_id") for row in rows]
    assert told(outcome) == []
    assert [(each.history_change_reason, each.effective_on, each.history_decision_url) for each in versions] == [
        (REASON, date(2022, 1, 18), ""),
        (own["reason"], date(2022, 2, 1), DECISION),
    ]


def test_reason_column_has_another_heading_where_the_model_has_a_reason_itself():
    update = ProgressUpdateFactory(decision_url="")
    cells = {"commentary": "An example of more progress.", "reason": REASON, "why_decision_url": DECISION}

    outcome = bring_in(ProgressUpdate, changed(download(ProgressUpdate), **cells))

    update.refresh_from_db()
    version = update.history.latest("history_id")
    assert (told(outcome), update.decision_url, version.history_decision_url) == ([], "", DECISION)


def test_check_writes_nothing():
    deliverable = DeliverableFactory()

    outcome = bring_in(Deliverable, changed(download(Deliverable), text="Another."), write=False, reason=REASON)

    deliverable.refresh_from_db()
    assert (len(outcome.changes), deliverable.text != "Another.", deliverable.history.count()) == (1, True, 1)


def test_every_fault_is_told_at_once_and_nothing_is_written():
    EvidenceLinkFactory.create_batch(4)
    content = download(EvidenceLink)
    rows = rows_in(content)
    rows[0] |= {"title": "x" * 201, "url": "no address"}
    rows[1] |= {"shown_on": "31/02/2022", "deliverable": "x"}
    rows[2] |= {"title": "Right as it is"}
    rows[3] |= {"title": ""}

    outcome = bring_in(EvidenceLink, as_csv(rows))

    assert told(outcome) == [
        (2, "title", "x" * 199 + "…", "Ensure this value has at most 200 characters (it has 201)."),
        (2, "url", "no address", PLAIN[forms.URLField]["invalid"]),
        (3, "deliverable", "x", "The id of a deliverable that is there."),
        (3, "shown_on", "31/02/2022", DAY),
        (5, "title", "", NEEDED),
    ]
    assert EvidenceLink.objects.filter(title="Right as it is").count() == 0


@pytest.mark.parametrize(
    ("factory", "column", "found", "allowed"),
    [
        (PlaceFactory, "kind", "village", "One of: ward, town, hub, district."),
        (DeliverableFactory, "order", "1.5", WHOLE),
        (DeliverableFactory, "order", "-1", "Ensure this value is greater than or equal to 0."),
        (DeliverableFactory, "order", "9" * 400, WHOLE),
        (DeliverableFactory, "order", "", NEEDED),
        (DeliverableFactory, "priority", "9" * 18, "The id of a priority action that is there."),
        (ProgressUpdateFactory, "is_example", "maybe", YES_NO),
        (ProgressUpdateFactory, "as_of", "2022-13-01", DAY),
        (PlanFactory, "labels", "{", STRUCTURE),
    ],
)
def test_cell_that_cannot_be_taken_is_told_with_what_is_allowed(factory, column, found, allowed):
    model = type(factory())

    outcome = bring_in(model, changed(download(model), **{column: found}), reason=REASON)

    first = next(fault for fault in told(outcome) if fault[1] == column)
    assert first == (2, column, found if len(found) < 200 else found[:199] + "…", allowed)


@pytest.mark.parametrize(
    ("others", "allowed"),
    [(1, "The slug of a plan: other-0, own."), (20, "The slug of a plan that is there.")],
)
def test_slug_that_is_not_there_is_told_with_those_that_are_where_they_are_few(others, allowed):
    PlanOutcomeFactory(plan=PlanFactory(slug="own"))
    for number in range(others):
        PlanFactory(slug=f"other-{number}")

    outcome = bring_in(PlanOutcome, changed(download(PlanOutcome), plan="no-such-plan"), reason=REASON)

    assert told(outcome) == [(2, "plan", "no-such-plan", allowed)]


@pytest.mark.parametrize("found", ["1.2E+11", "NaN", "£5", "5%", "1,2,3"])
def test_number_that_is_none_or_was_rounded_is_told(found):
    from factories import MeasurementFactory

    from outcomes.models import Measurement

    MeasurementFactory()

    assert told(bring_in(Measurement, changed(download(Measurement), value=found))) == [(2, "value", found, NUMBER)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"is_example": "true", "as_of": "01/10/2021"}, (True, date(2021, 10, 1), "on-track")),
        ({"is_example": "1.0", "as_of": "2021-10-01"}, (True, date(2021, 10, 1), "on-track")),
        ({"is_example": "Yes", "status": "Not started"}, (True, date(2021, 9, 30), "not-started")),
    ],
)
def test_what_spreadsheet_programs_make_of_cells_is_taken(typed, kept):
    update = ProgressUpdateFactory(state="draft")
    typed = typed if typed["is_example"] != "1.0" else typed | {"is_example": "1"}

    outcome = bring_in(ProgressUpdate, changed(download(ProgressUpdate), **typed))

    update.refresh_from_db()
    assert (told(outcome), (update.is_example, update.as_of, update.status)) == ([], kept)


@pytest.mark.parametrize(
    ("typed", "shape", "found", "what"),
    [
        (datetime(2028, 5, 1), "mmm-yy", "2028-05-01", "a date"),
        (True, "General", "TRUE", "a yes or no"),
        (0.05, "0%", "5%", "a number"),
        (2028, "0.00", "2028", "a number"),
        (123456789012, "General", "123456789012", "a number"),
        (time(12, 30), "hh:mm", "12:30:00", "a time"),
    ],
)
def test_text_of_which_a_spreadsheet_program_made_something_else_is_told(typed, shape, found, what):
    DeliverableFactory(timescale_text="By March 2022")
    content = changed_xlsx(download(Deliverable, "xlsx"), {"timescale_text": shape}, timescale_text=typed)

    outcome = bring_in(Deliverable, content, reason=REASON)

    assert told(outcome) == [(2, "timescale_text", found, MADE.format(what, found))]
    assert Deliverable.objects.get().timescale_text == "By March 2022"


def test_plain_number_in_a_column_of_text_is_taken():
    DeliverableFactory(timescale_text="By March 2022")
    content = changed_xlsx(download(Deliverable, "xlsx"), timescale_text=2028)

    outcome = bring_in(Deliverable, content, reason=REASON)

    assert (told(outcome), Deliverable.objects.get().timescale_text) == ([], "2028")


def test_reason_of_a_row_of_which_a_program_made_a_date_is_told():
    DeliverableFactory()
    workbook = load_workbook(BytesIO(changed_xlsx(download(Deliverable, "xlsx"), text="Another text.")))
    sheet = workbook.active
    column = sheet.max_column + 1
    sheet.cell(1, column).value, sheet.cell(2, column).value = "approved_by", date(2028, 5, 1)

    outcome = bring_in(Deliverable, saved(workbook), reason=REASON)

    assert told(outcome) == [(2, "approved_by", "2028-05-01", MADE.format("a date", "2028-05-01"))]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("May 2028", "Timescale: Read as: during May 2028."),
        ("whenever", f"Timescale: No date is given: 'whenever' is not a date.{NO_DATE}"),
    ],
)
def test_changed_timescale_is_shown_as_it_will_be_read(text, note):
    DeliverableFactory(timescale_text="By March 2022")
    content = download(Deliverable)

    (change,) = bring_in(Deliverable, changed(content, timescale_text=text), reason=REASON, write=False).changes
    (other,) = bring_in(Deliverable, changed(content, text="Another text."), reason=REASON).changes

    assert (change["notes"], other["notes"]) == ([note], [])


def test_long_name_of_a_record_is_cut_after_a_word():
    DeliverableFactory(text="Some words " * 30)

    (change,) = bring_in(Deliverable, changed(download(Deliverable), text="Another text."), reason=REASON).changes

    assert change["name"] == f"{('Some words ' * 7).strip()}…"


def test_same_value_written_otherwise_is_no_change():
    update = ProgressUpdateFactory(as_of=date(2021, 9, 3))
    typed = {"as_of": "3/9/2021", "is_example": "no", "status": "On track", "deliverable": f"{update.deliverable_id}.0"}

    outcome = bring_in(ProgressUpdate, changed(download(ProgressUpdate), **typed))

    assert (told(outcome), outcome.changes, outcome.same) == ([], [], 1)


# The ledger's own guards


def test_published_promise_changes_only_with_a_reason():
    DeliverableFactory()
    content = changed(download(Deliverable), text="Another text.")

    assert told(bring_in(Deliverable, content)) == [(2, "reason", "", NO_REASON)]
    assert told(bring_in(Deliverable, content, reason=REASON)) == []


def test_reason_that_is_missing_is_told_together_with_other_faults():
    DeliverableFactory()

    outcome = bring_in(Deliverable, changed(download(Deliverable), text="Another text.", order="x"))

    assert [fault[1] for fault in told(outcome)] == ["order", "reason"]


def test_promise_stays_in_its_plan():
    DeliverableFactory()
    other = PriorityActionFactory()

    outcome = bring_in(Deliverable, changed(download(Deliverable), priority=str(other.pk)), reason=REASON)

    ((row, column, found, allowed),) = told(outcome)
    assert (row, column, found, "stays in that plan" in allowed) == (2, "priority", str(other.pk), True)


def test_day_before_the_last_change_is_told():
    DeliverableFactory()
    long_ago = "2001-01-01"

    outcome = bring_in(Deliverable, changed(download(Deliverable), text="B.", effective_on=long_ago), reason=REASON)

    ((row, column, found, allowed),) = told(outcome)
    assert (row, column, found, "before it" in allowed) == (2, "effective_on", long_ago, True)


def test_answers_that_are_no_address_and_no_day_are_told():
    DeliverableFactory()
    cells = {"text": "B.", "reason": REASON, "decision_url": "nowhere", "effective_on": "soon"}

    outcome = bring_in(Deliverable, changed(download(Deliverable), **cells))

    assert told(outcome) == [
        (2, "decision_url", "nowhere", PLAIN[forms.URLField]["invalid"]),
        (2, "effective_on", "soon", DAY),
    ]


def test_plan_that_leaves_promises_open_is_told():
    earlier = PlanFactory(state="current")
    DeliverableFactory(priority__plan=earlier, priority__plan_outcome=None)
    PlanFactory(state="draft", replaces=earlier, slug="later")
    rows = [row | ({"state": "current"} if row["slug"] == "later" else {}) for row in rows_in(download(Plan))]

    outcome = bring_in(Plan, as_csv(rows), reason=REASON)

    assert [fault[1:3] for fault in told(outcome)] == [("state", "current")]
    assert Plan.objects.get(slug="later").state == "draft"


def test_rule_of_the_form_holds_one_field_against_another():
    DeliverableFactory()
    other = DeliverableFactory()
    rows = rows_in(download(Deliverable))
    next(row for row in rows if row["id"] != str(other.pk))["parent"] = str(other.pk)

    outcome = bring_in(Deliverable, as_csv(rows), reason=REASON)

    assert [(column, allowed) for _, column, _, allowed in told(outcome)] == [
        ("parent", "Choose a deliverable of the same priority.")
    ]


def test_date_that_moves_in_a_comment_only_is_told_unless_it_is_said_to_stand():
    ProgressUpdateFactory(state="draft", deliverable__timescale_text="By March 2022")
    content = changed(download(ProgressUpdate), commentary="This will now be done by June 2023.")

    assert [fault[1] for fault in told(bring_in(ProgressUpdate, content))] == ["commentary"]
    assert told(bring_in(ProgressUpdate, changed(content, date_stands="TRUE"))) == []


def test_rule_across_records_is_told():
    AppointmentFactory(starts_on=date(2021, 5, 20), ends_on=date(2022, 5, 20))
    row = rows_in(download(Appointment))[0]
    new = row | {"id": "", "revision": "", "starts_on": "2021-06-01", "ends_on": ""}

    outcome = bring_in(Appointment, as_csv([row, new]))

    ((number, column, found, allowed),) = told(outcome)
    assert (number, column.split(", ")[-1], found.split("; ")[-1]) == (3, "starts_on", "2021-06-01")
    assert "already, since 20 May 2021" in allowed


def test_two_rows_at_one_position_are_told():
    first = DeliverableFactory(order=1)
    DeliverableFactory(order=2, priority=first.priority)
    rows = [row | {"order": "7"} for row in rows_in(download(Deliverable))]

    outcome = bring_in(Deliverable, as_csv(rows), reason=REASON)

    ((row, _, _, allowed),) = told(outcome)
    assert (row, allowed) in [
        (3, "The priority has a deliverable at this position already."),
        (3, IN_THE_WAY),
    ]


def test_rows_that_move_up_one_after_the_other_are_taken():
    priority = PriorityActionFactory()
    for order in (1, 2, 3):
        DeliverableFactory(priority=priority, order=order, text=f"Promise {order}")
    rows = sorted(rows_in(download(Deliverable)), key=lambda row: -int(row["order"]))

    outcome = bring_in(Deliverable, as_csv([row | {"order": str(int(row["order"]) + 1)} for row in rows]))

    assert told(outcome) == []
    assert list(priority.deliverables.order_by("order").values_list("order", "text")) == [
        (2, "Promise 1"),
        (3, "Promise 2"),
        (4, "Promise 3"),
    ]


# Somebody else was faster


@pytest.fixture
def meanwhile():
    """A file, and a change that somebody else made since it was downloaded."""
    deliverable = DeliverableFactory(text="Open a hub.")
    content = download(Deliverable)
    deliverable.text = "Open two hubs."
    save_with_reason(deliverable, REASON, by=User.objects.create_user("rival"))
    return deliverable, content


def test_stale_row_that_changes_something_is_refused_with_who_and_when(meanwhile):
    deliverable, content = meanwhile

    outcome = bring_in(Deliverable, changed(content, text="Open three hubs."), reason=REASON)

    deliverable.refresh_from_db()
    latest = latest_change(deliverable)
    assert told(outcome) == [(2, "text", "Open three hubs.", STALE.format("Open two hubs.", latest))]
    assert latest.startswith("rival changed this record at")
    assert deliverable.text == "Open two hubs."


def test_stale_row_that_nobody_touched_is_left_alone(meanwhile):
    deliverable, content = meanwhile

    outcome = bring_in(Deliverable, content)

    deliverable.refresh_from_db()
    assert (told(outcome), outcome.same, deliverable.text) == ([], 1, "Open two hubs.")


def test_stale_row_that_says_the_same_as_the_other_change_is_left_alone(meanwhile):
    _, content = meanwhile

    outcome = bring_in(Deliverable, changed(content, text="Open two hubs."))

    assert (told(outcome), outcome.same) == ([], 1)


@pytest.mark.parametrize("revision", ["", "2", "x", "-1", "0", "9" * 30])
def test_revision_that_never_was_is_told(revision):
    DeliverableFactory()

    outcome = bring_in(Deliverable, changed(download(Deliverable), text="B.", revision=revision), reason=REASON)

    assert told(outcome) == [(2, "revision", revision, "Leave the revision as it was downloaded (1).")]


# New rows, missing rows, rows twice


def test_row_without_an_id_makes_a_record():
    PlaceFactory(name="Example ward", slug="example-ward")
    row = rows_in(download(Place))[0]
    new = row | {"id": "", "revision": "", "slug": "another-ward", "name": "Another ward"}

    outcome = bring_in(Place, as_csv([row, new]), reason="Boundaries changed in May this year.")

    made = Place.objects.get(slug="another-ward")
    assert (told(outcome), outcome.created, made.name, made.revision) == ([], 1, "Another ward", 1)
    assert made.history.get().history_change_reason == "Boundaries changed in May this year."


def test_new_row_takes_what_it_does_not_say_from_the_model():
    bring_in(Plan, as_csv([{"id": "", "revision": "", "slug": "new-plan", "title": "New plan"}]))

    plan = Plan.objects.get()
    assert (plan.state, plan.labels, plan.starts_on) == ("draft", {}, None)


def test_records_that_are_missing_from_the_file_are_left_alone():
    PlaceFactory.create_batch(3)

    outcome = bring_in(Place, as_csv(rows_in(download(Place))[:1]))

    assert (told(outcome), Place.objects.count()) == ([], 3)


def test_record_that_is_in_two_rows_is_told():
    PlaceFactory()
    row = rows_in(download(Place))[0]

    outcome = bring_in(Place, as_csv([row, row | {"name": "Another name"}]))

    assert told(outcome) == [(3, "id", row["id"], "Each record once: row 2 has this id already.")]


@pytest.mark.parametrize("key", ["999999", "x", "1.5", "9" * 30, "-1"])
def test_id_of_no_record_is_told(key):
    PlaceFactory()

    assert told(bring_in(Place, changed(download(Place), id=key))) == [(2, "id", key, NO_RECORD)]


# What is only read


def test_address_of_a_record_is_only_read():
    PlaceFactory(slug="example-ward")

    ((_, column, _, allowed),) = told(bring_in(Place, changed(download(Place), slug="another")))

    assert (column, allowed) == ("slug", "This column is only read here. Leave it as it was: example-ward")


def test_label_is_only_read_and_follows_from_the_id():
    DeliverableFactory(priority__number=3, priority__title="Roads")
    content = download(Deliverable)

    ((_, column, found, allowed),) = told(bring_in(Deliverable, changed(content, priority_label="Parks")))

    assert rows_in(content)[0]["priority_label"] == "3. Roads"
    assert (column, found, allowed) == (
        "priority_label",
        "Parks",
        "This column is only read here. Leave it as it was: 3. Roads",
    )


def rename(record, **names):
    for field, name in names.items():
        setattr(record, field, name)
    save_with_reason(record, REASON)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_is_taken_after_what_it_names_was_renamed(kind):
    reports = ProgressUpdateFactory.create_batch(3, deliverable=DeliverableFactory(text="Mend the bridge."))
    content = download(ProgressUpdate, kind)
    rename(reports[0].deliverable, text="Mend the old bridge.")

    with CaptureQueriesContext(connection) as captured:
        outcome = bring_in(ProgressUpdate, content)

    histories = [each for each in captured if 'FROM "priorities_historicaldeliverable"' in each["sql"]]
    assert (told(outcome), outcome.same, len(histories)) == ([], 3, 1)


def test_earlier_label_is_no_fault_where_the_name_speaks_of_another_record():
    parent = PriorityActionFactory(plan_outcome__plan__title="Council plan").plan_outcome
    content = download(PriorityAction)
    rename(parent.plan, title="Our Council plan")
    rename(parent, name="Another name")

    assert told(bring_in(PriorityAction, content)) == []


def test_label_that_never_was_one_of_the_record_is_refused():
    report = ProgressUpdateFactory(deliverable__text="Mend the bridge.")
    content = download(ProgressUpdate)
    rename(report.deliverable, text="Mend the old bridge.")
    DeliverableFactory(text="Paint the hall.")

    outcome = bring_in(ProgressUpdate, changed(content, deliverable_label="Paint the hall."))

    sentence = "This column is only read here. Leave it as it was: Mend the old bridge."
    assert told(outcome) == [(2, "deliverable_label", "Paint the hall.", sentence)]


@pytest.mark.parametrize(
    ("typed", "shape", "found"), [(0.5, "0%", "50%"), (0.0725, "0.00%", "7.25%"), (1, "0%", "100%")]
)
def test_percentage_typed_in_a_workbook_is_no_number(typed, shape, found):
    MeasurementFactory(value=61)
    content = changed_xlsx(download(Measurement, "xlsx"), {"value": shape}, value=typed)

    assert told(bring_in(Measurement, content, reason=REASON)) == [(2, "value", found, NUMBER)]


def test_row_whose_id_cannot_be_read_is_told_of_that_alone():
    PlaceFactory()
    content = changed_xlsx(download(Place, "xlsx"), id="=A1+1", revision="x", slug="")

    assert told(bring_in(Place, content)) == [(2, "id", "=A1+1", FORMULA)]


def test_heading_at_fault_is_told_with_its_row():
    PlaceFactory()

    with pytest.raises(UnusableSpreadsheet) as refusal:
        bring_in(Place, b",,\n\n" + changed(download(Place), unknown="x").removeprefix(BOM_UTF8))

    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [(3, "unknown")]


def test_photograph_is_named_but_not_changed():
    StoryFactory()

    ((_, column, found, _),) = told(bring_in(Story, changed(download(Story), photo="stories/another.jpg")))

    assert (column, found) == ("photo", "stories/another.jpg")


def test_headings_as_printed_are_only_read():
    PlanFactory()

    assert [fault[1] for fault in told(bring_in(Plan, changed(download(Plan), labels='{"a": 1}')))] == ["labels"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("id,revision,name,colour", "colour"),
        ("id,revision,name,name", "name"),
        ("id,revision,,name", ""),
        ("id,name", "id, name"),
        ("recorded_at,id,revision", "recorded_at"),
    ],
)
def test_headings_that_are_none_are_told(names, found):
    with pytest.raises(UnusableSpreadsheet) as refusal:
        bring_in(Place, f"{names}\n1,1,1,1,1\n".encode())

    assert [(fault.row, fault.found) for fault in refusal.value.faults] == [(1, found)]


def test_cell_under_no_heading_is_told():
    place = PlaceFactory()

    outcome = bring_in(Place, f"id,revision,name\n{place.pk},1,{place.name},astray\n".encode())

    assert [(fault.row, fault.found) for fault in outcome.faults] == [(2, "astray")]


# Who may


def officer_with(*permissions):
    officer = User.objects.create_user("other", is_staff=True)
    officer.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return officer


def test_rows_without_an_id_need_the_permission_to_add():
    row = {"id": "", "revision": "", "slug": "new", "name": "New", "kind": "ward"}

    outcome = bring_in(Place, as_csv([row]), by=officer_with("change_place", "view_place"))

    assert told(outcome) == [(2, "id", "", NONE_NEW)]


def test_row_that_one_may_not_change_is_told_and_left(monkeypatch):
    PlaceFactory(name="Yours")
    PlaceFactory(name="Theirs")
    content = download(Place)
    mine = lambda desk, request, obj=None: obj is None or obj.name == "Yours"  # noqa: E731
    monkeypatch.setattr(type(DESKS[Place]), "has_change_permission", mine)
    rows = rows_in(content)

    assert told(bring_in(Place, content)) == []
    assert told(bring_in(Place, as_csv([row | {"name": "Both"} for row in rows]))) == [
        (row, "name", "Both", NOT_YOURS) for row, each in enumerate(rows, 2) if each["name"] == "Theirs"
    ]


def test_new_version_of_another_day_is_dated_as_told():
    with entering(Entry(effective_on=date(2021, 1, 1))):
        priority = PriorityActionFactory()
    day = timezone.localdate() - timedelta(days=30)

    bring_in(PriorityAction, changed(download(PriorityAction), title="B."), reason=REASON, effective_on=day.isoformat())

    assert priority.history.latest("history_id").effective_on == day


def test_value_that_the_form_would_not_offer_to_this_person_is_told(monkeypatch):
    ProgressUpdateFactory(state="draft")
    desk = type(DESKS[ProgressUpdate])
    offer = desk.formfield_for_choice_field

    def only_drafts(self, db_field, request, **kwargs):
        more = {"choices": [("draft", "Draft")]} if db_field.name == "state" else {}
        return offer(self, db_field, request, **kwargs | more)

    monkeypatch.setattr(desk, "formfield_for_choice_field", only_drafts)

    outcome = bring_in(ProgressUpdate, changed(download(ProgressUpdate), state="published"))

    assert told(outcome) == [(2, "state", "published", "One of: draft.")]


def test_record_is_saved_by_its_desk(monkeypatch):
    PlaceFactory()
    seen = []
    save = type(DESKS[Place]).save_model

    def noted(self, request, obj, form, change):
        seen.append((obj.name, change))
        save(self, request, obj, form, change)

    monkeypatch.setattr(type(DESKS[Place]), "save_model", noted)

    bring_in(Place, changed(download(Place), name="Another"))

    assert seen == [("Another", True)]


@pytest.mark.parametrize("factory", [StoryFactory, PlanFactory])
def test_moment_of_publishing_is_taken_and_noted_where_the_desk_has_something_to_tell(factory):
    record = factory(state="draft")
    model = type(record)

    outcome = bring_in(model, changed(download(model), publish_at="2022-05-01 09:00"), reason=REASON)

    record.refresh_from_db()
    assert (told(outcome), timezone.localtime(record.publish_at).isoformat()[:16]) == ([], "2022-05-01T09:00")
    assert [change["notes"] for change in outcome.changes] == [[IS_OVER.format(record=record)]]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2096-05-01 09:00", TOO_FAR),
        ("2096-05-01T09:00:00+01:00", TOO_FAR),
        ("2027-03-28 01:30", CLOCKS_CHANGE),
        ("2027-10-31 01:30", CLOCKS_CHANGE),
    ],
)
def test_moment_that_no_form_of_the_desk_takes_is_refused(typed, sentence):
    PlanFactory(state="draft")

    outcome = bring_in(Plan, changed(download(Plan), publish_at=typed), reason=REASON)

    assert told(outcome) == [(2, "publish_at", typed, sentence)]


@pytest.mark.parametrize("write", [False, True], ids=["checked", "written"])
def test_row_that_the_ledger_and_a_constraint_refuse_is_told_both(write):
    priority = PriorityActionFactory()
    for order in (1, 2):
        DeliverableFactory(priority=priority, order=order)
    sheet = rows_in(download(Deliverable))
    sheet[0] |= {"text": "Open two hubs.", "order": sheet[1]["order"]}

    outcome = bring_in(Deliverable, as_csv(sheet), write=write)

    assert {(column, allowed) for _, column, _, allowed in told(outcome)} == {
        ("reason", NO_REASON),
        ("order, text", "The priority has a deliverable at this position already."),
    }


def rows_of(*promises):
    rows = {row["id"]: row for row in rows_in(download(Deliverable))}
    return [rows[str(promise.pk)] for promise in promises]


def test_row_is_held_against_what_rows_before_it_made_of_a_promise():
    """P under Q and Q under P would be a circle, though neither is where the first row names P."""
    priority = PriorityActionFactory()
    p, q, other = (DeliverableFactory(priority=priority, order=order) for order in (1, 2, 3))
    sheet = rows_of(other, p, q)
    for row, parent in zip(sheet, (p, q, p), strict=True):
        row["parent"] = str(parent.pk)

    outcome = bring_in(Deliverable, as_csv(sheet), reason=REASON)

    assert [(row, column) for row, column, _, _ in told(outcome)] == [(4, "parent")]


def test_promise_follows_under_one_that_a_row_before_it_moved():
    here = PriorityActionFactory(number=1)
    there = PriorityActionFactory(number=2, plan=here.plan, plan_outcome=here.plan_outcome)
    head, following = DeliverableFactory(priority=here, order=1), DeliverableFactory(priority=there, order=1)
    leaving = DeliverableFactory(priority=here, parent=head, order=1)
    sheet = rows_of(leaving, head, following)
    sheet[0] |= {"parent": "", "order": "2"}
    sheet[1] |= {"priority": str(there.pk), "order": "5"}
    sheet[2]["parent"] = str(head.pk)

    outcome = bring_in(Deliverable, as_csv(sheet), reason=REASON)

    following.refresh_from_db()
    assert (told(outcome), following.parent_id) == ([], head.pk)


def test_constraint_on_a_field_that_the_form_blames_is_told_too():
    mark, elsewhere = SuccessionFactory(), DeliverableFactory()
    sheet = changed(download(Succession), later=str(elsewhere.pk))

    outcome = bring_in(Succession, sheet, reason=REASON)

    assert mark.later_priority is not None
    assert {"Name one promise or one priority in which it goes on; none where it is dropped."} < {
        allowed for _, _, _, allowed in told(outcome)
    }
