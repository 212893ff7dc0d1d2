"""The table of steps that a question takes."""

import pytest

from dashboards.models import Question
from dashboards.questions.steps import (
    ACCEPT,
    AGREE,
    ANSWER,
    ANSWERER,
    ASKER,
    CLOSE,
    IS_NOW,
    MINDER,
    SEND_BACK,
    STEPS,
    WITHDRAW,
    agreement_offered,
    offered,
    step,
)


@pytest.mark.parametrize(
    ("state", "parts", "actions"),
    [
        ("open", {ASKER}, [CLOSE]),
        ("open", {ANSWERER}, [ANSWER]),
        ("open", {MINDER, ANSWERER}, [ANSWER, CLOSE]),
        ("open", set(), []),
        ("answered", {ASKER}, [ACCEPT, SEND_BACK, CLOSE]),
        ("answered", {ANSWERER}, []),
        ("answered", {MINDER}, [CLOSE]),
        ("accepted", {ASKER, ANSWERER, MINDER}, []),
        ("closed", {ASKER, ANSWERER, MINDER}, []),
    ],
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else None,
)
def test_table_offers_each_its_steps(state, parts, actions):
    assert offered(state, parts) == actions


def test_table_knows_the_states_of_the_model():
    states = set(Question.State.values)
    assert ({state for state, _ in STEPS} | {to for to, _ in STEPS.values()}, set(IS_NOW)) == (states, states)
    assert (step("open", ANSWER).to, step("answered", SEND_BACK).to, step("closed", ANSWER)) == (
        "answered",
        "open",
        None,
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "offer"),
    [(False, False, AGREE), (False, True, AGREE), (True, False, WITHDRAW), (True, True, "")],
)
def test_agreement_can_be_taken_back_until_both_agree(mine, theirs, offer):
    assert agreement_offered(mine, theirs) == offer
