"""What was decided on a draft by links, and whether the draft is still what it was decided on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Model, Q
from django.utils import timezone

from desk.models import PreviewLink
from desk.moments import setting_of
from desk.previews import APPROVE, APPROVED, RETURNED, decision_in_words, fault_of_link
from ledger.clock import moment_in_words
from ledger.models import LedgerModel
from ledger.writing import changed_fields
from outcomes.belongings import having_belonged, owned_models
from outcomes.models import Plan
from outcomes.objections import Objection
from stories.models import Story

OF_PUBLISHING = {"state", "publish_at", "remark", "written_by"}
"""What says who wrote something and when it is public, and nothing that its readers approve."""
WAITING = (Plan, Story)
"""What stays a draft once it was sent back, until somebody says that they know."""
AGAIN = " Make another link to have it approved as it is now."
NOT_THEN = " Its moment was set before that, so it is not published then: publish it by hand, or set another moment."


def decisions_on(item: LedgerModel) -> list[str]:
    """Each decision in words, the latest first; of what changed since, that it did. A public plan has its history."""
    links = list(PreviewLink.objects.of(item).decided())
    if not links or (isinstance(item, Plan) and item.is_published()):
        return [in_words(link) for link in links]
    versions: list[Model] = list(item.history.order_by("-history_id"))
    moments = _changes(item, versions, min(link.decided_at for link in links))
    again = AGAIN if moments and not fault_of_link(item, APPROVE) else ""
    told = [" ".join(filter(None, (in_words(link), changed_since(link, moments, again)))) for link in links]
    told[0] += _moment_gone(links[0], item, versions)
    return told


def in_words(link: PreviewLink) -> str:
    return f"{decision_in_words(link)}, by link.{f' “{link.remark}”' if link.remark else ''}"


def changed_since(link: PreviewLink, moments: list[datetime], again: str) -> str:
    """That the draft is another now, where one of the ``moments`` at which it changed is later than the decision."""
    later = [moment for moment in moments if moment > link.decided_at]
    if not later:
        return ""
    approved = link.decision == APPROVED
    then = "it was approved" if approved else "then"
    return f"It changed since {then}, last on {moment_in_words(max(later))}.{again if approved else ''}"


def last_word_against(draft: Plan | Story) -> Objection | None:
    """The last decision on a draft where it was sent back; None where it was approved, or nobody decided."""
    link = last_words_against([draft]).get(draft.pk)
    if link is None:
        return None
    gone = draft.publish_at and is_later(link, setting_of(draft, draft.history.order_by("-history_id")))
    return Objection(link.role, in_words(link), draft.publish_at if gone else None)


def last_words_against(drafts: Sequence[LedgerModel]) -> dict[int, PreviewLink]:
    """The link by which each draft was sent back, where that was the last decision; by its key.

    Drafts are of one kind; a report that is sent back says so itself, and has none here.
    """
    last: dict[int, PreviewLink] = {}
    if not drafts or not isinstance(drafts[0], WAITING):
        return last
    for link in PreviewLink.objects.of_any(type(drafts[0]), drafts).decided():
        last.setdefault(link.object_id, link)
    return {key: link for key, link in last.items() if link.decision == RETURNED}


def is_later(link: PreviewLink, version: Model | None) -> bool:
    """Whether it was decided after the version was made; where no version is on record, it was."""
    return version is None or link.decided_at > version.recorded_at


def _moment_gone(link: PreviewLink, item: LedgerModel, versions: list[Model]) -> str:
    """Of a draft whose moment nobody set again since it was sent back, that it is not published then."""
    waits = isinstance(item, WAITING) and item.publish_at and link.decision == RETURNED
    return NOT_THEN if waits and is_later(link, setting_of(item, versions)) else ""


def _changes(item: LedgerModel, versions: list[Model], since: datetime) -> list[datetime]:
    """When it, or anything of which a plan consists, changed after a moment: of the parts in one question."""
    changes = _rewordings(versions, since)
    if not isinstance(item, Plan):
        return changes
    first, *others = _versions_of_parts(item, since)
    return [*first.union(*others), *changes]


def _versions_of_parts(plan: Plan, since: datetime) -> Iterator:
    """The moments of versions of each kind, of whatever belonged to the plan at any time."""
    day = timezone.localdate()
    belonging = {model: having_belonged(model, plan, day) for model in owned_models() if model is not Plan}
    for model, which in (belonging | {Story: Q(plan=plan)}).items():
        theirs = model.history.filter(which).order_by().values("id")
        found = model.history.filter(id__in=theirs, recorded_at__gt=since)
        yield found.order_by().values_list("recorded_at", flat=True)


def _rewordings(versions: list[Model], since: datetime) -> list[datetime]:
    """When its own words or days changed after a moment."""
    return [
        version.recorded_at
        for version, before in zip(versions, versions[1:], strict=False)
        if version.recorded_at > since and set(changed_fields(before.instance, version.instance)) - OF_PUBLISHING
    ]
