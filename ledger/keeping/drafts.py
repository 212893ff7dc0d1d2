"""The table of what was typed and not saved. Whatever is asked of it names whose it is."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from ledger.models import KeptForm

from .slips import LONGEST_TITLE
from .typed import Pairs

KEPT_FOR = timedelta(days=30)
MOST_FOR_ONE = 50
"""Beyond these, the oldest of an officer's go."""


def keep(user_id: int, address: str, title: str, typed: Pairs) -> KeptForm:
    """Keep the last draft of this form for its officer."""
    values = {"title": title[:LONGEST_TITLE].replace("\x00", ""), "typed": typed}
    kept, made = KeptForm.objects.update_or_create(user_id=user_id, address=address, defaults=values)
    if made:
        older = KeptForm.objects.filter(user_id=user_id).order_by("-kept_at", "-pk").values_list("pk", flat=True)
        KeptForm.objects.filter(pk__in=list(older[MOST_FOR_ONE:])).delete()
    return kept


def kept_at(user_id: int, address: str) -> KeptForm | None:
    return KeptForm.objects.filter(user_id=user_id, address=address).first()


def forget(user_id: int, addresses: Iterable[str]) -> None:
    """Drop what was kept at these addresses: it was saved, or thrown away."""
    KeptForm.objects.filter(user_id=user_id, address__in=set(addresses)).delete()


def forget_old() -> int:
    """Drop what nobody took up for thirty days; return how many these were."""
    return KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()[0]


@receiver(user_logged_in)
def _forget_old_when_somebody_signs_in(**kwargs) -> None:
    forget_old()
