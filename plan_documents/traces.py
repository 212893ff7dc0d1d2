"""Which revisions of a record imports wrote, by what the runs keep, and the undoing of imports, by its reason."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.db.models import Prefetch

from plan_documents.models import ImportedFile, ImportRun


class Traces:
    """What all imports left in the history. It is read when first asked for, with two questions in all.

    ``versions`` are what the history keeps of ``row``; what is answered are revisions.
    """

    def of_imports(self, row: models.Model) -> set[int]:
        """Those that imports wrote which stand."""
        return self._written(row, ImportRun.State.APPLIED)

    def taken_back(self, row: models.Model, versions: Iterable[models.Model]) -> set[int]:
        """Those that imports wrote which are undone by now, or the undoing of imports."""
        return self._written(row, ImportRun.State.UNDONE) | self._undoings(versions)

    def _written(self, row: models.Model, state: str) -> set[int]:
        """Those that imports wrote which are in this state by now."""
        spans = self._spans.get((row._meta.label_lower, row.pk), [])
        return {revision for of_run, span in spans if of_run == state for revision in span}

    def _undoings(self, versions: Iterable[models.Model]) -> set[int]:
        return {each.revision for each in versions if each.history_change_reason in self._reasons}

    @cached_property
    def _runs(self) -> list[ImportRun]:
        settled = ImportRun.objects.filter(state__in=[ImportRun.State.APPLIED, ImportRun.State.UNDONE])
        files = Prefetch("files", ImportedFile.objects.defer("content"))
        return list(settled.defer("account", "holders").prefetch_related(files))

    @cached_property
    def _spans(self) -> dict[tuple[str, int], list[tuple[str, range]]]:
        """By record: the state of each run that wrote it, and the revisions that it wrote."""
        spans = defaultdict(list)
        for run in self._runs:
            for each in run.written:
                span = range((each["before"] or 0) + 1, each["after"] + 1)
                spans[each["model"], each["key"]].append((run.state, span))
        return spans

    @cached_property
    def _reasons(self) -> set[str]:
        undone = [run for run in self._runs if run.state == run.State.UNDONE]
        return {reason_of_undoing(run.files.all(), run.undone_because) for run in undone}


def reason_of_undoing(files: Iterable[ImportedFile], because: str) -> str:
    """What stands in the history of every record that an undone import had written."""
    return f"The import of {names_of(files)} was undone: {because}"


def names_of(files: Iterable[ImportedFile]) -> str:
    return ", ".join(file.name for file in files)
