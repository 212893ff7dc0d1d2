"""Officers press the same button of one page at the same moment, each having seen the page before.

The last of them saw it too, and presses once the others are answered.
A page a round: a reshuffle, the answer to a submission, many reports at once, confirmations, a plan document and a
spreadsheet. Needs a database whose commits other threads see.
"""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from io import StringIO
from threading import Barrier, Thread

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    ProgressUpdateFactory,
    StorySubmissionFactory,
)
from racing import browser_of, fields_of

from ledger.admin.chosen import address_for
from ledger.models import KeptForm, SpreadsheetRun
from ledger.verifying import verify
from plan_documents.models import ImportRun
from plan_documents.runs import begin
from plan_documents.sources import Source
from priorities.models import Appointment

REPORTS = 3
DOCUMENT = """We look after our streets

Priorities for action

1. Mend the clock

Action

Mend the clock.

Deliverable(s)

  • Find the key.
    Timescale: January 2022.
"""


@dataclass(frozen=True)
class Sent:
    """What came of one press: ``text`` is what the officer typed; ``says`` whether a loser is told why."""

    name: str
    text: str
    status: int
    keeps_typing: bool
    """Whether what was sent stands on the page that came back, or in the file that is kept."""
    says: bool


@dataclass
class Round:
    page: str
    sent: list[Sent] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """What was typed, or who typed it, by the versions that were made, in order."""
    faults: list[str] = field(default_factory=list)
    """What the ledger finds wrong with itself afterwards."""


class Reshuffling:
    """Each gives one portfolio to a councillor of their own."""

    says = ("after you looked",)

    def __init__(self, clients: int):
        self.held, self.people = AppointmentFactory(), CouncillorFactory.create_batch(clients)

    def open(self, browser, number: int, text: str) -> Callable:
        address = reverse("admin:priorities_appointment_reshuffle")
        wish = {"reason": text, f"portfolio-{self.held.portfolio.pk}-holder-0": str(self.people[number].pk)}
        asked = fields_of(browser.get(address).content.decode()) | wish | {"_continue": "1"}
        seen = fields_of(browser.post(address, asked).content.decode())
        return lambda: browser.post(address, seen | {"_save": "1"})

    def written(self) -> list[str]:
        new = Appointment.objects.exclude(pk=self.held.pk)
        return [each.history.get().history_change_reason for each in new]


class Moderating:
    """A third is in touch with the sender, a third makes a story of it, a third declines."""

    says = ("answered already", "after you opened it")

    def __init__(self, clients: int):
        self.submission = StorySubmissionFactory()

    def open(self, browser, number: int, text: str) -> Callable:
        address = reverse("admin:stories_storysubmission_moderate", args=[self.submission.pk])
        answer = ("in-touch", "taken-up", "declined")[number % 3]
        story = {"kind": "im-kirklees", "person_name": text, "text": text, "basis": text}
        said = {"answer": answer, "note": text} | (story if answer == "taken-up" else {})
        values = fields_of(browser.get(address).content.decode()) | said
        return lambda: browser.post(address, values)

    def written(self) -> list[str]:
        self.submission.refresh_from_db()
        versions = list(self.submission.history.order_by("history_id"))[1:]
        story = self.submission.story
        return [story.text if story else each.history_change_reason for each in versions]


class AnsweringReports:
    """Half sign the same reports off, which asks for a role; half return them with a remark."""

    says = ("left as before",)

    def __init__(self, clients: int):
        self.reports = ProgressUpdateFactory.create_batch(REPORTS, state="awaiting", status="on-track")

    def open(self, browser, number: int, text: str) -> Callable:
        which = ("sign-off", "return")[number % 2]
        page = reverse("admin:priorities_progressupdate_bulk", args=[which])
        address = address_for(page, [each.pk for each in self.reports])
        typed = {"remark": text} if which == "return" else {"approved_by": "Example director"}
        values = fields_of(browser.get(address).content.decode()) | typed | {"write": "1"}
        return lambda: browser.post(address, values)

    def written(self) -> list[str]:
        """Who answered them: all were answered by one, once."""
        versions = [list(each.history.order_by("history_id"))[1:] for each in self.reports]
        return list(dict.fromkeys(" ".join(version.history_user.username for version in all_of) for all_of in versions))


class Confirming:
    """Each confirms that nothing changed since the same report, with one press that asks for no word."""

    says = ("changed after you opened this page", "Residents read another report by now", "reported on today")

    def __init__(self, clients: int):
        self.promise = DeliverableFactory()
        ProgressUpdateFactory(deliverable=self.promise, as_of=date(2022, 1, 1))

    def open(self, browser, number: int, text: str) -> Callable:
        address = reverse("admin:priorities_deliverable_update", args=[self.promise.pk])
        seen = fields_of(browser.get(address).content.decode())["seen"]
        return lambda: browser.post(address, {"seen": seen, "step": "confirm"})

    def written(self) -> list[str]:
        """Who confirmed it."""
        return [each.written_by.username for each in self.promise.updates.filter(kind="no-change")]


class ConfirmingMany(Confirming):
    """The same on the page for many promises."""

    says = ("left as before",)

    def open(self, browser, number: int, text: str) -> Callable:
        page = reverse("admin:priorities_deliverable_bulk", args=["confirm"])
        address = address_for(page, [self.promise.pk])
        values = fields_of(browser.get(address).content.decode()) | {"write": "1"}
        return lambda: browser.post(address, values)


class ApplyingADocument:
    """Each applies the same plan document, read in before, with a reason of their own."""

    says = ("settled meanwhile",)

    def __init__(self, clients: int):
        self.run = begin(ImportRun(plan_slug="village-plan"), [Source("page.txt", DOCUMENT.encode())], None)

    def open(self, browser, number: int, text: str) -> Callable:
        address = reverse("admin:plan_documents_importrun_review", args=[self.run.pk])
        values = fields_of(browser.get(address).content.decode()) | {"apply": "yes", "why_reason": text}
        return lambda: WayOn(browser, browser.post(address, values), self.written() == [text])

    def written(self) -> list[str]:
        """Everybody is led on to the page of the import, which says whose reason it has."""
        return list(type(self.run).objects.filter(pk=self.run.pk).values_list("reason", flat=True))


class Applying:
    """Each applies a file of their own that rewords the same promise."""

    says = ("after this file was downloaded", "while the file was read")

    def __init__(self, clients: int):
        self.promise = DeliverableFactory(text="As it stood before the race.")

    def open(self, browser, number: int, text: str) -> Callable:
        file = StringIO()
        csv.writer(file).writerows([["id", "revision", "text"], [self.promise.pk, self.promise.revision, text]])
        upload = SimpleUploadedFile("promises.csv", file.getvalue().encode())
        form = {"file": upload, "why_reason": "An example of a good reason."}
        run = browser.post(reverse("admin:priorities_deliverable_bring_in"), form)["Location"]

        def apply():
            answer = browser.post(run, {"do": "apply"})
            return answer if answer.status_code != 302 else Told(browser.get(answer["Location"]), run)

        return apply

    def written(self) -> list[str]:
        return list(self.promise.history.order_by("history_id").values_list("text", flat=True))[1:]


class WayOn:
    """The page that who won and who lost are led on to alike; what is kept for them stands on it too."""

    def __init__(self, browser, answer, won: bool):
        page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        self.status_code = 302 if won and page.status_code == 200 else page.status_code
        kept = KeptForm.objects.filter(user__pk=browser.session["_auth_user_id"])
        self.content = page.content + repr([each.typed for each in kept]).encode()


class Told:
    """The page of a file says whether it was applied: then it counts as one that leads on. Until then it is kept."""

    def __init__(self, page, address: str):
        run = SpreadsheetRun.objects.get(pk=int(address.strip("/").rpartition("/")[2]))
        applied = page.status_code == 200 and run.state == SpreadsheetRun.State.APPLIED
        self.status_code = 302 if applied else page.status_code
        self.content = page.content + bytes(run.content)


PAGES = (Reshuffling, Moderating, AnsweringReports, Confirming, ConfirmingMany, ApplyingADocument, Applying)


class PageRace:
    def __init__(self, clients: int, pages: tuple[type, ...]):
        self.officers = [User.objects.create_superuser(f"officer-{number}") for number in range(clients)]
        self.pages = [page(clients) for page in pages]
        self.rounds = [Round(type(page).__name__) for page in self.pages]
        self.barrier, self.answered = Barrier(clients), Barrier(clients)
        self.errors: list[BaseException] = []

    def run(self) -> list[Round]:
        threads = [Thread(target=self._take_part, args=[number]) for number in range(len(self.officers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]
        for each, page in zip(self.rounds, self.pages, strict=True):
            each.written = page.written()
        self.rounds[-1].faults = [str(fault) for fault in verify(Counter())]
        return self.rounds

    def _take_part(self, number: int) -> None:
        try:
            browser = browser_of(self.officers[number])
            for each, page in zip(self.rounds, self.pages, strict=True):
                text = f"Typed by number {number:02} of the officers on {each.page}."
                press = page.open(browser, number, text)
                self.barrier.wait()
                if number == len(self.officers) - 1:
                    self.answered.wait()
                each.sent.append(self._sent(press(), page, self.officers[number].username, text))
                if number < len(self.officers) - 1:
                    self.answered.wait()
        except BaseException as error:
            self.errors.append(error)
            self.barrier.abort()
            self.answered.abort()
        finally:
            connections.close_all()

    def _sent(self, answer, page, name: str, text: str) -> Sent:
        body = unescape(answer.content.decode())
        return Sent(name, text, answer.status_code, text in body, any(words in body for words in page.says))


def race(clients: int = 12) -> list[Round]:
    return PageRace(clients, PAGES).run()
