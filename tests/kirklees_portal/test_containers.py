"""The files that make containers name only what exists: commands, variables, addresses, files."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve
from django.utils.module_loading import import_string

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order: their names and what follows."""
    text = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(re.split(r"\s+", line, maxsplit=1)) for line in lines]


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    """The services of compose.yaml."""
    return yaml.safe_load((PROJECT / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def nginx() -> str:
    """nginx's configuration without its comments."""
    return re.sub(r"#.*", "", (PROJECT / "deploy/nginx.conf").read_text())


def only(instructions: list[tuple[str, str]], name: str) -> str:
    (found,) = [value for instruction, value in instructions if instruction == name]
    return found


def documented_variables() -> set[str]:
    return set(re.findall(r"^# ([A-Z_]+)=", (PROJECT / ".env.example").read_text(), flags=re.MULTILINE))


def test_image_is_made_in_two_stages(instructions):
    stages = [value for name, value in instructions if name == "FROM"]
    assert stages == ["python:3.13-slim AS build", "python:3.13-slim"]


def test_image_runs_as_a_user_without_rights(instructions):
    assert only(instructions, "USER") == "portal"


def test_image_asks_for_its_own_health(instructions):
    address = re.search(r"http://127\.0\.0\.1:8000(/\w+)", only(instructions, "HEALTHCHECK")).group(1)
    assert resolve(address).view_name == "healthz"


def test_image_starts_gunicorn_with_the_portal(instructions):
    command = json.loads(only(instructions, "CMD"))
    assert (command[0], command[-1]) == ("gunicorn", "kirklees_portal.wsgi")
    assert callable(import_string(f"{command[-1]}.application"))


def test_image_collects_static_files_when_it_is_built(instructions):
    commands = [re.findall(r"manage\.py (\w+)", value) for name, value in instructions if name == "RUN"]
    assert [command for found in commands for command in found] == ["collectstatic"]


def test_image_holds_no_secrets_and_no_photographs(instructions):
    assert [value for name, value in instructions if name in {"ADD", "ARG"}] == []
    assert {".env", ".git", "*.sqlite3*", "media"} <= set((PROJECT / ".dockerignore").read_text().split())


def test_services_are_started_in_order(services):
    order = {
        name: {other: wait["condition"] for other, wait in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    assert order == {
        "db": {},
        "migrate": {"db": "service_healthy"},
        "web": {"db": "service_healthy", "migrate": "service_completed_successfully"},
        "nginx": {"web": "service_healthy"},
    }


def test_services_run_commands_that_exist(services):
    commands = [service["command"] for service in services.values() if "command" in service]
    assert [command[:2] for command in commands] == [["python", "manage.py"]]
    assert {command[2] for command in commands} <= set(get_commands())


@pytest.mark.parametrize("name", ["migrate", "web"])
def test_services_pass_on_every_setting_and_no_other(services, name):
    assert set(services[name]["environment"]) ^ documented_variables() == set()


def test_services_mount_files_that_exist(services):
    sources = [volume.split(":")[0] for volume in services["nginx"]["volumes"] if volume.startswith("./")]
    assert [(PROJECT / source).is_file() for source in sources] == [True]


def test_nginx_buffers_for_the_portal_and_tells_it_the_scheme(nginx):
    settings = {" ".join(line.split()) for line in re.split(r"[;{}]", nginx)}
    assert {
        "proxy_pass http://web:8000",
        "proxy_buffering on",
        "proxy_request_buffering on",
        "proxy_set_header Host $host",
        "proxy_set_header X-Forwarded-Proto $scheme",
    } <= settings


def test_nginx_configuration_closes_what_it_opens(nginx):
    assert nginx.count("{") == nginx.count("}")
    lines = [line.strip() for line in nginx.splitlines() if line.strip()]
    assert [line for line in lines if line[-1] not in ";{}"] == []
