"""What is asked of a new plan, when it is brought in and again at its review; and the day on which changes held."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils import timezone

from ledger.admin.days import Day
from ledger.writing import long_day
from outcomes.models import Plan
from plan_documents.parsing.slugs import MAX_SLUG, SLUG

SMALL_LETTERS = "Use small letters, digits and hyphens only, for example council-plan-2021-23."
FIRST_YEAR, LAST_YEAR = 1900, 2100
DAYS = ("starts_on", "ends_on", "adopted_on")


def plan_fields() -> dict[str, forms.Field]:
    """The address, title and days of a new plan, by the names that a run keeps them under."""
    return {
        "plan_slug": forms.CharField(
            label="Address of a new plan",
            required=False,
            max_length=MAX_SLUG,
            widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
            help_text="Small letters, digits and hyphens, for example council-plan-2021-23. Leave it empty to have it "
            "made from the title.",
        ),
        "plan_title": forms.CharField(
            label="Title of a new plan",
            required=False,
            max_length=200,
            widget=AdminTextInputWidget,
            help_text="Leave it empty to take the document's own. For example: “Council Plan 2021/23”",
        ),
        "starts_on": forms.DateField(label="First day", required=False, widget=Day),
        "ends_on": forms.DateField(label="Last day", required=False, widget=Day),
        "adopted_on": forms.DateField(
            label="Day of adoption",
            required=False,
            widget=Day,
            help_text="What is new holds from this day; without it, from today.",
        ),
    }


def check_plan(form: forms.Form, on_record: str, own: str = "") -> None:
    """Say beside the fields of a new plan what is wrong with them.

    ``on_record`` is said where a plan has the address already, with its title; ``own`` is the address as it is kept.
    """
    said = form.cleaned_data
    slug = said.get("plan_slug")
    if slug and not SLUG.fullmatch(slug):
        form.add_error("plan_slug", SMALL_LETTERS)
    elif slug and slug != own and (plan := Plan.objects.filter(slug=slug).first()):
        form.add_error("plan_slug", on_record.format(plan))
    for name in DAYS:
        if (day := said.get(name)) and not FIRST_YEAR <= day.year <= LAST_YEAR:
            form.add_error(name, f"Is the year {day.year} right? Write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    starts, ends = said.get("starts_on"), said.get("ends_on")
    if starts and ends and ends < starts:
        form.add_error("ends_on", "The last day of a plan cannot come before its first day.")


def day_of_change(cleaned: dict[str, Any]) -> date | None:
    """The day from which changes hold, refused where it is to come: no line of a document is at fault then."""
    day = cleaned["why_effective_on"]
    if day and day > timezone.localdate():
        raise ValidationError(f"A change cannot take effect on {long_day(day)}, a day to come. Choose an earlier one.")
    return day
