"""The mail queue: links that open an account are read by nobody but whom they were sent to."""

import csv
from io import StringIO

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import UserFactory
from post_office.models import PRIORITY, STATUS, Email, Log

from desk.sign_in.invitations import invite
from desk.sign_in.sealed_mail import OpensSealed

pytestmark = pytest.mark.django_db

LINK = "/sign-in/invitation/"


@pytest.fixture(params=["Administrator", "Auditor", "superuser"])
def desk(client, request):
    user = UserFactory(is_superuser=request.param == "superuser")
    user.groups.set(Group.objects.filter(name=request.param))
    client.force_login(user)
    return client


@pytest.fixture
def sent():
    invite(UserFactory(email="new@example.org"))
    return Email.objects.get()


def test_link_is_sealed_in_the_queue_and_sent_in_plain(sent, settings, monkeypatch):
    settings.MAIL_SENT_BY = "django.core.mail.backends.locmem.EmailBackend"

    OpensSealed().send_messages([sent.email_message()])

    assert (LINK in Email.objects.get().message, LINK in mail.outbox[0].body) == (False, True)


def test_mail_sealed_under_another_key_is_not_sent(sent, settings):
    settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"

    with pytest.raises(InvalidToken):
        OpensSealed().send_messages([sent.email_message()])


def test_other_mail_is_sent_as_it_is(settings):
    settings.MAIL_SENT_BY = "django.core.mail.backends.locmem.EmailBackend"

    OpensSealed().send_messages([EmailMessage("Example", "A report is due.", to=["officer@example.org"])])

    assert mail.outbox[0].body == "A report is due."


def test_desk_shows_who_was_sent_what_and_no_text(desk, sent):
    addresses = [("changelist", []), ("change", [sent.pk])]
    pages = [desk.get(reverse(f"admin:post_office_email_{name}", args=args)) for name, args in addresses]

    assert [page.status_code for page in pages] == [200, 200]
    for page in pages:
        text = page.content.decode()
        assert ("new@example.org" in text, sent.message[7:30] in text, "sealed:" in text) == (True, False, False)


def download(desk, kind="email", query=""):
    """The rows of the list's file, each by its columns, and all of its text."""
    answer = desk.get(reverse(f"admin:post_office_{kind}_download", args=["csv"]) + query)
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text))), text


def test_queue_is_downloaded_as_the_list_is_filtered_and_without_what_a_mail_says(desk, sent):
    Email.objects.filter(pk=sent.pk).update(status=STATUS.failed, priority=PRIORITY.now, headers={"X-Link": LINK})
    Email.objects.create(from_email="portal@example.org", to="other@example.org", status=STATUS.sent)

    (row,), text = download(desk, query=f"?status__exact={STATUS.failed}&q=new%40example.org")

    said = {name: row[name] for name in ("recipients", "subject", "stands", "urgency", "number_of_retries")}
    assert said == {
        "recipients": "new@example.org",
        "subject": sent.subject,
        "stands": "failed",
        "urgency": "now",
        "number_of_retries": "",
    }
    assert [words in text for words in (sent.message[7:30], "sealed:", LINK)] == [False, False, False]


def test_file_of_the_queue_is_no_way_to_guess_what_a_mail_says(desk, sent):
    address = reverse("admin:post_office_email_download", args=["csv"])

    assert desk.get(address, {"message__startswith": "sealed"}).status_code == 400


def test_attempts_to_send_are_downloaded_in_as_many_queries_for_three_as_for_one(desk, sent):
    counts = []
    for rows in (1, 3):
        while Log.objects.count() < rows:
            mail = Email.objects.create(from_email="portal@example.org", to="new@example.org")
            Log.objects.create(email=mail, status=STATUS.failed, exception_type="SMTPException", message="Try later.")
        with CaptureQueriesContext(connection) as asked:
            found, _ = download(desk, "log")
        counts.append(len(asked))

    said = ("new@example.org", "failed", "SMTPException", "Try later.")
    assert [tuple(row[name] for name in ("email", "stands", "exception_type", "message")) for row in found] == [
        said
    ] * 3
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["preview", "resend"])
def test_pages_of_the_package_that_show_or_send_the_text_are_gone(desk, sent, page):
    address = reverse("admin:post_office_email_changelist") + f"{sent.pk}/{page}/"

    assert desk.get(address, follow=True).redirect_chain[-1][0] == "/admin/"


def test_nothing_is_sent_again_nor_guessed_from_the_desk(desk, sent):
    sent.status = 0
    sent.save()
    address = reverse("admin:post_office_email_changelist")

    desk.post(address, {"action": "requeue", "_selected_action": [sent.pk]})

    assert Email.objects.get().status == 0
    assert desk.get(address, {"message__startswith": "sealed"}).status_code == 400


def test_command_that_sends_uses_the_backend_that_opens(settings):
    assert settings.POST_OFFICE["BACKENDS"]["default"] == f"{OpensSealed.__module__}.{OpensSealed.__name__}"
