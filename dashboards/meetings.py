"""Since which meeting changes count."""

from datetime import date

from dashboards.scopes import Scope
from priorities.models import Meeting


def meetings_for(scope: Scope, day: date) -> list[Meeting]:
    """The meetings up to and on ``day`` that changes in this scope can be counted from, the latest first.

    A committee has its own and those of no committee that are of its body; everything else has all.
    """
    raise NotImplementedError


def since_asked(scope: Scope, day: date, asked: str) -> tuple[Meeting | None, str]:
    """The meeting whose key an address asks for, or the last one; and what is wrong with what was asked, or nothing."""
    raise NotImplementedError
