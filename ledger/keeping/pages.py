"""The page that shows what was typed where there is no form to show it in."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .typed import Pairs, files_in, readable
from .words import words_at

SENTENCES = {
    400: "What was sent could not be read, so nothing was saved.",
    403: "You do not have the permission for this, or not any more, so nothing was saved. "
    "If you should have it, ask whoever gave you your account.",
    404: "What you were working on is not here any more, so nothing was saved.",
    413: "What was sent is too large, so nothing was saved.",
}
FORGED = (
    "The page had been open for too long, or you signed in again in another window meanwhile, so nothing was saved."
)
OUR_FAULT = "Something went wrong here, through no fault of yours. Look at the record before you send it again."


def not_saved_page(
    request: HttpRequest,
    answer: HttpResponse,
    typed: Pairs,
    address: str = "",
    ways: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """Say why nothing was saved, with the status of ``answer``, and show everything typed.

    ``address`` is where the form is opened again; ``ways`` are further words and addresses that lead on.
    """
    context = {
        **admin.site.each_context(request),
        "title": "Not saved, but kept" if typed else "Not here any more",
        "sentence": reason_of(request, answer),
        "typed": readable(typed, words_at(address or request.path)),
        "files": files_in(typed),
        "again": address,
        "ways": list(ways),
    }
    page = render(request, "admin/ledger/not_saved.html", context, status=answer.status_code)
    page.shows_what_was_typed = True
    return page


def answers_with_what_was_typed(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether an answer shows it already. While the code is worked on, failures show where they come from instead."""
    if settings.DEBUG and answer.status_code >= 500:
        return True
    return getattr(answer, "shows_what_was_typed", False) or "adminform" in (
        getattr(answer, "context_data", None) or {}
    )


def reason_of(request: HttpRequest, answer: HttpResponse) -> str:
    """A view that gives its reason as plain text, or as the ``refusal`` of its page, is taken at its word."""
    if refusal := (getattr(answer, "context_data", None) or {}).get("refusal"):
        return f"{refusal} Nothing was saved."
    if answer.get("Content-Type", "").startswith("text/plain"):
        return answer.content.decode()
    if answer.status_code == 403 and request.method == "POST" and not getattr(request, "was_checked", False):
        return FORGED
    return SENTENCES.get(answer.status_code, OUR_FAULT if answer.status_code >= 500 else SENTENCES[400])
