"""What changed between two days, step by step, in plain words: a reading of the versions that the ledger keeps.

Rooms say in their ``told.py`` how their records are told; what they leave out is not told to anybody.
"""

from .described import Described, Field, Said, Step
from .loading import Latest, Window, latest_day_of_change, read_changes, window_that_fits, windows_that_fit
from .telling import Change

__all__ = [
    "Change",
    "Described",
    "Field",
    "Latest",
    "Said",
    "Step",
    "Window",
    "latest_day_of_change",
    "read_changes",
    "window_that_fits",
    "windows_that_fit",
]
