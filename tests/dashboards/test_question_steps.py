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
    KEEP_PRIVATE,
    MINDER,
    SEND_BACK,
    STEPS,
    WITHDRAW,
    asker_says,
    council_says,
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
    ("mine", "theirs", "says"),
    [(False, False, [AGREE]), (False, True, [AGREE]), (True, False, [WITHDRAW]), (True, True, [])],
)
def test_asker_takes_agreement_back_until_both_agree(mine, theirs, says):
    assert asker_says(mine, theirs) == says


@pytest.mark.parametrize(
    ("mine", "theirs", "approved", "kept", "says"),
    [
        pytest.param(False, True, [], False, [], id="no answer yet"),
        pytest.param(False, False, [False], False, [AGREE], id="nobody agrees"),
        pytest.param(False, True, [False], False, [AGREE, KEEP_PRIVATE], id="the asker agrees"),
        pytest.param(False, True, [False], True, [AGREE], id="kept private"),
        pytest.param(True, False, [True], False, [WITHDRAW], id="the council agrees"),
        pytest.param(True, True, [True], False, [], id="public"),
        pytest.param(True, True, [True, False], False, [AGREE, KEEP_PRIVATE], id="public, and an answer waits"),
        pytest.param(True, True, [], False, [], id="public, and no answer stands"),
    ],
)
def test_council_agrees_to_answers_and_may_say_no(mine, theirs, approved, kept, says):
    assert council_says(mine, theirs, approved, kept) == says
