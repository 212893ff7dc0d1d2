import pytest

from plan_documents.readers.text import read_text


def texts(source):
    return [f"{block.marker} {block.text}".strip() for block in read_text(source)]


def furniture(source):
    return [(block.text, block.furniture) for block in read_text(source) if block.furniture]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("•\nDig a well.\n•\n\nDig a pond.", ["• Dig a well.", "• Dig a pond."], id="bare-bullets"),
        pytest.param("1.\nWells\n\n2)\n\nPonds", ["1. Wells", "2) Ponds"], id="bare-numbers"),
        pytest.param("1.\nAction\nDig.", ["1.", "Action", "Dig."], id="bare-number-before-a-label"),
        pytest.param("People live inde-\npendently.", ["People live independently."], id="broken-word"),
        pytest.param(
            "A long-term plan.\n\nThe next long-\nterm plan.",
            ["A long-term plan.", "The next long-term plan."],
            id="hyphen-that-the-document-has-elsewhere",
        ),
        pytest.param("One\u2028Two\vThree", ["One", "Two", "Three"], id="line-separators"),
        pytest.param("What we're aiming for\nshade", ["What we're aiming for", "shade"], id="label-that-leans-forward"),
        pytest.param("Timescale: Dig -\nMarch.", ["Timescale: Dig - March."], id="after-a-dash"),
        pytest.param("Shade in towns including\nMillton.", ["Shade in towns including Millton."], id="after-including"),
    ],
)
def test_read_text_joins_what_was_broken(source, expected):
    assert texts(source) == expected


FIRST = "We will plant one tree in every street of the whole district, taking account of"


@pytest.mark.parametrize(
    ("between", "aside"),
    [
        pytest.param("13", [("13", "page number")], id="page-number"),
        pytest.param("Page 4 of 20", [("Page 4 of 20", "page number")], id="named-page-number"),
        pytest.param("Tree Plan  Page 4 of 20", [("Tree Plan  Page 4 of 20", "page number")], id="header-with-number"),
    ],
)
def test_read_text_joins_a_sentence_over_a_page_number(between, aside):
    source = f"{FIRST}\n{between}\nwhat residents say."
    assert (texts(source)[0], furniture(source)) == (f"{FIRST} what residents say.", aside)


def test_read_text_joins_a_sentence_over_a_running_header():
    source = f"Tree Plan 2030\n\nOne.\nThe Tree Plan 2030\n11\n{FIRST}\nThe Tree Plan 2031\n12\nwhat residents say."
    assert [(block.text, block.lines, block.furniture) for block in read_text(source)] == [
        ("Tree Plan 2030", (1,), ""),
        ("One.", (3,), ""),
        ("The Tree Plan 2030", (4,), "running header"),
        ("11", (5,), "page number"),
        (f"{FIRST} what residents say.", (6, 9), ""),
        ("The Tree Plan 2031", (7,), "running header"),
        ("12", (8,), "page number"),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        pytest.param("Our Own Trees", 3, id="header"),
        pytest.param("Action", 0, id="label"),
        pytest.param("I'm Kirklees", 0, id="story"),
        pytest.param("Timescale: Ongoing", 0, id="label-with-colon"),
        pytest.param("Councillor Example One", 0, id="councillor"),
        pytest.param("• Dig", 0, id="item"),
        pytest.param("Trees grow.", 0, id="sentence"),
        pytest.param(" ".join(["tree"] * 13), 0, id="long"),
    ],
)
def test_read_text_takes_only_short_lines_for_running_headers(header, found):
    source = "".join(f"One sentence.\n\n\f{header}\nAnother sentence.\n\n" for _page in range(3))
    assert furniture(source) == [(header, "running header")] * found


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("What comes next\n\nDig.\n\n" * 4, id="headings-without-pages"),
        pytest.param("Priority 1\n20\n\nPriority 2\n21\n\nPriority 3\n22", id="numbered-headings"),
        pytest.param("Portfolio holder\n\nExample One\n\n7\n\n" * 3, id="answers-to-a-label"),
        pytest.param("We helped\n150\npeople", id="a-figure"),
    ],
)
def test_read_text_leaves_repeated_lines_of_the_plan_alone(source):
    assert [text for text, reason in furniture(source) if reason == "running header" or text == "150"] == []


WRAPPED = (
    "This document was set to a width at which each of its lines holds\n"
    "about as many letters as this one, and so a sentence that is long\n"
    "goes on from one line to the next until it comes to its own end.\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "• Work with all partners in the district, and among them South\nValley Partnership, and with the police.",
            ["• Work with all partners in the district, and among them South Valley Partnership, and with the police."],
            id="item",
        ),
        pytest.param(
            "• Work with all partners in the district, and among them the South\nTimescale: May.",
            ["• Work with all partners in the district, and among them the South", "Timescale: May."],
            id="label",
        ),
        pytest.param(
            "• Work with all partners in the district, and among them the South\nNext heading\n\nDig.",
            ["• Work with all partners in the district, and among them the South", "Next heading", "Dig."],
            id="heading",
        ),
        pytest.param("• Work with South\nValley.", ["• Work with South", "Valley."], id="short-line"),
        pytest.param(
            "Aims\nPeople in Kirklees are as well as possible for as long as possible\nWe want shade.",
            ["Aims", "People in Kirklees are as well as possible for as long as possible", "We want shade."],
            id="statement",
        ),
    ],
)
def test_read_text_joins_full_lines_before_a_capital(source, expected):
    assert texts(WRAPPED + source)[1:] == expected


def test_read_text_joins_no_capital_where_lines_were_not_broken():
    source = "• Work with all partners in the district, and among them South\nValley Partnership, and with the police."
    others = "Short.\nLines.\nOnly.\nHere.\n"
    assert texts(others + source)[-1] == "Valley Partnership, and with the police."
