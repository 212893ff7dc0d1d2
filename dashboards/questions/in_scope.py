"""The unsettled questions of one dashboard, read in one question: for its section and for each of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboards.models import Question
from dashboards.scopes import Scope
from priorities.models import Deliverable

MOST_SHOWN = 10


@dataclass
class QuestionsIn:
    """Every unsettled question in a scope, overdue ones first, as they stand on ``day``."""

    scope: Scope
    day: date
    every: list[Question]

    @property
    def shown(self) -> list[Question]:
        return self.every[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.every) - len(self.shown)

    @cached_property
    def overdue(self) -> int:
        return sum(each.is_overdue(self.day) for each in self.every)

    @cached_property
    def open(self) -> int:
        return sum(each.state == Question.State.OPEN for each in self.every)

    @property
    def answered(self) -> int:
        return len(self.every) - self.open

    def hand_over(self, promises: Iterable[Deliverable]) -> None:
        """Give each of these promises its own in ``open_questions``, which the tag ``asked_on`` reads."""
        theirs: dict[int, list[Question]] = {}
        for question in self.every:
            if question.deliverable_id:
                theirs.setdefault(question.deliverable_id, []).append(question)
        for promise in promises:
            promise.open_questions = theirs.get(promise.pk, [])


def questions_in(scope: Scope, day: date) -> QuestionsIn:
    found = Question.objects.unsettled().concerning(
        scope.promises.order_by().values("pk"), scope.indicators.values("pk")
    )
    return QuestionsIn(scope, day, list(found.with_subjects().most_urgent_first()))
