"""The portal starts with a good environment, and says in one line what is wrong with another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

PROJECT = Path(__file__).resolve().parents[2]
LONG_KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEF"
VARIABLES = """
    DEBUG SECRET_KEY DATABASE_URL SITE_URL ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS BEHIND_PROXY
    SECURE_SSL_REDIRECT LOG_LEVEL CONN_MAX_AGE STALE_AFTER_DAYS MEDIA_FOLDER
    REMIND_DAYS_BEFORE_DUE ESCALATE_AFTER_DAYS ANSWER_WITHIN_DAYS EMAIL_URL MAIL_FROM DJANGO_ALLOW_ASYNC_UNSAFE
    STAFF_NEED_SECOND_FACTOR OIDC_NAME OIDC_ISSUER OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_TRUST_EMAIL
    OIDC_SECOND_FACTOR
"""
BLANK = dict.fromkeys(VARIABLES.split(), "") | {"DJANGO_SETTINGS_MODULE": "kirklees_portal.settings"}


def public_page(request: HttpRequest) -> HttpResponse:
    """A page as visitors get it: a template with every context processor, that asks for nobody's name."""
    template = engines["django"].from_string("<title>A promise</title>")
    return HttpResponse(template.render({}, request))


urlpatterns = [path("", public_page)]


def start(**environment: str) -> subprocess.CompletedProcess:
    """Run Django's checks in a process of its own with this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env=os.environ | BLANK | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "beginning"),
    [
        pytest.param({"DEBUG": "false"}, "SECRET_KEY is not set", id="no secret"),
        pytest.param({"DEBUG": "maybe"}, 'DEBUG is "maybe"', id="not a boolean"),
        pytest.param({"DEBUG": "true", "DATABASE_URL": "db"}, "DATABASE_URL is not an address", id="database"),
        pytest.param({"DEBUG": "true", "SITE_URL": "plan"}, 'SITE_URL is "plan"', id="site"),
        pytest.param({"DEBUG": "true", "LOG_LEVEL": "loud"}, 'LOG_LEVEL is "loud"', id="log level"),
    ],
)
def test_start_with_unusable_variable_ends_in_one_line(environment, beginning):
    started = start(**environment)
    lines = started.stderr.splitlines()
    assert (started.returncode, started.stdout, len(lines)) == (1, "", 1)
    assert lines[0].startswith(f"The portal cannot start: {beginning}")


@pytest.mark.parametrize("debug", ["", "true"])
def test_start_on_a_workbench_needs_nothing_else(debug):
    started = start(DEBUG=debug)
    assert (started.returncode, started.stderr) == (0, "")


def test_start_with_settings_of_production_passes_every_check():
    started = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env=os.environ | BLANK | {"SECRET_KEY": LONG_KEY, "SITE_URL": "https://plan.example.org"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.urls(__name__)
def test_public_page_sets_no_cookie_and_is_the_same_for_everyone(client):
    response = client.get("/")
    assert (response.status_code, dict(response.cookies), response.get("Vary")) == (200, {}, None)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_public_page_does_not_vary_when_signed_in(admin_client):
    response = admin_client.get("/")
    assert (response.status_code, dict(response.cookies), response.get("Vary")) == (200, {}, None)


@pytest.mark.urls(__name__)
def test_public_page_allows_nothing_from_elsewhere_and_nothing_inline(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert {directive.strip() for directive in policy.split(";")} == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }


@pytest.mark.urls(__name__)
def test_public_page_sends_safety_headers(client):
    response = client.get("/")
    names = ("X-Frame-Options", "Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy")
    assert [response[name] for name in names] == ["DENY", "same-origin", "nosniff", "same-origin"]


def test_visitor_over_http_is_sent_to_https_but_health_checks_are_not(settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/admin/")["Location"] == "https://testserver/admin/"
    assert client.get("/healthz").status_code == 200


def test_time_is_that_of_kirklees(settings):
    assert (settings.TIME_ZONE, settings.USE_TZ, settings.LANGUAGE_CODE) == ("Europe/London", True, "en-gb")
