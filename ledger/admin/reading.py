"""What is said beneath a text while it is typed: how hard it is to read."""

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from ledger.plain_english import advice

LONGEST = 20_000
"""Characters; of a longer text the beginning is read."""


@admin.site.admin_view
@require_POST
def plain_english(request: HttpRequest) -> JsonResponse:
    """JSON with ``reading``, some sentences or nothing; it writes nothing, and reads no record."""
    return JsonResponse({"reading": advice(request.POST.get("text", "")[:LONGEST])})
