"""The page of a seal, and the file that is sealed. Both say the same whichever day is being read."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from ledger.asked import day_written
from ledger.canonical import sha256_of
from ledger.past import the_present
from outcomes.after_sealing import entries_after
from outcomes.models import Plan, Seal


class SealDetail(TemplateView):
    """What a seal is, whether it holds, how to check it oneself, and what was written down since about its day."""

    template_name = "outcomes/seal.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        with the_present():
            seal = seal_or_404(kwargs["plan"], kwargs["day"])
            entries, count = entries_after(seal)
            return super().get_context_data(
                seal=seal,
                plan=seal.plan,
                intact=sha256_of(seal.document.encode()) == seal.sha256,
                last_check=getattr(seal, "last_check", None),
                size=len(seal.document.encode()),
                entries=entries,
                count=count,
                left_out=count - len(entries),
            )


@require_safe
def seal_file(request: HttpRequest, plan: str, day: str) -> HttpResponse:
    """The sealed bytes, neither more nor less."""
    with the_present():
        seal = seal_or_404(plan, day)
    headers = {"Content-Disposition": f'attachment; filename="{seal.file_name}"'}
    return HttpResponse(seal.document.encode(), content_type="application/json", headers=headers)


def seal_or_404(plan: str, day: str) -> Seal:
    seals = Seal.objects.filter(plan__in=Plan.objects.published(), plan__slug=plan, day=day_or_404(day))
    seal = seals.select_related("plan", "last_check").first()
    if seal is None:
        raise Http404("The plan was not sealed as at this day.")
    return seal


def day_or_404(text: str) -> date:
    """A day as addresses write it, YYYY-MM-DD and in no other way."""
    try:
        day = day_written(text)
    except ValueError:
        day = None
    if day is None:
        raise Http404("The address names no day.")
    return day
