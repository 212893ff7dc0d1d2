"""What somebody can still say of whether residents may read a question."""

from dataclasses import dataclass
from typing import Any

from dashboards.models import Answer, Question
from dashboards.questions import asking, steps


@dataclass(frozen=True)
class Agreement:
    """What one person's side can still say, and whether the other one agrees."""

    theirs: bool = False
    says: tuple[str, ...] = ()
    becoming_public: tuple[Answer, ...] = ()
    """The answers that residents read, too, once this side agrees and the other one does."""
    waits: bool = False
    """Whether this side could agree, and cannot until what the question is on is public again."""

    @property
    def publishes(self) -> bool:
        """Whether it is public for good once this side agrees."""
        return self.theirs and steps.AGREE in self.says


def agreement_of(user: Any, question: Question) -> Agreement:
    """The question has its answers at hand."""
    side = asking.side_of(user, question)
    if not side:
        return Agreement()
    asker, council, given = question.asker_agrees, question.officer_agrees, asking.standing(question)
    hidden = [each for each in given if not each.is_published()]
    if side == "asker_agrees":
        theirs, says = council, steps.asker_says(asker, council)
        hidden = [each for each in hidden if each.approved]
    else:
        approved = [each.approved for each in given]
        theirs, says = asker, steps.council_says(council, asker, approved, question.kept_private)
    if question.subject_is_public or steps.AGREE not in says:
        return Agreement(theirs, tuple(says), tuple(hidden))
    return Agreement(theirs, tuple(each for each in says if each != steps.AGREE), waits=True)
