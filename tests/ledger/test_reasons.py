"""What counts as a reason for a change. Every reason here is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.reasons import EMPTY, FILLER, REPEATED, SHORT, WORDLESS, fault_of_reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Contractor went into administration", id="four words"),
        pytest.param("Typing error in the year", id="typing error"),
        pytest.param("The contractor went into administration.", id="full stop"),
        pytest.param("Planning consent took longer than expected", id="planning"),
        pytest.param("Steel was delivered late by the supplier", id="supplier"),
        pytest.param("Funding was cut by £2m", id="money"),
        pytest.param("Grant of 4% not awarded", id="figures"),
        pytest.param("Date changed because the ground was flooded", id="filler words and a reason"),
        pytest.param("As discussed, the tender was withdrawn", id="filler phrase and a reason"),
        pytest.param("Update of census figures", id="update with its object"),
        pytest.param("No change in scope: typing error", id="no change in scope"),
        pytest.param("Moved after a flood", id="moved and why"),
        pytest.param("To be confirmed once the survey ends", id="to be confirmed, with its condition"),
        pytest.param("The date was wrong", id="the date was wrong"),
        pytest.param("Ward boundaries changed in May", id="boundaries"),
        pytest.param("Test results came back late", id="test results"),
        pytest.param("Meeting was cancelled by snow", id="meeting cancelled"),
        pytest.param("Staff off sick\nand no cover", id="line break"),
        pytest.param("COST OF MATERIALS ROSE", id="capitals"),
        pytest.param("cost of materials rose", id="small letters"),
        pytest.param("  Contractor went into administration  ", id="white space round it"),
        pytest.param("Contractor – insolvent, site closed", id="dash"),
        pytest.param("Works weren't finished on time", id="apostrophe"),
        pytest.param("Delay, delay, then the contractor left", id="a word twice"),
        pytest.param("Oedi oherwydd tywydd gwael", id="Welsh"),
        pytest.param("Wykonawca ogłosił upadłość w marcu", id="Polish"),
        pytest.param("ٹھیکیدار دیوالیہ ہو گیا تھا", id="Urdu"),
        pytest.param("ਠੇਕੇਦਾਰ ਨੇ ਕੰਮ ਛੱਡ ਦਿੱਤਾ ਸੀ", id="Punjabi"),
        pytest.param("Contractor went into administration " * 500, id="long"),
    ],
)
def test_fault_of_reason_finds_none(text):
    assert fault_of_reason(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", EMPTY, id="nothing"),
        pytest.param(" \n\t ", EMPTY, id="white space"),
        pytest.param("... ... ... ...", WORDLESS, id="dots"),
        pytest.param("????", WORDLESS, id="question marks"),
        pytest.param("2021 2022 2023 2024", WORDLESS, id="digits"),
        pytest.param("31/03/2022", WORDLESS, id="a date"),
        pytest.param("👍👍👍👍", WORDLESS, id="pictures"),
        pytest.param("\u200b\u200b", WORDLESS, id="signs without width"),
        pytest.param("n/a", FILLER, id="n/a"),
        pytest.param("N.A.", FILLER, id="N.A."),
        pytest.param("tbc", FILLER, id="tbc"),
        pytest.param("To be confirmed at a later date", FILLER, id="to be confirmed"),
        pytest.param("as discussed", FILLER, id="as discussed"),
        pytest.param("As discussed at the meeting yesterday", FILLER, id="as discussed at the meeting"),
        pytest.param("see above", FILLER, id="see above"),
        pytest.param("update", FILLER, id="update"),
        pytest.param("Updated the date as requested", FILLER, id="updated as requested"),
        pytest.param("The date has been changed", FILLER, id="that it changed"),
        pytest.param("Date changed to 31/03/2023 from 31/03/2022", FILLER, id="from one date to another"),
        pytest.param("various reasons", FILLER, id="various reasons"),
        pytest.param("xxx", FILLER, id="xxx"),
        pytest.param("aaaa bbbb cccc dddd", FILLER, id="letters in a row"),
        pytest.param("asdf qwerty zxcv asdf", FILLER, id="keyboard"),
        pytest.param("lorem ipsum dolor sit amet", FILLER, id="lorem ipsum"),
        pytest.param("xxx xxx xxx xxx", REPEATED, id="xxx over and over"),
        pytest.param("asdf asdf asdf asdf", REPEATED, id="asdf over and over"),
        pytest.param("delay delay delay delay delay", REPEATED, id="one word over and over"),
        pytest.param("Delay! DELAY. delay, delay", REPEATED, id="one word in several cases"),
        pytest.param("no reason no reason no reason", REPEATED, id="two words over and over"),
        pytest.param("delayed", SHORT, id="one word"),
        pytest.param("Contractor insolvent", SHORT, id="two words"),
        pytest.param("Administrative reorganisation again", SHORT, id="three words"),
        pytest.param("It is too wet", SHORT, id="too few letters"),
    ],
)
def test_fault_of_reason_says_what_to_do(text, fault):
    assert fault_of_reason(text) == fault


@given(st.text())
def test_fault_of_reason_is_one_sentence_or_none(text):
    fault = fault_of_reason(text)
    assert fault == "" or (fault.count(".") == 1 and fault.endswith("."))


@given(st.text(alphabet=".,;:!?-–/ \n0123456789£%()"))
def test_fault_of_reason_asks_for_words(text):
    assert fault_of_reason(text) in {EMPTY, WORDLESS}
