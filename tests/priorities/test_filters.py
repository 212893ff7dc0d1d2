from datetime import date

import pytest
from django.http import QueryDict
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from priorities.filters import WORDS_LEFT_OUT, PriorityFilters, PromiseFilters, financial_year, months_ahead

pytestmark = pytest.mark.django_db
TODAY = date(2022, 5, 12)
IN_TROUBLE = {"cause": "a", "action": "b", "next_step": "c"}


def asked(query="", kind=PromiseFilters):
    return kind(QueryDict(query), today=TODAY)


def found(query="", kind=PromiseFilters):
    return list(asked(query, kind).ordered())


def test_everything_is_promises_of_published_plans():
    head = DeliverableFactory(order=1)
    promise = DeliverableFactory(order=2, parent=head, priority=head.priority)
    DeliverableFactory(priority__plan_outcome__plan__state="draft")
    assert found() == [promise]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("outcome", "plan_outcome.outcome.slug"),
        ("plan", "plan.slug"),
        ("portfolio", "portfolio.slug"),
        ("priority", "pk"),
    ],
)
@pytest.mark.parametrize("kind", [PromiseFilters, PriorityFilters])
def test_filter_narrows_to_what_the_priority_belongs_to(name, path, kind):
    promise, _other = DeliverableFactory(), DeliverableFactory()
    value = promise.priority
    for part in path.split("."):
        value = getattr(value, part)
    expected = promise if kind is PromiseFilters else promise.priority
    assert found(f"{name}={value}", kind) == [expected]


def test_holder_finds_the_councillor_that_the_plan_names():
    councillor = CouncillorFactory()
    promise, _other = DeliverableFactory(priority__published_holder=councillor), DeliverableFactory()
    assert found(f"holder={councillor.slug}") == [promise]


def test_holder_finds_what_is_in_a_portfolio_held_today():
    now = AppointmentFactory()
    once = AppointmentFactory(councillor=now.councillor, ends_on=TODAY)
    promise = DeliverableFactory(priority__portfolio=now.portfolio)
    DeliverableFactory(priority__portfolio=once.portfolio)
    assert found(f"holder={now.councillor.slug}") == [promise]


def test_place_finds_promises_that_name_it():
    link, _other = DeliverablePlaceFactory(), DeliverablePlaceFactory()
    assert found(f"place={link.place.slug}") == [link.deliverable]


def test_status_reads_the_latest_published_report():
    update = ProgressUpdateFactory(status="on-track", as_of=date(2022, 1, 1))
    ProgressUpdateFactory(status="complete", as_of=date(2022, 2, 1), deliverable=update.deliverable)
    ProgressUpdateFactory(
        status="deferred",
        as_of=date(2022, 3, 1),
        deliverable=update.deliverable,
        state="draft",
        decision_url="https://example.org/",
    )
    assert [found(f"status={each}") for each in ("on-track", "complete", "deferred")] == [
        [],
        [update.deliverable],
        [],
    ]


def test_status_none_finds_promises_without_a_report():
    silent, _told = DeliverableFactory(), ProgressUpdateFactory()
    assert found("status=none") == [silent]


def test_status_can_be_several_at_once():
    silent = DeliverableFactory(order=1)
    told = ProgressUpdateFactory(status="complete", deliverable__priority=silent.priority).deliverable
    ProgressUpdateFactory(status="on-track")
    assert found("status=none&status=complete") == [silent, told]


@pytest.mark.parametrize(
    ("due", "timescales"),
    [
        ("overdue", ["11 May 2022"]),
        ("past", ["11 May 2022", "1 April 2022"]),
        ("3-months", ["12 May 2022", "12 August 2022"]),
        ("12-months", ["12 May 2022", "12 August 2022", "12 May 2023"]),
        ("financial-year", ["11 May 2022", "1 April 2022", "12 May 2022", "12 August 2022"]),
        ("no-date", ["In progress", ""]),
        ("ongoing", ["Ongoing"]),
    ],
)
def test_due_finds_its_window(due, timescales):
    every = ["11 May 2022", "1 April 2022", "12 May 2022", "12 August 2022", "12 May 2023"]
    priority = PriorityActionFactory()
    for order, text in enumerate([*every, "In progress", "", "Ongoing"]):
        promise = DeliverableFactory(priority=priority, order=order, timescale_text=text)
        if text == "1 April 2022":
            ProgressUpdateFactory(deliverable=promise, status="complete")
    assert [each.timescale_text for each in found(f"due={due}")] == timescales


def test_late_finds_what_was_first_reported_complete_after_its_date():
    priority = PriorityActionFactory()

    def promise(order, *reports, due="March 2022"):
        made = DeliverableFactory(priority=priority, order=order, timescale_text=due)
        for day, status, *state in reports:
            trouble = IN_TROUBLE if status == "at-risk" else {}
            state = state[0] if state else "published"
            ProgressUpdateFactory(deliverable=made, as_of=day, status=status, state=state, **trouble)
        return made

    late = promise(1, (date(2022, 4, 1), "complete"))
    again = promise(2, (date(2022, 3, 1), "complete"), (date(2022, 3, 2), "at-risk"), (date(2022, 4, 2), "complete"))
    promise(3, (date(2022, 3, 31), "complete"), (date(2022, 4, 30), "complete"))
    promise(4, (date(2022, 4, 1), "complete"), due="Ongoing")
    promise(5, (date(2022, 4, 1), "at-risk"))
    drafted = promise(6, (date(2022, 3, 1), "complete", "draft"), (date(2022, 4, 1), "complete"))
    assert found("due=late") == [late, again, drafted]


def test_status_left_empty_asks_for_nothing():
    promise = DeliverableFactory()
    assert (found("status="), asked("status=").messages()) == ([promise], [])


@pytest.mark.parametrize(
    ("query", "which", "asks"),
    [
        ("status=none", "overdue", "due=overdue&status=none"),
        ("", "late", "due=late"),
        ("due=past", "overdue", "due=past&only=overdue"),
        ("due=past&only=overdue", "example", "due=past&only=overdue&only=example"),
        ("", "example", "only=example"),
        ("due=overdue", "overdue", None),
        ("only=late", "late", None),
    ],
)
def test_query_for_keeps_what_else_was_asked(query, which, asks):
    assert asked(query).query_for(which) == asks


def test_only_finds_what_is_asked_beside_a_window_of_dates():
    overdue = DeliverableFactory(timescale_text="11 May 2022 and ongoing")
    DeliverableFactory(timescale_text="11 May 2022")
    DeliverableFactory(timescale_text="June 2022 and ongoing")
    assert found("due=ongoing&only=overdue") == [overdue]


def test_only_finds_examples_by_the_latest_report():
    made_up = ProgressUpdateFactory(is_example=True).deliverable
    replaced = ProgressUpdateFactory(is_example=True).deliverable
    ProgressUpdateFactory(deliverable=replaced, as_of=date(2022, 1, 1))
    assert found("only=example") == [made_up]


def test_words_must_all_occur_somewhere():
    priority = PriorityActionFactory(title="Towns", action="Serve villages")
    promise = DeliverableFactory(priority=priority, text="Open a hub")
    assert [found(f"words={words}") for words in ("hub+TOWNS+villages", "hub+city", "+hub+")] == [
        [promise],
        [],
        [promise],
    ]


@pytest.mark.parametrize("kind", [PromiseFilters, PriorityFilters])
@pytest.mark.parametrize("word", ["école", "ÉCOLE", "École", "écol"])
@pytest.mark.parametrize("text", ["Open an école", "Open an ÉCOLE", "École first"])
def test_words_are_found_in_any_case_of_accented_letters(text, word, kind):
    promise = DeliverableFactory(text=text)
    expected = promise if kind is PromiseFilters else promise.priority
    assert found(f"words={word}", kind) == [expected]


@pytest.mark.parametrize("kind", [PromiseFilters, PriorityFilters])
def test_words_past_the_eighth_are_left_out_with_a_message(kind):
    promise = DeliverableFactory(text="a b c d e f g h")
    expected = promise if kind is PromiseFilters else promise.priority
    filters = asked("words=a+A+b+c+d+e+f+g+h+zebra", kind)
    assert (list(filters.ordered()), filters.messages()) == ([expected], [("id_words", WORDS_LEFT_OUT)])
    assert filters.address() == f"?{'show=priorities&' if kind is PriorityFilters else ''}words=a+b+c+d+e+f+g+h"


def test_words_are_looked_for_once_however_often_they_are_typed():
    query = str(asked("words=" + "+".join(["hub", "HUB", "Hub"] * 10)).ordered().query)
    assert query.count("LIKE") == 3


def test_words_up_to_eight_are_looked_for_without_a_message():
    assert asked("words=a+b+c+d+e+f+g+h+A").messages() == []


def test_words_take_signs_of_patterns_as_they_are():
    DeliverableFactory(text="Open a hub")
    assert found("words=%25") == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("words=%00", "Your words hold a character that cannot be searched for."),
        (f"words={'a' * 10_000}", "Search for 200 characters or fewer."),
        ("outcome=nope", "“Outcome” has no such choice, so it was left out."),
        ("plan=%00", "“Plan” has no such choice, so it was left out."),
        ("status=nope", "“Status” has no such choice, so it was left out."),
        ("due=nope", "“Due” has no such choice, so it was left out."),
        ("priority=99", "“Priority” has no such choice, so it was left out."),
        ("priority=%C2%B2", "“Priority” has no such choice, so it was left out."),
        ("sort=nope", "“Sort by” has no such choice, so it was left out."),
    ],
    ids=["nul", "long", "outcome", "nul slug", "status", "due", "priority", "odd digit", "sort"],
)
def test_bad_value_is_left_out_with_a_message(query, message):
    promise = DeliverableFactory()
    filters = asked(query)
    assert ([said for _, said in filters.messages()], list(filters.ordered())) == ([message], [promise])


@pytest.mark.parametrize("name", ["holder", "portfolio"])
def test_people_that_only_a_draft_plan_names_are_no_choice(name):
    PriorityActionFactory(published_holder=CouncillorFactory(), plan_outcome__plan__state="draft")
    assert asked().filters[name].extra["choices"] == []


def test_draft_plan_is_no_choice():
    promise = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    assert len(asked(f"plan={promise.priority.plan.slug}").messages()) == 1


def test_address_keeps_one_order_and_leaves_out_what_says_nothing():
    assert asked("status=none&due=past&words=&sort=plan&nonsense=1").address() == "?due=past&status=none"


def test_address_without_filters_is_the_list_itself():
    assert asked().address() == "."


def test_tags_lead_out_of_each_filter_alone():
    tags = asked("words=hub&status=complete&status=none&sort=due").tags()
    assert [(tag.label, tag.value, tag.url) for tag in tags] == [
        ("Words", "hub", "?status=complete&status=none&sort=due"),
        ("Status", "Complete", "?words=hub&status=none&sort=due"),
        ("Status", "No progress reported", "?words=hub&status=complete&sort=due"),
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("plan", ["first", "second", "third"]),
        ("due", ["second", "first", "third"]),
        ("outcome", ["third", "first", "second"]),
        ("status", ["second", "third", "first"]),
        ("confirmed", ["third", "second", "first"]),
    ],
)
def test_sort_orders_the_list(sort, order):
    early = PriorityActionFactory(plan_outcome__order=1, plan_outcome__outcome__order=9)
    late = PriorityActionFactory(plan_outcome__order=2, plan_outcome__outcome__order=1, plan_outcome__plan=early.plan)
    DeliverableFactory(priority=early, order=1, text="first", timescale_text="June 2022")
    second = DeliverableFactory(priority=early, order=2, text="second", timescale_text="May 2022")
    third = DeliverableFactory(priority=late, order=1, text="third", timescale_text="Ongoing")
    ProgressUpdateFactory(deliverable=second, status="off-track", as_of=date(2022, 1, 1), **IN_TROUBLE)
    ProgressUpdateFactory(deliverable=third, status="complete", as_of=date(2022, 2, 1))
    assert [each.text for each in found(f"sort={sort}")] == order


def test_priorities_include_those_without_deliverables():
    priority = PriorityActionFactory()
    assert found("", PriorityFilters) == [priority]


def test_priorities_of_draft_plans_are_left_out():
    PriorityActionFactory(plan_outcome__plan__state="draft")
    assert found("", PriorityFilters) == []


def test_priorities_need_one_promise_that_is_all_that_is_asked():
    both = DeliverableFactory(timescale_text="1 April 2022").priority
    split = DeliverableFactory(timescale_text="1 April 2022")
    ProgressUpdateFactory(deliverable=split, status="complete")
    DeliverableFactory(priority=split.priority, timescale_text="Ongoing")
    assert found("status=none&due=past", PriorityFilters) == [both]


def test_priorities_are_found_by_words_of_their_promises():
    priority = DeliverableFactory(text="Open a hub", priority__title="Towns").priority
    PriorityActionFactory(title="Towns")
    assert found("words=hub+towns", PriorityFilters) == [priority]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("plan", [1, 2, 3]), ("due", [2, 1, 3]), ("outcome", [1, 2, 3]), ("confirmed", [3, 1, 2])],
)
def test_priorities_are_sorted_by_their_promises(sort, order):
    first = PriorityActionFactory(number=1)
    second = PriorityActionFactory(number=2, plan_outcome=first.plan_outcome)
    third = PriorityActionFactory(number=3, plan_outcome=first.plan_outcome)
    DeliverableFactory(priority=first, timescale_text="June 2022")
    DeliverableFactory(priority=second, timescale_text="May 2022")
    ProgressUpdateFactory(deliverable__priority=third, deliverable__timescale_text="")
    assert [each.number for each in found(f"sort={sort}", PriorityFilters)] == order


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2022, 5, 12), date(2022, 8, 12)), (date(2022, 11, 30), date(2023, 2, 28))],
    ids=["same day", "shorter month"],
)
def test_months_ahead_stays_in_the_month(day, later):
    assert months_ahead(day, 3) == later


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2022, 3, 31), 2021), (date(2022, 4, 1), 2022), (date(2023, 3, 31), 2022)],
)
def test_financial_year_runs_from_april_to_march(day, year):
    assert financial_year(day) == (date(year, 4, 1), date(year + 1, 3, 31))
