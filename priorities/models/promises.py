"""Priority actions and their deliverables: the promises themselves."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify

from ledger.clock import today
from ledger.entries import current_entry
from ledger.models import LedgerModel
from ledger.refusals import LedgerRefusal, Unmovable
from ledger.words import in_short
from ledger.writing import long_day
from outcomes.models import Place, Plan, PlanOutcome
from priorities.querysets import PRINTED_AS_DONE, DeliverableQuerySet, PriorityActionQuerySet
from priorities.timescales import read_timescale

from .people import Councillor, Directorate, Portfolio

READ_FROM_TIMESCALE = (
    "timescale_start",
    "timescale_end",
    "timescale_precision",
    "timescale_ongoing",
    "timescale_ambiguous",
    "timescale_reading",
    "timescale_milestones",
)
"""The columns that follow from ``timescale_text``."""


class PriorityAction(LedgerModel):
    """A numbered priority of a plan: what will be done, and who answers for it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priority_actions")
    plan_outcome = models.ForeignKey(
        PlanOutcome, null=True, blank=True, on_delete=models.CASCADE, related_name="priority_actions"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300, blank=True)
    action = models.TextField(blank=True)
    portfolio = models.ForeignKey(
        Portfolio, null=True, blank=True, on_delete=models.PROTECT, related_name="priority_actions"
    )
    published_holder = models.ForeignKey(
        Councillor, null=True, blank=True, on_delete=models.PROTECT, related_name="published_priority_actions"
    )
    holder_as_published = models.CharField(max_length=200, blank=True)
    labels = models.JSONField(default=dict, blank=True, help_text="Headings as this plan prints them, by part.")

    promised = ("plan", "plan_outcome", "title", "action")
    guards_read = ("plan",)

    examples = {
        "title": "Hubs near home",
        "action": "Open hubs in which residents get help with several services at once.",
        "holder_as_published": "Councillor Alex Example",
    }

    objects = PriorityActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", F("plan_outcome__order").asc(nulls_last=True), "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "plan_outcome", "number"], name="one_priority_a_number_in_an_outcome"
            ),
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(plan_outcome__isnull=True),
                name="one_priority_a_number_outside_outcomes",
                violation_error_message="The plan has a priority of this number already.",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.title else f"Priority {self.number}"

    def is_published(self) -> bool:
        return self.plan.is_published()

    def was_published(self) -> bool:
        return self.plan.was_published()

    def refuse_change(self, changed: Collection[str], before: "PriorityAction") -> None:
        if "plan" in changed and before.was_published():
            raise Unmovable(
                f"This priority was published in {before.plan}, so it stays there. "
                f"Add a priority to {self.plan}, and say there what becomes of its promises."
            )

    def get_absolute_url(self):
        return reverse("priority", args=[self.pk, slugify(self.title)[:60].strip("-") or "priority"])

    @property
    def tree(self) -> list["Deliverable"]:
        """The top deliverables in order, each with its children, in order, in ``.nested``."""
        return nest(list(self.deliverables.all()))

    @property
    def promises(self) -> list["Deliverable"]:
        """The deliverables that are promises themselves: those that only head a list are left out."""
        every = list(self.deliverables.all())
        heads = {deliverable.parent_id for deliverable in every}
        return [deliverable for deliverable in every if deliverable.pk not in heads]


class Deliverable(LedgerModel):
    """One promise: its text, and when it is due, exactly as published and as read.

    The ``timescale_*`` columns other than ``timescale_text`` are derived: saving reads them afresh
    from the text, so they can never disagree with it.
    """

    priority = models.ForeignKey(PriorityAction, on_delete=models.CASCADE, related_name="deliverables")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    timescale_text = models.TextField("timescale", blank=True, help_text="Exactly as published.")
    timescale_start = models.DateField(null=True, blank=True, editable=False)
    timescale_end = models.DateField(null=True, blank=True, editable=False)
    timescale_precision = models.CharField(max_length=20, blank=True, editable=False)
    timescale_ongoing = models.BooleanField(default=False, editable=False)
    timescale_ambiguous = models.BooleanField(default=False, editable=False)
    timescale_reading = models.TextField(blank=True, editable=False)
    timescale_milestones = models.JSONField(default=list, blank=True, editable=False)
    status_as_published = models.CharField(max_length=120, blank=True)
    owner_as_published = models.CharField("directorate role", max_length=200, blank=True)
    directorate = models.ForeignKey(
        Directorate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliverables",
        help_text="Whose officers report on it.",
    )
    as_printed = models.TextField(
        blank=True, help_text="The line of the plan it was read from, where its parts stood in columns or in one line."
    )
    expected_result = models.TextField(blank=True, help_text="What residents will see, where the plan says so.")
    places = models.ManyToManyField(Place, through="DeliverablePlace", related_name="deliverables", blank=True)

    promised = ("priority", "parent", "text", "timescale_text", "status_as_published")
    guards_read = ("priority__plan",)

    examples = {
        "text": "Open a hub in the library.",
        "timescale_text": "By March 2027",
        "status_as_published": "On track",
        "owner_as_published": "Strategic director, places",
        "as_printed": "Open a hub in the library. By March 2027. On track.",
        "expected_result": "Residents can see a housing officer there without an appointment.",
    }

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["priority", F("parent").asc(nulls_first=True), "order"]
        indexes = [models.Index(fields=["timescale_end", "id"], name="deliverable_by_due_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "order"],
                condition=Q(parent__isnull=True),
                name="one_deliverable_a_position",
                violation_error_message="The priority has a deliverable at this position already.",
            ),
            models.UniqueConstraint(fields=["parent", "order"], name="one_child_deliverable_a_position"),
            models.CheckConstraint(
                name="deliverable_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="A deliverable cannot stand under itself.",
            ),
        ]

    def __str__(self):
        return in_short(self.text)

    def is_published(self) -> bool:
        return self.priority.is_published()

    def was_published(self) -> bool:
        return self.priority.was_published()

    def refuse_version(self, before: "Deliverable | None") -> None:
        super().refuse_version(before)
        stays = before and (self.priority_id, self.parent_id) == (before.priority_id, before.parent_id)
        if not stays and (fault := fault_of_place(self.pk, self.parent_id, self.priority_id)):
            raise LedgerRefusal(fault, code="misplaced")

    def refuse_change(self, changed: Collection[str], before: "Deliverable") -> None:
        if "priority" in changed and self.priority.plan_id != before.priority.plan_id:
            raise Unmovable(
                f"A promise of {before.priority.plan} stays in that plan. Add a promise to {self.priority.plan}, and "
                "fill in “What happened to it in the next plan” on this one."
            )
        if "priority" in changed and (count := before.children.count()):
            stand = "1 promise stands" if count == 1 else f"{count} promises stand"
            raise Unmovable(f"{stand} under this one and would stay behind. Move what stands under it first.")
        if "timescale_text" in changed and (done := before.completed_by(current_entry().effective_on)):
            raise Unmovable(
                f"This promise was reported complete as at {long_day(done)}, so its date stays as it was then. If the "
                "report is wrong, put the report right first."
            )

    @classmethod
    def guards_listed(cls) -> list[Prefetch]:
        reports = cls._meta.get_field("updates").related_model.objects.filter(state="published")
        return [Prefetch("updates", reports.only("deliverable", "as_of", "state", "status"))]

    def completed_by(self, day: date | None) -> date | None:
        """The day of the latest report up to ``day``, today unless told, where that says complete; else None."""
        told = self.told_by(day or today())
        return told[-1].as_of if told and told[-1].status == "complete" else None

    def get_absolute_url(self):
        return reverse("deliverable", args=[self.pk])

    @property
    def told(self) -> list:
        """Its published updates up to today, in time order. Reads prefetched updates if there are any."""
        return self.told_by(today())

    def told_by(self, day: date) -> list:
        """Its published updates up to ``day``, as :attr:`told`."""
        told = [update for update in self.updates.all() if update.state == "published" and update.as_of <= day]
        return sorted(told, key=lambda update: (update.as_of, update.pk))

    @property
    def printed_as_done(self) -> bool:
        """Whether the plan itself prints this promise as kept already."""
        return self.status_as_published.lower().startswith(PRINTED_AS_DONE)

    @cached_property
    def settled(self) -> bool:
        """Whether a later plan says what became of it; lists fetch it, see ``with_first_promise()``."""
        return self.successions.published().exists()

    @cached_property
    def went_on(self) -> list:
        """What later plans that residents can read say became of it, the oldest plan first; pages of many fetch it."""
        return list(self.successions.published().oldest_plan_first().with_successor())

    @property
    def latest_update(self):
        """The published update with the latest day up to today, or None."""
        told = self.told
        return told[-1] if told else None

    @property
    def status(self) -> str:
        """What the council says now: a value of ``Status``, or "" where it has said nothing yet."""
        latest = self.latest_update
        return latest.status if latest else ""

    def save(self, *, update_fields=None, **kwargs):
        self.read_timescale()
        if update_fields is not None and "timescale_text" in update_fields:
            update_fields = {*update_fields, *READ_FROM_TIMESCALE}
        super().save(update_fields=update_fields, **kwargs)

    def read_timescale(self):
        """Fill the derived ``timescale_*`` columns from ``timescale_text``."""
        if not self.timescale_text:
            self._clear_timescale()
            return
        reading = read_timescale(self.timescale_text)
        self.timescale_start, self.timescale_end = reading.start, reading.end
        self.timescale_precision, self.timescale_reading = reading.precision, reading.reading
        self.timescale_ongoing, self.timescale_ambiguous = reading.ongoing, reading.ambiguous
        self.timescale_milestones = reading.as_dict()["milestones"]

    def _clear_timescale(self):
        self.timescale_start = self.timescale_end = None
        self.timescale_precision = self.timescale_reading = ""
        self.timescale_ongoing = self.timescale_ambiguous = False
        self.timescale_milestones = []


class DeliverablePlace(LedgerModel):
    """A deliverable concerns a place."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="place_links")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="deliverable_links")

    class Meta:
        ordering = ["deliverable", "place"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "place"], name="a_deliverable_names_a_place_once")
        ]

    def __str__(self):
        return f"{self.deliverable} in {self.place}"


class EvidenceLink(LedgerModel):
    """Where anyone can see that a deliverable is going as the council says."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="evidence_links")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    shown_on = models.DateField(help_text="The day the evidence is from.")

    examples = {
        "title": "Visitors counted in June",
        "url": "https://www.example.org/visitors",
    }

    class Meta:
        ordering = ["deliverable", "-shown_on", "id"]

    def __str__(self):
        return self.title


def fault_of_place(key: int | None, parent: int | None, priority: int) -> str:
    """Why the promise ``key``, None for a new one, cannot stand under ``parent`` in ``priority``; else nothing."""
    line = _line_above(parent)
    if parent is not None and line[parent] != priority:
        return "Choose a deliverable of the same priority."
    below = key in line and key != parent
    return "Choose a deliverable that does not stand under this one." if below else ""


def _line_above(key: int | None) -> dict[int, int]:
    """The keys of a stored promise and of all that it stands under, each with that of its priority; 0 where it went."""
    line: dict[int, int] = {}
    while key is not None and key not in line:
        row = Deliverable.objects.filter(pk=key).order_by("pk").values_list("priority_id", "parent_id").first()
        line[key], key = row or (0, None)
    return line


def is_in_circle(key: int, parents: Mapping[int, int | None]) -> bool:
    """Whether one comes to ``key`` again by going up from it, each time to the parent."""
    seen, above = {key}, parents.get(key)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == key


def nest(deliverables: list[Deliverable]) -> list[Deliverable]:
    """Arrange the deliverables of one priority as a tree: each gets its children in ``.nested``, by order.

    Those that stand under one another, or under none of these, as they may on a past day, come to the top.
    """
    parents = {each.pk: each.parent_id for each in deliverables}
    children: dict[int | None, list[Deliverable]] = {}
    for deliverable in sorted(deliverables, key=lambda each: each.order):
        has_place = deliverable.parent_id in parents and not is_in_circle(deliverable.pk, parents)
        children.setdefault(deliverable.parent_id if has_place else None, []).append(deliverable)
    for deliverable in deliverables:
        deliverable.nested = children.get(deliverable.pk, [])
    return children.get(None, [])
