"""The council's own provider of accounts (OpenID Connect), as the sign-in package wants to be told of it. Pure."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "council"
"""The provider's name in addresses: /sign-in/oidc/council/login/callback/ is where it sends people back to."""
OF_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def issuer(text: str) -> str:
    """Read the provider's address, such as https://login.example.org/tenant; plain http:// on this machine only.

    What a provider says is believed because it is asked over a protected connection.
    """
    try:
        parts = urlsplit(text)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OF_THIS_MACHINE)
        usable = safe and parts.hostname and not (parts.query or parts.fragment or parts.username) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("is no https:// address of a provider (not shown here), such as https://login.example.org.")
    return text.rstrip("/")


def provider_settings(
    name: str, address: str, client: str, secret: str, *, trusted: bool, factors: Sequence[str] = ()
) -> dict[str, Any]:
    """The provider for allauth. ``trusted``: each address that it names is the person's own, though it does not say.

    ``factors`` are the values of acr or amr of which it must say one; none: it is believed to ask for a second factor.
    """
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": address, "verified_email": trusted, "factors": list(factors)},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
