"""Two at the same moment: a draft is published once, and a link decides once."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone
from factories import PlanFactory, PreviewLinkFactory, ProgressUpdateFactory, UserFactory

from desk import previews
from desk.models import PreviewLink
from desk.publishing import publish_due

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 6


def at_once(do) -> list:
    """What each of many threads got that did the same at the same moment."""
    barrier, found = Barrier(MANY), []

    def take_part() -> None:
        try:
            barrier.wait()
            found.append(do())
        finally:
            connections.close_all()

    threads = [Thread(target=take_part) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_runs_at_the_same_moment_publish_everything_once():
    now = timezone.now()
    plans = PlanFactory.create_batch(5, state="draft", publish_at=now)

    attempts = [attempt for run in at_once(lambda: list(publish_due(now))) for attempt in run]

    assert sorted(attempt.record.pk for attempt in attempts if not attempt.refusal) == [plan.pk for plan in plans]
    assert [attempt.refusal for attempt in attempts] == [""] * 5
    assert [plan.history.count() for plan in plans] == [2] * 5


def test_decisions_at_the_same_moment_decide_once():
    update = ProgressUpdateFactory(state="awaiting")
    key = PreviewLinkFactory(item=update, purpose="approve", made_by=UserFactory(is_superuser=True)).pk
    seen = previews.mark_of(PreviewLink.objects.get(pk=key))

    def decide() -> bool:
        return previews.decide(PreviewLink.objects.get(pk=key), "approved", remark="", seen=seen)

    assert sorted(at_once(decide)) == [False] * (MANY - 1) + [True]
    assert (update.history.count(), PreviewLink.objects.get(pk=key).history.count()) == (2, 2)
