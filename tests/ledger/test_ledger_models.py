from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import CharField, DateField, TextField, URLField
from factories import FACTORY_OF, DeliverableFactory, PlaceFactory

from desk.models import PreviewLink
from ledger.models import LedgerModel, LedgerQuerySet, save_with_reason
from ledger.refusals import UntracedWriteError
from ledger.writing import STAMPS
from outcomes.models import Place

pytestmark = pytest.mark.django_db

LEDGER_MODELS = [model for model in apps.get_models() if issubclass(model, LedgerModel)]
every_model = pytest.mark.parametrize("model", LEDGER_MODELS, ids=lambda model: model._meta.label)


SETTLED = {PreviewLink: {"role"}}
"""What stays as it was made."""


def edit(record):
    """Change the first field that can simply be changed."""
    for field in record._meta.concrete_fields:
        if field.name in SETTLED.get(type(record), ()):
            continue
        value = getattr(record, field.attname)
        if isinstance(field, CharField | TextField) and not field.choices and not isinstance(field, URLField):
            setattr(
                record, field.attname, f"{value[:100]} 2"[-field.max_length :] if field.max_length else f"{value} 2"
            )
            return
        if isinstance(field, DateField) and field.editable and value:
            setattr(record, field.attname, value + timedelta(days=1))
            return
    link = next(field for field in record._meta.concrete_fields if field.is_relation)
    setattr(record, link.name, FACTORY_OF[link.related_model]())


def versions_of(record):
    return list(record.history.order_by("history_id").values_list("history_type", "history_change_reason"))


@every_model
def test_record_when_made_has_one_version(model):
    assert versions_of(FACTORY_OF[model]()) == [("+", None)]


@every_model
def test_record_when_edited_has_one_version_more(model):
    record = FACTORY_OF[model]()

    edit(record)
    save_with_reason(record, "An officer found a slip in it.")

    assert versions_of(record) == [("+", None), ("~", "An officer found a slip in it.")]
    assert record.revision == 2


@every_model
def test_record_when_saved_unchanged_has_no_version_more(model):
    record = FACTORY_OF[model]()

    save_with_reason(model.objects.get(pk=record.pk), "Nothing changed all the same.")

    assert versions_of(record) == [("+", None)]
    assert model.objects.get(pk=record.pk).revision == 1


@every_model
def test_record_when_deleted_keeps_its_versions(model, monkeypatch):
    monkeypatch.setattr(model, "was_published", lambda record: False)
    record = FACTORY_OF[model]()
    key = record.pk

    record.delete()

    kept = model.history.filter(id=key).order_by("history_id")
    assert list(kept.values_list("history_type", flat=True)) == ["+", "-"]


@every_model
def test_manager_is_guarded(model):
    assert isinstance(model.objects.all(), LedgerQuerySet)


def test_version_keeps_what_was_there_before_an_edit():
    place = PlaceFactory(name="Example ward")
    place.name = "Example ward, renamed"
    place.save()

    names = place.history.order_by("history_id").values_list("name", flat=True)

    assert list(names) == ["Example ward", "Example ward, renamed"]


def test_save_with_reason_writes_the_reason_into_its_version():
    place = PlaceFactory()
    place.name = "Example ward, renamed"

    save_with_reason(place, "The boundary commission renamed it.")

    assert versions_of(place) == [("+", None), ("~", "The boundary commission renamed it.")]


def test_save_after_a_save_with_reason_has_no_reason():
    place = PlaceFactory()
    place.name = "Example ward, renamed"
    save_with_reason(place, "The boundary commission renamed it.")

    place.name = "Example ward"
    place.save()

    assert versions_of(place)[-1] == ("~", None)


@pytest.mark.parametrize(
    ("method", "write"),
    [
        ("update", lambda place: Place.objects.update(name="Changed")),
        ("update", lambda place: Place.objects.filter(pk=place.pk).update(name="Changed")),
        ("bulk_create", lambda place: Place.objects.bulk_create([Place(slug="new", name="New")])),
        ("bulk_update", lambda place: Place.objects.bulk_update([place], ["name"])),
    ],
    ids=["update", "update-of-some", "bulk_create", "bulk_update"],
)
def test_write_without_history_is_refused(method, write):
    place = PlaceFactory(name="Example ward")

    with pytest.raises(UntracedWriteError) as refusal:
        write(place)

    assert str(refusal.value) == f"{method}() on Place leaves no history: save each record instead."
    assert list(Place.objects.values_list("name", flat=True)) == ["Example ward"]


def skip_history(place):
    place.skip_history_when_saving = True
    place.save()


@pytest.mark.parametrize(
    "write", [lambda place: place.save_without_historical_record(), skip_history], ids=["method", "attribute"]
)
def test_save_without_history_is_refused(write):
    place = PlaceFactory(name="Example ward")
    place.name = "Changed"

    with pytest.raises(UntracedWriteError) as refusal:
        write(place)

    assert str(refusal.value) == (
        "save_without_historical_record() on Place leaves no history: save each record instead."
    )
    assert list(Place.objects.values_list("name", flat=True)) == ["Example ward"]


def test_link_through_add_is_refused():
    deliverable, place = DeliverableFactory(), PlaceFactory()

    with pytest.raises(UntracedWriteError), transaction.atomic():
        deliverable.places.add(place)

    assert deliverable.place_links.count() == 0


@every_model
def test_factory_makes_the_same_fields_on_any_run(model):
    def fields_of_first():
        for factory in FACTORY_OF.values():
            factory.reset_sequence(0, force=True)
        record = FACTORY_OF[model].build()
        own = [field for field in model._meta.concrete_fields if not (field.is_relation or field.name in STAMPS)]
        return {field.name: str(field.value_from_object(record)) for field in own}

    assert fields_of_first() == fields_of_first()
