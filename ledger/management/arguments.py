"""What commands share in reading their arguments."""

from argparse import ArgumentTypeError
from datetime import date

from ledger.asked import day_written


def day_argument(text: str) -> date:
    """A day for ``add_argument(type=…)``. Raises what makes the command say how a day is written."""
    try:
        day = day_written(text)
    except ValueError:
        day = None
    if day is None:
        raise ArgumentTypeError(f"“{text}” is no day: write it as YYYY-MM-DD, for example 2021-10-13.")
    return day
