"""The public page of a draft, as it will be once the draft is published, within the addresses of one preview link."""

from copy import copy
from functools import cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from desk.published import as_published
from desk.within import lead_within
from ledger.as_if import as_if_saved
from ledger.models import LedgerModel
from outcomes.elections import after_periods
from outcomes.models import Plan
from stories.hidden import fault_of_consent
from stories.models import Consent, Story

OF_A_PLAN = {
    *("plan", "plan-outcome", "plan-approach-page", "outcome", "approach-page", "indicator", "what-happened"),
    *("priorities", "priority", "deliverable", "portfolio", "councillor", "place"),
    *("story", "shared-value", "photograph"),
}
"""The names of the pages on which a plan, once published, shows what it holds: its draft is read on them all."""


def page_of(item: LedgerModel) -> str:
    """The path of the public page that shows an item."""
    return item.get_absolute_url().partition("#")[0]


def reached(item: LedgerModel, path: str) -> ResolverMatch | None:
    """The public page at a path, where the preview of an item goes as far; a report or a story goes no further."""
    own = {page_of(item), *([item.photo.url] if isinstance(item, Story) and item.photo else [])}
    if "\0" in path or not (isinstance(item, Plan) or path in own):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if path in own or match.url_name in OF_A_PLAN else None


def show(request: HttpRequest, match: ResolverMatch, path: str, item: LedgerModel, prefix: str, **context: Any):
    """Answer as the page at ``path`` will once ``item`` is published; ``context`` goes to its template as well."""
    with after_periods(), as_if_saved(*world_of(item)):
        response = _view(match, context)(_as_asked_for(request, match, path), *match.args, **match.kwargs)
        if hasattr(response, "render"):
            response.render()
    return _within(response, item, prefix)


def world_of(item: LedgerModel) -> list[LedgerModel]:
    """The records as they will be. A story is also shown to the person whose consent is still to be asked for."""
    records = as_published(item)
    if isinstance(item, Story):
        records += [_with_consent(item)] if fault_of_consent(item) else []
        records += as_published(item.plan) if item.plan and not item.plan.is_published() else []
    return records


def _with_consent(story: Story) -> Consent:
    consent = copy(Consent.objects.filter(story=story).first()) or Consent(story=story)
    consent.given_on, consent.expires_on, consent.withdrawn_on = None, None, None
    return consent


def _view(match: ResolverMatch, context: dict[str, Any]):
    view_class = getattr(match.func, "view_class", None)
    if view_class is None:
        return match.func
    return view_class.as_view(**{**match.func.view_initkwargs, "extra_context": context})


def _as_asked_for(request: HttpRequest, match: ResolverMatch, path: str) -> HttpRequest:
    """The request that a reader of the public page will make."""
    asked = copy(request)
    asked.method = "HEAD" if request.method == "HEAD" else "GET"
    asked.path = asked.path_info = path
    asked.GET = request.GET if request.method == "GET" else QueryDict()
    asked.resolver_match = match
    return asked


def _within(response: HttpResponse, item: LedgerModel, prefix: str) -> HttpResponse:
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    plans = [each for each in (item, getattr(item, "plan", None)) if isinstance(each, Plan)]
    hidden = {plan.slug for plan in plans if not plan.is_published()}
    reaches = cache(partial(_reaches, item))
    response.content = lead_within(response.content.decode(), prefix, reaches, hidden)
    return response


def _reaches(item: LedgerModel, path: str) -> bool:
    return reached(item, path) is not None
