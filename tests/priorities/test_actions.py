"""Moving a date, rewording, reporting, deferring and withdrawing, by code."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from factories import DeliverableFactory

from ledger.refusals import EditedMeanwhile, ReasonNeeded, WrongDay
from priorities import actions
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db

REASON = "The contractor went into administration."
DECISION = "https://example.org/decision"
STOP = {"decision_url": DECISION, "author_role": "Example officer"}


@pytest.mark.parametrize(
    ("action", "field", "text"),
    [(actions.move_date, "timescale_text", "By December 2022"), (actions.reword, "text", "Open two hubs.")],
    ids=["move-date", "reword"],
)
def test_change_says_who_and_why(action, field, text):
    user = get_user_model().objects.create_user("officer")
    deliverable = DeliverableFactory()

    action(deliverable, text, reason=REASON, decision_url=DECISION, approved_by="Example role", by=user)

    version = deliverable.history.latest("history_id")
    assert (getattr(Deliverable.objects.get(), field), version.history_change_reason) == (text, REASON)
    assert (version.history_decision_url, version.history_approved_by) == (DECISION, "Example role")
    assert version.history_user == user


@pytest.mark.parametrize("action", [actions.move_date, actions.reword])
def test_change_without_a_reason_is_refused(action):
    deliverable = DeliverableFactory()

    with pytest.raises(ReasonNeeded):
        action(deliverable, "By December 2022", reason="tbc")

    assert deliverable.history.count() == 1


def test_change_of_what_was_changed_meanwhile_is_refused():
    DeliverableFactory()
    mine, theirs = Deliverable.objects.get(), Deliverable.objects.get()
    actions.reword(theirs, "Open two hubs.", reason=REASON)

    with pytest.raises(EditedMeanwhile):
        actions.reword(mine, "Open three hubs.", reason=REASON)

    assert (Deliverable.objects.get().text, mine.text) == ("Open two hubs.", "Open three hubs.")


def test_change_on_a_day_before_the_last_one_is_refused():
    with pytest.raises(WrongDay):
        actions.move_date(DeliverableFactory(), "By December 2022", reason=REASON, effective_on=date(2020, 1, 1))


def test_date_moved_is_read_afresh():
    moved = actions.move_date(DeliverableFactory(), "By December 2022", reason=REASON)

    assert moved.timescale_end == date(2022, 12, 31)


def test_report_is_an_update_of_its_day():
    update = actions.report(
        DeliverableFactory(), "on-track", author_role="Example officer", as_of=date(2022, 1, 31), commentary="On site."
    )

    kept = ProgressUpdate.objects.get()
    assert (kept, kept.status, kept.as_of, kept.state) == (update, "on-track", date(2022, 1, 31), "published")


def test_report_at_risk_without_its_cause_is_refused():
    with pytest.raises(ValidationError):
        actions.report(DeliverableFactory(), "at-risk", author_role="Example officer")

    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize(
    ("action", "status"), [(actions.defer, "deferred"), (actions.withdraw, "withdrawn")], ids=["defer", "withdraw"]
)
def test_stopping_names_its_decision_and_says_why(action, status):
    action(DeliverableFactory(), commentary=REASON, **STOP)

    update = ProgressUpdate.objects.get()
    assert (update.status, update.commentary, update.decision_url) == (status, REASON, DECISION)
    assert update.history.get().history_decision_url == DECISION


@pytest.mark.parametrize("action", [actions.defer, actions.withdraw])
@pytest.mark.parametrize(
    "wanting",
    [{"commentary": "tbc"}, {"commentary": ""}, {"decision_url": ""}],
    ids=["filler", "silent", "no-decision"],
)
def test_stopping_without_a_reason_or_a_decision_is_refused(action, wanting):
    with pytest.raises(ValidationError):
        action(DeliverableFactory(), **{"commentary": REASON, **STOP, **wanting})

    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "status", "taken"),
    [
        ("published", "deferred", False),
        ("published", "withdrawn", False),
        ("draft", "deferred", True),
        ("awaiting", "withdrawn", True),
        ("published", "complete", True),
    ],
)
def test_published_update_that_stops_a_promise_says_why_whoever_writes_it(state, status, taken):
    update = ProgressUpdate(
        deliverable=DeliverableFactory(), as_of=date(2022, 1, 31), state=state, status=status, commentary="tbc", **STOP
    )

    if taken:
        update.save()
    else:
        with pytest.raises(ReasonNeeded) as refusal:
            update.save()
        assert refusal.value.messages[0].startswith(f"Say in the commentary why the promise is {status}. The reason ")

    assert ProgressUpdate.objects.count() == int(taken)
