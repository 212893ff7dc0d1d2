"""The desk's page of preview links, and the moments of publication on the forms of plans, stories and reports."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    DirectorateFactory,
    OfficerFactory,
    PlanFactory,
    PreviewLinkFactory,
    ProgressUpdateFactory,
    StoryFactory,
    UserFactory,
)

from desk import previews
from desk.admin_previews import NAME_THE_ROLE
from desk.models import PreviewLink
from ledger.admin.publishing import CLOCKS_CHANGE
from ledger.clock import moment_in_words
from ledger.plain_messages import CHOOSE

pytestmark = pytest.mark.django_db

ROLE = "Example strategic director"
LOOK = {"make": "1", "purpose": "look", "role": ""}
APPROVE = {"make": "1", "purpose": "approve", "role": ROLE}
REPORTS = ("add_progressupdate", "change_progressupdate")


def signed_in(*permissions) -> Client:
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def report_for(client, update):
    """Put who is signed in into the directorate of a report."""
    directorate = DirectorateFactory()
    update.deliverable.directorate = directorate
    update.deliverable.save()
    OfficerFactory(user=client.user, directorate=directorate)


@pytest.fixture
def officer():
    return signed_in("change_plan", "view_plan", "change_story", "change_progressupdate", "sign_off_progressupdate")


@pytest.fixture
def plan():
    return PlanFactory(state="draft")


def page_for(item) -> str:
    kind = next(kind for kind, model in previews.KINDS.items() if model is type(item))
    return reverse("admin:desk_previewlink_for", args=[kind, item.pk])


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def faults(response) -> list[str]:
    return [" ".join(each.text.split()) for each in soup(response).select(".errornote li")]


def test_link_is_made_and_its_address_is_shown_once(officer, client, plan):
    page = page_for(plan)

    answer = officer.post(page, LOOK)
    first, second = soup(officer.get(page)), soup(officer.get(page))

    assert (answer.status_code, answer["Location"]) == (302, page)
    address = first.find(id="address")["value"]
    assert address.startswith("http://testserver/preview/")
    assert first.find("a", href=address.removeprefix("http://testserver")).text.startswith("Open it as the person")
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert second.find(id="address") is None


def test_address_of_one_draft_is_not_shown_on_the_page_of_another(officer, plan):
    officer.post(page_for(plan), LOOK)

    assert soup(officer.get(page_for(PlanFactory(state="draft")))).find(id="address") is None
    assert soup(officer.get(page_for(plan))).find(id="address") is not None


def test_link_says_who_made_it_for_whom_and_how_long_it_lasts(officer, plan):
    officer.post(page_for(plan), APPROVE)

    link = PreviewLink.objects.get()
    version = link.history.get()
    assert (link.purpose, link.role, link.made_by, version.history_user) == (
        "approve",
        ROLE,
        officer.user,
        officer.user,
    )
    assert link.expires_at - link.made_at == timedelta(days=14)


def test_page_says_how_things_stand(officer, plan):
    page = page_for(plan)
    officer.post(page, APPROVE)
    link = PreviewLink.objects.get()
    previews.decide(link, "returned", remark="Too long.", seen=previews.mark_of(link))

    said = " ".join(soup(officer.get(page)).select_one(".previews-lede").text.split())

    link.refresh_from_db()
    assert said.startswith(
        "1 link opens this plan to people without an account. Sent back by Example strategic director on "
    )


def test_decision_stands_on_the_page_of_the_draft(officer, plan):
    officer.post(page_for(plan), APPROVE)
    link = PreviewLink.objects.get()
    previews.decide(link, "returned", remark="Too long.", seen=previews.mark_of(link))

    page = soup(officer.get(reverse("admin:outcomes_plan_change", args=[plan.pk])))

    link.refresh_from_db()
    assert page.select_one(".decided-by-link").text == f"{previews.decision_in_words(link)}, by link. “Too long.”"
    assert page.find("a", href=page_for(plan)).text == "Preview link"


def test_page_of_what_is_public_offers_no_link(officer):
    plan = PlanFactory(state="current")

    page = soup(officer.get(reverse("admin:outcomes_plan_change", args=[plan.pk])))
    made = officer.post(page_for(plan), LOOK)

    assert (page.find("a", href=page_for(plan)), PreviewLink.objects.count()) == (None, 0)
    assert "Everybody can read this already: send its own address." in made.content.decode()


def test_link_is_ended_at_once(officer, client, plan):
    officer.post(page_for(plan), LOOK)
    address = soup(officer.get(page_for(plan))).find(id="address")["value"].removeprefix("http://testserver")

    answer = officer.post(page_for(plan), {"end": PreviewLink.objects.get().pk}, follow=True)

    assert client.get(address).status_code == 410
    assert "The link to look at it is ended: it opens nothing any more." in answer.content.decode()
    assert PreviewLink.objects.get().history.latest("history_id").history_user == officer.user


@pytest.mark.parametrize("key", ["", "x", "-1", "٣", "9" * 15, "1_0"])
def test_ending_what_is_no_link_changes_nothing(officer, plan, key):
    officer.post(page_for(plan), LOOK)

    answer = officer.post(page_for(plan), {"end": key})

    assert (answer.status_code, PreviewLink.objects.get().revoked_at) == (302, None)


def test_link_to_another_draft_cannot_be_ended_here(officer, plan):
    other = PreviewLinkFactory(item=PlanFactory(state="draft"))

    officer.post(page_for(plan), {"end": other.pk})

    assert PreviewLink.objects.get(pk=other.pk).revoked_at is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"purpose": "approve", "role": " "}, f"Role of the person who gets it: {NAME_THE_ROLE}"),
        ({"purpose": "own", "role": ""}, "What it is for: Choose one of those that are offered here."),
        ({"role": "x"}, f"What it is for: {CHOOSE}"),
        (
            {"purpose": "look", "role": "x" * 121},
            "Role of the person who gets it: Ensure this value has at most 120 characters (it has 121).",
        ),
    ],
)
def test_link_that_lacks_something_is_not_made(officer, plan, sent, said):
    answer = officer.post(page_for(plan), {"make": "1", **sent})

    assert (answer.status_code, faults(answer), PreviewLink.objects.count()) == (200, [said], 0)
    assert soup(answer).find(id="id_role").get("value", "").strip() == sent["role"].strip()


def test_null_character_in_a_role_is_refused(officer, plan):
    answer = officer.post(page_for(plan), {"make": "1", "purpose": "look", "role": "a\0b"})

    assert (answer.status_code in (200, 400), PreviewLink.objects.count()) == (True, 0)


@pytest.mark.parametrize("make", [PlanFactory, StoryFactory, ProgressUpdateFactory])
def test_page_is_closed_to_who_may_not_change_the_draft(make):
    item = make(state="draft")
    reader = signed_in("view_plan", "view_story", "view_progressupdate", "change_previewlink", "view_previewlink")

    answers = [reader.get(page_for(item)), reader.post(page_for(item), LOOK)]

    assert ([answer.status_code for answer in answers], PreviewLink.objects.count()) == ([403, 403], 0)


def test_page_sends_who_is_not_signed_in_to_sign_in(client, plan):
    answer = client.get(page_for(plan))

    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={page_for(plan)}")


def test_link_to_approve_a_report_takes_the_right_to_sign_off():
    update, contributor = ProgressUpdateFactory(state="awaiting"), signed_in(*REPORTS)
    report_for(contributor, update)

    page = soup(contributor.get(page_for(update)))
    answer = contributor.post(page_for(update), APPROVE)

    assert [radio["value"] for radio in page.select("[name=purpose]")] == ["look"]
    assert (answer.status_code, PreviewLink.objects.count()) == (200, 0)
    assert "takes the right to sign off" in page.text


@pytest.mark.parametrize("state", ["draft", "awaiting", "signed-off"])
def test_contributor_makes_no_link_to_a_report_of_another_directorate(state):
    own, other = ProgressUpdateFactory(), ProgressUpdateFactory(state=state, publish_at=timezone.now())
    contributor = signed_in(*REPORTS)
    report_for(contributor, own)

    answers = [contributor.get(page_for(other)), contributor.post(page_for(other), LOOK)]
    form = soup(contributor.get(reverse("admin:priorities_progressupdate_change", args=[other.pk])))

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (PreviewLink.objects.count(), form.find("a", href=page_for(other))) == (0, None)


def test_link_to_approve_is_ended_only_by_who_made_it_or_signs_off(officer):
    update, contributor = ProgressUpdateFactory(state="awaiting"), signed_in(*REPORTS)
    report_for(contributor, update)
    link, _ = previews.make(update, purpose="approve", role=ROLE, by=officer.user)

    buttons = [soup(each.get(page_for(update))).select("button[name=end]") for each in (contributor, officer)]
    answer = contributor.post(page_for(update), {"end": link.pk})

    link.refresh_from_db()
    assert ([len(each) for each in buttons], answer.status_code, link.revoked_at) == ([0, 1], 403, None)
    assert officer.post(page_for(update), {"end": link.pk}).status_code == 302


def test_link_to_look_is_ended_by_whoever_could_have_made_it(officer):
    update, contributor = ProgressUpdateFactory(state="awaiting"), signed_in(*REPORTS)
    report_for(contributor, update)
    link, _ = previews.make(update, purpose="look", role="", by=officer.user)

    contributor.post(page_for(update), {"end": link.pk})

    link.refresh_from_db()
    assert link.revoked_at is not None


def test_link_of_who_reports_for_another_directorate_now_opens_nothing(client):
    update, contributor = ProgressUpdateFactory(state="awaiting"), signed_in(*REPORTS)
    report_for(contributor, update)
    _, address = previews.make(update, purpose="look", role="", by=contributor.user)
    before = client.get(address).status_code
    update.deliverable.directorate = DirectorateFactory()
    update.deliverable.save()

    assert (before, client.get(address).status_code) == (200, 410)


def test_ended_link_is_not_restored(desk, plan):
    link = PreviewLinkFactory(item=plan)
    version = link.history.get()
    previews.revoke(link, by=None)
    page = reverse("admin:desk_previewlink_restore", args=[link.pk, version.pk])

    answers = [desk.get(page), desk.post(page, {"revision": 2, "why_reason": "An example of a good reason."})]
    history = desk.get(reverse("admin:desk_previewlink_history", args=[link.pk]))

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (PreviewLink.objects.get().revoked_at is None, page in history.content.decode()) == (False, False)


def test_role_on_a_link_is_read_only(desk, plan):
    link = PreviewLinkFactory(item=plan, purpose="approve")
    page = reverse("admin:desk_previewlink_change", args=[link.pk])

    shown = soup(desk.get(page)).select("#content-main [name=role], #content-main [name=purpose]")
    answer = desk.post(page, {"purpose": "look", "role": "Another role", "revision": link.revision})

    link.refresh_from_db()
    assert (shown, answer.status_code) == ([], 302)
    assert (link.purpose, link.role, link.history.count()) == ("approve", "Example strategic director", 1)


def test_page_of_no_draft_is_not_found(officer, plan):
    pages = ["update/1/", f"plans/{plan.pk}/", f"user/{officer.user.pk}/", "plan/0/"]

    assert [officer.get(f"/admin/desk/previewlink/for/{each}").status_code for each in pages] == [404] * 4


def test_key_that_is_too_large_is_no_error(officer):
    assert officer.get(f"/admin/desk/previewlink/for/plan/{'9' * 30}/").status_code in (400, 404)


def test_list_of_links_takes_as_many_queries_for_three_as_for_one(officer, plan):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            officer.get(page_for(plan))
        return len(captured)

    PreviewLinkFactory(item=plan)
    queries()
    for_one = queries()
    PreviewLinkFactory.create_batch(2, item=plan)

    assert queries() == for_one


def test_add_page_says_where_links_are_made(officer):
    page, who_may_add = reverse("admin:desk_previewlink_add"), signed_in("add_previewlink")

    answers = [who_may_add.get(page), officer.get(page)]

    assert [answer.status_code for answer in answers] == [200, 403]


def test_list_of_all_links_says_where_they_are_made(desk):
    PreviewLinkFactory()

    page = soup(desk.get(reverse("admin:desk_previewlink_changelist")))

    assert page.h1.text == "Preview links: each is made on the page of the draft that it shows"


FORMS = {
    "plan": (PlanFactory, "outcomes_plan"),
    "story": (StoryFactory, "stories_story"),
    "report": (ProgressUpdateFactory, "priorities_progressupdate"),
}
every_form = pytest.mark.parametrize(("make", "name"), FORMS.values(), ids=FORMS)


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def save(desk, name, record, **changes):
    """Send the form of a record as it stands, but for ``changes``."""
    page = reverse(f"admin:{name}_change", args=[record.pk])
    values = {}
    for each in soup(desk.get(page)).select("#content-main form [name]"):
        if "__prefix__" in each["name"] or each.get("type") in ("submit", "file"):
            continue
        if each.name == "select":
            chosen = each.select_one("option[selected]")
            values[each["name"]] = chosen["value"] if chosen else ""
        elif each.get("type") != "checkbox" or each.has_attr("checked"):
            values[each["name"]] = each.text.strip() if each.name == "textarea" else each.get("value", "")
    return desk.post(page, values | changes, follow=True)


def fault_beside(response, field: str) -> str:
    return " ".join(each.text for each in soup(response).select(f".field-{field} .errorlist"))


@every_form
@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-07-01T09:00", datetime(2027, 7, 1, 8, 0, tzinfo=UTC)),
        ("2027-01-01T09:00", datetime(2027, 1, 1, 9, 0, tzinfo=UTC)),
        ("2027-03-28T00:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T02:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T00:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31T02:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_moment_is_typed_in_the_time_of_the_united_kingdom(clock, desk, make, name, typed, moment):
    clock("2026-11-01")
    record = make(state="draft")

    answer = save(desk, name, record, publish_at=typed)

    record.refresh_from_db()
    assert record.publish_at == moment
    once = ", once it is signed off" if name == "priorities_progressupdate" else ""
    assert f"is to be published on {moment_in_words(moment)}{once}." in answer.content.decode()


@every_form
@pytest.mark.parametrize("typed", ["2027-03-28T01:30", "2027-10-31T01:30"])
def test_time_of_a_night_in_which_the_clocks_change_is_refused(desk, make, name, typed):
    record = make(state="draft")

    assert fault_beside(save(desk, name, record, publish_at=typed), "publish_at") == CLOCKS_CHANGE


@every_form
def test_moment_for_what_is_public_is_refused(clock, desk, make, name):
    clock("2026-11-01")
    record = make()

    answer = save(desk, name, record, publish_at="2027-01-01T09:00", why_reason="An example of a good reason.")

    record.refresh_from_db()
    assert (record.publish_at, "nothing is left to publish later" in fault_beside(answer, "publish_at")) == (None, True)


@every_form
def test_moment_that_is_over_means_the_next_run(desk, make, name):
    record = make(state="draft")

    answer = save(desk, name, record, publish_at="2020-01-01T09:00")

    when = "as soon as it is signed off" if name == "priorities_progressupdate" else "at the next run, within minutes"
    assert f"This moment is over, so {record} is published {when}." in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("state", "once"),
    [("awaiting", ", once it is signed off"), ("returned", ", once it is signed off"), ("signed-off", "")],
)
def test_moment_of_a_report_is_said_to_come_after_its_sign_off(clock, desk, state, once):
    clock("2026-11-01")
    report = ProgressUpdateFactory(state=state, remark="An example.", publish_at=datetime(2027, 6, 1, 9, tzinfo=UTC))

    answer = save(desk, "priorities_progressupdate", report, publish_at="2027-01-01T09:00")

    assert f"is to be published on 1 January 2027, 09:00{once}." in answer.content.decode()


@every_form
def test_form_with_a_moment_sent_as_it_stands_writes_nothing(desk, make, name):
    record = make(state="draft", publish_at=datetime(2100, 1, 1, 9, 0, 30, tzinfo=UTC))

    save(desk, name, record)

    assert record.history.count() == 1


@every_form
@pytest.mark.parametrize("typed", ["tomorrow", "2100-13-45T99:99", "0000-00-00T00:00", "9" * 40])
def test_moment_that_is_none_is_refused(desk, make, name, typed):
    assert fault_beside(save(desk, name, make(state="draft"), publish_at=typed), "publish_at")


@every_form
def test_drafts_that_are_to_be_published_are_found(desk, make, name):
    wanted = make(state="draft", publish_at=timezone.now() + timedelta(days=1))
    late = make(state="draft", publish_at=timezone.now() - timedelta(days=1))
    by_hand, _public = make(state="draft"), make()

    found = {
        asked: {
            each.pk
            for each in desk.get(reverse(f"admin:{name}_changelist"), {"to_be_published": asked})
            .context["cl"]
            .result_list
        }
        for asked in ("set", "ahead", "late", "none")
    }

    assert found == {"set": {wanted.pk, late.pk}, "ahead": {wanted.pk}, "late": {late.pk}, "none": {by_hand.pk}}
