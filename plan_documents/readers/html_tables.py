"""The rows of an HTML table with spanned cells put into every row and column they cover."""

from collections.abc import Callable

from bs4 import Tag

MOST_COLUMNS = 100
MOST_REPEATED = 2_000
"""Characters: a longer text in a cell over several rows stands in the first of them only."""


def table_grid(table: Tag, text_of: Callable[[Tag], str]) -> dict[int, tuple[str, ...]]:
    """For each row (by its ``id()``) its cells in their columns.

    A cell over several rows gives its text to each of them, one over several columns only to the first.
    """
    grid: dict[int, tuple[str, ...]] = {}
    hanging: dict[int, tuple[int, str]] = {}
    for row in table("tr"):
        if row.find_parent("table") is table:
            own = [cell for cell in row(["td", "th"]) if cell.find_parent("tr") is row]
            grid[id(row)] = _row(own, hanging, text_of)
    return grid


def _row(own: list[Tag], hanging: dict[int, tuple[int, str]], text_of: Callable[[Tag], str]) -> tuple[str, ...]:
    """One row's cells; ``hanging`` holds, by column, how many more rows a cell above reaches and its text."""
    above = {column: text for column, (_left, text) in hanging.items()}
    for column, (left, text) in list(hanging.items()):
        hanging[column] = (left - 1, text)
        if left == 1:
            del hanging[column]
    cells = dict(above)
    column = 0
    for cell in own:
        while column in above:
            column += 1
        text = text_of(cell)
        for offset in range(_span(cell, "colspan")):
            cells[column + offset] = "" if offset else text
            if _span(cell, "rowspan") > 1:
                repeated = cells[column + offset] if len(text) <= MOST_REPEATED else ""
                hanging[column + offset] = (_span(cell, "rowspan") - 1, repeated)
        column += _span(cell, "colspan")
    if not any(cells[column] for column in cells if column not in above):
        return ()
    return tuple(cells.get(column, "") for column in range(max(cells) + 1))


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    number = int(value) if value.isascii() and value.isdigit() else 1
    if number == 0:  # HTML: to the end of the table
        return MOST_COLUMNS * MOST_COLUMNS if name == "rowspan" else 1
    return min(number, MOST_COLUMNS) if name == "colspan" else number
