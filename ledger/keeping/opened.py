"""What a view says of its page: that it stands at another address, or that what was sent is kept before it answers."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import drafts
from .slips import read_slip
from .typed import SLIP, typed_in


def stands_at(request: HttpRequest, address: str) -> None:
    """Say at which address the page that answers this request is opened again; the view there shows it for a GET.

    A page that was asked for at its own address stands there already.
    """
    if getattr(request, "keeps", False):
        return
    request.keeps, request.stands_at, request.taken_up = True, address, None
    request.kept_forms = SimpleLazyObject(lambda: drafts.all_kept_at(request.user.pk, address))
    request.kept_form = SimpleLazyObject(lambda: next(iter(request.kept_forms), None))


def keeps_now(request: HttpRequest) -> None:
    """Keep what was sent, so that the page that gives it back offers to throw it away."""
    slip, typed = read_slip(request.POST.get(SLIP)), typed_in(dict(request.POST.lists()))
    if slip is None or slip.user != request.user.pk or not typed:
        return
    request.taken_up = drafts.keep(slip.user, slip.address, slip.title, typed, slip.opening)
    request.was_taken_up, kept = True, drafts.all_kept_at(slip.user, slip.address)
    request.kept_forms = sorted(kept, key=lambda each: each != request.taken_up)
