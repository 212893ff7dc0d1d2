"""How far a plan is rolled forward: its promises by whether they are marked, for the desk's pages."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from ledger.clock import moment_in_words, today
from outcomes.models import Plan
from priorities.models import Deliverable, PriorityAction, ProgressUpdate, Succession
from priorities.steps import AWAITING

from .choices import left_current, left_of, moment_is_over, nothing_follows, still_to_mark, taken_back
from .timescales import doubt_of

SHOWN = {
    "unmarked": "Still to be marked",
    "marked": "Marked",
    "finished": "Finished, need no mark",
    "every": "Every promise",
}


@dataclass
class RollForward:
    """One plan, and the one that replaces it: None until it is started."""

    earlier: Plan
    later: Plan | None

    @property
    def is_open(self) -> bool:
        """Whether promises can be marked."""
        return self.later is not None and not self.later.is_published() and self.earlier.is_published()

    @property
    def why_closed(self) -> str:
        """Why nothing can be marked although another plan is to follow; nothing where the earlier one is public."""
        return "" if self.earlier.is_published() else taken_back(str(self.earlier))

    @property
    def what_becomes(self) -> str:
        """What becomes of the earlier plan once the new one is public; nothing where it is archived already."""
        if self.earlier.state != Plan.State.CURRENT:
            return ""
        return left_current(str(self.earlier), self.earlier.ends_on, str(self.later), today())

    @cached_property
    def awaiting(self) -> int:
        """How many reports on promises of the earlier plan await sign-off."""
        return ProgressUpdate.objects.filter(deliverable__priority__plan=self.earlier, state=AWAITING).count()

    @property
    def promises(self):
        return Deliverable.objects.filter(priority__plan=self.earlier).promises()

    @property
    def unfinished(self):
        return self.promises.unfinished()

    @property
    def unmarked(self):
        return self.unfinished.unmarked_in(self.later).in_plan_order()

    @cached_property
    def counts(self) -> dict[int, tuple[int, int]]:
        """Of each priority, by key: how many unfinished promises it has, and how many of them are not marked."""
        marked = Succession.objects.filter(earlier=OuterRef("pk"), plan=self.later and self.later.pk)
        rows = list(self.unfinished.annotate(is_marked=Exists(marked)).values_list("priority_id", "is_marked"))
        total, unmarked = Counter(key for key, _ in rows), Counter(key for key, is_marked in rows if not is_marked)
        return {key: (total[key], unmarked[key]) for key in total}

    @property
    def total(self) -> int:
        return sum(total for total, _ in self.counts.values())

    @property
    def left(self) -> int:
        """How many promises are still to be marked."""
        return sum(unmarked for _, unmarked in self.counts.values())

    @property
    def sentence(self) -> str:
        return still_to_mark(self.left, self.total, str(self.earlier))

    @property
    def standing(self) -> str:
        """How things stand, in a sentence or two."""
        if self.later is None:
            has_promises = bool(self.total) or self.promises.exists()
            return nothing_follows(self.total, str(self.earlier), has_promises)
        return f"{self.sentence} {self.later} is {'a draft' if self.is_open else 'public'}."

    @property
    def condition(self) -> str:
        """What must be so when the moment comes at which the new plan is to be published."""
        return f", if by then the {left_of(self.left)} marked" if self.left else ""

    @property
    def why_not_public(self) -> str:
        """Why the new plan is a draft still, where the moment is over at which it was to be published."""
        moment = self.later.publish_at
        return moment_is_over(self.left, moment_in_words(moment)) if moment and moment <= timezone.now() else ""

    def shown(self, show: str):
        """The promises of one of the lists, in the order of the plan."""
        marked = Exists(Succession.objects.filter(earlier=OuterRef("pk"), plan=self.later))
        lists = {
            "unmarked": lambda: self.unmarked,
            "marked": lambda: self.promises.filter(marked),
            "finished": lambda: self.promises.exclude(pk__in=self.unfinished.values("pk")),
            "every": lambda: self.promises,
        }
        return lists[show]().in_plan_order()

    def with_facts(self, promises):
        """With what a row shows: where it stands, its reports, and its marks in ``marks``."""
        marks = Succession.objects.filter(plan=self.later).order_by("pk")
        marks = marks.select_related("later__priority__plan", "later_priority")
        context = ("parent", "priority__plan", "priority__plan_outcome__outcome")
        return promises.select_related(*context).prefetch_related(
            "updates", Prefetch("successions", queryset=marks, to_attr="marks")
        )

    @cached_property
    def priorities(self) -> list[PriorityAction]:
        """The priorities of the earlier plan that have unfinished promises; each says how many are ``left``."""
        return [priority for priority in self.every_priority if priority.total]

    @cached_property
    def every_priority(self) -> list[PriorityAction]:
        priorities = list(self.earlier.priority_actions.select_related("plan_outcome"))
        for each in priorities:
            each.total, each.left = self.counts.get(each.pk, (0, 0))
        return priorities

    @property
    def begins_later(self) -> bool:
        """Whether the new plan's first day is still ahead."""
        return bool(self.later.starts_on and self.later.starts_on > today())

    @property
    def promises_so_far(self) -> int:
        """How many promises the new plan has."""
        return Deliverable.objects.filter(priority__plan=self.later).promises().count()

    @cached_property
    def doubtful(self) -> list[Deliverable]:
        """The promises of the new plan that would be overdue on its first day, or have no date to be due by.

        Each says why in ``doubt``.
        """
        undated = Q(timescale_start=None, timescale_end=None, timescale_ongoing=False)
        over = Q(timescale_end__lt=self.later.starts_on) if self.later.starts_on else Q(pk=None)
        promises = Deliverable.objects.filter(priority__plan=self.later).promises().filter(undated | over)
        found = list(promises.in_plan_order())
        for each in found:
            each.doubt = doubt_of(each.timescale_text, self.later.starts_on)
        return found

    @property
    def nobody_answers(self) -> int:
        """For how many priorities of the new plan no portfolio and no name is given."""
        found = self.later.priority_actions.filter(portfolio=None, published_holder=None)
        return found.filter(holder_as_published="").count()

    @cached_property
    def in_new_plan(self) -> list[PriorityAction]:
        """The priorities of the new plan with their promises in order."""
        promises = Prefetch("deliverables", queryset=Deliverable.objects.in_plan_order())
        return list(self.later.priority_actions.select_related("plan_outcome").prefetch_related(promises))


def roll_forward_of(earlier: Plan) -> RollForward:
    return RollForward(earlier, earlier.replaced_by.order_by("pk").first())
