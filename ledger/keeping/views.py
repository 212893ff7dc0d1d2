"""Where a form of the desk sends what is being typed, and where what was kept is read and thrown away."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ledger.models import KeptForm

from . import drafts
from .slips import read_slip
from .typed import SLIP, typed_in

NOT_YOURS = "Not kept: this page was made for somebody else, or too long ago. Copy your text and load the page again."


@csrf_exempt
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep what stands in a form, for whom and where its slip says.

    The slip takes the place of the usual check against forged forms: no other site can have one, and it outlasts a
    session, so that typing is kept for somebody whose session has ended.
    """
    slip = read_slip(request.POST.get(SLIP))
    signed_in = request.user.pk
    if slip is None or signed_in not in (None, slip.user) or not is_officer(slip.user):
        return JsonResponse({"said": NOT_YOURS}, status=403)
    typed = typed_in(dict(request.POST.lists()))
    if not typed:
        drafts.forget_opening(slip.user, slip.address, slip.opening)
        return JsonResponse({"said": ""})
    kept = drafts.keep(slip.user, slip.address, slip.title, typed, slip.opening)
    return JsonResponse({"said": f"Kept at {timezone.localtime(kept.kept_at):%H:%M}."})


def is_officer(user_id: int) -> bool:
    return get_user_model().objects.filter(pk=user_id, is_active=True, is_staff=True).exists()


@admin.site.admin_view
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own draft, where its page has no form any more that it could be taken up in."""
    kept = get_object_or_404(KeptForm, pk=pk, user=request.user)
    said = {"title": "Typed, but not saved", "subtitle": str(kept), "kept": kept, "typed": kept.readable()}
    return render(request, "admin/ledger/kept.html", {**admin.site.each_context(request), **said})


@admin.site.admin_view
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop one's own draft, and show its page without it, or My desk where the button stood elsewhere."""
    kept = get_object_or_404(KeptForm, pk=pk, user=request.user)
    kept.delete()
    if "to_desk" in request.POST:
        messages.success(request, f"Thrown away: {kept}.")
        return redirect("admin:index")
    messages.success(request, "Thrown away. The page shows what is on record.")
    return HttpResponseRedirect(kept.address)
