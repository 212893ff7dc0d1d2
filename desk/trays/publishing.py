"""What becomes public: what has its moment, what missed it, what an election holds back, what links decided."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from desk import publishing
from desk.models import PreviewLink
from desk.previews import decision_in_words
from desk.published import PUBLISHABLE
from ledger.admin import in_short
from ledger.clock import moment_in_words
from outcomes.admin.elections import Waiting, held_back
from outcomes.elections import recorded_on
from outcomes.releasing import PERMISSION
from priorities import officers, steps
from priorities.models import ProgressUpdate

from .gathering import MOST_SHOWN, change_page, gather, list_of, shown_and_counted, whole
from .tray import Item, Tray

NOT_PUBLISHED = "Should be public by now, but is not", "thing not published in time", "things not published in time"


def not_published(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    title, one, many = NOT_PUBLISHED
    theirs = [model for model in PUBLISHABLE if user.has_perm(publishing.MAY_PUBLISH[model])]
    kinds = [shown_and_counted(publishing.due_of(model, now), most) for model in theirs]
    items = chain.from_iterable(_late_items(shown) for shown, _ in kinds)
    return Tray(title, sum(count for _, count in kinds), one, many, list(items)[:most], whole("not-published"))


def _late_items(records: list[Any]) -> Iterable[Item]:
    """Things of one kind whose moment is over, each with why it is not public yet."""
    refused = publishing.no_longer(records)
    for record in records:
        named = publishing.Attempt(record, record.publish_at).named
        why = refused.get(record.pk) or publishing.why_it_stays(record)
        set_for = f"Set for {moment_in_words(record.publish_at)}."
        yield Item(named, change_page(record), f"{set_for} {why}", urgent=True)


def to_be_published(user: Any, now: datetime) -> Tray:
    """Reports that are signed off for a moment to come, for who signs off; the next one stands first."""

    def item(report) -> Item:
        address = reverse("admin:priorities_progressupdate_sign_off", args=[report.pk])
        why = f"On {moment_in_words(report.publish_at)}: {report.get_status_display().lower()}"
        return Item(in_short(report.deliverable.text, 120), address, why)

    ahead = ProgressUpdate.objects.filter(state=steps.SIGNED_OFF, publish_at__gt=now)
    return gather(
        "Signed off, to be published",
        "report is to be published",
        "reports are to be published",
        (ahead if officers.signs_off(user) else ahead.none())
        .select_related("deliverable")
        .order_by("publish_at", "pk"),
        item,
        list_of("priorities_progressupdate", "state__exact=signed-off&to_be_published=ahead"),
        waits=False,
    )


def held_for_election(user: Any, now: datetime) -> Tray | None:
    """What the page "Held back" lists."""
    if not user.has_perms([PERMISSION, "outcomes.view_electionperiod"]):
        return None
    page, period = reverse("admin:outcomes_electionperiod_held_back"), recorded_on(timezone.localdate())
    items = [
        Item(f"{capfirst(each.kind)}: {each.item}", page, f"Because of the election period “{period}”")
        for each in map(Waiting, held_back(period))
    ]
    one, many = "item held back for an election", "items held back for an election"
    return Tray("Held back for an election", len(items), one, many, items[:MOST_SHOWN], page)


def decided_by_link(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    def item(link) -> Item:
        why = decision_in_words(link) + (f": “{in_short(link.remark)}”" if link.remark else "")
        if link.item is None:
            return Item("A draft that was deleted", "", why)
        return Item(publishing.name_of(link.item), change_page(link.item), why)

    mine = PreviewLink.objects.made_by_user(user).decided_lately(now).with_items()
    address = whole("decided")
    return gather("Decided through your links", "decision", "decisions", mine, item, address, waits=False, most=most)
