"""The questions behind :mod:`plan_documents.moves`: what the history says of a promise, and what imports wrote."""

from collections.abc import Mapping

from plan_documents.comparison import Change
from plan_documents.moves import EVERY, date_key, desk_move, timescale_of, weighed
from plan_documents.traces import Traces
from priorities.models import Deliverable


class DeskMoves:
    """Leaves dates as on record that were moved at the desk; ``choices`` say otherwise, by :func:`date_key`."""

    def __init__(self, choices: Mapping[str, str]):
        self._choices = choices
        self._traces = Traces()

    def weighed(self, change: Change, row: Deliverable) -> Change:
        """The change of a promise that is on record, with what was moved here."""
        timescale = timescale_of(change)
        if timescale is None:
            return change
        versions = list(row.history.order_by("revision", "history_id"))
        imported, undone = self._traces.of_imports(row), self._traces.taken_back(row, versions)
        move = desk_move(versions, timescale.after, imported, undone)
        if move is None:
            return change
        choice = self._choices.get(date_key(change.record)) or self._choices.get(EVERY, "")
        return weighed(change, move, choice)
