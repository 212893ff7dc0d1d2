"""Preview links: who may make one, what it shows until when, and what is decided by it."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.urls import reverse
from django.utils import timezone

from desk import addresses
from desk.models import PreviewLink
from desk.published import is_public
from ledger import writing
from ledger.canonical import canonical_json
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from ledger.reasons import SHORT, fault_of_reason
from ledger.refusals import LedgerRefusal
from outcomes.belongings import belonging, models_of_plans
from outcomes.models import Plan
from priorities import officers, reporting, steps
from priorities.models import ProgressUpdate
from stories.hidden import fault_of_consent
from stories.models import Consent, Story, StoryOutcome, StoryPlace, StoryValue

KINDS: dict[str, type[LedgerModel]] = {"plan": Plan, "story": Story, "update": ProgressUpdate}
"""What can be previewed, by its part of the address at the desk."""
APPROVE, LOOK = PreviewLink.Purpose.APPROVE, PreviewLink.Purpose.LOOK
APPROVED, RETURNED = PreviewLink.Decision.APPROVED, PreviewLink.Decision.RETURNED
LONGEST_REMARK = 5000
FEWEST_WORDS = 2

CHANGED = (
    "It changed after you opened it, so nothing was decided. Below is how it stands now: read it again, then decide."
)
WHY_NOT_ASKED = {
    steps.DRAFT: "It was taken back to be changed. This link asks you again once it is sent for sign-off.",
    steps.RETURNED: "It was returned to be changed. This link asks you again once it is sent for sign-off again.",
    steps.SIGNED_OFF: (
        "It was signed off meanwhile, to be published on {moment}. If it should not be, tell whoever sent you the link."
    ),
}
"""Why a link to approve asks nothing while a report is in a state in which it does not await sign-off."""
AWAITS_AGAIN = (
    "It awaits sign-off again. This link has decided, and decides once: ask whoever sent it to you for a new one."
)
SAY_WHY = "Say what is to be changed, so that it can be."
TOO_LONG = f"The remark is longer than {LONGEST_REMARK:,} characters. Shorten it."


class Ended(Exception):
    """The link opens nothing (any more). ``title`` and ``sentence`` say why, ``status`` is the answer's.

    ``public`` is what it led to, where that is public now, and ``by`` the link by which that was decided.
    """

    def __init__(self, title: str, sentence: str, status: int = 410, public: Any = None, by: PreviewLink | None = None):
        super().__init__(title)
        self.title, self.sentence, self.status, self.public = title, sentence, status, public
        self.decision, self.remark = (decision_in_words(by), by.remark) if by else ("", "")


class Undecided(LedgerRefusal):
    """Nothing was decided: what was shown is not what stands now, or the ledger does not take it."""


UNKNOWN = (
    "This link does not work",
    "The address may have been cut off or changed on its way. Copy all of it from the message that you got it in.",
    404,
)
RUN_OUT = ("This link has ended", "A link to a draft works for 14 days. Ask whoever sent it to you for a new one.")
REVOKED = (
    "This link was ended",
    "Whoever sent it to you ended it, or no longer works on this. Ask them for a new one.",
)
GONE = ("This draft is gone", "It was deleted. Ask whoever sent you the link what became of it.")
TAKEN_BACK = ("This draft is no longer shown", "It was taken back. Ask whoever sent you the link what became of it.")
PUBLIC = ("It is public now", "Everybody can read it, so this link is not needed any more.")


def may_make(user: Any, item: LedgerModel, purpose: str = LOOK) -> bool:
    """Whether a user may let others read a draft, or approve it, without an account."""
    change = f"{item._meta.app_label}.change_{item._meta.model_name}"
    if not (user.is_active and user.is_staff and user.has_perm(change)):
        return False
    if not isinstance(item, ProgressUpdate) or officers.signs_off(user):
        return True
    return purpose != APPROVE and officers.may_report(user, item.deliverable)


def may_end(user: Any, link: PreviewLink, item: LedgerModel) -> bool:
    """Who made a link ends it, and so does who could have made it."""
    return link.made_by_id == user.pk or may_make(user, item, link.purpose)


def fault_of_link(item: LedgerModel, purpose: str) -> str:
    """Why no link of this kind can be made for an item, and what to do; nothing where it can."""
    if is_public(item):
        return "Everybody can read this already: send its own address."
    if isinstance(item, Plan) and item.is_published():
        return "This plan is public. Send its own address."
    if isinstance(item, Story) and (item.state == Story.State.WITHDRAWN or was_taken_back(item)):
        return "The person took this story back, so it is not shown to anybody."
    if isinstance(item, ProgressUpdate) and not item.deliverable.priority.plan.is_published():
        return "The plan of this report is a draft. Make a link to the plan, which shows its promises."
    if isinstance(item, ProgressUpdate) and item.state == ProgressUpdate.State.PUBLISHED:
        return "Residents read it from the day that it describes: send the address of its promise then."
    if purpose == APPROVE and isinstance(item, ProgressUpdate) and item.state != ProgressUpdate.State.AWAITING:
        return "Only a report that awaits sign-off can be approved. Send it for sign-off first, or make a link to look."
    return ""


def was_taken_back(story: Story) -> bool:
    """Whether there was a consent, and it no longer holds. A story may be shown to the person to ask for one."""
    consent = Consent.objects.filter(story=story).first()
    begins_later = consent is not None and consent.given_on is not None and consent.given_on > timezone.localdate()
    return consent is not None and not begins_later and bool(fault_of_consent(story))


@transaction.atomic
def make(item: LedgerModel, *, purpose: str, role: str, by: Any) -> tuple[PreviewLink, str]:
    """Make a link for an item; return it with its address, which is kept nowhere. Raises a ``ValidationError``."""
    if fault := fault_of_link(item, purpose):
        raise LedgerRefusal(fault, code="no-link")
    made_at = timezone.now()
    link = PreviewLink(item=item, purpose=purpose, role=role.strip(), made_by=by)
    link.made_at, link.expires_at = made_at, addresses.ends_at(made_at)
    link.full_clean()
    with entering(Entry(by=by)):
        link.save()
    return link, reverse("preview", args=[addresses.sign(link.pk, link.purpose)])


@transaction.atomic
def revoke(link: PreviewLink, *, by: Any) -> None:
    """End a link at once. Ending it twice changes nothing."""
    link = writing.stored(link)
    if link is not None and link.revoked_at is None:
        link.revoked_at = timezone.now()
        with entering(Entry("Ended before its day.", by=by)):
            link.save()


def opened(token: str, now: datetime) -> PreviewLink:
    """The link of an address, with its item, where it still shows that. Raises :class:`Ended`."""
    try:
        key, purpose = addresses.read(token)
    except addresses.NotSigned:
        raise Ended(*UNKNOWN) from None
    except addresses.RunOut:
        raise Ended(*RUN_OUT) from None
    link = PreviewLink.objects.filter(pk=key, purpose=purpose).select_related("made_by", "content_type").first()
    if link is None:
        raise Ended(*UNKNOWN)
    if link.expires_at <= now:
        raise Ended(*RUN_OUT)
    refuse_ended(link)
    return link


def refuse_ended(link: PreviewLink) -> None:
    """Raise :class:`Ended` where the link shows nothing (any more)."""
    item = link.item
    if item is None:
        raise Ended(*GONE)
    if link.revoked_at or not may_make(link.made_by, item, link.purpose):
        raise Ended(*REVOKED)
    if is_public(item):
        raise Ended(*PUBLIC, public=item, by=link)
    if fault_of_link(item, LOOK):
        raise Ended(*TAKEN_BACK)


def why_not_asked(link: PreviewLink) -> str:
    """Why a link to approve a report asks nothing now, and what comes next; nothing where that needs no word."""
    item = link.item
    if link.purpose != APPROVE or not isinstance(item, ProgressUpdate):
        return ""
    if link.decision:
        return AWAITS_AGAIN if item.state == steps.AWAITING else ""
    moment = moment_in_words(item.publish_at) if item.publish_at else ""
    return WHY_NOT_ASKED.get(item.state, "").format(moment=moment)


def mark_of(link: PreviewLink) -> str:
    """What a page remembers of all that it shows: whatever changes of it, the mark is another."""
    seen = [("link", link.pk, link.revision), *sorted(_revisions(link.item))]
    return sha256(canonical_json(seen)).hexdigest()


def _revisions(item: LedgerModel) -> list[tuple[str, int, int]]:
    """Every record of which an item consists, with its revision: one question."""
    if isinstance(item, Plan):
        parts = {model: model.objects.filter(belonging(model, item)) for model in models_of_plans()}
        parts[Story] = Story.objects.filter(plan=item)
    elif isinstance(item, Story):
        linked = {model: model.objects.filter(story=item) for model in (Consent, StoryOutcome, StoryPlace, StoryValue)}
        parts = {Story: Story.objects.filter(pk=item.pk), **linked}
    else:
        promise = item.deliverable
        parts = {type(each): _only(each) for each in (item, promise, promise.priority, promise.priority.plan)}
    first, *others = [_told(model, rows) for model, rows in parts.items()]
    return list(first.union(*others, all=True))


def _only(record: LedgerModel) -> models.QuerySet:
    return type(record).objects.filter(pk=record.pk)


def _told(model: type[LedgerModel], rows: models.QuerySet) -> models.QuerySet:
    return rows.order_by().values_list(Value(model._meta.label_lower), F("pk"), F("revision"))


def fault_of_remark(decision: str, remark: str) -> str:
    if len(remark) > LONGEST_REMARK:
        return TOO_LONG
    return SAY_WHY if decision == RETURNED and _says_nothing(remark) else ""


def _says_nothing(remark: str) -> bool:
    """As of a reason, but that a remark may be short: “Name the contractor.”"""
    return fault_of_reason(remark) not in ("", SHORT) or len(remark.split()) < FEWEST_WORDS


@transaction.atomic
def decide(link: PreviewLink, decision: str, *, remark: str, seen: str) -> bool:
    """Approve what was ``seen``, or send it back; False where that was decided before, by the same link.

    Raises :class:`Undecided` or another :class:`~ledger.refusals.LedgerRefusal` where nothing was decided, and
    :class:`Ended` where the link has ended meanwhile.
    """
    link = writing.stored(link)
    if link is None:
        raise Ended(*GONE)
    if link.decision:
        return False
    refuse_ended(link)
    if link.expires_at <= timezone.now():
        raise Ended(*RUN_OUT)
    item = writing.stored(link.item)
    link.item = item
    if fault := why_not_asked(link):
        raise Undecided(fault, code="not-asked")
    if seen != mark_of(link):
        raise Undecided(CHANGED, code="changed")
    link.decision, link.decided_at, link.remark = decision, timezone.now(), remark.strip()
    said = "Approved by link." if decision == APPROVED else "Sent back by link."
    with entering(Entry(said, approved_by=link.role if decision == APPROVED else "", by=link.made_by)):
        link.save()
    if isinstance(item, ProgressUpdate):
        _carry_out(item, link, said)
    return True


def _carry_out(update: ProgressUpdate, link: PreviewLink, said: str) -> None:
    """A report that was approved is published, now or at its moment; one that was sent back returns to its writer."""
    if link.decision == RETURNED:
        reporting.send_back(update, remark=link.remark, by=link.made_by, reason=said)
    else:
        at = update.publish_at
        reporting.sign_off(update, by=link.made_by, approved_by=link.role, publish_at=at, reason=said)


def decision_in_words(link: PreviewLink) -> str:
    """What was decided by a link: "Approved by Strategic director on 3 March 2027 at 09:12"; nothing where nothing."""
    if not link.decision:
        return ""
    local = timezone.localtime(link.decided_at)
    did = "Approved" if link.decision == APPROVED else "Sent back"
    return f"{did} by {link.role} on {local.day} {local:%B %Y at %H:%M}"
