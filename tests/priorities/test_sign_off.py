"""The page on which a report is signed off or returned."""

from datetime import date, timedelta

import pytest
from desk_people import approver, contributor_of
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory

from ledger.clock import moment_in_words
from ledger.models import KeptForm
from priorities import reporting, steps
from priorities.admin.moments import DAY_NEEDED
from priorities.admin.sign_off import compare
from priorities.admin.sign_off_form import MOMENT_TYPED, REMARK_NEEDED, REMARK_TYPED, ROLE_NEEDED
from priorities.models import ProgressUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory())


@pytest.fixture
def report(promise):
    """What awaits sign-off, beside what residents read now."""
    ProgressUpdateFactory(deliverable=promise, commentary="The walls are up.", as_of=date(2022, 1, 1))
    writer = contributor_of(promise.directorate)
    return ProgressUpdateFactory(
        deliverable=promise,
        commentary="The roof is on.",
        status="complete",
        as_of=date(2022, 2, 1),
        state="awaiting",
        written_by=writer,
    )


@pytest.fixture
def boss(client):
    user = approver()
    client.force_login(user)
    return user


def address(report):
    return reverse("admin:priorities_progressupdate_sign_off", args=[report.pk])


def in_two_days():
    """At nine, which every day has, and once: the clocks change at night."""
    return timezone.localtime(timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)


def at(moment):
    """What is typed to publish it at this moment."""
    local = timezone.localtime(moment)
    return {"publish": "later", "publish_day": f"{local:%Y-%m-%d}", "publish_time": f"{local:%H:%M}"}


def press(client, report, step, page=None, **changes):
    page = page or client.get(address(report))
    values = {field.html_name: field.value() for field in page.context["form"]}
    return client.post(
        address(report), {k: v for k, v in values.items() if v not in (None, "")} | changes | {"step": step}
    )


def errors(page):
    return page.context["form"].errors


@pytest.mark.usefixtures("boss")
def test_page_shows_what_residents_read_now_beside_what_they_would_read(client, report):
    page = client.get(address(report))

    rows = {row.label: ([*row.now], [*row.then]) for row in page.context["rows"]}
    assert [mark.text for mark in rows["What happened since"][0] if mark.kind == "dropped"] == ["walls are up."]
    assert [mark.text for mark in rows["What happened since"][1] if mark.kind == "added"] == ["roof is on."]
    assert [mark.kind for mark in rows["Reported by"][1]] == ["same"]
    assert page.context["title"] == f"Sign off: {report.deliverable.text}"
    assert "A report awaits your sign-off" in page.content.decode()
    assert str(report.written_by) in page.content.decode()


@pytest.mark.usefixtures("boss")
def test_page_leads_to_the_evidence_and_says_how_hard_its_words_are(client, report):
    report.evidence = "Photographs: https://example.org/p\nhttps://example.org/c"
    report.decision_url = "https://example.org/d"
    report.commentary = "We will open the hub in March. You can ask us there for help to find work."
    report.save()

    page = client.get(address(report))

    assert [link.name for link in page.context["links"]] == ["Photographs", "example.org/c", "the decision"]
    assert page.context["reading"] == "Reading age about 6; the longest sentence has 10 words."
    assert [link.url for link in page.context["links"] if f'href="{link.url}"' not in page.content.decode()] == []


def test_first_report_is_held_against_nothing(promise):
    report = ProgressUpdateFactory(deliverable=promise, state="awaiting")

    assert [(row.label, row.now) for row in compare(None, report)] == [
        ("How it is going", []),
        ("What happened since", []),
        ("As at", []),
        ("Reported by", []),
    ]


@pytest.mark.usefixtures("boss")
def test_confirmation_leaves_the_words_that_it_confirms(client, promise):
    ProgressUpdateFactory(deliverable=promise, commentary="The walls are up.", as_of=date(2022, 1, 1))
    ProgressUpdateFactory(deliverable=promise, commentary="", kind="no-change", as_of=date(2022, 2, 1))
    report = ProgressUpdateFactory(
        deliverable=promise, commentary="", kind="no-change", as_of=date(2022, 3, 1), state="awaiting"
    )

    page = client.get(address(report))

    assert [row.label for row in page.context["rows"] if row.label == "What happened since"] == []
    assert "Confirms what was said on 1 January 2022; those words stay." in page.content.decode()
    assert "The walls are up." in page.content.decode()
    reporting.sign_off(report)
    ProgressUpdateFactory(deliverable=promise, commentary="The roof is on.", as_of=date(2022, 4, 1))
    assert client.get(address(report)).context["confirmed"].commentary == "The walls are up."


@pytest.mark.usefixtures("boss")
def test_page_says_where_the_new_report_and_the_calendar_disagree(client):
    promise = DeliverableFactory(timescale_text="By January 2022")
    report = ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 3, 1), state="awaiting")

    page = client.get(address(report)).content.decode()

    assert "The council says it is on track, but the calendar says its date passed on 31 January 2022." in page


def test_report_is_signed_off_by_its_reader_and_role(client, report, boss):
    answer = press(client, report, "publish", approved_by="Head of housing")

    version = report.history.latest("history_id")
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))
    assert (version.state, version.history_user, version.history_approved_by) == ("published", boss, "Head of housing")


@pytest.mark.usefixtures("boss")
def test_report_is_signed_off_for_later(client, report):
    moment = in_two_days()

    page = press(client, report, "publish", **at(moment)).wsgi_request

    report.refresh_from_db()
    told = f"Signed off, to be published on {moment_in_words(moment)}"
    assert (report.state, report.publish_at) == ("signed-off", moment)
    assert [str(each).partition(" “")[0].partition(" <")[0] for each in get_messages(page)] == [f"{told}."]
    opened = client.get(address(report))
    assert (opened.context["is_now"], opened.context["versions"][0].stands) == (f"{told}.", told)
    assert client.get(reverse("admin:priorities_progressupdate_changelist")).content.decode().count(told) == 1


@pytest.mark.usefixtures("boss")
def test_report_that_has_its_moment_is_given_another_one_or_published_now(client, report):
    moment = in_two_days()
    press(client, report, "publish", **at(moment))

    page = client.get(address(report)).content.decode()
    assert [words in page for words in ("Change the moment</button>", "Publish now", ">Sign off</button>")] == [
        True,
        True,
        False,
    ]
    press(client, report, "schedule", publish_day=(moment + timedelta(days=1)).date())
    report.refresh_from_db()
    assert (report.state, timezone.localtime(report.publish_at)) == ("signed-off", moment + timedelta(days=1))

    press(client, report, "publish")
    assert ProgressUpdate.objects.get(pk=report.pk).state == "published"


@pytest.mark.usefixtures("boss")
def test_report_that_has_its_moment_is_returned(client, report):
    press(client, report, "publish", **at(in_two_days()))

    press(client, report, "return", remark="Say which roof.")

    report.refresh_from_db()
    assert (report.state, report.publish_at) == ("returned", None)


@pytest.mark.usefixtures("boss")
def test_report_signed_off_for_later_meanwhile_shows_its_moment_and_can_be_returned(client, report):
    opened, moment = client.get(address(report)), in_two_days()
    reporting.sign_off(report, publish_at=moment)

    page = press(client, report, "publish", opened)
    assert (page.status_code, page.context["form"]["publish_day"].value()) == (200, moment.date())

    press(client, report, "return", page, remark="Say which roof.")
    assert ProgressUpdate.objects.get(pk=report.pk).state == "returned"


@pytest.mark.usefixtures("boss")
def test_report_whose_moment_is_over_says_so(client, report):
    report.state, report.publish_at = "signed-off", timezone.now() - timedelta(hours=1)
    report.save()

    assert "That moment is over, and residents do not read it yet." in client.get(address(report)).content.decode()


@pytest.mark.usefixtures("boss")
def test_report_is_returned_with_a_remark(client, report):
    press(client, report, "return", remark="Say which roof.")

    report.refresh_from_db()
    assert (report.state, report.remark) == ("returned", "Say which roof.")
    assert "Say which roof." in client.get(address(report)).content.decode()


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    ("step", "typed", "fault"),
    [
        ("return", {}, {"remark": [REMARK_NEEDED]}),
        ("return", {"remark": "  "}, {"remark": [REMARK_NEEDED]}),
        ("publish", {"remark": "Say which roof."}, {"remark": [REMARK_TYPED]}),
        ("return", {"remark": "No.", "publish_day": "2999-01-01"}, {"publish_day": [MOMENT_TYPED]}),
        ("publish", {"publish": "later"}, {"publish_day": [DAY_NEEDED]}),
        ("schedule", {}, {"publish_day": [DAY_NEEDED]}),
        ("publish", {"approved_by": " "}, {"approved_by": [ROLE_NEEDED]}),
    ],
    ids=["no-remark", "empty-remark", "remark-and-sign-off", "moment-and-return", "half-a-day", "no-day", "no-role"],
)
def test_answer_that_says_two_things_or_none_comes_back(client, report, step, typed, fault):
    page = press(client, report, step, **typed)

    report.refresh_from_db()
    assert (errors(page), report.state) == (fault, "awaiting")
    assert all(page.context["form"][name].value() == value for name, value in typed.items())


@pytest.mark.usefixtures("boss")
def test_report_that_changed_meanwhile_is_not_signed_off_unseen(client, report):
    opened = client.get(address(report))
    report.commentary = "The roof is half on."
    report.save()

    page = press(client, report, "publish", opened, approved_by="Head of housing")
    assert (page.status_code, ProgressUpdate.objects.get(pk=report.pk).state) == (200, "awaiting")
    assert "half" in page.content.decode()
    assert page.context["form"]["approved_by"].value() == "Head of housing"

    press(client, report, "publish", page)
    assert ProgressUpdate.objects.get(pk=report.pk).state == "published"


@pytest.mark.usefixtures("boss")
def test_report_taken_back_meanwhile_is_told(client, report):
    opened = client.get(address(report))
    reporting.take_back(report)

    page = press(client, report, "return", opened, remark="Say which roof.")

    told = ["The contributor took it back meanwhile; it is a draft again. Your remark is kept."]
    assert (page.status_code, errors(page)) == (200, {"__all__": told})
    assert [(each.label, each.value) for each in page.context["typed"]][-1] == ("Remark", "Say which roof.")
    assert [part in page.content.decode() for part in ("It is a draft now.", 'name="step"', "Or return it")] == [
        True,
        False,
        False,
    ]


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("state", ["draft", "returned"])
def test_report_that_another_person_has_is_not_signed_off(client, report, state):
    report.state, report.remark = state, "Say which roof."
    report.save()

    page = client.post(address(report), {"step": "publish", "revision": report.revision, "approved_by": "Director"})

    assert (page.context["nothing_to_send_to"], errors(page)) == (True, {"__all__": [steps.MEANWHILE[state]]})
    assert ProgressUpdate.objects.get(pk=report.pk).state == state


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "nobody's"])
def test_draft_that_nobody_else_wrote_is_signed_off_but_not_returned(client, report, boss, is_own):
    report.written_by, report.state = boss if is_own else None, "draft"
    report.save()

    page = client.get(address(report)).content.decode()
    assert ('value="publish"' in page, 'value="return"' in page) == (True, False)
    press(client, report, "publish")
    assert ProgressUpdate.objects.get(pk=report.pk).state == "published"


def test_remark_on_a_report_that_was_published_meanwhile_comes_back(client, report, boss):
    opened = client.get(address(report))
    reporting.sign_off(report)

    page = press(client, report, "return", opened, remark="Say which roof.").content.decode()
    KeptForm.objects.create(user=boss, address=address(report), typed=[["remark", "Say which roof."]])
    kept = client.get(address(report)).content.decode()
    taken_up = client.get(f"{address(report)}?kept=1", follow=True).content.decode()

    assert ("Say which roof." in page, 'name="step"' in page) == (True, False)
    assert ("there is nothing left to send it to" in kept, "<details open>" in kept) == (True, True)
    assert [words in kept for words in ("Say which roof.", "Take it up again")] == [True, False]
    assert [words in taken_up for words in ("Say which roof.", "stands in the form again")] == [True, False]


@pytest.mark.usefixtures("boss")
def test_published_report_is_held_against_the_one_before_it(client, report):
    reporting.sign_off(report)

    page = client.get(address(report))
    told = page.content.decode()

    assert ("It is published already." in told, 'name="step"' in told) == (True, False)
    assert page.context["stands"].startswith("The council says “complete”")
    assert page.context["latest"].commentary == "The walls are up."
    assert "What would be published" not in told
    second = ProgressUpdateFactory(deliverable=report.deliverable, as_of=report.as_of)
    before = [client.get(address(each)).context["latest"].commentary for each in (report, second)]
    assert before == ["The walls are up.", "The roof is on."]


@pytest.mark.usefixtures("boss")
def test_published_report_says_where_it_and_the_calendar_disagree(client):
    promise = DeliverableFactory(timescale_text="By January 2022")
    report = ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 3, 1))

    page = client.get(address(report))

    assert "What is published does not fit together:" in page.content.decode()
    assert page.context["disagreement"].startswith("The council says it is on track, but the calendar")


def test_own_report_says_so(client, report, boss):
    report.written_by = boss
    report.save()

    assert "You wrote this report yourself." in client.get(address(report)).content.decode()


@pytest.mark.usefixtures("boss")
def test_report_on_a_day_before_what_residents_read_says_so(client, report):
    ProgressUpdateFactory(deliverable=report.deliverable, as_of=date(2022, 3, 1))

    assert "Residents read a later report already." in client.get(address(report)).content.decode()


@pytest.mark.usefixtures("boss")
def test_approver_goes_on_to_the_next_report_that_waits(client, report):
    other = ProgressUpdateFactory(state="awaiting")

    assert press(client, report, "publish").url == address(other)


@pytest.mark.usefixtures("boss")
def test_approver_goes_back_to_where_they_came_from(client, report):
    assert press(client, report, "publish", next="/admin/?here").url == "/admin/?here"
    report.refresh_from_db()
    assert report.state == "published"


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    "changes", [{"revision": "9" * 40}, {"publish_day": "soon"}, {"publish": "soon"}, {"step": "no such step"}]
)
def test_odd_values_come_back(client, report, changes):
    assert client.post(address(report), {"step": "publish"} | changes).status_code == 200


@pytest.mark.usefixtures("boss")
def test_page_takes_as_many_queries_for_any_number_of_reports(client, report):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(report)).status_code == 200
        return len(captured)

    queries()
    for_one = queries()
    ProgressUpdateFactory.create_batch(2, deliverable=report.deliverable)
    report.commentary = "The roof is half on."
    report.save()

    assert queries() == for_one


@pytest.mark.usefixtures("boss")
def test_report_that_is_not_there_is_not_found(client, report):
    assert client.get(reverse("admin:priorities_progressupdate_sign_off", args=[10**12])).status_code == 404


def test_contributor_does_not_see_the_page(client, report):
    client.force_login(report.written_by)

    assert [client.get(address(report)).status_code, press_blind(client, report).status_code] == [403, 403]
    assert ProgressUpdate.objects.get(pk=report.pk).state == "awaiting"


def press_blind(client, report):
    return client.post(address(report), {"step": "publish", "revision": report.revision})


def test_nobody_is_asked_to_sign_in(client, report):
    assert client.get(address(report)).url.startswith("/admin/login/")
