"""The two questions that machines ask."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from kirklees_portal import health


def answer(response) -> tuple[int, str, str]:
    return response.status_code, response.content.decode(), response["Content-Type"]


def test_healthz_answers_without_a_database(client):
    assert answer(client.get("/healthz")) == (200, "The portal is up.\n", "text/plain; charset=utf-8")


@pytest.mark.django_db
def test_readyz_with_all_migrations_applied_is_ready(client):
    assert answer(client.get("/readyz")) == (200, "The portal is ready.\n", "text/plain; charset=utf-8")


@pytest.mark.django_db
def test_readyz_with_an_unapplied_migration_says_how_to_apply_it(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    assert answer(client.get("/readyz")) == (
        503,
        "The portal is not ready: 1 of its migrations are not applied. Run: python manage.py migrate\n",
        "text/plain; charset=utf-8",
    )


def test_readyz_without_a_database_says_so(client, monkeypatch):
    def nobody_answers():
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "count_unapplied_migrations", nobody_answers)
    assert answer(client.get("/readyz")) == (
        503,
        "The portal is not ready: its database does not answer.\n",
        "text/plain; charset=utf-8",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_never_cached_and_sets_no_cookie(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_read_only(client, address):
    assert client.post(address).status_code == 405
