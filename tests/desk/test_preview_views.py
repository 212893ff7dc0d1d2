"""A draft is read by its link only: as residents will read it, by nobody else, and no longer than the link lasts."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AimFactory,
    ConsentFactory,
    DeliverableFactory,
    ElectionPeriodFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
    UserFactory,
)

from desk import addresses, previews
from desk.models import PreviewLink
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from outcomes.models import Plan
from stories.models import Story

pytestmark = pytest.mark.django_db

SECRET = "Xylophone-Quagmire"
ROLE = "Example strategic director"


@pytest.fixture
def officer():
    user = UserFactory()
    wanted = ["change_plan", "change_story", "change_progressupdate", "add_progressupdate", "sign_off_progressupdate"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


def link_to(item, by, purpose="look", role="") -> str:
    return previews.make(item, purpose=purpose, role=role, by=by)[1]


@pytest.fixture
def plan():
    return PlanFactory(state="draft", slug="next", title=f"{SECRET} plan", introduction=f"{SECRET} introduction")


@pytest.fixture
def promise(plan):
    stated = PlanOutcomeFactory(plan=plan, name=f"{SECRET} outcome")
    AimFactory(plan_outcome=stated, text=f"{SECRET} aim")
    priority = PriorityActionFactory(plan=plan, plan_outcome=stated, title=f"{SECRET} priority")
    return DeliverableFactory(priority=priority, text=f"{SECRET} promise", timescale_text="March 2030")


@pytest.fixture
def update():
    return ProgressUpdateFactory(state="awaiting", status="complete", commentary=f"{SECRET} commentary")


@pytest.fixture
def story():
    return StoryFactory(state="draft", title=f"{SECRET} story", text=f"{SECRET} words")


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").text.split())


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


PUBLIC_PAGES = [
    *("/", "/plans/", "/plans/next/", "/outcomes/", "/priorities/", "/priorities.csv", "/stories/", "/changes/"),
    *("/changes/feed.atom", "/changes/dates/", "/changes/dates.csv", "/places/", "/portfolios/", "/councillors/"),
]


def test_drafts_are_read_under_their_links_and_nowhere_else(client, officer, promise, update, story):
    own = [promise, promise.priority, promise.priority.plan_outcome, update.deliverable, story]
    public = [*PUBLIC_PAGES, *(record.get_absolute_url() for record in own)]
    links = [link_to(item, officer) for item in (promise.priority.plan, update, story)]

    shown = [SECRET in client.get(link).content.decode() for link in links]
    leaked = [page for page in public if SECRET in client.get(page).getvalue().decode()]

    assert (shown, leaked) == ([True, True, True], [])


def test_plan_is_shown_whole_with_its_outcomes_priorities_and_promises(client, officer, promise):
    said = words(client.get(link_to(promise.priority.plan, officer)))

    parts = ["plan", "introduction", "outcome", "aim", "priority", "promise"]
    assert [part for part in parts if f"{SECRET} {part}" not in said] == []


def test_page_is_the_public_page_as_it_is_once_published(client, officer, promise):
    plan = promise.priority.plan
    preview = BeautifulSoup(client.get(link_to(plan, officer)).content, "html.parser")
    plan.state = "current"
    plan.save()
    public = BeautifulSoup(client.get(plan.get_absolute_url()).content, "html.parser")

    assert preview.main.get_text() == public.main.get_text()
    assert preview.aside.strong.text == "Draft. Not published."


def test_promise_of_a_draft_plan_is_read_within_the_link_with_its_life(client, officer, promise):
    link = link_to(promise.priority.plan, officer)
    page = BeautifulSoup(client.get(link).content, "html.parser")
    address = f"{link.rstrip('/')}{promise.get_absolute_url()}"

    response = client.get(address)

    assert page.find("a", href=address) is not None
    assert response.status_code == 200
    assert "Promised" in words(response)


def test_links_of_a_draft_plan_lead_to_pages_that_are_there(client, officer, promise):
    page = BeautifulSoup(client.get(link_to(promise.priority.plan, officer)).content, "html.parser")

    addresses_on_page = {a["href"].partition("#")[0] for a in page.find_all("a", href=True) if a["href"][0] == "/"}

    assert {each: client.get(each).status_code for each in addresses_on_page} == dict.fromkeys(addresses_on_page, 200)


def test_report_is_shown_on_the_page_of_its_promise_as_if_published(client, officer, update):
    said = words(client.get(link_to(update, officer)))

    assert f"{SECRET} commentary" in said
    assert "Complete" in said


def test_story_is_shown_before_its_person_has_agreed(client, officer):
    story = StoryFactory(state="draft", title=f"{SECRET} story", consent=None)

    assert f"{SECRET} story" in words(client.get(link_to(story, officer)))


def test_story_of_a_draft_plan_is_shown_and_the_plan_is_not(client, officer, plan):
    story = StoryFactory(state="draft", plan=plan)
    link = link_to(story, officer)

    answers = [client.get(link), client.get(f"{link.rstrip('/')}{plan.get_absolute_url()}")]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert BeautifulSoup(answers[0].content, "html.parser").find("a", href=plan.get_absolute_url()) is None


def test_photograph_of_a_draft_story_is_shown_within_the_link_only(client, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "wall.jpg").write_bytes(b"a picture")
    story = StoryFactory(state="draft", photo="stories/wall.jpg", photo_alternative="A red wall.")
    link = link_to(story, officer)
    page = BeautifulSoup(client.get(link).content, "html.parser")

    shown = client.get(page.main.img["src"])

    assert (b"".join(shown.streaming_content), client.get("/media/stories/wall.jpg").status_code) == (b"a picture", 404)


def test_link_to_one_draft_reaches_no_other(client, officer, promise, update, story):
    other = DeliverableFactory(priority__plan=PlanFactory(state="draft", slug="other"))
    links = {item: link_to(item, officer).rstrip("/") for item in (promise.priority.plan, update, story)}
    pages = [other.priority.plan, other, other.priority, update.deliverable, promise, story]
    own = {(promise.priority.plan, promise), (promise.priority.plan, update.deliverable), (update, update.deliverable)}
    own.add((story, story))

    found = {
        (item, page)
        for item, link in links.items()
        for page in pages
        if client.get(link + page.get_absolute_url()).status_code == 200
    }

    assert found == own
    of_public_promise = client.get(links[promise.priority.plan] + update.deliverable.get_absolute_url())
    assert f"{SECRET} commentary" not in words(of_public_promise)


@pytest.mark.parametrize("page", ["admin/", "healthz", "changes/feed.atom", "priorities.csv", "%00", "preview/x/", "x"])
def test_link_goes_to_no_page_that_is_none_of_the_draft(client, officer, plan, page):
    assert client.get(f"{link_to(plan, officer)}{page}").status_code == 404


def test_preview_is_kept_by_nobody_and_found_by_nobody(client, officer, plan):
    response = client.get(link_to(plan, officer))

    names = ["Cache-Control", "Referrer-Policy", "X-Robots-Tag"]
    assert [response[name] for name in names] == ["private, no-store", "no-referrer", "noindex, nofollow, noarchive"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert (response.cookies, response.get("Vary")) == ({}, None)


def test_preview_says_that_it_is_a_draft_and_until_when(client, officer, plan):
    said = words(client.get(link_to(plan, officer)))

    link = PreviewLink.objects.get()
    assert "Draft. Not published." in said
    assert f"This link ends on {moment_in_words(link.expires_at)}." in said
    assert link.expires_at - link.made_at == timedelta(days=14)


def test_preview_reads_and_never_writes(client, officer, plan, update):
    links = [link_to(plan, officer), link_to(update, officer, "approve", ROLE)]
    with CaptureQueriesContext(connection) as captured:
        for link in links:
            client.get(link)
            client.head(link)

    assert {query["sql"].lstrip("(").split()[0] for query in captured.captured_queries} <= {"SELECT", "WITH"}


def test_as_at_has_no_meaning_on_a_preview(client, officer, plan):
    assert client.get(link_to(plan, officer), {"as-at": "2020-01-01"}).status_code == 200


def test_address_that_was_tampered_with_says_nothing_of_what_there_is(client, officer, plan):
    link = link_to(plan, officer)
    token = link.split("/")[2]
    unknown = addresses.sign(99999, "look")
    other_purpose = addresses.sign(PreviewLink.objects.get().pk, "approve")
    foreign = signing.dumps([1, "look"], salt="other")
    wrong = [token[:-1], f"{token}x", "x", "1", "é", f"{token[:5]}:{token[6:]}", unknown, other_purpose, foreign]

    answers = [client.get(f"/preview/{each}/") for each in wrong]

    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert len({answer.content for answer in answers}) == 1


def test_signed_rubbish_is_not_found(client):
    for rubbish in ([], [1], "x", {"a": 1}, 5, None, [{}, "look"], [2**70, "look"]):
        assert client.get(f"/preview/{signing.dumps(rubbish, salt=addresses.SALT)}/").status_code == 404


def test_link_ends_after_fourteen_days(client, officer, plan, monkeypatch):
    link = link_to(plan, officer)
    later = timezone.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(signing.time, "time", lambda: later.timestamp())

    answer = client.get(link)

    assert (answer.status_code, words(answer).count("This link has ended") > 0) == (410, True)


def test_link_whose_row_has_run_out_has_ended(client, officer, plan):
    link = link_to(plan, officer)
    row = PreviewLink.objects.get()
    row.made_at, row.expires_at = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    row.save()

    assert client.get(link).status_code == 410


def test_revoked_link_has_ended(client, officer, plan):
    link = link_to(plan, officer)
    previews.revoke(PreviewLink.objects.get(), by=officer)

    answer = client.get(link)

    assert (answer.status_code, "This link was ended" in words(answer)) == (410, True)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, "permissions"])
def test_link_ends_with_the_right_of_who_made_it(client, officer, plan, change):
    link = link_to(plan, officer)
    if change == "permissions":
        officer.user_permissions.clear()
    else:
        type(officer).objects.filter(pk=officer.pk).update(**change)

    assert client.get(link).status_code == 410


def test_link_to_what_is_public_leads_there(client, officer, plan):
    link = link_to(plan, officer)
    plan.state = "current"
    plan.save()

    answer = client.get(link)

    assert answer.status_code == 410
    assert BeautifulSoup(answer.content, "html.parser").main.find("a", href="/plans/next/") is not None


def test_link_to_what_was_deleted_says_so(client, officer, plan):
    link = link_to(plan, officer)
    plan.delete()

    answer = client.get(link)

    assert (answer.status_code, "This draft is gone" in words(answer)) == (410, True)


def test_story_that_was_taken_back_is_not_shown(client, officer, story):
    link = link_to(story, officer)
    consent = story.consent
    consent.withdrawn_on = timezone.localdate()
    consent.save()

    answer = client.get(link)

    assert (answer.status_code, SECRET in words(answer)) == (410, False)


def test_withdrawn_story_is_not_shown(client, officer, story):
    link = link_to(story, officer)
    story.state = Story.State.WITHDRAWN
    story.save()

    assert client.get(link).status_code == 410


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "post"])
def test_link_to_look_takes_nothing(client, officer, plan, method):
    assert getattr(client, method)(link_to(plan, officer)).status_code == 405


def test_plan_takes_as_many_queries_for_three_promises_as_for_one(client, officer, promise):
    link = link_to(promise.priority.plan, officer)
    queries_of(client, link)
    for_one = queries_of(client, link)
    for _ in range(2):
        DeliverableFactory(priority=promise.priority)
        stated = PlanOutcomeFactory(plan=promise.priority.plan)
        DeliverableFactory(priority=PriorityActionFactory(plan=promise.priority.plan, plan_outcome=stated))

    assert queries_of(client, link) == for_one


def test_report_takes_as_many_queries_for_three_as_for_one(client, officer, update):
    link = link_to(update, officer, "approve", ROLE)
    queries_of(client, link)
    for_one = queries_of(client, link)
    for _ in range(2):
        ProgressUpdateFactory(deliverable=update.deliverable, state="published")
        DeliverableFactory(priority=update.deliverable.priority)

    assert queries_of(client, link) == for_one


def test_officer_who_is_signed_in_leaves_no_trace_on_the_page(officer, plan):
    signed_in, anybody = Client(), Client()
    signed_in.force_login(officer)
    link = link_to(plan, officer)

    assert signed_in.get(link).content == anybody.get(link).content


def test_later_plan_archives_the_earlier_one_in_its_preview(client, officer):
    with entering(Entry("Read in.")):
        earlier = PlanFactory(slug="earlier", starts_on=None, ends_on=date(2020, 1, 1), state="current")
        later = PlanFactory(title="Later plan", slug="later", state="draft", replaces=earlier)
    link = link_to(later, officer).rstrip("/")

    said = words(client.get(f"{link}/plans/earlier/"))

    assert "It was replaced by the Later plan" in said
    assert Plan.objects.get(slug="earlier").state == "current"


@pytest.mark.parametrize("given_on", [None, date(2100, 1, 1)])
def test_story_is_shown_before_its_consent_begins(client, officer, given_on):
    story = StoryFactory(state="draft", consent=None)
    ConsentFactory(story=story, given_on=given_on, expires_on=None)

    assert client.get(link_to(story, officer)).status_code == 200


def test_link_to_a_story_works_while_an_election_period_is_on(client, officer, story):
    link = link_to(story, officer)
    today = timezone.localdate()
    ElectionPeriodFactory(starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=20))

    page = client.get(link, follow=True)

    assert (page.status_code, f"{SECRET} words" in page.content.decode()) == (200, True)
