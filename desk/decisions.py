"""What was decided on a draft by links, and whether the draft is still what it was decided on."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model, Q
from django.utils import timezone

from desk.models import PreviewLink
from desk.previews import APPROVED, RETURNED, decision_in_words
from ledger.clock import moment_in_words
from ledger.models import LedgerModel
from ledger.writing import changed_fields
from outcomes.belongings import having_belonged, owned_models
from outcomes.models import Plan
from stories.models import Story

OF_PUBLISHING = {"state", "publish_at"}
"""What of a plan says when it is public, and nothing that its readers approve."""


def decisions_on(item: LedgerModel) -> list[str]:
    """Each decision in words, the latest first; of the draft of a plan that changed since, that it did."""
    links = list(PreviewLink.objects.of(item).decided())
    is_draft = isinstance(item, Plan) and not item.is_published()
    moments = _changes(item, min(link.decided_at for link in links)) if links and is_draft else []
    return [" ".join(filter(None, (in_words(link), changed_since(link, moments)))) for link in links]


def in_words(link: PreviewLink) -> str:
    return f"{decision_in_words(link)}, by link.{f' “{link.remark}”' if link.remark else ''}"


def changed_since(link: PreviewLink, moments: list[datetime]) -> str:
    """That the draft is another now, where one of the ``moments`` at which it changed is later than the decision."""
    later = [moment for moment in moments if moment > link.decided_at]
    if not later:
        return ""
    then = "it was approved" if link.decision == APPROVED else "then"
    again = " Make another link to have it approved as it is now." if link.decision == APPROVED else ""
    return f"It changed since {then}, last on {moment_in_words(max(later))}.{again}"


def last_word_against(plan: Plan) -> str:
    """The last decision on a plan where it was sent back; nothing where it was approved, or nobody decided."""
    last = PreviewLink.objects.of(plan).decided().first()
    return in_words(last) if last and last.decision == RETURNED else ""


def _changes(plan: Plan, since: datetime) -> list[datetime]:
    """When anything of which a plan consists changed after a moment: of the parts in one question."""
    first, *others = _versions_of_parts(plan, since)
    return [*first.union(*others), *_rewordings(plan, since)]


def _versions_of_parts(plan: Plan, since: datetime) -> Iterator:
    """The moments of versions of each kind, of whatever belonged to the plan at any time."""
    day = timezone.localdate()
    belonging = {model: having_belonged(model, plan, day) for model in owned_models() if model is not Plan}
    for model, which in (belonging | {Story: Q(plan=plan)}).items():
        theirs = model.history.filter(which).order_by().values("id")
        found = model.history.filter(id__in=theirs, recorded_at__gt=since)
        yield found.order_by().values_list("recorded_at", flat=True)


def _rewordings(plan: Plan, since: datetime) -> list[datetime]:
    """When the plan's own words or days changed after a moment."""
    versions: list[Model] = list(plan.history.order_by("-history_id"))
    return [
        version.recorded_at
        for version, before in zip(versions, versions[1:], strict=False)
        if version.recorded_at > since and set(changed_fields(before.instance, version.instance)) - OF_PUBLISHING
    ]
