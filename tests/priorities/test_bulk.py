"""Many promises or reports at once: what will happen is shown first, and what changed since is left out."""

from datetime import UTC, date, datetime

import pytest
from desk_people import approver, contributor_of
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory
from sent_by_browser import choose, press, text_of

from ledger.admin import chosen
from ledger.models import KeptForm
from priorities import reporting
from priorities.admin import bulk as admin_bulk
from priorities.bulk import SIGN_OFF_BY_ITSELF
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db

PROMISES, REPORTS = "priorities_deliverable", "priorities_progressupdate"


@pytest.fixture
def directorate():
    return DirectorateFactory(name="Housing")


@pytest.fixture
def promises(directorate):
    """Two with a report, and one without."""
    made = DeliverableFactory.create_batch(3, directorate=directorate)
    for each in made[:2]:
        ProgressUpdateFactory(deliverable=each, as_of=date(2022, 1, 1))
    return made


@pytest.fixture
def reports():
    return [ProgressUpdateFactory(state="awaiting", as_of=date(2022, 1, day)) for day in (1, 2, 3)]


@pytest.fixture
def boss(client):
    user = approver()
    client.force_login(user)
    return user


def send(client, model, action, page, **more):
    rows = [*page.context["happens"], *page.context["left_out"]]
    asked = {"publish": "at-once", "approved_by": "Example director"} if action == "sign-off" else {}
    seen = {f"seen-{row.record.pk}": row.seen for row in rows}
    return client.post(reverse(f"admin:{model}_bulk", args=[action]), seen | asked | more)


def shown(page):
    return (
        {row.record.pk: row.will for row in page.context["happens"]},
        {row.record.pk: row.left_out for row in page.context["left_out"]},
    )


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


# Confirm no change


def test_confirmations_are_shown_first_and_then_written(client, promises, directorate):
    client.force_login(contributor_of(directorate))
    other = DeliverableFactory()

    page = choose(client, PROMISES, "confirm", [*promises, other])
    happens, left_out = shown(page)
    assert list(happens) == [each.pk for each in promises[:2]]
    assert list(left_out) == [promises[2].pk, other.pk]
    assert "2 deliverables will be confirmed; 2 will be left as before." in page.content.decode()
    assert ProgressUpdate.objects.count() == 2

    answer = send(client, PROMISES, "confirm", page, write="1")
    assert answer.status_code == 302
    assert ProgressUpdate.objects.filter(kind="no-change", state="awaiting").count() == 2
    assert said(answer)[0] == "2 deliverables confirmed."
    assert len(said(answer)) == 3


@pytest.mark.usefixtures("boss")
def test_confirmations_of_an_approver_are_published(client, promises):
    send(client, PROMISES, "confirm", choose(client, PROMISES, "confirm", promises), write="1")

    assert ProgressUpdate.objects.filter(kind="no-change", state="published").count() == 2


@pytest.mark.usefixtures("boss")
def test_promise_that_changed_since_it_was_shown_is_left_out(client, promises):
    page = choose(client, PROMISES, "confirm", promises[:2])
    ProgressUpdateFactory(deliverable=promises[0], as_of=date(2022, 2, 1), status="complete")

    answer = send(client, PROMISES, "confirm", page, write="1")

    assert list(ProgressUpdate.objects.filter(kind="no-change").values_list("deliverable", flat=True)) == [
        promises[1].pk
    ]
    assert said(answer)[1] == f"1 deliverable left as before. It changed after you looked. “{promises[0]}”."


@pytest.mark.usefixtures("boss")
def test_those_left_out_are_told_by_reason_with_no_word_cut(client, directorate):
    text = "Open a second hub for everybody who looks for a home of their own in the north of the district"
    silent = [DeliverableFactory(directorate=directorate, text=f"{text} {number}") for number in range(7)]
    over = ProgressUpdateFactory(as_of=date(2022, 1, 1), status="complete").deliverable

    answer = send(client, PROMISES, "confirm", choose(client, PROMISES, "confirm", [*silent, over]), write="1")

    short = "“Open a second hub for everybody who looks for a home of…”"
    assert said(answer) == [
        f"7 deliverables left as before. {reporting.NOTHING_TO_CONFIRM} {'; '.join([short] * 5)}; and 2 more.",
        f"1 deliverable left as before. It is complete: there is nothing left to confirm. “{over}”.",
    ]


@pytest.mark.usefixtures("boss")
def test_reasons_are_told_up_to_a_number(client, promises, directorate, monkeypatch):
    monkeypatch.setattr(admin_bulk, "MOST_REASONS", 1)
    over = ProgressUpdateFactory(as_of=date(2022, 1, 1), status="complete").deliverable

    answer = send(client, PROMISES, "confirm", choose(client, PROMISES, "confirm", [promises[2], over]), write="1")

    assert said(answer)[1] == "1 deliverable left as before, for other reasons."


@pytest.mark.usefixtures("boss")
def test_row_that_was_deleted_since_is_counted_as_left(client):
    promise = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    page = choose(client, PROMISES, "reassign", [promise])
    promise.delete()

    answer = send(client, PROMISES, "reassign", page, write="1", directorate=DirectorateFactory().pk)

    assert said(answer) == ["1 deliverable left out: not there any more."]


# Reassign


def test_directorate_is_chosen_shown_and_written(client, promises, boss):
    adults = DirectorateFactory(name="Adults")
    promises[2].directorate = adults
    promises[2].save()

    page = choose(client, PROMISES, "reassign", promises)
    assert "Choose first" in page.content.decode()
    page = send(client, PROMISES, "reassign", page, show="1", directorate=adults.pk)
    happens, left_out = shown(page)
    assert list(happens.values()) == ["Housing → Adults"] * 2
    assert list(left_out.values()) == ["Adults reports on it already."]

    send(client, PROMISES, "reassign", page, write="1", directorate=adults.pk)
    assert {each.directorate for each in Deliverable.objects.all()} == {adults}
    assert promises[0].history.latest("history_id").history_user == boss
    assert promises[2].history.count() == 2


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("key", ["", "0", "9" * 30, "x"])
def test_directorate_that_is_not_there_is_asked_for_again(client, promises, key):
    page = choose(client, PROMISES, "reassign", promises)

    page = send(client, PROMISES, "reassign", page, write="1", directorate=key)

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["directorate"])


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("reason", ["", "Housing took over the hubs."])
def test_reason_of_a_reassignment_is_kept_with_each_promise(client, promises, reason):
    adults = DirectorateFactory(name="Adults")
    page = choose(client, PROMISES, "reassign", promises)

    send(client, PROMISES, "reassign", page, write="1", directorate=adults.pk, reason=reason)

    versions = [each.history.latest("history_id") for each in promises]
    assert [(each.directorate, each.history_change_reason or "") for each in versions] == [(adults, reason)] * 3


@pytest.mark.usefixtures("boss")
def test_promise_changed_since_is_not_reassigned(client, promises):
    page = choose(client, PROMISES, "reassign", promises[:1])
    promises[0].owner_as_published = "Example role"
    promises[0].save()

    send(client, PROMISES, "reassign", page, write="1", directorate=DirectorateFactory().pk)

    assert Deliverable.objects.get(pk=promises[0].pk).directorate.name == "Housing"


# Sign off and return


def test_reports_are_signed_off(client, reports, boss):
    draft = ProgressUpdateFactory(state="draft")
    own = ProgressUpdateFactory(state="awaiting", written_by=boss)

    page = choose(client, REPORTS, "sign_off", [*reports, draft, own])
    happens, left_out = shown(page)
    assert (
        happens[own.pk] == "now “No progress reported” → would be “On track”, as at 30 September 2021 (your own report)"
    )
    assert left_out == {draft.pk: "It is a draft now."}

    send(client, REPORTS, "sign-off", page, write="1")
    assert dict(ProgressUpdate.objects.values_list("pk", "state")) == {
        each.pk: "draft" if each == draft else "published" for each in [*reports, draft, own]
    }
    assert reports[0].history.latest("history_id").history_approved_by == "Example director"


@pytest.mark.usefixtures("boss")
def test_reports_are_returned_with_one_remark(client, reports):
    page = choose(client, REPORTS, "return", reports)

    refused = send(client, REPORTS, "return", page, write="1", remark=" ")
    assert list(refused.context["form"].errors) == ["remark"]
    send(client, REPORTS, "return", page, write="1", remark="Say which roof.")

    assert set(ProgressUpdate.objects.values_list("state", "remark")) == {("returned", "Say which roof.")}


@pytest.mark.usefixtures("boss")
def test_report_taken_back_since_is_not_signed_off(client, reports):
    page = choose(client, REPORTS, "sign_off", reports)
    reporting.take_back(reports[0])

    send(client, REPORTS, "sign-off", page, write="1")

    assert list(ProgressUpdate.objects.order_by("pk").values_list("state", flat=True)) == [
        "draft",
        "published",
        "published",
    ]


@pytest.mark.usefixtures("boss")
def test_report_that_cannot_be_published_is_left_out_and_the_others_are(client, reports, monkeypatch):
    def refuses(report):
        if report.commentary == "tbc":
            raise ValidationError("Say more.")

    monkeypatch.setattr(reporting, "fit_to_publish", refuses)
    vague = ProgressUpdateFactory(state="awaiting", commentary="tbc")

    answer = send(client, REPORTS, "sign-off", choose(client, REPORTS, "sign_off", [*reports, vague]), write="1")

    assert ProgressUpdate.objects.get(pk=vague.pk).state == "awaiting"
    assert ProgressUpdate.objects.filter(state="published").count() == 3
    assert said(answer)[1] == f"1 progress update left as before. Say more. “{vague.deliverable}”."


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("status", ["complete", "deferred", "withdrawn"])
def test_report_that_ends_a_promise_is_signed_off_by_itself(client, status):
    report = ProgressUpdateFactory(
        state="awaiting", status=status, commentary="The grant ended.", decision_url="https://example.org/d"
    )

    page = choose(client, REPORTS, "sign_off", [report])
    send(client, REPORTS, "sign-off", page, write="1")

    assert shown(page)[1] == {report.pk: SIGN_OFF_BY_ITSELF.format(report.get_status_display())}
    assert ProgressUpdate.objects.get().state == "awaiting"
    assert shown(choose(client, REPORTS, "return", [report]))[1] == {}


@pytest.mark.usefixtures("boss")
def test_approver_is_shown_what_would_be_published(client):
    said = {"cause": "Rain.", "action": "Pumps.", "next_step": "Dry by May.", "decision_url": "https://example.org/d"}
    told = ProgressUpdateFactory(state="awaiting", status="at-risk", commentary="The cellar is wet.", **said)
    same = ProgressUpdateFactory(state="awaiting", kind="no-change", commentary="")

    page = choose(client, REPORTS, "sign_off", [told, same])

    words = page.content.decode()
    assert [each for each in ["The cellar is wet.", *said.values()] if each not in words] == []
    assert list(shown(page)[0]) == [told.pk, same.pk]


@pytest.mark.usefixtures("boss")
def test_approver_is_shown_what_changes_before_what_is_confirmed(client, promises, clock):
    clock("2022-06-01")
    first, second, third = promises
    ProgressUpdateFactory(deliverable=third, as_of=date(2022, 5, 1))
    same = ProgressUpdateFactory(deliverable=first, state="awaiting", kind="no-change", as_of=date(2022, 5, 2))
    still = ProgressUpdateFactory(deliverable=second, state="awaiting", as_of=date(2022, 5, 2))
    late = ProgressUpdateFactory(deliverable=third, state="awaiting", status="not-started", as_of=date(2022, 4, 2))
    begun = ProgressUpdateFactory(state="awaiting", status="not-started", as_of=date(2022, 4, 1))
    ProgressUpdateFactory(deliverable=begun.deliverable, as_of=begun.as_of)

    page = choose(client, REPORTS, "sign_off", [same, still, late, begun])

    assert list(shown(page)[0].items()) == [
        (still.pk, "now “On track” → still “On track”, as at 2 May 2022"),
        (late.pk, "now “On track”, which stays; this one says “Not started”, as at 2 April 2022"),
        (begun.pk, "now “On track”, which stays; this one says “Not started”, as at 1 April 2022"),
        (same.pk, "now “On track”, confirmed with no change, as at 2 May 2022"),
    ]
    assert page.context["happens"][1].warns == (
        "Residents read a later report already, as at 1 May 2022; that one stays the latest."
    )


@pytest.mark.usefixtures("boss")
def test_approver_is_told_what_would_not_fit_together(client, clock):
    clock("2022-06-01")
    report = ProgressUpdateFactory(
        state="awaiting", as_of=date(2022, 5, 2), deliverable__timescale_text="By March 2022"
    )

    page = choose(client, REPORTS, "sign_off", [report])

    assert "It would not fit together: the council says it is on track, but the calendar" in text_of(page)


@pytest.mark.usefixtures("boss")
def test_approver_is_told_of_an_expected_day_that_is_over_and_may_sign_off(client, clock):
    clock("2022-06-01")
    report = ProgressUpdateFactory(
        state="awaiting", as_of=date(2022, 5, 2), forecast_on=date(2022, 5, 31), deliverable__timescale_text="2023/24"
    )

    page = choose(client, REPORTS, "sign_off", [report])

    warning = "It would not fit together: the council expected it on 31 May 2022, and that day is over."
    assert [row.warns for row in page.context["happens"]] == [warning]


@pytest.mark.usefixtures("boss")
def test_role_is_filled_in_and_kept_with_each_report(client, reports):
    page = choose(client, REPORTS, "sign_off", reports)
    assert page.context["form"]["approved_by"].value() == "Example director"

    refused = send(client, REPORTS, "sign-off", page, write="1", approved_by=" ")
    answer = send(client, REPORTS, "sign-off", page, write="1", approved_by="Chief executive")

    assert list(refused.context["form"].errors) == ["approved_by"]
    assert said(answer) == ["3 progress updates signed off. Published at once."]
    assert {each.history.latest("history_id").history_approved_by for each in reports} == {"Chief executive"}


@pytest.mark.usefixtures("boss")
def test_reports_are_signed_off_for_one_moment(client, reports, clock):
    clock("2022-06-01")
    page = choose(client, REPORTS, "sign_off", reports)

    half = send(client, REPORTS, "sign-off", page, write="1", publish="later")
    later = {"publish": "later", "publish_day": "2022-07-01"}
    answer = send(client, REPORTS, "sign-off", page, write="1", **later)

    assert (half.status_code, list(half.context["form"].errors)) == (200, ["publish_day"])
    moment = datetime(2022, 7, 1, 8, 0, tzinfo=UTC)
    assert set(ProgressUpdate.objects.values_list("state", "publish_at")) == {("signed-off", moment)}
    assert said(answer) == ["3 progress updates signed off. To be published on 1 July 2022, 09:00."]


@pytest.mark.usefixtures("boss")
def test_report_is_left_out_where_residents_read_another_one_since(client, reports):
    page = choose(client, REPORTS, "sign_off", reports[:1])
    ProgressUpdateFactory(deliverable=reports[0].deliverable, as_of=date(2022, 2, 1))

    send(client, REPORTS, "sign-off", page, write="1")

    assert ProgressUpdate.objects.get(pk=reports[0].pk).state == "awaiting"


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("asked", ["", "state=awaiting&q=roof"])
def test_list_is_as_narrow_after_the_step_as_before(client, reports, asked):
    found = reverse(f"admin:{REPORTS}_changelist")
    values = {"action": "sign_off", "_selected_action": [each.pk for each in reports], "select_across": "0"}
    page = client.post(f"{found}?{asked.replace('&q=roof', '')}", values)
    assert page.context["filter"] == asked.replace("&q=roof", "")

    answer = send(client, REPORTS, "sign-off", page, write="1", filter=asked)

    assert answer.url == (f"{found}?{asked}" if asked else found)


@pytest.mark.usefixtures("boss")
def test_nothing_is_written_where_the_database_fails_half_way(client, reports, monkeypatch):
    from django.db import OperationalError

    written = reporting.sign_off

    def fails_at_last(report, **said):
        if report == reports[2]:
            raise OperationalError
        return written(report, **said)

    page = choose(client, REPORTS, "sign_off", reports)
    monkeypatch.setattr(reporting, "sign_off", fails_at_last)

    answer = send(client, REPORTS, "sign-off", page, write="1")

    assert (answer.status_code, ProgressUpdate.objects.filter(state="published").count()) == (200, 0)


# What is typed is kept


@pytest.mark.parametrize("action", ["return", "reassign"])
def test_text_sent_after_the_session_ended_is_taken_up_at_the_same_step(client, boss, promises, reports, action):
    model, records = (REPORTS, reports) if action == "return" else (PROMISES, promises)
    adults = DirectorateFactory(name="Adults")
    typed = {"remark": "Say which roof."} if action == "return" else {"directorate": adults.pk, "reason": "Moved."}
    page = choose(client, model, action, records[:2])
    client.logout()

    answer = press(client, page, "write", **typed)
    client.force_login(boss)
    there = client.get(answer["Location"], follow=True)
    assert (len(there.context["happens"]), "Take it up again" in text_of(there)) == (2, True)
    page = client.get(KeptForm.objects.get().address_to_take_up())
    answer = press(client, page, "write")

    assert (answer.status_code, KeptForm.objects.count()) == (302, 0)
    left = ["Say which roof."] * 2 + [""] if action == "return" else ["Moved."] * 2 + [None]
    assert left == (
        [each.remark for each in ProgressUpdate.objects.filter(pk__in=[each.pk for each in reports]).order_by("pk")]
        if action == "return"
        else [each.history.latest("history_id").history_change_reason for each in promises]
    )


@pytest.mark.usefixtures("boss")
def test_what_was_kept_of_a_step_names_its_rows(client, reports):
    page = choose(client, REPORTS, "return", reports[:2])
    client.logout()

    press(client, page, "write", remark="Say which roof.")

    names = "; ".join(f"“{each.deliverable.text}”" for each in reports[:2])
    assert str(KeptForm.objects.get()) == f"Return with a remark: 2 progress updates: {names}."


@pytest.mark.usefixtures("boss")
def test_remark_on_reports_that_all_changed_meanwhile_comes_back_beside_how_they_stand_now(client, reports):
    page = choose(client, REPORTS, "return", reports[:1])
    reports[0].commentary = "Another text."
    reports[0].save()

    page = press(client, page, "write", remark="Say which roof.")

    assert (page.status_code, page.context["form"]["remark"].value(), KeptForm.objects.count()) == (
        200,
        "Say which roof.",
        1,
    )
    assert "It changed after you looked." in said(page)[0]
    assert "Another text." in text_of(page)
    assert press(client, page, "write").status_code == 302
    assert (ProgressUpdate.objects.get(pk=reports[0].pk).remark, KeptForm.objects.count()) == ("Say which roof.", 0)


@pytest.mark.usefixtures("boss")
def test_remark_on_reports_that_are_gone_is_read_on_a_page_of_its_own(client, reports):
    page = choose(client, REPORTS, "return", reports[:1])
    reports[0].delete()
    press(client, page, "write", remark="Say which roof.")

    answer = client.get(KeptForm.objects.get().address_to_take_up(), follow=True)

    assert "<pre>Say which roof.</pre>" in text_of(answer)


@pytest.mark.usefixtures("boss")
def test_rows_too_many_for_an_address_are_known_again_from_the_draft(client, monkeypatch):
    monkeypatch.setattr(chosen, "LONGEST", 1)
    reports = [ProgressUpdateFactory(state="awaiting") for _ in range(2)]
    page = choose(client, REPORTS, "return", reports)
    address = page.context["address"]
    assert client.get(address).url == reverse(f"admin:{REPORTS}_changelist")

    press(client, page, "show", remark="Say which roof.")

    assert len(client.get(address).context["happens"]) == 2
    assert client.get(f"{address}&kept=1").context["form"]["remark"].value() == "Say which roof."


@pytest.mark.usefixtures("boss")
def test_step_is_asked_for_with_its_rows_in_the_address(client, reports, monkeypatch):
    page = choose(client, REPORTS, "sign_off", reports)

    same = client.get(page.context["address"])

    assert (shown(same), same.context["list_url"]) == (shown(page), reverse(f"admin:{REPORTS}_changelist"))
    monkeypatch.setattr(admin_bulk, "MOST", 2)
    assert client.get(page.context["address"]).status_code == 302


# All of a list, and who may


@pytest.mark.usefixtures("boss")
def test_every_row_of_the_list_is_chosen_up_to_a_number(client, reports, monkeypatch):
    across = {"select_across": "1"}
    assert len(choose(client, REPORTS, "sign_off", reports[:1], **across).context["happens"]) == 3

    monkeypatch.setattr(admin_bulk, "MOST", 2)
    answer = choose(client, REPORTS, "sign_off", reports[:1], **across)

    assert (answer.status_code, said(answer)[0][:18]) == (302, "You chose 3 of the")


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("model", [PROMISES, REPORTS])
def test_step_without_rows_leads_back_to_the_list(client, model):
    step = "confirm" if model == PROMISES else "return"

    for sent in ({}, {"seen-x": "1"}, {"seen-": "1"}):
        answer = client.post(reverse(f"admin:{model}_bulk", args=[step]), sent)
        assert answer.url == reverse(f"admin:{model}_changelist")
    assert client.get(reverse(f"admin:{model}_bulk", args=[step])).status_code == 302
    assert client.get(reverse(f"admin:{model}_bulk", args=["no-such-step"])).status_code == 404


@pytest.mark.parametrize(
    ("model", "step", "status"),
    [(PROMISES, "confirm", 302), (PROMISES, "reassign", 403), (REPORTS, "sign-off", 403), (REPORTS, "return", 403)],
)
def test_contributor_is_refused_what_others_do(client, directorate, model, step, status):
    client.force_login(contributor_of(directorate))

    assert client.post(reverse(f"admin:{model}_bulk", args=[step])).status_code == status


def test_contributor_is_offered_what_may_be_done(client, directorate):
    client.force_login(contributor_of(directorate))
    DeliverableFactory()

    actions = client.get(reverse(f"admin:{PROMISES}_changelist")).context["action_form"].fields["action"].choices

    assert [name for name, _ in actions if name] == ["confirm"]


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(("model", "action"), [(PROMISES, "confirm"), (PROMISES, "reassign"), (REPORTS, "sign_off")])
def test_page_takes_as_many_queries_for_three_rows_as_for_one(client, promises, reports, model, action):
    records = promises if model == PROMISES else reports

    def queries(some):
        with CaptureQueriesContext(connection) as captured:
            assert choose(client, model, action, some).status_code == 200
        return len(captured)

    queries(records)

    assert queries(records) == queries(records[:1])
