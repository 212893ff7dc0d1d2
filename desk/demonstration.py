"""A desk to try the portal at: example directorates, who reports for them, and something that waits. In debug only."""

from datetime import timedelta
from itertools import cycle

from django.contrib.auth import get_user_model
from django.db import transaction

from dashboards.models import CouncillorAccount, Question
from dashboards.questions import asking
from ledger.clock import today
from ledger.entries import EXAMPLE, Entry, entering
from outcomes.models import Place
from priorities.models import Committee, Councillor, Deliverable, Directorate, Meeting, Officer, ProgressUpdate, Seat
from stories.models import StorySubmission

UNDER_WAY = [
    ("awaiting", ""),
    ("returned", f"{EXAMPLE} say how many people came, and link to the count."),
    ("draft", ""),
]
"""Where each of the example reports stands, and the approver's remark."""
WHY = Entry(f"{EXAMPLE} made up to show how the portal works.")
DIRECTORATES = {"example-people": "Example directorate: people", "example-places": "Example directorate: places"}
REPORTING = {
    "contributor": "Example contributor",
    "approver": "Example approver",
    "plan-manager": "Example plan manager",
}
"""The role in which each of these accounts reports, answers or marks a pack as final."""


COUNCILLOR = "councillor"
"""The account of the example councillor, who sits on the example committee and is known only to who signs in."""
WARD = "colne-valley-east"
NEXT_MEETING = timedelta(days=28)
QUESTIONS = [
    (f"{EXAMPLE} when will residents be able to use it?", ""),
    (
        f"{EXAMPLE} what was learned from the first part?",
        f"{EXAMPLE} that people come at lunchtime, so it now opens from noon.",
    ),
]
"""What the example councillor asks, and what is answered to it, if anything is."""


@transaction.atomic
def make_demonstration_desk() -> None:
    """Make what is missing, around the accounts of the roles; a second run changes nothing."""
    with entering(WHY):
        people, places = (_directorate(slug, name) for slug, name in DIRECTORATES.items())
        for username, role in REPORTING.items():
            user = get_user_model().objects.get(username=username)
            Officer.objects.get_or_create(user=user, defaults={"directorate": people, "role": role})
        if not Deliverable.objects.filter(directorate__isnull=False).exists():
            _share_out(people, places)
        if not StorySubmission.objects.exists():
            _send_in_a_story()
        _seat_a_councillor()
        if not Question.objects.filter(is_example=True).exists():
            _ask_and_answer()


def _seat_a_councillor() -> None:
    """Link the account to a councillor whom no plan and no appointment names, on a committee with a meeting to come."""
    councillor, _ = Councillor.objects.get_or_create(
        slug="example-councillor",
        defaults={"name": "Example councillor", "ward": Place.objects.filter(slug=WARD).first()},
    )
    committee, _ = Committee.objects.get_or_create(
        slug="example-scrutiny-committee", defaults={"name": "Example scrutiny committee"}
    )
    user = get_user_model().objects.get(username=COUNCILLOR)
    CouncillorAccount.objects.get_or_create(user=user, defaults={"councillor": councillor})
    Seat.objects.get_or_create(committee=committee, councillor=councillor, defaults={"starts_on": today()})
    meeting = {"body": committee.body, "held_on": today() + NEXT_MEETING, "title": "Example scrutiny committee"}
    if not Meeting.objects.filter(committee=committee).exists():
        Meeting.objects.create(committee=committee, **meeting)


def _ask_and_answer() -> None:
    """Ask on the first promises that are unfinished; an approver answers one of the questions."""
    asker, approver = (get_user_model().objects.get(username=name) for name in (COUNCILLOR, "approver"))
    promises = Deliverable.objects.unfinished().order_by("pk")[: len(QUESTIONS)]
    for promise, (text, answer) in zip(promises, QUESTIONS, strict=False):
        question = asking.ask(promise, text, by=asker, example=True)
        if answer:
            asking.answer(question, answer, role=REPORTING["approver"], by=approver)


def _directorate(slug: str, name: str) -> Directorate:
    return Directorate.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def _share_out(people: Directorate, places: Directorate) -> None:
    """Give the unfinished promises to the two by turns; reports on three of them are under way.

    Where a later plan settled a promise, nobody waits for a report on it; one can be made all the same.
    """
    unfinished = Deliverable.objects.unfinished().select_related("priority").order_by("pk")
    for promise, directorate in zip(list(unfinished), cycle([people, places]), strict=False):
        promise.directorate = directorate
        promise.save()
    theirs = Deliverable.objects.filter(directorate=people).order_by("pk")[: len(UNDER_WAY)]
    for promise, (state, remark) in zip(theirs, UNDER_WAY, strict=False):
        _report(promise, state, remark)


def _report(promise: Deliverable, state: str, remark: str) -> None:
    ProgressUpdate(
        deliverable=promise,
        as_of=today(),
        status="on-track",
        commentary=f"{EXAMPLE} the first part is done and the second has begun.",
        author_role=REPORTING["contributor"],
        state=state,
        remark=remark,
        written_by=get_user_model().objects.get(username="contributor"),
        is_example=True,
    ).save()


def _send_in_a_story() -> None:
    StorySubmission(
        name="Example sender",
        email="sender@example.org",
        text=f"{EXAMPLE} a neighbour started a walking group, and twelve of us now meet by the canal on Thursdays.",
    ).save()
