"""A draft or a returned report is thrown away from the page of its promise, after being asked again."""

import pytest
from desk_people import REPORTS, approver, contributor_of, with_permissions
from django.db import OperationalError
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory
from pressed_update import address

from ledger.admin.why import SAVED_AT_ONCE
from priorities import reporting
from priorities.admin.update_throwing import CHANGED, NOT_YOURS
from priorities.models import ProgressUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub.")


@pytest.fixture
def contributor(promise):
    return with_permissions(contributor_of(promise.directorate), [*REPORTS, "delete_progressupdate"])


@pytest.fixture
def draft(promise, contributor):
    return ProgressUpdateFactory(deliverable=promise, state="draft", written_by=contributor, commentary="A mistake.")


@pytest.fixture
def desk(client, contributor):
    client.force_login(contributor)
    return client


def offers_it(desk, promise):
    return address(promise, "throw_away") in desk.get(address(promise)).content.decode()


def throw_away(desk, promise, revision):
    return desk.post(address(promise, "throw_away"), {"revision": revision, "of": "4"}, follow=True)


def test_own_draft_is_thrown_away_after_being_asked_and_its_history_stays(desk, promise, draft, contributor):
    assert offers_it(desk, promise)
    asked = desk.get(address(promise, "throw_away"))
    assert ("A mistake." in asked.content.decode(), ProgressUpdate.objects.count()) == (True, 1)

    answer = throw_away(desk, promise, draft.revision)

    last = ProgressUpdate.history.latest()
    assert (answer.redirect_chain, ProgressUpdate.objects.count()) == ([(f"{address(promise)}?of=4", 302)], 0)
    assert (last.history_type, last.history_user, last.commentary) == ("-", contributor, "A mistake.")
    assert "Its history stays." in answer.content.decode()


def of_a_colleague(draft):
    draft.written_by = contributor_of(draft.deliverable.directorate)
    draft.save()


def sent(draft):
    reporting.submit(draft)


def taken_back(draft):
    reporting.submit(draft)
    reporting.take_back(draft)


def returned(draft):
    reporting.submit(draft)
    reporting.send_back(draft, remark="Say which roof.")


def published(draft):
    reporting.sign_off(draft)


@pytest.mark.parametrize(
    ("becomes", "question"),
    [(taken_back, "Throw this draft away?"), (returned, "Throw this report away?")],
    ids=["taken-back", "returned"],
)
def test_own_report_that_came_back_is_thrown_away(desk, promise, draft, becomes, question):
    becomes(draft)

    assert offers_it(desk, promise)
    assert desk.get(address(promise, "throw_away")).context["title"] == question
    throw_away(desk, promise, draft.revision)

    states = ProgressUpdate.history.order_by("history_id").values_list("state", "history_type")
    assert (ProgressUpdate.objects.count(), [*states][-1]) == (0, (draft.state, "-"))


@pytest.mark.parametrize("becomes", [of_a_colleague, sent, published])
def test_what_is_a_colleagues_or_was_sent_is_not_thrown_away(desk, promise, draft, becomes):
    becomes(draft)

    assert not offers_it(desk, promise)
    answers = [desk.get(address(promise, "throw_away"), follow=True), throw_away(desk, promise, draft.revision)]
    assert [NOT_YOURS in answer.content.decode() for answer in answers] == [True, True]
    assert ProgressUpdate.objects.count() == 1


def test_draft_is_not_thrown_away_by_who_may_not_delete_reports(client, promise, draft):
    client.force_login(with_permissions(draft.written_by, REPORTS))

    assert (offers_it(client, promise), throw_away(client, promise, draft.revision).status_code) == (False, 200)
    assert ProgressUpdate.objects.count() == 1


def test_approver_throws_away_a_draft_of_their_own(client, promise):
    user = approver()
    draft = ProgressUpdateFactory(deliverable=promise, state="draft", written_by=user)
    client.force_login(user)

    assert offers_it(client, promise)
    throw_away(client, promise, draft.revision)

    assert ProgressUpdate.objects.count() == 0


def test_approver_throws_away_what_a_contributor_left(client, promise, draft):
    returned(draft)
    client.force_login(approver())

    assert offers_it(client, promise)
    assert f"Begun by {draft.written_by}," in " ".join(client.get(address(promise, "throw_away")).text.split())
    throw_away(client, promise, draft.revision)

    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 40])
def test_draft_that_is_another_one_by_now_stays(desk, promise, draft, revision):
    answer = throw_away(desk, promise, revision)

    assert (CHANGED in answer.content.decode(), ProgressUpdate.objects.count()) == (True, 1)


def test_database_that_fails_is_told_and_loses_nothing(desk, promise, draft, monkeypatch):
    def fails(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(ProgressUpdate, "delete", fails)

    answer = throw_away(desk, promise, draft.revision)

    assert (SAVED_AT_ONCE in answer.content.decode(), ProgressUpdate.objects.count()) == (True, 1)
