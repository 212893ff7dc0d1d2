"""What the whole suite shares."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from outcomes.elections import forget_periods, know_of

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A suite makes far more objects than a server does: looking for garbage after every 700 took a tenth of its time.
gc.set_threshold(100_000, 10, 10)


def pytest_collection_finish():
    """Modules and tests stay to the end: nobody need look through them for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite keeps the suite's records in a file, as it does anywhere, so that each thread has its own connection.

    In memory threads share one, and two pages of a live server that write at once break each other's transaction.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "suite.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let Django ask SQLite now what it asks once in each process, so that no page is counted to ask it."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(scope="session", autouse=True)
def files_are_thrown_away(tmp_path_factory) -> Iterator[None]:
    """Photographs and spreadsheets of tests lie in a folder of their own, never among the portal's."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def no_election_period_is_remembered() -> Iterator[None]:
    """Pages know of election periods for a minute: no test inherits another's, and no page is counted to ask."""
    know_of([])
    yield
    forget_periods()


@pytest.fixture(scope="module")
def module_records(django_db_setup, django_db_blocker):
    """What a fixture of the module writes ``with module_records():`` stands for all of its tests, until the last one.

    Each test still takes back what it writes itself.
    """
    kept = transaction.atomic()
    with django_db_blocker.unblock():
        kept.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        kept.__exit__(None, None, None)


@pytest.fixture
def clock(monkeypatch) -> Callable[[str], datetime]:
    """Sets the time in Kirklees: ``clock("2027-03-22 09:00")``; midnight, where only a day is given."""

    def set_to(moment: str) -> datetime:
        now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return set_to


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless Chromium, Debian's or whichever is installed.

    While it is open, an event loop runs in this thread, and Django would refuse its database there.
    """
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        pytest.skip(f"no browser is installed: none of {', '.join(CHROMIUM_NAMES)} was found")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
