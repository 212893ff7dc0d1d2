"""Several officers save one deliverable at the same moment, each by one of the ways that there are to write.

A round is opened by all, then saved by all at once. Needs a database whose commits other threads see.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from threading import Barrier, Thread

from bs4 import BeautifulSoup, SoupStrainer
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from factories import DeliverableFactory

from ledger.entries import Entry
from plan_documents.errors import PlanDocumentError
from plan_documents.importing import import_records
from plan_documents.records import Record
from priorities import actions
from priorities.models import Deliverable

WAYS = ("form", "restore", "import", "action")
CAME_FIRST = re.compile(r"([\w-]+) changed this record at \d\d:\d\d:\d\d on ")


@dataclass(frozen=True)
class Save:
    """What came of one save: ``text`` was to stand in the deliverable; ``names`` is whom a loser is told of."""

    way: str
    name: str
    text: str
    won: bool
    answer: str = ""
    keeps_typing: bool = True
    names: str = ""


@dataclass
class Round:
    saves: list[Save] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """The texts of the versions that were made in this round, in order."""
    stands: str = ""


def race(clients: int = 12, rounds: int = 15) -> list[Round]:
    """Let them race, and say what came of each round."""
    return Race(clients, rounds).run()


class Race:
    def __init__(self, clients: int, rounds: int):
        self.deliverable = DeliverableFactory(text="As it stood before the race.")
        self.officers = [User.objects.create_superuser(f"officer-{number}") for number in range(clients)]
        self.rounds = [Round() for _ in range(rounds)]
        self.versions = []
        for number in range(clients * 2):
            actions.reword(self.deliverable, f"Version {number} to restore.", reason="An example of a good reason.")
            self.versions.append(self.deliverable.history.latest("history_id"))
        self.seen = self.deliverable.history.count()
        self.barrier, self.end = Barrier(clients), Barrier(clients, action=self._take_stock)
        self.errors: list[BaseException] = []

    def run(self) -> list[Round]:
        threads = [Thread(target=self._take_part, args=[number]) for number in range(len(self.officers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.errors:
            raise self.errors[0]
        return self.rounds

    def _take_part(self, number: int) -> None:
        try:
            officer = Officer(self, number)
            for each in range(len(self.rounds)):
                save = getattr(officer, f"open_{WAYS[number % len(WAYS)]}")(f"Text {number} of round {each}.")
                self.barrier.wait()
                self.rounds[each].saves.append(save())
                self.end.wait()
        except BaseException as error:
            self.errors.append(error)
            self.barrier.abort()
            self.end.abort()
        finally:
            connections.close_all()

    def _take_stock(self) -> None:
        done = next(each for each in self.rounds if not each.stands)
        texts = list(self.deliverable.history.order_by("history_id").values_list("text", flat=True))
        done.written, self.seen = texts[self.seen :], len(texts)
        done.stands = type(self.deliverable).objects.get(pk=self.deliverable.pk).text


class Officer:
    """One officer with a browser. ``open_…`` reads what there is and returns what saves."""

    def __init__(self, race: Race, number: int):
        self.race, self.officer = race, race.officers[number]
        self.versions = race.versions[number * 2 :][:2]
        self.browser = browser_of(self.officer)

    def open_form(self, text: str):
        return self._open_page("form", "change", [], text, {"text": text, "why_reason": f"Because of: {text}"})

    def open_restore(self, text: str):
        """Restore another version each time: one that stands already offers nothing to restore."""
        version, typed = self.versions[0], {"why_reason": f"Because of: {text}"}
        self.versions.reverse()
        return self._open_page("restore", "restore", [version.pk], version.text, typed)

    def _open_page(self, way: str, page: str, arguments: list, text: str, typed: dict[str, str]):
        address = reverse(f"admin:priorities_deliverable_{page}", args=[self.race.deliverable.pk, *arguments])
        values = fields_of(self.browser.get(address).content.decode()) | typed

        def save() -> Save:
            answer = self.browser.post(address, values)
            body = unescape(answer.content.decode())
            kept = all(value in body for value in typed.values())
            won = answer.status_code == 302
            return Save(way, self.officer.username, text, won, str(answer.status_code), won or kept, named_in(body))

        return save

    def open_import(self, text: str):
        priority = Record("priority", ("1",), {"title": self.race.deliverable.priority.title}, "priority 1", 1)
        position = {"priority": priority.ref, "parent": None, "order": self.race.deliverable.order}
        document = [priority, Record("deliverable", ("1", 1), position, "deliverable 1", 2, {"text": text})]
        source, why = "Read in from an example.", Entry("The plan was published again.", by=self.officer)
        day = date(2022, 1, 18)
        return lambda: self._attempt("import", text, lambda: import_records(document, source, day, why=why))

    def open_action(self, text: str):
        opened, reason = Deliverable.objects.get(pk=self.race.deliverable.pk), f"Because of: {text}"
        return lambda: self._attempt(
            "action", text, lambda: actions.reword(opened, text, reason=reason, by=self.officer)
        )

    def _attempt(self, way: str, text: str, write) -> Save:
        try:
            write()
        except (ValidationError, PlanDocumentError) as refusal:
            return Save(way, self.officer.username, text, False, type(refusal).__name__, names=named_in(str(refusal)))
        return Save(way, self.officer.username, text, True)


class Browser(Client):
    """Does not listen to what the others' pages are made from."""

    def request(self, **request):
        answer = self.handler(self._base_environ(**request))
        self.cookies.update(answer.cookies)
        return answer


def browser_of(officer=None) -> Browser:
    """A browser in which this officer is signed in, or nobody is."""
    browser = Browser()
    if officer:
        browser.force_login(officer)
    return browser


def named_in(text: str) -> str:
    """Whose change came first, by what the loser is told."""
    found = CAME_FIRST.search(text)
    return found[1] if found else ""


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's form as it stands."""
    values = {}
    controls = SoupStrainer(["input", "textarea", "select"])
    for each in BeautifulSoup(page, "html.parser", parse_only=controls).select("[name]"):
        chosen = each.select_one("option[selected]") if each.name == "select" else None
        unticked = each.get("type") in ("checkbox", "radio", "submit", "file") and not each.has_attr("checked")
        if "__prefix__" in each["name"] or unticked:
            continue
        if each.name == "input":
            values[each["name"]] = each.get("value", "")
        else:
            values[each["name"]] = chosen.get("value", "") if chosen else each.text.strip() * (each.name == "textarea")
    return values
