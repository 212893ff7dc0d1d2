"""When it was said that something is to be published, and by whom: the version by which its moment was set."""

from collections.abc import Iterable
from itertools import takewhile

from django.db.models import Model

SET = ("publish_at", "state")
"""What somebody sets for something to be published at a moment."""


def setting_of(record: Model, versions: Iterable[Model], fields: tuple[str, ...] = SET) -> Model | None:
    """The version by which the fields became what they are together. ``versions`` are its own, the latest first."""
    values = [getattr(record, field) for field in fields]
    same = takewhile(lambda version: [getattr(version, field) for field in fields] == values, versions)
    *_, setting = [None, *same]
    return setting
