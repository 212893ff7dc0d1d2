"""What the page of the two-minute update tells about a promise before anything is typed."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.admin import in_short
from ledger.clock import today
from priorities import reporting
from priorities.evidence import Evidence, evidence_for
from priorities.models import Deliverable, ProgressUpdate
from priorities.verdicts import disagreement
from priorities.voices import first_day, settled_in
from priorities.waiting import how_it_stands


def context_of(promise: Deliverable, latest: ProgressUpdate | None, under_way: ProgressUpdate | None) -> dict:
    """How the promise stands, what residents read of it, and the report that is under way."""
    prefetch_related_objects([promise], "updates", "evidence_links")
    shown = evidence_for(promise)
    return {
        "title": "Update a promise",
        "subtitle": in_short(promise.text, 60),
        "promise": promise,
        "latest": latest,
        "confirmed": reporting.words_of(latest),
        "under_way": under_way,
        "stands": how_it_stands(promise, latest, today()),
        "disagreement": disagreement_of(promise, latest, shown),
        "shown": shown,
        "no_change": reporting.fault_of_confirming(latest, under_way),
    }


def disagreement_of(promise: Deliverable, report: ProgressUpdate | None, shown: list[Evidence] | None = None) -> str:
    """Where this report and the calendar or the evidence do not fit together, in a sentence; else nothing."""
    if settled_in(promise):
        return ""
    shown = evidence_for(promise) if shown is None else shown
    given = {each.url for each in [*shown, *(report.links() if report else ())]}
    return disagreement(
        report,
        end=promise.timescale_end,
        start=promise.timescale_start,
        links=len(given),
        today=today(),
        first_end=first_day(promise) if promise.is_published() else None,
    )


def said(sentence: str, promise: Deliverable) -> SafeString:
    """What was done, of which promise, and where residents read it."""
    address, words = promise.get_absolute_url(), in_short(promise.text, 60)
    if not promise.is_published():
        return format_html("{} “{}”", sentence, words)
    return format_html('{} <a href="{}">“{}”</a>', sentence, address, words)


def promise_or_404(key: int) -> Deliverable:
    """The promise with what its page shows, and with what was promised first."""
    related = ("priority__plan", "priority__plan_outcome", "directorate", "parent")
    promise = Deliverable.objects.with_first_promise().select_related(*related).filter(pk=key).first()
    if promise is None:
        raise Http404("There is no such promise.")
    return promise
