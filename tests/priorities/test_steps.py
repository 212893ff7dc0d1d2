"""A report's way from a draft to residents, as a table."""

import pytest

from priorities import steps
from priorities.models import ProgressUpdate

BOTH = {steps.REPORT, steps.SIGN_OFF}
# From which state each right leads to which step, as letters: Save, sUbmit, Take back, Return, sCHedule, Publish.
LETTERS = {"save": "S", "submit": "U", "take-back": "T", "return": "R", "schedule": "H", "publish": "P"}


@pytest.mark.parametrize(
    ("state", "contributor", "approver"),
    [
        ("", "SU", "SUHP"),
        ("draft", "SU", "SUHP"),
        ("returned", "SU", "SUHP"),
        ("awaiting", "T", "STRHP"),
        ("signed-off", "", "RHP"),
        ("published", "", ""),
        ("no such state", "", ""),
    ],
)
def test_steps_that_are_offered(state, contributor, approver):
    def letters(rights):
        return "".join(LETTERS[action] for action in steps.offered(state, rights))

    assert (letters({steps.REPORT}), letters(BOTH), letters(set())) == (contributor, approver, "")


def test_every_step_leads_to_a_state_that_there_is():
    states = set(ProgressUpdate.State.values)

    assert {to for to, _ in steps.STEPS.values()} == states
    assert {begin for begin, _ in steps.STEPS} == (states | {steps.NEW}) - {steps.PUBLISHED}
    assert set(steps.IS_NOW) == states | {steps.NEW}


def test_nobody_who_only_reports_leads_a_report_to_residents():
    reachable, found = {steps.NEW}, {""}
    while found:
        found = {each for state in found for each in steps.within_reach(state, {steps.REPORT})} - reachable
        reachable |= found

    assert reachable == {steps.NEW, "draft", "awaiting"}


def test_step_that_cannot_be_taken_is_none():
    assert (steps.step("published", "save"), steps.step("draft", "return")) == (None, None)
    assert steps.step("awaiting", "return") == steps.Step("returned", steps.SIGN_OFF)
