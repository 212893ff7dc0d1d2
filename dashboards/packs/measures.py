"""The indicators of a pack, as the dashboards tell them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from dashboards.packs.addresses import Addresses
from dashboards.pictures.directions import Direction
from dashboards.pictures.indicators import IndicatorRow, indicator_rows
from dashboards.scopes import Scope
from outcomes.models import Indicator

MEASURED = ("ends_on", "starts_on", "period", "value", "provisional", "missing_reason", "method_break")
ELSEWHERE, TARGETS = ("ends_on", "name", "value", "source"), ("due_on", "value")


def indicators_in(scope: Scope, day: date, to: Addresses) -> list[dict]:
    """One entry for each indicator of the outcomes concerned, in the order of the dashboards."""
    return [_indicator(row, day, to) for row in indicator_rows(scope, day)]


def _indicator(row: IndicatorRow, day: date, to: Addresses) -> dict:
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
        "known": _known(row.indicator, day),
    }


def _known(indicator: Indicator, day: date) -> dict:
    """What the sentences rest on, as it is on record: they are the portal's, and may be worded otherwise later."""
    return {
        "unit": indicator.unit,
        "better": indicator.better,
        "values": _values(indicator.measurements.all(), MEASURED, day),
        "elsewhere": _values(indicator.comparators.all(), ELSEWHERE, day),
        "targets": _values(indicator.targets.all(), TARGETS),
    }


def _values(records: Iterable[Model], names: tuple[str, ...], until: date = date.max) -> list[dict]:
    """These fields of each record of a period that ended by ``until``, in order; the first names a day."""
    kept = (each for each in records if getattr(each, names[0]) <= until)
    ordered = sorted(kept, key=lambda each: (getattr(each, names[0]), each.pk))
    return [{name: getattr(each, name) for name in names} for each in ordered]


def _compared(direction: Direction) -> dict:
    return {
        "against": direction.against,
        "number": direction.other,
        "label": direction.label,
        "words": direction.words,
        "source": direction.source,
    }
