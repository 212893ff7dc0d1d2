"""Election periods with a simulated clock: what waits, from which moment until which, and what residents read."""

from datetime import date

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.urls import reverse
from factories import (
    ApproachSectionFactory,
    CaseStudyFactory,
    ElectionPeriodFactory,
    ForewordFactory,
    PlanFactory,
    PlanOutcomeFactory,
    ReleaseFactory,
)

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at
from outcomes import elections
from outcomes.admin.elections import END_IT, HIDES, KEPT
from outcomes.models import CaseStudy, ElectionPeriod, Foreword
from outcomes.models.elections import TOO_LONG
from outcomes.refusals import HeldBack

pytestmark = pytest.mark.django_db

DAYS = {
    "the day before": ("2027-03-21 23:59", False),
    "the first day": ("2027-03-22 00:00", True),
    "the day the clocks go forward": ("2027-03-28 00:30", True),
    "the first hour of summer time": ("2027-03-29 00:30", True),
    "the last day": ("2027-05-06 23:59", True),
    "the day after": ("2027-05-07 00:00", False),
}
SENTENCE = (
    "Election period for Local elections: from 22 March 2027 until 6 May 2027, no new stories, quotes, photographs of "
    "councillors or questions from councillors are published here. Factual updates go on as usual."
)
HELD = "Held back until 7 May 2027 because of the election period “Local elections”."


@pytest.fixture
def period():
    return ElectionPeriodFactory(name="Local elections")


@pytest.fixture
def foreword(clock):
    """Written and published before the period."""
    clock("2027-03-01")
    return ForewordFactory(plan=PlanFactory(slug="example"), body="Written before.")


@pytest.mark.parametrize(("moment", "on"), DAYS.values(), ids=DAYS)
def test_period_is_on_from_its_first_day_until_its_last(clock, period, moment, on):
    day = elections.timezone.localdate(clock(moment))

    assert elections.notice_on(day) == (SENTENCE if on else "")
    assert elections.holds_promotion(day) == (HELD if on else "")
    assert elections.holds_back(ForewordFactory(), day) == (HELD if on else "")


def test_period_holds_back_no_facts(clock, period):
    clock("2027-04-01")

    assert elections.holds_back(PlanFactory(), date(2027, 4, 1)) == ""


def test_what_waits_is_published_at_nine_in_the_morning_after_the_period(period):
    assert elections.published_again_at(period).isoformat() == "2027-05-07T09:00:00+01:00"


def test_period_that_follows_at_once_keeps_holding_back(period):
    ElectionPeriodFactory(starts_on=period.ends_on, ends_on=date(2027, 6, 3))
    ElectionPeriodFactory(starts_on=date(2027, 6, 3), ends_on=date(2027, 12, 3))

    assert elections.published_again_at(period).isoformat() == "2027-12-03T09:00:00+00:00"


@pytest.mark.parametrize(("first", "until"), [("2027-01-01", "2027-03-23"), ("2027-05-06", "2027-06-01")])
def test_period_that_covers_days_of_another_is_refused(period, first, until):
    other = ElectionPeriodFactory.build(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(until))

    with pytest.raises(ValidationError, match="“Local elections” covers some of these days already"):
        other.full_clean()


@pytest.mark.parametrize(("until", "days"), [("2027-07-01", "101"), ("9999-01-01", "2,911,633")])
def test_period_of_more_than_a_hundred_days_is_refused(until, days):
    ElectionPeriodFactory.build(ends_on=date(2027, 6, 30)).full_clean()

    with pytest.raises(ValidationError) as refusal:
        ElectionPeriodFactory.build(ends_on=date.fromisoformat(until)).full_clean()
    assert refusal.value.message_dict == {"ends_on": [TOO_LONG.format(most=100, days=days)]}


# What the desk says


def sent(admin_client, period, **values):
    page = reverse("admin:outcomes_electionperiod_change", args=[period.pk])
    said = {"name": period.name, "starts_on": period.starts_on, "ends_on": period.ends_on, "explanation": "Changed."}
    answer = admin_client.post(page, {**said, "revision": period.revision, **values}, follow=True)
    return [str(each) for each in answer.context["messages"] if "held back" in str(each)]


@pytest.mark.parametrize(
    ("moment", "rows", "words"),
    [("2027-04-01", 1, ["One item is"]), ("2027-04-01", 3, ["3 items are"]), ("2027-04-01", 0, []), (None, 1, [])],
    ids=["one", "three", "nothing waits", "to come"],
)
def test_saved_period_says_what_it_hides(client, clock, period, foreword, admin_user, moment, rows, words):
    clock(moment or "2027-03-02")
    ForewordFactory.create_batch(rows, plan=foreword.plan)
    client.force_login(admin_user)

    page = reverse("admin:outcomes_electionperiod_held_back")
    assert sent(client, period) == [HIDES.format(each, page) for each in words]


@pytest.mark.parametrize(
    ("moment", "advice"),
    [
        ("2027-03-22", END_IT.format("23 March 2027")),
        ("2027-04-01", END_IT.format("1 April 2027")),
        ("2027-05-06", END_IT.format("6 May 2027")),
        ("2027-06-01", ""),
    ],
    ids=["first day", "in between", "last day", "over"],
)
def test_period_with_a_release_is_not_deleted_and_says_how_it_ends(client, clock, period, admin_user, moment, advice):
    clock(moment)
    ReleaseFactory(period=period)
    client.force_login(admin_user)
    page = reverse("admin:outcomes_electionperiod_delete", args=[period.pk])

    asked = client.get(page)
    client.post(page, {"post": "yes"})

    assert (asked.context["protected"], asked.context["perms_lacking"]) == ([KEPT.format(period) + advice], set())
    assert list(ElectionPeriod.objects.all()) == [period]


# What pages know


def test_change_of_a_period_is_known_at_once(period):
    assert elections.period_on(date(2027, 4, 1)) == period
    period.starts_on = date(2027, 4, 2)
    period.save()
    assert elections.period_on(date(2027, 4, 1)) is None
    period.delete()
    assert elections.period_on(date(2027, 4, 2)) is None


def test_periods_are_asked_for_once_a_minute(period, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [elections.period_on(date(2027, 4, day)) for day in (1, 2)] == [period, period]

    assert (elections.KEPT_FOR, caches["memory"].get(elections.KEPT_AS)) == (60, [period])


def page(client, address="/accessibility/"):
    return client.get(address).content.decode()


@pytest.mark.parametrize(("moment", "on"), DAYS.values(), ids=DAYS)
def test_banner_stands_on_every_page_while_the_period_is_on(client, clock, period, moment, on):
    clock(moment)

    banner = f'<p class="wrap">{SENTENCE}</p>'
    assert [banner in page(client, address) for address in ("/", "/accessibility/", "/stories/", "/no-page/")] == [
        on
    ] * 4


def test_banner_says_what_the_council_wrote(client, clock, period):
    period.explanation = "An <election> is on."
    period.save()
    clock("2027-04-01")

    assert '<p class="wrap">An &lt;election&gt; is on.</p>' in page(client)


@pytest.mark.parametrize(("day", "on"), [("2027-03-21", False), ("2027-03-22", True), ("2027-05-07", False)])
def test_banner_of_a_past_day_is_that_days(client, clock, period, day, on):
    clock("2027-06-01")

    assert (SENTENCE in page(client, f"/plans/?as-at={day}")) is on


def test_banner_costs_no_page_a_question(client, clock, period, django_assert_num_queries):
    clock("2027-04-01")
    elections.period_on(date(2027, 4, 1))

    with django_assert_num_queries(0):
        assert SENTENCE in page(client)


@pytest.mark.parametrize("address", ["admin:index", "admin:outcomes_plan_changelist"])
def test_banner_stands_at_the_desk(client, admin_user, clock, period, address):
    clock("2027-04-01")
    client.force_login(admin_user)

    assert SENTENCE in page(client, reverse(address))


# Forewords and case studies: kept as they are, and read from the day after


def read(plan):
    return plan.get_absolute_url()


@pytest.mark.parametrize(("moment", "waits"), DAYS.values(), ids=DAYS)
def test_quote_written_while_the_period_is_on_waits(client, clock, period, foreword, moment, waits):
    clock(moment)
    CaseStudyFactory(plan=foreword.plan, section=None, body="Told now.")
    ForewordFactory(plan=foreword.plan, order=99, body="Written now.")

    shown = page(client, read(foreword.plan))
    assert ["Written before." in shown, "Written now." in shown, "Told now." in shown] == [True, not waits, not waits]


def test_quote_that_waited_is_read_on_the_day_after(client, clock, period, foreword):
    clock("2027-05-06 12:00")
    ForewordFactory(plan=foreword.plan, order=99, body="Written now.")
    clock("2027-05-07 00:00")

    assert "Written now." in page(client, read(foreword.plan))


def test_quote_written_for_an_earlier_day_waits_all_the_same(client, clock, period, foreword):
    clock("2027-04-01")
    with entering(Entry("Read in.", effective_on=date(2027, 3, 2))):
        ForewordFactory(plan=foreword.plan, order=99, body="Written now.")

    assert "Written now." not in page(client, read(foreword.plan))


@pytest.mark.parametrize(
    ("factory", "field"), [(ForewordFactory, "body"), (ForewordFactory, "author_name"), (CaseStudyFactory, "title")]
)
def test_words_of_a_quote_that_is_public_stay_while_the_period_is_on(clock, period, foreword, factory, field):
    quote = factory(plan=foreword.plan)
    noun, was = quote._meta.verbose_name, str(quote)
    clock("2027-04-01")
    setattr(quote, field, "Vote for somebody.")

    with pytest.raises(HeldBack) as refusal:
        quote.save()
    assert refusal.value.messages == [
        f"The words of “{was}” stay as they are until 7 May 2027 because of the election period “Local elections”: "
        f"residents would read new ones for the first time. Wait until then, or add a new {noun} with the new words, "
        "and ask the Monitoring Officer to release it."
    ]
    clock("2027-05-07")
    quote.save()


def test_words_of_a_quote_that_waits_can_be_changed_and_wait(client, clock, period, foreword):
    clock("2027-04-01")
    other = ForewordFactory(plan=foreword.plan, order=99, body="Written now.")
    other.body = "Written anew."
    other.save()

    assert "Written anew." not in page(client, read(foreword.plan))


def test_words_changed_while_the_plan_was_a_draft_wait(client, clock, period, foreword):
    draft, public = PlanFactory(state="draft"), foreword.plan
    clock("2027-04-01")
    foreword.plan, foreword.body = draft, "Written anew."
    foreword.save()
    foreword.plan = public
    foreword.save()

    assert "Written anew." not in page(client, read(public))


def test_words_changed_after_a_release_wait_again(client, clock, period, foreword):
    clock("2027-04-01")
    other = ForewordFactory(plan=foreword.plan, order=99, body="Written now.")
    ReleaseFactory(period=period, item=other)
    other.body = "Written anew."

    with pytest.raises(HeldBack):
        other.save()
    assert elections.holds_back(other, date(2027, 4, 1)) == HELD


def test_quote_that_comes_from_a_draft_waits(client, clock, period, foreword):
    draft = ForewordFactory(plan=PlanFactory(state="draft"), order=99, body="Out of a draft.")
    clock("2027-04-01")
    draft.plan = foreword.plan
    draft.save()

    assert "Out of a draft." not in page(client, read(foreword.plan))


def test_quotes_of_a_plan_that_is_published_meanwhile_wait(client, clock, period, foreword):
    plan = PlanFactory(state="draft", introduction="What the plan is for.")
    ForewordFactory(plan=plan, body="Out of a draft.")
    clock("2027-04-01")
    plan.state = "current"
    plan.save()

    shown = page(client, read(plan))
    assert ["What the plan is for." in shown, "Out of a draft." in shown] == [True, False]


def test_released_quote_is_read_at_once(client, clock, period, foreword):
    clock("2027-04-01")
    other = ForewordFactory(plan=foreword.plan, order=99, body="Written now.")
    ReleaseFactory(period=period, item=other)

    assert "Written now." in page(client, read(foreword.plan))
    assert elections.holds_back(other, date(2027, 4, 1)) == ""


def test_case_study_waits_wherever_it_is_told(client, clock, period):
    clock("2027-03-01")
    stated, section = PlanOutcomeFactory(), ApproachSectionFactory()
    clock("2027-04-01")
    CaseStudyFactory(plan=stated.plan, section=None, plan_outcome=stated, body="Told now.")
    CaseStudyFactory(plan=section.page.plan, section=section, body="Told now.")

    addresses = [
        stated.outcome.get_absolute_url(),
        stated.get_absolute_url(),
        section.page.get_absolute_url(),
        reverse("approach-page", args=[section.page.slug]),
        section.page.plan.get_absolute_url(),
    ]
    assert ["Told now." in page(client, address) for address in addresses] == [False] * 5
    clock("2027-05-07")
    assert ["Told now." in page(client, address) for address in addresses] == [True] * 5


CHANGES = "/changes/?from=2027-03-20&to=2027-04-01"


def test_what_waits_is_not_told_among_the_changes(client, clock, period, foreword):
    clock("2027-04-01")
    other = ForewordFactory(plan=foreword.plan, order=99, author_name="Example author", body="Written now.")
    clock("2027-04-02")

    assert "Example author" not in page(client, CHANGES)
    ReleaseFactory(period=period, item=other)
    assert "Example author" in page(client, CHANGES)


def test_quote_deleted_meanwhile_is_told_as_removed(client, clock, period):
    clock("2027-03-01")
    plan = PlanFactory(state="draft")
    foreword = ForewordFactory(plan=plan, author_name="Example author")
    clock("2027-03-02")
    plan.state = "current"
    plan.save()
    clock("2027-04-01")
    with entering(Entry("The author asked for it to be taken out.")):
        foreword.delete()

    assert "Example author" in page(client, CHANGES)


def test_past_day_of_the_period_reads_as_it_stood(client, clock, period, foreword):
    clock("2027-04-01")
    ForewordFactory(plan=foreword.plan, order=99, body="Written now.")
    clock("2027-06-01")

    days = ("2027-04-02", "2027-05-06", "2027-05-07")
    assert ["Written now." in page(client, f"{read(foreword.plan)}?as-at={day}") for day in days] == [
        False,
        False,
        True,
    ]
    with as_at(date(2027, 4, 2)):
        assert list(Foreword.objects.shown(date(2027, 4, 2))) == [foreword]


@pytest.mark.parametrize("rows", [1, 3])
def test_plan_page_asks_as_much_however_much_waits(client, clock, period, foreword, rows, django_assert_num_queries):
    clock("2027-04-01")
    for order in range(10, 10 + rows):
        ForewordFactory(plan=foreword.plan, order=order)
        CaseStudyFactory(plan=foreword.plan, section=None, order=order)
    page(client, read(foreword.plan))

    with django_assert_num_queries(6):
        page(client, read(foreword.plan))


def test_period_that_is_over_holds_nothing(period, foreword, clock):
    clock(f"{period.ends_on}")
    written = CaseStudyFactory(plan=foreword.plan, section=None)
    foreword.body = "Written after."
    save_with_reason(foreword, "The leader wrote another foreword.")

    assert list(CaseStudy.objects.shown(period.ends_on)) == [written]
    assert [each.body for each in Foreword.objects.shown(period.ends_on)] == ["Written after."]
