"""One question, asked of the ledger as it stood at the end of each of several days, in one statement.

A trend asked day by day would cost as many statements as it has days. Here each day is one member of a ``UNION ALL``
with the versions of its own day in front, so its rows are those that a page read as at that day would find.
"""

from collections.abc import Callable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from ledger.clock import Reading
from ledger.past import as_at, of_versions, the_present

DAY = "SELECT {position:d}, of_day.* FROM ({sql}) of_day"


def ask_on_days(question: Callable[[Reading], QuerySet], readings: Sequence[Reading]) -> list[list[tuple]]:
    """For each of ``readings`` the rows that ``question`` finds there, as the database gives them, in no order.

    ``question`` gives an unsliced ``values_list()``; it is called where that day is "today". Numbers, words and
    nothing come as they are everywhere; whether something is so comes as a number from SQLite.
    """
    found: list[list[tuple]] = [[] for _ in readings]
    members = [each for position, past in enumerate(readings) for each in _member(question, position, past)]
    if not members:
        return found
    sql = "\nUNION ALL\n".join(sql for sql, _ in members)
    params = [each for _, some in members for each in some]
    with the_present(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        for position, *row in cursor.fetchall():
            found[position].append(tuple(row))
    return found


def _member(question: Callable[[Reading], QuerySet], position: int, past: Reading) -> list[tuple[str, Sequence]]:
    """The statement for one day and its values; none where the question itself leaves nothing to find."""
    try:
        with as_at(past.day, past.known_by):
            sql, params = question(past).order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    sql, params = of_versions(sql, params, past)
    return [(DAY.format(position=position, sql=sql), params)]
