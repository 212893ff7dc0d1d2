"""Shows a record's form with what was kept of it, as though that had been sent; and writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, QueryDict

from ledger.keeping.typed import Pairs, by_name


@contextmanager
def what_was_kept(request: HttpRequest, *, for_new: bool) -> Iterator[None]:
    """For a page that was asked to take up what was kept: what was kept counts as sent, and is shown only.

    So the page finds what it would find on saving: faults, rows that are gone, and what others changed since the
    record was opened.
    """
    kept = getattr(request, "taken_up", None)
    if request.method != "GET" or not kept:
        yield
        return
    request.FILES  # noqa: B018 - read while it is a GET: else it would empty what is put in place next
    request.POST = sent_again(as_new(kept.typed) if for_new else kept.typed)
    request.method, request.was_taken_up = "POST", True
    try:
        yield
    finally:
        request.method = "GET"


def as_new(typed: Pairs) -> Pairs:
    """What was typed for a record, such that it makes another: without its keys, and with every row a new one."""
    return [
        [name, "0" if name.endswith("-INITIAL_FORMS") else value]
        for name, value in typed
        if name != "revision" and not name.endswith(("-id", "-revision"))
    ]


def sent_again(typed: Pairs) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in by_name(typed).items():
        sent.setlist(name, values)
    return sent
