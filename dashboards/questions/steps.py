"""A question's way: what can be done with it in each state, by whom, and where it is then.

Values in, values out: no database, no request.
"""

from dataclasses import dataclass

OPEN, ANSWERED, ACCEPTED, CLOSED = "open", "answered", "accepted", "closed"

ASKER, ANSWERER, MINDER = "asker", "answerer", "minder"
"""Who somebody is to a question: who asked it, who may answer it, or who looks after it once its asker is gone."""

ANSWER, ACCEPT, SEND_BACK, CLOSE, AGREE, WITHDRAW = "answer", "accept", "send-back", "close", "agree", "withdraw"

STEPS = {
    # from, what is done: where it is then, who may
    (OPEN, ANSWER): (ANSWERED, {ANSWERER}),
    (OPEN, CLOSE): (CLOSED, {ASKER, MINDER}),
    (ANSWERED, ACCEPT): (ACCEPTED, {ASKER}),
    (ANSWERED, SEND_BACK): (OPEN, {ASKER}),
    (ANSWERED, CLOSE): (CLOSED, {ASKER, MINDER}),
}
"""The whole way. What stands in no line cannot be done."""

IS_NOW = {
    OPEN: "It waits for an answer now.",
    ANSWERED: "It is answered already.",
    ACCEPTED: "Its answer is accepted already.",
    CLOSED: "It is closed already.",
}


@dataclass(frozen=True)
class Step:
    """Where a question is once something was done with it, and who may do that."""

    to: str
    who: frozenset[str]


def step(state: str, action: str) -> Step | None:
    """What ``action`` does with a question in ``state``; None where it cannot be done."""
    found = STEPS.get((state, action))
    return Step(found[0], frozenset(found[1])) if found else None


def offered(state: str, parts: set[str]) -> list[str]:
    """What somebody who is all of ``parts`` can do with a question in ``state``, in the order of the table."""
    return [action for (begin, action), (_, who) in STEPS.items() if begin == state and who & parts]


def agreement_offered(mine: bool, theirs: bool, waits: bool = False) -> str:
    """What one side can still say of publishing it: agree, withdraw, or nothing once both agreed.

    ``waits``: an answer waits for this side, although the question is public already.
    """
    if not mine or (theirs and waits):
        return AGREE
    return "" if theirs else WITHDRAW
