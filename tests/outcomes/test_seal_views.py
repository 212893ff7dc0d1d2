"""The pages of seals, their files, and the desk where they are made."""

import hashlib
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import DeliverableFactory, HeadlineFigureFactory, PlanFactory, PlanOutcomeFactory, PriorityActionFactory

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from outcomes.after_sealing import TAKEN_OUT
from outcomes.models import HeadlineFigure, Seal, SealCheck
from outcomes.sealing import seal

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
REASON = "The contractor went into administration."
ROLE = "Example head of policy"
ADDRESS = "/plans/example/seals/2022-06-01/"
FILE = "/plans/example/seals/2022-06-01.json"


@pytest.fixture
def promise():
    with entering(Entry("Read in.", effective_on=MAY)):
        plan = PlanFactory(slug="example", title="Example plan")
        priority = PriorityActionFactory(plan_outcome=PlanOutcomeFactory(plan=plan))
        return DeliverableFactory(priority=priority, text="Open a hub.")


@pytest.fixture
def plan(promise):
    return promise.priority.plan


@pytest.fixture
def sealed(plan):
    return seal(plan, JUNE, sealed_by=ROLE, note="Example report")


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(element) -> str:
    return " ".join(element.text.split())


def stands(client) -> str:
    return words(page_of(client.get(ADDRESS)).select_one(".stands"))


def moment(when) -> str:
    local = timezone.localtime(when)
    return f"{local.day} {local:%B %Y, %H:%M}"


def change_past_the_portal(model, **changes):
    QuerySet(model).update(**changes)


def move(promise, count: int) -> None:
    """Late news of June, ``count`` times."""
    for number in range(count):
        promise.timescale_text = f"By March {2023 + number}"
        save_with_reason(promise, REASON, effective_on=JUNE)


def test_plan_without_seals_says_nothing_of_them(client, plan):
    assert "Sealed" not in client.get("/plans/example/").content.decode()


def test_plan_lists_its_seals_the_latest_first(client, plan, sealed):
    later = seal(plan, JUNE + timedelta(days=1), sealed_by=ROLE)

    aside = page_of(client.get("/plans/example/")).select_one(".aside")

    assert [(words(link), link["href"]) for link in aside.select("dt a")] == [
        ("As at 2 June 2022", "/plans/example/seals/2022-06-02/"),
        ("As at 1 June 2022", ADDRESS),
    ]
    assert [words(code) for code in aside.select("code")] == [later.sha256, sealed.sha256]


def test_file_has_the_sealed_bytes(client, sealed):
    answer = client.get(FILE)

    assert hashlib.sha256(answer.content).hexdigest() == sealed.sha256
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/json",
        'attachment; filename="example-as-at-2022-06-01.json"',
    )


@pytest.mark.parametrize("day", ["2022-05-31", "2022-06-31", "20220601", "2022-W22-3", "today"])
@pytest.mark.parametrize("address", ["/plans/example/seals/{}/", "/plans/example/seals/{}.json"])
def test_day_that_was_not_sealed_is_not_found(client, sealed, address, day):
    assert client.get(address.format(day)).status_code == 404


@pytest.mark.parametrize("address", [ADDRESS, FILE])
def test_seal_of_a_plan_that_is_a_draft_now_is_not_found(client, sealed, address):
    change_past_the_portal(type(sealed.plan), state="draft")

    assert client.get(address).status_code == 404


def test_seal_that_holds_says_so(client, sealed):
    assert stands(client) == (
        "This seal holds: the file fits its SHA-256, and when the records of that day were last read again, on "
        f"{moment(sealed.last_check.checked_at)}, they gave the same file. "
        "Nothing was written down about that day or earlier after it was sealed."
    )


def test_seal_that_was_found_in_doubt_says_so(client, sealed):
    change_past_the_portal(SealCheck, holds=False)

    assert stands(client).startswith(
        "This seal is in doubt: the file fits its SHA-256, but when the records of that day were last read again, on "
        f"{moment(sealed.last_check.checked_at)}, they did not give the same file."
    )


def test_seal_whose_document_was_changed_is_broken(client, sealed):
    change_past_the_portal(Seal, document=sealed.document.replace("hub", "hut"))

    assert stands(client).startswith("This seal is broken: the file no longer fits its SHA-256.")


def test_seal_says_what_it_is(client, sealed):
    facts = {words(each.dt): words(each.dd) for each in page_of(client.get(ADDRESS)).select(".facts > div")}
    size = facts.pop("The file")

    assert facts == {
        "SHA-256": sealed.sha256,
        "As at the end of": "1 June 2022",
        "Sealed on": moment(sealed.sealed_at),
        "Sealed by": ROLE,
        "For": "Example report",
    }
    assert size.startswith("example-as-at-2022-06-01.json (JSON, ")


def test_seal_lists_what_was_written_down_since(client, promise, sealed):
    move(promise, 1)
    page = page_of(client.get(ADDRESS))

    cells = [[words(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert cells == [["Deliverable: Open a hub.", "1 June 2022", moment(promise.recorded_at), REASON]]
    assert "After it was sealed, 1 entry was written down about that day or earlier." in stands(client)


def test_seal_lists_so_many_entries_only(client, promise, sealed, monkeypatch):
    monkeypatch.setattr("outcomes.after_sealing.MOST_ENTRIES", 2)
    move(promise, 3)
    page = page_of(client.get(ADDRESS))

    assert len(page.select("tbody tr")) == 2
    assert "The latest 2 of 3 are listed." in words(page.main)


def test_seal_names_nothing_that_residents_may_not_read(client, promise):
    with entering(Entry("Read in.", effective_on=MAY)):
        figure, draft = HeadlineFigureFactory(plan=promise.priority.plan), PlanFactory(state="draft")
    sealed = seal(promise.priority.plan, JUNE + timedelta(days=1), sealed_by=ROLE)
    figure.plan, figure.text = draft, "Close the library."
    save_with_reason(figure, "The cabinet means to close it.", effective_on=JUNE)
    page = page_of(client.get(sealed.get_absolute_url()))

    cells = [[words(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    title = HeadlineFigure.history.earliest("history_id").text
    assert cells == [[f"Headline figure: {title}", "1 June 2022", moment(figure.recorded_at), TAKEN_OUT]]


# The seals on the page of a plan, as at a day


def sealed_on_the_plan(client, **asked) -> list[str]:
    return [words(each) for each in page_of(client.get("/plans/example/", asked)).select(".aside dl:has(code) > dd")]


def test_plan_says_when_its_seals_were_made(client, sealed):
    made = moment(sealed.sealed_at).rsplit(",", 1)[0]

    for asked in ({}, {"as-at": "2022-05-20"}):
        assert sealed_on_the_plan(client, **asked) == [f"Sealed on {made}. SHA-256 {sealed.sha256}"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, ""),
        ({"as-at": "2022-06-02"}, ""),
        ({"as-at": "2022-06-01"}, "2 entries were written down"),
        ({"as-at": "2022-05-31"}, "1 entry was written down"),
    ],
    ids=["present", "after-the-seal", "sealed-day", "before-it"],
)
def test_plan_read_as_at_a_sealed_day_says_what_was_written_down_since(client, promise, sealed, asked, told):
    for day in (JUNE - timedelta(days=1), JUNE):
        promise.text = f"Open a hub from {day}."
        save_with_reason(promise, REASON, effective_on=day)

    (said,) = sealed_on_the_plan(client, **asked)

    after = f" After it was sealed, {told} about the day that you read, or about an earlier one."
    assert said.partition(sealed.sha256)[2] == (after if told else "")


@pytest.mark.parametrize("count", [1, 3])
def test_plan_read_as_at_a_sealed_day_asks_few_queries(client, promise, sealed, count):
    move(promise, count)
    for number in range(count - 1):
        seal(sealed.plan, MAY + timedelta(days=number), sealed_by=ROLE)

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/plans/example/", {"as-at": "2022-05-01"}).status_code == 200

    assert len(captured) <= 12


def test_queries_do_not_grow_with_what_was_written_down_since(client, promise, sealed):
    def queries(count):
        move(promise, count)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ADDRESS).status_code == 200
        return len(captured)

    assert (queries(1), queries(3)) == (3, 3)


@pytest.mark.parametrize("address", [ADDRESS, FILE])
def test_seal_says_the_same_whichever_day_is_read(client, sealed, address):
    answer = client.get(address, {"as-at": "2020-01-01"})

    assert answer.status_code == 200
    if address == FILE:
        assert answer.content == sealed.document.encode()
    else:
        assert words(page_of(answer).select_one(".facts code")) == sealed.sha256


# The officers' desk


def add(desk, plan, **said):
    values = {"plan": plan.pk, "day": "2022-06-01", "sealed_by": ROLE, "note": ""} | said
    return desk.post(reverse("admin:outcomes_seal_add"), values)


def test_officer_seals_a_plan(desk, plan):
    answer = add(desk, plan, note="Example report")

    made = Seal.objects.get()
    assert answer.status_code == 302
    assert (made.plan, made.day, made.sealed_by, made.note) == (plan, JUNE, ROLE, "Example report")
    assert made.last_check.holds is True


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        (
            {"day": "2022-04-30"},
            {
                "day": [
                    "Example plan was not on record on 30 April 2022: choose 1 May 2022, its first day, or a later one."
                ]
            },
        ),
        ({"sealed_by": ""}, {"sealed_by": ["Fill this in."]}),
        ({"day": "soon"}, {"day": ["Write the day as 3/5/2026 or 2026-05-03."]}),
    ],
    ids=["before-the-plan", "no-role", "no-day"],
)
def test_officer_is_told_what_cannot_be_sealed(desk, plan, said, errors):
    answer = add(desk, plan, **said)

    assert (answer.status_code, answer.context["adminform"].form.errors) == (200, errors)
    assert Seal.objects.count() == 0


def test_officer_is_told_what_shows_only_when_sealing_is_tried(desk, plan):
    plan.labels = {"aims": 1.5}
    save_with_reason(plan, REASON, effective_on=MAY)
    answer = add(desk, plan, note="Example report")

    assert (answer.status_code, Seal.objects.count()) == (302, 0)
    page = page_of(desk.get(answer["Location"]))
    assert words(page.select_one(".messagelist")) == (
        "The plan could not be sealed. In the document, records, outcomes.plan, 0, labels, aims stands 1.5, "
        "which programs print differently: write it as text."
    )
    assert page.select_one("#id_note")["value"] == "Example report"


def test_officer_is_told_of_a_day_that_is_sealed_already(desk, plan, sealed):
    today = timezone.localdate()

    assert add(desk, plan).context["adminform"].form.errors == {
        "day": [
            f"Example plan was sealed as at 1 June 2022 on {today.day} {today:%B %Y}, and a seal never changes: "
            "choose another day."
        ]
    }


def test_draft_plan_is_not_offered_for_sealing(desk, plan):
    PlanFactory(state="draft")

    form = desk.get(reverse("admin:outcomes_seal_add")).context["adminform"].form

    assert list(form.fields["plan"].queryset) == [plan]


@pytest.mark.parametrize(("page", "code"), [("change", 403), ("delete", 403)])
def test_seal_is_neither_changed_nor_deleted_at_the_desk(desk, sealed, page, code):
    address = reverse(f"admin:outcomes_seal_{page}", args=[sealed.pk])

    assert desk.post(address, {"post": "yes", "note": "Changed"}).status_code == code
    assert Seal.objects.get().note == "Example report"


def test_seal_is_read_at_the_desk(desk, sealed):
    page = desk.get(reverse("admin:outcomes_seal_change", args=[sealed.pk])).content.decode()

    assert sealed.sha256 in page
    assert 'name="_save"' not in page


def test_list_of_seals_takes_as_many_queries_for_three_as_for_one(desk, plan, sealed):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse("admin:outcomes_seal_changelist")).status_code == 200
        return len(captured)

    queries()
    for_one = queries()
    for day in (MAY, JUNE + timedelta(days=1)):
        seal(plan, day, sealed_by=ROLE)

    assert queries() == for_one


def test_who_may_only_view_seals_nothing(client, plan):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)

    assert add(client, plan).status_code == 403
    assert Seal.objects.count() == 0
