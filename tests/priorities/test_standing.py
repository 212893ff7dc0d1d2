import re
from datetime import date, timedelta

import pytest

from priorities.standing import Stand, Standing, accessible_name, add_up, join_words, sentence, summarise

TODAY = date(2022, 5, 12)
PAST, AHEAD = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def said(*stands):
    return sentence(summarise(stands, TODAY))


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        ([], "There are no promises here."),
        ([Stand()], "No progress has been reported on this promise."),
        ([Stand(due=PAST)], "No progress has been reported on this promise; it is overdue."),
        ([Stand()] * 3, "There are 3 promises; none has a progress report."),
        (
            [Stand(due=PAST), Stand(due=PAST), Stand()],
            "There are 3 promises; none has a progress report; 2 are overdue.",
        ),
        ([Stand("on-track")], "The one promise here is on track."),
        ([Stand("not-started")], "The one promise here has not started."),
        ([Stand("complete", PAST, TODAY)], "The one promise here is complete (late)."),
        ([Stand("complete")] * 2, "Both promises are complete."),
        ([Stand("not-started")] * 3, "None of these 3 promises has started."),
        (
            [Stand("complete")] * 5
            + [Stand("on-track")] * 6
            + [Stand("off-track", PAST)] * 2
            + [Stand("at-risk", PAST)]
            + [Stand(due=AHEAD)],
            "Of 15 promises, 5 are complete and 6 are on track; 2 are off track and 1 is at risk; "
            "no progress has been reported on 1; 3 are overdue.",
        ),
        (
            [Stand("complete", PAST, TODAY), Stand("complete", PAST, PAST), Stand("on-track")],
            "Of 3 promises, 2 are complete (1 of them late) and 1 is on track.",
        ),
        (
            [Stand("complete", PAST, TODAY), Stand("complete", PAST, TODAY), Stand("on-track")],
            "Of 3 promises, 2 are complete (all of them late) and 1 is on track.",
        ),
        (
            [Stand("deferred", PAST), Stand("withdrawn", PAST), Stand("not-started")],
            "Of 3 promises, 1 has not started, 1 is deferred and 1 is withdrawn.",
        ),
        (
            [Stand("on-track", is_example=True), Stand()],
            "Of 2 promises, 1 is on track; no progress has been reported on 1. "
            "This progress is an example, made up to show how the portal works.",
        ),
        (
            [Stand("on-track", is_example=True), Stand("on-track")],
            "Both promises are on track. The progress of 1 is an example, made up to show how the portal works.",
        ),
    ],
    ids=[
        "none",
        "one unreported",
        "one unreported and past",
        "all unreported",
        "all unreported, some past",
        "one on track",
        "one not started",
        "one late",
        "both alike",
        "all alike",
        "many",
        "some late",
        "all late",
        "stopped",
        "example",
        "one example",
    ],
)
def test_sentence_says_how_things_stand(stands, words):
    assert said(*stands) == words


def test_summarise_counts_each_status_apart():
    standing = summarise([Stand("complete"), Stand("complete", PAST, TODAY), Stand("on-track"), Stand()], TODAY)
    assert standing == Standing({"complete": 2, "on-track": 1, "": 1}, late=1, passed=0, examples=0)


@pytest.mark.parametrize(
    ("due", "status", "passed"),
    [
        (PAST, "", 1),
        (PAST, "on-track", 1),
        (PAST, "complete", 0),
        (PAST, "deferred", 0),
        (PAST, "withdrawn", 0),
        (TODAY, "on-track", 0),
        (None, "on-track", 0),
    ],
)
def test_summarise_counts_dates_that_passed_without_completion(due, status, passed):
    assert summarise([Stand(status, due)], TODAY).passed == passed


def test_accessible_name_reads_the_whole_bar():
    standing = summarise([Stand("on-track"), Stand("on-track"), Stand()], TODAY)
    assert accessible_name(standing) == "3 promises: 2 on track, 1 no progress reported"


def test_accessible_name_of_nothing_says_so():
    assert accessible_name(summarise([], TODAY)) == "No promises"


@pytest.mark.parametrize(("parts", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_join_words_reads_as_a_sentence(parts, words):
    assert join_words(parts) == words


def test_standings_added_together_count_both():
    one = Standing({"complete": 2, "": 1}, late=1, passed=2, examples=3)
    other = Standing({"complete": 1, "on-track": 4}, late=10, passed=20, examples=30)
    assert one + other == Standing({"complete": 3, "": 1, "on-track": 4}, late=11, passed=22, examples=33)


def row(status, count, *, example=None, in_time=False, settled=False, dated=0, passed=0):
    counted = {"count": count, "dated": dated, "passed": passed}
    return {"latest_status": status, "example": example, "in_time": in_time, "settled": settled, **counted}


@pytest.mark.parametrize(
    ("rows", "standing"),
    [
        ([], Standing({})),
        ([row(None, 2, passed=1)], Standing({"": 2}, passed=1)),
        ([row("at-risk", 2, passed=2, settled=True)], Standing({"at-risk": 2})),
        ([row("complete", 3, dated=2, passed=2)], Standing({"complete": 3}, late=2)),
        ([row("complete", 3, dated=2, in_time=True)], Standing({"complete": 3})),
        ([row("on-track", 3, dated=2), row("on-track", 1, example=True)], Standing({"on-track": 4}, examples=1)),
    ],
    ids=["nothing", "unreported", "settled", "late", "in time", "example"],
)
def test_add_up_reads_counted_rows(rows, standing):
    assert add_up(rows) == standing


# Nothing is added up: every number of a sentence is one count, and no two of them go together.

OTHERS = [23_000, 11_000, 47_000, 95_000, 191_000]
APART = {"complete": 3, "on-track": 5, "at-risk": 11, "off-track": 23, "not-started": 47, "deferred": 95, "": 191}


@pytest.mark.parametrize(
    ("counts", "late", "passed", "examples", "numbers"),
    [
        ({"complete": 3, "on-track": 5}, 0, 0, 0, [8, 3, 5]),
        ({"complete": 3, "on-track": 5}, 2, 0, 0, [8, 3, 2, 5]),
        ({"complete": 3, "on-track": 5}, 2, 4, 0, [8, 3, 2, 5, 4]),
        ({"complete": 3, "on-track": 5}, 2, 4, 7, [8, 3, 2, 5, 4, 7]),
        ({"complete": 3, "at-risk": 11}, 2, 9, 0, [14, 3, 2, 11, 9]),
        ({"on-track": 5, "at-risk": 11, "off-track": 23}, 0, 30, 0, [39, 5, 23, 11, 30]),
        ({"complete": 3, "": 191}, 2, 100, 0, [194, 3, 2, 191, 100]),
        ({"complete": 3}, 2, 0, 0, [3, 2]),
        ({"on-track": 5}, 0, 4, 0, [5, 4]),
        ({"": 191}, 0, 100, 0, [191, 100]),
        (APART, 2, 330, 7, [375, 3, 2, 5, 23, 11, 47, 95, 191, 330, 7]),
        ({status: 1000 * count for status, count in APART.items()}, 2, 9, 0, [375000, 3000, 2, 5000, *OTHERS, 9]),
    ],
    ids=[
        "complete and on track",
        "some late",
        "some late and some overdue",
        "some examples as well",
        "complete and at risk",
        "nothing complete",
        "some unreported",
        "all complete, some late",
        "all on track, some overdue",
        "all unreported, some overdue",
        "everything",
        "thousands",
    ],
)
def test_sentence_adds_nothing_up_but_the_total(counts, late, passed, examples, numbers):
    said = sentence(Standing(counts, late=late, passed=passed, examples=examples))
    assert [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", said)] == numbers


@pytest.mark.parametrize(
    ("counts", "late", "words"),
    [
        ({"complete": 5, "on-track": 6}, 0, "Of 11 promises, 5 are complete and 6 are on track."),
        ({"complete": 5, "on-track": 6}, 2, "Of 11 promises, 5 are complete (2 of them late) and 6 are on track."),
        ({"complete": 5}, 2, "All 5 promises are complete (2 of them late)."),
    ],
    ids=["none late", "some late", "nothing else"],
)
def test_sentence_counts_the_late_among_the_complete(counts, late, words):
    assert sentence(Standing(counts, late=late)) == words


@pytest.mark.parametrize(
    ("counts", "examples", "some"),
    [({"": 3}, 0, False), ({"on-track": 2, "": 1}, 2, False), ({"on-track": 2, "": 1}, 1, True), ({}, 0, False)],
    ids=["none", "every report", "one report of two", "nothing"],
)
def test_some_examples_is_true_where_other_reports_are_none(counts, examples, some):
    assert Standing(counts, examples=examples).some_examples is some
