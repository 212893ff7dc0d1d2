"""The desk's pages for rolling a plan forward: what they show, what they keep, and whom they let in."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    DeliverableFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
)

from ledger.entries import Entry, entering
from outcomes.models import Plan
from priorities.models import Deliverable, Succession
from priorities.roll_forward.choices import Choice
from priorities.roll_forward.marking import mark

pytestmark = pytest.mark.django_db

WHY = "The next plan goes on with this work."
URL = "admin:priorities_succession_roll_forward"
CARRIED = {"how": "carried", "words": "Open a hub", "timescale": "By March 2024", "reason": WHY}


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def earlier():
    return PlanFactory(title="The old plan 2021/23")


@pytest.fixture
def promise(earlier):
    return promise_of(earlier, text="Open a hub")


@pytest.fixture
def draft(earlier):
    return PlanFactory(title="The new plan", state="draft", replaces=earlier, starts_on=None, ends_on=None)


def promise_of(plan, status="", **values):
    values.setdefault("priority", PriorityActionFactory(plan=plan, plan_outcome=None))
    promise = DeliverableFactory(**values)
    if status:
        ProgressUpdateFactory(deliverable=promise, status=status, decision_url="https://example.org/decision")
    return promise


def page_of(earlier, name="", *more):
    return reverse(f"{URL}{name}", args=[earlier.pk, *more])


def typed(promise, **values):
    """What a browser sends of one row: what was there when the page was opened, and what was typed."""
    before = {
        "how": "",
        "into": "",
        "words": promise.text,
        "timescale": "",
        "under": "",
        "reason": "",
        "decision_url": "",
    }
    name = f"promise-{promise.pk}"
    sent = {f"initial-{name}-{field}": value for field, value in before.items()}
    return sent | {f"{name}-{field}": value for field, value in (before | {"seen": ""} | values).items()}


def send(desk, earlier, *rows, query="", **more):
    """Send the list with these rows, each a promise and what was typed in it."""
    sent = {"row": [promise.pk for promise, _ in rows], **more}
    for promise, values in rows:
        sent |= typed(promise, **values)
    return desk.post(page_of(earlier, "_promises") + query, sent)


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one("#content").get_text(" ").split())


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# Who may come in


def user_with(*permissions):
    user = User.objects.create_user(f"with-{len(permissions)}", is_staff=True)
    codes = [permission.split(".")[1] for permission in permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


MARKS = ("outcomes.add_plan", "priorities.add_succession")


@pytest.mark.parametrize(
    ("permissions", "answers"),
    [
        ((), [403, 403, 403, 403, 403, 403]),
        (("outcomes.add_plan",), [403, 403, 403, 403, 403, 403]),
        (("priorities.view_succession",), [200, 200, 200, 403, 403, 403]),
        (MARKS, [200, 200, 200, 302, 302, 403]),
        (("outcomes.change_plan",), [200, 200, 200, 403, 403, 302]),
    ],
    ids=["nobody", "half", "reader", "marker", "publisher"],
)
def test_pages_ask_for_permissions(client, earlier, promise, draft, permissions, answers):
    client.force_login(user_with(*permissions))
    mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)
    pages = [
        reverse(f"{URL}s"),
        page_of(earlier),
        page_of(earlier, "_promises"),
        page_of(earlier, "_start"),
        page_of(earlier, "_carry", promise.priority.pk),
        page_of(earlier, "_publish"),
    ]

    assert [client.get(page).status_code for page in pages] == answers


def test_marks_are_saved_only_by_those_who_may(client, earlier, promise, draft):
    client.force_login(user_with("priorities.view_succession"))

    assert send(client, earlier, (promise, CARRIED)).status_code == 403
    assert Succession.objects.count() == 0


def test_anonymous_is_led_to_sign_in(client, earlier):
    assert client.get(page_of(earlier)).url.startswith("/admin/login/")


def test_page_of_no_plan_or_of_a_draft_is_not_found(desk, draft):
    assert [
        desk.get(page_of(draft)).status_code,
        desk.get("/admin/priorities/succession/roll-forward/0/").status_code,
    ] == [
        404,
        404,
    ]


# The start


def test_plans_are_listed_with_what_follows_them(desk, earlier, draft):
    assert "The old plan 2021/23 31 March 2023 The new plan, draft" in words(desk.get(reverse(f"{URL}s")))


def test_start_is_prefilled_one_year_on_and_says_what_is_copied(desk, earlier):
    page = desk.get(page_of(earlier, "_start"))

    assert page.context["form"].initial == {
        "title": "The old plan 2023/24",
        "slug": "the-old-plan-2023-24",
        "starts_on": date(2023, 4, 1),
        "ends_on": date(2024, 3, 31),
    }
    assert "They are copies: editing them changes nothing in The old plan 2021/23." in words(page)


def test_start_makes_the_draft_and_leads_to_the_overview(desk, earlier):
    PlanOutcomeFactory(plan=earlier)
    sent = {"title": "The new plan", "slug": "", "starts_on": "2023-04-01", "ends_on": "2024-03-31"}

    answer = desk.post(page_of(earlier, "_start"), sent, follow=True)

    draft = Plan.objects.get(replaces=earlier)
    assert (draft.slug, draft.state, draft.plan_outcomes.count()) == ("the-new-plan", "draft", 1)
    assert told(answer) == [
        "The new plan was started as a draft. Now say what becomes of each promise of The old plan 2021/23."
    ]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"slug": "taken"}, "slug", "Another plan has this part of the address already. Choose another."),
        (
            {"starts_on": "2021-04-01"},
            "starts_on",
            "The first day, 1 April 2021, must come after 1 April 2021, the first day of The old plan 2021/23, which "
            "this plan replaces.",
        ),
        ({"ends_on": "2020-01-01"}, "ends_on", "The last day of a plan cannot come before its first day."),
        (
            {"slug": "", "title": "!?"},
            "slug",
            "Nothing of the title can stand in an address. Write this part yourself.",
        ),
    ],
)
def test_start_that_does_not_fit_keeps_what_was_typed(desk, earlier, values, field, sentence):
    PlanFactory(slug="taken")
    sent = {"title": "The new plan", "slug": "new", "starts_on": "2023-04-01", "ends_on": "2024-03-31"} | values

    answer = desk.post(page_of(earlier, "_start"), sent)

    form = answer.context["form"]
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in sent} == sent
    assert sentence in words(answer)


@pytest.mark.parametrize("sent", [{}, {"title": "\x00", "slug": "\x00", "starts_on": "9" * 30, "ends_on": "x"}])
def test_start_with_nonsense_is_refused(desk, earlier, sent):
    assert desk.post(page_of(earlier, "_start"), sent).status_code == 200
    assert Plan.objects.count() == 1


def test_start_where_a_plan_follows_already_leads_to_that(desk, earlier, draft):
    answer = desk.get(page_of(earlier, "_start"), follow=True)

    assert told(answer)[0].startswith("The new plan replaces The old plan 2021/23 already")


def test_pages_open_with_how_many_promises_are_unfinished(desk, earlier, promise):
    promise_of(earlier)
    promise_of(earlier, "complete")

    said = "No plan follows The old plan 2021/23 yet; 2 of its promises are unfinished."
    assert [said in words(desk.get(page)) for page in (page_of(earlier), reverse(f"{URL}s"))] == [True, True]


def test_plan_without_promises_says_so(desk, earlier):
    said = "No plan follows The old plan 2021/23 yet, and The old plan 2021/23 has no promises on record."

    assert said in words(desk.get(page_of(earlier)))


def test_list_of_plans_opens_with_how_far_the_leading_one_is(desk, earlier, promise, draft):
    said = "The one unfinished promise of The old plan 2021/23 is marked. The new plan is a draft."
    mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)

    assert said in words(desk.get(reverse(f"{URL}s")))


def test_list_of_plans_opens_where_there_is_none(desk):
    assert "No plan is published yet" in words(desk.get(reverse(f"{URL}s")))


# The list


def test_list_opens_with_how_many_are_still_to_be_marked(desk, earlier, promise, draft):
    marked = promise_of(earlier)
    mark(marked, draft, Choice("dropped", reason=WHY), seen="", by=None)

    page = desk.get(page_of(earlier, "_promises"))

    assert "1 of 2 unfinished promises of The old plan 2021/23 is still to be marked." in words(page)
    assert [row.promise for group in page.context["groups"] for row in group.rows] == [promise]


def shown(desk, earlier, **asked):
    page = desk.get(page_of(earlier, "_promises"), asked)
    return [row.promise.text for group in page.context["groups"] for row in group.rows]


def test_list_can_be_narrowed(desk, earlier, draft):
    first = promise_of(earlier, text="Open")
    promise_of(earlier, "complete", text="Done")
    marked = promise_of(earlier, text="Ended")
    mark(marked, draft, Choice("dropped", reason=WHY), seen="", by=None)

    assert shown(desk, earlier) == ["Open"]
    assert shown(desk, earlier, show="marked") == ["Ended"]
    assert shown(desk, earlier, show="finished") == ["Done"]
    assert shown(desk, earlier, show="every") == ["Open", "Done", "Ended"]
    assert shown(desk, earlier, show="every", priority=first.priority.pk) == ["Open"]
    assert shown(desk, earlier, show="every", words="one") == ["Done"]
    assert shown(desk, earlier, promise=marked.pk) == ["Ended"]


@pytest.mark.parametrize(
    "asked", [{"show": "x"}, {"priority": "9" * 30}, {"priority": "²"}, {"promise": "x"}, {"page": "x"}, {"page": "-3"}]
)
def test_list_asked_for_nonsense_shows_what_is_to_be_marked(desk, earlier, promise, draft, asked):
    assert shown(desk, earlier, **asked) == ["Open a hub"]


def test_row_shows_where_the_promise_stands(desk, earlier, draft):
    promise_of(earlier, "on-track", text="Open a hub")

    said = words(desk.get(page_of(earlier, "_promises")))

    assert "Stands On track Due By March 2022: overdue by" in said
    assert "Last report 30 September 2021: An example of progress." in said


def test_row_is_saved_and_its_timescale_read(desk, earlier, promise, draft):
    answer = send(desk, earlier, (promise, CARRIED), query="?show=marked")
    page = desk.get(answer.url)

    later = Succession.objects.get().later
    assert (answer.status_code, later.text) == (302, "Open a hub")
    assert told(page) == ["What becomes of 1 promise is saved."]
    assert later.timescale_reading in words(page)


def test_timescale_without_an_end_is_filled_in_and_any_other_is_not(desk, earlier, draft):
    promise_of(earlier, timescale_text="Ongoing")
    promise_of(earlier, timescale_text="By March 2022")
    promise_of(earlier, timescale_text="From April 2022 and ongoing")

    page = desk.get(page_of(earlier, "_promises"))

    filled = [row.form["timescale"].value() for group in page.context["groups"] for row in group.rows]
    assert filled == ["Ongoing", "", ""]


@pytest.fixture
def dated(draft):
    """The draft, with days: it runs from April 2023 to March 2024."""
    draft.starts_on, draft.ends_on = date(2023, 4, 1), date(2024, 3, 31)
    draft.save()
    return draft


def test_timescale_that_ends_while_the_new_plan_runs_is_filled_in(desk, earlier, dated):
    promise = promise_of(earlier, timescale_text="By June 2023")
    promise_of(earlier, timescale_text="By March 2023")
    promise_of(earlier, timescale_text="By June 2024")

    page = desk.get(page_of(earlier, "_promises"))
    carry = desk.get(page_of(earlier, "_carry", promise.priority.pk))

    filled = [row.form["timescale"].value() for group in page.context["groups"] for row in group.rows]
    assert filled == ["By June 2023", "", ""]
    assert carry.context["form"]["timescale"].value() == "By June 2023"


DOUBTS = {
    "By March 2020": "It ends on 31 March 2020, before the new plan begins on 1 April 2023.",
    "sometime soon": "No date can be read from it, so nobody can tell when it is due.",
}


@pytest.mark.parametrize(("timescale", "doubt"), DOUBTS.items())
def test_timescale_that_would_surprise_is_asked_about_before_it_is_written(
    desk, earlier, promise, dated, timescale, doubt
):
    typed_here = CARRIED | {"timescale": timescale}

    asked = send(desk, earlier, (promise, typed_here))

    assert f"{doubt} Write another timescale, or tick" in words(asked)
    assert timescale in asked.content.decode()
    assert Succession.objects.count() == 0
    assert send(desk, earlier, (promise, typed_here | {"all_the_same": "on"})).status_code == 302
    assert Succession.objects.get().later.timescale_text == timescale


def test_timescale_that_was_written_all_the_same_is_not_asked_about_again(desk, earlier, promise, dated):
    own = Choice("carried", words="Open a hub", timescale="sometime soon", reason=WHY)
    mark(promise, dated, own, seen="", by=None)
    [row] = [row for group in rows_shown(desk, earlier) for row in group.rows]

    again = CARRIED | {"timescale": "sometime soon", "seen": row.form["seen"].value(), "reason": f"{WHY} So it does."}

    assert send(desk, earlier, (promise, again)).status_code == 302
    assert Succession.objects.get().reason == f"{WHY} So it does."


def rows_shown(desk, earlier):
    return desk.get(page_of(earlier, "_promises"), {"show": "marked"}).context["groups"]


@pytest.mark.parametrize(("timescale", "doubt"), DOUBTS.items())
def test_priority_is_carried_with_such_a_timescale_only_once_it_is_ticked(
    desk, earlier, promise, dated, timescale, doubt
):
    page = page_of(earlier, "_carry", promise.priority.pk)
    sent = {"seen": desk.get(page).context["seen"], "timescale": timescale, "reason": WHY}

    asked = desk.post(page, sent)

    assert (doubt in words(asked), "Write this timescale all the same" in words(asked)) == (True, True)
    assert Succession.objects.count() == 0
    desk.post(page, sent | {"all_the_same": "on"})
    assert Succession.objects.get().later.timescale_text == timescale


def test_promises_with_such_timescales_are_listed_where_the_plan_is_published(desk, earlier, promise, dated):
    mark(promise, dated, Choice("dropped", reason=WHY), seen="", by=None)
    new = PriorityActionFactory(plan=dated, plan_outcome=None)
    listed = [DeliverableFactory(priority=new, timescale_text=text) for text in DOUBTS]
    DeliverableFactory(priority=new, timescale_text="By March 2024")

    page = desk.get(page_of(earlier))

    links = BeautifulSoup(page.content, "html.parser").select("#doubtful + ul a")
    assert [link["href"] for link in links] == [
        reverse("admin:priorities_deliverable_change", args=[each.pk]) for each in listed
    ]
    assert "Look at 2 timescales before you publish: they end before the plan begins, or give no date." in words(page)
    assert "Nothing stands in the way" not in words(page)


def test_row_with_faults_keeps_what_was_typed_while_others_are_saved(desk, earlier, promise, draft):
    other = promise_of(earlier, text="Plant a tree")

    answer = send(
        desk, earlier, (promise, {"how": "dropped", "reason": "tbc"}), (other, {"how": "dropped", "reason": WHY})
    )

    assert [each.earlier for each in Succession.objects.all()] == [other]
    assert told(answer) == ["What becomes of 1 promise is saved."]
    [fault] = BeautifulSoup(answer.content, "html.parser").select(".roll-faults li a")
    assert fault["href"] == f"#id_promise-{promise.pk}-reason"
    assert fault.text.startswith("“Open a hub”: The reason does not say why")
    assert f'<textarea name="promise-{promise.pk}-reason"' in answer.content.decode()
    assert re.search(r'value="dropped"[^>]*checked', answer.content.decode())


def test_one_row_is_saved_alone_and_the_others_stay_as_typed(desk, earlier, promise, draft):
    other = promise_of(earlier, text="Plant a tree")
    rows = (promise, {"how": "dropped", "reason": WHY}), (other, {"how": "dropped", "reason": "tbc"})

    answer = send(desk, earlier, *rows, only=promise.pk)

    assert [each.earlier for each in Succession.objects.all()] == [promise]
    assert told(answer) == [
        "What becomes of 1 promise is saved. What else you typed on this page is not saved yet: it stands below as you "
        "left it."
    ]
    assert "tbc" in answer.content.decode()
    assert not BeautifulSoup(answer.content, "html.parser").select(".errorlist, .roll-faults")


def test_page_on_which_nothing_was_changed_writes_nothing(desk, earlier, promise, draft):
    answer = send(desk, earlier, (promise, {}))

    assert told(desk.get(answer.url)) == ["Nothing was changed on this page, so nothing was saved."]
    assert Succession.objects.count() == 0


def test_second_of_two_officers_is_told_and_keeps_what_was_typed(desk, officer, earlier, promise, draft):
    mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=officer)

    answer = send(desk, earlier, (promise, CARRIED | {"reason": "Mine is another reason altogether."}))

    assert "officer marked it as dropped at" in words(answer)
    assert "Mine is another reason altogether." in answer.content.decode()
    [row] = [row for group in answer.context["groups"] for row in group.rows]
    sent = CARRIED | {"seen": row.form["seen"].value()}
    assert send(desk, earlier, (promise, sent)).status_code == 302
    assert Succession.objects.get().how == "carried"


def test_row_that_somebody_else_marked_meanwhile_but_was_not_touched_here_is_left_alone(desk, earlier, promise, draft):
    other = promise_of(earlier)
    mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)

    answer = send(desk, earlier, (promise, {}), (other, {"how": "dropped", "reason": WHY}))

    assert (answer.status_code, Succession.objects.count()) == (302, 2)


def test_promise_into_which_it_is_merged_can_be_gone(desk, earlier, promise, draft):
    answer = send(desk, earlier, (promise, {"how": "merged", "into": "promise-0", "reason": WHY}))

    assert "What you chose is not in the new plan any more. Choose another." in words(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"row": "x"},
        {"row": "9" * 40},
        {"row": ["0"], "only": "x"},
        {"row": "\x00", "only": "\x00"},
    ],
)
def test_list_sent_with_nonsense_writes_nothing(desk, earlier, promise, draft, sent):
    assert desk.post(page_of(earlier, "_promises"), sent).status_code == 302
    assert Succession.objects.count() == 0


@pytest.mark.parametrize("value", ["\x00", "x", "promise-", "priority-9999999999999999999999", "²"])
def test_row_sent_with_nonsense_is_refused(desk, earlier, promise, draft, value):
    sent = dict.fromkeys(("how", "into", "under", "seen", "words", "timescale", "reason", "decision_url"), value)

    answer = send(desk, earlier, (promise, sent | {"how": "carried"}))

    assert (answer.status_code, Succession.objects.count()) == (200, 0)


def test_promise_of_another_plan_is_not_marked(desk, earlier, draft):
    stranger = DeliverableFactory()

    send(desk, earlier, (stranger, CARRIED))

    assert Succession.objects.count() == 0


def test_split_up_promise_leads_to_its_own_page(desk, earlier, promise, draft):
    for _ in range(2):
        priority = PriorityActionFactory(plan=draft, plan_outcome=None)
        SuccessionFactory(earlier=promise, plan=draft, later_priority=priority, published=False)

    assert "It is split up and has several marks." in words(desk.get(page_of(earlier, "_promises"), {"show": "marked"}))


# A priority at once


def test_priority_is_carried_as_a_whole(desk, earlier, promise, draft):
    other = promise_of(earlier, priority=promise.priority, text="Plant a tree")
    page = page_of(earlier, "_carry", promise.priority.pk)
    seen = desk.get(page).context["seen"]

    answer = desk.post(page, {"seen": seen, "timescale": "By March 2024", "reason": WHY}, follow=True)

    assert {each.later.text for each in Succession.objects.all()} == {promise.text, other.text}
    assert told(answer)[0].startswith("2 promises under “")


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, {"timescale", "reason"}),
        ({"timescale": "\x00", "reason": "tbc"}, {"timescale", "reason"}),
        ({"timescale": "Ongoing", "reason": WHY}, {"__all__"}),
    ],
    ids=["nothing", "nonsense", "list-not-seen"],
)
def test_priority_carried_with_faults_writes_nothing(desk, earlier, promise, draft, sent, fields):
    answer = desk.post(page_of(earlier, "_carry", promise.priority.pk), sent | {"seen": "1-2"})

    assert set(answer.context["form"].errors) == fields if sent else answer.status_code == 200
    assert Succession.objects.count() == 0


# The overview


def opened(desk, earlier, words_in_link):
    """The list that a link of the overview opens, and the link's words."""
    page = BeautifulSoup(desk.get(page_of(earlier)).content, "html.parser")
    [link] = [each for each in page.select("#content a") if words_in_link in each.text]
    return link.text.strip(), [each.pk for each in desk.get(link["href"]).context["cl"].result_list]


def test_promises_of_the_new_plan_are_counted_as_they_are_listed(desk, earlier, promise, draft):
    heading = DeliverableFactory(priority__plan=draft)
    under = [DeliverableFactory(priority=heading.priority, parent=heading, order=order).pk for order in (1, 2)]

    words, listed = opened(desk, earlier, "2 so far")

    assert (words, sorted(listed)) == ("2 so far", under)


@pytest.mark.parametrize("rows", [1, 3])
def test_reports_on_the_earlier_plan_that_await_sign_off_are_counted_as_they_are_listed(desk, earlier, draft, rows):
    waiting = [
        ProgressUpdateFactory(deliverable=promise_of(earlier, text=f"Promise {number}"), state="awaiting").pk
        for number in range(rows)
    ]
    ProgressUpdateFactory(deliverable=promise_of(earlier), state="draft")
    ProgressUpdateFactory(state="awaiting")

    words, listed = opened(desk, earlier, "on its promises")

    assert (words, sorted(listed)) == (f"{rows} report{'s'[: rows - 1]} on its promises", waiting)


def test_reports_that_await_sign_off_are_not_told_to_who_may_not_read_them(client, earlier, promise, draft):
    ProgressUpdateFactory(deliverable=promise, state="awaiting")
    client.force_login(user_with("priorities.view_succession"))

    assert "sign-off" not in words(client.get(page_of(earlier)))


def test_plan_taken_back_to_a_draft_leads_to_why_nothing_can_be_marked(desk, earlier, promise, draft):
    earlier.state = "draft"
    with entering(Entry("It was published too early by mistake.")):
        earlier.save()

    pages = [page_of(earlier, name) for name in ("", "_promises", "_publish")]
    answers = [desk.get(page, follow=True) for page in [*pages, page_of(earlier, "_carry", promise.priority.pk)]]
    sent = [
        send(desk, earlier, (promise, CARRIED)),
        desk.post(page_of(earlier, "_publish"), {}),
    ]

    why = "is a draft at present, so its promises cannot be marked: that"
    assert [why in words(each) for each in answers] == [True] * 4
    assert not BeautifulSoup(answers[0].content, "html.parser").select("#content form")
    assert ([each.url for each in sent], Succession.objects.count()) == ([page_of(earlier)] * 2, 0)
    assert Plan.objects.get(pk=draft.pk).state == "draft"


# Publishing


def test_overview_leads_to_what_is_still_to_be_marked_and_says_who_may_publish(client, earlier, promise, draft):
    publisher = user_with("outcomes.change_plan")
    client.force_login(user_with(*MARKS))

    page = client.get(page_of(earlier))

    assert "It cannot be published yet: 1 unfinished promise is not marked. Mark it" in words(page)
    assert f"You cannot publish it. These people can: {publisher.username}." in words(page)


def test_refusal_to_publish_names_every_open_promise_and_leads_to_it(desk, earlier, draft):
    promises = [promise_of(earlier, text=f"Promise {number}") for number in range(5)]

    answer = desk.post(page_of(earlier, "_publish"), {})

    links = BeautifulSoup(answer.content, "html.parser").select(".roll-faults li a")
    listed = page_of(earlier, "_promises")
    assert [link["href"] for link in links] == [f"{listed}?promise={promise.pk}" for promise in promises]
    assert Plan.objects.get(pk=draft.pk).state == "draft"


def test_moment_to_publish_at_is_set_shown_and_taken_away(desk, earlier, draft):
    day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)

    answer = desk.post(page_of(earlier, "_publish"), {"at": "1", "publish_at": f"{day}T09:30"}, follow=True)
    assert f"It is to be published on {day.day} {day:%B %Y} at 09:30." in words(answer)
    assert timezone.localtime(Plan.objects.get(pk=draft.pk).publish_at).strftime("%d %H:%M") == "01 09:30"

    desk.post(page_of(earlier, "_publish"), {"by_hand": "1"})
    assert Plan.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.parametrize(
    "sent", [{"publish_at": "2020-01-01T09:00"}, {"publish_at": "9999-12-31T23:59"}, {}, {"publish_at": "\x00"}]
)
def test_moment_that_cannot_be_is_refused_and_kept(desk, earlier, draft, sent):
    answer = desk.post(page_of(earlier, "_publish"), {"at": "1"} | sent)

    assert (answer.status_code, bool(answer.context["publish_at"].errors)) == (200, True)
    assert Plan.objects.get(pk=draft.pk).publish_at is None


def test_moment_that_is_set_while_promises_are_unmarked_names_the_condition(desk, earlier, promise, draft):
    day = timezone.localdate() + timedelta(days=30)

    answer = desk.post(page_of(earlier, "_publish"), {"at": "1", "publish_at": f"{day}T09:30"}, follow=True)

    said = f"is to be published on {day.day} {day:%B %Y}, 09:30, if by then the 1 promise left is marked."
    assert told(answer) == [f"The new plan {said}"]


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        (False, "and was not: 1 promise is still to be marked. The next run tries again once all are marked."),
        (True, "and is not yet: the next run tries it, within minutes."),
    ],
    ids=["unmarked", "marked"],
)
def test_moment_that_has_passed_is_told_as_passed(desk, earlier, promise, draft, marked, why):
    draft.publish_at = datetime(2022, 5, 3, 9, tzinfo=UTC)
    draft.save()
    if marked:
        mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)

    said = words(desk.get(page_of(earlier)))

    assert f"It was to be published on 3 May 2022, 10:00 {why}" in said
    assert "It is to be published" not in said


@pytest.mark.parametrize(("state", "times"), [("current", 2), ("archived", 0)])
def test_what_becomes_of_the_earlier_plan_is_said_with_both_ways_to_publish(desk, earlier, draft, state, times):
    earlier.state = state
    earlier.save()

    said = (
        "The old plan 2021/23 is past its last day, 31 March 2023, so it is archived as The new plan takes its place."
    )
    assert words(desk.get(page_of(earlier))).count(said) == times


def test_plan_can_be_published_now_only_once_all_is_marked(desk, earlier, promise, draft):
    button = "Publish The new plan now"
    before = words(desk.get(page_of(earlier)))
    mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)

    assert (button in before, button in words(desk.get(page_of(earlier)))) == (False, True)


@pytest.mark.parametrize("sent", [{}, {"at": "1", "publish_at": "2020-01-01T09:00"}, {"by_hand": "1"}])
def test_publishing_what_is_public_already_is_answered(desk, earlier, draft, sent):
    draft.state = "current"
    draft.save()

    answer = desk.post(page_of(earlier, "_publish"), sent, follow=True)

    assert told(answer) == ["The new plan is public already: nothing was changed."]


def test_refusal_on_the_plans_own_form_leads_to_what_is_still_to_be_marked(desk, earlier, promise, draft):
    page = reverse("admin:outcomes_plan_change", args=[draft.pk])
    form = BeautifulSoup(desk.get(page).content, "html.parser").select_one("#plan_form")
    sent = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden][name]")}
    sent |= {"title": draft.title, "state": "current", "replaces": earlier.pk}

    answer = desk.post(page, sent)

    link = f'<a href="{page_of(earlier, "_promises")}?show=unmarked">Mark the promises that are still open</a>'
    assert link in answer.content.decode()


# The way of a whole plan


def test_plan_is_rolled_forward_from_start_to_finish(desk, client, earlier):
    priority = PriorityActionFactory(plan_outcome=PlanOutcomeFactory(plan=earlier), number=1, title="Hubs")
    states = ["on-track", "", "at-risk", "not-started", "complete", "withdrawn"]
    promises = []
    for number, status in enumerate(states):
        promise = DeliverableFactory(priority=priority, text=f"Promise {number}")
        if status:
            cause = dict.fromkeys(("cause", "action", "next_step"), "Example.")
            decision = "https://example.org/decision"
            about = "The work was stopped after the floods." if status == "withdrawn" else "An example."
            ProgressUpdateFactory(deliverable=promise, status=status, commentary=about, decision_url=decision, **cause)
        promises.append(promise)
    what_happened = f"{earlier.get_absolute_url()}what-happened/"
    before = client.get(what_happened).content

    sent = {"title": "The new plan", "slug": "", "starts_on": "2023-04-01", "ends_on": "2024-03-31"}
    desk.post(page_of(earlier, "_start"), sent)
    first, second, third, fourth, *_ = promises
    send(
        desk, earlier, (first, CARRIED | {"words": first.text}), (second, CARRIED | {"how": "replaced", "words": "New"})
    )
    carried = Deliverable.objects.get(preceded_by__earlier=first)
    into = {"how": "merged", "into": f"promise-{carried.pk}", "reason": WHY}
    send(desk, earlier, (third, into), (fourth, {"how": "dropped", "reason": WHY}))
    assert client.get(what_happened).content == before

    answer = desk.post(page_of(earlier, "_publish"), {"archive": "on"}, follow=True)

    assert told(answer)[-1] == "The new plan is public now."
    assert "is public, so this page is only to be read" in words(answer)
    assert not BeautifulSoup(answer.content, "html.parser").select("#content form")
    assert [plan.state for plan in Plan.objects.order_by("pk")] == ["archived", "current"]
    page = BeautifulSoup(client.get(what_happened).content, "html.parser")
    assert [" ".join(heading.text.split()) for heading in page.select("main section[id] > h2")] == [
        "Complete: 1",
        "Carried forward: 1",
        "Merged into something else: 1",
        "Replaced: 1",
        "Dropped: 1",
        "Withdrawn while the plan ran: 1",
    ]
    assert "Promise 0" in client.get("/plans/the-new-plan/").content.decode()
    read_only = desk.get(page_of(earlier, "_promises"), {"show": "marked"})
    assert not BeautifulSoup(read_only.content, "html.parser").select("#content form[method=post] fieldset")
    assert send(desk, earlier, (first, CARRIED)).status_code == 302


# Doors


def test_plan_pages_and_lists_lead_here(desk, earlier, promise, draft):
    here, there = reverse("admin:outcomes_plan_change", args=[earlier.pk]), reverse("admin:outcomes_plan_changelist")

    assert page_of(earlier) in desk.get(here).content.decode()
    assert reverse(f"{URL}s") in desk.get(there).content.decode()
    assert reverse(f"{URL}s") in desk.get(reverse("admin:priorities_succession_changelist")).content.decode()
    assert page_of(earlier) in desk.get(reverse("admin:outcomes_plan_change", args=[draft.pk])).content.decode()


@pytest.mark.parametrize(("marked", "texts"), [("no", ["Open"]), ("yes", ["Ended"]), ("x", None)])
def test_deliverables_can_be_listed_by_whether_they_are_marked(desk, earlier, draft, marked, texts):
    promise_of(earlier, text="Open")
    promise_of(earlier, "complete", text="Done")
    ended = promise_of(earlier, text="Ended")
    mark(ended, draft, Choice("dropped", reason=WHY), seen="", by=None)

    page = desk.get(reverse("admin:priorities_deliverable_changelist"), {"marked": marked})

    listed = [each.text for each in page.context["cl"].result_list]
    assert sorted(listed) == (texts or ["Done", "Ended", "Open"])


# Queries


@pytest.mark.parametrize("name", ["", "_promises"])
def test_pages_take_as_many_queries_for_three_rows_as_for_one(desk, earlier, draft, name):
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            one_of_each(earlier, draft)
        page = page_of(earlier, name) + "?show=every"
        desk.get(page)
        with CaptureQueriesContext(connection) as taken:
            desk.get(page)
        counts.append(len(taken))

    assert counts[0] == counts[1] <= 25


def one_of_each(earlier, draft):
    ProgressUpdateFactory(deliverable=promise_of(earlier, "on-track"), state="awaiting")
    carried = promise_of(earlier)
    mark(carried, draft, Choice("carried", words="A", timescale="sometime soon", reason=WHY), seen="", by=None)
    ended = promise_of(earlier)
    mark(ended, draft, Choice("dropped", reason=WHY), seen="", by=None)
