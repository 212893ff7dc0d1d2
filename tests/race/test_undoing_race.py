"""Who adds a record to an import that is being undone waits, and is told; nothing that was saved goes unseen."""

from threading import Event, Thread

import pytest
from django.db import IntegrityError, connections
from factories import ProgressUpdateFactory
from sample_documents import OUTCOME_PAGE

from ledger.entries import Entry
from ledger.refusals import LedgerRefusal
from plan_documents import undoing
from plan_documents.models import ImportRun
from plan_documents.runs import apply, begin, look_at
from plan_documents.sources import Source
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE = 1.0


def test_report_saved_while_its_promise_is_being_undone_is_refused_and_never_lost(monkeypatch):
    run = begin(ImportRun(plan_slug="village-plan"), [Source("page.txt", OUTCOME_PAGE.encode())], None)
    run = apply(run, look_at(run).fingerprint, Entry(), None)
    promise, looked, came = Deliverable.objects.first(), Event(), []

    def report():
        try:
            looked.wait()
            came.append(ProgressUpdateFactory(deliverable=promise))
        except IntegrityError as error:
            came.append(error)
        finally:
            connections.close_all()

    reporter = Thread(target=report)
    reporter.start()
    find = undoing.obstacles

    def obstacles(run, steps):
        found = find(run, steps)
        looked.set()
        reporter.join(A_WHILE)
        return found

    monkeypatch.setattr(undoing, "obstacles", obstacles)
    try:
        undoing.undo(run, "It was the document of another plan.", None)
    except LedgerRefusal:
        came.append("refused")
    reporter.join()

    saved = [each for each in came if isinstance(each, ProgressUpdate)]
    assert (ProgressUpdate.objects.count(), Deliverable.objects.exists()) == (len(saved), bool(saved))
