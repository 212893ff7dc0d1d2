"""For migrations: giving the ledger's two clocks to records that were kept before there were two."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

STAMPS = {
    "revision": models.PositiveIntegerField(default=0, editable=False),
    "effective_on": models.DateField("took effect on", db_index=True, default=timezone.localdate, editable=False),
    "recorded_at": models.DateTimeField("recorded", default=timezone.now, editable=False),
}
SAID_OF_A_VERSION = {
    "history_decision_url": models.URLField("decision", max_length=500, blank=True),
    "history_approved_by": models.CharField("role that approved", max_length=120, blank=True),
    "history_correction": models.BooleanField(default=False),
}


class AddTwoClocks(migrations.operations.base.Operation):
    """Adds the columns of ``LedgerModel`` and of its history to several models of one app.

    One operation for all: Django would otherwise render every model of the project anew for each column.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: list[str]):
        self.models = models

    def columns(self):
        """(model, name, field) of each column; a field for each, since adding binds it."""
        for model in self.models:
            for name, field in STAMPS.items():
                yield model, name, field.clone()
            for name, field in {**STAMPS, **SAID_OF_A_VERSION}.items():
                yield f"historical{model}", name, field.clone()

    def state_forwards(self, app_label, state):
        for model, name, field in self.columns():
            state.models[app_label, model].fields[name] = field
        state.__dict__.pop("apps", None)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model, name, _ in self.columns():
            now = to_state.apps.get_model(app_label, model)
            schema_editor.add_field(now, now._meta.get_field(name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, name, _ in self.columns():
            before = from_state.apps.get_model(app_label, model)
            schema_editor.remove_field(before, before._meta.get_field(name))

    def describe(self):
        return f"Add the two clocks of the ledger to {len(self.models)} models"


def date_what_is_on_record(apps, app_label: str) -> None:
    """Let every version, and every record, take effect on the day it was written down: no other day is known."""
    for model in apps.get_app_config(app_label).get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "history_date" not in names:
            continue
        day = TruncDate("history_date", tzinfo=timezone.get_default_timezone())
        model.objects.update(recorded_at=F("history_date"), effective_on=day)
        _date_records(apps.get_model(app_label, model.__name__.removeprefix("Historical")), model)


def _date_records(model, history) -> None:
    for version in history.objects.exclude(history_type="-").order_by("history_id").iterator():
        model.objects.filter(pk=version.id).update(recorded_at=version.recorded_at, effective_on=version.effective_on)
