"""What a promise takes along into the new plan: its priority, and the headings it stands under. Made when first needed.

A record that was made so is known by the reason of its first version, so an edited copy is still found.
"""

from django.db.models import Max

from ledger.models import LedgerModel
from outcomes.models import Plan
from priorities.models import Deliverable, PriorityAction

from .starting import ROLLED


def made_here(model: type[LedgerModel], **said) -> set[int]:
    """The keys of the records of this model that were rolled forward and at first said this."""
    first = model.history.filter(history_type="+", history_change_reason__startswith=ROLLED, **said)
    return set(first.values_list("id", flat=True))


def priority_for(before: PriorityAction, draft: Plan) -> PriorityAction:
    """The copy of an earlier priority in the new plan: the same portfolio answers for it, and promises are to come."""
    stated = draft.plan_outcomes.filter(outcome=before.plan_outcome and before.plan_outcome.outcome_id).first()
    copies = made_here(PriorityAction, plan=draft, title=before.title, action=before.action)
    there = draft.priority_actions.filter(pk__in=copies, plan_outcome=stated).order_by("pk").first()
    if there:
        return there
    siblings = draft.priority_actions.filter(plan_outcome=stated)
    return PriorityAction.objects.create(
        plan=draft,
        plan_outcome=stated,
        number=free_place(siblings, "number", before.number),
        title=before.title,
        action=before.action,
        portfolio=before.portfolio,
        labels=before.labels,
    )


def heading_for(before: Deliverable | None, priority: PriorityAction) -> Deliverable | None:
    """The copy, under ``priority``, of the heading that a promise stands under; None where it stands under none."""
    if before is None:
        return None
    above = heading_for(before.parent, priority)
    copies = made_here(Deliverable, priority=priority, text=before.text)
    there = priority.deliverables.filter(pk__in=copies, parent=above).order_by("pk").first()
    if there:
        return there
    return Deliverable.objects.create(
        priority=priority, parent=above, order=place_under(priority, above, before.order), text=before.text
    )


def place_under(priority: PriorityAction, heading: Deliverable | None, wanted: int) -> int:
    """The position that a promise had, where nothing stands there yet, or else the one after the last."""
    siblings = heading.children.all() if heading else priority.deliverables.filter(parent=None)
    return free_place(siblings, "order", wanted)


def free_place(siblings, field: str, wanted: int) -> int:
    if not siblings.filter(**{field: wanted}).exists():
        return wanted
    return siblings.aggregate(last=Max(field))["last"] + 1


def take_out_empty(heading: Deliverable | None, priority: PriorityAction) -> None:
    """Take out what was made for promises that are gone again: headings with nothing under them, and the priority."""
    while heading and not stands_on(heading) and made_here(Deliverable, id=heading.pk):
        empty, heading = heading, heading.parent
        empty.delete()
    bare = not (priority.deliverables.exists() or priority.preceded_by.exists())
    if bare and made_here(PriorityAction, id=priority.pk):
        priority.delete()


def stands_on(promise: Deliverable) -> bool:
    """Whether other records hang on a promise of the draft, which would go with it."""
    return promise.children.exists() or promise.updates.exists() or promise.preceded_by.exists()
