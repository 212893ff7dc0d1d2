"""Logs hold no address that opens something by itself."""

import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from kirklees_portal.masking import MaskedLines, masked

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("GET /preview/abc:1_x-2/ HTTP/1.1", "GET /preview/…/ HTTP/1.1"),
        ("GET /preview/abc/promises/p-1/", "GET /preview/…/promises/p-1/"),
        ("Gone: /sign-in/invitation/abc:x/", "Gone: /sign-in/invitation/…/"),
        ("/sign-in/password/new/1-abc-def/", "/sign-in/password/new/…/"),
        ("/sign-in/password/new/done/", "/sign-in/password/new/done/"),
        (
            "/x/callback/?state=s&code=abc HTTP",
            "/x/callback/?state=s&code=… HTTP",
        ),
        ("https://x.example/sign-in/invitation/abc", "https://x.example/sign-in/invitation/…"),
        ("/priorities/?code=", "/priorities/?code="),
        ("Not Found: /nowhere/", "Not Found: /nowhere/"),
    ],
)
def test_line_says_where_and_not_what_opens_it(line, left):
    assert masked(line) == left


def test_lines_of_the_portal_are_masked_with_what_was_raised(settings):
    assert settings.LOGGING["formatters"]["plain"]["class"] == f"{MaskedLines.__module__}.{MaskedLines.__name__}"
    record = logging.LogRecord("django.request", 30, "", 1, "Gone: %s", ("/preview/abc/",), None)
    record.exc_text = "KeyError: /sign-in/invitation/abc/"

    assert MaskedLines("{message}", style="{").format(record) == "Gone: /preview/…/\nKeyError: /sign-in/invitation/…/"


@pytest.fixture
def gunicorn() -> dict:
    """What gunicorn reads from its file."""
    read: dict = {}
    exec(compile((PROJECT / "gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"), read)  # noqa: S102 - ours
    return read


def test_gunicorn_writes_no_link_and_takes_no_place_from_headers(gunicorn):
    config = Config()
    for name in ("logger_class", "forwarder_headers", "accesslog"):
        config.set(name, gunicorn[name])
    request = SimpleNamespace(headers=[("REFERER", "https://x.example/preview/abc/")])
    environ = {
        "RAW_URI": "/preview/abc/",
        "REQUEST_METHOD": "GET",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": "/preview/abc/",
        "QUERY_STRING": "",
        "HTTP_REFERER": "https://x.example/preview/abc/",
    }
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])

    line = config.access_log_format % Written(config.logger_class(config).atoms(answer, request, environ, Moment()))

    assert ("abc" in line, line.count("/preview/…/"), config.forwarder_headers) == (False, 2, [])


class Written(dict):
    def __missing__(self, name):
        return "-"


class Moment:
    seconds, microseconds = 0, 1
