"""What the surroundings may say to the portal: each variable is read once, checked, and given a type.

The parsers take the text of one variable and return its value; text that they cannot use raises
``ValueError`` with the rest of a sentence that starts with the variable's name. Values that may hold a
secret are never part of that sentence.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url
from environs import Env

from .identity import issuer, provider_settings

Value = TypeVar("Value")

DEBUG_SECRET_KEY = "insecure-for-debugging-only-never-use-this-on-a-server"  # noqa: S105 (refused outside debug)
SHORTEST_SECRET_KEY = 50
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAIL_ADDRESS = re.compile(r"[^@<>\r\n]+@[^@<>\s]+|[^@<>\r\n]+ <[^@<>\s]+@[^@<>\s]+>")
SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]")


class UnusableEnvironment(Exception):
    """One variable cannot be used; the message is one line for the person who starts the portal."""


@dataclass(frozen=True)
class Environment:
    """Every setting that may differ between one installation and the next."""

    debug: bool
    secret_key: str
    database: dict[str, Any]
    site_url: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    behind_proxy: bool
    ssl_redirect: bool
    log_level: str
    stale_after_days: int
    remind_days_before_due: int
    escalate_after_days: int
    answer_within_days: int
    mail: dict[str, Any]
    mail_from: str
    media_folder: Path
    staff_need_second_factor: bool
    identity_provider: dict[str, Any] | None


def read_environment(env: Env, project_folder: Path) -> Environment:
    """Read and check every variable, or raise ``UnusableEnvironment`` for the first that cannot be used.

    A checkout without a secret is somebody's workbench, so debugging is on there unless it is turned off; the
    server's way in, ``wsgi.py``, turns it off.
    """
    debug = read(env, "DEBUG", boolean, not env.str("SECRET_KEY", "").strip())
    site_url = read(env, "SITE_URL", web_address, "http://127.0.0.1:8000")
    return Environment(
        debug=debug,
        secret_key=read_secret_key(env, debug=debug),
        database=read_database(env, project_folder),
        site_url=site_url,
        allowed_hosts=read(env, "ALLOWED_HOSTS", hosts, [host_of(site_url)]),
        csrf_trusted_origins=read(env, "CSRF_TRUSTED_ORIGINS", web_addresses, []),
        behind_proxy=read(env, "BEHIND_PROXY", boolean, False),
        ssl_redirect=read(env, "SECURE_SSL_REDIRECT", boolean, not debug),
        log_level=read(env, "LOG_LEVEL", log_level, "INFO"),
        stale_after_days=read(env, "STALE_AFTER_DAYS", positive_number, 92),
        remind_days_before_due=read(env, "REMIND_DAYS_BEFORE_DUE", whole_number, 14),
        escalate_after_days=read(env, "ESCALATE_AFTER_DAYS", positive_number, 14),
        answer_within_days=read(env, "ANSWER_WITHIN_DAYS", days_to_answer, 14),
        mail=read(env, "EMAIL_URL", mail_settings, mail_settings("console:" if debug else "smtp://127.0.0.1:25")),
        mail_from=read(env, "MAIL_FROM", mail_address, mail_address_at(host_of(site_url))),
        media_folder=read(env, "MEDIA_FOLDER", Path, project_folder / "media"),
        staff_need_second_factor=read(env, "STAFF_NEED_SECOND_FACTOR", boolean, not debug),
        identity_provider=read_identity_provider(env),
    )


def read(env: Env, name: str, parse: Callable[[str], Value], default: Value) -> Value:
    """Return the variable's parsed value; one that is unset or blank has its default."""
    text = env.str(name, "").strip()
    if not text:
        return default
    try:
        return parse(text)
    except ValueError as error:
        raise UnusableEnvironment(f"{name} {error}") from None


def read_secret_key(env: Env, *, debug: bool) -> str:
    """Outside debug a secret key is required; in debug a fixed, labelled one stands in for it."""
    key = read(env, "SECRET_KEY", str if debug else secret_key, DEBUG_SECRET_KEY if debug else "")
    if not key:
        raise UnusableEnvironment(
            "SECRET_KEY is not set, but is required when DEBUG is off: "
            f"set it to a random text of at least {SHORTEST_SECRET_KEY} characters."
        )
    return key


def read_database(env: Env, project_folder: Path) -> dict[str, Any]:
    """Return Django's settings for the database; unset, it is the SQLite file in the project's folder."""
    database = read(env, "DATABASE_URL", database_settings, database_settings("sqlite:///db.sqlite3"))
    seconds = read(env, "CONN_MAX_AGE", whole_number, 60)
    if database["ENGINE"].endswith("sqlite3"):
        name = database["NAME"]
        return database | {"NAME": name if name == ":memory:" else project_folder / name}
    return database | {"CONN_MAX_AGE": seconds, "CONN_HEALTH_CHECKS": True}


def read_identity_provider(env: Env) -> dict[str, Any] | None:
    """Return where people sign in with the council's own accounts; None where nothing is set."""
    needed = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": str, "OIDC_CLIENT_SECRET": str}
    values = {name: read(env, name, parse, "") for name, parse in needed.items()}
    name = read(env, "OIDC_NAME", str, "the council’s account")
    trusted = read(env, "OIDC_TRUST_EMAIL", boolean, False)
    factors = read(env, "OIDC_SECOND_FACTOR", parts_of, [])
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(values):
        return None
    if missing:
        raise UnusableEnvironment(f"{missing[0]} is not set, but {', '.join(needed)} are needed together.")
    return provider_settings(name, *values.values(), trusted=trusted, factors=factors)


def boolean(text: str) -> bool:
    """Read ``true`` or ``false``, in any case."""
    try:
        return {"true": True, "false": False}[text.lower()]
    except KeyError:
        raise ValueError(f"is {quoted(text)}, but must be true or false.") from None


def whole_number(text: str) -> int:
    """Read a whole number, zero included."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"is {quoted(text)}, but must be a whole number, such as 60.")
    return int(text)


def positive_number(text: str) -> int:
    """Read a whole number of at least one."""
    number = whole_number(text)
    if number < 1:
        raise ValueError(f"is {quoted(text)}, but must be 1 or more.")
    return number


def days_to_answer(text: str) -> int:
    """Read a number of days that no calendar ends before."""
    number = positive_number(text)
    if number > 3650:
        raise ValueError(f"is {quoted(text)}, but must be at most 3650, ten years.")
    return number


def log_level(text: str) -> str:
    """Read the name of a log level, in any case."""
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"is {quoted(text)}, but must be one of {', '.join(LOG_LEVELS)}.")
    return text.upper()


def secret_key(text: str) -> str:
    """Accept a key that is long and mixed enough; the key itself is never shown."""
    if text == DEBUG_SECRET_KEY:
        raise ValueError("is the insecure key for debugging: set it to a random text of your own.")
    if len(text) < SHORTEST_SECRET_KEY or len(set(text)) < 5:
        raise ValueError(
            f"has {len(text)} characters, {len(set(text))} of them different (not shown here), "
            f"but must be a random text of at least {SHORTEST_SECRET_KEY} characters."
        )
    return text


def web_address(text: str) -> str:
    """Read the start of a web address, such as https://plan.example.org, without a closing slash."""
    try:
        parts = urlsplit(text)
        usable = (
            parts.scheme in {"http", "https"}
            and HOST.fullmatch(host_of(text))
            and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
            and parts.port != 0
        )
    except ValueError:
        usable = False
    if not usable:
        found = "has an @ in it (not shown here)" if "@" in text else f"is {quoted(text)}"
        raise ValueError(f"{found}, but must be http:// or https:// and a host name, such as https://plan.example.org.")
    return text.rstrip("/")


def web_addresses(text: str) -> list[str]:
    """Read web addresses parted by commas."""
    return [web_address(part) for part in parts_of(text)]


def hosts(text: str) -> list[str]:
    """Read host names parted by commas; one that starts with a dot stands for all below it."""
    names = [part.lower() for part in parts_of(text)]
    for name in names:
        if not HOST.fullmatch(name):
            raise ValueError(f"has {quoted(name)}, but must be host names parted by commas, such as plan.example.org.")
    return names


def database_settings(text: str) -> dict[str, Any]:
    """Read a database's address into Django's settings; it is never shown, for it holds a password."""
    if text == "sqlite://:memory:":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": SQLITE_OPTIONS}
    allowed = "but must be postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
    scheme, separator, rest = text.partition("://")
    if not separator:
        raise ValueError(f"is not an address (not shown here), {allowed}")
    if scheme not in DATABASE_SCHEMES:
        raise ValueError(f"starts with {quoted(scheme)}, {allowed}")
    try:
        settings = dict(dj_database_url.parse(text))
    except ValueError:
        raise ValueError(f"is a malformed {scheme} address (not shown here), {allowed}") from None
    if scheme == "sqlite":
        return sqlite_settings(settings, rest, allowed)
    if not settings["NAME"]:
        raise ValueError(f"names no database (not shown here), {allowed}")
    return settings


def sqlite_settings(settings: dict[str, Any], rest: str, allowed: str) -> dict[str, Any]:
    """Return the settings of an SQLite file: many readers, one writer, and writers that wait their turn."""
    if not rest.startswith("/") or rest == "/":
        raise ValueError(f"names no file, {allowed}")
    return {"ENGINE": settings["ENGINE"], "NAME": settings["NAME"], "OPTIONS": SQLITE_OPTIONS}


def mail_settings(text: str) -> dict[str, Any]:
    """Read a mail server's address into Django's settings; it is never shown, for it holds a password."""
    allowed = (
        "but must be smtp://user:password@host:587, with smtp+tls or smtps for a protected connection, "
        "file:///folder to write mail there, or console: to print it."
    )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"is a malformed address (not shown here), {allowed}") from None
    if text == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path.strip("/") and not host:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme not in MAIL_PORTS or not host:
        raise ValueError(f"is no address of a mail server (not shown here), {allowed}")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def mail_address(text: str) -> str:
    """Read the address that mail comes from, with or without a name in front."""
    if not MAIL_ADDRESS.fullmatch(text):
        raise ValueError(f"is {quoted(text)}, but must be an address, such as Kirklees promises <plan@example.org>.")
    return text


def mail_address_at(host: str) -> str:
    """The address that mail comes from where none is set."""
    named = "." in host and not host.replace(".", "").isdigit()
    return f"Kirklees promises <noreply@{host if named else 'localhost'}>"


def host_of(address: str) -> str:
    """Return the host of a web address as Django's ``ALLOWED_HOSTS`` writes it."""
    name = urlsplit(address).hostname or ""
    return f"[{name}]" if ":" in name else name


def parts_of(text: str) -> list[str]:
    """Split at commas and drop what is blank."""
    return [part.strip() for part in text.split(",") if part.strip()]


def quoted(text: str) -> str:
    """Quote a value on one line, clipped to 60 characters."""
    return json.dumps(text if len(text) <= 60 else f"{text[:59]}…", ensure_ascii=False)
