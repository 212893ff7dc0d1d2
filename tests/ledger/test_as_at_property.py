"""500 random lives of a plan, each read as at random days and held against a plain reference model."""

from datetime import date, timedelta
from random import Random

import pytest
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    PlaceFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)
from plain_ledger import PlainLedger

from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.models import Plan
from priorities.models import Appointment

pytestmark = pytest.mark.django_db

SEQUENCES, CHUNKS = 500, 20
EDITS = 9
READINGS = 4
START = date(2019, 1, 1)
REASON = "The test moved it on this day."


class Life:
    """One plan that is edited at random, in the ledger and in the plain one alike."""

    def __init__(self, seed: int, councillors, places):
        self.random, self.plain, self.day = Random(seed), PlainLedger(), START  # noqa: S311 - chance, not secrecy
        self.councillors, self.places = councillors, places
        self.deliverables, self.appointments, self.links = [], {}, {}
        with entering(Entry(REASON, effective_on=START)):
            self.portfolios = PortfolioFactory.create_batch(2)
            self.statement = PlanOutcomeFactory(plan__state="current")
            self.priorities = [self._new_priority(number) for number in (1, 2)]
        self.plan = self.statement.plan
        self._tell(self.plan, START, state="current", title=self.plan.title)

    def _new_priority(self, number):
        priority = PriorityActionFactory(plan_outcome=self.statement, number=number, portfolio=self.portfolios[0])
        self._tell(priority, START, portfolio=priority.portfolio_id, number=number)
        return priority

    def live(self):
        for _ in range(EDITS):
            self.day += timedelta(days=self.random.choice([0, 0, 1, 5, 30]))
            self.random.choice(self.EDITS)(self)

    # Edits

    def create(self):
        priority = self.random.choice(self.priorities)
        order = 1 + max((each.order for each in self.deliverables), default=0)
        with self._entry(self.day):
            made = DeliverableFactory(priority=priority, order=order, text=f"Promise {order}", parent=None)
        self.deliverables.append(made)
        self._tell_deliverable(made, self.day)

    def reword(self):
        self._edit(lambda it: setattr(it, "text", f"Reworded {self.random.random()}"))

    def move(self):
        self._edit(lambda it: setattr(it, "timescale_text", f"By {self.random.choice(MONTHS)} 2024"))

    def move_late(self):
        """Written down today about an earlier day, though not before the last change."""
        self._edit(lambda it: setattr(it, "text", f"Late {self.random.random()}"), late=True)

    def re_nest(self):
        def under_another(it):
            tops = [each for each in self.deliverables if each.parent_id is None and each.priority_id == it.priority_id]
            has_children = any(each.parent_id == it.pk for each in self.deliverables)
            others = [None, *(each for each in tops if each is not it and not has_children)]
            it.parent = self.random.choice(others)

        self._edit(under_another)

    def reorder(self):
        self._edit(lambda it: setattr(it, "order", 1 + max(each.order for each in self.deliverables)))

    def change_priority(self):
        def to_another(it):
            if it.parent_id is None and not any(each.parent_id == it.pk for each in self.deliverables):
                it.priority = self.random.choice(self.priorities)

        self._edit(to_another)

    def re_link(self):
        if not self.deliverables:
            return
        key = (self.random.choice(self.deliverables).pk, self.random.choice(self.places).pk)
        with self._entry(self.day):
            if key in self.links:
                link = self.links.pop(key)
                record = ("link", link.pk)
                link.delete()
                self.plain.write(self.day, record, None)
            else:
                link = self.links[key] = DeliverablePlaceFactory(deliverable_id=key[0], place_id=key[1])
                self.plain.write(self.day, ("link", link.pk), {"deliverable": key[0], "place": key[1]})

    def hand_over(self):
        portfolio, councillor = self.random.choice(self.portfolios), self.random.choice(self.councillors)
        with self._entry(self.day):
            if held := self.appointments.pop(portfolio.pk, None):
                if held.starts_on >= self.day:
                    self.appointments[portfolio.pk] = held
                    return
                held.ends_on = self.day
                held.save()
                self._tell_appointment(held)
            new = AppointmentFactory(portfolio=portfolio, councillor=councillor, starts_on=self.day, ends_on=None)
        self.appointments[portfolio.pk] = new
        self._tell_appointment(new)

    def re_assign(self):
        priority = self.random.choice(self.priorities)
        priority.portfolio = self.random.choice(self.portfolios)
        with self._entry(self.day):
            priority.save()
        self._tell(priority, self.day, portfolio=priority.portfolio_id, number=priority.number)

    def report(self):
        self._report(self.random.choice(["on-track", "not-started"]))

    def withdraw(self):
        self._report("withdrawn", decision_url="https://example.org/decision", commentary=REASON)

    def restore(self):
        """Give a deliverable the words and the date of one of its earlier versions."""
        if not self.deliverables:
            return
        it = self.random.choice(self.deliverables)
        earlier = self.random.choice(self.plain.versions(("deliverable", it.pk)))

        def back(it):
            it.text, it.timescale_text = earlier["text"], earlier["timescale"]

        self._edit(back, it)

    def publish_or_not(self):
        self.plan.state = self.random.choice(["draft", "current", "archived"])
        with self._entry(self.day):
            self.plan.save()
        self._tell(self.plan, self.day, state=self.plan.state, title=self.plan.title)

    EDITS = [
        *[create] * 4,
        reword,
        move,
        move_late,
        re_nest,
        reorder,
        change_priority,
        re_link,
        re_link,
        hand_over,
        re_assign,
        report,
        report,
        withdraw,
        restore,
        publish_or_not,
    ]

    # Writing

    def _entry(self, day):
        return entering(Entry(REASON, effective_on=day))

    def _edit(self, change, it=None, late=False):
        if not self.deliverables:
            return
        it = it or self.random.choice(self.deliverables)
        change(it)
        last = self.plain.last_day(("deliverable", it.pk))
        day = last + (self.day - last) / 2 if late else self.day
        with self._entry(day):
            it.save()
        self._tell_deliverable(it, day)

    def _report(self, status, **details):
        if not self.deliverables:
            return
        it = self.random.choice(self.deliverables)
        with self._entry(self.day):
            update = ProgressUpdateFactory(deliverable=it, as_of=self.day, status=status, state="published", **details)
        self.plain.write(self.day, ("update", update.pk), {"deliverable": it.pk, "status": status, "as_of": self.day})

    def _tell(self, record, day, **values):
        self.plain.write(day, (record._meta.model_name, record.pk), values)

    def _tell_deliverable(self, it, day):
        values = {"text": it.text, "timescale": it.timescale_text, "order": it.order}
        self._tell(it, day, **values, priority=it.priority_id, parent=it.parent_id)

    def _tell_appointment(self, held):
        values = {"portfolio": held.portfolio_id, "councillor": held.councillor_id, "from": held.starts_on}
        self._tell(held, self.day, **values, until=held.ends_on)


MONTHS = ["January", "March", "June", "October"]


def expected_page(life: Life, day: date):
    """What a plan's page shows at the end of a day, by the plain ledger."""
    state = life.plain.as_at(day)
    plan = state.get(("plan", life.plan.pk))
    if plan is None or plan["state"] == "draft":
        return None
    own = {key: each for key, each in state.items() if key[0] == "deliverable"}

    def tree(priority, parent):
        theirs = [
            (each["order"], key[1])
            for key, each in own.items()
            if each["priority"] == priority and each["parent"] == parent
        ]
        return [
            (
                own["deliverable", pk]["text"],
                own["deliverable", pk]["timescale"],
                order,
                *said_of(pk),
                tree(priority, pk),
            )
            for order, pk in sorted(theirs)
        ]

    def said_of(pk):
        updates = [
            (each["as_of"], key[1], each["status"]) for key, each in state.items() if of(key, each, "update", pk)
        ]
        places = [each["place"] for key, each in state.items() if of(key, each, "link", pk)]
        return max(updates)[2] if updates else "", sorted(places)

    def of(key, each, kind, pk):
        return key[0] == kind and each["deliverable"] == pk

    def holders(portfolio):
        return sorted(
            each["councillor"]
            for key, each in state.items()
            if key[0] == "appointment"
            and each["portfolio"] == portfolio
            and each["from"] <= day
            and (each["until"] is None or each["until"] > day)
        )

    priorities = sorted((each["number"], key[1]) for key, each in state.items() if key[0] == "priorityaction")
    return (
        plan["title"],
        plan["state"],
        [
            (
                number,
                state["priorityaction", pk]["portfolio"],
                holders(state["priorityaction", pk]["portfolio"]),
                tree(pk, None),
            )
            for number, pk in priorities
        ],
    )


def shown_page(life: Life, day: date):
    """The same, as the pages ask the database for it."""
    with as_at(day):
        plan = (
            Plan.objects.published()
            .filter(pk=life.plan.pk)
            .prefetch_related("priority_actions__deliverables__updates", "priority_actions__deliverables__place_links")
            .first()
        )
        if plan is None:
            return None
        in_force = Appointment.objects.on(day)
        holders = {}
        for portfolio, councillor in in_force.order_by("councillor").values_list("portfolio", "councillor"):
            holders.setdefault(portfolio, []).append(councillor)

        def rows(nested):
            return [
                (
                    each.text,
                    each.timescale_text,
                    each.order,
                    each.status,
                    sorted(link.place_id for link in each.place_links.all()),
                    rows(each.nested),
                )
                for each in nested
            ]

        return (
            plan.title,
            plan.state,
            [
                (each.number, each.portfolio_id, holders.get(each.portfolio_id, []), rows(each.tree))
                for each in sorted(plan.priority_actions.all(), key=lambda each: each.number)
            ],
        )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_as_at_equals_the_plain_ledger(chunk):
    with entering(Entry(REASON, effective_on=START)):
        shared = CouncillorFactory.create_batch(3), PlaceFactory.create_batch(2)
    differences, read = [], 0
    for seed in range(chunk, SEQUENCES, CHUNKS):
        life = Life(seed, *shared)
        life.live()
        span = (life.day - START).days
        days = [START - timedelta(days=1), START, life.day]
        days += [START + timedelta(days=life.random.randint(0, span)) for _ in range(READINGS - 3)]
        for day in days:
            read += 1
            if shown_page(life, day) != expected_page(life, day):
                differences.append((seed, day, shown_page(life, day), expected_page(life, day)))

    assert differences == []
    assert read == READINGS * SEQUENCES / CHUNKS


def test_plain_ledger_is_read_by_day_then_by_order_of_writing():
    plain = PlainLedger()
    plain.write(date(2022, 5, 1), "a", {"x": 1})
    plain.write(date(2022, 6, 1), "a", {"x": 3})
    plain.write(date(2022, 5, 1), "a", {"x": 2})
    plain.write(date(2022, 7, 1), "a", None)

    states = [plain.as_at(date(2022, month, 1)) for month in (4, 5, 6, 7)]

    assert states == [{}, {"a": {"x": 2}}, {"a": {"x": 3}}, {}]


def test_lives_use_every_kind_of_edit():
    names = {edit.__name__ for edit in Life.EDITS}

    assert len(names) == 14
