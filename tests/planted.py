"""A small portal with one unmistakable word in every private thing that it can hold, for tests.

Each secret says who may read it, and where: a test that finds a word nowhere proves nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import (
    AimFactory,
    AnswerFactory,
    AppointmentFactory,
    ApproachSectionFactory,
    CaseStudyFactory,
    ConsentFactory,
    CouncillorAccountFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    DirectorateFactory,
    ElectionPeriodFactory,
    ForewordFactory,
    ImportRunFactory,
    IndicatorFactory,
    MeasurementFactory,
    NoteFactory,
    OfficerFactory,
    PackFactory,
    PlaceFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PreviewLinkFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    QuestionFactory,
    ReleaseFactory,
    SharedValueFactory,
    StoryFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
    StorySubmissionFactory,
    StoryValueFactory,
    SuccessionFactory,
    UserFactory,
)

from dashboards.models import Question
from dashboards.questions import asking
from ledger.entries import Entry, entering
from ledger.keeping import drafts
from ledger.models import SpreadsheetRun, save_with_reason
from outcomes.sealing import seal
from priorities.models import ProgressUpdate

LONG_AGO, LATER = date(2022, 3, 1), date(2022, 5, 1)
OPEN = "openly-told"
"""Part of what residents may read."""


@dataclass(frozen=True)
class Secret:
    """A word that no resident reads; ``client`` is signed in as somebody who reads it at ``address``."""

    word: str
    client: Client
    address: str


class Planting:
    """Plants the secrets, and remembers them."""

    def __init__(self):
        self.secrets: list[Secret] = []
        self.records: list[Any] = []
        self.shown: list[Any] = []
        """A promise, an indicator, a story and a seal that residents read."""
        self._numbers = count(1)
        self.officer = signed_in(UserFactory(is_superuser=True, username=self.name("username")))

    def name(self, what: str) -> str:
        return f"zq{next(self._numbers)}-{what}-zq"

    def secret(self, what: str, address: str, client: Client | None = None) -> str:
        """A new word, to be found at ``address`` by an officer who may do everything, or by whoever ``client`` is."""
        word = self.name(what)
        self.add(word, address, client)
        return word

    def add(self, word: str, address: str, client: Client | None = None) -> None:
        self.secrets.append(Secret(word, client or self.officer, address))

    def told_of(self, record: Any, *words: str, page: str = "change") -> Any:
        """These words are in the record, and its page at the desk shows them."""
        self.records.append(record)
        for word in words:
            self.add(word, desk_of(record, page))
        return record

    def with_wholes(self) -> list[Any]:
        """The records, and what each is a part of."""
        found, new = [], self.records
        while new:
            found += new
            new = [getattr(each, name, None) for each in new for name in WHOLES]
            new = [each for each in new if each is not None and each not in found]
        return found


WHOLES = ("priority", "plan", "plan_outcome", "outcome", "portfolio", "page")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk_of(record: Any, page: str = "change") -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def plant(clock: Callable) -> Planting:
    """Everything at once: what residents read, and beside it what they never may. An election comes last."""
    clock("2027-03-20 12:00")
    planting = Planting()
    with entering(Entry("Read in for an example.", effective_on=LONG_AGO)):
        promise = published_promise()
        indicator = published_indicator(promise)
        story = for_stories(planting, promise)
    asked_and_noted(planting, promise, indicator)
    reported(planting, promise)
    drafted(planting, promise)
    at_the_desk(planting, promise)
    packs(planting)
    sealed = seal(promise.priority.plan, timezone.localdate(), sealed_by="Example head of policy", note="An example.")
    planting.shown = [promise, indicator, story, sealed]
    planting.records += planting.shown
    clock("2027-03-25 12:00")
    waiting_for_an_election(planting, promise.priority.plan)
    return planting


def published_promise():
    place = PlaceFactory(name=f"Example ward {OPEN}")
    promise = DeliverableFactory(text=f"Open a hub, {OPEN}.", timescale_text="By March 2023")
    DeliverablePlaceFactory(deliverable=promise, place=place)
    AppointmentFactory(portfolio=promise.priority.portfolio, starts_on=LONG_AGO)
    AimFactory(plan_outcome=promise.priority.plan_outcome)
    ForewordFactory(plan=promise.priority.plan)
    CaseStudyFactory(section=ApproachSectionFactory(page__plan=promise.priority.plan))
    return promise


def published_indicator(promise):
    indicator = IndicatorFactory(name=f"Hubs, {OPEN}")
    PlanIndicatorFactory(plan_outcome=promise.priority.plan_outcome, indicator=indicator)
    MeasurementFactory(indicator=indicator)
    return indicator


def for_stories(planting: Planting, promise):
    """Stories that are hidden, each for a reason of its own, beside one that is told, which it returns."""
    value = SharedValueFactory(page__plan=promise.priority.plan)
    told = StoryFactory(text=f"A story, {OPEN}.", consent=None)
    basis = planting.name("consent")
    ConsentFactory(story=told, basis=basis)
    planting.add(basis, desk_of(told))
    shown = {"outcome": promise.priority.plan_outcome.outcome, "place": promise.places.get(), "value": value}
    ended = {"consent__expires_on": LATER, "consent__given_on": LONG_AGO}
    hidden = [{"state": "draft"}, {"state": "withdrawn"}, {"consent": None}, ended]
    for said in hidden:
        title, text, slug = planting.name("title"), planting.name("text"), planting.name("slug")
        story = StoryFactory(title=title, text=text, slug=slug, person_name=title, **said)
        planting.told_of(story, title, text, slug)
        link(story, shown)
    link(told, shown)
    planting.records += [value, shown["place"]]
    return told


def link(story, shown: dict) -> None:
    StoryOutcomeFactory(story=story, outcome=shown["outcome"])
    StoryPlaceFactory(story=story, place=shown["place"])
    StoryValueFactory(story=story, value=shown["value"])


def asked_and_noted(planting: Planting, promise, indicator) -> None:
    account = CouncillorAccountFactory(user__email=f"{planting.name('email')}@example.org")
    asker = account.user
    planting.add(asker.email, desk_of(asker))
    councillor = signed_in(asker)
    note = reverse("note", args=[promise.pk])
    NoteFactory(user=asker, deliverable=promise, text=planting.secret("note", note, councillor))
    for on in ({"deliverable": promise}, {"deliverable": None, "indicator": indicator}):
        for agrees in ({}, {"asker_agrees": True}, {"officer_agrees": True}):
            said = {**on, **agrees, "asked_by": asker}
            words = [planting.name(each) for each in ("question", "asked-as", "answer", "role", "not-enough")]
            question = QuestionFactory(text=words[0], asked_as=words[1], **said)
            AnswerFactory(question=question, text=words[2], answered_as=words[3], not_enough=words[4])
            for word in words:
                planting.add(word, question.get_absolute_url(), councillor)
    published_but_for(planting, promise, asker, councillor)


def published_but_for(planting: Planting, promise, asker, councillor: Client) -> None:
    """A public question, with an answer that was sent back, and why it was closed."""
    boss = UserFactory(is_superuser=True)
    question = QuestionFactory(
        deliverable=promise, asked_by=asker, text=f"When, {OPEN}?", asker_agrees=True, officer_agrees=True
    )
    address = question.get_absolute_url()
    secrets = ("old-answer", "why", "because", "unapproved-answer")
    old, why, because, unapproved = (planting.secret(what, address, councillor) for what in secrets)
    asking.answer(question, old, role="Example director", by=boss, agrees=True)
    asking.send_back(Question.objects.get(pk=question.pk), why, by=asker)
    asking.answer(
        Question.objects.get(pk=question.pk), f"In May, {OPEN}.", role="Example director", by=boss, agrees=True
    )
    AnswerFactory(question=question, text=unapproved)
    asking.close(Question.objects.get(pk=question.pk), because, by=asker)


LINKS = ("evidence", "decision_url")
TEXTS = ("commentary", "cause", "action", "next_step", "remark", "author_role", *LINKS)


def reported(planting: Planting, promise) -> None:
    """A report in each private state, and a published one that was returned once with a remark."""
    for state in ("draft", "awaiting", "returned", "signed-off"):
        said = {name: planting.name(name) for name in TEXTS}
        said = {name: f"https://example.org/{word}" if name in LINKS else word for name, word in said.items()}
        ahead = timezone.now() + timedelta(days=9) if state == "signed-off" else None
        update = ProgressUpdateFactory(
            deliverable=DeliverableFactory(priority=promise.priority),
            as_of=LATER,
            status="off-track",
            state=state,
            publish_at=ahead,
            **said,
        )
        planting.told_of(update, *said.values())
    remark, wording = planting.name("remark"), planting.name("earlier-wording")
    report = ProgressUpdateFactory(
        deliverable=promise, as_of=LATER, state="returned", remark=remark, commentary=wording
    )
    report.status = "complete"
    save_with_reason(report, planting.secret("reason-before", desk_of(report, "history")) + " is why it was put right.")
    report.state, report.remark, report.commentary = "published", "", f"Two hubs are open, {OPEN}."
    report.save()
    for word in (remark, wording):
        planting.add(word, reverse(VERSION.format("priorities", "progressupdate"), args=first_version(report)))


VERSION = "admin:{}_{}_simple_history"


def first_version(record) -> list[int]:
    return [record.pk, record.history.order_by("history_id").first().history_id]


def drafted(planting: Planting, promise) -> None:
    """The next plan, with all that stands in it, while nobody outside knows of it."""
    names = {name: planting.name(name) for name in ("slug", "title", "introduction", "edition")}
    plan = planting.told_of(
        PlanFactory(state="draft", replaces=promise.priority.plan, starts_on=date(2023, 4, 1), ends_on=None, **names),
        *names.values(),
    )
    words = {name: planting.name(name) for name in ("name", "statement", "introduction", "tracking_note")}
    stated = PlanOutcomeFactory(plan=plan, outcome=promise.priority.plan_outcome.outcome, **words)
    planting.told_of(stated, *words.values())
    title, text = planting.name("priority"), planting.name("promise")
    priority = planting.told_of(PriorityActionFactory(plan_outcome=stated, title=title), title)
    later = planting.told_of(DeliverableFactory(priority=priority, text=text), text)
    why = planting.name("successor-reason")
    ways = {"earlier": promise, "plan": plan, "later": later, "later_priority": None, "how": "merged"}
    mark = SuccessionFactory(**ways, reason=f"{why} is the reason.", published=False)
    planting.told_of(mark, why)
    ForewordFactory(plan=plan, body=planting.secret("foreword", desk_of(plan)))
    AimFactory(plan_outcome=stated, text=planting.secret("aim", desk_of(stated)))
    only_there = IndicatorFactory(name=planting.name("indicator"), slug=planting.name("indicator-slug"))
    PlanIndicatorFactory(plan_outcome=stated, indicator=only_there, wording=planting.name("wording"))
    planting.told_of(only_there, only_there.name, only_there.slug)
    plan.vision = planting.secret("vision", desk_of(plan))
    save_with_reason(plan, planting.secret("reason-of-draft", desk_of(plan, "history")) + " is why it was put right.")


def at_the_desk(planting: Planting, promise) -> None:
    """What officers have, say and type among themselves."""
    directorate = DirectorateFactory()
    person = UserFactory(
        username=planting.name("account"),
        email=f"{planting.name('email')}@example.org",
        first_name=planting.name("first-name"),
        last_name=planting.name("last-name"),
    )
    planting.told_of(person, person.username, person.email, person.first_name, person.last_name)
    officer = OfficerFactory(user=person, directorate=directorate, role=planting.name("role"))
    planting.told_of(officer, officer.role)
    promise.refresh_from_db()
    promise.directorate = directorate
    promise.save()
    sent = {name: planting.name(f"sender-{name}") for name in ("name", "text")}
    email = f"{planting.name('sender')}@example.org"
    planting.told_of(StorySubmissionFactory(email=email, **sent), email, *sent.values())
    awaiting = ProgressUpdate.objects.get(state="awaiting")
    link = PreviewLinkFactory(
        item=awaiting,
        purpose="approve",
        role=planting.name("approver"),
        decision="returned",
        decided_at=timezone.now(),
        remark=planting.secret("decision", reverse("admin:index")),
        made_by=planting_user(planting),
    )
    planting.told_of(link, link.role)
    run = ImportRunFactory(note=planting.name("import"))
    planting.told_of(run, run.note)
    sheet = SpreadsheetRun.objects.create(
        user=planting_user(planting), model="priorities.deliverable", file_name=f"{planting.name('sheet')}.csv"
    )
    planting.add(sheet.file_name, reverse("admin:priorities_deliverable_spreadsheet", args=[sheet.pk]))
    typed = planting.name("typed")
    kept = drafts.keep(
        planting_user(planting).pk, "/admin/outcomes/plan/add/", planting.name("kept"), [["title", typed]]
    )
    for word in (typed, kept.title):
        planting.add(word, reverse("read-typed", args=[kept.pk]))


def planting_user(planting: Planting):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=planting.officer.session["_auth_user_id"])


def packs(planting: Planting) -> None:
    """A draft of a pack, and a final one with whatever it holds."""
    reader = UserFactory()
    reader.groups.set([Group.objects.get(name="Approver")])
    for state in ("draft", "final"):
        sums = {"sha256": "0" * 64, "docx": b"0", "docx_sha256": "0" * 64}
        kept = {"known_at": timezone.now(), **sums} if state == "final" else {}
        word = planting.name(f"pack-{state}")
        document = f'{{"title": "{word}"}}' if state == "final" else ""
        planting.records.append(
            PackFactory(state=state, prepared_as=planting.name("prepared-as"), document=document, **kept)
        )


def waiting_for_an_election(planting: Planting, plan) -> None:
    """Somebody's words that wait until the election is over, and why others do not."""
    today = timezone.localdate()
    period = ElectionPeriodFactory(starts_on=today - timedelta(days=3), ends_on=today + timedelta(days=9))
    author, body = planting.name("author"), planting.name("held-back")
    waits = ForewordFactory(plan=plan, author_name=author, body=body)
    for word in (author, body):
        planting.add(word, desk_of(plan))
    planting.records.append(waits)
    reason = planting.name("release-reason")
    release = ReleaseFactory(period=period, item=ForewordFactory(plan=plan), reason=f"{reason} is why.")
    planting.told_of(release, reason)
