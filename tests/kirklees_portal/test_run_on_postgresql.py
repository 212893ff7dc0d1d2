"""The suite runs on the PostgreSQL server that is given."""

import subprocess
import sys

import pytest
import run_on_postgresql


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_that_is_given_is_used(monkeypatch, scheme):
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://me@db/portal")
    with run_on_postgresql.postgresql_url() as url:
        assert url == f"{scheme}://me@db/portal"


def test_exit_code_is_that_of_pytest(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me@db/portal")
    monkeypatch.setattr(sys, "argv", ["run_on_postgresql.py", "--version"])
    monkeypatch.setattr(subprocess, "run", lambda command, env: subprocess.CompletedProcess(command, len(command)))
    assert run_on_postgresql.main() == len([sys.executable, "-m", "pytest", "--version"])
