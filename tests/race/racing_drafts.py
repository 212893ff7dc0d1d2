"""Twelve at the same moment on what is not public yet: next year's plan, links to drafts, an import to be undone.

A page a round, as in ``racing_pages``. Directors who decide by a link have no account.
"""

import re
from collections.abc import Callable
from datetime import date
from time import sleep

from django.contrib.auth.models import User
from django.urls import reverse
from factories import (
    AimFactory,
    DeliverableFactory,
    PlanFactory,
    PreviewLinkFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)
from racing import browser_of, fields_of
from racing_pages import DOCUMENT, PageRace, Round, WayOn

from desk import previews
from desk.admin_previews import page_for
from desk.models import PreviewLink
from ledger.entries import Entry
from outcomes.models import Aim, Plan
from plan_documents.models import ImportRun
from plan_documents.runs import apply, begin, look_at
from plan_documents.sources import Source
from priorities.models import Deliverable, Succession

LATER_DOCUMENT = DOCUMENT.replace("Find the key.\n", "Find both keys.\n") + "\n  • Oil them.\n"
HEAD_START = 0.3
"""Seconds by which who edits begins first, for that takes longer than to undo."""
ADDRESS = re.compile(r'id="address" value="([^"]+)"')


class Starting:
    """Each starts next year's plan under a title of their own."""

    says = ("only one plan can",)

    def __init__(self, clients: int):
        self.earlier = PlanFactory()
        AimFactory(plan_outcome__plan=self.earlier)

    def open(self, browser, number: int, text: str) -> Callable:
        address = roll_forward("_start", self.earlier)
        values = fields_of(browser.get(address).content.decode()) | {"title": text, "slug": ""}
        return lambda: WayOn(browser, browser.post(address, values), self.written() == [text])

    def written(self) -> list[str]:
        """The title of the new plan, as often as what the earlier one says was copied."""
        copies = Aim.objects.exclude(plan_outcome__plan=self.earlier)
        titles = [each.plan_outcome.plan.title for each in copies.select_related("plan_outcome__plan")]
        return titles if Plan.objects.filter(title__in=titles).count() == len(titles) else []


class Marking:
    """Half carry one promise forward, half drop it."""

    says = ("after you opened this page",)
    how_many = 1

    def __init__(self, clients: int):
        self.priority = PriorityActionFactory(plan=PlanFactory(), plan_outcome=None)
        self.promises = DeliverableFactory.create_batch(self.how_many, priority=self.priority)
        self.draft = PlanFactory(state="draft", replaces=self.priority.plan, starts_on=None, ends_on=None)

    def open(self, browser, number: int, text: str) -> Callable:
        address, [promise] = roll_forward("_promises", self.priority.plan), self.promises
        typed = {"how": ("carried", "dropped")[number % 2], "timescale": "By March 2035", "reason": text}
        sent = {f"promise-{promise.pk}-{name}": value for name, value in typed.items()}
        values = fields_of(browser.get(address).content.decode()) | sent
        return lambda: browser.post(address, values)

    def written(self) -> list[str]:
        """Why, by the marks; nothing where a promise has two versions of its mark, or what the marks say is not so."""
        marks = list(Succession.history.filter(plan=self.draft))
        made = Deliverable.history.filter(priority__plan=self.draft).count()
        once = len(marks) == self.how_many and made == sum(mark.how == "carried" for mark in marks)
        return list({mark.reason for mark in marks}) if once else []


class CarryingAll(Marking):
    """Each carries every promise of one priority forward."""

    says = ("Nothing is left to be marked",)
    how_many = 3

    def open(self, browser, number: int, text: str) -> Callable:
        address = roll_forward("_carry", self.priority.plan, self.priority)
        values = fields_of(browser.get(address).content.decode()) | {"timescale": "By March 2035", "reason": text}
        return lambda: WayOn(browser, browser.post(address, values), self.written() == [text])


class Publishing:
    """Half publish the new plan and archive the one before, which asks for no word; half do it in the plan's form."""

    says = ("is public already: nothing was changed", "what you changed stands in it already")

    def __init__(self, clients: int):
        before = PlanFactory(starts_on=date(2019, 4, 1))
        self.plan = PlanFactory(state="draft", replaces=before)
        self.earlier, self.archivers = self.plan.replaces, set()

    def open(self, browser, number: int, text: str) -> Callable:
        address, sent = reverse("admin:outcomes_plan_change", args=[self.plan.pk]), {"state": "current"}
        if number % 2:
            sent = fields_of(browser.get(address).content.decode()) | sent | {"why_reason": text}
        else:
            self.archivers.add(user_of(browser))
            address, sent = roll_forward("_publish", self.earlier), {"archive": "on"}
        return lambda: WayOn(browser, browser.post(address, sent), wrote_first(browser, self.plan))

    def written(self) -> list[str]:
        """Who published it; nothing where another archived the one before."""
        published = [each.history_user for each in versions_of(self.plan)]
        archived = [each.history_user for each in versions_of(self.earlier)]
        also = [each for each in published if each.pk in self.archivers]
        return [each.username for each in published] if archived == also else []


class MakingLinks:
    """Each makes a link to one report, for a role of their own, and is shown the address of that one: all win."""

    says = ()

    def __init__(self, clients: int):
        self.report = ProgressUpdateFactory(state="awaiting", status="on-track")
        self.page = page_for(self.report)

    def open(self, browser, number: int, text: str) -> Callable:
        values = fields_of(browser.get(self.page).content.decode()) | {"purpose": "approve", "role": text, "make": "1"}

        def make() -> WayOn:
            page = WayOn(browser, browser.post(self.page, values), won=False)
            [address] = ADDRESS.findall(page.content.decode())
            page.status_code = 302 if text in browser_of().get(address).content.decode() else 200
            return page

        return make

    def written(self) -> list[str]:
        """The role of each version of a link."""
        return sorted(PreviewLink.history.filter(object_id=self.report.pk).values_list("role", flat=True))


class EndingALink:
    """Each ends the same link, which asks for no word; who comes second is told that it is ended, which is so."""

    says = ("is ended: it opens nothing any more",)

    def __init__(self, clients: int):
        self.link = PreviewLinkFactory(item=PlanFactory(state="draft"), made_by=User.objects.first())
        self.page = page_for(self.link.item)

    def open(self, browser, number: int, text: str) -> Callable:
        values = {"end": str(self.link.pk)}
        return lambda: WayOn(browser, browser.post(self.page, values), wrote_first(browser, self.link))

    def written(self) -> list[str]:
        """Who ended it."""
        return [each.history_user.username for each in versions_of(self.link)]


class DecidingOnAReport:
    """Half approve a report by the same link, half send it back; each with a remark, and none with an account."""

    says = ("decided by this link before", "It is public now")

    def __init__(self, clients: int):
        self.item = self.draft()
        made = previews.make(self.item, purpose="approve", role="Example director", by=User.objects.first())
        self.link, self.address = made

    def draft(self):
        return ProgressUpdateFactory(state="awaiting", status="on-track")

    def open(self, browser, number: int, text: str) -> Callable:
        director = browser_of()
        seen = fields_of(director.get(self.address).content.decode())
        sent = seen | {"remark": text, "decision": ("approved", "returned")[number % 2]}
        return lambda: director.post(self.address, sent)

    def written(self) -> list[str]:
        """The remark of each decision; nothing where the report did not follow."""
        decided = versions_of(self.link)
        went = {"approved": "published", "returned": "returned"}
        followed = [each.state for each in versions_of(self.item)] == [went[each.decision] for each in decided]
        return [each.remark for each in decided] if followed else []


class DecidingOnAPlan(DecidingOnAReport):
    """The same on a plan, which stays a draft whatever is decided."""

    def draft(self):
        return PlanFactory(state="draft")

    def written(self) -> list[str]:
        return [each.remark for each in versions_of(self.link)] if not versions_of(self.item) else []


class Undoing:
    """Each undoes the same import, which made a plan."""

    documents, left = (DOCUMENT,), []
    says = ("was undone meanwhile, so nothing was done now",)

    def __init__(self, clients: int):
        for document in self.documents:
            run = begin(ImportRun(plan_slug=type(self).__name__.lower()), [Source("page.txt", document.encode())], None)
            self.run = apply(run, look_at(run).fingerprint, Entry(), None)
        self.promise = Deliverable.objects.get(priority__plan__slug=run.plan_slug, order=1)

    def open(self, browser, number: int, text: str) -> Callable:
        address = reverse("admin:plan_documents_importrun_undo", args=[self.run.pk])
        values = fields_of(browser.get(address).content.decode()) | {"because": text}
        return lambda: WayOn(browser, browser.post(address, values), self.written() == [text])

    def written(self) -> list[str]:
        """Why, by the versions of the import; nothing where the promises are not as they were before it."""
        there = list(Deliverable.objects.filter(priority__plan__slug=self.run.plan_slug).values_list("text", flat=True))
        undone = self.run.history.filter(state="undone")
        return [each.undone_because for each in undone] if there == self.left else []


class UndoingOrEditing(Undoing):
    """Half undo one that reworded a promise, half reword that promise once more, which stands in the way of undoing."""

    documents, left = (DOCUMENT, LATER_DOCUMENT), ["Find the key."]
    says = (*Undoing.says, "something stands in the way", "changed this record")

    def open(self, browser, number: int, text: str) -> Callable:
        if number % 2 == 0:
            undo = super().open(browser, number, text)
            return lambda: (sleep(HEAD_START), undo())[1]
        address = reverse("admin:priorities_deliverable_change", args=[self.promise.pk])
        values = fields_of(browser.get(address).content.decode()) | {"text": text, "why_reason": text}
        return lambda: browser.post(address, values)

    def written(self) -> list[str]:
        """Why, by the versions of the import and of the promise since."""
        edits = [each.history_change_reason for each in versions_of(self.promise)]
        return super().written() + [edit for edit in edits if (edit or "").startswith("Typed by")]


def roll_forward(page: str, *records) -> str:
    """The address of one of the pages for rolling a plan forward."""
    return reverse(f"admin:priorities_succession_roll_forward{page}", args=[each.pk for each in records])


def versions_of(record) -> list:
    """Its versions since it was made, in order."""
    return list(record.history.select_related("history_user").order_by("history_id"))[1:]


def user_of(browser) -> int:
    return int(browser.session["_auth_user_id"])


def wrote_first(browser, record) -> bool:
    return [each.history_user_id for each in versions_of(record)[:1]] == [user_of(browser)]


PAGES = (
    Starting,
    Marking,
    CarryingAll,
    Publishing,
    MakingLinks,
    EndingALink,
    DecidingOnAReport,
    DecidingOnAPlan,
    Undoing,
    UndoingOrEditing,
)


def race(clients: int = 12) -> list[Round]:
    return PageRace(clients, PAGES).run()
