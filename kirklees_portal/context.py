"""What every public page's frame needs to know. Nothing here may depend on who is reading."""

import re

from django.conf import settings
from django.http import HttpRequest

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def site(request: HttpRequest) -> dict[str, str]:
    """Return the page's lasting address and the part of the site that it belongs to."""
    return {"canonical": canonical_address(request), "section": request.path.split("/", 2)[1]}


def canonical_address(request: HttpRequest) -> str:
    """Return the address without its query string, but for the number of a later page of a list."""
    address = f"{settings.SITE_URL}{request.path}"
    page = request.GET.get("page", "")
    return f"{address}?page={page}" if PAGE_NUMBER.fullmatch(page) and page != "1" else address
