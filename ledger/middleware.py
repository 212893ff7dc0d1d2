"""Reading any public page as at a day: ``?as-at=YYYY-MM-DD``."""

from collections.abc import Callable, Iterator
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone

from ledger.asked import BadDay, reading_asked_for
from ledger.clock import Reading
from ledger.links import keep_day
from ledger.past import as_at
from ledger.writing import days_of_change

NOT_FOR_PAGES = ("/admin/", "/sign-in/", "/preview/", "/static/", "/media/", "/healthz", "/readyz")


def read_pages_as_at(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer with the page as it stood at the end of the day that the address asks for."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_FOR_PAGES):
            return get_response(request)
        try:
            asked = reading_asked_for(dict(request.GET.lists()), timezone.localdate(), timezone.get_current_timezone())
        except BadDay as refusal:
            return render(request, "ledger/bad_day.html", {"refusal": str(refusal)}, status=400)
        return get_response(request) if asked is None else _answer_from_the_past(request, asked, get_response)

    return answer


def _answer_from_the_past(request: HttpRequest, asked: Reading, get_response: Callable) -> HttpResponse:
    with as_at(asked.day, asked.known_by):
        response = get_response(request)
    if response.status_code == 404 and (first := first_day_of_page(request)):
        context = {"asked": asked, "first": first, "only_known_later": asked.known_by and first <= asked.day}
        response = render(request, "ledger/not_yet.html", context, status=404)
    elif response.streaming:
        response.streaming_content = _read_within(asked, response.streaming_content)
    elif response.get("Content-Type", "").startswith("text/html"):
        _keep_day(response, asked)
    response["X-Robots-Tag"] = "noindex"
    return response


def _read_within(asked: Reading, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with as_at(asked.day, asked.known_by):
        yield from chunks


def _keep_day(response: HttpResponse, asked: Reading) -> None:
    known_by = timezone.localdate(asked.known_by).isoformat() if asked.known_by else ""
    response.content = keep_day(response.content.decode(), asked.day.isoformat(), known_by)


def first_day_of_page(request: HttpRequest) -> date | None:
    """The first day on which the page of one record can be read; None where there is no such record."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    view_class = getattr(match.func, "view_class", None)
    if not hasattr(view_class, "get_object"):
        return None
    view = view_class(**match.func.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    record = _object_of(view)
    days = days_of_change(record) if record is not None else []
    return next((day for day in days if _is_there(view, day)), None)


def _object_of(view):
    try:
        return view.get_object(view.get_queryset().prefetch_related(None))
    except Http404:
        return None


def _is_there(view, day: date) -> bool:
    with as_at(day):
        return _object_of(view) is not None
