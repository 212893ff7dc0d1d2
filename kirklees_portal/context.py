"""What every public page's frame needs to know. Nothing here may depend on who is reading."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Return the page's lasting address and the part of the site that it belongs to."""
    return {"canonical": canonical_address(request), "section": request.path.split("/", 2)[1]}


def canonical_address(request: HttpRequest) -> str:
    """Return the address without its query string. A view whose query matters, such as a list's, gives its own."""
    return f"{settings.SITE_URL}{request.path}"
