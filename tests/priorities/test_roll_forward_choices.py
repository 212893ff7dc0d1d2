"""What an officer can choose for a promise, and what the form that starts the next plan is filled with."""

from datetime import date

import pytest

from ledger.reasons import EMPTY, FILLER
from priorities.roll_forward.choices import (
    CHOOSE,
    INTO_WHAT,
    SAME_WORDS,
    TIMESCALE,
    WORDS,
    Choice,
    Step,
    as_meant,
    faults_of,
    left_current,
    step,
    still_to_mark,
)
from priorities.roll_forward.prefills import next_days, next_title, slug_of
from priorities.roll_forward.timescales import NO_DATE, doubt_of, fault_of_timescale, still_fits

WHY = "The next plan goes on with this work."
BEFORE = "Open a hub"


def carried(**values):
    return Choice(**{"how": "carried", "words": BEFORE, "timescale": "By March 2027", "reason": WHY} | values)


@pytest.mark.parametrize(
    ("choice", "faults"),
    [
        pytest.param(Choice(), {"how": CHOOSE}, id="nothing-chosen"),
        pytest.param(carried(), {}, id="carried"),
        pytest.param(carried(words=" "), {"words": WORDS}, id="carried-without-words"),
        pytest.param(carried(timescale=""), {"timescale": TIMESCALE}, id="carried-without-timescale"),
        pytest.param(carried(reason=""), {"reason": EMPTY}, id="carried-without-reason"),
        pytest.param(carried(into="promise-1", words="", timescale=""), {}, id="carried-in-one-that-is-there"),
        pytest.param(carried(how="replaced"), {"words": SAME_WORDS}, id="replaced-by-the-same-words"),
        pytest.param(carried(how="replaced", words="Open two hubs"), {}, id="replaced-by-a-new-one"),
        pytest.param(carried(how="replaced", into="priority-1"), {}, id="replaced-by-a-priority"),
        pytest.param(Choice("merged", reason=WHY), {"into": INTO_WHAT}, id="merged-into-nothing"),
        pytest.param(Choice("merged", into="promise-1", reason="tbc"), {"reason": FILLER}, id="merged-for-no-reason"),
        pytest.param(Choice("dropped", reason=WHY), {}, id="dropped"),
        pytest.param(Choice("unmark"), {}, id="mark-taken-away"),
    ],
)
def test_faults_of_a_choice(choice, faults):
    assert faults_of(choice, BEFORE) == faults


@pytest.mark.parametrize(
    ("choice", "has_own", "does"),
    [
        (carried(), False, Step.WRITE),
        (carried(), True, Step.REWORD),
        (carried(into="promise-1"), True, Step.TAKE_OUT),
        (carried(how="replaced"), True, Step.REWORD),
        (Choice("merged", into="promise-1"), True, Step.TAKE_OUT),
        (Choice("dropped"), True, Step.TAKE_OUT),
        (Choice("dropped"), False, Step.NONE),
        (Choice("unmark"), True, Step.TAKE_OUT),
        (Choice("unmark"), False, Step.NONE),
    ],
)
def test_step_in_the_new_plan(choice, has_own, does):
    assert step(choice, has_own) is does


def test_what_was_typed_for_another_choice_is_left_out():
    typed = {"into": "promise-1", "under": "priority-1", "words": "A", "timescale": "B"}

    assert as_meant(Choice("dropped", **typed)) == Choice("dropped")
    assert as_meant(Choice("merged", **typed)) == Choice("merged", into="promise-1")
    assert as_meant(carried()) == carried()


@pytest.mark.parametrize(
    ("unmarked", "total", "sentence"),
    [
        (43, 120, "43 of 120 unfinished promises of P are still to be marked."),
        (1, 2, "1 of 2 unfinished promises of P is still to be marked."),
        (1, 1, "1 of 1 unfinished promise of P is still to be marked."),
        (0, 120, "All 120 unfinished promises of P are marked."),
        (0, 1, "The one unfinished promise of P is marked."),
        (0, 0, "No promise of P is unfinished, so none needs a mark."),
    ],
)
def test_sentence_on_how_far_the_marking_is(unmarked, total, sentence):
    assert still_to_mark(unmarked, total, "P") == sentence


@pytest.mark.parametrize(
    ("ends_on", "sentence"),
    [
        (None, "P has no last day on record, so it stays current until somebody archives it."),
        (date(2026, 3, 31), "P is past its last day, 31 March 2026, so it is archived as Q takes its place."),
        (
            date(2026, 4, 1),
            "P stays current until its last day, 1 April 2026, is over and Q has begun; then it is archived.",
        ),
    ],
)
def test_what_becomes_of_the_earlier_plan_by_itself(ends_on, sentence):
    assert left_current("P", ends_on, "Q", date(2026, 4, 1)) == sentence


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (date(2025, 4, 1), date(2026, 3, 31), (date(2026, 4, 1), date(2027, 3, 31))),
        (date(2021, 10, 13), date(2023, 5, 31), (date(2023, 6, 1), date(2024, 5, 31))),
        (date(2025, 4, 1), None, (date(2026, 4, 1), date(2027, 3, 31))),
        (None, date(2024, 2, 28), (date(2024, 2, 29), date(2025, 2, 27))),
        (None, None, (date(2027, 4, 1), date(2028, 3, 31))),
    ],
    ids=["year", "eighteen-months", "without-last-day", "leap-day", "without-days"],
)
def test_days_of_the_next_plan(starts_on, ends_on, days):
    assert next_days(starts_on, ends_on, today=date(2026, 11, 22)) == days


@pytest.mark.parametrize(
    ("title", "next_one"),
    [
        ("Council Plan 2025/26", "Council Plan 2026/27"),
        ("Council Plan 2025/2026", "Council Plan 2026/27"),
        ("Corporate Plan 2018-20 (2019 refresh)", "Corporate Plan 2026-27"),
        ("Plan 2025", "Plan 2026"),
        ("Our plan", ""),
    ],
)
def test_title_of_the_next_plan(title, next_one):
    assert next_title(title, date(2026, 4, 1), date(2027, 3, 31)) == next_one


def test_slug_is_made_from_the_title():
    assert slug_of("Council Plan 2026/27") == "council-plan-2026-27"


APRIL, MARCH = date(2027, 4, 1), date(2028, 3, 31)


@pytest.mark.parametrize(
    ("text", "starts_on", "doubt"),
    [
        ("By March 2028", APRIL, ""),
        ("By March 2030", APRIL, ""),
        ("Ongoing", APRIL, ""),
        ("From April 2027", APRIL, ""),
        ("By March 2020", None, ""),
        ("By March 2020", APRIL, "It ends on 31 March 2020, before the new plan begins on 1 April 2027."),
        ("By March 2027", APRIL, "It ends on 31 March 2027, before the new plan begins on 1 April 2027."),
        ("sometime soon", APRIL, NO_DATE),
        ("sometime soon", None, NO_DATE),
        ("", None, NO_DATE),
    ],
)
def test_doubt_of_a_timescale(text, starts_on, doubt):
    assert doubt_of(text, starts_on) == doubt


@pytest.mark.parametrize(
    ("text", "all_the_same", "fault"),
    [
        ("sometime soon", False, f"{NO_DATE} Write another timescale, or tick “Write this timescale all the same”."),
        ("sometime soon", True, ""),
        (" ", False, ""),
    ],
)
def test_doubt_is_a_fault_until_it_is_ticked(text, all_the_same, fault):
    assert fault_of_timescale(text, APRIL, all_the_same) == fault


@pytest.mark.parametrize(
    ("end", "starts_on", "ends_on", "fits"),
    [
        (date(2027, 6, 30), APRIL, MARCH, True),
        (APRIL, APRIL, APRIL, True),
        (date(2027, 6, 30), APRIL, None, True),
        (date(2027, 3, 31), APRIL, MARCH, False),
        (date(2028, 4, 1), APRIL, MARCH, False),
        (date(2027, 6, 30), None, MARCH, False),
        (None, APRIL, MARCH, False),
    ],
)
def test_earlier_timescale_still_fits_where_it_ends_while_the_new_plan_runs(end, starts_on, ends_on, fits):
    assert still_fits(end, starts_on, ends_on) is fits
