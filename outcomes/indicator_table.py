"""Every measurement of an indicator as a table, in CSV: what its page shows, and the lines on dashboards."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse

from ledger.clock import today
from ledger.spreadsheets.guarding import guard
from outcomes.indicator_views import IndicatorDetail
from outcomes.models import Measurement

COLUMNS = (
    "period",
    "first day",
    "last day",
    "value",
    "unit",
    "provisional",
    "what changed in the method",
    "why there is no value",
)


class IndicatorTable(IndicatorDetail):
    """The earliest period first. It begins with a byte order mark, so that Excel reads it as UTF-8."""

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        name = f"{self.object.slug}-as-at-{today().isoformat()}.csv"
        file = StringIO("\ufeff", newline="")
        file.seek(0, 2)
        csv.writer(file).writerows(table_rows(self.object.in_time, self.object.unit))
        return HttpResponse(
            file.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def table_rows(measurements: Iterable[Measurement], unit: str) -> Iterator[list[str]]:
    """The names of the columns, and a row for each period; no spreadsheet program runs a cell of it."""
    yield list(COLUMNS)
    for each in measurements:
        yield [
            _text(each.period),
            each.starts_on.isoformat(),
            each.ends_on.isoformat(),
            _number(each.value),
            _text(unit),
            "yes" if each.provisional else "no",
            _text(each.method_break),
            _text(each.missing_reason),
        ]


def _text(typed: str) -> str:
    """What somebody typed: no spreadsheet program runs it. Numbers and days are our own, and stay what they are."""
    return guard(typed, rewriting=False)


def _number(value: Decimal | None) -> str:
    """As a spreadsheet reads it, without noughts that say nothing."""
    return "" if value is None else f"{value.normalize():f}"
