"""Who waits for a record that is being moved is told of the move, rather than writing over it."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction
from factories import DeliverableFactory, PriorityActionFactory
from together import run_together

from ledger.models import save_with_reason
from ledger.refusals import EditedMeanwhile
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "The cabinet put it under another priority of the plan."


def test_edit_that_waits_for_a_move_to_another_priority_is_refused():
    promise = DeliverableFactory(text="As it stood.")
    other = PriorityActionFactory(plan_outcome=promise.priority.plan_outcome)
    mine, theirs = (Deliverable.objects.get(pk=promise.pk) for _ in range(2))
    moved = Event()

    def move():
        with transaction.atomic():
            theirs.priority = other
            save_with_reason(theirs, REASON)
            moved.set()
            sleep(1)

    def reword():
        moved.wait()
        mine.text = "Written over."
        save_with_reason(mine, REASON)

    came = run_together(move, reword)

    promise.refresh_from_db()
    assert [type(each) for each in came] == [type(None), EditedMeanwhile]
    assert (promise.text, promise.priority_id, promise.revision) == ("As it stood.", other.pk, 2)
