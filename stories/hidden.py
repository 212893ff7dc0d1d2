"""Why residents do not read a story although it is published, and what to do: sentences, or nothing."""

from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from ledger.writing import long_day
from stories.querysets import DAY

ENDS_BEFORE = (
    "The consent ends on {ends}, and the story is to be published on {day}. Ask the person again, and record the new "
    "day."
)


def why_hidden(story) -> str:
    if fault := fault_of_consent(story):
        return fault
    if story.plan and not story.plan.is_published():
        return f"{story.plan} is a draft. Publish it first, or take the story out of it."
    return ""


def why_hidden_on(story, day: date) -> str:
    """The same of a day to come, on which it is to be published."""
    if fault := why_hidden(story):
        return fault
    ends = min(filter(None, [story.consent.expires_on, story.consent.withdrawn_on]), default=None)
    return ENDS_BEFORE.format(ends=long_day(ends - DAY), day=long_day(day)) if ends and ends <= day else ""


def fault_of_consent(story) -> str:
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
