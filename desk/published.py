"""What publishing a draft comes to, record by record: the one answer for the command that does it and for previews."""

from copy import copy

from django.utils import timezone

from ledger.models import LedgerModel
from outcomes.models import Plan
from priorities.models import ProgressUpdate
from stories.models import Story

PUBLISHABLE = (Plan, ProgressUpdate, Story)
"""Plans come first: what is published at the same moment may stand in one of them."""


def as_published(record: LedgerModel) -> list[LedgerModel]:
    """Copies of the records as they will be once ``record`` is public: itself, and a plan that it takes over from."""
    public = copy(record)
    public.state = Plan.State.CURRENT if isinstance(record, Plan) else type(record).State.PUBLISHED
    public.publish_at = None
    if isinstance(record, ProgressUpdate):
        public.remark = ""
    return [public, *_archived_with(record)]


def _archived_with(record: LedgerModel) -> list[Plan]:
    """The plan that it replaces, where its last day is over."""
    earlier = record.replaces if isinstance(record, Plan) else None
    if earlier is None or earlier.state != Plan.State.CURRENT:
        return []
    if earlier.ends_on is None or earlier.ends_on >= timezone.localdate():
        return []
    archived = copy(earlier)
    archived.state = Plan.State.ARCHIVED
    return [archived]


def is_public(record: LedgerModel) -> bool:
    """Whether residents can read it now, by the question that public pages ask."""
    published = type(record).objects
    published = published.published(timezone.localdate()) if isinstance(record, Story) else published.published()
    return published.filter(pk=record.pk).exists()


def why_hidden(record: LedgerModel) -> str:
    """Why residents would not read it although it is published, and what to do."""
    if isinstance(record, ProgressUpdate):
        plan = record.deliverable.priority.plan
        return f"{plan} is a draft, and nobody can read reports on its promises. Publish the plan first."
    if isinstance(record, Story) and (fault := record.why_still_hidden()):
        return fault
    return "Residents would still not see it. Open it and see what it says."
