"""What goes out comes back as it was: for every model, in both kinds of file, and for every value of every kind."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import CharField, TextField
from django.test.utils import CaptureQueriesContext
from factories import FACTORY_OF, DeliverableFactory, MeasurementFactory, PlanFactory
from spreadsheets_at_hand import DESKS, KINDS, REASON, bring_in, changed_xlsx, download, rows_in, told

from ledger.spreadsheets.columns import editable
from outcomes.models import Measurement, Plan
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label)
every_kind = pytest.mark.parametrize("kind", KINDS)

HARD_TEXTS = [
    "=1+1",
    "'=1+1",
    "'",
    "''March 2022",
    "+44 1484",
    "-5 to -3",
    "@home",
    "\ttab",
    "March 2022",
    "1/2",
    "007",
    "1e5",
    "TRUE",
    "12345678901234567890",
    "a,b;c\"d'e",
    " spaces ",
    "two\n\nlines\n",
    "“Größe” – ਪੰਜਾਬੀ ગુજરાતી 😀",
    "_x000D_ and _x0041_",
    "\x0b\x1f",
    "None",
    "NULL",
    "#N/A",
    "{}",
]


def stood(model):
    """Every record with every column, and how many versions there are."""
    return list(model.objects.order_by("pk").values()), model.history.count()


@every_model
@every_kind
def test_untouched_file_changes_nothing(model, kind):
    FACTORY_OF[model].create_batch(3)
    before = stood(model)

    outcome = bring_in(model, download(model, kind))

    assert (outcome.changes, told(outcome), outcome.same) == ([], [], model.objects.count())
    assert stood(model) == before


@every_model
def test_every_field_that_can_be_edited_has_a_column(model):
    FACTORY_OF[model]()

    headings = list(rows_in(download(model))[0])

    assert [name for name in headings if not name.endswith("_label")] == [
        "id",
        "revision",
        *(field.name for field in editable(model)),
    ]


@every_model
def test_no_text_can_be_both_empty_and_nothing(model):
    """So an empty cell of text always means empty text, and any other empty cell nothing at all."""
    assert not [each.name for each in editable(model) if isinstance(each, CharField | TextField) and each.null]


@every_model
@every_kind
def test_download_takes_as_many_queries_for_three_rows_as_for_one(model, kind):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            download(model, kind)
        return len(captured)

    FACTORY_OF[model]()
    queries()
    for_one = queries()
    FACTORY_OF[model].create_batch(2)

    assert queries() == for_one


@every_kind
@pytest.mark.parametrize("text", HARD_TEXTS, ids=repr)
def test_hard_text_comes_back_as_it_was(kind, text):
    DeliverableFactory(text=text, owner_as_published=text[:200], timescale_text=text)
    before = stood(Deliverable)

    outcome = bring_in(Deliverable, download(Deliverable, kind))

    assert (outcome.changes, told(outcome), stood(Deliverable)) == ([], [], before)


@pytest.mark.parametrize("text", HARD_TEXTS, ids=repr)
def test_hard_text_survives_a_change_beside_it(text):
    deliverable = DeliverableFactory(text=text, expected_result="")

    bring_in(Deliverable, changed_xlsx(download(Deliverable, "xlsx"), expected_result="A hub."), reason=REASON)

    deliverable.refresh_from_db()
    assert (deliverable.text, deliverable.expected_result) == (text, "A hub.")


@every_kind
@pytest.mark.parametrize(
    "value", ["0", "-0.5", "95", "1234567.1234", "123456789012.3456", "-123456789012.3456", "0.0001"]
)
def test_number_comes_back_as_it_was(kind, value):
    MeasurementFactory(value=Decimal(value))
    before = stood(Measurement)

    outcome = bring_in(Measurement, download(Measurement, kind))

    assert (outcome.changes, told(outcome), stood(Measurement)) == ([], [], before)


@every_kind
@pytest.mark.parametrize("day", [date(1868, 8, 27), date(1900, 2, 28), date(1900, 3, 1), date(2099, 12, 31), None])
def test_day_comes_back_as_it_was(kind, day):
    PlanFactory(starts_on=day, ends_on=None, labels={"aims": "Our “aims”", "z": [1, 2.5, None, True], "a": {}})
    before = stood(Plan)

    outcome = bring_in(Plan, download(Plan, kind))

    assert (outcome.changes, told(outcome), stood(Plan)) == ([], [], before)


def test_workbook_has_days_numbers_and_text_as_what_they_are():
    from io import BytesIO

    from openpyxl import load_workbook

    DeliverableFactory(timescale_text="March 2022", text="=1+1")
    MeasurementFactory(value=Decimal("95.5"), provisional=True)

    sheet = load_workbook(BytesIO(download(Deliverable, "xlsx"))).active
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert [(row[name].value, row[name].data_type, row[name].number_format) for name in ("timescale_text", "text")] == [
        ("March 2022", "s", "@"),
        ("'=1+1", "s", "@"),
    ]
    sheet = load_workbook(BytesIO(download(Measurement, "xlsx"))).active
    row = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert Counter(row[name].data_type for name in ("value", "id", "provisional", "starts_on")) == {
        "n": 2,
        "b": 1,
        "d": 1,
    }
