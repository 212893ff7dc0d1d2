"""Who reads dashboards, what they ask, and packs for their meetings."""

from datetime import date

from factory import SubFactory
from factory.django import DjangoModelFactory

from dashboards import models

from .accounts import UserFactory
from .priorities import CouncillorFactory, DeliverableFactory, MeetingFactory


class CouncillorAccountFactory(DjangoModelFactory):
    class Meta:
        model = models.CouncillorAccount

    user = SubFactory(UserFactory, is_staff=False)
    councillor = SubFactory(CouncillorFactory)


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = models.Note

    user = SubFactory(UserFactory, is_staff=False)
    deliverable = SubFactory(DeliverableFactory)
    text = "An example of a private note."


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = models.Question

    deliverable = SubFactory(DeliverableFactory)
    text = "An example of a question?"
    asked_by = SubFactory(UserFactory, is_staff=False)
    asked_as = "Example councillor"
    asked_on = date(2022, 3, 1)
    answer_due_on = date(2022, 3, 15)


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.Answer

    question = SubFactory(QuestionFactory, state="answered")
    text = "An example of an answer."
    answered_by = SubFactory(UserFactory)
    answered_as = "Example contributor"
    answered_on = date(2022, 3, 10)


class PackFactory(DjangoModelFactory):
    class Meta:
        model = models.Pack

    meeting = SubFactory(MeetingFactory)
    day = date(2022, 3, 1)
    prepared_by = SubFactory(UserFactory)
    prepared_as = "Example plan manager"
