"""Whether records were ever public by their own state: each asks its history, or one question is asked for many."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

ANSWER = "_was_once_public"


def was_once_public(record: models.Model) -> bool:
    """Whether a version of the record was in one of its model's ``public_states``."""
    if not hasattr(record, ANSWER):
        return record.history.filter(state__in=record.public_states).exists()
    return getattr(record, ANSWER)


def tell_once_public(records: Iterable[models.Model]) -> None:
    """Give each record that has ``public_states`` its answer: one question a model, and none for what is public now.

    They keep it, so this is for what is only shown: who writes or deletes a record reads it anew.
    """
    asked = defaultdict(list)
    for record in records:
        if hasattr(record, "public_states") and record.state not in record.public_states:
            asked[type(record)].append(record)
    for model, ones in asked.items():
        versions = model.history.filter(id__in={record.pk for record in ones}, state__in=model.public_states)
        once = set(versions.values_list("id", flat=True))
        for record in ones:
            setattr(record, ANSWER, record.pk in once)
