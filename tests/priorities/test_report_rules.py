"""The rules on who changes which report hold at the admin's own pages as well."""

import pytest
from desk_people import REPORTS, SIGNS_OFF, approver, contributor_of, with_permissions
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import DeliverableFactory, DirectorateFactory, OfficerFactory, ProgressUpdateFactory
from test_admin import address, errors_of, posted

from ledger.refusals import Unmovable
from priorities import reporting
from priorities.admin.update_form import NOT_ONE_STEP, UNDER_WAY
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory())


@pytest.fixture
def contributor(promise):
    return contributor_of(promise.directorate)


@pytest.fixture
def desk(client, contributor):
    client.force_login(contributor)
    return client


@pytest.fixture
def draft(promise, contributor):
    return ProgressUpdateFactory(deliverable=promise, state="draft", written_by=contributor)


def change(desk, report, **changes):
    page = address(ProgressUpdate, "change", report.pk)
    return desk.post(page, posted(desk.get(page), **changes))


def add(desk, promise, **changes):
    values = {"deliverable": promise.pk, "as_of": "2022-01-01", "kind": "progress", "status": "on-track"}
    values |= {"author_role": "Example role", "state": "draft"} | changes
    return desk.post(address(ProgressUpdate, "add"), values)


def state_of(report):
    return ProgressUpdate.objects.get(pk=report.pk).state


def test_contributor_changes_a_draft_of_the_directorate(desk, draft):
    answer = change(desk, draft, commentary="The roof is on.", state="awaiting")

    assert (answer.status_code, state_of(draft)) == (302, "awaiting")


@pytest.mark.parametrize("state", ["published", "signed-off"])
def test_state_that_only_approvers_give_is_refused(desk, draft, state):
    answer = change(desk, draft, state=state, publish_at_0="2022-01-01", publish_at_1="09:00", remark="x")

    assert (answer.status_code, state_of(draft)) == (200, "draft")
    assert ProgressUpdate.objects.get().remark == ""


def test_state_that_is_no_step_is_refused(desk, draft):
    answer = change(desk, draft, state="returned")

    assert (errors_of(answer), state_of(draft)) == ([NOT_ONE_STEP], "draft")


@pytest.mark.parametrize("state", ["awaiting", "published"])
def test_report_that_was_sent_is_read_only_to_a_contributor(desk, promise, state):
    report = ProgressUpdateFactory(deliverable=promise, state=state)
    page = address(ProgressUpdate, "change", report.pk)

    assert b'name="_save"' not in desk.get(page).content
    assert desk.post(page, {"commentary": "Mine.", "state": "draft"}).status_code == 403
    assert state_of(report) == state


def test_report_of_another_directorate_is_read_only_to_a_contributor(desk):
    report = ProgressUpdateFactory(state="draft", deliverable__directorate=DirectorateFactory())

    assert desk.post(address(ProgressUpdate, "change", report.pk), {"commentary": "Mine."}).status_code == 403


def test_contributor_adds_a_report_of_the_own_directorate(desk, promise, contributor):
    add(desk, promise)

    assert ProgressUpdate.objects.values_list("state", "written_by").get() == ("draft", contributor.pk)


@pytest.mark.parametrize("state", ["published", "signed-off", "returned"])
def test_contributor_adds_nothing_that_is_published(desk, promise, state):
    assert add(desk, promise, state=state).status_code == 200
    assert ProgressUpdate.objects.count() == 0


def test_contributor_adds_no_report_on_another_promise(desk):
    answer = add(desk, DeliverableFactory())

    assert "No directorate reports yet on this promise" in errors_of(answer)[0]
    assert ProgressUpdate.objects.count() == 0


def test_report_stays_with_its_promise_once_it_is_saved(desk, draft):
    other = ProgressUpdateFactory(
        deliverable=DeliverableFactory(directorate=draft.deliverable.directorate), state="draft"
    )

    change(desk, draft, deliverable=other.deliverable_id, commentary="Mine.")

    draft.refresh_from_db()
    assert (draft.commentary, draft.deliverable == other.deliverable) == ("Mine.", False)


def test_report_is_not_moved_to_a_promise_that_has_one_under_way(draft):
    draft.deliverable = ProgressUpdateFactory(state="draft").deliverable

    with pytest.raises(Unmovable):
        draft.save()


def test_approver_adds_no_second_report_either(client, draft):
    client.force_login(approver())

    answer = add(client, draft.deliverable)

    assert (errors_of(answer), ProgressUpdate.objects.count()) == ([UNDER_WAY], 1)


def test_contributor_adds_no_second_report(desk, draft):
    answer = add(desk, draft.deliverable)

    assert (errors_of(answer), ProgressUpdate.objects.count()) == ([UNDER_WAY], 1)


def test_draft_is_moved_to_no_promise_of_another_directorate(desk, draft):
    other = DeliverableFactory()

    change(desk, draft, deliverable=other.pk)

    assert ProgressUpdate.objects.get().deliverable == draft.deliverable


def test_contributor_restores_no_version_that_was_published(desk, promise, contributor):
    report = ProgressUpdateFactory(deliverable=promise, written_by=contributor)
    published = report.history.get()
    report.state = "draft"
    with reporting.entering(reporting.Entry("An example of a reason to take it back.")):
        report.save()
    page = reverse("admin:priorities_progressupdate_restore", args=[report.pk, published.pk])

    answers = [desk.get(page), desk.post(page, {"revision": report.revision, "why_reason": "An example of a reason."})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert state_of(report) == "draft"
    history = desk.get(address(ProgressUpdate, "history", report.pk)).content.decode()
    assert page not in history


@pytest.mark.parametrize(
    ("whose", "state", "goes"),
    [("own", "draft", True), ("own", "awaiting", False), ("a colleague's", "draft", False)],
)
def test_deletion_of_a_report(client, promise, whose, state, goes):
    mine, other = (OfficerFactory(directorate=promise.directorate).user for _ in range(2))
    client.force_login(with_permissions(mine, (*REPORTS, "delete_progressupdate")))
    report = ProgressUpdateFactory(deliverable=promise, state=state, written_by=mine if whose == "own" else other)

    client.post(address(ProgressUpdate, "delete", report.pk), {"post": "yes", "revision": report.revision})

    assert ProgressUpdate.objects.exists() is not goes


def test_deletion_from_the_list_names_the_draft_of_a_colleague_and_takes_ones_own(client, promise):
    mine, other = (OfficerFactory(directorate=promise.directorate).user for _ in range(2))
    client.force_login(with_permissions(mine, (*REPORTS, "delete_progressupdate")))
    theirs = ProgressUpdateFactory(deliverable=promise, state="draft", written_by=other)
    own = ProgressUpdateFactory(deliverable__directorate=promise.directorate, state="draft", written_by=mine)
    chosen = {"action": "delete_selected", "_selected_action": [theirs.pk, own.pk]}

    page = client.post(address(ProgressUpdate, "changelist"), chosen)
    answer = client.post(page.context["address"], {"_selected_action": [theirs.pk, own.pk], "post": "yes"})

    assert (page.context["not_theirs"], list(page.context["queryset"]), list(page.context["perms_lacking"])) == (
        [theirs],
        [own],
        [],
    )
    assert f"<li>On track as at 30 September 2021: {promise}</li>" in page.content.decode()
    assert list(ProgressUpdate.objects.all()) == [theirs]
    assert str(list(get_messages(answer.wsgi_request))[-1]) == (
        f"Left as before, for your account may not delete them (1): “{theirs}”."
    )


def test_deletion_of_a_colleagues_draft_alone_deletes_nothing(client, promise):
    mine, other = (OfficerFactory(directorate=promise.directorate).user for _ in range(2))
    client.force_login(with_permissions(mine, (*REPORTS, "delete_progressupdate")))
    report = ProgressUpdateFactory(deliverable=promise, state="draft", written_by=other)
    chosen = {"action": "delete_selected", "_selected_action": report.pk}

    page = client.post(address(ProgressUpdate, "changelist"), chosen)
    client.post(address(ProgressUpdate, "changelist"), chosen | {"post": "yes"})

    assert "Nothing would be deleted." in page.content.decode()
    assert ProgressUpdate.objects.exists()


def test_deletion_asks_as_many_questions_for_three_reports_as_for_one(client, promise):
    client.force_login(with_permissions(contributor_of(promise.directorate), (*REPORTS, "delete_progressupdate")))
    reports = [ProgressUpdateFactory(state="draft") for _ in range(3)]

    def queries(some):
        chosen = {"action": "delete_selected", "_selected_action": [each.pk for each in some]}
        with CaptureQueriesContext(connection) as captured:
            assert len(client.post(address(ProgressUpdate, "changelist"), chosen).context["not_theirs"]) == len(some)
        return len(captured)

    queries(reports)

    assert queries(reports) == queries(reports[:1])


def test_deletion_asks_once_which_of_the_reports_were_published(client):
    client.force_login(approver())
    drafts = [ProgressUpdateFactory(state="draft") for _ in range(3)]
    taken_back = ProgressUpdateFactory()
    taken_back.state = "draft"
    with reporting.entering(reporting.Entry("An example of a reason to take it back.")):
        taken_back.save()

    def asked(*some):
        chosen = {"action": "delete_selected", "_selected_action": [each.pk for each in some]}
        with CaptureQueriesContext(connection) as captured:
            page = client.post(address(ProgressUpdate, "changelist"), chosen)
        return len(captured), len(page.context["queryset"]), len(page.context["protected"])

    count, *_ = asked(drafts[0])

    assert [asked(drafts[0]), asked(*drafts)] == [(count, 1, 0), (count, 3, 0)]
    assert asked(*drafts, taken_back)[1:] == (4, 1)


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_pages_of_a_report_name_its_promise(client, promise, page):
    client.force_login(approver())
    report = ProgressUpdateFactory(deliverable=promise, state="draft")

    shown = client.get(address(ProgressUpdate, page, report.pk)).content.decode()

    assert f"On track as at 30 September 2021: {promise}" in shown


def test_rows_under_a_promise_are_changed_by_who_signs_off_alone(client, promise):
    report = ProgressUpdateFactory(deliverable=promise, state="draft", commentary="Before.")
    changes_promises = (*REPORTS, "change_deliverable")
    page = address(Deliverable, "change", promise.pk)
    row = {"updates-TOTAL_FORMS": "1", "updates-INITIAL_FORMS": "1", "updates-0-id": report.pk}
    row |= {"updates-0-deliverable": promise.pk, "updates-0-state": "published", "updates-0-revision": "1"}

    client.force_login(contributor_of(promise.directorate))
    assert client.get(page).status_code == 200
    with_permissions(client.get(page).wsgi_request.user, changes_promises)
    client.post(page, posted(client.get(page), **row))
    assert state_of(report) == "draft"

    client.force_login(approver())
    client.post(page, posted(client.get(page), **{"updates-0-commentary": "After."}))
    assert ProgressUpdate.objects.get().commentary == "After."


def test_page_of_a_promise_leads_a_contributor_to_the_update(desk, promise):
    page = desk.get(address(Deliverable, "change", promise.pk)).content.decode()

    assert reverse("admin:priorities_deliverable_update", args=[promise.pk]) in page


def test_lists_lead_each_to_what_they_do(client, promise, contributor):
    report = ProgressUpdateFactory(deliverable=promise, state="awaiting")
    update = reverse("admin:priorities_deliverable_update", args=[promise.pk])
    sign_off = reverse("admin:priorities_progressupdate_sign_off", args=[report.pk])

    def links(user):
        client.force_login(user)
        pages = [client.get(address(model, "changelist")).content.decode() for model in (Deliverable, ProgressUpdate)]
        return [update in pages[0], update in pages[1], sign_off in pages[1]]

    assert links(contributor) == [True, True, False]
    assert links(approver()) == [True, False, True]
    assert links(with_permissions(OfficerFactory().user, ("view_deliverable", "view_progressupdate"))) == [False] * 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"says": "on-track"}, 1),
        ({"says": "none"}, 1),
        ({"waits": "overdue"}, 2),
        ({"waits": "quiet"}, 1),
        ({"waits": "unreported"}, 1),
        ({"waits": "draft"}, 1),
        ({"waits": "awaiting"}, 0),
        ({"waits": "no such thing"}, 2),
    ],
)
def test_list_of_promises_is_narrowed(client, query, count):
    client.force_login(with_permissions(OfficerFactory().user, SIGNS_OFF))
    ProgressUpdateFactory(deliverable=DeliverableFactory())
    ProgressUpdateFactory(deliverable=DeliverableFactory(), state="draft")

    assert client.get(address(Deliverable, "changelist"), query).context["cl"].result_count == count


def test_list_of_reports_is_narrowed_to_ones_own(desk, draft):
    ProgressUpdateFactory()

    assert desk.get(address(ProgressUpdate, "changelist"), {"mine": "yes"}).context["cl"].result_count == 1
