"""Any public page as at a day."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from factories import (
    AppointmentFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlaceFactory,
    PlanIndicatorFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
)

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2022, 5, 1), date(2022, 6, 1), date(2022, 7, 1)
DAY = timedelta(days=1)
REASON = "The contractor went into administration."


@pytest.fixture
def promise():
    """A promise of May 2022, moved in June, with a report in July, all recorded today."""
    with entering(Entry("Read in.", effective_on=MAY)):
        deliverable = DeliverableFactory(text="Open a hub.", timescale_text="By May 2022")
    deliverable.text, deliverable.timescale_text = "Open one hub.", "By March 2023"
    save_with_reason(deliverable, REASON, effective_on=JUNE)
    ProgressUpdateFactory(deliverable=deliverable, as_of=JULY, status="on-track", state="published")
    return deliverable


def addresses_of(deliverable):
    priority = deliverable.priority
    return [
        deliverable.get_absolute_url(),
        priority.get_absolute_url(),
        priority.plan.get_absolute_url(),
        priority.plan_outcome.get_absolute_url(),
        priority.plan_outcome.outcome.get_absolute_url(),
        priority.portfolio.get_absolute_url(),
        "/priorities/",
        "/",
    ]


def read(client, address, day):
    return client.get(address, {"as-at": day.isoformat()})


def words_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_promise_page_as_at_shows_the_wording_and_the_date_of_that_day(client, promise):
    address = promise.get_absolute_url()

    before, after = words_of(read(client, address, JUNE - DAY)), words_of(read(client, address, JUNE))

    assert ("Open a hub." in before, "By May 2022" in before) == (True, True)
    assert ("Open one hub." in before, "March 2023" in before) == (False, False)
    assert ("Open one hub." in after, "By March 2023" in after) == (True, True)


def test_promise_page_as_at_counts_from_that_day(client, promise):
    page = words_of(read(client, promise.get_absolute_url(), date(2023, 3, 30)))

    assert "due tomorrow" in page
    assert "On track" in page
    assert "On track" not in words_of(read(client, promise.get_absolute_url(), JULY - DAY))


@pytest.mark.parametrize("number", range(8))
def test_page_as_at_says_so_and_is_not_indexed(client, promise, number):
    address = addresses_of(promise)[number]

    response = read(client, address, JUNE)
    page = response.content.decode()

    assert response.status_code == 200
    assert "<strong>As at the end of 1 June 2022.</strong>" in page
    assert f'<a data-live href="{address}">Go to the page as it is today</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert response["X-Robots-Tag"] == "noindex"
    assert re.findall(r'rel="canonical" href="([^"]*)"', page) == [f"http://testserver{address}"]


@pytest.mark.parametrize("number", range(8))
def test_links_of_a_page_as_at_keep_the_day(client, promise, number):
    page = read(client, addresses_of(promise)[number], JUNE).content.decode()

    within = re.findall(r'<a (?!data-live)[^>]*?href="(/[^"]*|\?[^"]*|\.[^"]*)"', page)

    assert len(within) > 10
    assert [address for address in within if "as-at=2022-06-01" not in address] == []


@pytest.mark.parametrize("number", range(8))
def test_page_today_says_nothing_of_days(client, promise, number):
    page = client.get(addresses_of(promise)[number]).content.decode()

    assert ("As at the end of" in page, "noindex" in page) == (False, False)
    assert [
        address for address in re.findall(r'href="(/[^"]*as-at=[^"]*)"', page) if "deliverables" not in address
    ] == []


@pytest.mark.parametrize("number", range(6))
def test_page_before_its_record_names_the_first_day(client, promise, number):
    address = addresses_of(promise)[number]

    response = read(client, address, MAY - DAY)
    page = response.content.decode()

    assert response.status_code == 404
    assert "<h1>This was not on record yet on 30 April 2022</h1>" in page
    assert f'href="{address}?as-at=2022-05-01">Read it as at 1 May 2022</a>' in page
    assert read(client, address, MAY).status_code == 200


def test_page_before_publication_names_the_day_of_publication(client):
    with entering(Entry("Drafted.", effective_on=MAY)):
        deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    plan = deliverable.priority.plan
    plan.state = "current"
    save_with_reason(plan, "The council adopted it.", effective_on=JUNE)

    response = read(client, deliverable.get_absolute_url(), JUNE - DAY)

    assert response.status_code == 404
    assert "Read it as at 1 June 2022</a>" in response.content.decode()


def test_page_that_never_was_stays_missing(client):
    response = read(client, "/deliverables/999/", MAY)

    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ("tomorrow", "is not written as a day"),
        ("2022-13-01", "is a day that no calendar has"),
        ((timezone.localdate() + 2 * DAY).isoformat(), "is still to come"),
        ("2022-05-01\0", "is not written as a day"),
    ],
    ids=["words", "no-such-day", "future", "null"],
)
@pytest.mark.parametrize("path", ["/", "/plans/no-such-plan/", "/priorities/"])
def test_bad_day_is_refused_with_a_sentence(client, path, asked, refusal):
    response = client.get(path, {"as-at": asked})

    assert response.status_code == 400
    assert refusal in response.content.decode()


def test_empty_day_shows_the_page_of_today(client, promise):
    response = client.get(promise.get_absolute_url(), {"as-at": ""})

    assert response.content == client.get(promise.get_absolute_url()).content


def test_late_record_says_when_it_was_recorded(client, promise):
    today = timezone.localdate()
    page = read(client, promise.get_absolute_url(), JUNE).content.decode()

    assert f"took effect on 1 June 2022 and was recorded on {today.day} {today:%B %Y}." in " ".join(page.split())
    assert "All of it was written down after the day it tells of." in page


def test_page_as_known_then_leaves_out_what_was_recorded_later(client, promise):
    address = promise.get_absolute_url()

    response = client.get(address, {"as-at": "2022-06-01", "known-by": "2022-06-01"})

    assert response.status_code == 404
    assert "By 1 June 2022 nothing of it had been written down." in response.content.decode()


def test_holder_of_the_day_is_shown_and_a_later_end_is_not(client, promise):
    portfolio = promise.priority.portfolio
    AppointmentFactory(portfolio=portfolio, starts_on=MAY, ends_on=JULY, councillor__name="Early Holder")
    AppointmentFactory(portfolio=portfolio, starts_on=JULY, ends_on=None, councillor__name="Late Holder")

    june = words_of(read(client, portfolio.get_absolute_url(), JUNE))
    july = words_of(read(client, portfolio.get_absolute_url(), JULY))

    assert "Held on that day by Councillor Early Holder (since 1 May 2022)." in june
    assert ("From 1 May 2022" in june, "Late Holder" in june) == (True, False)
    assert "Held on that day by Councillor Late Holder (since 1 July 2022)." in july
    assert "1 May 2022 to 30 June 2022" in july


def test_indicator_and_place_pages_read_the_past(client):
    with entering(Entry("Read in.", effective_on=MAY)):
        naming = PlanIndicatorFactory(indicator=IndicatorFactory(name="Old name of the measure"))
        place = PlaceFactory(name="Old ward")
    MeasurementFactory(indicator=naming.indicator, starts_on=MAY, ends_on=JUNE, period="May 2022", value=3)
    naming.indicator.name = "New name of the measure"
    save_with_reason(naming.indicator, REASON, effective_on=JULY)
    place.name = "New ward"
    save_with_reason(place, REASON, effective_on=JULY)

    may, june = (words_of(read(client, naming.indicator.get_absolute_url(), day)) for day in (MAY, JUNE))

    assert ("Old name of the measure" in may, "for May 2022" in may, "for May 2022" in june) == (True, False, True)
    assert words_of(read(client, place.get_absolute_url(), JUNE)).startswith("Ward Old ward")


def published_story(**details):
    with entering(Entry("Read in.", effective_on=MAY)):
        return StoryFactory(state="published", **details)


def test_withdrawn_story_does_not_come_back_through_the_past(client):
    shown, withdrawn, ended = (published_story(title=f"Story {name}") for name in ("shown", "withdrawn", "ended"))
    for story in (shown, withdrawn, ended):
        StoryOutcomeFactory(story=story)
    withdrawn.state = "withdrawn"
    withdrawn.save()
    ended.consent.withdrawn_on = timezone.localdate()
    ended.consent.save()

    page = words_of(read(client, "/stories/", JUNE))

    assert ("Story shown" in page, "Story withdrawn" in page, "Story ended" in page) == (True, False, False)
    assert read(client, withdrawn.get_absolute_url(), JUNE).status_code == 404
    assert read(client, ended.get_absolute_url(), JUNE).status_code == 404


def test_story_is_not_shown_before_it_was_published(client):
    published_story(title="Story shown")

    assert "Story shown" not in words_of(read(client, "/stories/", MAY - DAY))


def test_past_of_a_story_shows_its_words_as_agreed_now(client):
    story = published_story(title="Story", text="My full name is Long Name.")
    story.text = "I asked for my name to be left out."
    story.save()

    page = words_of(read(client, story.get_absolute_url(), JUNE))

    assert ("Long Name" in page, "I asked for my name" in page) == (False, True)


def test_drafts_do_not_come_back_through_the_past(client, promise):
    draft = ProgressUpdateFactory(deliverable=promise, as_of=JUNE, commentary="A private draft.", state="draft")

    assert "A private draft." not in read(client, promise.get_absolute_url(), JULY).content.decode()
    draft.delete()
    assert "A private draft." not in read(client, promise.get_absolute_url(), JULY).content.decode()


def test_deleted_draft_promise_does_not_come_back(client):
    with entering(Entry("Drafted.", effective_on=MAY)):
        deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    key = deliverable.pk
    deliverable.delete()

    assert Deliverable.objects.count() == 0
    assert read(client, f"/deliverables/{key}/", JUNE).status_code == 404


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("rows", [1, 3])
def test_page_as_at_needs_at_most_twelve_queries(client, promise, django_assert_max_num_queries, number, rows):
    for _ in range(rows - 1):
        with entering(Entry("Read in.", effective_on=MAY)):
            another = DeliverableFactory(priority=promise.priority)
        ProgressUpdateFactory(deliverable=another, as_of=JUNE, state="published")
        AppointmentFactory(portfolio=promise.priority.portfolio, starts_on=MAY - 9 * DAY * rows, ends_on=None)

    with django_assert_max_num_queries(12):
        read(client, addresses_of(promise)[number], JULY)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", ["councillor", "place", "indicator"])
def test_page_of_what_lasts_needs_at_most_twelve_queries(client, promise, django_assert_max_num_queries, page, rows):
    naming = PlanIndicatorFactory(plan_outcome=promise.priority.plan_outcome)
    appointment = AppointmentFactory(portfolio=promise.priority.portfolio, starts_on=MAY, ends_on=None)
    place = appointment.councillor.ward
    for year in range(rows):
        AppointmentFactory(councillor=appointment.councillor, starts_on=MAY + year * DAY, ends_on=None)
        DeliverablePlaceFactory(deliverable=DeliverableFactory(priority=promise.priority), place=place)
        MeasurementFactory(indicator=naming.indicator, starts_on=MAY + year * DAY, ends_on=MAY + year * DAY)
    record = {"councillor": appointment.councillor, "place": place, "indicator": naming.indicator}[page]

    with django_assert_max_num_queries(12):
        assert read(client, record.get_absolute_url(), timezone.localdate()).status_code == 200


def test_posting_is_not_reading_the_past(client):
    assert client.post("/plans/?as-at=2022-05-01").status_code == 405


@pytest.mark.parametrize("address", ["/privacy/", "/how-we-judge-progress/", "/accessibility/", "/stories/share/"])
def test_page_without_a_past_says_so(client, address):
    page = " ".join(read(client, address, MAY).content.decode().split())

    assert "This page itself is shown as it is today; its links lead on as at that day." in page
    assert "This is how the page stood" not in page


def test_link_that_a_story_no_longer_has_does_not_come_back(client):
    with entering(Entry("Read in.", effective_on=MAY)):
        link = StoryPlaceFactory(story=StoryFactory(title="A story of a place", state="published"))
    place = link.place
    link.delete()

    assert "A story of a place" not in read(client, place.get_absolute_url(), JUNE).content.decode()


def test_story_written_later_is_left_out_of_what_was_known_then(client):
    published_story(title="Written later")
    asked = {"as-at": "2022-06-01", "known-by": "2022-06-01"}

    assert "Written later" not in client.get("/stories/", asked).content.decode()


@pytest.mark.parametrize("query", ["as-at=2022-05-01&as-at=2022-06-01", "known-by=2022-06-01"])
def test_address_that_cannot_be_followed_is_refused(client, query):
    assert client.get(f"/plans/?{query}").status_code == 400


def test_search_from_the_home_page_keeps_the_day(client, promise):
    page = read(client, "/", JUNE).content.decode()
    search = re.search(r'<form class="find".*?</form>', page, re.DOTALL)[0]

    assert '<input type="hidden" name="as-at" value="2022-06-01">' in search
