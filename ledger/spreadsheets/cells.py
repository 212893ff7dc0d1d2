"""How a value of each kind stands in a cell, and what a cell may say: the widgets of django-import-export, made strict.

Each renders text, or a value of its own kind where the file has kinds, and reads text only. A cell that it cannot
take raises ``ValueError`` with a sentence that says what is allowed.
"""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from import_export.widgets import Widget

WHOLE = "A whole number, such as 12."
NUMBER = "A number in full, such as 12.5: no sign for a currency or a percentage, and no E."
YES_NO = "TRUE or FALSE."
DAY = "A day, such as 2022-03-31 or 31/03/2022."
MOMENT = "A day and a time, such as 2022-03-31T14:30:00+01:00."
STRUCTURE = "JSON, as it stands in a download."
MADE = "Excel made {} of this ({}): format the cell as text and type it again."

_WHOLE = re.compile(r"(-?\d{1,18})(?:\.0+)?")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: 00:00(?::00)?)?"), (3, 2, 1)),
)
_FIRST_DAY_OF_EXCEL = date(1900, 3, 1)
_MOST_DIGITS_OF_EXCEL = 15


class Made(str):
    """What stands for a cell that holds no text: a spreadsheet program made ``what`` of it, such as "a date"."""

    what = ""

    @classmethod
    def of(cls, text: str, what: str) -> "Made":
        made = cls(text)
        made.what = what
        return made


class Cell(Widget):
    """Text, as it is, but that every end of a line is one sign; never what a program made of what was typed."""

    guarded = True
    """Whether it can look like something that a spreadsheet program runs or rewrites."""
    width = 24

    def text(self, value: Any) -> str:
        return one_sign_a_line(str(value))

    def native(self, value: Any) -> Any:
        """The value as a file has it that knows kinds of cells."""
        return self.text(value)

    def read(self, cell: str) -> Any:
        if isinstance(cell, Made):
            raise ValueError(MADE.format(cell.what, cell))
        return one_sign_a_line(cell)

    def render(self, value, obj=None, force_native_type=False, **kwargs):
        if value is None:
            return ""
        return self.native(value) if force_native_type else self.text(value)

    def clean(self, value, row=None, **kwargs):
        return self.read(value)


class Choice(Cell):
    """One of several values; the words that people see for it are taken as well."""

    def __init__(self, choices):
        super().__init__()
        self.choices = {str(value): value for value, _ in choices}
        self.words = {str(label).casefold(): value for value, label in choices}

    def read(self, cell):
        if not cell:
            return ""
        if cell in self.choices:
            return self.choices[cell]
        if cell.casefold() in self.words:
            return self.words[cell.casefold()]
        raise ValueError(f"One of: {', '.join(each for each in self.choices if each)}.")


class Unread(Cell):
    """Only to be read: whatever it is, it is never taken from a file."""

    def read(self, cell):
        raise ValueError("This column is only read.")


class NotText(Cell):
    """What is told from its text; an empty cell is None."""

    width = 14

    def read(self, cell):
        cell = cell.strip().lstrip("'")
        return self.value(cell) if cell else None

    def value(self, cell: str) -> Any:
        raise NotImplementedError


class Whole(NotText):
    def native(self, value):
        return value if abs(value) < 10**_MOST_DIGITS_OF_EXCEL else self.text(value)

    def value(self, cell):
        found = _WHOLE.fullmatch(cell)
        if not found:
            raise ValueError(WHOLE)
        return int(found[1])


class Number(NotText):
    def text(self, value):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def native(self, value):
        digits = len(value.normalize().as_tuple().digits)
        return float(value) if digits <= _MOST_DIGITS_OF_EXCEL else self.text(value)

    def value(self, cell):
        if not _NUMBER.fullmatch(cell):
            raise ValueError(NUMBER)
        return Decimal(cell.replace(",", ""))


class YesNo(NotText):
    guarded = False

    def text(self, value):
        return "TRUE" if value else "FALSE"

    def native(self, value):
        return bool(value)

    def value(self, cell):
        said = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(cell.casefold())
        if said is None:
            raise ValueError(YES_NO)
        return said


class Day(NotText):
    guarded = False

    def text(self, value):
        return value.isoformat()

    def native(self, value):
        return value if value >= _FIRST_DAY_OF_EXCEL else self.text(value)

    def value(self, cell):
        for shape, (year, month, day) in _DAYS:
            if found := shape.fullmatch(cell):
                try:
                    return date(int(found[year]), int(found[month]), int(found[day]))
                except ValueError:
                    break
        raise ValueError(DAY)


class Moment(NotText):
    guarded = False
    width = 28

    def text(self, value):
        return timezone.localtime(value).isoformat()

    def value(self, cell):
        try:
            moment = parse_datetime(cell)
        except ValueError:
            moment = None
        if not isinstance(moment, datetime):
            raise ValueError(MOMENT)
        return self.asked_at_the_desk(moment)

    def asked_at_the_desk(self, moment: datetime) -> datetime:
        """The moment as a form of the desk takes it, whose field stands on a floor that reads this module itself."""
        from ledger.admin.publishing import MomentField

        try:
            return MomentField().clean(moment)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None


class Structure(Cell):
    """JSON. Its keys keep their order; an empty cell is read as nothing at all."""

    def text(self, value):
        return json.dumps(value, ensure_ascii=False)

    def render(self, value, obj=None, force_native_type=False, **kwargs):
        return self.text(value)

    def read(self, cell):
        try:
            return json.loads(cell) if cell.strip() else None
        except (ValueError, RecursionError):
            raise ValueError(STRUCTURE) from None


MOST_NAMED = 20
"""Up to how many records each is named where none was found."""


class Named(Cell):
    """Another record: by its slug where it has one, else by its id."""

    def __init__(self, model: type[models.Model], key: str):
        super().__init__()
        self.model, self.key, self._found = model, key, {}
        self.guarded = key == "slug"
        self.width = 24 if key == "slug" else 14

    def native(self, value):
        return value if self.key == "pk" else self.text(value)

    def read(self, cell):
        """The key of the record that is named."""
        cell = cell.strip()
        if not cell:
            return None
        if cell not in self._found:
            self._found[cell] = self._look_up(cell)
        if self._found[cell] is None:
            raise ValueError(self._allowed)
        return self._found[cell]

    @cached_property
    def _allowed(self) -> str:
        """What can be written here: each one, where there are few."""
        noun = self.model._meta.verbose_name
        if self.key != "slug":
            return f"The id of a {noun} that is there."
        slugs = list(self.model._base_manager.order_by("slug").values_list("slug", flat=True)[: MOST_NAMED + 1])
        if not slugs or len(slugs) > MOST_NAMED:
            return f"The slug of a {noun} that is there."
        return f"The slug of a {noun}: {', '.join(slugs)}."

    def _look_up(self, cell: str):
        if self.key == "pk":
            found = _WHOLE.fullmatch(cell)
            if not found:
                return None
            cell = int(found[1])
        return self.model._base_manager.filter(**{self.key: cell}).values_list("pk", flat=True).first()


def cell_of(field: models.Field) -> Cell:
    """How the values of this field stand in cells."""
    if isinstance(field, models.ForeignKey):
        return Named(field.related_model, natural_key(field.related_model))
    if isinstance(field, models.FileField):
        return Unread()
    if field.choices:
        return Choice(field.flatchoices)
    return next((cell for kind, cell in _CELLS if isinstance(field, kind)), Cell)()


def natural_key(model: type[models.Model]) -> str:
    """``"slug"`` where that alone names a record, else ``"pk"``."""
    slug = next((field for field in model._meta.concrete_fields if field.name == "slug"), None)
    return "slug" if slug is not None and slug.unique else "pk"


def one_sign_a_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_CELLS = (
    (models.BooleanField, YesNo),
    (models.DateTimeField, Moment),
    (models.DateField, Day),
    (models.IntegerField, Whole),
    (models.DecimalField, Number),
    (models.JSONField, Structure),
)
"""The first that fits: a moment is a kind of day to Django."""
