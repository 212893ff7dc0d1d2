"""What no caller may break of questions, notes, packs and accounts of councillors: each constraint is broken here."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from factories import DeliverableFactory, IndicatorFactory, NoteFactory, PackFactory, QuestionFactory

pytestmark = pytest.mark.django_db

MOMENT = datetime(2022, 3, 1, 12, tzinfo=UTC)


def changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def second_note():
    note = NoteFactory()
    note.pk, note._state.adding = None, True
    return note


ON_ONE, SETTLED, KEPT = (
    "question_is_on_one_thing",
    "question_has_a_day_once_it_is_settled",
    "pack_is_kept_exactly_when_it_is_final",
)
BROKEN = {
    "on two things": (
        ON_ONE,
        lambda: QuestionFactory.build(deliverable=DeliverableFactory(), indicator=IndicatorFactory()),
    ),
    "on nothing": (ON_ONE, lambda: QuestionFactory.build(deliverable=None)),
    "accepted on no day": (SETTLED, lambda: changed(asked(), state="accepted")),
    "open and settled": (SETTLED, lambda: changed(asked(), settled_on=date(2022, 3, 2))),
    "due before it is asked": (
        "question_is_due_after_it_is_asked",
        lambda: changed(asked(), answer_due_on=date(2022, 2, 28)),
    ),
    "two notes": ("one_note_a_promise", second_note),
    "final and not kept": (KEPT, lambda: changed(PackFactory(), state="final")),
    "final without a Word document": (
        KEPT,
        lambda: changed(PackFactory(), state="final", known_at=MOMENT, document="{}", sha256="0" * 64),
    ),
    "kept as a draft": (KEPT, lambda: changed(PackFactory(), document="{}")),
}


def asked():
    return QuestionFactory()


def test_every_constraint_is_broken_here():
    models = apps.get_app_config("dashboards").get_models()
    declared = {each.name for model in models for each in model._meta.constraints}
    assert declared == {name for name, _ in BROKEN.values()}


@pytest.mark.parametrize("case", BROKEN)
def test_constraint_when_broken_is_refused_by_the_database(case):
    name, build = BROKEN[case]
    record = build()
    if record._state.adding and name == ON_ONE:
        record.asked_by.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("case", ["on two things", "on nothing"])
def test_question_on_more_or_less_than_one_thing_is_told_what_to_do(case):
    record = BROKEN[case][1]()
    record.asked_by.save()

    with pytest.raises(ValidationError, match="Ask on one promise or on one indicator."):
        record.validate_constraints()
