"""How things stand in one scope: what each section counts, and what is said of all of them."""

from datetime import UTC, date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import (
    DeliverableFactory,
    MeetingFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
)

from dashboards.packs.contents import contents
from dashboards.scopes import counted, everything
from dashboards.situation import situation
from dashboards.telling import attention
from ledger.asked import end_of
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at

pytestmark = pytest.mark.django_db

ADOPTED = date(2021, 4, 1)
MET = date(2022, 1, 18)
DAY = date(2022, 3, 1)
TROUBLE = {
    "cause": "Example: staff left.",
    "action": "Example: two posts are out.",
    "next_step": "Example: interviews.",
}


@pytest.fixture
def priority():
    with entering(Entry("The plan is adopted.", effective_on=ADOPTED)):
        return PriorityActionFactory(plan_outcome=PlanOutcomeFactory())


def promise(priority, timescale, *reports, **fields):
    """A promise since the plan was adopted, with (day, status) reports."""
    with entering(Entry("The plan is adopted.", effective_on=ADOPTED)):
        made = DeliverableFactory(priority=priority, timescale_text=timescale, **fields)
    for day, status in reports:
        said = TROUBLE if status in ("at-risk", "off-track") else {}
        ProgressUpdateFactory(deliverable=made, as_of=day, status=status, **said)
    return made


def keys(found):
    return {section.key: [row.pk for row in section.rows] for section in found.sections}


def test_each_promise_stands_in_every_section_that_fits(priority):
    fresh, old = date(2022, 2, 20), date(2021, 9, 30)
    overdue = promise(priority, "By December 2021", (fresh, "on-track"))
    both = promise(priority, "By January 2022", (old, "at-risk"))
    off = promise(priority, "By December 2023", (fresh, "off-track"))
    due = promise(priority, "By May 2022", (fresh, "on-track"))
    silent = promise(priority, "By December 2024")
    kept = promise(priority, "By December 2021", (fresh, "complete"))
    promise(priority, "By December 2021", (old, "complete"))
    promise(priority, "By December 2021", status_as_published="Complete")

    found = situation(everything("", DAY), DAY, MeetingFactory(held_on=MET))

    assert keys(found) == {
        "overdue": [overdue.pk, both.pk],
        "off-track": [off.pk],
        "at-risk": [both.pk],
        "moved": [],
        "due": [due.pk],
        "quiet": [silent.pk, both.pk],
        "delivered": [kept.pk],
    }
    assert found.sentence == (
        "3 of 8 promises need attention: 2 are overdue, 1 is off track and 1 is at risk; "
        "1 of them is named twice, as overdue and at risk."
    )
    assert found.standing == counted().standing(DAY)


def test_moved_dates_count_from_the_day_after_the_meeting(priority):
    before, since = promise(priority, "By December 2022"), promise(priority, "By December 2022")
    for each, day in ((before, MET), (since, MET + timedelta(1))):
        each.timescale_text = "By March 2023"
        with entering(Entry("The builder went out of business.", effective_on=day)):
            each.save()

    found = situation(everything("", DAY), DAY, MeetingFactory(held_on=MET))
    ever = situation(everything("", DAY), DAY)

    assert (keys(found)["moved"], keys(ever)["moved"]) == ([since.pk], [since.pk, before.pk])
    assert [(row.promise, row.change.days, row.change.entered.day) for row in found.moved] == [
        (since, 90, MET + timedelta(1))
    ]
    assert found.section("moved").said == "1 date of 1 promise moved; 90 days later."


def test_what_was_written_down_too_late_for_the_meeting_is_new_since_it(priority, clock):
    clock("2022-01-10 09:00")
    known, late, older, corrected, moved, moved_before = (promise(priority, "By December 2022") for _ in range(6))
    quarter, before = date(2021, 12, 31), date(2021, 9, 30)
    ProgressUpdateFactory(deliverable=known, as_of=quarter, status="complete")
    draft = ProgressUpdateFactory(deliverable=late, as_of=quarter, status="complete", state="draft")
    told = ProgressUpdateFactory(deliverable=corrected, as_of=before, status="on-track")
    clock("2022-01-25 09:00")
    draft.state = "published"
    draft.save()
    ProgressUpdateFactory(deliverable=older, as_of=before, status="complete")
    with entering(Entry("The count was wrong: it was complete.")):
        told.status = "complete"
        told.save()
    for each, day in ((moved, quarter), (moved_before, before)):
        each.timescale_text = "By March 2023"
        with entering(Entry("The builder went out of business.", effective_on=day)):
            each.save()
    clock("2022-03-01 09:00")

    found = situation(everything("", DAY), DAY, MeetingFactory(held_on=MET))
    after = situation(everything("", DAY), DAY, MeetingFactory(held_on=date(2022, 2, 1)))
    with as_at(DAY, end_of(date(2022, 1, 20), UTC)):
        known_then = situation(everything("", DAY), DAY, MeetingFactory.build(held_on=MET))

    assert (keys(found)["delivered"], keys(found)["moved"]) == ([late.pk, corrected.pk], [moved.pk])
    assert (keys(after)["delivered"], keys(after)["moved"]) == ([], [])
    assert (keys(known_then)["delivered"], keys(known_then)["moved"]) == ([], [])
    late = "up to 92 days before that day counts as new, too, where it was written down only after it"
    assert f"A report {late}" in found.section("delivered").rule
    assert f"One that took effect {late}" in found.section("moved").rule


@pytest.mark.parametrize("adopted_on", [date(2022, 1, 10), None], ids=["adopted", "no day of adoption"])
def test_date_carried_before_the_meeting_is_no_news_once_the_words_of_its_mark_are_put_right(
    priority, clock, adopted_on
):
    clock("2022-01-10 09:00")
    earlier = promise(priority, "By December 2021")
    plan = PlanFactory(state="draft", replaces=priority.plan, adopted_on=adopted_on)
    into = PriorityActionFactory(plan=plan, plan_outcome=None)
    later, other = (DeliverableFactory(priority=into, timescale_text=f"By {month} 2022") for month in ("June", "July"))
    mark = SuccessionFactory(earlier=earlier, plan=plan, later=later, later_priority=None, how="carried")
    before = situation(everything("", DAY), DAY, MeetingFactory(held_on=date(2022, 1, 9)))
    clock("2022-02-10 09:00")
    mark.reason = "It needs another half year of work, says the contractor."
    save_with_reason(mark, "The reason was not whole before.")
    clock("2022-03-01 09:00")
    after = situation(everything("", DAY), DAY, MeetingFactory(held_on=MET))
    mark.later = other
    save_with_reason(mark, "It goes on in another promise.")
    elsewhere = situation(everything("", DAY), DAY, MeetingFactory(held_on=MET))

    assert [keys(found)["moved"] for found in (before, after, elsewhere)] == [[earlier.pk], [], [earlier.pk]]


def test_promise_that_a_later_plan_settled_is_no_exception_any_more(priority):
    settled = promise(priority, "By December 2021", (date(2021, 9, 30), "off-track"))
    SuccessionFactory(earlier=settled, plan__title="Example later plan")

    found = situation(everything("", DAY), DAY)

    assert keys(found)["off-track"] == []
    assert found.section("off-track").said == (
        "1 more was off track when a later plan said what became of it: it is not counted here."
    )
    assert found.sentence == (
        "The one promise here is neither overdue nor off track nor at risk. "
        "It was off track when a later plan settled it."
    )


def test_headline_names_what_the_tally_counts_though_it_needs_no_attention(priority):
    mark = SuccessionFactory(earlier=promise(priority, "By December 2024", (date(2022, 2, 1), "off-track")))
    for _ in range(2):
        settled = promise(priority, "By December 2024", (date(2022, 2, 1), "at-risk"))
        SuccessionFactory(earlier=settled, plan=mark.plan, later_priority=mark.later_priority)
    well = situation(everything("", DAY), DAY)
    promise(priority, "By December 2024", (date(2022, 2, 1), "off-track"))
    worse = situation(everything("", DAY), DAY)

    assert (well.standing.counts, well.settled) == ({"at-risk": 2, "off-track": 1}, 3)
    assert well.sentence == (
        "None of the 3 promises here is overdue, off track or at risk. "
        "1 was off track and 2 were at risk when a later plan settled them."
    )
    assert worse.sentence == (
        "1 of 4 promises needs attention: 1 is off track. "
        "1 more was off track and 2 more were at risk when a later plan settled them."
    )


def test_pack_opens_with_the_sentence_of_the_dashboard(priority):
    SuccessionFactory(earlier=promise(priority, "By December 2021", (date(2021, 9, 30), "off-track")))
    promise(priority, "By December 2024")
    said = contents(MeetingFactory(held_on=DAY), DAY, None)

    sentence = situation(everything("", DAY), DAY).sentence
    assert sentence.endswith("at risk. 1 was off track when a later plan settled it.")
    assert (said["summary"]["sentence"], said["portfolios"][0]["sentence"]) == (sentence, sentence)


def test_drafts_and_heads_of_lists_count_nowhere(priority):
    head = promise(priority, "By December 2021")
    part = promise(priority, "By December 2021", parent=head)
    draft = PriorityActionFactory(plan_outcome__plan=PlanFactory(state="draft"))
    DeliverableFactory(priority=draft, timescale_text="By December 2021")
    ProgressUpdateFactory(deliverable=part, as_of=DAY, status="off-track", state="draft", **TROUBLE)

    found = situation(everything("", DAY), DAY)

    assert (keys(found)["overdue"], keys(found)["off-track"]) == ([part.pk], [])


def test_section_shows_some_and_counts_all_in_as_many_questions(priority):
    asked, since = {}, MeetingFactory(held_on=MET)
    for size in (1, 3):
        for _ in range(size):
            promise(priority, "By December 2021", (MET, "at-risk"))
        with CaptureQueriesContext(connection) as captured:
            found = situation(everything("", DAY), DAY, since, most=2)
        asked[size] = len(captured)
    whole = situation(everything("", DAY), DAY, most=None)

    overdue = found.section("overdue")
    assert (overdue.count, len(overdue.rows), overdue.more) == (4, 2, 2)
    assert len(whole.section("overdue").rows) == 4
    assert asked[1] == asked[3]


@pytest.mark.parametrize(
    ("total", "overdue", "off_track", "at_risk", "sentence"),
    [
        (0, set(), set(), set(), "No published promise belongs here."),
        (9, set(), set(), set(), "None of the 9 promises here is overdue, off track or at risk."),
        (1, {1}, set(), {1}, "The one promise here needs attention: it is overdue and at risk."),
        (9, {1}, set(), set(), "1 of 9 promises needs attention: 1 is overdue."),
        (
            9,
            {1, 2, 3},
            {2},
            {3, 4},
            "4 of 9 promises need attention: 3 are overdue, 1 is off track and 2 are at risk; "
            "2 of them are named twice: 1 as overdue and off track and 1 as overdue and at risk.",
        ),
    ],
    ids=["no promise", "none", "the only one", "one", "some twice"],
)
def test_attention_says_who_is_named_twice(total, overdue, off_track, at_risk, sentence):
    assert attention(total, overdue, off_track, at_risk) == sentence
