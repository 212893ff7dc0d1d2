"""A plan that was sent back by a link: whichever way it is published, somebody has to say that they know."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from deciding import decide_by_link
from django.urls import reverse
from django.utils import timezone
from factories import PlanFactory
from sent_by_browser import press
from spreadsheets_at_hand import bring_in, changed, download, told

from desk.decisions import NOT_THEN, decisions_on
from desk.publishing import SENT_BACK, publish_due
from desk.trays.publishing import not_published
from ledger.clock import moment_in_words
from ledger.spreadsheets.faults import UnusableSpreadsheet
from outcomes.models import Plan
from outcomes.objections import objection_to
from outcomes.refusals import SentBack
from priorities.roll_forward.forms import PublishAtForm

pytestmark = pytest.mark.django_db

ROLE = "Example strategic director"
REMARK = "The second outcome is still last year's."
TICK = f"Publish it although {ROLE} sent it back"
NAME = "A plan with another name"


@pytest.fixture
def draft():
    return PlanFactory(title="The new plan", state="draft")


@pytest.fixture
def decide(draft, officer):
    def decide(decision, remark=""):
        said = decide_by_link(draft, decision, remark, role=ROLE, by=officer)
        return f"{said}, by link.{f' “{remark}”' if remark else ''}"

    return decide


@pytest.fixture
def said(decide):
    return decide("returned", REMARK)


def in_days(days):
    return timezone.localtime(timezone.now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)


def page_of(plan, page="change", *more):
    return reverse(f"admin:outcomes_plan_{page}", args=[plan.pk, *more])


def errors_beside(page, name) -> list[str]:
    field = BeautifulSoup(page.content, "html.parser").select_one(f".field-{name}")
    return [each.text for each in field.select(".errorlist li")] if field else []


def ticks(page) -> list[str]:
    form = BeautifulSoup(page.content, "html.parser").select_one("#plan_form")
    return [form.find("label", attrs={"for": each["id"]}).text.strip() for each in form.select("[name=although]")]


PUBLISHING = {
    "now": {"state": "current"},
    "archived-at-once": {"state": "archived"},
    "at-a-moment": {"publish_at": f"{in_days(9):%Y-%m-%dT%H:%M}"},
}
every_way = pytest.mark.parametrize("typed", PUBLISHING.values(), ids=PUBLISHING)


@every_way
def test_plan_that_was_sent_back_is_published_on_its_page_only_with_a_tick(desk, draft, said, typed):
    asked = press(desk, desk.get(page_of(draft)), title=NAME, **typed)
    stored = Plan.objects.get(pk=draft.pk)

    question = f"{said} Mend that and ask for another decision, or tick “{TICK}”."
    assert (asked.status_code, errors_beside(asked, "although")) == (200, [question])
    assert (stored.title, stored.state, stored.publish_at) == (draft.title, "draft", None)

    done = press(desk, asked, although="on")
    stored.refresh_from_db()

    assert (done.status_code, stored.title) == (302, NAME)
    assert (stored.state, bool(stored.publish_at)) == (typed.get("state", "draft"), "publish_at" in typed)


def test_tick_stands_on_the_page_of_what_was_sent_back_alone(desk, draft, decide):
    pages = [desk.get(page_of(draft))]
    decide("returned", REMARK)
    pages.append(desk.get(page_of(draft)))
    decide("approved")
    pages.append(desk.get(page_of(draft)))

    assert [ticks(page) for page in pages] == [[], [TICK], []]
    assert press(desk, pages[-1], state="current").status_code == 302


def test_plan_sent_back_after_its_page_was_opened_asks_with_the_next_answer(desk, draft, decide):
    page = desk.get(page_of(draft))
    decide("returned", REMARK)

    asked = press(desk, page, state="current")

    assert (ticks(asked), len(errors_beside(asked, "although"))) == ([TICK], 1)


def test_plan_that_was_sent_back_is_changed_without_a_tick(desk, draft, said):
    done = press(desk, desk.get(page_of(draft)), title=NAME)

    assert (done.status_code, Plan.objects.get(pk=draft.pk).title) == (302, NAME)


def test_moment_is_taken_away_without_a_tick(desk, draft, decide):
    draft.publish_at = in_days(9)
    draft.save()
    decide("returned", REMARK)

    press(desk, desk.get(page_of(draft)), publish_at="")

    assert Plan.objects.get(pk=draft.pk).publish_at is None


def test_public_plan_is_archived_though_its_draft_was_sent_back(desk, draft, said):
    draft.state, draft.although = "current", True
    draft.save()

    page = desk.get(page_of(draft))

    assert (ticks(page), press(desk, page, state="archived").status_code) == ([], 302)


def refusal(said):
    return f"{said} Mend that and ask for another decision, or publish it on its own page and tick there: “{TICK}”."


def test_spreadsheet_publishes_nothing_that_was_sent_back(draft, said):
    outcome = bring_in(Plan, changed(download(Plan), state="current"))

    assert told(outcome) == [(2, "state", "current", refusal(said))]
    assert Plan.objects.get(pk=draft.pk).state == "draft"


def test_spreadsheet_has_no_column_for_the_tick(draft, said):
    content = download(Plan)

    assert "although" not in content.decode()
    with pytest.raises(UnusableSpreadsheet) as refused:
        bring_in(Plan, changed(content, state="current", although="TRUE"))
    assert [fault.column for fault in refused.value.faults] == ["although"]


def test_version_with_a_moment_is_not_restored_once_the_plan_was_sent_back(desk, draft, decide):
    draft.publish_at = in_days(9)
    draft.save()
    with_moment = draft.history.latest()
    draft.publish_at = None
    draft.save()
    said = decide("returned", REMARK)

    page = desk.get(page_of(draft, "restore", with_moment.history_id))
    answer = press(desk, page, why_reason="Cabinet wants it on that day after all.")

    assert [refusal(said)] == list(answer.context["form"].non_field_errors())
    assert Plan.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.parametrize("fields", [{"state": "current"}, {"publish_at": in_days(9)}], ids=["now", "at-a-moment"])
def test_record_itself_refuses_and_takes_it_from_who_knows(draft, said, fields):
    for name, value in fields.items():
        setattr(draft, name, value)

    with pytest.raises(SentBack) as refused:
        draft.save()
    draft.although = True
    draft.save()

    assert refused.value.messages == [refusal(said)]
    assert Plan.objects.filter(pk=draft.pk, **fields).exists()


# A moment that was set before


@pytest.fixture
def set_before(draft):
    draft.publish_at = in_days(9)
    draft.save()
    return draft.publish_at


def test_plan_sent_back_after_its_moment_was_set_is_not_published_then(draft, set_before, decide):
    said = decide("returned", REMARK)

    attempts = [(each.record, each.refusal) for each in publish_due(set_before)]

    assert attempts == [(draft, SENT_BACK.format(said))]
    assert Plan.objects.get(pk=draft.pk).state == "draft"
    assert decisions_on(draft) == [f"{said}{NOT_THEN}"]


def test_moment_that_holds_no_more_is_not_confirmed_by_a_tick_alone(desk, draft, set_before, said):
    another = objection_to(draft).another
    own = press(desk, desk.get(page_of(draft)), although="on")
    typed = {"publish_at": f"{set_before:%Y-%m-%dT%H:%M}", "although": "on"}
    rolled = PublishAtForm(typed, objection=objection_to(draft))

    assert errors_beside(own, "publish_at") == [another]
    assert rolled.errors == {"publish_at": [another]}
    assert press(desk, own, publish_at=f"{in_days(10):%Y-%m-%dT%H:%M}", although="on").status_code == 302
    draft.refresh_from_db()
    assert objection_to(draft).past_moment is None


def test_plan_whose_moment_was_set_by_who_knows_is_published_then(desk, draft, set_before, said):
    later = in_days(10)
    press(desk, desk.get(page_of(draft)), publish_at=f"{later:%Y-%m-%dT%H:%M}", although="on")
    draft.refresh_from_db()

    assert (draft.publish_at, decisions_on(draft)) == (later, [said])
    assert [each.refusal for each in publish_due(later)] == [""]
    assert Plan.objects.get(pk=draft.pk).state == "current"


def test_my_desk_says_why_a_plan_that_was_sent_back_stays(draft, set_before, decide, officer):
    said = decide("returned", REMARK)

    [item] = not_published(officer, set_before).items

    assert item.why == f"Set for {moment_in_words(set_before)}. {SENT_BACK.format(said)}"
