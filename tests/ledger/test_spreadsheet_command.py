"""The command that brings a spreadsheet to its end, in a process of its own or by hand."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from factories import PlaceFactory
from spreadsheets_at_hand import DESKS, changed, download

from ledger.models import SpreadsheetRun
from ledger.spreadsheets import progress, runs
from outcomes.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


def handed_in(officer, **cells):
    return runs.begin(DESKS[Place], officer, "places.csv", changed(download(Place), **cells), {})


@pytest.fixture
def run(officer):
    PlaceFactory(name="Example ward")
    run = handed_in(officer, name="Another name")
    runs.work(run)
    return run


def test_command_applies_what_was_checked(run, capsys):
    out = StringIO()

    call_command("apply_spreadsheet", run.pk, stdout=out)

    assert out.getvalue() == "places.csv: applied. 0 new, 1 changed, 0 left as they were.\n"
    assert Place.objects.get().name == "Another name"


@pytest.mark.parametrize("state", ["applied", "discarded", "failed", "applying", "checking"])
def test_command_refuses_what_cannot_be_applied(run, state):
    SpreadsheetRun.objects.update(state=state)

    with pytest.raises(CommandError, match="It cannot be applied"):
        call_command("apply_spreadsheet", run.pk)

    assert Place.objects.get().name == "Example ward"


def test_command_without_such_a_run_says_so():
    with pytest.raises(CommandError, match="There is no such spreadsheet"):
        call_command("apply_spreadsheet", 999)


def test_command_tells_every_fault(run):
    Place.objects.get().delete()

    with pytest.raises(CommandError) as refusal:
        call_command("apply_spreadsheet", run.pk)

    assert str(refusal.value).splitlines() == [
        "Nothing was written.",
        "row 2, id: The id of a record of this list, or nothing for a new one.",
    ]


def test_command_goes_on_with_what_broke_off(run):
    assert runs.take_up(run, "applying")
    SpreadsheetRun.objects.update(turned_at="2022-01-01T00:00Z")

    call_command("apply_spreadsheet", run.pk, stdout=StringIO())

    assert Place.objects.get().name == "Another name"


def test_officer_who_left_meanwhile_writes_nothing(run, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)

    with pytest.raises(CommandError, match="no longer there"):
        call_command("apply_spreadsheet", run.pk)

    run.refresh_from_db()
    assert (run.state, Place.objects.get().name) == ("failed", "Example ward")


def test_officer_who_may_not_bring_in_any_more_writes_nothing(run, monkeypatch):
    monkeypatch.setattr(DESKS[Place], "may_bring_in", lambda request: False)

    with pytest.raises(CommandError, match=runs.NOT_ALLOWED):
        call_command("apply_spreadsheet", run.pk)

    assert Place.objects.get().name == "Example ward"


def test_work_that_fails_is_told_as_failed_and_writes_nothing(run, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk")

    assert runs.take_up(run, "applying")
    monkeypatch.setattr(runs, "take", fail)

    with pytest.raises(OSError, match="disk"):
        runs.work(run)

    run.refresh_from_db()
    assert (run.state, run.faults[0]["allowed"]) == ("failed", runs.BROKE_OFF.format(reason="OSError"))
    assert (bytes(run.content), run.changes) == (b"", [])


@pytest.mark.parametrize(("state", "then"), [("checked", "discarded"), ("applying", "discarded"), ("failed", "failed")])
def test_file_that_nobody_took_up_for_thirty_days_is_forgotten(run, officer, state, then):
    lately = handed_in(officer, name="A third name")
    SpreadsheetRun.objects.filter(pk=run.pk).update(state=state, turned_at=timezone.now() - timedelta(days=31))

    assert (runs.forget_old(), runs.forget_old()) == (1, 0)

    run.refresh_from_db()
    lately.refresh_from_db()
    assert (run.state, bytes(run.content), run.changes) == (then, b"", [])
    assert bytes(lately.content) != b""


def test_progress_is_seen_until_the_work_is_over(settings):
    with progress.shown(7, progress.Progress(of=10, done=4)):
        assert progress.seen(7) == progress.Progress(of=10, done=4)
    assert progress.seen(7) is None


@pytest.mark.parametrize("said", ["", "{}", "[1]", '{"of": "x", "done": 1}'])
def test_progress_that_cannot_be_read_is_none(said, settings):
    place = progress.place_of(7)
    place.parent.mkdir(exist_ok=True)
    place.write_text(said)

    assert progress.seen(7) is None


def test_progress_of_a_process_that_died_is_none():
    place = progress.place_of(7)
    place.parent.mkdir(exist_ok=True)
    place.write_text('{"of": 10, "done": 4}')
    os.utime(place, (0, 0))

    assert progress.seen(7) is None


def test_bar_is_drawn_for_a_terminal_only(monkeypatch, capsys):
    progress.bar(progress.Progress(of=4, done=1))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    progress.bar(progress.Progress(of=4, done=1))
    progress.bar(progress.Progress(of=4, done=4))

    assert capsys.readouterr().err == f"\r[{'#' * 10}{' ' * 30}] 1 of 4 rows\r[{'#' * 40}] 4 of 4 rows\n"


def test_process_of_its_own_brings_a_long_file_to_its_end(tmp_path):
    """In a database of its own, for another process sees nothing of a test's."""
    environment = os.environ | {
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3",
        "MEDIA_FOLDER": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kirklees_portal.settings",
    }
    script = """
import time
import django
from django.conf import settings
django.setup()
from django.apps import apps
from django.core.management import call_command
settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
from django.contrib import admin
from django.contrib.auth.models import User
from ledger.spreadsheets import runs
from outcomes.models import Place
runs.FEW_ROWS = 0
content = b"id,revision,slug,name,kind\\n" + b"".join(b",,place-%d,Place,ward\\n" % each for each in range(20))
run = runs.begin(admin.site._registry[Place], User.objects.create_superuser("officer"), "new.csv", content, {})
for state in ("checked", "applied"):
    runs.start(run)
    for _ in range(600):
        run.refresh_from_db()
        if run.state not in runs.UNDER_WAY:
            break
        time.sleep(0.1)
    assert run.state == state, (run.state, run.faults)
    runs.take_up(run, "applying")
print(Place.objects.count())
"""
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)

    assert (done.stdout, done.returncode) == ("20\n", 0), done.stderr
