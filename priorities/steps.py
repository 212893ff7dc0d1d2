"""A report's way to residents: what can be done with it in each state, who may, and where it is then.

Values in, values out: no database, no request.
"""

from dataclasses import dataclass

NEW, DRAFT, AWAITING, RETURNED, SIGNED_OFF, PUBLISHED = "", "draft", "awaiting", "returned", "signed-off", "published"
OPEN = (DRAFT, RETURNED, AWAITING, SIGNED_OFF)
"""States of a report that is under way: a promise has one such report at a time."""

REPORT, SIGN_OFF = "report", "sign-off"
"""What a person needs: to report on the promise, or to sign reports off."""

SAVE, SUBMIT, TAKE_BACK, RETURN, SCHEDULE, PUBLISH = "save", "submit", "take-back", "return", "schedule", "publish"

STEPS = {
    # from, what is done: where it is then, who may
    (NEW, SAVE): (DRAFT, REPORT),
    (NEW, SUBMIT): (AWAITING, REPORT),
    (NEW, SCHEDULE): (SIGNED_OFF, SIGN_OFF),
    (NEW, PUBLISH): (PUBLISHED, SIGN_OFF),
    (DRAFT, SAVE): (DRAFT, REPORT),
    (DRAFT, SUBMIT): (AWAITING, REPORT),
    (DRAFT, SCHEDULE): (SIGNED_OFF, SIGN_OFF),
    (DRAFT, PUBLISH): (PUBLISHED, SIGN_OFF),
    (RETURNED, SAVE): (RETURNED, REPORT),
    (RETURNED, SUBMIT): (AWAITING, REPORT),
    (RETURNED, SCHEDULE): (SIGNED_OFF, SIGN_OFF),
    (RETURNED, PUBLISH): (PUBLISHED, SIGN_OFF),
    (AWAITING, SAVE): (AWAITING, SIGN_OFF),
    (AWAITING, TAKE_BACK): (DRAFT, REPORT),
    (AWAITING, RETURN): (RETURNED, SIGN_OFF),
    (AWAITING, SCHEDULE): (SIGNED_OFF, SIGN_OFF),
    (AWAITING, PUBLISH): (PUBLISHED, SIGN_OFF),
    (SIGNED_OFF, RETURN): (RETURNED, SIGN_OFF),
    (SIGNED_OFF, SCHEDULE): (SIGNED_OFF, SIGN_OFF),
    (SIGNED_OFF, PUBLISH): (PUBLISHED, SIGN_OFF),
}
"""The whole way. What stands in no line cannot be done."""

IS_NOW = {
    NEW: "It is not written yet.",
    DRAFT: "It is a draft now.",
    AWAITING: "It awaits sign-off now.",
    RETURNED: "It was returned.",
    SIGNED_OFF: "It is signed off already.",
    PUBLISHED: "It is published already.",
}

MEANWHILE = {
    DRAFT: "The contributor took it back meanwhile; it is a draft again.",
    RETURNED: "Somebody returned it meanwhile.",
    PUBLISHED: "Somebody signed it off meanwhile: residents read it now.",
}
"""What is said to who opened a report while it awaited sign-off, and answers it too late."""


@dataclass(frozen=True)
class Step:
    """Where a report is once something was done with it, and what a person needs to do that."""

    to: str
    needs: str


def step(state: str, action: str) -> Step | None:
    """What ``action`` does with a report in ``state``; None where it cannot be done."""
    found = STEPS.get((state, action))
    return Step(*found) if found else None


def offered(state: str, rights: set[str]) -> list[str]:
    """What somebody with these rights can do with a report in ``state``, in the order of the table."""
    return [action for (begin, action), (_, needs) in STEPS.items() if begin == state and needs in rights]


def was_sent(state: str) -> bool:
    """Whether a report in ``state`` is with who signs off: it is while it can be returned."""
    return step(state, RETURN) is not None


def within_reach(state: str, rights: set[str]) -> set[str]:
    """The states in which somebody with these rights can leave a report that was in ``state``."""
    return ({state} if state else set()) | {STEPS[state, action][0] for action in offered(state, rights)}
