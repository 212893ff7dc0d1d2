"""Which words changed between two texts, told so that neither text loses a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.words import Mark, mark_words


def words_of(marks, *kinds):
    return " ".join(mark.text for mark in marks if mark.kind in kinds).split()


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("", "A promise", [Mark("A promise", "added")], id="all new"),
        pytest.param("A promise", "", [Mark("A promise", "dropped")], id="all gone"),
        pytest.param("A promise", "A promise", [Mark("A promise", "same")], id="same"),
        pytest.param("A\n\npromise ", "A promise", [Mark("A promise", "same")], id="white space"),
        pytest.param(
            "by March 2022",
            "by June 2022",
            [Mark("by", "same"), Mark("March", "dropped"), Mark("June", "added"), Mark("2022", "same")],
            id="dropped before added",
        ),
        pytest.param(
            "clean place", "clean, green place", [
                Mark("clean", "dropped"), Mark("clean, green", "added"), Mark("place", "same")
            ], id="punctuation shows",
        ),
        pytest.param("council", "Council", [Mark("council", "dropped"), Mark("Council", "added")], id="case shows"),
        pytest.param(
            "One.\n\nTwo.",
            "One.\n\nHalf.\n\nTwo.",
            [Mark("One.", "same"), Mark("Half.", "added"), Mark("Two.", "same")],
            id="paragraph between",
        ),
    ],
)  # fmt: skip
def test_mark_words(before, after, marks):
    assert mark_words(before, after) == marks


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        pytest.param("A clean, green place", "a clean green place.", [Mark("a clean green place.", "same")], id="both"),
        pytest.param("costs £5", "costs 5", [
            Mark("costs", "same"), Mark("£5", "dropped"), Mark("5", "added")
        ], id="pounds are no punctuation"),
    ],
)  # fmt: skip
def test_mark_words_overlooks_punctuation_and_case(before, after, marks):
    assert mark_words(before, after, overlook_punctuation_and_case=True) == marks


@given(st.text(), st.text())
def test_mark_words_loses_no_word(before, after):
    marks = mark_words(before, after)
    assert (words_of(marks, "same", "dropped"), words_of(marks, "same", "added")) == (before.split(), after.split())


@given(st.text(), st.text())
def test_mark_words_loses_no_word_where_it_overlooks(before, after):
    marks = mark_words(before, after, overlook_punctuation_and_case=True)
    assert words_of(marks, "same", "added") == after.split()


@given(st.lists(st.sampled_from("ab"), max_size=12), st.lists(st.sampled_from("ab"), max_size=12))
def test_mark_words_gives_runs_as_long_as_they_go(before, after):
    kinds = [mark.kind for mark in mark_words(" ".join(before), " ".join(after))]
    assert all(one != other for one, other in zip(kinds, kinds[1:], strict=False))
    assert ("added", "dropped") not in set(zip(kinds, kinds[1:], strict=False))


LONG = [f"w{number % 1009 * (number % 17)}" for number in range(9000)]


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        pytest.param(LONG, [], id="same"),
        pytest.param([*LONG[:4000], "new", *LONG[4000:]], [Mark("new", "added")], id="one word added"),
        pytest.param([*LONG[:4000], *LONG[4001:]], [Mark(LONG[4000], "dropped")], id="one word dropped"),
        pytest.param(["new", *LONG, "end"], [Mark("new", "added"), Mark("end", "added")], id="both ends"),
        pytest.param(
            [*LONG[:99], "new", *LONG[99:5000], "newer", *LONG[5000:]],
            [Mark("new", "added"), Mark("newer", "added")],
            id="far apart",
        ),
    ],
)
def test_mark_words_of_long_texts_marks_only_what_changed(after, changed):
    marks = mark_words(" ".join(LONG), " ".join(after))
    assert [mark for mark in marks if mark.kind != "same"] == changed


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(LONG[::-1], id="turned round"),
        pytest.param(LONG[4500:] + LONG[:4500], id="halves changed places"),
        pytest.param(["a", "b"] * 9000, id="two words over and over"),
        pytest.param(LONG * 2, id="twice"),
    ],
)
def test_mark_words_of_long_texts_loses_no_word(after):
    marks = mark_words(" ".join(LONG), " ".join(after))
    assert (words_of(marks, "same", "dropped"), words_of(marks, "same", "added")) == (LONG, after)
