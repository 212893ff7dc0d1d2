"""Pages that another page's form opens: what is typed on them is kept at an address of their own."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import drafts


def stands_at(request: HttpRequest, address: str) -> None:
    """Say at which address the page that answers this request is opened again; the view there shows it for a GET.

    A page that was asked for at its own address stands there already.
    """
    if getattr(request, "keeps", False):
        return
    request.keeps, request.stands_at, request.taken_up = True, address, None
    request.kept_form = SimpleLazyObject(lambda: drafts.kept_at(request.user.pk, address))
