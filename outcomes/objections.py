"""What speaks against publishing a draft. Rooms above know it; the record asks, however it is published."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from outcomes.refusals import SentBack

OUT = ("current", "archived", "published")
"""The states of plans and of stories that were published."""


@dataclass(frozen=True)
class Objection:
    """Somebody sent the draft back: ``by`` is their role, ``said`` the sentence that tells when, and why."""

    by: str
    said: str
    past_moment: datetime | None = None
    """The moment that stands, where it was set before that, and so holds no more."""

    @property
    def tick(self) -> str:
        """What somebody confirms who publishes it all the same."""
        return f"Publish it although {self.by} sent it back"

    @property
    def question(self) -> str:
        """Beside the tick."""
        return f"{self.said} Mend that and ask for another decision, or tick “{self.tick}”."

    @property
    def another(self) -> str:
        """Where somebody confirms the moment that holds no more: nothing would change, so it still would not."""
        return (
            f"This moment was set before {self.by} sent it back, so it holds no more: choose another, if only by a "
            "minute, or publish the draft now."
        )

    @property
    def refusal(self) -> str:
        """Where no tick stands."""
        return (
            f"{self.said} Mend that and ask for another decision, or publish it on its own page and tick there: "
            f"“{self.tick}”."
        )


OBJECTIONS: list[Callable[[Model], Objection | None]] = []
"""Floors above add what speaks against publishing a plan or a story: each is asked of a draft."""


def objection_to(record: Model) -> Objection | None:
    """What speaks against publishing a plan or a story; nothing where it is published already."""
    return None if record.state in OUT else next(filter(None, (ask(record) for ask in OBJECTIONS)), None)


def refuse_sent_back(record: Model, changed: Collection[str], before: Model) -> None:
    """What was sent back is published, or gets its moment, only from somebody who knows of that: see ``although``."""
    gets_moment = "publish_at" in changed and record.publish_at is not None
    if record.although or not (record.state in OUT or gets_moment):
        return
    if objection := objection_to(before):
        raise SentBack(objection.refusal, code="sent-back")
