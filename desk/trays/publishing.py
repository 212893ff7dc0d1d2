"""What waits to become public: what missed its moment, what an election holds back, what links decided."""

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

from .gathering import MOST_SHOWN, change_page, gather, shown_and_counted, whole
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
