import pytest

from priorities.geometry import GAP, THINNEST, Segment, tally_segments


def test_tally_segments_share_the_bar_by_count():
    assert tally_segments([("complete", 1), ("on-track", 3)]) == [
        Segment("complete", 1, x=0.2, width=24.6),
        Segment("on-track", 3, x=25.2, width=74.6),
    ]


def test_tally_segments_leave_out_what_counts_nothing():
    assert [each.kind for each in tally_segments([("complete", 0), ("none", 4)])] == ["none"]


def test_tally_segments_of_nothing_are_none():
    assert tally_segments([]) == []


def test_tally_segments_keep_a_single_promise_visible():
    thin = tally_segments([("complete", 999), ("off-track", 1)])[1]
    assert thin.width == round(THINNEST - GAP, 2)


@pytest.mark.parametrize(
    "counts",
    [[1], [1, 1, 1], [1000, 1, 1, 1], [5, 6, 1, 2, 1, 0, 0, 4]],
    ids=["one", "three alike", "one giant", "all kinds"],
)
def test_tally_segments_never_leave_the_bar(counts):
    segments = tally_segments([(str(place), count) for place, count in enumerate(counts)])
    assert max(each.x + each.width for each in segments) == pytest.approx(100 - GAP / 2, abs=0.05)
