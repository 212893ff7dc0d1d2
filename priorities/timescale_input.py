"""A field for a timescale that says beneath it how the words are read, in the page and while they are typed."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ledger.admin.why import AsTyped
from priorities.models import Deliverable
from priorities.timescales import read_timescale

LONGEST = 2000
"""Characters; longer ones are read when they are saved."""
NOTHING_YET = "No timescale yet: this promise has no date."
NO_DATE = " The promise would have no date: write a day, a month, a quarter or a year if there is one."


def reading_of(text: str) -> str:
    """How a timescale is read, in a sentence."""
    return read_timescale(text).reading if text.strip() else NOTHING_YET


class SaysReading:
    """Beneath a field, the reading of what stands in it; a small script asks anew while it is typed."""

    def render(self, name, value, attrs=None, renderer=None):
        reads = {"data-reads": reverse("admin:priorities_deliverable_read_timescale")}
        field = super().render(name, value, {**(attrs or {}), **reads}, renderer)
        said = reading_of(str(value or ""))
        return field + format_html('<p class="timescale-reading" role="status" data-reading>{}</p>', said)


class TimescaleInput(SaysReading, AsTyped):
    """A box of several lines."""


class TimescaleLine(SaysReading, forms.TextInput):
    """A single line."""


class ReadsTimescales:
    """Says how a timescale is read: at an address, and of each that a file changes. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.reading_view)
        return [path("read-timescale/", view, name="priorities_deliverable_read_timescale"), *super().get_urls()]

    def reading_view(self, request: HttpRequest) -> JsonResponse:
        """JSON with ``reading``, a sentence; it writes nothing, and reads no record."""
        text = (request.POST or request.GET).get("text", "")[:LONGEST]
        return JsonResponse({"reading": reading_of(text)})

    def notes_on_change(self, before: Deliverable, after: Deliverable) -> list[str]:
        if before.timescale_text == after.timescale_text:
            return []
        read = read_timescale(after.timescale_text)
        dated = read.start or read.end or read.ongoing
        return [f"Timescale: {read.reading}{'' if dated else NO_DATE}"]


class WithTimescale:
    """Shows the reading beneath the timescale. A mixin of what has ``formfield_for_dbfield``."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "timescale_text":
            kwargs["widget"] = TimescaleInput(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
