"""A list of changes as a page tells it, and what this room says of its own records."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from ledger.changes import Change, Said, Step, Window
from ledger.changes.described import Kind
from ledger.words import Mark, mark_words
from priorities.changes_asked import Choice
from priorities.changes_told import COUNTED, around, count_sentence, groups_of, in_days, in_groups
from priorities.told import first_sentence, tell_appointment, tell_promise, tell_succession, tell_update

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
STATUSES = {"status": {"on-track": "On track", "at-risk": "At risk", "complete": "Complete"}}


def change(kind="moved", heading="", outcome=None, key=""):
    facets = frozenset({("outcome", outcome)} if outcome else ())
    return Change(key, kind, "promise", "", "", MAY, datetime(2022, 5, 1, tzinfo=UTC), heading=heading, facets=facets)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(MAY, date(2022, 5, 31)), "From 1 May to 31 May 2022"),
        (Window(date(2021, 12, 1), MAY), "From 1 December 2021 to 1 May 2022"),
        (Window(MAY, MAY), "On 1 May 2022"),
    ],
    ids=["one-year", "two-years", "one-day"],
)
def test_window_in_words_names_the_first_year_where_it_differs(window, words):
    assert in_days(window) == words


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([], "nothing changed"),
        (["moved"], "one date moved"),
        (["dropped", "dropped", "merged"], "3 things changed: 2 promises dropped and 1 promise merged"),
        (["ended", "ended", "added"], "3 things changed: 2 plans came to an end and 1 addition"),
        (
            ["added", "moved", "moved", "status", "reworded"],
            "5 things changed: 2 dates moved, 1 report on progress, 1 wording changed and 1 addition",
        ),
    ],
    ids=["none", "one", "marks", "plans", "several"],
)
def test_count_sentence_counts_each_kind(kinds, sentence):
    assert count_sentence([change(kind) for kind in kinds]) == sentence


def test_every_kind_of_change_is_counted_in_words_of_its_own():
    assert set(COUNTED) == set(get_args(Kind))


@pytest.mark.parametrize("how", ["carried", "merged", "replaced", "dropped"])
def test_mark_is_told_as_what_becomes_of_the_promise(how):
    row = {"how": how, "reason": "An example."}
    name = {"plan": "Plan B", "later": "Open a hub"}
    step = Step(None, row, MAY, name=lambda row, column: name.get(column, ""), choices={"how": {how: "What"}})
    assert tell_succession(step) == [Said(how, "What in the Plan B: Open a hub", quote="An example.")]


def test_outcomes_come_first_then_the_plan_then_who_answers():
    changes = [change(heading="Who answers"), change(outcome=2), change(heading="The plan itself"), change(outcome=1)]
    outcomes = [Choice("best-start", "Best start", 1), Choice("well", "Well", 2)]
    assert [(heading, slug) for heading, slug, _ in in_groups(changes, outcomes)] == [
        ("Best start", "best-start"),
        ("Well", "well"),
        ("The plan itself", ""),
        ("Who answers", ""),
    ]


def test_group_of_a_page_counts_its_changes_on_all_pages():
    placed = in_groups([change(heading="Who answers", key=str(number)) for number in range(3)], [])
    [group] = groups_of(placed[:2], placed)
    assert ([each.key for each in group.changes], group.total) == (["0", "1"], 3)


def test_long_runs_of_the_same_words_are_cut_down_beside_a_change():
    words = [f"w{number}" for number in range(80)]
    marks = list(around(mark_words(" ".join(words), " ".join([*words[:40], "new", *words[40:]]))))
    assert marks == [
        Mark(" ".join(["…", *words[26:40]]), "same"),
        Mark("new", "added"),
        Mark(" ".join([*words[40:54], "…"]), "same"),
    ]


def report(key, status, as_of=MAY, forecast=None, commentary="", cause="", next_step=""):
    said = {"commentary": commentary, "cause": cause, "next_step": next_step}
    return {"id": key, "status": status, "as_of": as_of, "forecast_on": forecast, **said}


@pytest.mark.parametrize(
    ("beside", "after", "sentence"),
    [
        ([], report(1, "on-track"), "First report: On track"),
        ([report(1, "on-track")], report(2, "at-risk"), "Status: On track → At risk"),
        ([report(1, "on-track")], report(2, "on-track"), "Confirmed: still on track"),
        ([report(2, "complete"), report(1, "on-track")], report(3, "on-track"), "Status: Complete → On track"),
        ([report(2, "complete", JUNE)], report(3, "on-track"), "First report: On track"),
        (
            [report(1, "on-track")],
            report(2, "on-track", forecast=date(2022, 9, 30)),
            "Confirmed: still on track, now expected on 30 September 2022",
        ),
        (
            [report(1, "on-track", forecast=JUNE)],
            report(2, "at-risk", forecast=JUNE),
            "Status: On track → At risk",
        ),
    ],
    ids=["first", "turned", "confirmed", "against-the-latest", "later-one-beside", "forecast", "known-forecast"],
)
def test_report_is_told_against_the_one_before_it(beside, after, sentence):
    step = Step(None, after, MAY, beside=tuple(beside), choices=STATUSES)
    assert tell_update(step) == [Said("status", sentence)]


def test_report_keeps_only_the_first_sentence_of_its_commentary():
    step = Step(None, report(1, "on-track", commentary="One thing. Another."), MAY, choices=STATUSES)
    assert [said.quote for said in tell_update(step)] == ["One thing."]


@pytest.mark.parametrize(
    ("status", "cause", "next_step", "quote"),
    [
        ("off-track", "Staff left. Two.", "Hire. Train.", "Cause: Staff left. Next step: Hire."),
        ("at-risk", "Staff left.", "", "Cause: Staff left."),
        ("off-track", "", "", "It rained."),
        ("on-track", "Staff left.", "Hire.", "It rained."),
    ],
    ids=["off track", "cause alone", "neither", "no trouble"],
)
def test_report_of_trouble_tells_its_cause_and_next_step_first(status, cause, next_step, quote):
    after = report(1, status, commentary="It rained. Hard.", cause=cause, next_step=next_step)
    assert [said.quote for said in tell_update(Step(None, after, MAY, choices=STATUSES))] == [quote]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", ""), ("All.", "All."), ("One 3.5 m. Two.", "One 3.5 m."), ("Line\nother", "Line"), ("Why? So.", "Why?")],
)
def test_first_sentence(text, sentence):
    assert first_sentence(text) == sentence


def held(key, who, starts_on, ends_on=None, effective_on=None):
    return {
        "id": key,
        "councillor_id": who,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "effective_on": effective_on or starts_on,
    }


A, B, C = "Councillor A", "Councillor B", "Councillor C"


@pytest.mark.parametrize(
    ("before", "after", "beside", "sentences"),
    [
        (None, held(2, B, JUNE), [], [f"{B} took over"]),
        (None, held(2, B, JUNE), [held(1, A, MAY, JUNE)], [f"Handed over from {A} to {B}"]),
        (None, held(2, B, JUNE), [held(1, A, MAY)], [f"{B} holds it as well"]),
        (None, held(2, A, JUNE), [held(1, A, MAY, JUNE)], [f"{A} goes on holding it"]),
        (
            held(1, A, MAY),
            held(1, A, MAY, JUNE),
            [],
            [f"Nobody is on record as holding it since 1 June 2022; until then it was {A}"],
        ),
        (held(1, A, MAY), held(1, A, MAY, JUNE), [held(2, B, JUNE)], []),
        (held(1, A, MAY), held(1, A, MAY, JUNE), [held(3, C, MAY)], [f"{A} no longer holds it"]),
        (held(1, A, MAY), None, [], [f"The appointment of {A} was removed from the record"]),
    ],
    ids=[
        "took-over",
        "handed-over",
        "beside-another",
        "goes-on",
        "vacant",
        "told-by-who-comes",
        "one-of-two",
        "removed",
    ],
)
def test_appointment_is_told_as_who_took_over_from_whom(before, after, beside, sentences):
    step = Step(before, after, JUNE, beside=tuple(beside), name=lambda row, column: row[f"{column}_id"])
    assert tell_appointment(step) == [Said("holder", sentence) for sentence in sentences]


def test_appointment_to_come_says_when():
    step = Step(None, held(1, A, JUNE), MAY, name=lambda row, column: row[f"{column}_id"])
    assert [said.sentence for said in tell_appointment(step)] == [f"{A} is to take over on 1 June 2022"]


@pytest.mark.parametrize(
    ("timescale", "said"),
    [("By June 2022.", [Said("added", "Promise added: By June 2022")]), ("", None)],
)
def test_new_promise_is_told_with_its_date(timescale, said):
    assert tell_promise(Step(None, {"timescale_text": timescale}, MAY)) == said
