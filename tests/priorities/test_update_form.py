"""The two-minute update at the officers' desk: the form, its steps, and whoever may not take them."""

from datetime import date, timedelta

import pytest
from desk_people import approver, contributor_of, with_permissions
from django.contrib.messages import get_messages
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    DeliverableFactory,
    DirectorateFactory,
    EvidenceLinkFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
    UserFactory,
)

from ledger.admin.why import SAVED_AT_ONCE
from ledger.entries import Entry, entering
from priorities import officers, reporting
from priorities.admin.moments import DAY_NEEDED
from priorities.admin.update import LOOK_AGAIN, NOT_HERE
from priorities.admin.update_form import DECISION_NEEDED, EXPECTED_BEFORE, NEEDED, NO_LONGER_OPEN, WORDS_NEEDED
from priorities.models import ProgressUpdate
from priorities.said_dates import ASK_TO_MOVE

pytestmark = pytest.mark.django_db

TODAY = date(2022, 5, 12)
ON_TRACK = {"status": "on-track", "commentary": "The roof is on."}
TROUBLE = {"cause": "A cause.", "action": "An action.", "next_step": "A step."}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub.", timescale_text="By June 2022")


@pytest.fixture
def contributor(promise):
    return contributor_of(promise.directorate, role="Example manager")


@pytest.fixture
def desk(client, contributor):
    """A client of the contributor who reports on the promise."""
    client.force_login(contributor)
    return client


@pytest.fixture
def boss(client):
    """Signs the same client in as an approver, when asked."""

    def sign_in():
        user = approver()
        client.force_login(user)
        return user

    return sign_in


def address(promise):
    return reverse("admin:priorities_deliverable_update", args=[promise.pk])


def sent(page, **changes):
    """What a browser sends of the form as it stands, but for ``changes``."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form} | {"of": "0", "seen": page.context["seen"]}
    return {name: value for name, value in values.items() if value not in (None, "", False)} | changes


def press(desk, promise, step, page=None, **changes):
    return desk.post(address(promise), sent(page or desk.get(address(promise)), **changes) | {"step": step})


def report():
    return ProgressUpdate.objects.get()


def faults(page):
    found = [sentence for each in page.context["form"].errors.values() for sentence in each]
    return found + list(page.context["faults"])


# The page


def test_page_opens_with_how_the_promise_stands(desk, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=TODAY - timedelta(days=97), commentary="The walls are up.")

    page = desk.get(address(promise)).content.decode()

    assert "<strong>The council says “on track”, last confirmed 97 days ago, which is long ago; due in 49 days." in page
    assert [words in page for words in ("Open a hub.", "By June 2022", promise.timescale_reading)] == [True] * 3
    assert "The walls are up." in page


def test_new_report_begins_with_what_residents_read_now(desk, promise):
    ProgressUpdateFactory(deliverable=promise, status="complete", forecast_on=date(2022, 8, 1), as_of=date(2022, 1, 1))

    form = desk.get(address(promise)).context["form"]

    shown = {name: form[name].value() for name in ("status", "forecast_on", "commentary", "as_of", "author_role")}
    assert shown == {
        "status": "complete",
        "forecast_on": date(2022, 8, 1),
        "commentary": "",
        "as_of": TODAY,
        "author_role": "Example manager",
    }


def test_expected_day_that_is_over_is_not_filled_in_nor_sent_again(desk, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), forecast_on=date(2022, 5, 11))
    page = desk.get(address(promise))
    assert page.context["form"]["forecast_on"].value() is None

    draft = press(desk, promise, "save", page, forecast_on="2022-05-11", **ON_TRACK)
    page = press(desk, promise, "submit", page=desk.get(address(promise)))
    assert (draft.status_code, faults(page)) == (302, [EXPECTED_BEFORE])

    press(desk, promise, "submit", page, forecast_on="2022-05-12")

    assert ProgressUpdate.objects.get(state="awaiting").forecast_on == TODAY


def test_page_of_a_promise_that_is_settled_leads_to_what_became_of_it(client, boss):
    mark = SuccessionFactory(earlier__timescale_text="By March 2022", plan__adopted_on=date(2022, 5, 6))
    ProgressUpdateFactory(deliverable=mark.earlier, as_of=date(2022, 5, 1))
    boss()

    page = client.get(address(mark.earlier))

    assert page.context["stands"].endswith("; carried forward on 6 May 2022.")
    assert page.context["disagreement"] == ""
    assert [
        f'href="{each.get_absolute_url()}"' in page.content.decode() for each in (mark.later_priority, mark.plan)
    ] == [True, True]


def test_date_that_moved_is_told_at_the_desk_as_residents_read_it(desk, client, promise):
    promise = DeliverableFactory(directorate=promise.directorate, timescale_text="By March 2022")
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, 1))
    promise.timescale_text = "By June 2022"
    with entering(Entry("The contractor went into administration.")):
        promise.save()

    said = desk.get(address(promise)).context["disagreement"]

    assert said == client.get(promise.get_absolute_url()).context["disagreement"]
    assert said.startswith("The council says it is on track, but by a date that moved: ")


def test_report_on_track_takes_one_field_to_type(desk, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))

    answer = press(desk, promise, "submit", commentary="The roof is on.")

    assert answer.status_code == 302
    assert ProgressUpdate.objects.filter(state="awaiting", status="on-track").count() == 1


def test_previous_words_fill_what_is_empty_and_nothing_else(desk, promise):
    ProgressUpdateFactory(deliverable=promise, status="at-risk", commentary="Before.", **TROUBLE)

    page = press(desk, promise, "words", cause="Mine.", status="off-track")

    form = page.context["form"]
    assert [form[name].value() for name in ("commentary", "cause", "action", "status")] == [
        "Before.",
        "Mine.",
        "An action.",
        "off-track",
    ]
    assert (ProgressUpdate.objects.count(), faults(page)) == (1, [])


def test_words_that_were_confirmed_are_shown_and_taken(desk, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), commentary="Before.")
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 2, 1), commentary="", kind="no-change")

    opened = desk.get(address(promise))
    page = press(desk, promise, "words", opened)

    assert "The words of 1 January 2022, which it confirms:" in opened.content.decode()
    assert page.context["form"]["commentary"].value() == "Before."


def test_title_names_the_promise_and_tells_of_a_fault_once(desk, promise):
    page = press(desk, promise, "submit", status="at-risk")

    title = " ".join(page.content.decode().split("<title>")[1].split("</title>")[0].split())
    assert (title[:41], title.count("Error:")) == ("Error: Open a hub. | Update a promise | O", 1)


def test_page_takes_as_many_queries_for_any_number_of_reports(desk, promise):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address(promise)).status_code == 200
        return len(captured)

    ProgressUpdateFactory(deliverable=promise)
    EvidenceLinkFactory(deliverable=promise)
    queries()
    for_one = queries()
    ProgressUpdateFactory.create_batch(2, deliverable=promise)
    EvidenceLinkFactory.create_batch(2, deliverable=promise)
    DeliverableFactory.create_batch(2, directorate=promise.directorate)

    assert queries() == for_one


# Saving and sending


def test_draft_is_saved_and_opened_again(desk, promise, contributor):
    answer = press(desk, promise, "save", **ON_TRACK)

    assert (answer.status_code, answer.url) == (302, address(promise))
    assert (report().state, report().written_by, report().as_of) == ("draft", contributor, TODAY)
    assert desk.get(address(promise)).context["form"]["commentary"].value() == "The roof is on."


def test_draft_of_the_directorate_is_opened_by_a_colleague(client, promise):
    ProgressUpdateFactory(deliverable=promise, state="draft", commentary="Begun.")
    client.force_login(contributor_of(promise.directorate))

    answer = press(client, promise, "submit", commentary="Ended.")

    assert (answer.status_code, report().state, report().commentary) == (302, "awaiting", "Ended.")


@pytest.mark.parametrize("step", ["", "published", "sign-off", "save"])
def test_step_that_nobody_knows_saves_a_draft(desk, promise, step):
    press(desk, promise, step, **ON_TRACK)

    assert report().state == "draft"


@pytest.mark.parametrize("step", ["save", "submit"])
def test_state_typed_in_by_hand_is_not_heard(desk, promise, step):
    by_hand = {"state": "published", "publish_at": "2022-01-01 00:00", "written_by": "1", "is_example": "on"}

    press(desk, promise, step, **ON_TRACK, **by_hand)

    assert (report().state, report().publish_at) == ({"save": "draft", "submit": "awaiting"}[step], None)


def test_contributor_who_presses_publish_is_refused(desk, promise):
    assert press(desk, promise, "publish", **ON_TRACK).status_code == 403
    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize("status", ["at-risk", "off-track"])
def test_report_in_trouble_is_asked_for_its_parts_beside_the_fields(desk, promise, status):
    page = press(desk, promise, "submit", status=status, commentary="The roof leaks.", action="An action.")

    errors = page.context["form"].errors
    assert errors == {name: [NEEDED[name]] for name in ("cause", "next_step")}
    assert (page.context["form"]["action"].value(), ProgressUpdate.objects.count()) == ("An action.", 0)


def test_deferral_is_asked_for_its_decision(desk, promise):
    page = press(desk, promise, "submit", status="deferred", commentary="The grant was given to another council.")

    assert page.context["form"].errors == {"decision_url": [DECISION_NEEDED]}


@pytest.mark.parametrize("status", ["at-risk", "off-track", "deferred", "withdrawn"])
def test_half_a_thought_is_kept_as_a_draft(desk, promise, status):
    answer = press(desk, promise, "save", status=status)

    assert (answer.status_code, report().state, report().status) == (302, "draft", status)


def test_first_report_begins_as_not_started(desk, promise):
    assert desk.get(address(promise)).context["form"]["status"].value() == "not-started"


def test_what_awaits_sign_off_is_never_saved_as_half_a_thought(client, promise, boss):
    ProgressUpdateFactory(deliverable=promise, state="awaiting")
    boss()

    page = press(client, promise, "save", status="at-risk")

    assert list(page.context["form"].errors) == ["cause", "action", "next_step"]


def test_report_without_words_is_kept_as_a_draft_but_not_sent(desk, promise):
    page = press(desk, promise, "submit", status="on-track")
    assert page.context["form"].errors == {"commentary": [WORDS_NEEDED]}

    press(desk, promise, "save", page, status="on-track")
    assert report().state == "draft"


def test_date_that_moved_only_in_the_comment_is_noticed(desk, promise):
    moved = {"status": "on-track", "commentary": "Completion moved from 30 June to 30 September."}

    page = press(desk, promise, "submit", **moved)
    answer = press(desk, promise, "submit", page, **moved, date_stands="on")

    assert page.context["form"].errors["commentary"][0].startswith("Your comment names 30 September")
    assert "date_stands" in page.content.decode()
    assert (answer.status_code, report().state) == (302, "awaiting")


def test_contributor_is_told_whom_to_ask_to_move_the_date(client, desk, promise, boss):
    moved = {"status": "on-track", "commentary": "Completion moved from 30 June to 30 September."}

    told = faults(press(desk, promise, "submit", **moved))
    boss()

    assert (ASK_TO_MOVE in told[0], "change the timescale" in told[0]) == (True, False)
    assert "change the timescale" in faults(press(client, promise, "submit", **moved))[0]


def test_fault_is_told_on_top_and_in_focus(desk, promise):
    page = press(desk, promise, "submit", status="at-risk").content.decode()

    assert '<div class="errornote" role="alert" id="faults" tabindex="-1" autofocus>' in page
    assert '<a href="#id_cause">Cause</a>: Say what causes it.' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": "x"},
        {"revision": "9" * 40},
        {"opened": "9" * 19},
        {"opened": "0x1"},
        {"as_of": "31.12.2022"},
        {"as_of": "2999-01-01"},
        {"status": "no such status"},
        {"evidence": "javascript:alert(1)"},
        {"commentary": "a\0b"},
        {"author_role": "x" * 500},
        {"of": "9" * 50},
        {"next": "https://example.org/"},
    ],
)
def test_odd_values_are_answered_with_a_page(desk, promise, changes):
    page = desk.get(address(promise))

    assert press(desk, promise, "submit", page, **ON_TRACK | changes).status_code in (200, 302)


def test_post_without_anything_is_answered_with_a_page(desk, promise):
    assert desk.post(address(promise)).status_code == 200


def test_promise_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("admin:priorities_deliverable_update", args=[10**12])).status_code == 404


# Nothing is lost


def test_second_of_two_who_change_a_draft_keeps_the_words_and_sees_the_first_ones(desk, promise, contributor):
    press(desk, promise, "save", **ON_TRACK)
    opened = desk.get(address(promise))
    theirs = report()
    theirs.commentary = "Theirs."
    theirs.save()

    page = press(desk, promise, "submit", opened, commentary="Mine.")
    assert (page.context["form"]["commentary"].value(), report().state) == ("Mine.", "draft")
    assert "Theirs." in page.content.decode()

    press(desk, promise, "submit", page)
    assert (report().commentary, report().state) == ("Mine.", "awaiting")


def test_draft_that_somebody_else_changed_is_not_sent_unseen(desk, promise):
    press(desk, promise, "save", **ON_TRACK)
    opened = desk.get(address(promise))
    theirs = report()
    theirs.commentary = "Theirs."
    theirs.save()

    page = press(desk, promise, "submit", opened)

    assert (page.status_code, report().state) == (200, "draft")
    assert "changed this record at" in " ".join(faults(page))


def test_second_of_two_who_begin_a_report_is_shown_the_first_ones(desk, promise):
    opened = desk.get(address(promise))
    reporting.save_draft(
        ProgressUpdate(
            deliverable=promise, as_of=TODAY, status="on-track", commentary="Theirs.", author_role="Example role"
        )
    )

    page = press(desk, promise, "save", opened, status="on-track", commentary="Mine.")

    assert (ProgressUpdate.objects.count(), page.context["form"]["commentary"].value()) == (1, "Mine.")
    assert "Theirs." in page.content.decode()


def test_words_typed_into_a_draft_that_was_published_meanwhile_make_a_report_of_their_own(desk, promise):
    press(desk, promise, "save", **ON_TRACK)
    opened = desk.get(address(promise))
    reporting.sign_off(report())

    page = press(desk, promise, "save", opened, commentary="More.")
    assert (faults(page), page.context["form"]["commentary"].value()) == ([NO_LONGER_OPEN], "More.")

    press(desk, promise, "save", page)
    assert list(ProgressUpdate.objects.order_by("pk").values_list("state", "commentary")) == [
        ("published", "The roof is on."),
        ("draft", "More."),
    ]


def test_report_begun_before_another_one_was_published_comes_back_once(desk, promise):
    opened = desk.get(address(promise))
    ProgressUpdateFactory(deliverable=promise, commentary="Theirs.")

    page = press(desk, promise, "submit", opened, **ON_TRACK)
    assert (page.status_code, ProgressUpdate.objects.count()) == (200, 1)
    assert "Theirs." in page.content.decode()

    press(desk, promise, "submit", page)
    assert ProgressUpdate.objects.get(state="awaiting").commentary == "The roof is on."


def test_words_typed_while_the_report_was_sent_come_back(desk, promise):
    press(desk, promise, "save", **ON_TRACK)
    opened = desk.get(address(promise))
    reporting.submit(report())

    page = press(desk, promise, "save", opened, commentary="More.")

    assert (faults(page), report().commentary) == ([NOT_HERE], "The roof is on.")
    assert "More." in page.content.decode()


def test_what_was_refused_while_it_was_written_comes_back(desk, promise, monkeypatch):
    def faster(update, **kwargs):
        raise reporting.EditedMeanwhile("Somebody was faster.")

    monkeypatch.setattr(reporting, "submit", faster)

    page = press(desk, promise, "submit", **ON_TRACK)

    assert (faults(page), page.context["form"]["commentary"].value()) == (["Somebody was faster."], "The roof is on.")


# Taking back, returned


def test_sent_report_is_shown_and_taken_back(desk, promise):
    press(desk, promise, "submit", **ON_TRACK)
    page = desk.get(address(promise))
    assert ("The roof is on." in page.content.decode(), 'id="update-form"' in page.content.decode()) == (True, False)

    answer = desk.post(address(promise), {"step": "take-back"})

    assert (answer.status_code, report().state) == (302, "draft")


def test_everything_that_was_sent_can_be_read(desk, promise):
    said = TROUBLE | {"evidence": "https://example.org/e", "decision_url": "https://example.org/d"}
    ProgressUpdateFactory(deliverable=promise, state="awaiting", status="at-risk", forecast_on=date(2022, 8, 1), **said)

    page = desk.get(address(promise)).content.decode()

    assert [words for words in [*said.values(), "1 August 2022", "30 September 2021"] if words not in page] == []


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_database_that_fails_as_a_report_is_taken_back_is_told(desk, promise, monkeypatch, error):
    ProgressUpdateFactory(deliverable=promise, state="awaiting")

    def fails(update, **said):
        raise error

    monkeypatch.setattr(reporting, "take_back", fails)

    assert faults(desk.post(address(promise), {"step": "take-back"})) == [SAVED_AT_ONCE]


def test_returned_report_is_shown_with_its_remark_and_sent_again(desk, promise):
    ProgressUpdateFactory(deliverable=promise, state="returned", remark="Say which roof.")

    page = desk.get(address(promise))
    press(desk, promise, "submit", page, commentary="The roof of the hub is on.")

    assert "Say which roof." in page.content.decode()
    assert (report().state, report().commentary) == ("awaiting", "The roof of the hub is on.")


@pytest.mark.parametrize("state", ["draft", "published"])
def test_what_was_not_sent_is_not_taken_back(desk, promise, state):
    ProgressUpdateFactory(deliverable=promise, state=state)

    assert desk.post(address(promise), {"step": "take-back"}).status_code == 200
    assert report().state == state


# No change


def confirm(desk, promise, **changes):
    latest = reporting.latest_published(promise)
    return desk.post(address(promise), {"step": "confirm", "seen": reporting.mark_of(latest)} | changes)


def test_one_click_confirms_and_awaits_sign_off(desk, promise):
    ProgressUpdateFactory(deliverable=promise, status="at-risk", **TROUBLE)

    answer = confirm(desk, promise)

    done = ProgressUpdate.objects.get(kind="no-change")
    assert (answer.status_code, done.state, done.status, done.cause) == (302, "awaiting", "at-risk", "A cause.")


def test_second_click_confirms_nothing_more(desk, promise):
    ProgressUpdateFactory(deliverable=promise)
    confirm(desk, promise)

    page = confirm(desk, promise)

    assert ProgressUpdate.objects.filter(kind="no-change").count() == 1
    assert faults(page) == ["Another report on it is under way: awaiting sign-off. Finish that one first."]


def test_confirmation_by_an_approver_is_published(client, promise, boss):
    boss()
    ProgressUpdateFactory(deliverable=promise)

    confirm(client, promise)

    assert ProgressUpdate.objects.get(kind="no-change").state == "published"


def test_confirmation_of_what_changed_meanwhile_is_refused(desk, promise):
    ProgressUpdateFactory(deliverable=promise)

    page = confirm(desk, promise, seen="0.0")

    assert (faults(page), ProgressUpdate.objects.count()) == ([LOOK_AGAIN], 1)


def test_confirmation_of_nothing_is_refused(desk, promise):
    page = desk.post(address(promise), {"step": "confirm", "seen": ""})

    assert faults(page) == [reporting.NOTHING_TO_CONFIRM]
    assert "so there is nothing to confirm" in desk.get(address(promise)).content.decode()


def test_returned_confirmation_that_says_something_new_is_a_report(desk, promise):
    ProgressUpdateFactory(deliverable=promise)
    confirm(desk, promise)
    sent_back = ProgressUpdate.objects.get(kind="no-change")
    reporting.send_back(sent_back, remark="Is that so?")

    press(desk, promise, "submit", commentary="The roof is on.")

    sent_back.refresh_from_db()
    assert (sent_back.kind, sent_back.state) == ("progress", "awaiting")


# Who signs off


def test_approver_publishes_at_once(client, promise, boss):
    user = boss()
    opened = client.get(address(promise))

    answer = press(client, promise, "publish", opened, **ON_TRACK)

    version = report().history.get()
    assert (answer.status_code, report().state, version.history_user) == (302, "published", user)
    assert version.history_approved_by == "Example director"
    assert "This is your own report" in opened.content.decode()


def test_approver_publishes_later(client, promise, boss):
    boss()
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)

    press(
        client,
        promise,
        "publish",
        **ON_TRACK,
        publish="later",
        publish_day=moment.date(),
        publish_time=f"{moment:%H:%M}",
    )

    assert (report().state, report().publish_at) == ("signed-off", moment)


def test_moment_is_kept_with_a_draft_of_the_approver_only(client, desk, promise, boss):
    later = {"publish": "later", "publish_day": "2999-01-01"}
    press(desk, promise, "save", **ON_TRACK, **later)
    assert report().publish_at is None
    boss()
    later["publish_day"] = f"{timezone.now() + timedelta(days=2):%Y-%m-%d}"

    press(client, promise, "save", **later)

    form = client.get(address(promise)).context["form"]
    assert (report().state, form["publish"].value(), f"{form['publish_day'].value()}") == ("draft", *later.values())


def test_half_a_day_publishes_nothing_and_loses_no_word(client, promise, boss):
    boss()

    page = press(client, promise, "publish", **ON_TRACK, publish="later", publish_day="", publish_time="10:30")

    assert (page.context["form"].errors, ProgressUpdate.objects.count()) == ({"publish_day": [DAY_NEEDED]}, 0)
    assert [page.context["form"][name].value() for name in ("publish", "publish_time")] == ["later", "10:30"]


def test_approver_mends_what_awaits_sign_off_and_publishes_it(client, promise, boss):
    ProgressUpdateFactory(deliverable=promise, state="awaiting", commentary="The rof is on.")
    boss()

    press(client, promise, "publish", commentary="The roof is on.")

    assert (report().state, report().commentary) == ("published", "The roof is on.")


def test_approver_who_sends_what_somebody_else_sent_meanwhile_loses_no_word(client, promise, boss, contributor):
    boss()
    page = client.get(address(promise))
    ProgressUpdateFactory(deliverable=promise, state="awaiting", written_by=contributor)

    late = press(client, promise, "submit", page, **ON_TRACK)

    assert (late.status_code, ON_TRACK["commentary"] in late.content.decode()) == (200, True)
    assert (report().state, report().history.count()) == ("awaiting", 1)


def test_report_gives_several_pieces_of_evidence_which_residents_open_once_it_is_published(client, desk, promise, boss):
    given = "Photographs: https://example.org/photographs\nhttps://example.org/count"
    press(desk, promise, "submit", **ON_TRACK, evidence=given)
    before = client.get(promise.get_absolute_url()).content.decode()

    boss()
    press(client, promise, "publish")

    after = client.get(promise.get_absolute_url()).content.decode()
    assert [(link.name, link.url in before, f'<a href="{link.url}">' in after) for link in report().links()] == [
        ("Photographs", False, True),
        ("example.org/count", False, True),
    ]


def test_evidence_without_an_address_is_refused_with_its_line_and_given_back(desk, promise):
    given = "https://example.org/count\nThe minutes of June"

    page = press(desk, promise, "save", **ON_TRACK, evidence=given)

    assert page.context["form"].errors["evidence"] == [
        "Line 2: “The minutes of June” holds no address. Give one that begins with https://, after the words if there "
        "are any."
    ]
    assert (page.context["form"]["evidence"].value(), ProgressUpdate.objects.count()) == (given, 0)


# Where it goes on


def test_officer_goes_back_to_where_they_came_from(desk, promise):
    answer = press(desk, promise, "submit", **ON_TRACK, next="/admin/priorities/deliverable/?waits=due")

    assert answer.url == "/admin/priorities/deliverable/?waits=due"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_officer_is_never_sent_elsewhere(desk, promise, back):
    answer = press(desk, promise, "submit", **ON_TRACK, next=back)

    assert answer.url == reverse("admin:index")


def test_officer_goes_on_to_the_next_promise_that_waits(desk, promise):
    second, third = (
        DeliverableFactory(directorate=promise.directorate, timescale_text=f"By {month} 2022")
        for month in ("July", "August")
    )
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    opened = desk.get(address(promise))
    assert (opened.context["run"].place, opened.context["run"].of) == (1, 3)

    answer = press(desk, promise, "submit", opened, commentary="The roof is on.", of="3")

    assert answer.url == f"{address(second)}?of=3"
    following = desk.get(answer.url)
    assert (following.context["run"].place, following.context["run"].of) == (2, 3)
    assert press(desk, second, "submit", following, **ON_TRACK, of="3").url == f"{address(third)}?of=3"


def test_what_was_done_is_said_with_a_link_to_what_residents_read(desk, promise):
    answer = press(desk, promise, "submit", **ON_TRACK)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [f'Sent for sign-off. <a href="{promise.get_absolute_url()}">“Open a hub.”</a>']


# Who may not


def test_nobody_is_asked_to_sign_in(client, promise):
    assert client.get(address(promise)).url.startswith("/admin/login/")


@pytest.mark.parametrize("permissions", [(), ("view_progressupdate",), ("add_progressupdate",)])
def test_who_does_not_report_is_refused(client, promise, permissions):
    client.force_login(with_permissions(UserFactory(), permissions))

    assert [client.get(address(promise)).status_code, client.post(address(promise)).status_code] == [403, 403]


@pytest.mark.parametrize("own", ["none", "another"])
def test_who_reports_on_other_promises_is_told_so(client, promise, own):
    client.force_login(contributor_of(DirectorateFactory() if own == "another" else None))

    page = client.get(address(promise))
    answer = client.post(address(promise), ON_TRACK | {"step": "submit"})

    said = "reports on this promise" if own == "another" else officers.NO_OFFICER
    assert (page.status_code, said in page.content.decode()) == (403, True)
    assert (answer.status_code, ProgressUpdate.objects.count()) == (403, 0)


def test_list_leads_to_the_page_of_the_own_promises_only(desk, promise):
    other = DeliverableFactory(directorate=DirectorateFactory())

    page = desk.get(reverse("admin:priorities_deliverable_changelist")).content.decode()

    assert (address(promise) in page, address(other) in page) == (True, False)


def test_list_of_reports_leads_to_the_page_of_the_own_promises_only(desk, promise):
    own, other = ProgressUpdateFactory(deliverable=promise), ProgressUpdateFactory()

    page = desk.get(reverse("admin:priorities_progressupdate_changelist")).content.decode()

    assert (address(own.deliverable) in page, address(other.deliverable) in page) == (True, False)


def test_list_takes_as_many_queries_for_three_promises_as_for_one(desk, promise):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("admin:priorities_deliverable_changelist"))
        return len(captured)

    queries()
    for_one = queries()
    for _ in range(2):
        DeliverableFactory(directorate=DirectorateFactory())

    assert queries() == for_one


def test_every_choice_of_a_filter_has_words(desk, promise):
    DeliverableFactory(directorate=promise.directorate, timescale_text="")

    found = desk.get(reverse("admin:priorities_deliverable_changelist")).context["cl"]
    choices = [choice["display"] for each in found.filter_specs for choice in each.choices(found)]

    assert "no timescale given" in choices
    assert [words for words in choices if not str(words).strip()] == []
