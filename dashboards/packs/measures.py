"""The indicators of a pack, as the dashboards tell them."""

from datetime import date

from dashboards.packs.addresses import Addresses
from dashboards.pictures.directions import Direction
from dashboards.pictures.indicators import IndicatorRow, indicator_rows
from dashboards.scopes import Scope


def indicators_in(scope: Scope, day: date, to: Addresses) -> list[dict]:
    """One entry for each indicator of the outcomes concerned, in the order of the dashboards."""
    return [_indicator(row, to) for row in indicator_rows(scope, day)]


def _indicator(row: IndicatorRow, to: Addresses) -> dict:
    now = row.now
    directions = [each for each in (row.previous, row.last_year, *row.elsewhere) if each]
    return {
        "name": row.indicator.name,
        "address": to.record(row.indicator.get_absolute_url()),
        "period": now.period if now else "",
        "number": now and now.value,
        "value": row.value,
        "provisional": bool(now and now.provisional),
        "compared": [_compared(each) for each in directions],
        "target": row.target,
        "missing": [{"period": each.period, "reason": each.missing_reason} for each in row.missing],
    }


def _compared(direction: Direction) -> dict:
    return {
        "against": direction.against,
        "number": direction.other,
        "label": direction.label,
        "words": direction.words,
        "source": direction.source,
    }
