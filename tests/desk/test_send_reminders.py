"""``send_reminders`` against the database: who is found, what is queued, and that nothing is told twice or lost."""

import re
from datetime import date
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, connections
from factories import (
    DeliverableFactory,
    DirectorateFactory,
    OfficerFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    UserFactory,
)
from post_office.mail import send_queued
from post_office.models import STATUS, Email

from desk import reminder_mail
from desk.models import Reminder
from desk.reminder_mail import MOST
from desk.reminding import people, remind, round_today
from ledger.entries import Entry, entering

pytestmark = pytest.mark.django_db

MAY_REPORT = ("add_progressupdate", "change_progressupdate")
MAY_SIGN_OFF = (*MAY_REPORT, "sign_off_progressupdate")
TODAY = date(2026, 10, 1)


def officer(directorate, permissions=MAY_REPORT, **values):
    user = UserFactory(**values)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    OfficerFactory(user=user, directorate=directorate)
    return user


def promise(directorate, due="By September 2026", said=date(2026, 8, 1), **values):
    """A promise of a current plan that was confirmed on a day, or never."""
    priority = values.pop("priority", None) or PriorityActionFactory(
        plan_outcome=PlanOutcomeFactory(plan__state="current")
    )
    made = DeliverableFactory(directorate=directorate, timescale_text=due, priority=priority, **values)
    if said:
        with entering(Entry("Read in.")):
            ProgressUpdateFactory(deliverable=made, as_of=said, status="on-track")
    return made


@pytest.fixture(autouse=True)
def _first_of_october(clock):
    clock("2026-08-02")
    return clock


@pytest.fixture
def directorate():
    return DirectorateFactory(name="Example housing")


@pytest.fixture
def contributor(directorate):
    return officer(directorate, username="contributor", first_name="Service", last_name="manager")


@pytest.fixture
def approver(directorate):
    return officer(DirectorateFactory(), MAY_SIGN_OFF, username="approver")


def run(*arguments):
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def mails():
    return [(mail.to[0], mail.subject) for mail in Email.objects.order_by("pk")]


TEXT = """\
Hello Service manager,

This is a reminder from the Kirklees promises portal. Each link leads
straight to the form for a report.

OVERDUE (1)

- Open a hub in each of {{ 4 }} places.
  Was due 30 September 2026, 1 day ago. Last confirmed 1 August 2026, 61 days ago.
  http://testserver/admin/priorities/deliverable/{0}/update/

DUE SOON (1)

- Write the guide.
  Due 10 October 2026, in 9 days. Last confirmed 1 August 2026, 61 days ago.
  http://testserver/admin/priorities/deliverable/{1}/update/

GONE QUIET (1)

- Plant 1,000 trees.
  Last confirmed 1 June 2026, 122 days ago. A draft is begun.
  http://testserver/admin/priorities/deliverable/{2}/update/

If nothing has changed, say so: one press on “Confirmed, no change” is
enough. You are told of each of these once; where no report follows, an
approver is told, too.

My desk: http://testserver/admin/
"""


def test_mail_says_what_waits_and_leads_to_the_form(clock, contributor, directorate):
    late = promise(directorate, text="Open a hub in each of {{ 4 }} places.")
    soon = promise(directorate, "By 10 October 2026", text="Write the guide.")
    quiet = promise(directorate, "", date(2026, 6, 1), text="Plant 1,000 trees.")
    ProgressUpdateFactory(deliverable=quiet, state="draft", as_of=date(2026, 8, 1))
    clock("2026-10-01 08:00")
    said = run()

    mail = Email.objects.get()
    expected = TEXT.replace("{0}", str(late.pk)).replace("{1}", str(soon.pk)).replace("{2}", str(quiet.pk))
    assert mails() == [(contributor.email, "Kirklees promises: 1 overdue, 1 due soon, 1 gone quiet")]
    assert (mail.message, mail.html_message, mail.status) == (expected, "", STATUS.queued)
    assert mail.from_email == "Kirklees promises <noreply@localhost>"
    assert said == "Service manager: Kirklees promises: 1 overdue, 1 due soon, 1 gone quiet\n1 mails queued.\n"


def test_mail_recommends_a_confirmation_only_where_one_is_taken(clock, contributor, directorate):
    returned = promise(directorate)
    ProgressUpdateFactory(deliverable=returned, state="returned", remark="Say more.", as_of=date(2026, 8, 1))
    promise(directorate, said=None)
    clock("2026-10-01 08:00")
    run()

    words = " ".join(Email.objects.get().message.split())
    assert ("Confirmed, no change" in words, "Mend it and send it again" in words) == (False, True)


RETURNED = """\
RETURNED WITH A REMARK: MEND IT AND SEND IT AGAIN (1)

- Open a hub.
  Was due 30 September 2026, 1 day ago. Last confirmed 1 August 2026, 61 days ago.
  A report was returned on 1 October 2026. Mend it and send it again:
  Say more, and link to
  https://example.org/{0}
  http://testserver/admin/priorities/deliverable/{1}/update/
""".replace("{0}", "long/" * 12)


def send_back(report, remark):
    report.state, report.remark = "returned", remark
    with entering(Entry("Returned.")):
        report.save()


def test_returned_report_is_told_to_who_wrote_it_once_for_each_return(clock, contributor, directorate):
    writer = officer(directorate, username="writer")
    late = promise(directorate, text="Open a hub.")
    clock("2026-09-30 08:00")
    report = ProgressUpdateFactory(deliverable=late, state="awaiting", as_of=date(2026, 9, 1), written_by=writer)
    clock("2026-10-01 06:00")
    send_back(report, f"Say more, and link to\nhttps://example.org/{'long/' * 12}")
    clock("2026-10-01 08:00")
    run()
    told = Email.objects.get(to=writer.email)
    report.commentary = "It opens in May."
    with entering(Entry("Saved.")):
        report.save()
    clock("2026-10-01 09:00")
    again = run()
    report.state = "awaiting"
    with entering(Entry("Sent again.")):
        report.save()
    clock("2026-10-01 10:00")
    send_back(report, "Say when.")
    clock("2026-10-02 08:00")
    run()

    assert told.subject == "Kirklees promises: 1 returned with a remark"
    assert RETURNED.replace("{1}", str(late.pk)) in told.message
    assert again == "0 mails queued.\n"
    assert [to for to, _ in mails()] == [contributor.email, writer.email, writer.email]
    assert (
        "A report was returned on 1 October 2026. Mend it and send it again:\n  Say when.\n"
        in Email.objects.last().message
    )


def test_returned_report_on_a_promise_that_is_over_is_told(clock, contributor, directorate):
    done = promise(directorate, said=None)
    with entering(Entry("Read in.")):
        ProgressUpdateFactory(deliverable=done, as_of=date(2026, 8, 1), status="complete")
    ProgressUpdateFactory(deliverable=done, state="returned", remark="Say more.", as_of=date(2026, 8, 1))
    clock("2026-10-01 08:00")

    assert run() == "Service manager: Kirklees promises: 1 returned with a remark\n1 mails queued.\n"


def test_nobody_is_told_twice(clock, contributor, directorate):
    promise(directorate)
    clock("2026-10-01 08:00")
    run()
    clock("2026-10-02 08:00")

    assert (run(), Email.objects.count(), Reminder.objects.count()) == ("0 mails queued.\n", 1, 1)


def test_approver_is_told_after_a_fortnight(clock, contributor, approver, directorate):
    promise(directorate)
    for day in ("2026-10-01", "2026-10-14", "2026-10-15", "2026-10-16"):
        clock(f"{day} 08:00")
        run()

    assert mails() == [
        (contributor.email, "Kirklees promises: 1 overdue"),
        (approver.email, "Kirklees promises: 1 without an answer"),
    ]


def test_report_written_since_is_an_answer(clock, contributor, approver, directorate):
    late = promise(directorate)
    clock("2026-10-01 08:00")
    run()
    clock("2026-10-05 08:00")
    ProgressUpdateFactory(deliverable=late, as_of=date(2026, 9, 30), status="on-track")
    clock("2026-10-20 08:00")
    run()

    assert mails() == [(contributor.email, "Kirklees promises: 1 overdue")]


def test_report_that_waits_for_sign_off_is_told_to_the_approver(clock, contributor, approver, directorate):
    late = promise(directorate)
    clock("2026-10-01 08:00")
    ProgressUpdateFactory(deliverable=late, as_of=date(2026, 9, 30), state="awaiting")
    clock("2026-10-15 08:00")
    run()

    assert mails() == [(approver.email, "Kirklees promises: 1 waiting for sign-off")]
    assert "A report awaits sign-off since 1 October 2026." in Email.objects.get().message


def test_promise_of_no_directorate_is_told_to_approvers(clock, contributor, approver):
    lone = promise(None, text="Open a hub.")
    UserFactory(username="keeper", is_superuser=True)
    clock("2026-10-01 08:00")

    assert run() == (
        "approver: Kirklees promises: 1 with nobody to remind\n"
        f"Nobody to remind of promise {lone.pk}: Open a hub.\n"
        "1 mails queued.\n"
    )
    words = " ".join(Email.objects.get().message.split())
    assert f"http://testserver/admin/priorities/deliverable/{lone.pk}/change/ Where there is nobody to remind" in words
    assert ("form for a report" in words, "Confirmed, no change" in words, "/update/" in words) == (False, False, False)


@pytest.mark.parametrize(
    "who",
    [
        {"is_active": False},
        {"permissions": ()},
        {"permissions": ("view_progressupdate",)},
        {"email": ""},
    ],
    ids=["inactive", "no permission", "may only read", "no address"],
)
def test_who_cannot_report_or_be_reached_gets_none(clock, directorate, who):
    officer(directorate, username="nobody", **who)
    promise(directorate)
    clock("2026-10-01 08:00")
    said = run()

    assert (mails(), "No approver can be told of that either" in said) == ([], True)
    assert ("No address: nobody." in said) is ("email" in who)


@pytest.mark.parametrize(
    "over",
    [
        {"said": None, "status_as_published": "Complete"},
        {"status": "complete"},
        {"status": "withdrawn"},
        {"plan": "draft"},
        {"parent": True},
    ],
    ids=str,
)
def test_promise_that_asks_for_no_report_is_left_alone(clock, contributor, directorate, over):
    made = promise(directorate, said=None, status_as_published=over.get("status_as_published", ""))
    if "status" in over:
        needs = {"commentary": "The decision ended it for good.", "decision_url": "https://example.org/"}
        ProgressUpdateFactory(deliverable=made, as_of=date(2026, 8, 1), status=over["status"], **needs)
    if "plan" in over:
        made.priority.plan.state = over["plan"]
        with entering(Entry("An example of a plan that is not in force.")):
            made.priority.plan.save()
    if "parent" in over:
        DeliverableFactory(priority=made.priority, parent=made)
    clock("2026-10-01 08:00")
    run()

    assert made.pk not in Reminder.objects.values_list("deliverable", flat=True)


def test_promise_never_reported_on_goes_quiet_from_its_first_day(clock, contributor, directorate):
    promise(directorate, "", None)
    clock("2026-11-02 08:00")
    assert run() == "0 mails queued.\n"
    clock("2026-11-03 08:00")
    run()

    assert "Never reported on." in Email.objects.get().message


def test_long_mail_names_the_first_and_counts_the_rest(clock, contributor, directorate):
    for _ in range(MOST + 2):
        promise(directorate)
    clock("2026-10-01 08:00")
    run()

    text = Email.objects.get().message
    assert (text.count("/update/"), text.count("\nAnd 2 more:\n  http")) == (MOST, 1)
    assert Reminder.objects.count() == MOST + 2


def listed_behind_more(client, mail) -> list[int]:
    """The promises in the lists that a mail names after those that it tells of, each list asked for as its reader."""
    links = re.findall(r"^  (http://testserver/admin/priorities/\w+/\?\S+)$", mail.message, re.MULTILINE)
    reader = get_user_model().objects.get(email=mail.to[0])
    reader.user_permissions.add(Permission.objects.get(codename="view_deliverable"))
    client.force_login(reader)
    found = []
    for link in links:
        rows = client.get(link.removeprefix("http://testserver")).context["cl"].queryset
        found += rows.values_list("deliverable" if "progressupdate" in link else "pk", flat=True)
    return sorted(found)


@pytest.mark.parametrize("group", ["nobody", "unanswered", "waiting", "overdue"])
def test_lists_behind_a_long_mail_hold_exactly_what_it_does_not_name(
    client, clock, contributor, approver, directorate, group, monkeypatch
):
    monkeypatch.setattr(reminder_mail, "A_LINK", 2)
    theirs = DirectorateFactory() if group == "nobody" else directorate
    due = "By September 2026" if group == "overdue" else "By March 2030"
    made = [promise(theirs, due, date(2026, 8, 1) if due[3] == "S" else date(2026, 2, 1)) for _ in range(MOST + 5)]
    promise(directorate, "By March 2030", date(2026, 8, 1))
    if group == "waiting":
        for each in made:
            ProgressUpdateFactory(deliverable=each, as_of=date(2026, 8, 2), state="awaiting")
    for day in ("2026-10-01", "2026-10-16"):
        clock(f"{day} 08:00")
        run()

    mail = Email.objects.filter(to=(contributor if group == "overdue" else approver).email).earliest("pk")
    assert "And 5 more:" in mail.message
    assert listed_behind_more(client, mail) == [each.pk for each in made[MOST:]]


def test_dry_run_prints_and_writes_nothing(clock, contributor, directorate):
    promise(directorate, text="Open a hub.")
    clock("2026-10-01 08:00")
    said = run("--dry-run")

    assert f"To: {contributor.email}\nSubject: Kirklees promises: 1 overdue\n\nHello Service manager," in said
    assert (Email.objects.count(), Reminder.objects.count()) == (0, 0)


def test_thresholds_are_settings(clock, contributor, directorate, settings):
    promise(directorate, "By 31 October 2026")
    clock("2026-10-01 08:00")
    assert run() == "0 mails queued.\n"
    settings.REMIND_DAYS_BEFORE_DUE = 30

    assert run() == "Service manager: Kirklees promises: 1 due soon\n1 mails queued.\n"


@pytest.mark.parametrize("rows", [1, 3])
def test_round_asks_as_much_however_much_is_due(
    clock, contributor, approver, directorate, rows, django_assert_num_queries
):
    for _ in range(rows):
        promise(directorate)
    clock("2026-10-01 08:00")

    with django_assert_num_queries(9):
        run()


# Nothing is told twice, and nothing is lost


def test_run_that_overtook_another_sends_nothing_twice(clock, contributor, directorate):
    promise(directorate)
    clock("2026-10-01 08:00")
    rounds = [round_today(TODAY, people()) for _ in range(2)]
    answers = [remind(person, lines, TODAY) for each in rounds for person, lines in each.lines.items()]

    assert (answers, Email.objects.count(), Reminder.objects.count()) == ([True, False], 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time: there is no race")
def test_runs_at_the_same_moment_send_once(clock, contributor, directorate):
    for _ in range(5):
        promise(directorate)
    clock("2026-10-01 08:00")
    barrier = Barrier(4)

    def take_part():
        try:
            barrier.wait()
            run()
        finally:
            connections.close_all()

    threads = [Thread(target=take_part) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (Email.objects.count(), Reminder.objects.count()) == (1, 5)


class MailServer(BaseEmailBackend):
    away, taken = True, []

    def send_messages(self, messages):
        if self.away:
            raise ConnectionRefusedError("The mail server is away.")
        self.taken.extend(messages)
        return len(messages)


def test_mail_server_that_is_away_loses_nothing(clock, contributor, directorate, settings, monkeypatch):
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": f"{__name__}.MailServer"},
    }
    promise(directorate)
    clock("2026-10-01 08:00")
    run()
    send_queued()
    assert (Email.objects.get().status, MailServer.taken) == (STATUS.requeued, [])

    monkeypatch.setattr(MailServer, "away", False)
    monkeypatch.setattr(MailServer, "taken", [])
    send_queued()
    assert MailServer.taken == []
    clock("2026-10-01 08:16")
    send_queued()
    assert [mail.subject for mail in MailServer.taken] == ["Kirklees promises: 1 overdue"]
    assert (Email.objects.get().status, run()) == (STATUS.sent, "0 mails queued.\n")
