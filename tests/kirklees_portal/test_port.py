"""Whether the portal can be served on a port is told in one sentence, before anything slow is done."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kirklees_portal.port import other, problem_with_port

PROJECT = Path(__file__).resolve().parents[2]


def sentence_about(port: int) -> str:
    return f"Port {port} is in use by another program. Choose another: make run PORT={other(str(port))}"


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_port_that_is_free_has_no_problem():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert problem_with_port(str(port)) is None


def test_port_that_is_busy_is_named_and_another_is_suggested(busy_port):
    assert problem_with_port(str(busy_port)) == sentence_about(busy_port)


@pytest.mark.parametrize("text", ["", "eighty", "0", "65536", "-1", "8000 "])
def test_port_that_is_no_port_is_refused(text):
    assert problem_with_port(text) == (
        f'PORT is "{text}", but must be a number from 1 to 65535, such as: make run PORT=8001'
    )


def test_make_run_on_a_busy_port_stops_before_anything_else(busy_port):
    made = subprocess.run(
        ["make", "--no-print-directory", "run", f"PORT={busy_port}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (made.returncode, made.stdout) == (2, "")
    assert made.stderr.splitlines()[0] == sentence_about(busy_port)


def test_port_check_needs_nothing_but_python(busy_port):
    checked = subprocess.run(
        [sys.executable, "-S", "-m", "kirklees_portal.port", str(busy_port)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (checked.returncode, len(checked.stderr.splitlines())) == (1, 1)
