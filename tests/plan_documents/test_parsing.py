"""What each made-up document says, part by part, and what becomes of each of its lines."""

import pytest
from sample_documents import (
    AREAS_OF_FOCUS,
    FLATTENED_TABLE,
    OUTCOME_PAGE,
    TABLE_PAGE,
    TIMELINE,
    VALUES_PAGE,
    WHOLE_PLAN,
)

from plan_documents.errors import PlanDocumentError
from plan_documents.parsing import parse_document
from plan_documents.parsing.deliverable_parser import stage_of
from plan_documents.readers.html import read_html
from plan_documents.readers.markdown import read_markdown
from plan_documents.readers.text import read_text

ALL_TEXTS = {
    "outcome": OUTCOME_PAGE,
    "plan": WHOLE_PLAN,
    "values": VALUES_PAGE,
    "flattened": FLATTENED_TABLE,
    "timeline": TIMELINE,
    "areas": AREAS_OF_FOCUS,
}


NAME_AND_STATEMENT = "Shaped by people\nWe make our places what they are"
OUTCOME_HEAD = f"{NAME_AND_STATEMENT}\n\nPriorities for action\n\n"


def parse(text, kind="auto"):
    return parse_document(read_text(text), kind)


def aside(document):
    return [(each.text, each.reason) for each in document.set_aside]


def promises(deliverables):
    return [(each.text, each.timescale, promises(each.children)) for each in deliverables]


@pytest.mark.parametrize("text", ALL_TEXTS.values(), ids=ALL_TEXTS)
def test_every_line_is_placed_or_set_aside(text):
    document = parse(text)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert document.total_lines == len(lines)
    assert document.placed_lines + len(document.set_aside) == len(lines)
    assert {each.line for each in document.set_aside} <= set(lines)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (OUTCOME_PAGE, "outcome"),
        (WHOLE_PLAN, "plan"),
        (VALUES_PAGE, "values"),
        (FLATTENED_TABLE, "plan"),
        (TIMELINE, "plan"),
        (AREAS_OF_FOCUS, "plan"),
        ("We're Kirklees\n\nText here.\n\nWorking with partners\n\nMore text.", "approach"),
    ],
    ids=["outcome", "plan", "values", "flattened", "timeline", "areas", "approach"],
)
def test_kind_is_told_from_the_headings(text, kind):
    assert parse(text).kind == kind


def test_outcome_page_head_is_read():
    (outcome,) = parse(OUTCOME_PAGE).outcomes
    assert (outcome.slug, outcome.name, outcome.statement, outcome.strapline, outcome.introduction) == (
        "shaped-by-people",
        "Shaped by people",
        "We make our places what they are",
        "A goal of everyone's",
        "Neighbours should find it easy to take part.",
    )


def test_outcome_page_parts_are_read():
    (outcome,) = parse(OUTCOME_PAGE).outcomes
    assert [aim.text for aim in outcome.aims] == ["More gardens.", "Fewer empty shops."]
    assert outcome.tracking_note == "We will ask visitors twice a year."
    assert [indicator.text for indicator in outcome.indicators] == ["Visits to the library"]
    assert [(section.heading, section.body) for section in outcome.sections] == [
        ("How this goal was made", "People met in the market hall.")
    ]


def test_outcome_page_furniture_is_set_aside_by_name():
    assert aside(parse(OUTCOME_PAGE)) == [
        ("A dog on a bridge", "image caption"),
        ("Stay Connected", "page furniture"),
        ("Was this information helpful?", "page furniture"),
    ]


def test_priorities_have_number_title_action_and_holder():
    (outcome,) = parse(OUTCOME_PAGE).outcomes
    assert [(each.number, each.title, each.action, each.holder) for each in outcome.priorities] == [
        (1, "Open the library", "Open it: on market days, too.", "Councillor Example One"),
        (2, "Mend the clock", "Mend the clock.", "Councillor Example Two"),
    ]


def test_deliverables_nest_and_keep_their_timescales():
    (outcome,) = parse(OUTCOME_PAGE).outcomes
    assert [promises(each.deliverables) for each in outcome.priorities] == [
        [
            ("Paint the reading room.", "December 2021.", []),
            (
                "Hold lessons:",
                "",
                [("For children.", "Autumn 2021-Spring 2022.", []), ("For grown-ups", "Ongoing.", [])],
            ),
        ],
        [("Find the key.", "Order key - January 2022. Fit key - March 2022.", [])],
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "• Paint it.\nTimescale: May 2022.",
        "• Paint it. Timescale: May 2022.",
        "• Paint it.\n  Timescale\n  May 2022.",
        "- Paint it.\n\nTimescale:\n\nMay 2022.",
    ],
    ids=["flat", "in-one-line", "label-on-a-line-of-its-own", "parted-by-blank-lines"],
)
def test_timescale_is_found_however_it_is_laid_out(lines):
    page = (
        f"Best start\nChildren have the best start in life\n\nPriorities for action\n\n1. Do\n\nDeliverables\n\n{lines}"
    )
    (priority,) = parse(page).every_priority
    assert promises(priority.deliverables) == [("Paint it.", "May 2022.", [])]


def test_priorities_without_an_entry_are_warned_of():
    page = (
        "Best start\nChildren have the best start in life\n\nPriorities for action\n\nTracking our progress\n\n- Height"
    )
    document = parse(page)
    assert [warning.text for warning in document.warnings] == ["no priority is listed under “Priorities for action”"]


def test_number_given_twice_is_kept_as_the_next_one():
    page = f"{OUTCOME_HEAD}1. One\n\nAction\n\nDo.\n\n1. Two\n\nAction\n\nDo."
    document = parse(page)
    assert [(each.number, each.title) for each in document.every_priority] == [(1, "One"), (2, "Two")]
    assert [warning.text for warning in document.warnings] == ["the number 1 is given twice: “Two” is kept as 2"]


def test_plan_head_forewords_and_vision_are_read():
    document = parse(WHOLE_PLAN)
    assert (document.title, document.edition, document.vision) == (
        "Village Plan",
        "2030-32 (first edition)",
        "Shade for everyone.",
    )
    assert [(each.name, each.role, each.body) for each in document.forewords] == [
        ("Cllr Example One", "Leader of the Council", "This year we planted trees."),
        ("Example Two", "Chief Executive", "We also watered them."),
    ]


def test_plan_approach_is_read_with_its_principle_and_case():
    (page,) = parse(WHOLE_PLAN).approach_pages
    (section,) = page.sections
    assert (page.title, page.introduction) == ("We're Kirklees", "It is about trees.")
    assert (section.heading, section.principle, section.body) == (
        "Working with people, not doing to them",
        "people",
        "People choose the trees.",
    )
    assert [(case.heading, case.body) for case in section.cases] == [
        ("Delivering change: the big oak", "The oak was moved.")
    ]


def test_plan_outcomes_keep_both_wordings_of_their_statement():
    document = parse(WHOLE_PLAN)
    assert [(each.slug, each.name, each.statement, each.overview_statement) for each in document.outcomes] == [
        ("tall-trees", "Tall trees", "Trees reach high up into the sky", "Trees reach high up into the sky"),
        ("wide-rivers", "Wide Rivers", "Rivers run wide and clear", "Rivers run wide, deep and clear"),
    ]


def test_plan_commitments_number_on_after_a_break():
    tall_trees = parse(WHOLE_PLAN).outcome("tall-trees")
    assert [(each.kind, each.number, each.text) for each in tall_trees.commitments] == [
        ("done", 1, "Planted ten trees."),
        ("done", 2, "Built a swing."),
        ("continuing", 1, "Water them."),
        ("emphasis", 1, "Looking after roots."),
        ("emphasis", 2, "Counting leaves."),
    ]


def test_plan_headings_are_kept_as_printed():
    document = parse(WHOLE_PLAN)
    assert document.labels == {
        "introduction": "Introduction",
        "vision_and_outcomes": "Our Vision and shared outcomes",
        "vision": "Our Vision",
        "overview": "Our shared outcomes",
        "figures": "In the last year, the village, helped by its partners, has ...",
    }
    assert document.outcome("wide-rivers").labels == {"emphasis": "With a further emphasis on ..."}


def test_plan_story_is_read():
    (story,) = parse(WHOLE_PLAN).outcome("tall-trees").stories
    assert (story.person, story.role, story.text) == (
        "Example Three",
        "Tree Warden (from a video)",
        '"Trees are my work.\n\nThey are tall."',
    )


def test_plan_figures_find_their_outcome_however_it_is_called():
    assert [(each.outcome, each.heading, each.text) for each in parse(WHOLE_PLAN).figures] == [
        ("tall-trees", "Tall Trees", "10 trees planted"),
        ("wide-rivers", "Rivers and Wide", "3 miles of bank swept"),
    ]


def test_plan_marks_of_draft_are_set_aside():
    assert aside(parse(WHOLE_PLAN)) == [
        ("DRAFT", "draft mark"),
        ("PLUS", "list connector"),
        ("DRAFT", "draft mark"),
    ]


def test_values_page_is_read():
    (page,) = parse(VALUES_PAGE).approach_pages
    assert [(value.heading, value.body) for value in page.values] == [
        ("We are open", "Doors stay open."),
        ("We are kind", "Tea is offered."),
        ("We are early", "The bell rings at seven."),
    ]
    assert [section.heading for section in page.sections] == [
        "Why we work together",
        "The way we do things",
        "Share your story",
    ]


def test_table_rows_become_promises_by_their_column_headings():
    document = parse_document(read_html(TABLE_PAGE))
    (priority,) = document.every_priority
    assert [(each.text, each.timescale, each.owner, each.status) for each in priority.deliverables] == [
        ("Mend the gate\n\nCost: £5", "Q4 2023", "Head of Gates", "Completed"),
        ("Paint the fence", "March 2026", "", "In progress"),
    ]


def test_table_row_is_kept_as_printed():
    (priority,) = parse_document(read_html(TABLE_PAGE)).every_priority
    assert [each.as_printed for each in priority.deliverables] == [
        "Mend the gate | Q4 2023 | Head of Gates | Completed | £5",
        "Paint the fence | March 2026 |  | In progress | ",
    ]


def test_table_column_without_certain_meaning_is_warned_of():
    document = parse_document(read_html(TABLE_PAGE))
    assert [warning.text for warning in document.warnings] == [
        "the column “Cost” says nothing certain: “£5” is kept with the text"
    ]


def test_pipe_table_is_read_like_any_other():
    document = parse("Action | By when | Status |\nMend it | Q4 2023 | Completed |\n")
    (priority,) = document.every_priority
    assert [(each.text, each.timescale, each.status) for each in priority.deliverables] == [
        ("Mend it", "Q4 2023", "Completed")
    ]


def test_flattened_table_keeps_numbers_and_warns_of_what_cannot_be_told():
    document = parse(FLATTENED_TABLE)
    assert [(each.number, each.title, promises(each.deliverables)) for each in document.every_priority] == [
        (
            16,
            "Warm homes.",
            [("Fit stoves by Autumn 2025.", "by Autumn 2025", []), ("Warmer rooms.", "", [])],
        ),
        (
            17,
            "New benches.",
            [
                (
                    "Benches in two streets:",
                    "",
                    [
                        ("Mill Lane – September 2025 (11)", "September 2025", []),
                        ("Hill Road – in due course", "", []),
                    ],
                )
            ],
        ),
    ]
    assert [warning.line for warning in document.warnings] == [5, 9, 15]


def test_timeline_stages_become_promises_with_status_and_timescale():
    (priority,) = parse(TIMELINE).every_priority
    assert [(each.text, each.status, each.timescale) for each in priority.deliverables] == [
        ("Survey\n\nPaths were walked.", "Completed", "October 2022"),
        ("Mending", "On target", "Summer to autumn 2024"),
    ]


def test_timeline_stage_is_kept_as_printed():
    (priority,) = parse(TIMELINE).every_priority
    assert [each.as_printed for each in priority.deliverables] == [
        "Completed October 2022",
        "On targetSummer to autumn 2024",
    ]


def test_areas_of_focus_stand_under_a_priority_without_title():
    document = parse(AREAS_OF_FOCUS)
    (priority,) = document.every_priority
    assert (priority.title, priority.action, promises(priority.deliverables)) == (
        "",
        "Warm homes come first.",
        [("Stoves.", "", []), ("Blankets.", "", [])],
    )
    assert [warning.text for warning in document.warnings] == [
        "a priority is stated without a title or number: it is kept as priority 1"
    ]


def test_marked_headings_say_the_same_as_plain_text():
    source = """# Village Plan

## Outcome: Best start
> Children start well

Children climb trees.

### Priorities for action

#### 1. Plant
##### Action
Plant them.
##### Deliverables
- An oak
  Timescale: May 2022
##### Portfolio holder
Councillor Example One

### A further thought
Trees are tall.
"""
    document = parse_document(read_markdown(source))
    (outcome,) = document.outcomes
    (priority,) = outcome.priorities
    assert (document.kind, document.title) == ("plan", "Village Plan")
    assert (priority.title, priority.action, priority.holder) == (
        "Plant",
        "Plant them.",
        "Councillor Example One",
    )
    assert promises(priority.deliverables) == [("An oak", "May 2022", [])]
    assert [(section.heading, section.body) for section in outcome.sections] == [
        ("A further thought", "Trees are tall.")
    ]
    assert document.set_aside == []


def test_outcome_nobody_knows_is_made_new_with_a_warning():
    document = parse("Tall trees\n\nTrees reach the sky.\n\nWhat we're aiming to achieve\n\n- Height", "outcome")
    assert [outcome.slug for outcome in document.outcomes] == ["tall-trees"]
    assert [warning.text for warning in document.warnings] == [
        "no outcome is known by “Tall trees”: a new one would be made, with the address tall-trees"
    ]


@pytest.mark.parametrize("text", ["A recipe.\n\nMix flour and eggs.", "DRAFT", "1. One\n2. Two"])
def test_document_without_a_plan_is_refused(text):
    with pytest.raises(PlanDocumentError):
        parse(text)


def page(lines):
    return f"{OUTCOME_HEAD}{lines}"


@pytest.mark.parametrize(
    "title",
    [
        "1. Warm homes",
        "1) Warm homes",
        "Priority 1: Warm homes",
        "Priority one – Warm homes",
        "1 Warm homes",
        "Warm homes",
    ],
)
def test_priority_title_is_known_however_it_is_numbered(title):
    (priority,) = parse(page(f"{title}\n\nAction\n\nInsulate them.\n")).every_priority
    assert (priority.number, priority.title, priority.action) == (1, "Warm homes", "Insulate them.")


def test_second_title_of_the_same_form_begins_a_second_priority():
    text = page("1. One\n\nAction\n\nDo this\n\nDeliverables\n\n1. First\n2. Second\n\n2. Two\n\nAction\n\nDo that\n")
    assert [(each.title, each.action, promises(each.deliverables)) for each in parse(text).every_priority] == [
        ("One", "Do this", [("First", "", []), ("Second", "", [])]),
        ("Two", "Do that", []),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("• Paint it. (Timescale: May 2022).", ("Paint it.", "May 2022", "", ""), id="in-brackets"),
        pytest.param("• Paint it.\n  Timescale – May 2022", ("Paint it.", "May 2022", "", ""), id="dash"),
        pytest.param("• Paint it.\n  Timescale May 2022", ("Paint it.", "May 2022", "", ""), id="no-colon"),
        pytest.param("• Paint it.\n  Target date: May 2022", ("Paint it.", "May 2022", "", ""), id="target-date"),
        pytest.param(
            "• Paint it.\n  Timescale: May 2022. Status: Delayed",
            ("Paint it.", "May 2022.", "Delayed", ""),
            id="status-behind",
        ),
        pytest.param(
            "• Paint it.\n  Lead: Head of Paint\n  Status: Complete",
            ("Paint it.", "", "Complete", "Head of Paint"),
            id="lead",
        ),
        pytest.param(
            "• Paint it.\n  Completed in part.", ("Paint it.\n\nCompleted in part.", "", "", ""), id="a-sentence"
        ),
    ],
)
def test_deliverable_lines_say_when_how_and_who(lines, expected):
    (priority,) = parse(page(f"1. Do\n\nAction\n\nDo.\n\nDeliverables\n\n{lines}")).every_priority
    (deliverable,) = priority.deliverables
    assert (deliverable.text, deliverable.timescale, deliverable.status, deliverable.owner) == expected


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("Portfolio holder: Councillor Example One", "Councillor Example One"),
        ("Cabinet Member for Parks\n\nCllr Example One", "Cllr Example One"),
        (
            "Lead councillor\n\nCouncillor Example One\nCouncillor Example Two",
            "Councillor Example One; Councillor Example Two",
        ),
    ],
    ids=["in-line", "of-a-portfolio", "two"],
)
def test_holder_is_found_however_it_is_labelled(line, holder):
    (priority,) = parse(page(f"1. Do\n\nAction\n\nDo.\n\n{line}\n")).every_priority
    assert priority.holder == holder


def test_list_inside_an_action_stays_with_the_action():
    (priority,) = parse(
        page("1. Do\n\nAction\n\nIn two parts:\n\n• one\n• two\n\nDeliverables\n\n• Three")
    ).every_priority
    assert (priority.action, promises(priority.deliverables)) == (
        "In two parts:\n\n- one\n\n- two",
        [("Three", "", [])],
    )


def test_lines_above_an_outcome_are_set_aside():
    document = parse(f"Home\nCouncil Plan 2021/23\n{NAME_AND_STATEMENT}\n\nWhat we're aiming for\n\n• Joy")
    assert [(each.slug, each.statement) for each in document.outcomes] == [
        ("shaped-by-people", "We make our places what they are")
    ]
    assert aside(document) == [
        ("Home", "text above the page's title"),
        ("Council Plan 2021/23", "text above the page's title"),
    ]


def test_outcome_stated_in_two_places_keeps_both():
    text = f"Plan\n\nIntroduction\n\nHello.\n\n{NAME_AND_STATEMENT}\n\nOne.\n\nWell\nBeing well\n\nTwo.\n"
    document = parse(text + f"\n{NAME_AND_STATEMENT}\n\nThree.\n")
    assert [(each.slug, each.introduction) for each in document.outcomes] == [
        ("well", "Two."),
        ("shaped-by-people", "One.\n\nThree."),
    ]


def test_table_under_a_heading_fills_the_priority_of_that_heading():
    rows = "Action | By when | Lead |\nMend it | May 2026 | Head of Gates |\n"
    document = parse(f"Action plan\n\nGates\n\n{rows}\nFences\n\n{rows}")
    assert [(each.number, each.title, len(each.deliverables)) for each in document.priorities] == [
        (1, "Gates", 1),
        (2, "Fences", 1),
    ]


def test_table_of_objectives_and_actions_keeps_both():
    document = parse(
        "Objective | Actions | By when |\nLess waste | Mend it | May 2026 |\nLess waste | Share it | June 2026 |\n"
    )
    assert [(each.title, promises(each.deliverables)) for each in document.priorities] == [
        ("Less waste", [("Mend it", "May 2026", []), ("Share it", "June 2026", [])])
    ]


def test_priorities_with_areas_of_focus_keep_their_introduction():
    text = "Our plan 2030/31\n\nWe have two priorities.\n\n"
    text += "Priority 1: Warm homes\n\nWarmth matters.\n\nAreas of focus\n\n• Stoves\n\n"
    text += "Priority 2: Green parks\n\nGrass matters.\n\nAreas of focus\n\n• Lawns\n\n"
    document = parse(text + "Measures of success\n\n• Length of grass")
    assert document.introduction == "We have two priorities."
    assert [(each.number, each.title, each.action) for each in document.priorities] == [
        (1, "Warm homes", "Warmth matters."),
        (2, "Green parks", "Grass matters.\n\nMeasures of success\n\n- Length of grass"),
    ]


def test_words_that_stand_nowhere_are_never_counted_as_placed(monkeypatch):
    from plan_documents.parsing import outcome_parser

    monkeypatch.setattr(outcome_parser, "_case", lambda cursor, outcome: cursor.take())
    document = parse(page("1. Do\n\nAction\n\nDo.\n\nDelivering change: the oak\n\nIt was moved.\n"))
    assert ("Delivering change: the oak", "text whose place in the plan cannot be told") in aside(document)


def test_foreword_signed_under_its_text_gets_that_text():
    signed = "It was a good year.\n\nCouncillor Example One, Leader of the Council"
    document = parse(f"Our plan\n\nLeader's foreword\n\n{signed}\n\nOur vision\n\nShade.")
    assert [(each.name, each.role, each.body) for each in document.forewords] == [
        ("Councillor Example One", "Leader of the Council", "It was a good year.")
    ]
    assert document.introduction == ""


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("Delivering change: the oak\n\nTracking our progress\n\n- Visits", "Delivering change: the oak"),
        ("I'm Kirklees\n\nExample Four – Warden\n\nTracking our progress\n\n- Visits", "Example Four – Warden"),
    ],
    ids=["case", "story"],
)
def test_heading_with_nothing_under_it_is_set_aside(lines, line):
    document = parse(f"{NAME_AND_STATEMENT}\n\nWhat we're aiming for\n\n- Joy\n\n{lines}")
    assert aside(document) == [(line, "heading with nothing under it")]


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("Completed October 2022", ("Completed", "October 2022")),
        ("On targetSummer 2024", ("On target", "Summer 2024")),
        ("On track for June 2022", ("On track", "June 2022")),
        ("Complete the work with A team by 2022.", None),
        ("Delayed", ("Delayed", "")),
        ("Completely new by May 2022", None),
    ],
)
def test_stage_of_a_timeline_is_a_status_and_a_time(line, stage):
    assert stage_of(line) == stage
