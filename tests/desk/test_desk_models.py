"""What no caller may break of the desk's own tables."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.connection import ConnectionDoesNotExist
from factories import DeliverableFactory, PreviewLinkFactory, QuestionFactory, UserFactory

from desk.models import PreviewLink, QuestionReminder, Reminder
from desk.roles import lay_roles
from ledger.refusals import Unmovable

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def reminded_twice():
    values = {"user": UserFactory(), "deliverable": DeliverableFactory(), "kind": "due", "about": date(2026, 1, 1)}
    Reminder.objects.create(**values, sent_at=NOW)
    return Reminder(**values, sent_at=NOW)


def told_twice():
    values = {"user": UserFactory(), "question": QuestionFactory(), "kind": "due", "about": date(2026, 1, 1)}
    QuestionReminder.objects.create(**values, sent_at=NOW)
    return QuestionReminder(**values, sent_at=NOW)


BROKEN = {
    "preview_link_ends_after_it_is_made": lambda: PreviewLinkFactory.build(**saved(), expires_at=NOW),
    "preview_link_to_approve_names_a_role": lambda: PreviewLinkFactory.build(**saved(), purpose="approve", role=""),
    "preview_link_decision_has_its_moment": lambda: PreviewLinkFactory.build(**saved(), decision="approved"),
    "nobody_is_reminded_twice": reminded_twice,
    "nobody_is_told_twice_of_a_question": told_twice,
}


def saved():
    """What a link that is not saved yet names."""
    link = PreviewLinkFactory()
    return {"item": link.item, "made_by": link.made_by, "content_type": link.content_type}


def test_every_constraint_is_broken_here():
    models = apps.get_app_config("desk").get_models()
    assert {each.name for model in models for each in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_when_broken_is_refused_by_the_database(name):
    record = BROKEN[name]()

    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    "changes",
    [{"role": "Another role"}, {"purpose": "approve"}, {"revoked_at": None}],
    ids=lambda changes: next(iter(changes)),
)
def test_link_stays_what_it_was_made_for_and_stays_ended(changes):
    link = PreviewLinkFactory(revoked_at=NOW)
    for name, value in changes.items():
        setattr(link, name, value)

    with pytest.raises(Unmovable):
        link.save()

    kept = PreviewLink.objects.get()
    assert (kept.role, kept.purpose, kept.revoked_at) == ("Example strategic director", "look", NOW)


def test_roles_are_laid_in_the_database_that_was_migrated():
    with pytest.raises(ConnectionDoesNotExist):
        lay_roles(using="elsewhere")
