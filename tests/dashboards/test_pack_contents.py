"""What a pack says: its groups, its portfolios, and that its numbers are those of the dashboards."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import (
    AnswerFactory,
    CommitteeFactory,
    DeliverableFactory,
    ElectionPeriodFactory,
    MeetingFactory,
    OfficerFactory,
    ProgressUpdateFactory,
    RemitFactory,
)
from pack_example import small_council

from dashboards.models import Question
from dashboards.packs.contents import Basis, contents, scope_of
from dashboards.packs.phrases import of_question
from dashboards.situation import situation
from outcomes.elections import forget_periods
from priorities.models import Portfolio

pytestmark = pytest.mark.django_db

TODAY = date(2022, 11, 22)
KEYS = ("overdue", "off-track", "at-risk", "moved", "due", "quiet", "delivered")


@pytest.fixture
def council(clock):
    clock("2022-11-22 09:00")
    return small_council(TODAY)


@pytest.fixture
def said(council):
    return contents(council.meeting, TODAY, council.before)


def counts(figures: list[dict]) -> dict[str, int]:
    return {each["key"]: each["count"] for each in figures}


def names(council, promises: list[dict]) -> list[str]:
    by_key = {promise.pk: name for name, promise in council.promises.items()}
    return [by_key[each["number"]] for each in promises]


def test_figures_are_those_of_the_dashboard(council, said):
    stands = situation(scope_of(council.meeting, TODAY), TODAY, council.before, most=None)
    figures = counts(said["summary"]["figures"])

    assert {each.key: each.count for each in stands.sections} == {key: figures[key] for key in KEYS}
    assert (figures["every"], said["summary"]["sentence"]) == (len(stands.facts), stands.sentence)
    assert counts(said["summary"]["tally"]) == {key or "none": count for key, count in stands.standing.in_order()}
    assert [each["rule"] for each in said["summary"]["figures"][1:8]] == [each.rule for each in stands.sections]


def test_promise_of_two_kinds_is_told_once_and_counts_in_both(council, said):
    groups = [(each["key"], each["count"], each["told_above"]) for each in said["exceptions"]]

    assert groups == [("off-track", 1, 0), ("at-risk", 1, 0), ("overdue", 3, 1)]
    assert [names(council, each["promises"]) for each in said["exceptions"]] == [["off"], ["risk"], ["over", "named"]]
    assert said["exceptions"][0]["promises"][0]["kinds"] == ["off-track", "overdue"]


def test_portfolios_come_by_name_and_after_them_whom_the_plan_names(council, said):
    parts = [(each["title"], each["held"]) for each in said["portfolios"]]

    assert parts == [
        ("Example housing", "Held on 22 November 2022 by Councillor Ada Example."),
        ("Example learning", "Nobody is on record as holding it on 22 November 2022."),
        (
            "No portfolio in the plan; named there: Councillor Ben Example",
            "The plan names Councillor Ben Example, and no portfolio.",
        ),
    ]
    assert [names(council, each["promises"]) for each in said["portfolios"]] == [["off", "risk", "over"], [], ["named"]]


def test_portfolios_together_make_the_summary(said):
    for figure in said["summary"]["figures"][:8]:
        assert figure["count"] == sum(counts(each["counts"])[figure["key"]] for each in said["portfolios"])
    for status in said["summary"]["tally"]:
        assert status["count"] == sum(counts(each["statuses"]).get(status["key"], 0) for each in said["portfolios"])


def test_question_says_what_residents_do_not_read_yet(council):
    question = Question.objects.get(asker_agrees=True)
    AnswerFactory(question=question, text="Three by May.", answered_on=TODAY)
    before = contents(council.meeting, TODAY, council.before)["questions"][2]
    assert [each["who_reads"] for each in before["answers"]] == ["", "Residents cannot read this answer yet."]
    assert list(of_question(before))[-1] == "Residents cannot read this answer yet."

    ElectionPeriodFactory(starts_on=TODAY, ends_on=date(2022, 12, 1))
    forget_periods()
    within = contents(council.meeting, TODAY, council.before)["questions"][2]
    assert (
        within["who_reads"]
        == "Both sides agree that residents may read it: it waits until the election period is over."
    )


def test_open_questions_say_who_reads_them(said):
    assert [(each["text"], each["overdue"], each["who_reads"]) for each in said["questions"]] == [
        ("When is the next home repaired?", True, "Private: for those who read packs."),
        ("Why not 70%?", False, "Private: for those who read packs."),
        ("Which towns have a hub?", False, "Public: residents can read it."),
    ]
    assert counts(said["summary"]["figures"][8:]) == {
        "questions-open": 2,
        "questions-overdue": 1,
        "questions-answered": 1,
    }


def test_date_that_moved_is_told_with_its_reason_and_decision(council, said):
    (move,) = said["moved"]["rows"]

    assert (names(council, [move]), move["days"], move["on"]) == (["moved"], 100, "2022-11-22")
    assert (move["from_day"], move["to_day"]) == ("2022-12-12", "2023-03-22")
    assert (move["decision"], move["approved_by"]) == ("https://example.org/decisions/library", "Example approver")


def test_indicator_is_compared_with_the_year_before_and_with_others(said):
    (indicator,) = said["indicators"]

    assert (indicator["value"], indicator["period"]) == ("64%", "2021")
    assert [(each["against"], each["number"]) for each in indicator["compared"]] == [
        ("the period before, 2020", "61.5000"),
        ("England", "70.0000"),
    ]


def test_pack_of_a_committee_is_about_its_remit(council):
    committee = CommitteeFactory()
    RemitFactory(committee=committee, portfolio=Portfolio.objects.get(name="Example learning"))
    said = contents(MeetingFactory(committee=committee, body="scrutiny"), TODAY, council.before)

    assert (said["scope"]["name"], counts(said["summary"]["figures"])["every"]) == (committee.name, 4)
    assert [each["title"] for each in said["portfolios"]] == ["Example learning"]


def test_pack_without_an_earlier_meeting_counts_deliveries_and_lists_none(council):
    delivered = contents(council.meeting, TODAY, None)["coming"][1]

    assert (delivered["count"], delivered["promises"]) == (2, [])


def test_pack_takes_address_and_patience_from_its_basis(council):
    said = contents(council.meeting, TODAY, council.before, Basis("https://promises.example.org", 5))

    assert counts(said["summary"]["figures"])["quiet"] == 8
    assert said["summary"]["figures"][0]["address"].startswith("https://promises.example.org/dashboard/all/every/?")


def test_number_of_questions_to_the_database_does_not_grow(council, client):
    client.force_login(OfficerFactory(user__is_superuser=True).user)
    address = reverse("pack", args=[council.meeting.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    before = asked()
    for name in ("off", "moved", "named"):
        for _ in range(3):
            promise = DeliverableFactory(priority=council.promises[name].priority, timescale_text="By 1 June 2022")
            ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 11, 1), status="not-started")

    assert (asked(), before <= 25) == (before, True)


def test_pack_of_a_past_day_cannot_be_marked_final(council, client):
    client.force_login(OfficerFactory(user__is_superuser=True).user)
    answer = client.get(reverse("pack", args=[council.meeting.pk]), {"as-at": "2022-11-22"})

    assert (answer.status_code, answer.context["form"]) == (200, None)


def test_every_line_of_the_contents_leads_to_a_heading_of_those_words(client, council):
    client.force_login(OfficerFactory(user__is_superuser=True).user)
    page = BeautifulSoup(client.get(reverse("pack", args=[council.meeting.pk])).content, "html.parser")
    lines = [(each["href"][1:], " ".join(each.get_text().split())) for each in page.select(".pack-contents a")]
    headings = {anchor: page.find(id=anchor).find(["h2", "h3"]) for anchor, _ in lines}

    assert {words for _, words in lines} >= {"1.1 By status", "1.2 In numbers"}
    assert [(anchor, " ".join(found.get_text().split())) for anchor, found in headings.items()] == lines
