"""Which dashboard's scope an address asks for, and which there are to choose from."""

from datetime import date

from django.http import Http404
from django.urls import reverse

from dashboards.scopes import Scope, scope_at
from dashboards.switch import switch_for
from priorities.changes_asked import LONGEST_SHOWN, NOT_A_SIGN

Group = tuple[str, list[tuple[str, str]]]


def scope_asked(asked: str, default: str, day: date) -> tuple[Scope, str]:
    """The scope that ``asked`` names ("wards/mirfield", or "all"), or the default; and what is wrong with it."""
    asked = asked.replace("\0", NOT_A_SIGN).strip()
    if not asked:
        return scope_at(default, day), ""
    try:
        return scope_at(asked, day), ""
    except Http404:
        fault = f"There is no “{asked[:LONGEST_SHOWN]}” to narrow to: choose one from the list."
        return scope_at(default, day), fault


def scopes_on_offer(user, day: date, chosen: Scope) -> list[Group]:
    """Every scope there is to change to, as the dashboards' own switch has them; the chosen one always among them."""
    switch = switch_for(user, day)
    seen: set[str] = set()
    groups = [
        (heading, [(_value_in(url), name) for url, name in doors if not (url in seen or seen.add(url))])
        for heading, doors in [("Yours", switch.own), *switch.groups]
    ]
    if chosen.address not in seen:
        groups.insert(0, ("Chosen", [(chosen.path, chosen.name)]))
    return [group for group in groups if group[1]]


def _value_in(url: str) -> str:
    """How an address names the scope whose dashboard is at ``url``."""
    return url.removeprefix(reverse("dashboard")).strip("/")
