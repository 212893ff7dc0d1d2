"""The page on which a reshuffle is asked for, seen, and written."""

from datetime import date, timedelta
from html import unescape

import pytest
from django import forms
from django.contrib.auth.models import Permission, User
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AppointmentFactory, CouncillorFactory, PlanFactory, PortfolioFactory, PriorityActionFactory

from ledger.models import KeptForm, save_with_reason
from ledger.plain_messages import PLAIN
from priorities.models import Appointment
from priorities.reshuffle import NOTHING_CHANGES

pytestmark = pytest.mark.django_db

PAGE = "/admin/priorities/appointment/reshuffle/"
LIST = "/admin/priorities/appointment/"
REASON = "The council's annual meeting appointed a new cabinet."
TODAY = date(2027, 3, 1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def today(clock):
    clock(f"{TODAY} 12:00")


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def before():
    return AppointmentFactory(councillor__name="A", portfolio__name="Housing")


@pytest.fixture
def after():
    return CouncillorFactory(name="B")


def lines(portfolio, *holders, roles=()):
    chosen = {f"portfolio-{portfolio.pk}-holder-{line}": each for line, each in enumerate(holders)}
    return chosen | {f"portfolio-{portfolio.pk}-role-{line}": each for line, each in enumerate(roles)}


def typed(*parts, day=TODAY, **others):
    values = {"day": day.isoformat(), "reason": REASON, "decision_url": "", "approved_by": "", "source": ""} | others
    for each in parts:
        values |= each
    return values


def seen(page):
    """What the page that shows what will happen sends when it is written."""
    return dict(page.context["seen"])


def text_of(answer):
    return " ".join(unescape(answer.content.decode()).split())


def faults_of(answer):
    form = [sentence for _, sentence in answer.context["form"].faults()]
    return form + [fault.sentence for fault in answer.context["faults"]]


def show_and_write(desk, values):
    shown = desk.post(PAGE, values | {"_continue": "1"})
    return desk.post(PAGE, values | seen(shown) | {"_save": "1"})


def test_page_shows_every_portfolio_with_its_holder(desk, before):
    PortfolioFactory(name="Roads")

    form = desk.get(PAGE).context["form"]

    assert [[str(each.portfolio) for each in some] for some in (form.held, form.vacant)] == [["Housing"], ["Roads"]]


def test_portfolios_held_by_nobody_show_once_something_is_said_of_them(desk, before, after):
    roads = PortfolioFactory(name="Roads")

    opened = [
        desk.post(PAGE, typed(lines(roads, *holders)) | {"_addanother": "1"}).context["form"].fills_a_vacancy
        for holders in ([], [after.pk])
    ]

    assert opened == [False, True]


def test_page_opens_where_nothing_is_on_record(desk):
    assert desk.get(PAGE).status_code == 200


def test_list_of_appointments_leads_to_it(desk):
    assert f'<a href="{PAGE}">Reshuffle</a>' in text_of(desk.get(LIST))


def test_what_will_happen_is_shown_and_nothing_is_written(desk, before, after):
    PriorityActionFactory(portfolio=before.portfolio, plan_outcome=None, plan=PlanFactory(state="current"))

    shown = desk.post(PAGE, typed(lines(before.portfolio, after.pk)) | {"_continue": "1"})

    text = text_of(shown)
    assert shown.context["told"].sentence in text
    assert "1 priority with 0 promises changes hands. Nothing is written yet." in text
    assert (Appointment.objects.count(), before.history.count()) == (1, 1)


def test_reshuffle_is_written_once_it_was_shown(desk, officer, before, after):
    values = typed(lines(before.portfolio, after.pk, roles=["Leader"]), decision_url="https://example.org/minutes")

    answer = show_and_write(desk, values)

    begun = Appointment.objects.get(councillor=after)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert (begun.starts_on, begun.role, begun.source) == (TODAY, "Leader", "https://example.org/minutes")
    assert Appointment.objects.get(pk=before.pk).ends_on == TODAY
    version = begun.history.get()
    assert (version.history_user, version.history_change_reason) == (officer, REASON)


def test_what_was_written_is_said_with_links(desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, after.pk)))

    assert f'<a href="{before.portfolio.get_absolute_url()}">Housing</a>' in text_of(desk.get(LIST))


def test_writing_without_having_seen_it_writes_nothing(desk, before, after):
    answer = desk.post(PAGE, typed(lines(before.portfolio, after.pk)) | {"_save": "1"})

    assert (answer.status_code, Appointment.objects.count()) == (200, 1)


def test_holders_changed_meanwhile_bring_the_form_back_as_typed(desk, before, after):
    values = typed(lines(before.portfolio, after.pk, roles=["Leader"]))
    shown = desk.post(PAGE, values | {"_continue": "1"})
    before.ends_on = TODAY
    save_with_reason(before, REASON)

    answer = desk.post(PAGE, values | seen(shown) | {"_save": "1"})

    [sentence] = faults_of(answer)
    assert sentence.startswith("Somebody changed the appointments of Housing after you looked, so nothing was written.")
    assert Appointment.objects.count() == 1
    form = answer.context["form"]
    assert (form.top["reason"].value(), form.holders[0]["holder-0"].value(), form.holders[0]["role-0"].value()) == (
        REASON,
        str(after.pk),
        "Leader",
    )


def test_writing_twice_is_answered_as_written(desk, before, after):
    values = typed(lines(before.portfolio, after.pk))
    sent = values | seen(desk.post(PAGE, values | {"_continue": "1"})) | {"_save": "1"}

    answers = [desk.post(PAGE, sent).url for _ in range(2)]

    assert answers == [LIST, LIST]
    assert "This was written already." in text_of(desk.get(LIST))
    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("other", [{"reason": "Another meeting of the council appointed it."}, {"user": "second"}])
def test_same_wish_written_by_another_is_told(desk, client, before, after, other):
    values = typed(lines(before.portfolio, after.pk))
    sent = values | seen(desk.post(PAGE, values | {"_continue": "1"})) | {"_save": "1"}
    desk.post(PAGE, sent)
    if "user" in other:
        client.force_login(User.objects.create_superuser(other["user"]))

    answer = desk.post(PAGE, sent | other)

    assert faults_of(answer)[0].startswith("Somebody changed the appointments of Housing")


def test_day_from_which_it_is_no_longer_held_is_worded_so(desk, before, after):
    before.ends_on = TODAY + timedelta(days=40)
    save_with_reason(before, REASON)
    until = f"no longer from {before.ends_on.day} {before.ends_on:%B %Y}"

    shown = desk.post(PAGE, typed(lines(before.portfolio, "", after.pk)) | {"_continue": "1"})

    assert [until in text_of(page) for page in (desk.get(PAGE), shown)] == [True, True]


def test_database_that_is_busy_brings_the_form_back(desk, before, after, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr("priorities.admin.reshuffle.write", busy)

    answer = desk.post(PAGE, typed(lines(before.portfolio, after.pk)) | {"_save": "1"})

    assert (answer.status_code, len(faults_of(answer))) == (200, 1)


def test_changing_something_keeps_what_was_typed_and_finds_no_fault(desk, before):
    answer = desk.post(PAGE, typed(lines(before.portfolio, "vacant"), reason="tbc") | {"_addanother": "1"})

    form = answer.context["form"]
    assert (form.top["reason"].value(), form.holders[0]["holder-0"].value()) == ("tbc", "vacant")
    assert faults_of(answer) == []


@pytest.mark.parametrize(("taken", "lines_shown"), [(0, 2), (1, 2), (2, 3), (3, 4)])
def test_there_is_always_one_line_more_than_there_are_holders(desk, before, taken, lines_shown):
    holders = [each.pk for each in CouncillorFactory.create_batch(taken)]

    answer = desk.post(PAGE, typed(lines(before.portfolio, *holders)) | {"_addanother": "1"})

    assert len(answer.context["form"].holders[0].lines) == lines_shown


def test_post_without_a_button_gives_the_form_back(desk, before):
    answer = desk.post(PAGE, {})

    assert (answer.status_code, faults_of(answer)) == (200, [])


def test_what_was_typed_and_not_written_can_be_taken_up_again(desk, before, after):
    roads = PortfolioFactory(name="Roads")
    slip = desk.get(PAGE).content.decode().split('name="_made_for" value="')[1].split('"')[0]
    desk.post(PAGE, typed(lines(roads, after.pk, before.councillor_id)) | {"_continue": "1", "_made_for": slip})
    kept = KeptForm.objects.get()

    form = desk.get(PAGE, {"kept": kept.pk}).context["form"]

    assert (form.top["reason"].value(), form.fills_a_vacancy, len(form.vacant[0].lines)) == (REASON, True, 3)


def test_nothing_is_kept_of_what_was_written(desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, after.pk)))

    assert KeptForm.objects.count() == 0


def test_shared_holding_is_written(desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, before.councillor_id, after.pk)))

    assert [each.councillor.name for each in Appointment.objects.on(TODAY).order_by("starts_on")] == ["A", "B"]


def test_another_holder_can_join_who_holds_it_now(desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, "", after.pk)))

    assert [each.councillor.name for each in Appointment.objects.on(TODAY).order_by("starts_on")] == ["A", "B"]


def test_vacancy_is_marked_plainly_and_written(desk, before):
    values = typed(lines(before.portfolio, "vacant"))

    shown = desk.post(PAGE, values | {"_continue": "1"})
    show_and_write(desk, values)

    assert '<span class="vacant">Vacant</span>' in text_of(shown)
    assert list(Appointment.objects.on(TODAY)) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": ""}, "Fill this in."),
        ({"reason": "tbc"}, "The reason does not say why"),
        ({"day": ""}, "Fill this in."),
        ({"day": "31 February"}, "Write the day as 3/5/2026 or 2026-05-03."),
        ({"day": "9999-12-31"}, "31 December 9999 is more than a year ahead. Check the year."),
        ({"day": "0001-01-01"}, "1 January 1 is more than ten years ago. Check the year."),
        ({"decision_url": "nowhere"}, PLAIN[forms.URLField]["invalid"]),
        ({"approved_by": "\0"}, "Null characters are not allowed."),
    ],
    ids=["no-reason", "no-sentence", "no-day", "no-such-day", "far-day", "first-day", "no-address", "null"],
)
def test_what_does_not_fit_is_said(desk, before, after, values, sentence):
    answer = desk.post(PAGE, typed(lines(before.portfolio, after.pk)) | values | {"_continue": "1"})

    assert (answer.status_code, faults_of(answer)[0].startswith(sentence)) == (200, True)
    assert "Nothing was written" in text_of(answer)


@pytest.mark.parametrize(
    ("holders", "roles", "sentence"),
    [
        (["", ""], ["Leader"], "Choose the councillor whose role this is."),
        (["vacant"], ["Leader"], "Choose the councillor whose role this is."),
        (["0"], [], "Whom you chose is no longer on record. Choose again."),
        (["\0"], [], "Whom you chose is no longer on record. Choose again."),
        (["9" * 40], [], "Whom you chose is no longer on record. Choose again."),
        ([""], [], NOTHING_CHANGES),
    ],
    ids=["role-of-nobody", "role-of-a-vacancy", "gone", "null", "huge", "nothing"],
)
def test_holder_that_does_not_fit_is_said(desk, before, holders, roles, sentence):
    answer = desk.post(PAGE, typed(lines(before.portfolio, *holders, roles=roles)) | {"_continue": "1"})

    assert faults_of(answer) == [sentence]


def test_portfolio_cannot_be_vacant_and_held(desk, before, after):
    answer = desk.post(PAGE, typed(lines(before.portfolio, "vacant", after.pk)) | {"_continue": "1"})

    assert faults_of(answer) == ["It cannot be vacant and held at once. Choose one of the two."]


def test_appointment_in_the_way_can_be_opened_from_its_fault(desk, after):
    today = AppointmentFactory(starts_on=TODAY)

    answer = desk.post(PAGE, typed(lines(today.portfolio, after.pk)) | {"_continue": "1"})

    address = reverse("admin:priorities_appointment_change", args=[today.pk])
    assert f'<a href="{address}">Open that appointment</a>' in text_of(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {"_continue": "1"},
        {"_save": "1"},
        {
            "initial-seen-": "x",
            "initial-seen-abc": "x",
            f"initial-seen-{'9' * 40}": "x",
            "initial-seen-٣": "x",
            "_save": "1",
        },
        {"portfolio-0-holder-0": "1", "portfolio-x-holder-99": "1"} | {"_continue": "1"},
    ],
    ids=["nothing", "write-alone", "odd-states", "odd-portfolios"],
)
def test_whatever_is_posted_is_answered_with_the_form(desk, before, sent):
    answer = desk.post(PAGE, sent)

    assert (answer.status_code, Appointment.objects.count(), bool(faults_of(answer))) == (200, 1, True)


def test_odd_states_beside_what_fits_write_nothing(desk, before, after):
    odd = {"initial-seen-abc": "x", f"initial-seen-{'9' * 40}": "x", f"initial-seen-{before.portfolio_id}": "x"}

    answer = desk.post(PAGE, typed(lines(before.portfolio, after.pk)) | odd | {"_save": "1"})

    assert (answer.status_code, Appointment.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    ("codenames", "status"),
    [
        ([], 403),
        (["view_appointment"], 403),
        (["add_appointment"], 403),
        (["change_appointment"], 403),
        (["add_appointment", "change_appointment"], 200),
    ],
    ids=["none", "view", "add", "change", "both"],
)
def test_page_needs_the_permissions_to_add_and_to_change(client, before, codenames, status):
    user = User.objects.create_user("member", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)

    assert [client.get(PAGE).status_code, client.post(PAGE, {}).status_code] == [status] * 2


@pytest.mark.parametrize("user", ["nobody", "resident"])
def test_page_is_closed_to_who_does_not_work_here(client, user):
    if user == "resident":
        client.force_login(User.objects.create_user("resident"))

    assert client.get(PAGE).status_code == 302


def test_links_to_add_show_only_to_who_may(client, desk, before):
    assert [name for name, _ in desk.get(PAGE).context["may_add"]] == ["portfolio", "councillor"]

    user = User.objects.create_user("member", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_appointment"))
    client.force_login(user)
    assert client.get(PAGE).context["may_add"] == []


def announced(desk, before, after):
    """The address at which a reshuffle that was announced can be taken back."""
    show_and_write(desk, typed(lines(before.portfolio, after.pk), day=TOMORROW))
    [group] = desk.get(PAGE).context["to_come"]
    return reverse("admin:priorities_appointment_take_back", args=[group.state])


def test_announced_reshuffle_is_taken_back_with_a_reason(desk, officer, before, after):
    page = announced(desk, before, after)
    assert page in desk.get(PAGE).content.decode()

    answer = desk.post(page, {"reason": REASON, "decision_url": "", "approved_by": "", "_save": "1"}, follow=True)

    day = f"{TOMORROW.day} {TOMORROW:%B %Y}"
    assert [str(each) for each in answer.context["messages"]] == [
        f"Taken back. Nothing changes at Housing on {day} any more. Councillor A (Housing) holds on as before."
    ]
    assert Appointment.objects.get().ends_on is None
    assert (desk.get(PAGE).context["to_come"], KeptForm.objects.count()) == ([], 0)


@pytest.mark.parametrize("sent", [{}, {"_save": "1"}, {"_save": "1", "reason": "tbc"}, {"_save": "1", "reason": "\0"}])
def test_reshuffle_is_not_taken_back_without_a_reason_and_what_was_typed_stays(desk, before, after, sent):
    answer = desk.post(announced(desk, before, after), sent)

    assert (answer.status_code, answer.context["form"]["reason"].value()) == (200, sent.get("reason"))
    assert Appointment.objects.count() == 2


def test_taking_back_twice_leads_to_what_stands_now(desk, before, after):
    page = announced(desk, before, after)

    answers = [desk.post(page, {"reason": REASON, "_save": "1"}, follow=True) for _ in range(2)]

    assert [answer.redirect_chain[-1][0] for answer in answers] == [PAGE, PAGE]
    assert str(*answers[1].context["messages"]).startswith("Somebody changed what you wanted to take back")


def test_try_that_would_not_last_names_the_change_to_come(desk, before, after):
    announced(desk, before, after)

    answer = desk.post(PAGE, typed(lines(before.portfolio, before.councillor_id)) | {"_continue": "1"})

    [sentence] = faults_of(answer)
    assert f"from {TOMORROW.day} {TOMORROW:%B %Y} it is held by Councillor B" in sentence


def test_taking_back_needs_leave_to_delete_as_well(client, desk, before, after):
    page = announced(desk, before, after)
    user = User.objects.create_user("member", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_appointment", "change_appointment"]))
    client.force_login(user)

    assert (client.get(page).status_code, page in client.get(PAGE).content.decode()) == (403, False)


def queries(desk, *arguments):
    with CaptureQueriesContext(connection) as captured:
        (desk.post if arguments else desk.get)(PAGE, *arguments)
    return len(captured)


def test_pages_take_as_many_queries_for_three_portfolios_as_for_one(desk, before, after):
    def counted():
        held = Appointment.objects.filter(councillor__name__startswith="A")
        for each in held:
            PriorityActionFactory(portfolio=each.portfolio)
            PriorityActionFactory(portfolio=None, published_holder=each.councillor)
        values = typed(*(lines(each.portfolio, after.pk) for each in held))
        return queries(desk), queries(desk, values | {"_continue": "1"})

    counted()
    for_one = counted()
    AppointmentFactory.create_batch(2, councillor__name="A")

    assert counted() == for_one


def page_text(client, record, **query):
    return text_of(client.get(record.get_absolute_url(), query))


def test_residents_read_who_holds_it_on_the_days_before_and_after(client, desk, before, after):
    day = TODAY - timedelta(days=5)
    show_and_write(desk, typed(lines(before.portfolio, after.pk), day=day))
    client.logout()
    eve = (day - timedelta(days=1)).isoformat()

    assert "Held on that day by Councillor A (since 20 May 2021)." in page_text(
        client, before.portfolio, **{"as-at": eve}
    )
    assert "Held today by Councillor B (since" in page_text(client, before.portfolio)
    assert "Holds Housing on that day." in page_text(client, before.councillor, **{"as-at": eve})
    assert "Holds no portfolio today" in page_text(client, before.councillor)
    assert "Holds Housing today." in page_text(client, after)


def test_residents_read_an_announced_reshuffle_as_one_to_come(client, desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, after.pk), day=TOMORROW))
    client.logout()

    portfolio = page_text(client, before.portfolio)
    assert "Held today by Councillor A (since 20 May 2021)." in portfolio
    assert f"From {TOMORROW.day} {TOMORROW:%B %Y}" in portfolio
    assert "Holds no portfolio today" in page_text(client, after)


def test_residents_read_a_vacancy_from_its_day(client, desk, before):
    day = TODAY - timedelta(days=5)
    show_and_write(desk, typed(lines(before.portfolio, "vacant"), day=day))
    client.logout()

    since = f"Vacant today: nobody is on record as holding it since {day.day} {day:%B %Y}."
    assert since in page_text(client, before.portfolio)


def test_residents_read_both_who_share_it(client, desk, before, after):
    show_and_write(desk, typed(lines(before.portfolio, "", after.pk)))
    client.logout()

    assert "Held today by Councillor A (since 20 May 2021) and Councillor B" in page_text(client, before.portfolio)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("today", ["A"]), ("over", ["Past"]), ("to-come", ["Coming"]), ("nonsense", ["A", "Coming", "Past"])],
)
def test_appointments_are_narrowed_by_when_they_hold(desk, before, asked, found):
    AppointmentFactory(councillor__name="Past", ends_on=TODAY)
    AppointmentFactory(councillor__name="Coming", starts_on=TOMORROW)

    shown = desk.get(LIST, {"held": asked}).context["cl"].result_list

    assert sorted(each.councillor.name for each in shown) == found
