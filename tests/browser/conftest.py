"""Pages of people who are signed in. Where CI is "true", a page that no browser opened counts as broken."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from listening import listen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome, report.longrepr = "failed", f"skipped, but CI is true: {report.longrepr[-1]}"
    return report


@pytest.fixture
def open_page(browser) -> Iterator[Callable]:
    """Opens an empty page, of a browser of its own, at a width in pixels; ``page.heard`` fills with what goes wrong.

    It asks from the start to be told when a file is to be chosen: a browser that is asked only just before
    the key is pressed may have opened its own window by then, which no test can reach.
    """
    contexts = []

    def opened(width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.heard = listen(page)
        page.on("filechooser", lambda chooser: None)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(open_page, live_server, settings) -> Callable:
    """Opens an empty page on which this person is signed in."""

    def opened(user, **options):
        client = Client()
        client.force_login(user)
        page = open_page(**options)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        return page

    return opened


@pytest.fixture
def administrator():
    return get_user_model().objects.create_superuser("administrator", password="to try")


@pytest.fixture
def desk(open_as, administrator):
    """An empty page on which an administrator is signed in."""
    return open_as(administrator)
