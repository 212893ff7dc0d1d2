"""The questions behind :mod:`plan_documents.moves`: what the history says of a promise, and what imports wrote."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Prefetch

from plan_documents.comparison import Change
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.moves import EVERY, date_key, desk_move, timescale_of, weighed
from plan_documents.undoing import reason_of_undoing
from priorities.models import Deliverable


class DeskMoves:
    """Leaves dates as on record that were moved at the desk; ``choices`` say otherwise, by :func:`date_key`."""

    def __init__(self, choices: Mapping[str, str]):
        self._choices = choices
        self._runs: _Runs | None = None

    def weighed(self, change: Change, row: Deliverable) -> Change:
        """The change of a promise that is on record, with what was moved here."""
        timescale = timescale_of(change)
        if timescale is None:
            return change
        versions = list(row.history.order_by("revision", "history_id"))
        self._runs = self._runs or _Runs()
        move = desk_move(versions, timescale.after, self._runs.revisions(row.pk, versions))
        if move is None:
            return change
        choice = self._choices.get(date_key(change.record)) or self._choices.get(EVERY, "")
        return weighed(change, move, choice)


class _Runs:
    """Which revisions of promises imports wrote, and how the undoing of one is told."""

    def __init__(self):
        self._written: dict[int, set[int]] = defaultdict(set)
        self._undone: set[str] = set()
        settled = ImportRun.objects.filter(state__in=[ImportRun.State.APPLIED, ImportRun.State.UNDONE])
        files = Prefetch("files", ImportedFile.objects.defer("content"))
        for run in settled.defer("account").prefetch_related(files):
            self._add(run.written)
            if run.state == run.State.UNDONE:
                self._undone.add(reason_of_undoing(run.files.all(), run.undone_because))

    def _add(self, written: list[dict]) -> None:
        for each in written:
            if each["model"] == Deliverable._meta.label_lower:
                self._written[each["key"]] |= {*range((each["before"] or 0) + 1, each["after"] + 1)}

    def revisions(self, key: int, versions: list) -> set[int]:
        """The revisions of one promise that imports, or the undoing of imports, wrote."""
        undone = {each.revision for each in versions if each.history_change_reason in self._undone}
        return self._written[key] | undone
