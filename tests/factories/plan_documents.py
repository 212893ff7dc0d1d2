"""Imports of plan documents."""

from datetime import UTC, datetime

from factory.django import DjangoModelFactory

from plan_documents import models


class ImportRunFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportRun

    plan_slug = "example-plan"
    started_at = datetime(2026, 1, 1, tzinfo=UTC)
    note = "An example of an import."
