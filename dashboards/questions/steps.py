"""A question's way: what can be done with it in each state, by whom, and where it is then.

Values in, values out: no database, no request.
"""

from dataclasses import dataclass

OPEN, ANSWERED, ACCEPTED, CLOSED = "open", "answered", "accepted", "closed"

ASKER, ANSWERER, MINDER = "asker", "answerer", "minder"
"""Who somebody is to a question: who asked it, who may answer it, or who looks after it once its asker is gone."""

ANSWER, ACCEPT, SEND_BACK, CLOSE = "answer", "accept", "send-back", "close"
AGREE, WITHDRAW, KEEP_PRIVATE = "agree", "withdraw", "keep-private"

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


def asker_says(mine: bool, theirs: bool) -> list[str]:
    """What the asker can still say of publishing it, by which side agrees: nothing once both do."""
    if not mine:
        return [AGREE]
    return [] if theirs else [WITHDRAW]


def council_says(mine: bool, theirs: bool, approved: list[bool], kept: bool = False) -> list[str]:
    """What the council can still say: to agree takes an answer, to say no takes somebody who asked.

    ``approved`` has an entry for each answer that stands; ``kept``: it said no already.
    """
    if mine and not theirs:
        return [WITHDRAW]
    if not approved or (mine and all(approved)):
        return []
    return [AGREE, KEEP_PRIVATE] if theirs and not kept else [AGREE]
