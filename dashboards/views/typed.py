"""Where a form of a dashboard sends what is being typed, and where what was kept is thrown away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import View

from dashboards.questions.lists import LARGEST_KEY
from dashboards.questions.typed import DASHBOARDS, keep_for, slip_of
from dashboards.viewers import ViewersOnly
from ledger.keeping import drafts
from ledger.keeping.views import NOT_YOURS
from ledger.models import KeptForm

LISTS = ("notes", "dashboard-meetings", "questions")


@csrf_exempt
@require_POST
def keep_typed(request: HttpRequest) -> JsonResponse:
    """Keep what stands in a form. As at the desk, its slip takes the place of the check against forged forms."""
    slip = slip_of(request)
    if slip is None:
        return JsonResponse({"said": NOT_YOURS}, status=403)
    kept = keep_for(slip, request)
    return JsonResponse({"said": f"Kept at {timezone.localtime(kept.kept_at):%H:%M}." if kept else ""})


class ThrowTypedAway(ViewersOnly, View):
    """Drop what one typed oneself, and show its page without it; where that is gone, the list that it was in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk > LARGEST_KEY:
            raise Http404
        kept = get_object_or_404(KeptForm, pk=pk, user=request.user, address__startswith=DASHBOARDS)
        kept.delete()
        if "gone" in request.POST and not drafts.kept_at(request.user.pk, kept.address):
            messages.success(request, "Thrown away.")
            return HttpResponseRedirect(list_above(kept.address), status=303)
        messages.success(request, "Thrown away. The page shows what is on record.")
        return HttpResponseRedirect(kept.address, status=303)


def list_above(address: str) -> str:
    """The list that the page at ``address`` was in; of a pack, that of the meetings: its own may be gone, too."""
    return next((each for each in map(reverse, LISTS) if address.startswith(each)), reverse("questions"))
