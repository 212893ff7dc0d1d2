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


def row(status, count, *, example=None, in_time=False, dated=0, passed=0):
    counted = {"count": count, "dated": dated, "passed": passed}
    return {"latest_status": status, "example": example, "in_time": in_time, **counted}


@pytest.mark.parametrize(
    ("rows", "standing"),
    [
        ([], Standing({})),
        ([row(None, 2, passed=1)], Standing({"": 2}, passed=1)),
        ([row("complete", 3, dated=2, passed=2)], Standing({"complete": 3}, late=2)),
        ([row("complete", 3, dated=2, in_time=True)], Standing({"complete": 3})),
        ([row("on-track", 3, dated=2), row("on-track", 1, example=True)], Standing({"on-track": 4}, examples=1)),
    ],
    ids=["nothing", "unreported", "late", "in time", "example"],
)
def test_add_up_reads_counted_rows(rows, standing):
    assert add_up(rows) == standing
