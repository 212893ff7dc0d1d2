"""What each variable may say, and the sentence that comes back when it says something else."""

import re
from pathlib import Path

import pytest
from environs import Env

from kirklees_portal import environment as it

PROJECT = Path(__file__).resolve().parents[2]
LONG_KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEF"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch):
    for name in documented_variables():
        monkeypatch.delenv(name, raising=False)


def documented_variables() -> set[str]:
    example = (PROJECT / ".env.example").read_text()
    return set(re.findall(r"^# ([A-Z_]+)=", example, flags=re.MULTILINE))


def test_variables_read_are_those_documented(monkeypatch):
    monkeypatch.setenv("DEBUG", "true")
    env = Env()
    it.read_environment(env, PROJECT)
    assert set(env.dump()) == documented_variables()


def test_environment_in_debug_needs_nothing_else(monkeypatch):
    monkeypatch.setenv("DEBUG", "true")
    assert it.read_environment(Env(), Path("/portal")) == it.Environment(
        debug=True,
        secret_key=it.DEBUG_SECRET_KEY,
        database={
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path("/portal/db.sqlite3"),
            "OPTIONS": it.SQLITE_OPTIONS,
        },
        site_url="http://127.0.0.1:8000",
        allowed_hosts=["127.0.0.1"],
        csrf_trusted_origins=[],
        behind_proxy=False,
        ssl_redirect=False,
        log_level="INFO",
        stale_after_days=92,
        remind_days_before_due=14,
        escalate_after_days=14,
        answer_within_days=14,
        mail={"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        mail_from="Kirklees promises <noreply@localhost>",
        media_folder=Path("/portal/media"),
        staff_need_second_factor=False,
        identity_provider=None,
    )


def test_environment_outside_debug_is_safe(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", LONG_KEY)
    monkeypatch.setenv("SITE_URL", "https://plan.example.org/")
    monkeypatch.setenv("DATABASE_URL", "")
    environment = it.read_environment(Env(), PROJECT)
    assert (environment.debug, environment.ssl_redirect) == (False, True)
    assert (environment.site_url, environment.allowed_hosts) == (
        "https://plan.example.org",
        ["plan.example.org"],
    )


@pytest.mark.parametrize("key", ["", "   ", "short", "a" * 60, it.DEBUG_SECRET_KEY])
def test_secret_key_outside_debug_is_refused_unseen(monkeypatch, key):
    monkeypatch.setenv("DEBUG", "false")
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(it.UnusableEnvironment, match=r"^SECRET_KEY ") as refusal:
        it.read_environment(Env(), PROJECT)
    assert not key.strip() or key not in str(refusal.value)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        pytest.param(it.boolean, "True", True, id="boolean in any case"),
        pytest.param(it.boolean, "false", False, id="boolean off"),
        pytest.param(it.whole_number, "0", 0, id="zero"),
        pytest.param(it.positive_number, "92", 92, id="positive"),
        pytest.param(it.log_level, "warning", "WARNING", id="log level in any case"),
        pytest.param(it.web_address, "http://[::1]:8000", "http://[::1]:8000", id="address of IPv6"),
        pytest.param(it.hosts, "A.example, .b.example,", ["a.example", ".b.example"], id="hosts"),
        pytest.param(it.web_addresses, "https://a.example", ["https://a.example"], id="origins"),
    ],
)
def test_parser_reads(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "sentence"),
    [
        (it.boolean, "yes please", 'is "yes please", but must be true or false.'),
        (it.boolean, "a\nb", 'is "a\\nb", but must be true or false.'),
        (it.whole_number, "-1", 'is "-1", but must be a whole number, such as 60.'),
        (it.whole_number, "1.5", 'is "1.5", but must be a whole number, such as 60.'),
        (it.whole_number, "9" * 70, f'is "{"9" * 59}…", but must be a whole number, such as 60.'),
        (it.positive_number, "0", 'is "0", but must be 1 or more.'),
        (it.log_level, "loud", 'is "loud", but must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.'),
        (
            it.hosts,
            "https://a.example",
            'has "https://a.example", but must be host names parted by commas, such as plan.example.org.',
        ),
        (it.hosts, "*", 'has "*", but must be host names parted by commas, such as plan.example.org.'),
    ],
)
def test_parser_refuses_in_one_sentence(parse, text, sentence):
    with pytest.raises(ValueError, match=r"must be") as refusal:
        parse(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "plan.example.org",
        "ftp://plan.example.org",
        "https://",
        "https://plan.example.org/plan",
        "https://plan.example.org?a=b",
        "https://plan.example.org:port",
        "https://[plan",
        "https://user:hidden@plan.example.org",
    ],
)
def test_web_address_is_refused(text):
    with pytest.raises(ValueError, match="must be http:// or https:// and a host name") as refusal:
        it.web_address(text)
    assert "hidden" not in str(refusal.value)


def test_database_on_postgresql_keeps_checked_connections(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db:5433/portal?sslmode=require")
    monkeypatch.setenv("CONN_MAX_AGE", "30")
    assert it.read_database(Env(), PROJECT) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
        "CONN_MAX_AGE": 30,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////tmp/portal.sqlite3", Path("/tmp/portal.sqlite3")),  # noqa: S108 (only a name: no file is made)
        ("sqlite:///portal.sqlite3", Path("/portal/portal.sqlite3")),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_database_on_sqlite_waits_its_turn(monkeypatch, url, name):
    monkeypatch.setenv("DATABASE_URL", url)
    assert it.read_database(Env(), Path("/portal")) == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": it.SQLITE_OPTIONS,
    }


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("mysql://me:hidden@db/portal", 'starts with "mysql", '),
        ("postgres:me:hidden", "is not an address (not shown here), "),
        ("postgres://me:hidden@db:port/portal", "is a malformed postgres address (not shown here), "),
        ("postgres://me:hidden@db", "names no database (not shown here), "),
        ("sqlite://", "names no file, "),
        ("sqlite:///", "names no file, "),
    ],
)
def test_database_address_is_refused_unseen(url, found):
    with pytest.raises(ValueError, match=r"must be") as refusal:
        it.database_settings(url)
    assert str(refusal.value) == (
        f"{found}but must be postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
    )


SMTP = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_PORT": 25,
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
    "EMAIL_USE_TLS": False,
    "EMAIL_USE_SSL": False,
    "EMAIL_TIMEOUT": 20,
}
SIGNED_IN = {"EMAIL_HOST_USER": "portal", "EMAIL_HOST_PASSWORD": "p@ss"}


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("smtp://mail.example.org", SMTP),
        ("smtp+tls://portal:p%40ss@mail.example.org", SMTP | SIGNED_IN | {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True}),
        ("smtps://mail.example.org:4465", SMTP | {"EMAIL_PORT": 4465, "EMAIL_USE_SSL": True}),
        (
            "file:///var/mail/out",
            {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": "/var/mail/out"},
        ),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_server_is_read(text, settings):
    assert it.mail_settings(text) == settings


@pytest.mark.parametrize(
    "text", ["mail.example.org", "smtp://", "http://mail.example.org", "smtp://a:secret@h:port", "file://", "smtp://[a"]
)
def test_mail_server_that_is_none_is_refused_unseen(text):
    with pytest.raises(ValueError, match=r"\(not shown here\), but must be smtp://") as refusal:
        it.mail_settings(text)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "nobody", "a@b@c", "A <b>", "A\n<a@b>", "<a@b>"])
def test_sender_that_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="must be an address"):
        it.mail_address(text)


@pytest.mark.parametrize(
    ("host", "domain"), [("plan.example.org", "plan.example.org"), ("127.0.0.1", "localhost"), ("[::1]", "localhost")]
)
def test_sender_where_none_is_set_is_at_the_portals_host(host, domain):
    address = it.mail_address_at(host)

    assert (it.mail_address(address), address) == (address, f"Kirklees promises <noreply@{domain}>")


def test_second_factor_is_needed_outside_debug(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", LONG_KEY)
    assert it.read_environment(Env(), PROJECT).staff_need_second_factor is True


def test_provider_of_accounts_is_read_whole(monkeypatch):
    values = {"OIDC_ISSUER": "https://login.example.org/tenant/v2.0/", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    values["OIDC_SECOND_FACTOR"] = "mfa, otp"
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    (app,) = it.read_identity_provider(Env())["openid_connect"]["APPS"]
    assert (app["name"], app["client_id"], app["secret"]) == ("the council’s account", "a", "b")
    assert app["settings"] == {
        "server_url": "https://login.example.org/tenant/v2.0",
        "verified_email": False,
        "factors": ["mfa", "otp"],
    }


def test_provider_of_accounts_that_is_set_in_part_is_refused(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example.org")
    with pytest.raises(it.UnusableEnvironment, match=r"^OIDC_CLIENT_ID is not set, but OIDC_ISSUER, .* together\.$"):
        it.read_identity_provider(Env())


@pytest.mark.parametrize(
    "text", ["login.example.org", "http://login.example.org", "https://", "https://me:hidden@a.example", "https://a/?b"]
)
def test_provider_that_is_not_asked_safely_is_refused(text):
    with pytest.raises(ValueError, match="is no https:// address of a provider") as refusal:
        it.issuer(text)
    assert "hidden" not in str(refusal.value)
