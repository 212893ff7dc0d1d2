"""The lists of accounts and of roles as files: as they are filtered, and without anything that opens an account."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from factories import UserFactory
from openpyxl import load_workbook

from desk.roles import permissions_of

pytestmark = pytest.mark.django_db

HEADINGS = ["username", "first_name", "last_name", "email", "roles", "is_active", "last_login"]


@pytest.fixture
def ann():
    moment = datetime(2022, 3, 31, 13, 30, tzinfo=UTC)
    ann = UserFactory(
        username="ann", first_name="=Ann", last_name="Officer", email="ann@example.org", last_login=moment
    )
    ann.groups.set(Group.objects.filter(name__in=["Auditor", "Approver"]))
    return ann


def download(client, kind, query="?q=ann", of="user"):
    return b"".join(client.get(reverse(f"admin:auth_{of}_download", args=[kind]) + query).streaming_content)


def test_accounts_are_downloaded_as_the_list_is_filtered(admin_client, ann):
    UserFactory(username="bob")

    rows = list(csv.reader(StringIO(download(admin_client, "csv").decode("utf-8-sig"))))

    said = ["ann", "'=Ann", "Officer", "ann@example.org", "Approver, Auditor", "TRUE", "2022-03-31T14:30:00+01:00"]
    assert rows == [HEADINGS, said]


def test_accounts_are_downloaded_as_a_workbook(admin_client, ann):
    sheet = load_workbook(BytesIO(download(admin_client, "xlsx"))).active

    assert [[cell.value for cell in row][:5] for row in sheet.rows] == [
        HEADINGS[:5],
        ["ann", "'=Ann", "Officer", "ann@example.org", "Approver, Auditor"],
    ]


def test_list_of_accounts_offers_its_files_and_takes_none(admin_client):
    page = admin_client.get(reverse("admin:auth_user_changelist")).content.decode()

    assert ("Download as CSV" in page, "Bring a spreadsheet in" in page) == (True, False)
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_bring_in")


def test_file_takes_as_many_queries_for_three_accounts_as_for_one(admin_client, ann):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            download(admin_client, "csv", "")
        counts.append(len(asked))
        for user in UserFactory.create_batch(2):
            user.groups.set(Group.objects.filter(name="Auditor"))

    assert counts[0] == counts[1]


def test_roles_are_downloaded_with_their_rights_as_the_list_is_searched(admin_client):
    rows = list(csv.reader(StringIO(download(admin_client, "csv", "?q=Audit", "group").decode("utf-8-sig"))))

    rights = ", ".join(sorted(".".join(each) for each in permissions_of("Auditor")))
    assert rows == [["name", "rights"], ["Auditor", rights]]


def test_file_takes_as_many_queries_for_every_role_as_for_one(admin_client):
    counts = []
    for query in ("?q=Audit", ""):
        with CaptureQueriesContext(connection) as asked:
            download(admin_client, "csv", query, "group")
        counts.append(len(asked))

    assert counts[0] == counts[1]
