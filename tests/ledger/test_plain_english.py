import pytest

from ledger.plain_english import BETTER, Readability, advice, readability

PLAIN = "We will open a new hub in Batley by March. You can ask us there for help to find work."
HARD = (
    "Notwithstanding considerable organisational transformation, multidisciplinary partnerships collaboratively "
    "operationalise preventative interventions throughout neighbourhoods, notably where demographic characteristics "
    "necessitate disproportionate investment in infrastructure, accommodation and connectivity."
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("Open a new hub.", None),
        ("--- ... !!! 12 %", None),
        (PLAIN, Readability(age=6, longest=10)),
        (HARD, Readability(age=22, longest=24)),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", Readability(age=12, longest=13)),
        (f"{PLAIN}\n{PLAIN}", Readability(age=6, longest=10)),
        (f"{PLAIN}\nThe plans: https://example.org/an-address-that-nobody-reads-aloud", Readability(age=6, longest=10)),
    ],
    ids=["nothing", "a few words", "no words", "plain", "hard", "no full stop", "two paragraphs", "an address"],
)
def test_readability_of_a_text(text, found):
    assert readability(text) == found


def test_list_without_full_stops_reads_as_the_same_words_with_them():
    lines = ["Opened the hub in Batley", "Hired six new staff", "Put up the new signs", "Roof fixed", "Met 3.5 times"]

    without = [readability("\n".join(f"- {line}" for line in lines)), readability(". ".join(lines))]

    assert without == [readability(" ".join(f"{line}." for line in lines))] * 2 == [Readability(age=6, longest=5)] * 2


def test_items_of_a_word_or_two_say_nothing_of_how_hard_a_text_is():
    items = "Done. All open. Staff hired. Signs up. Roof fixed. Gate hung. Path laid. Doors painted."

    assert (readability(items), readability(f"{items} {PLAIN}")) == (None, readability(PLAIN))


def test_advice_on_plain_text_gives_the_figures_alone():
    assert advice(PLAIN) == "Reading age about 6; the longest sentence has 10 words."


def test_advice_on_hard_text_says_what_would_help():
    assert advice(HARD) == f"Reading age about 22; the longest sentence has 24 words. {BETTER}"


def test_advice_on_little_text_is_none():
    assert advice("Open a new hub.") == ""
