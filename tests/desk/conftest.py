"""Who is signed in at the desk, and a database that cannot take one record."""

import pytest
from django.db import OperationalError
from factories import UserFactory

from ledger.models import LedgerModel


@pytest.fixture
def officer():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def cannot_be_saved(monkeypatch):
    """Saving this record fails from now on; every other one is saved as ever."""

    def cannot_be_saved(refused: LedgerModel) -> None:
        save = LedgerModel.save

        def fail(record, **kwargs):
            if record == refused:
                raise OperationalError("database is locked")
            save(record, **kwargs)

        monkeypatch.setattr(LedgerModel, "save", fail)

    return cannot_be_saved
