"""What publishing a draft comes to, record by record: the one answer for the command that does it and for previews."""

from copy import copy

from django.core.exceptions import ObjectDoesNotExist
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
    if isinstance(record, Story):
        return fault_of_consent(record) or f"{record.plan} is a draft. Publish it first, or take the story out of it."
    return "Residents would still not see it. Open it and see what it says."


def fault_of_consent(story: Story) -> str:
    """Why the person's agreement does not carry the story today; nothing where it does."""
    today = timezone.localdate()
    try:
        consent = story.consent
    except ObjectDoesNotExist:
        return "No consent is on record. Record it on the page of the story, under “Consent”."
    if consent.withdrawn_on and consent.withdrawn_on <= today:
        return "The consent was withdrawn, so the story stays hidden."
    if consent.expires_on and consent.expires_on <= today:
        return "The consent has run out. Ask the person again, and record the new day."
    if consent.given_on and consent.given_on > today:
        return "The consent is given for a later day only. Choose that day, or a later one."
    return ""
