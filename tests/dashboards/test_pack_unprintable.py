"""Characters that XML cannot carry: they come with pasted text, and no pack breaks on them."""

import io
import json
from collections import Counter

import docx
import pytest
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from factories import CommitteeFactory, MeetingFactory, OfficerFactory, RemitFactory
from pack_example import small_council

from dashboards.models import Answer, Pack, Question
from dashboards.packs.freezing import check_packs, mark_final
from dashboards.questions.forms import AnswerForm, AskForm
from ledger.printable import printable
from outcomes.models import Comparator, Indicator, Measurement, Outcome, Plan
from priorities.models import (
    Committee,
    Councillor,
    Deliverable,
    Meeting,
    Portfolio,
    PriorityAction,
    ProgressUpdate,
    Remit,
)

pytestmark = pytest.mark.django_db

ODD = "\x01\x08\x0b\x0c\x0e\x1b\x1f\ufffe\uffff"
TOLD = (
    *(Plan, Outcome, PriorityAction, Deliverable, ProgressUpdate, Portfolio, Councillor, Committee, Meeting),
    *(Indicator, Measurement, Comparator, Question, Answer),
)
SHORT = 40
"""Fields this short are codes, not words."""


def holds_words(field) -> bool:
    return type(field) in (CharField, TextField) and not field.choices and (field.max_length or SHORT) >= SHORT


@pytest.fixture
def council(clock):
    """Every text of every record ends with each of the characters, in its row and in its history."""
    made = small_council(clock("2022-11-22 09:00").date())
    made.meeting.committee = CommitteeFactory(body=made.meeting.body)
    made.meeting.save()
    for portfolio in Portfolio.objects.all():
        RemitFactory(committee=made.meeting.committee, portfolio=portfolio)
    for model in TOLD:
        for each in (model, model.history.model):
            names = [field.name for field in model._meta.concrete_fields if holds_words(field)]
            odd = {name: Concat(F(name), Value(ODD)) for name in [*names, *_reason(each)]}
            assert QuerySet(each).update(**odd) > 0, each
    made.meeting.refresh_from_db()
    return made


def _reason(model) -> list[str]:
    return [name for name in ("history_change_reason", "history_approved_by") if hasattr(model, name)]


@pytest.fixture
def officer(client):
    user = OfficerFactory(user__is_superuser=True).user
    client.force_login(user)
    return user


def words_of(file: bytes) -> str:
    opened = docx.Document(io.BytesIO(file))
    return " ".join("".join(opened.element.itertext()).split())


def test_draft_is_made_of_text_with_odd_characters(council, client, officer):
    answer = client.get(reverse("pack-docx", args=[council.meeting.pk]))
    words = words_of(answer.content)

    assert Remit.objects.count() == 2
    assert (answer.status_code, words, "Repair 200 homes" in words) == (200, printable(words), True)
    assert client.get(reverse("pack", args=[council.meeting.pk])).status_code == 200


def test_pack_with_odd_characters_is_kept_as_it_is_and_printed_without_them(council, officer, clock):
    clock("2022-11-22 10:00")
    reason = f"Example: the papers{ODD} are sent out today."
    pack = mark_final(council.meeting, council.before, by=officer, role=f"Example clerk{ODD}", reason=reason)

    assert json.loads(pack.document)["final"]["reason"] == reason
    assert "Example: the papers are sent out today." in words_of(bytes(pack.docx))
    assert list(check_packs(Counter())) == []


@pytest.mark.parametrize("name", ["role", "reason"])
def test_form_says_where_an_odd_character_stands(client, officer, name):
    address = reverse("pack", args=[MeetingFactory().pk])
    sent = {"final-role": "Example clerk", "final-reason": "Example: the papers are sent out today."}

    for odd in ODD:
        answer = client.post(address, sent | {f"final-{name}": f"Example role{odd} of clerk"})
        assert (answer.status_code, Pack.objects.count()) == (400, 0), odd
        (said,) = answer.context["form"].errors[name]
        assert said.startswith("This holds a character that cannot be printed, after “Example role”. Delete it")


def test_question_and_answer_are_refused_with_odd_characters(officer):
    for odd in ODD:
        typed = {"text": f"Two{odd} of eleven.", "role": f"Example clerk{odd} of works"}
        assert list(AskForm(typed).errors) == ["text"], odd
        assert list(AnswerForm(typed, user=officer).errors) == ["text", "role"], odd


def test_file_of_names_as_long_as_they_can_be_is_made(council, client, officer):
    for model in (Meeting, Committee):
        name = "title" if model is Meeting else "name"
        longest = model._meta.get_field(name).max_length
        QuerySet(model).update(**{name: "x" * longest})

    answer = client.get(reverse("pack-docx", args=[council.meeting.pk]))
    assert docx.Document(io.BytesIO(answer.content)).core_properties.title.startswith("Pack for ")
