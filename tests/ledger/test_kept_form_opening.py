"""The migration after which each opening of a page keeps its own: what was kept before is still there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from factories import UserFactory

from ledger.keeping import drafts
from ledger.models import KeptForm

BEFORE = [("ledger", "0002_spreadsheet_run")]


@pytest.fixture
def officer(transactional_db):
    yield UserFactory()
    migrate_fully()


def migrate_fully():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_what_was_kept_before_is_taken_up_and_new_typing_is_kept_beside_it(officer):
    before = MigrationExecutor(connection).migrate(BEFORE).apps.get_model("ledger", "KeptForm")
    before.objects.create(user_id=officer.pk, address="/admin/", typed=[["text", "Before"]])

    migrate_fully()

    old = drafts.kept_at(officer.pk, "/admin/")
    assert (old.typed, old.opening, old.address_to_take_up()) == ([["text", "Before"]], "", "/admin/?kept=1")
    drafts.keep(officer.pk, "/admin/", "", [["text", "After"]], "an opening")
    assert [kept.typed for kept in KeptForm.objects.order_by("pk")] == [[["text", "Before"]], [["text", "After"]]]
