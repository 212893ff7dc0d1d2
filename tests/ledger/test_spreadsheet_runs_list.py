"""The list of spreadsheets that were brought in: who, when, which file; never what it says."""

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import UserFactory

from ledger.models import SpreadsheetRun

pytestmark = pytest.mark.django_db

LIST = reverse("admin:ledger_spreadsheetrun_changelist")
PRIVATE = "What nobody else may read yet"


@pytest.fixture
def auditor(client):
    user = UserFactory()
    user.groups.set([Group.objects.get(name="Auditor")])
    client.force_login(user)
    return client


@pytest.fixture
def run():
    change = {"row": 2, "id": 1, "name": PRIVATE, "fields": [["text", "", PRIVATE]], "reason": PRIVATE, "notes": []}
    return SpreadsheetRun.objects.create(
        user=UserFactory(username="ann"),
        model="priorities.deliverable",
        file_name="promises.csv",
        sha256="ab" * 32,
        content=PRIVATE.encode(),
        why={"reason": PRIVATE},
        state="checked",
        changes=[change],
        faults=[{"row": 2, "column": "text", "found": PRIVATE, "allowed": PRIVATE}],
    )


def test_auditor_reads_which_file_was_brought_in_and_not_what_it_says(auditor, run):
    pages = [auditor.get(address) for address in (LIST, reverse("admin:ledger_spreadsheetrun_change", args=[run.pk]))]

    said = ("promises.csv", "ann", "Checked", "ab" * 6, "deliverables")
    assert [[words for words in said if words not in page.content.decode()] for page in pages] == [[], []]
    assert "ab" * 32 in pages[1].content.decode()
    assert [PRIVATE in page.content.decode() for page in pages] == [False, False]


def test_list_is_downloaded_without_what_the_files_say(auditor, run):
    file = auditor.get(reverse("admin:ledger_spreadsheetrun_download", args=["csv"])).getvalue().decode("utf-8-sig")

    (row,) = csv.DictReader(StringIO(file))
    said = {name: row[name] for name in ("file_name", "list_name", "user", "stands", "rows", "sha256")}
    assert said == {
        "file_name": "promises.csv",
        "list_name": "deliverables",
        "user": "ann",
        "stands": run.how_it_stands,
        "rows": "0",
        "sha256": "ab" * 32,
    }
    assert PRIVATE not in file


@pytest.mark.parametrize("asked", ["content__contains", "changes__icontains", "why__icontains", "user__password__gt"])
def test_what_a_file_says_cannot_be_guessed_at(auditor, run, asked):
    assert auditor.get(f"{LIST}?{asked}=What").status_code == 400


def test_list_takes_as_many_queries_for_three_files_as_for_one(auditor, run):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            auditor.get(LIST)
        counts.append(len(queries))
        for number in range(2):
            SpreadsheetRun.objects.create(user=UserFactory(), model="outcomes.place", file_name=f"{number}.csv")

    assert counts[0] == counts[1] <= 12
