"""Tables of dashboards as files. Cells in, cells out; ``priorities.exports`` writes them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import slugify

from dashboards.scopes import Scope
from priorities.exports import LONGEST_NAME, harmless

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def safe_rows(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same rows with no cell that a spreadsheet would run as a formula; numbers below nought stay numbers."""
    return ([cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in row] for row in rows)


def file_name(what: str, scope: Scope, day: date) -> str:
    """What a file holds, for which dashboard and as at which day: "timeline-housing-as-at-2026-03-31.csv"."""
    whose = slugify(scope.name)[:LONGEST_NAME].strip("-")
    return f"{'-'.join(filter(None, [what, whose, 'as-at', day.isoformat()]))}.csv"
