"""The officers' desk: what every page that edits a record of the ledger has in common."""

from ledger.words import in_short

from . import spreadsheet_runs  # noqa: F401 - it registers its own page
from .base import (
    ADDRESS_HELP,
    LedgerAdmin,
    LedgerStackedInline,
    LedgerTabularInline,
)
from .forms import LedgerForm, LedgerFormSet, LedgerTableFormSet
from .history import HISTORY_IS_READ_ONLY
from .publishing import PublishesLater, PublishesLaterForm, ToBePublished

__all__ = [
    "ADDRESS_HELP",
    "HISTORY_IS_READ_ONLY",
    "LedgerAdmin",
    "LedgerForm",
    "LedgerFormSet",
    "LedgerStackedInline",
    "LedgerTableFormSet",
    "LedgerTabularInline",
    "PublishesLater",
    "PublishesLaterForm",
    "ToBePublished",
    "in_short",
]
