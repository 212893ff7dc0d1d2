"""What the trays of My desk share: how one is filled from rows, and where all of it stands."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from .tray import Item, Tray

MOST_SHOWN, MOST_ON_A_PAGE = 8, 500
"""How many things stand in a tray of My desk, and on the page that has all of a tray."""


def gather(
    title: str,
    one: str,
    many: str,
    rows: QuerySet,
    item: Callable[..., Item],
    address: str = "",
    waits: bool = True,
    most: int = MOST_SHOWN,
) -> Tray:
    """A tray with at most ``most`` of the rows, each as ``item`` tells it; ``address`` is the list of all."""
    shown, count = shown_and_counted(rows, most)
    return Tray(title, count, one, many, [item(row) for row in shown], address, waits)


def shown_and_counted(rows: QuerySet, most: int) -> tuple[list[Any], int]:
    """The first rows, and how many there are: counted only where there are more than are shown."""
    shown = list(rows[: most + 1])
    return shown[:most], rows.count() if len(shown) > most else len(shown)


def list_of(name: str, query: str) -> str:
    """The address of an admin list, such as ``priorities_deliverable``, filtered by ``query``."""
    return f"{reverse(f'admin:{name}_changelist')}?{query}"


def change_page(record: Any) -> str:
    """The address of the record's own page in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def whole(name: str) -> str:
    """The address of the page with all of a tray."""
    return reverse("admin:tray", args=[name])
