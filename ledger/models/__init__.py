"""What every record stands on, and the rows that the officers' desk itself keeps."""

from .base import LedgerModel, LedgerQuerySet, Version, save_with_reason
from .kept_forms import KeptForm
from .spreadsheet_runs import SpreadsheetRun

__all__ = ["KeptForm", "LedgerModel", "LedgerQuerySet", "SpreadsheetRun", "Version", "save_with_reason"]
