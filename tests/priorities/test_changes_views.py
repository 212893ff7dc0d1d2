"""What changed: the page and its feed, from records to words."""

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape
from factories import (
    AppointmentFactory,
    ConsentFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    EvidenceLinkFactory,
    IndicatorFactory,
    MeasurementFactory,
    MeetingFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StoryOutcomeFactory,
    StorySubmissionFactory,
    SuccessionFactory,
)

from ledger.changes import Latest, Window, latest_day_of_change, read_changes, window_that_fits
from ledger.changes.shapes import known_shapes
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at, ledger_models
from outcomes.models import Plan

pytestmark = pytest.mark.django_db

MARCH, MAY, JUNE = date(2022, 3, 1), date(2022, 5, 1), date(2022, 6, 1)
DAY = timedelta(days=1)
REASON = "The supplier went out of business in April."
IN_MAY = "/changes/?from=2022-05-01&to=2022-05-31"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def promise():
    """A promise of March 2022, on record since 1 March, in a published plan."""
    return on(MARCH, DeliverableFactory, text="Open a hub.", timescale_text="March 2022")


def on(day, factory, **values):
    """Make a record that took effect on a day."""
    with entering(Entry("Read in with an example.", effective_on=day)):
        return factory(**values)


def change(record, day, reason=REASON, details=None, **values):
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, reason, effective_on=day, **(details or {}))


def told(since=MAY, until=JUNE, **found_by):
    changes = read_changes(Window(since, until), found_by)
    return [(each.effective_on, each.title, each.sentence) for each in changes]


def heard(since=MAY, until=JUNE, **found_by):
    return [sentence for _, _, sentence in told(since, until, **found_by)]


def stands(response):
    return re.search(r'<div class="stands">\s*<p>\s*<strong>(.*?)</strong>', response.content.decode(), re.S)[1]


# What is told


def test_promise_that_moves_and_moves_back_is_told_twice(promise):
    change(promise, MAY + DAY, timescale_text="June 2022")
    change(promise, MAY + 9 * DAY, timescale_text="March 2022")
    assert told() == [
        (date(2022, 5, 10), "Open a hub.", "Date moved from June 2022 to March 2022, 91 days earlier"),
        (date(2022, 5, 2), "Open a hub.", "Date moved from March 2022 to June 2022, 91 days later"),
    ]


def test_change_carries_its_entry_and_both_pages(promise):
    details = {"decision_url": "https://example.org/decision", "approved_by": "Example director"}
    change(promise, MAY + DAY, details=details, text="Open two hubs.")
    [only] = read_changes(Window(MAY, JUNE))
    assert (only.reason, only.decision_url, only.approved_by, only.correction, only.recorded_on) == (
        REASON,
        "https://example.org/decision",
        "Example director",
        False,
        timezone.localdate(),
    )
    assert (only.address_before, only.address_after) == (
        f"/deliverables/{promise.pk}/?as-at=2022-05-01",
        f"/deliverables/{promise.pk}/?as-at=2022-05-02",
    )


def test_both_pages_of_a_change_are_there(client, promise):
    change(promise, MAY + DAY, text="Open two hubs.")
    [only] = read_changes(Window(MAY, JUNE))
    pages = [client.get(address) for address in (only.address_before, only.address_after)]
    assert [("Open two hubs" in page.content.decode(), page.status_code) for page in pages] == [
        (False, 200),
        (True, 200),
    ]


def test_plan_is_published_in_one_entry():
    with entering(Entry("Read in with an example.", effective_on=MAY + DAY)):
        plan = PlanFactory(title="Council Plan 2024/25")
        first, second = PriorityActionFactory.create_batch(2, plan_outcome__plan=plan)
        head = DeliverableFactory(priority=first)
        DeliverableFactory(priority=first, parent=head)
        DeliverableFactory(priority=second)
    on(MAY + 2 * DAY, DeliverableFactory, priority=second, text="One more.", timescale_text="")
    assert told() == [
        (MAY + 2 * DAY, "One more.", "Promise added"),
        (MAY + DAY, "Council Plan 2024/25", "Council Plan 2024/25 was published: 2 priorities, 2 promises"),
    ]


def test_plan_that_leaves_draft_is_published():
    plan = on(MARCH, PlanFactory, title="The plan", state="draft")
    on(MARCH, DeliverableFactory, priority__plan_outcome__plan=plan)
    change(plan, MAY + DAY, state="current")
    windows = [Window(MAY, JUNE), window_that_fits(Window(MAY, JUNE))]
    said = ["The plan was published: 1 priority, 1 promise"]
    assert [[each.sentence for each in read_changes(window)] for window in windows] == [said, said]


def test_published_update_is_told_as_a_turn_of_status(promise):
    on(MARCH, ProgressUpdateFactory, deliverable=promise, as_of=MARCH, status="on-track")
    update = ProgressUpdateFactory.build(
        deliverable=promise, as_of=MAY + DAY, status="at-risk", commentary="It rained. A lot.", state="draft"
    )
    update.cause, update.action, update.next_step = "The roof leaks. It did before.", "An example.", "Mend it."
    update.save()
    assert heard() == []
    update.state = "published"
    update.save()
    [only] = read_changes(Window(MAY, JUNE))
    assert (only.title, only.sentence) == ("Open a hub.", "Status: On track → At risk")
    assert only.quote == "Cause: The roof leaks. Next step: Mend it."


def test_update_put_right_later_is_told_by_field(promise):
    update = on(MARCH, ProgressUpdateFactory, deliverable=promise, as_of=MARCH, status="on-track")
    change(update, MAY + DAY, status="complete")
    assert heard() == ["Status changed from On track to Complete"]


def test_handover_is_one_entry_and_a_gap_is_a_vacancy():
    portfolio = PortfolioFactory(name="Housing")
    first = AppointmentFactory(portfolio=portfolio, starts_on=MARCH, councillor__name="A")
    first.ends_on = MAY + DAY
    first.save()
    AppointmentFactory(portfolio=portfolio, starts_on=MAY + DAY, ends_on=MAY + 9 * DAY, councillor__name="B")
    AppointmentFactory(portfolio=portfolio, starts_on=MAY + 19 * DAY, councillor__name="C")
    assert told() == [
        (date(2022, 5, 20), "Housing", "C took over"),
        (date(2022, 5, 10), "Housing", "Nobody is on record as holding it since 10 May 2022; until then it was B"),
        (date(2022, 5, 2), "Housing", "Handed over from A to B"),
    ]


def test_mark_is_told_where_its_promise_itself_did_not_change(promise):
    later = on(MARCH, PlanFactory, title="Council Plan 2024/25")
    on(MAY + DAY, SuccessionFactory, earlier=promise, plan=later, how="dropped", later_priority=None)
    assert told() == [(MAY + DAY, "Open a hub.", "Dropped in the Council Plan 2024/25")]


def test_links_places_and_holders_are_told_at_their_promise(promise):
    on(MAY + DAY, EvidenceLinkFactory, deliverable=promise, title="A report")
    link = on(MAY + 2 * DAY, DeliverablePlaceFactory, deliverable=promise, place__name="Almondbury")
    change(promise.priority, MAY + 3 * DAY, portfolio=on(MARCH, PortfolioFactory, name="Housing"))
    link.delete()
    old = promise.priority.history.earliest("history_id").portfolio.name
    assert told(until=timezone.localdate()) == [
        (timezone.localdate(), "Open a hub.", "Place removed: Almondbury"),
        (MAY + 3 * DAY, promise.priority.title, f"Portfolio changed from {old} to Housing"),
        (MAY + 2 * DAY, "Open a hub.", "Place added: Almondbury"),
        (MAY + DAY, "Open a hub.", "Link to evidence added: A report"),
    ]


def test_measurement_is_told_at_its_indicator():
    indicator = on(MARCH, IndicatorFactory, name="Recycling")
    first = MAY - 364 * DAY
    on(
        MAY + DAY,
        MeasurementFactory,
        indicator=indicator,
        value="12.50",
        period="2021/22",
        starts_on=first,
        ends_on=MAY,
    )
    assert told() == [(MAY + DAY, "Recycling", "Measured for 2021/22: 12.5")]


def test_known_from_copies_and_saving_unchanged_records_make_no_change(promise):
    place = PlaceFactory()
    on(MAY + DAY, DeliverablePlaceFactory, deliverable=promise, place=place)
    change(promise, MAY + 2 * DAY)
    assert heard() == [f"Place added: {place.name}"]


def test_past_day_knows_only_what_had_happened(promise):
    change(promise, MAY + DAY, timescale_text="June 2022")
    change(promise, MAY + 9 * DAY, timescale_text="March 2022")
    with as_at(MAY + 5 * DAY):
        assert heard(until=MAY + 5 * DAY) == ["Date moved from March 2022 to June 2022, 91 days later"]


def test_latest_day_of_change_looks_back_as_far_as_it_must(promise):
    assert latest_day_of_change(timezone.localdate()) == Latest(MARCH)
    assert latest_day_of_change(MARCH - DAY) == Latest()


def test_latest_day_of_change_says_how_far_it_looked_back(promise, monkeypatch):
    monkeypatch.setattr("ledger.changes.loading.DAYS_LOOKED_BACK", 2)
    draft = on(MAY, PlanFactory, state="draft")
    for day in (2, 4):
        change(draft, MAY + day * DAY, title=f"Draft {day}")
    assert latest_day_of_change(JUNE) == Latest(None, MAY + 2 * DAY)


def test_latest_day_of_change_knows_the_day_on_which_an_appointment_ends():
    AppointmentFactory(starts_on=MARCH, ends_on=MAY)
    assert latest_day_of_change(JUNE) == Latest(MAY)


def test_window_holds_its_first_day_and_its_last(promise):
    for day in range(1, 5):
        change(promise, MAY + day * DAY, text=f"Open {day + 1} hubs.")
    assert [day for day, _, _ in told(MAY + 2 * DAY, MAY + 3 * DAY)] == [MAY + 3 * DAY, MAY + 2 * DAY]


@pytest.mark.parametrize(("most", "first"), [(1, 9), (2, 9), (3, 6), (4, 6), (5, 0)])
def test_window_that_fits_keeps_whole_days_and_one_at_least(most, first):
    for number in (5, 5, 8, 9, 9):
        on(MAY + number * DAY, OutcomeFactory)
    assert window_that_fits(Window(MAY, JUNE), most) == Window(MAY + first * DAY, JUNE)


def test_window_of_what_was_written_down_fits_by_that_day(promise):
    today = timezone.localdate()
    QuerySet(Plan.history.model).update(recorded_at=timezone.now() - 2 * DAY)
    window = Window(today - 9 * DAY, today, recorded=True)
    assert (window_that_fits(window, 1), window_that_fits(window)) == (replace(window, since=today - DAY), window)


# Narrowing


def test_changes_are_narrowed_by_plan_outcome_portfolio_and_place(promise):
    other = on(MARCH, DeliverableFactory, text="Other.")
    place = on(MARCH, DeliverablePlaceFactory, deliverable=promise).place
    change(promise, MAY + DAY, text="Open two hubs.")
    change(other, MAY + DAY, text="Others.")
    priority = promise.priority
    facets = {
        "plan": priority.plan_id,
        "outcome": priority.plan_outcome.outcome_id,
        "portfolio": priority.portfolio_id,
        "place": place.pk,
    }
    assert {facet: told(**{facet: key}) for facet, key in facets.items()} == dict.fromkeys(
        facets, [(MAY + DAY, "Open two hubs.", "Wording reworded")]
    )
    assert len(told()) == 2


def test_measure_is_found_by_the_outcome_that_names_it():
    naming = on(MARCH, PlanIndicatorFactory)
    on(MAY + DAY, MeasurementFactory, indicator=naming.indicator, starts_on=MARCH, ends_on=MAY, value=1)
    assert len(told(outcome=naming.plan_outcome.outcome_id)) == 1
    assert told(outcome=on(MARCH, OutcomeFactory).pk) == []


# What residents may not read


def test_nothing_of_drafts_submissions_and_consents_is_told(client, promise):
    secret = "Zebrafish"
    with entering(Entry(f"{secret} reason", effective_on=MAY + DAY)):
        plan = PlanFactory(title=secret, state="draft", introduction=secret)
        stated = PlanOutcomeFactory(plan=plan, name=secret, outcome__name=secret)
        hidden = DeliverableFactory(priority__plan_outcome=stated, priority__title=secret, text=secret)
        EvidenceLinkFactory(deliverable=hidden, title=secret)
        ProgressUpdateFactory(deliverable=hidden, commentary=secret)
        PlanIndicatorFactory(plan_outcome=stated, wording=secret, indicator__name=secret)
        ProgressUpdateFactory(deliverable=promise, commentary=secret, state="draft")
        ProgressUpdateFactory(deliverable=promise, commentary=secret, state="awaiting")
        StorySubmissionFactory(name=secret, text=secret)
        StoryFactory(person_name=secret, text=secret, state="draft")
        StoryFactory(title=secret, text=secret, consent=None)
        story = StoryFactory(title=secret, text=secret, consent__basis=secret)
        change(story, MAY + 2 * DAY, reason=f"{secret} asked us to", state="withdrawn")
    change(hidden, MAY + 3 * DAY, reason=f"{secret} changed its mind", text=f"{secret} two", timescale_text=secret)
    pages = [
        client.get(address).content.decode()
        for address in ("/changes/?from=2022-01-01", "/changes/feed.atom", "/changes/feed.atom?from=2022-01-01")
    ]
    assert [secret in page for page in pages] == [False, False, False]
    assert "A story was taken down" in pages[0]


def test_story_is_told_by_the_name_it_has_today_and_without_its_words():
    story = on(MAY + DAY, StoryFactory, person_name="Old name", text="Their words.")
    change(story, MAY + 2 * DAY, person_name="Agreed name", text="Other words.")
    [only] = read_changes(Window(MAY, JUNE))
    assert (only.title, only.sentence, only.reason, only.marks) == ("Agreed name", "A story was added", "", [])


def test_story_whose_consent_is_withdrawn_leaves_no_name():
    story = on(MARCH, StoryFactory, person_name="Somebody")
    change(story.consent, MAY + DAY, withdrawn_on=MAY + DAY)
    [only] = read_changes(Window(MARCH, JUNE))
    assert (only.title, only.sentence, only.address, only.reason, only.facets) == (
        "",
        "A story was taken down",
        "",
        "",
        frozenset(),
    )


def test_story_without_consent_in_force_is_not_told():
    on(MAY + DAY, StoryFactory, consent=None)
    expired = on(MAY + DAY, StoryFactory, consent=None)
    on(MAY + DAY, ConsentFactory, story=expired, expires_on=MAY + 2 * DAY)
    assert told() == []


def test_story_is_found_by_its_outcome():
    link = on(MAY + DAY, StoryOutcomeFactory)
    assert heard(outcome=link.outcome_id) == ["A story was added"]


def test_report_of_a_day_to_come_is_not_told(promise):
    ProgressUpdateFactory(deliverable=promise, as_of=timezone.localdate() + 5 * DAY)
    assert heard(until=timezone.localdate()) == []


def test_every_model_is_told_or_silent_on_purpose():
    silent = {model.__name__ for model in ledger_models() if model._meta.label_lower not in known_shapes()}
    assert silent == {
        "Answer",
        "Committee",
        "CouncillorAccount",
        "Directorate",
        "ElectionPeriod",
        "ImportRun",
        "Meeting",
        "Note",
        "Officer",
        "Pack",
        "PlaceFollows",
        "PlaceWithin",
        "PreviewLink",
        "Principle",
        "Question",
        "Release",
        "Remit",
        "Seat",
        "StorySubmission",
        "StoryValue",
    }


def test_names_of_people_only_drafts_know_are_not_told():
    portfolio = on(MARCH, PortfolioFactory, name="Secret")
    on(MARCH, PriorityActionFactory, plan_outcome__plan__state="draft", portfolio=portfolio)
    change(portfolio, MAY + DAY, name="More secret")
    assert told() == []


# The page


def test_page_says_in_one_sentence_what_changed(client, promise):
    change(promise, MAY + DAY, timescale_text="June 2022")
    change(promise, MAY + 2 * DAY, text="Open two hubs.")
    response = client.get(IN_MAY)
    assert stands(response) == "From 1 May to 31 May 2022, 2 things changed: 1 date moved and 1 wording changed."


def test_page_marks_words_for_eyes_and_ears(client, promise):
    change(promise, MAY + DAY, text="Open two hubs.")
    [marked] = re.findall(r'<p class="words">(.*?)</p>', client.get(IN_MAY).content.decode(), re.S)
    assert re.sub(r"\s+", " ", marked).strip() == (
        "Open "
        '<del><span class="visually-hidden">removed: </span>a hub.'
        '<span class="visually-hidden"> (end of what was removed)</span></del> '
        '<ins><span class="visually-hidden">added: </span>two hubs.'
        '<span class="visually-hidden"> (end of what was added)</span></ins>'
    )


def test_page_groups_changes_by_outcome_then_plan_then_who_answers(client, promise):
    AppointmentFactory(starts_on=MAY + DAY)
    change(promise.priority.plan, MAY + DAY, vision="A vision.")
    change(promise, MAY + DAY, text="Open two hubs.")
    headings = re.findall(r"<h2>(.*?)</h2>", client.get(IN_MAY).content.decode())
    assert headings == [promise.priority.plan_outcome.outcome.name, "The plan itself", "Who answers"]


def test_page_offers_the_latest_day_of_a_change_where_nothing_changed(client, promise):
    page = client.get(IN_MAY)
    assert stands(page) == "From 1 May to 31 May 2022, nothing changed."
    assert '<a href="?from=2022-03-01&amp;to=2022-03-01">1 March 2022: see what changed on that day</a>' in (
        page.content.decode()
    )


def test_page_says_where_nothing_ever_changed(client):
    assert "No change up to then is on record." in client.get(IN_MAY).content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=soon", "“soon” is not written as a day"),
        ("from=2022-05-02&to=2022-05-01", "2 May 2022 comes after 1 May 2022"),
        ("to=2999-01-01", "1 January 2999 is still to come"),
        ("plan=no-such", "There is no plan “no-such” here"),
        ("outcome=%3Cscript%3E", "There is no outcome “<script>” here"),
        ("since=meeting-99", "There is no “meeting-99” to count from"),
        ("from=%00", "“\ufffd” is not written as a day"),
        ("plan=%00", "There is no plan “\ufffd” here"),
    ],
)
@pytest.mark.parametrize("path", ["/changes/", "/changes/feed.atom"])
def test_address_that_cannot_be_followed_is_refused(client, query, message, path):
    response = client.get(f"{path}?{query}")
    said = escape(message) if path == "/changes/" else message
    page = response.content.decode()
    assert (response.status_code, said in page, "\0" in page) == (400, True, False)


def test_form_keeps_what_was_typed(client):
    page = client.get("/changes/?from=soon&to=2022-05-01&plan=no-such").content.decode()
    fields = re.findall(r'<input type="(\w+)"\s+name="(\w+)"\s+id="\w+"\s+value="([^"]*)"', page)
    assert fields == [("text", "from", "soon"), ("date", "to", "2022-05-01")]
    assert re.findall(r'<option value="([^"]*)"\s+selected>', page) == ["no-such"]


def test_presets_offer_every_meeting_the_latest_first(client):
    earlier = MeetingFactory(held_on=MARCH, title="Earlier cabinet")
    cabinet = MeetingFactory(held_on=MAY, title="Later cabinet")
    MeetingFactory(held_on=timezone.localdate() + DAY, title="Cabinet to come")
    page = client.get(f"/changes/?since=meeting-{cabinet.pk}").content.decode()
    assert re.findall(r'<li>\s*<a href="(\?since[^"]*)"( aria-current="true")?>(.*?)</a>', page) == [
        ("?since=week", "", "In the last week"),
        ("?since=month", "", "In the last month"),
        ("?since=quarter", "", "In the last quarter"),
        (f"?since=meeting-{cabinet.pk}", ' aria-current="true"', "Later cabinet, 1 May 2022"),
        (f"?since=meeting-{earlier.pk}", "", "Earlier cabinet, 1 March 2022"),
    ]
    assert '<details class="more" open>' in page


def test_presets_offer_a_bounded_number_of_meetings_and_follow_the_others(client, monkeypatch):
    monkeypatch.setattr("priorities.views.changes.MOST_MEETINGS", 1)
    earlier, _ = MeetingFactory(held_on=MARCH), MeetingFactory(held_on=MAY)
    page = client.get(f"/changes/?since=meeting-{earlier.pk}").content.decode()
    assert "These are the latest 1. For an earlier one, choose its day." in page
    assert "From 1 March 2022 to" in page


def test_window_of_more_than_a_page_can_tell_leads_to_the_days_before(client, promise, monkeypatch):
    monkeypatch.setattr("priorities.views.changes.window_that_fits", lambda window: window_that_fits(window, 2))
    for day in range(1, 6):
        change(promise, MAY + day * DAY, text=f"Open {day + 1} hubs.")
    response = client.get(IN_MAY)
    assert stands(response) == "From 5 May to 31 May 2022, 2 things changed: 2 wordings changed."
    assert '<a href="?from=2022-05-01&amp;to=2022-05-04">Earlier changes: 1 May 2022 to 4 May 2022</a>' in (
        response.content.decode()
    )


def test_page_says_what_was_written_down_of_earlier_days(client, promise):
    today = timezone.localdate()
    page = client.get(f"/changes/?from={today}&to={today}").content.decode()
    said = re.search(r"(\d+ things? w\w+ written down .*?)</a>", page, re.S)[1]
    assert re.sub(r"\s+", " ", said) == (
        "1 thing was written down in this time about earlier days. "
        '<a href="?from=2022-03-01&amp;to=2022-03-01">See what changed on 1 March 2022'
    )


def test_page_does_not_tell_more_of_earlier_days_than_fits(client, promise, monkeypatch):
    monkeypatch.setattr("priorities.views.changes.window_that_fits", lambda window: window_that_fits(window, 1))
    today = timezone.localdate()
    page = client.get(f"/changes/?from={today}&to={today}").content.decode()
    assert "More was written down in this time than one page can tell." in page


def test_sentence_on_steps_stands_only_where_some_are_listed(client, promise):
    pages = [client.get(f"/changes/?from={day}&to={day}").content.decode() for day in (MARCH, MAY)]
    assert ["Every step is listed" in page for page in pages] == [True, False]


def test_past_day_offers_no_feed(client, promise):
    pages = [client.get(f"/changes/{query}").content.decode() for query in ("", "?as-at=2022-05-01")]
    assert ["feed.atom" in page for page in pages] == [True, False]


def test_reason_that_names_a_source_is_no_reason(client, promise):
    change(promise, MAY + DAY, reason="Read in from the plan of May.", text="Open two hubs.")
    page = re.sub(r"\s+", " ", client.get(IN_MAY).content.decode())
    assert ('<span class="soft">Source: Read in from the plan of May.</span>' in page, "Reason:" in page) == (
        True,
        False,
    )


def test_plan_that_ends_is_told_in_words_of_its_own(client):
    plan = on(MARCH, PlanFactory)
    change(plan, MAY + DAY, state="archived")
    change(plan, MAY + 2 * DAY, state="current")
    assert heard() == ["It came into force", "It came to an end and is kept as an earlier plan"]
    assert stands(client.get(IN_MAY)).endswith("2 things changed: 1 plan came into force and 1 plan came to an end.")


def test_long_window_comes_in_pages_with_all_counts(client, promise, monkeypatch):
    monkeypatch.setattr("priorities.views.changes.PAGE_SIZE", 2)
    for day in range(1, 6):
        change(promise, MAY + day * DAY, text=f"Open {day + 1} hubs.")
    page = client.get(f"{IN_MAY}&page=3").content.decode()
    assert "5 things changed: 5 wordings changed." in page
    assert "This page shows 5 to 5." in page
    assert "5 changes</p>" in page
    assert 'href="?from=2022-05-01&amp;to=2022-05-31&amp;page=2"' in page
    assert page.count('<p class="words">') == 1


def test_page_has_no_cookie_and_names_its_feed(client, promise):
    plan = Plan.objects.get()
    response = client.get(f"/changes/?plan={plan.slug}")
    assert (response.cookies, response.has_header("Vary")) == ({}, False)
    assert f'href="/changes/feed.atom?plan={plan.slug}"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("narrowed", ["", "&place=the-place"])
def test_queries_do_not_grow_with_changes(client, promise, count, narrowed, django_assert_num_queries):
    place = on(MARCH, PlaceFactory, slug="the-place")
    for number in range(count):
        each = on(MARCH, DeliverableFactory, priority=promise.priority, order=50 + number)
        on(MARCH, DeliverablePlaceFactory, deliverable=each, place=place)
        change(each, MAY + DAY, text=f"Changed {number}.")
        ProgressUpdateFactory(deliverable=each, as_of=MAY + DAY)
        on(MAY + DAY, EvidenceLinkFactory, deliverable=each)
        on(MAY + DAY, PlanFactory)
        on(MAY + DAY, DeliverableFactory)
        AppointmentFactory(starts_on=MAY + DAY)
        on(MAY + DAY, StoryFactory)
    client.get(IN_MAY)
    with django_assert_num_queries(10):
        response = client.get(f"{IN_MAY}{narrowed}")
    assert f"{(3 if narrowed else 7) * count} things changed" in stands(response)


# The feed


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own feed


def texts(elements, name):
    return [element.findtext(f"{ATOM}{name}") for element in elements]


def test_feed_holds_what_was_written_down_lately_however_long_ago_it_took_effect(client, promise):
    details = {"decision_url": "https://example.org/decision", "approved_by": "Example director"}
    change(promise, MAY + DAY, details=details, timescale_text="June 2022")
    response = client.get("/changes/feed.atom")
    latest = entries(response)[0]
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert latest.findtext(f"{ATOM}title") == "Open a hub: Date moved from March 2022 to June 2022, 91 days later"
    assert latest.find(f"{ATOM}link").get("href") == f"http://testserver/deliverables/{promise.pk}/?as-at=2022-05-02"
    assert latest.findtext(f"{ATOM}summary") == escape(
        f"Promise: “Open a hub.” Took effect on 2 May 2022. Reason: {REASON} "
        "Approved by: Example director. Decision: https://example.org/decision"
    )
    recorded = promise.history.latest("history_id").recorded_at
    assert latest.findtext(f"{ATOM}updated") == recorded.isoformat()


def test_feed_is_whole_and_its_entries_keep_their_names(client, promise):
    change(promise, MAY + DAY, text="Open <two> & more\x0b hubs.")
    first, second = client.get("/changes/feed.atom"), client.get("/changes/feed.atom")
    ids = texts(entries(first), "id")
    assert ids == texts(entries(second), "id")
    assert ids[0] == f"tag:testserver,2026:changes/deliverable-{promise.history.latest('history_id').pk}-0"
    assert len(ids) == len(set(ids))
    feed = ElementTree.fromstring(first.content)  # noqa: S314 - our own feed
    required = [feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")]
    assert all(required)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kirklees promises"
    assert all(all(texts(entries(first), name)) for name in ("title", "updated", "summary"))


def test_feed_is_narrowed_like_the_page(client, promise):
    other = on(MARCH, DeliverableFactory, text="Other.")
    for each in (promise, other):
        change(each, MAY + DAY, text="Changed.")
    outcome = promise.priority.plan_outcome.outcome
    response = client.get(f"/changes/feed.atom?from=2022-05-01&to=2022-05-31&outcome={outcome.slug}")
    assert texts(entries(response), "title") == ["Changed: Wording reworded"]
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
    assert [link.get("href") for link in feed.findall(f"{ATOM}link")] == [
        f"http://testserver/changes/?from=2022-05-01&to=2022-05-31&outcome={outcome.slug}",
        f"http://testserver/changes/feed.atom?from=2022-05-01&to=2022-05-31&outcome={outcome.slug}",
    ]


def test_empty_feed_is_a_feed(client):
    response = client.get("/changes/feed.atom")
    assert (response.status_code, entries(response)) == (200, [])


@pytest.mark.parametrize("what", ["plan", "outcome", "portfolio", "place"])
def test_page_links_what_changed_in_it(client, what):
    deliverable = DeliverableFactory()
    place = DeliverablePlaceFactory(deliverable=deliverable).place
    priority = deliverable.priority
    outcome = priority.plan_outcome.outcome
    record = {"plan": priority.plan, "outcome": outcome, "portfolio": priority.portfolio, "place": place}[what]
    address = f"/changes/?{what}={record.slug}&amp;since=quarter"

    page = client.get(record.get_absolute_url()).content.decode()

    assert page.count(f'href="{address}"') == 1
    assert client.get(address.replace("&amp;", "&")).status_code == 200
