"""People around a question, for tests: a councillor who asks, officers of a role who answer; and its pages."""

from django.contrib.auth.models import Group
from django.test import Client
from factories import CouncillorAccountFactory, DirectorateFactory, OfficerFactory, QuestionFactory

from dashboards.models import Question
from ledger.entries import Entry, entering
from ledger.keeping.typed import SLIP

LIST = "/dashboard/questions/"


def page_of(question):
    return f"{LIST}{question.pk}/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def fields_of(page):
    """What each form of the page carries."""
    question, note = page.context.get("question"), page.context.get("seen")
    seen = {"revision": question.revision} if question else {}
    return {SLIP: page.context["slip"]} | seen | (note._asdict() if note else {})


def text_of(page):
    return " ".join(page.content.decode().split())


def councillor(name="Example One"):
    return CouncillorAccountFactory(councillor__name=name).user


def officer(role, directorate=None, **said):
    """An account with a role at the desk, read from the database anew: permissions are remembered."""
    user = OfficerFactory(directorate=directorate, role=f"Example {role.lower()}", **said).user
    user.groups.set([Group.objects.get(name=role)])
    return type(user).objects.get(pk=user.pk)


def asked(by=None, **values):
    """A question of this councillor on a promise that has a directorate, as it is read from the database."""
    made = QuestionFactory(
        asked_by=by or councillor(),
        asked_as="Councillor Example One",
        **{"deliverable__directorate": DirectorateFactory(), **values},
    )
    return read(made)


def read(question):
    return Question.objects.with_subjects().select_related("asked_by").get(pk=question.pk)


def take_back(promise):
    """Make a promise that residents read a draft again, with its plan."""
    plan = promise.priority.plan
    plan.state = "draft"
    with entering(Entry("It was published too early by mistake.")):
        plan.save()
