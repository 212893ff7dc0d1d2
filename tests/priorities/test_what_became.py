"""What became of promises, in words."""

import pytest

from priorities.what_became import Group, kind_of, sentence


@pytest.mark.parametrize(
    ("status", "marks", "printed", "kind"),
    [
        pytest.param("complete", set(), False, "complete", id="complete"),
        pytest.param("complete", {"dropped"}, False, "complete", id="complete-and-marked"),
        pytest.param("", set(), True, "complete", id="printed-as-done"),
        pytest.param("on-track", set(), True, "unmarked", id="printed-as-done-but-reported-otherwise"),
        pytest.param("on-track", {"carried"}, False, "carried", id="carried"),
        pytest.param("", {"merged"}, False, "merged", id="merged"),
        pytest.param("deferred", {"replaced"}, False, "replaced", id="deferred-and-replaced"),
        pytest.param("off-track", {"dropped"}, False, "dropped", id="dropped"),
        pytest.param("off-track", {"dropped", "carried"}, False, "carried", id="dropped-here-carried-there"),
        pytest.param("withdrawn", set(), False, "withdrawn", id="withdrawn"),
        pytest.param("withdrawn", {"dropped"}, False, "dropped", id="withdrawn-and-marked"),
        pytest.param("deferred", set(), False, "unmarked", id="deferred"),
        pytest.param("", set(), False, "unmarked", id="nothing-said"),
    ],
)
def test_promise_is_listed_by_what_became_of_it(status, marks, printed, kind):
    assert kind_of(status, marks, printed) == kind


def groups(late=0, **counts):
    return [Group(kind, ["promise"] * count, late if kind == "complete" else 0) for kind, count in counts.items()]


@pytest.mark.parametrize(
    ("counted", "later", "words"),
    [
        pytest.param(
            groups(complete=9, carried=3, replaced=2, dropped=1, unmarked=2),
            ["B"],
            "Of 17 promises of A, 9 were complete, 3 are carried forward into B, 2 are replaced and 1 is dropped; "
            "2 were not marked.",
            id="of-everything",
        ),
        pytest.param(
            groups(late=2, complete=3, merged=1, withdrawn=1),
            ["B", "C"],
            "Of 5 promises of A, 3 were complete (2 of them late), 1 is merged into B and C and 1 was withdrawn.",
            id="late-merged-withdrawn",
        ),
        pytest.param(
            groups(late=1, complete=1, replaced=1),
            ["B"],
            "Of 2 promises of A, 1 was complete (late) and 1 is replaced in B.",
            id="one-late",
        ),
        pytest.param(
            groups(late=2, complete=2), [], "Of 2 promises of A, 2 are complete (all of them late).", id="late"
        ),
        pytest.param(groups(dropped=1), ["B"], "Of 1 promise of A, 1 is dropped.", id="one-dropped"),
        pytest.param(groups(unmarked=1), ["B"], "Of 1 promise of A, 1 was not marked.", id="one-not-marked"),
        pytest.param(
            groups(complete=1, unmarked=1),
            [],
            "Of 2 promises of A, 1 is complete; 1 is not finished, and no later plan is published yet.",
            id="no-later-plan",
        ),
        pytest.param([], ["B"], "A lists no promises here.", id="nothing"),
    ],
)
def test_what_became_is_said_in_one_sentence(counted, later, words):
    assert sentence("A", counted, later) == words
