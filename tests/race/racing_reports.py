"""Officers write, sign off and return one report at the same moment. Needs a database whose commits other threads see.

In even rounds each begins the first report on a promise; in odd ones a report awaits what each does with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from threading import Barrier, Thread

from django.contrib.auth.models import User
from django.db import connections
from django.urls import reverse
from factories import DeliverableFactory, ProgressUpdateFactory
from racing import browser_of, fields_of, named_in

from priorities.models import ProgressUpdate

NEW, AWAITING = ("save", "submit", "publish"), ("save", "sign-off", "return")


@dataclass(frozen=True)
class Sent:
    """What came of one form: ``text`` is what was typed into it; ``names`` is whom a loser is told of."""

    step: str
    name: str
    text: str
    status: int
    keeps_typing: bool
    names: str = ""


@dataclass
class Round:
    sent: list[Sent] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    """What each version that was made in this round says in the field that its officer typed into, in order."""


class ReportRace:
    def __init__(self, clients: int, rounds: int):
        self.officers = [User.objects.create_superuser(f"officer-{number}") for number in range(clients)]
        self.promises = DeliverableFactory.create_batch(rounds)
        for promise in self.promises[1::2]:
            ProgressUpdateFactory(deliverable=promise, state="awaiting")
        self.rounds = [Round() for _ in range(rounds)]
        self.barrier = Barrier(clients)
        self.errors: list[BaseException] = []

    def run(self) -> list[Round]:
        threads = [Thread(target=self._take_part, args=[number]) for number in range(len(self.officers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]
        for number, promise in enumerate(self.promises):
            self.rounds[number].versions = versions_of(promise)[number % 2 :]
        return self.rounds

    def _take_part(self, number: int) -> None:
        try:
            browser = browser_of(self.officers[number])
            for each, promise in enumerate(self.promises):
                send = opened(browser, self.officers[number].username, number, each, promise)
                self.barrier.wait()
                self.rounds[each].sent.append(send())
        except BaseException as error:
            self.errors.append(error)
            self.barrier.abort()
        finally:
            connections.close_all()


def opened(browser, name: str, number: int, each: int, promise) -> Callable[[], Sent]:
    """Open the page that this officer's step is on, and return what sends it."""
    step, text = (AWAITING if each % 2 else NEW)[number % 3], f"Text {number} of round {each}."
    address, typed = reverse("admin:priorities_deliverable_update", args=[promise.pk]), {"commentary": text}
    if step in {"sign-off", "return"}:
        address = reverse("admin:priorities_progressupdate_sign_off", args=[promise.updates.get().pk])
        typed = {"remark" if step == "return" else "approved_by": text}
    values = fields_of(browser.get(address).content.decode()) | typed
    values |= {"status": "on-track", "author_role": "Example role", "step": "publish" if step == "sign-off" else step}

    def send() -> Sent:
        answer = browser.post(address, values)
        body = unescape(answer.content.decode())
        return Sent(step, name, text, answer.status_code, text in body, named_in(body))

    return send


def versions_of(promise) -> list[str]:
    versions = ProgressUpdate.history.filter(deliverable_id=promise.pk).order_by("history_id")
    return [each.remark or each.history_approved_by or each.commentary for each in versions]


def race(clients: int = 12, rounds: int = 6) -> list[Round]:
    return ReportRace(clients, rounds).run()
