"""The table of what was typed and not saved. Whatever is asked of it names whose it is."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from ledger.models import KeptForm

from .slips import LONGEST_TITLE
from .typed import Pairs, holds, words_of_each

KEPT_FOR = timedelta(days=30)
MOST_FOR_ONE = 50
"""Beyond these, the oldest of an officer's go."""


def keep(user_id: int, address: str, title: str, typed: Pairs, opening: str = "") -> KeptForm:
    """Keep the last draft of this opening of a form for its officer; of others only what it holds as well goes."""
    values = {"title": title[:LONGEST_TITLE].replace("\x00", ""), "typed": typed}
    kept, made = KeptForm.objects.update_or_create(user_id=user_id, address=address, opening=opening, defaults=values)
    _forget_what_is_in(typed, user_id, address, but=kept.pk)
    if made:
        older = KeptForm.objects.filter(user_id=user_id).order_by("-kept_at", "-pk").values_list("pk", flat=True)
        KeptForm.objects.filter(pk__in=list(older[MOST_FOR_ONE:])).delete()
    return kept


def all_kept_at(user_id: int, address: str) -> list[KeptForm]:
    """What was typed at this address and not saved, the latest first. Each has its own words as ``says``."""
    found = list(KeptForm.objects.filter(user_id=user_id, address=address).order_by("-kept_at", "-pk"))
    for kept, words in zip(found, words_of_each([kept.typed for kept in found]), strict=True):
        kept.says = words
    return found


def kept_at(user_id: int, address: str) -> KeptForm | None:
    return next(iter(all_kept_at(user_id, address)), None)


def forget(user_id: int, addresses: Iterable[str]) -> None:
    """Drop whatever was kept at these addresses."""
    KeptForm.objects.filter(user_id=user_id, address__in=set(addresses)).delete()


def forget_opening(user_id: int, address: str, opening: str, saved: Pairs = ()) -> None:
    """Drop what was kept of this opening: it was saved, or emptied; and whatever stands in what was saved."""
    KeptForm.objects.filter(user_id=user_id, address=address, opening=opening).delete()
    _forget_what_is_in(saved, user_id, address, empty=False)


def _forget_what_is_in(typed: Pairs, user_id: int, address: str, but: int | None = None, empty: bool = True) -> None:
    others = KeptForm.objects.filter(user_id=user_id, address=address).exclude(pk=but)
    held = [pk for pk, each in others.values_list("pk", "typed") if holds(typed, each, empty=empty)]
    if held:
        KeptForm.objects.filter(pk__in=held).delete()


def forget_old() -> int:
    """Drop what nobody took up for thirty days; return how many these were."""
    return KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()[0]


@receiver(user_logged_in)
def _forget_old_when_somebody_signs_in(**kwargs) -> None:
    forget_old()
