"""The records that the rows of a file name, all of them fetched before its first row is taken."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from import_export.instance_loaders import BaseInstanceLoader

from .cells import Whole

HELD_AT_ONCE = 100
"""Records that are locked and read at once: so few that they are written within a second."""


def number_in(cell: str) -> int | None:
    """The id or revision that a cell says; None where it says none."""
    try:
        return Whole().clean(cell)
    except ValueError:
        return None


class LoadedRows(BaseInstanceLoader):
    """Every record that the file names, fetched before its first row; those about to be written, held in batches."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        keys = {key for key in map(number_in, dataset["id"]) if key is not None}
        self.records = resource.get_queryset().in_bulk(keys)
        self.batches = dict(self._batches(dataset.dict))

    def get_instance(self, row):
        key = number_in(row["id"])
        if batch := self.batches.pop(key, None):
            with transaction.atomic():  # a deadlock is to be told, and leave the transaction whole
                self.resource.hold(self.resource.model, batch)
        return self.records.get(key)

    def _batches(self, rows: Iterable[dict]) -> Iterator[tuple[int, list[int]]]:
        """The keys of records that are about to be written, by the first of each batch."""
        records = [(row, self.records.get(number_in(row["id"]))) for row in rows]
        anew = [record.pk for row, record in records if record and self.resource.said_of(record, row)]
        for start in range(0, len(anew), HELD_AT_ONCE):
            batch = anew[start : start + HELD_AT_ONCE]
            yield batch[0], batch
