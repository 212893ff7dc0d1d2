from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    EvidenceLinkFactory,
    PlaceFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StoryPlaceFactory,
    SuccessionFactory,
)

from ledger.entries import Entry, entering

pytestmark = pytest.mark.django_db
TODAY = date(2022, 5, 12)
IN_TROUBLE = {"cause": "Two leases fell through.", "action": "Others were viewed.", "next_step": "Sign in June."}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY)


@pytest.fixture
def read(client):
    """Open a page that must be there, as parsed HTML."""

    def read(address):
        answer = client.get(address)
        assert (answer.status_code, answer.cookies, answer.get("Vary")) == (200, {}, None)
        return BeautifulSoup(answer.content, "html.parser")

    return read


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def stands(page):
    return words(page.select_one(".stands p"))


def names(page, selector="main .promises > li > .wording > p:first-child"):
    return [words(each) for each in page.select(selector)]


def a_full_house():
    """Everything that a page of this room can show, once."""
    place = PlaceFactory()
    appointment = AppointmentFactory(councillor__ward=place)
    priority = PriorityActionFactory(
        portfolio=appointment.portfolio,
        published_holder=appointment.councillor,
        holder_as_published="Councillor Example",
    )
    fill(priority, place, appointment)
    return priority, place, appointment


def fill(priority, place, appointment):
    """One more of everything that can be many."""
    promise = DeliverableFactory(priority=priority)
    SuccessionFactory(plan=priority.plan, later=promise, later_priority=None)
    DeliverableFactory(priority=priority, parent=promise)
    SuccessionFactory(earlier=promise, published=False, plan__state="current", plan__replaces=None)
    for each in (promise, *priority.deliverables.order_by("pk")[:1]):
        ProgressUpdateFactory(deliverable=each)
        EvidenceLinkFactory(deliverable=each)
        DeliverablePlaceFactory(deliverable=each, place=PlaceFactory())
    leaf = DeliverableFactory(priority=priority)
    ProgressUpdateFactory(deliverable=leaf)
    DeliverablePlaceFactory(deliverable=leaf, place=place)
    StoryPlaceFactory(place=place)
    beside = PriorityActionFactory(
        plan_outcome=priority.plan_outcome,
        portfolio=appointment.portfolio,
        published_holder=appointment.councillor,
    )
    DeliverableFactory(priority=beside)
    AppointmentFactory(councillor=appointment.councillor)
    AppointmentFactory(portfolio=appointment.portfolio)


PAGES = {
    "promises": lambda priority, place, held: "/priorities/",
    "priorities": lambda priority, place, held: "/priorities/?show=priorities",
    "filtered": lambda priority, place, held: f"/priorities/?place={place.slug}&status=on-track&due=past&words=e",
    "priority": lambda priority, place, held: priority.get_absolute_url(),
    "deliverable": lambda priority, place, held: priority.tree[0].get_absolute_url(),
    "portfolios": lambda priority, place, held: "/portfolios/",
    "portfolio": lambda priority, place, held: held.portfolio.get_absolute_url(),
    "councillors": lambda priority, place, held: "/councillors/",
    "councillor": lambda priority, place, held: held.councillor.get_absolute_url(),
    "places": lambda priority, place, held: "/places/",
    "place": lambda priority, place, held: place.get_absolute_url(),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_as_many_questions_at_three_rows_as_at_one(name, client):
    house = a_full_house()
    address = PAGES[name](*house)
    with CaptureQueriesContext(
        connection,
    ) as at_one:
        client.get(address)
    fill(*house)
    fill(*house)
    with CaptureQueriesContext(connection) as at_three:
        client.get(address)
    assert len(at_three) == len(at_one)


@pytest.mark.parametrize("name", PAGES)
def test_page_has_its_frame(name, read):
    page = read(PAGES[name](*a_full_house()))
    headings = [int(each.name[1]) for each in page.main(["h1", "h2", "h3", "h4"])]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(headings, headings[1:], strict=False))
    assert page.title.text.endswith(" – Kirklees promises")
    assert page.title.text.split(" – ")[0].strip()
    assert page.select_one('meta[name="description"]')["content"]
    assert page.select_one('.trail [aria-current="page"]').text.strip()
    assert len(page.select(".opening .stands")) == 1
    assert not page.select("script, style, [style]")


# The list


def test_list_says_how_many_match_and_how_they_stand(read):
    ProgressUpdateFactory(status="complete")
    DeliverableFactory(timescale_text="11 May 2022")
    assert stands(read("/priorities/")) == (
        "2 promises in all. Of 2 promises, 1 is complete; no progress has been reported on 1; 1 is overdue."
    )


def test_list_counts_as_every_other_page_does(read):
    ProgressUpdateFactory(status="complete", as_of=date(2022, 5, 1), deliverable__timescale_text="March 2022")
    page = read("/priorities/?status=complete")
    assert stands(page).startswith("1 promise matches. The one promise here is complete (late).")
    late = page.select_one(".dates a")
    assert (words(late), late["href"]) == ("Completed late 1", "/priorities/?due=late&status=complete")
    assert stands(read("/priorities/?status=complete&due=late")).startswith("1 promise matches.")
    assert not read("/priorities/?due=late").select(".dates")


@pytest.mark.parametrize(
    ("query", "beginning"),
    [
        ("", "1 promise in all. "),
        ("?due=past", "1 promise matches. "),
        ("?due=ongoing", "No promises match."),
        ("?show=priorities", "1 priority in all."),
        ("?show=priorities&due=past", "1 priority matches."),
    ],
)
def test_list_of_one_says_so(query, beginning, read):
    DeliverableFactory()
    assert stands(read(f"/priorities/{query}"))[: len(beginning)] == beginning


def test_list_pages_by_twenty_five(read):
    priority = PriorityActionFactory()
    for order in range(26):
        DeliverableFactory(priority=priority, order=order)
    page = read("/priorities/?page=2&due=past")
    assert stands(page).startswith("26 promises match; this page shows 26 to 26.")
    assert [(each.text, each["href"]) for each in page.select(".pages a")] == [
        ("1", "?due=past&page=1"),
        ("2", "?due=past&page=2"),
    ]
    assert page.select_one('link[rel="canonical"]')["href"] == "http://testserver/priorities/?due=past&page=2"


@pytest.mark.parametrize(
    ("number", "complaint"),
    [
        ("abc", "Pages have numbers. This is the first page of the list."),
        ("%00", "Pages have numbers. This is the first page of the list."),
        ("9" * 5000, "Pages have numbers. This is the first page of the list."),
        ("9999", "The list has only 1 page. Here it is."),
        ("0", "The list has only 1 page. Here it is."),
        ("-1", "The list has only 1 page. Here it is."),
    ],
    ids=["word", "nul", "enormous", "too high", "zero", "negative"],
)
def test_list_with_a_page_that_is_not_there_says_so(number, complaint, read):
    DeliverableFactory(text="Open a hub")
    page = read(f"/priorities/?page={number}")
    assert (names(page), names(page, ".error-summary li")) == (["Open a hub"], [complaint])


def test_list_with_a_page_past_the_end_shows_the_last(read):
    priority = PriorityActionFactory()
    for order in range(26):
        DeliverableFactory(priority=priority, order=order, text=f"Promise {order}")
    page = read("/priorities/?page=3")
    assert (names(page), names(page, ".error-summary li")) == (
        ["Promise 25"],
        ["The list has pages 1 to 2. This is page 2."],
    )


def test_list_with_a_bad_value_says_so_above_and_at_the_field(read):
    DeliverableFactory(text="Open a hub")
    page = read("/priorities/?outcome=nope")
    link = page.select_one(".error-summary a")
    assert (link.text, names(page)) == ("“Outcome” has no such choice, so it was left out.", ["Open a hub"])
    assert page.select_one(link["href"])["name"] == "outcome"


def test_list_with_words_that_are_too_long_does_not_repeat_them(read):
    page = read(f"/priorities/?words={'a' * 10_000}")
    assert len(page.select_one("#id_words")["value"]) == 200


def test_list_that_finds_nothing_offers_ways_out(read):
    DeliverableFactory()
    page = read("/priorities/?words=hub&show=priorities")
    assert stands(page) == "No priorities match."
    assert [link["href"] for link in page.select(".tags a, .notice a")] == ["?show=priorities"] * 3


def test_list_without_any_plan_says_so(read):
    assert words(read("/priorities/").select_one(".notice")).startswith("No promise has been published yet.")


def test_list_of_priorities_shows_those_without_deliverables(read):
    PriorityActionFactory(number=4, title="Champion towns")
    page = read("/priorities/?show=priorities")
    assert names(page) == ["4. Champion towns"]
    assert words(page.select_one(".when")) == "The plan names no deliverables for it."


def test_list_switches_and_keeps_its_filters(read):
    DeliverableFactory()
    switch = read("/priorities/?due=past&sort=status").select_one("section > p > a")
    assert switch["href"] == "?show=priorities&due=past"


def test_list_form_labels_every_field(read):
    page = read("/priorities/")
    labelled = {label["for"] for label in page.select("form label")}
    fields = {each["id"] for each in page.select("form input, form select") if each.get("type") != "hidden"}
    assert fields == labelled


# A priority


def test_priority_with_another_slug_redirects_for_good(client):
    priority = PriorityActionFactory(title="Champion towns")
    answer = client.get(f"/priorities/{priority.pk}-something-else/?x=1")
    assert (answer.status_code, answer["Location"]) == (301, f"/priorities/{priority.pk}-champion-towns/?x=1")


def test_priority_without_deliverables_says_so(read):
    page = read(PriorityActionFactory().get_absolute_url())
    assert stands(page).startswith("The plan names no deliverables for this priority")


def test_priority_names_who_answers_in_the_plan_and_today(read):
    held = AppointmentFactory(councillor__name="Ada Example", starts_on=date(2021, 5, 20))
    AppointmentFactory(portfolio=held.portfolio, ends_on=TODAY)
    priority = PriorityActionFactory(portfolio=held.portfolio, holder_as_published="Councillor Bo Sample")
    section = read(priority.get_absolute_url()).select("main .text > section")[-1]
    assert words(section) == (
        f"Portfolio holder Councillor Bo Sample named in the plan Portfolio: {held.portfolio.name} "
        "Held today by Councillor Ada Example , since 20 May 2021"
    )


def test_priority_tally_opens_the_list_it_counts(read):
    priority = DeliverableFactory(text="Open a hub").priority
    DeliverableFactory()
    link = read(priority.get_absolute_url()).select_one(".key a")
    assert names(read(link["href"])) == ["Open a hub"]


# A deliverable


def test_deliverable_shows_its_heading_and_its_whole_text(read):
    promise = DeliverableFactory(text="Open a hub. It brings people together.\n\nAnd it stays.")
    page = read(promise.get_absolute_url())
    assert page.h1.text == "Open a hub"
    assert words(page.select_one(".promised")) == "Open a hub. It brings people together. And it stays."


def test_deliverable_escapes_what_looks_like_html(read):
    page = read(DeliverableFactory(text="Open <script>alert(1)</script> a hub").get_absolute_url())
    assert page.h1.text == "Open <script>alert(1)</script> a hub"


def test_deliverable_opens_with_how_it_stands(read):
    promise = DeliverableFactory(timescale_text="April 2022")
    ProgressUpdateFactory(
        deliverable=promise,
        status="off-track",
        as_of=date(2022, 2, 4),
        forecast_on=date(2022, 9, 30),
        **IN_TROUBLE,
    )
    assert stands(read(promise.get_absolute_url())) == (
        "Off track Promised for April 2022: overdue by 12 days; now expected on 30 September 2022, "
        "153 days later than promised. Last confirmed 97 days ago."
    )


@pytest.mark.parametrize(("threshold", "said"), [(92, 1), (120, 0)])
def test_deliverable_is_stale_after_the_days_that_are_set(threshold, said, read, settings):
    settings.STALE_AFTER_DAYS = threshold
    update = ProgressUpdateFactory(as_of=date(2022, 2, 4))
    assert len(read(update.deliverable.get_absolute_url()).select(".stale")) == said


def test_deliverable_has_three_verdicts(read):
    promise = DeliverableFactory(timescale_text="April 2022")
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, 1))
    EvidenceLinkFactory(deliverable=promise, shown_on=date(2022, 4, 1))
    page = read(promise.get_absolute_url())
    assert [words(each) for each in page.select(".verdicts > div")] == [
        "The council says On track as at 1 May 2022",
        "The calendar says Overdue by 12 days due 30 April 2022",
        "The evidence shows 1 piece of evidence from 1 April 2022",
    ]
    assert words(page.select_one(".notice")) == (
        "The council says it is on track, but the calendar says its date passed on 30 April 2022."
    )


def test_deliverable_counts_evidence_of_reports_once(read):
    promise = DeliverableFactory()
    EvidenceLinkFactory(deliverable=promise, url="https://example.org/same")
    for day, url in ((1, "https://example.org/same"), (2, "https://example.org/other")):
        ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, day), evidence=url)
    page = read(promise.get_absolute_url())
    assert [link["href"] for link in page.select(".links a")] == [
        "https://example.org/other",
        "https://example.org/same",
    ]


def test_deliverable_tells_its_life_in_time_order(read):
    promise = DeliverableFactory(
        text="Open a hub",
        timescale_text="April 2022",
        priority__plan_outcome__plan__adopted_on=date(2021, 10, 13),
        priority__portfolio=None,
        priority__holder_as_published="Councillor Ada Example",
    )
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, 1), status="off-track", **IN_TROUBLE)
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 20), commentary="A hub opened.", is_example=True)
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 3, 1), kind="no-change", commentary="")
    life = read(promise.get_absolute_url()).select(".life > li")
    plan = promise.priority.plan.title
    assert [words(each) for each in life] == [
        f"13 October 2021 Promised in {plan} for April 2022 . Answering: Councillor Ada Example. "
        "Recorded on 12 May 2022.",
        "20 January 2022 On track Example A hub opened. Reported by Example officer · recorded on 12 May 2022",
        "1 March 2022 On track Confirmed, no change. Reported by Example officer · recorded on 12 May 2022",
        "1 May 2022 Off track An example of progress. Cause: Two leases fell through. "
        "Action: Others were viewed. Next step: Sign in June. Reported by Example officer · recorded on 12 May 2022",
    ]
    assert [each.get("class") for each in life] == [None, None, None, ["turn"]]


def enter(record, day, reason="The contractor went into administration.", **fields):
    """Write a record down as an officer does, with a reason and the day it takes effect on."""
    told = {name: fields.pop(name) for name in ("decision_url", "approved_by") if name in fields}
    for name, value in fields.items():
        setattr(record, name, value)
    with entering(Entry(reason, effective_on=day, **told)):
        record.save()


def a_promise_of_january(**more):
    with entering(Entry("Read in from the plan.", effective_on=date(2022, 1, 10))):
        return DeliverableFactory(
            **({"text": "Open a hub", "timescale_text": "March 2022", "priority__portfolio": None} | more)
        )


def test_deliverable_tells_what_became_of_its_date_its_wording_and_who_answers(read):
    promise = a_promise_of_january(
        priority__holder_as_published="Councillor Ada Example",
        priority__plan_outcome__plan__adopted_on=date(2022, 1, 5),
    )
    enter(
        promise,
        date(2022, 2, 1),
        timescale_text="April 2022",
        decision_url="https://example.org/decision",
        approved_by="Example approver",
    )
    enter(promise, date(2022, 3, 1), "Residents asked for plainer words.", text="Open two hubs")
    enter(promise.priority, TODAY, "The cabinet was arranged anew.", holder_as_published="Councillor Bo Sample")
    life = read(promise.get_absolute_url()).select(".life > li")
    assert [words(each) for each in life[1:]] == [
        "1 February 2022 Date moved : from March 2022 to April 2022 , 30 days later. "
        "Reason: The contractor went into administration. "
        "Approved by Example approver · The decision of 1 February 2022 "
        "Recorded on 12 May 2022. Read this page as at 31 January 2022 , the day before, or 1 February 2022",
        "1 March 2022 Reworded . Open a hub two hubs Reason: Residents asked for plainer words. "
        "Recorded on 12 May 2022. Read this page as at 28 February 2022 , the day before, or 1 March 2022",
        "12 May 2022 Handed over from Councillor Ada Example to Councillor Bo Sample . "
        "Reason: The cabinet was arranged anew. Read this page as at 11 May 2022 , the day before, or 12 May 2022",
    ]
    address = promise.get_absolute_url()
    links = [link["href"] for link in life[1].select("a[data-live]")]
    assert links == [f"{address}?as-at=2022-01-31", f"{address}?as-at=2022-02-01"]
    assert [(mark.name, mark.text) for mark in life[2].select(".words > *")] == [("del", "a hub"), ("ins", "two hubs")]


def test_deliverable_can_be_read_on_either_side_of_each_change(read):
    promise = a_promise_of_january()
    enter(promise, date(2022, 2, 1), timescale_text="April 2022")
    links = read(promise.get_absolute_url()).select(".life a[data-live]")
    pages = [read(link["href"]) for link in links]
    assert [words(page.select_one(".facts dd")) for page in pages] == ["March 2022", "April 2022"]
    assert [len(page.select(".life > li")) for page in pages] == [1, 2]


def test_deliverable_shows_its_first_promise_beside_the_present_one(read):
    promise = a_promise_of_january()
    enter(promise, date(2022, 2, 1), timescale_text="June 2022")
    enter(promise, date(2022, 3, 1), text="Open two hubs")
    assert [words(each) for each in read(promise.get_absolute_url()).select(".then-now > section")] == [
        "First promised For March 2022 Open a hub",
        "Now June 2022 , 91 days later Open two hubs",
    ]


@pytest.mark.parametrize(
    ("timescale", "first", "now"),
    [
        ("March 2022", "First promised For March 2022", "Now As first promised"),
        ("", "First promised Without a date", "Now As first promised"),
    ],
)
def test_deliverable_that_never_changed_is_as_first_promised(timescale, first, now, read):
    page = read(a_promise_of_january(timescale_text=timescale).get_absolute_url())
    assert [words(each) for each in page.select(".then-now > section")] == [first, now]


def test_deliverable_says_when_it_was_delivered_and_how_late(read):
    promise = a_promise_of_january()
    enter(promise, date(2022, 2, 1), timescale_text="April 2022")
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, 10), status="complete")
    last = read(promise.get_absolute_url()).select(".life > li")[-1]
    assert words(last.select("p")[1]) == "Delivered 10 days after its date, 40 days after the date first promised."


def test_deliverable_keeps_what_was_drafted_to_itself(read):
    promise = a_promise_of_january(text="Secret wording", priority__plan_outcome__plan__state="draft")
    enter(promise, date(2022, 2, 1), text="Open a hub", timescale_text="June 2022")
    enter(promise.priority.plan, date(2022, 3, 1), state="current")
    page = read(promise.get_absolute_url())
    assert "Secret wording" not in page.text
    assert words(page.select_one(".then-now")) == "First promised For June 2022 Now As first promised"


def test_deliverable_asks_no_more_than_twelve_questions_however_long_its_life(client):
    promise = a_promise_of_january(priority__portfolio=AppointmentFactory().portfolio)
    counts = []
    for day in (date(2022, 2, 1), date(2022, 3, 1), date(2022, 4, 1)):
        enter(promise, day, timescale_text=f"{day.day} June 2022", text=f"Open {day.month} hubs")
        enter(promise.priority, day, portfolio=AppointmentFactory().portfolio)
        ProgressUpdateFactory(deliverable=promise, as_of=day)
        with CaptureQueriesContext(connection) as asked:
            client.get(promise.get_absolute_url())
        counts.append(len(asked))
    assert counts == [10, 10, 10]


@pytest.mark.parametrize("where", ["/priorities/", "priority", "place", "head"])
def test_lists_say_what_was_promised_first_where_the_timescale_is_another(where, read):
    head = a_promise_of_january(timescale_text="")
    promise = a_promise_of_january(priority=head.priority, parent=head)
    a_promise_of_january(priority=head.priority, parent=head)
    place = DeliverablePlaceFactory(deliverable=promise).place
    enter(promise, date(2022, 2, 1), timescale_text="June 2022")
    addresses = {"priority": head.priority, "place": place, "head": head}
    page = read(addresses[where].get_absolute_url() if where in addresses else where)
    said = [words(each) for each in page.select(".when p") if "First promised" in each.text]
    assert said == ["First promised for March 2022"]


@pytest.mark.parametrize("state", ["draft", "awaiting"])
def test_deliverable_keeps_unpublished_reports_to_itself(state, read):
    update = ProgressUpdateFactory(state=state, commentary="Not for the public yet.")
    page = read(update.deliverable.get_absolute_url())
    assert "Not for the public yet." not in page.text
    assert words(page.select_one(".verdicts .chip")) == "No progress reported"


def test_deliverable_shows_how_its_timescale_was_read(read):
    promise = DeliverableFactory(timescale_text="Start in spring 2022, complete by autumn 2022")
    facts = read(promise.get_absolute_url()).select(".facts > div")
    assert [words(each.dt) for each in facts] == ["Timescale", "How we read that", "Milestone 1", "Milestone 2"]


def test_deliverable_without_a_timescale_invents_none(read):
    page = read(DeliverableFactory(timescale_text="").get_absolute_url())
    assert stands(page) == "No progress reported The plan gives no timescale."


def test_deliverable_that_heads_a_list_says_how_that_stands(read):
    head = DeliverableFactory(timescale_text="", order=1)
    child = DeliverableFactory(parent=head, priority=head.priority, timescale_text="Ongoing")
    ProgressUpdateFactory(deliverable=child, status="complete")
    page = read(head.get_absolute_url())
    assert stands(page) == "This heads a list of promises. The one promise here is complete."
    assert [link["href"] for link in page.select(".promises a")] == [child.get_absolute_url()]


def test_deliverable_names_its_parent_and_its_siblings(read):
    head = DeliverableFactory(text="Help people by:", order=1)
    one = DeliverableFactory(parent=head, priority=head.priority, order=1)
    two = DeliverableFactory(parent=head, priority=head.priority, order=2, text="Open a hub")
    page = read(one.get_absolute_url())
    assert words(page.select_one(".text section > p.soft")) == "Part of: Help people by"
    assert [each["href"] for each in page.aside("a", string="Open a hub")] == [two.get_absolute_url()]


def test_deliverable_links_to_what_it_follows_and_what_follows_it(read):
    earlier, promise, later = (DeliverableFactory(text=text) for text in ("First", "Second", "Third"))
    draft = DeliverableFactory(text="Draft", priority__plan_outcome__plan__state="draft")
    for one, other in [(earlier, promise), (promise, later), (promise, draft)]:
        SuccessionFactory(earlier=one, plan=other.priority.plan, later=other, later_priority=None, published=False)
    page = read(promise.get_absolute_url())
    assert page.find("a", string="First")["href"] == earlier.get_absolute_url()
    assert page.find("a", string="Third")["href"] == later.get_absolute_url()
    assert "Draft" not in page.text


def test_deliverable_does_not_lead_to_a_draft_it_follows(read):
    draft = DeliverableFactory(text="Secret", priority__plan_outcome__plan__state="draft")
    promise = DeliverableFactory()
    SuccessionFactory(earlier=draft, plan=promise.priority.plan, later=promise, later_priority=None)
    assert "Secret" not in read(promise.get_absolute_url()).text


@pytest.mark.parametrize("number", ["999", "99999999999999999999999"])
def test_deliverable_that_does_not_exist_is_not_found(number, client):
    assert client.get(f"/deliverables/{number}/").status_code == 404


def test_pages_of_a_draft_plan_are_not_found(client):
    promise = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    addresses = [promise.get_absolute_url(), promise.priority.get_absolute_url()]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


# Portfolios and councillors


def test_portfolio_says_who_holds_it_today_and_before(read):
    portfolio = PortfolioFactory()
    AppointmentFactory(
        portfolio=portfolio,
        councillor__name="Ada Example",
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
        source="https://example.org/minutes",
    )
    AppointmentFactory(
        portfolio=portfolio,
        councillor__name="Bo Sample",
        starts_on=date(2021, 3, 1),
        note="The month alone is known.",
    )
    page = read(portfolio.get_absolute_url())
    assert stands(page) == "Held today by Councillor Bo Sample (since 1 March 2021)."
    assert [words(each) for each in page.select(".life > li")] == [
        "From 1 March 2021 Councillor Bo Sample The month alone is known. "
        "No source on record · recorded on 12 May 2022",
        "1 January 2021 to 28 February 2021 Vacant: nobody is on record as holding it.",
        "1 January 2020 to 31 December 2020 Councillor Ada Example "
        "Source for this holding from 1 January 2020 · recorded on 12 May 2022",
    ]


def test_portfolio_that_is_vacant_says_since_when(read):
    held = AppointmentFactory(ends_on=date(2022, 1, 1))
    assert stands(read(held.portfolio.get_absolute_url())) == (
        "Vacant today: nobody is on record as holding it since 1 January 2022."
    )


def test_portfolio_without_appointments_says_so(read):
    page = read(PriorityActionFactory().portfolio.get_absolute_url())
    assert stands(page) == "Nobody is on record as holding it today."


def test_portfolio_shows_priorities_of_published_plans_alone(read):
    priority = PriorityActionFactory(number=1, title="Champion towns")
    PriorityActionFactory(portfolio=priority.portfolio, plan_outcome__plan__state="draft")
    assert names(read(priority.portfolio.get_absolute_url())) == ["1. Champion towns"]


def test_portfolios_list_says_how_many_are_vacant(read):
    AppointmentFactory()
    PriorityActionFactory()
    assert stands(read("/portfolios/")) == (
        "2 portfolios are on record: 1 has a holder today, and for 1 nobody is on record."
    )


def test_councillor_shows_what_they_hold_and_held(read):
    councillor = CouncillorFactory(name="Ada Example")
    AppointmentFactory(councillor=councillor, portfolio__name="Homes", ends_on=date(2022, 1, 1))
    AppointmentFactory(councillor=councillor, portfolio__name="Roads", starts_on=date(2022, 1, 1))
    page = read(councillor.get_absolute_url())
    assert stands(page) == "Holds Roads today."
    assert [words(each) for each in page.select(".life > li")] == [
        "From 1 January 2022 Roads No source on record · recorded on 12 May 2022",
        "20 May 2021 to 31 December 2021 Homes No source on record · recorded on 12 May 2022",
    ]


def test_councillor_shows_priorities_that_a_plan_names_them_for(read):
    councillor = CouncillorFactory()
    PriorityActionFactory(number=1, title="Champion towns", published_holder=councillor)
    PriorityActionFactory(published_holder=councillor, plan_outcome__plan__state="draft")
    assert names(read(councillor.get_absolute_url())) == ["1. Champion towns"]


def test_councillor_tally_opens_the_list_it_counts(read):
    held = AppointmentFactory()
    DeliverableFactory(priority__portfolio=held.portfolio, text="Open a hub")
    link = read(held.councillor.get_absolute_url()).select_one(".key a")
    assert names(read(link["href"])) == ["Open a hub"]


def test_councillors_list_says_what_each_holds(read):
    held = AppointmentFactory(councillor__name="Ada Example", portfolio__name="Roads")
    named = CouncillorFactory(name="Bo Sample", ward=None)
    PriorityActionFactory(published_holder=named, portfolio=held.portfolio)
    page = read("/councillors/")
    assert stands(page) == "2 councillors are on record here, 1 of them with a portfolio today."
    assert [words(row) for row in page.select("tbody tr")] == [
        f"Ada Example Roads {held.councillor.ward.name}",
        "Bo Sample None on record Not on record",
    ]


def test_people_that_only_a_draft_plan_names_are_not_public(client):
    secret = PriorityActionFactory(
        published_holder=CouncillorFactory(name="Secret Person"),
        portfolio__name="Secret portfolio",
        plan_outcome__plan__state="draft",
    )
    lists = ["/councillors/", "/portfolios/", "/priorities/", secret.published_holder.ward.get_absolute_url()]
    told = ["Secret" in client.get(address).content.decode() for address in lists]
    found = [client.get(each.get_absolute_url()).status_code for each in (secret.published_holder, secret.portfolio)]
    assert (told, found) == ([False] * 4, [404, 404])


# Places


def test_places_list_parts_wards_of_today_from_the_rest(read):
    PlaceFactory(name="Anley")
    PlaceFactory(name="Beck", valid_until=TODAY)
    PlaceFactory(name="Croft", valid_from=date(2022, 6, 1))
    PlaceFactory(name="Dale", kind="town")
    PlaceFactory(name="Esk", kind="town", valid_until=TODAY)
    page = read("/places/")
    assert [words(each) for each in page.select("main section")] == [
        "Wards today Anley",
        "Wards to come Croft from 1 June 2022",
        "Towns and villages Dale",
        "Former wards Beck last day 11 May 2022",
    ]


def test_places_list_counts_promises_of_published_plans(read):
    link = DeliverablePlaceFactory(place__name="Anley")
    DeliverablePlaceFactory(place=link.place, deliverable__priority__plan_outcome__plan__state="draft")
    assert words(read("/places/").select_one("main section")) == "Wards today Anley 1 promise for Anley"


def test_place_that_no_longer_exists_says_so(read):
    place = PlaceFactory(name="Beck", valid_until=TODAY)
    assert words(read(place.get_absolute_url()).select_one(".notice")) == (
        "Beck no longer exists: its last day was 11 May 2022. See the places of today ."
    )


def test_place_shows_its_promises_and_stories_that_may_be_shown(read):
    place = PlaceFactory()
    DeliverablePlaceFactory(place=place, deliverable__text="Open a hub")
    DeliverablePlaceFactory(place=place, deliverable__priority__plan_outcome__plan__state="draft")
    StoryPlaceFactory(place=place, story__person_name="Ada Example")
    StoryPlaceFactory(place=place, story=StoryFactory(consent=None))
    page = read(place.get_absolute_url())
    assert names(page) == ["Open a hub"]
    assert names(page, ".links a") == ["Ada Example"]


def test_place_without_promises_says_so(read):
    page = read(PlaceFactory(name="Anley").get_absolute_url())
    assert stands(page).startswith("No promise in a published plan names Anley.")


def test_deliverable_read_from_a_table_shows_the_row_as_printed(client):
    deliverable = DeliverableFactory(as_printed="Mend the gate | Q4 2023 | Completed")
    assert "Mend the gate | Q4 2023 | Completed" in client.get(deliverable.get_absolute_url()).content.decode()


def test_deliverable_printed_as_done_is_said_to_be_unconfirmed(client):
    deliverable = DeliverableFactory(status_as_published="Completed", timescale_text="October 2022")
    page = client.get(deliverable.get_absolute_url()).content.decode()
    assert ("Printed as “Completed”" in page, "no report confirms it yet" in page, "verdue" in page) == (
        True,
        True,
        False,
    )
