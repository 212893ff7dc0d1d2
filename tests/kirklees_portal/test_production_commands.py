"""What a server runs, really run: collect the static files, migrate, serve, and ask whether it is up."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import HTTPErrorProcessor, Request, build_opener, urlopen

import pytest

pytestmark = pytest.mark.once

PROJECT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "tests", "media", "staticfiles", "*.sqlite3*", "node_modules")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "kirklees_portal.settings",
    "DEBUG": "false",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEF",
    "SITE_URL": "https://plan.example.org",
    "ALLOWED_HOSTS": "",
    "BEHIND_PROXY": "true",
    "SECURE_SSL_REDIRECT": "true",
    "LOG_LEVEL": "WARNING",
    "WEB_CONCURRENCY": "1",
    "GUNICORN_CMD_ARGS": "",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "",
}


class KeepRedirects(HTTPErrorProcessor):
    """Returns every response as it is."""

    def http_response(self, request, response):
        return response


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Path:
    """A copy of the portal in a folder of its own: static files collected, an SQLite file migrated."""
    folder = tmp_path_factory.mktemp("installation") / "portal"
    shutil.copytree(PROJECT, folder, ignore=LEFT_OUT)
    run(folder, "manage.py", "collectstatic", "--noinput")
    run(folder, "manage.py", "migrate", "--noinput")
    return folder


@pytest.fixture(scope="module")
def server(installation) -> Iterator[str]:
    """The address of gunicorn, serving the installation."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "--bind", address, "kirklees_portal.wsgi"]
    gunicorn = subprocess.Popen(command, cwd=installation, env=environment(installation), stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/healthz", gunicorn)
        yield f"http://{address}"
    finally:
        gunicorn.terminate()
        gunicorn.wait(timeout=20)


def environment(folder: Path, **changes: str) -> dict[str, str]:
    return os.environ | PRODUCTION | {"DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3"} | changes


def run(folder: Path, *command: str) -> None:
    subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment(folder),
        check=True,
        capture_output=True,
        timeout=120,
    )


def wait_for(address: str, process: subprocess.Popen, seconds: float = 30) -> None:
    """Ask until there is an answer, the process ends or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "gunicorn ended"
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} did not answer within {seconds} seconds")


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body; redirects are not followed."""
    with build_opener(KeepRedirects).open(Request(address, headers=headers), timeout=10) as response:
        return response.status, dict(response.headers), response.read()


def visit(address: str) -> tuple[int, dict[str, str], bytes]:
    """Get a page as the proxy asks for it."""
    return get(address, **{"Host": "plan.example.org", "X-Forwarded-Proto": "https"})


def test_static_files_are_collected_with_both_compressions(installation):
    (style,) = (installation / "staticfiles/admin/css").glob("base.????????????.css")
    plain = style.read_bytes()
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()) == plain
    assert 0 < Path(f"{style}.br").stat().st_size < len(plain)


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_server_is_up_and_ready(server, name):
    status, headers, body = get(f"{server}/{name}")
    sentences = {"healthz": b"The portal is up.\n", "readyz": b"The portal is ready.\n"}
    assert (status, body, headers.get("Set-Cookie")) == (200, sentences[name], None)


def test_server_sends_a_visitor_over_http_to_https(server):
    status, headers, _ = get(f"{server}/admin/login/", Host="plan.example.org")
    assert (status, headers["Location"]) == (301, "https://plan.example.org/admin/login/")


def test_server_refuses_a_host_that_it_is_not(server):
    with pytest.raises(HTTPError, match="400"):
        urlopen(Request(f"{server}/admin/login/", headers={"Host": "elsewhere.example"}), timeout=10)


def test_server_serves_static_files_under_names_that_never_change(server):
    status, _, page = visit(f"{server}/sign-in/")
    style = re.search(rb'href="(/static/sign_in\.\w{12}\.css)"', page).group(1).decode()
    assert status == 200
    status, headers, _ = visit(server + style)
    assert (status, headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")


@pytest.mark.parametrize("debug", ["", "false"])
def test_server_without_a_secret_ends_in_one_line(installation, debug):
    started = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "kirklees_portal.wsgi"],
        cwd=installation,
        env=environment(installation, SECRET_KEY="", DEBUG=debug),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert started.returncode != 0
    assert started.stderr.splitlines() == [
        "The portal cannot start: SECRET_KEY is not set, but is required when DEBUG is off: "
        "set it to a random text of at least 50 characters."
    ]
