"""What the list of promises, or of priorities, can be narrowed by and sorted by."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django_filters import CharFilter, ChoiceFilter, FilterSet, MultipleChoiceFilter
from django_filters.fields import MultipleChoiceField

from outcomes.models import Outcome, Place, Plan
from outcomes.querysets import in_force_first
from priorities.models import Councillor, Deliverable, Portfolio, PriorityAction, Status
from priorities.querysets import completed_in_time, latest_told
from priorities.standing import NONE_LABEL, NONE_SLUG

LONGEST_SEARCH = 200
MOST_WORDS = 8
WORDS_LEFT_OUT = f"Only the first {MOST_WORDS} different words were searched for; the rest was left out."
STATUS_CHOICES = [*Status.choices, (NONE_SLUG, NONE_LABEL)]
DUE_CHOICES = [
    ("overdue", "Overdue"),
    ("3-months", "In the next 3 months"),
    ("12-months", "In the next 12 months"),
    ("financial-year", "In this financial year"),
    ("past", "Date has passed"),
    ("late", "Completed late"),
    ("no-date", "No date given"),
    ("ongoing", "Ongoing"),
]
ONLY_CHOICES = [
    ("overdue", "Overdue"),
    ("late", "Completed late"),
    ("example", "Example progress"),
]
SORT_CHOICES = [
    ("plan", "Order of the plan"),
    ("due", "Due date, soonest first"),
    ("outcome", "Outcome"),
    ("status", "Status, most troubled first"),
    ("confirmed", "Most recently confirmed"),
]
TROUBLE_FIRST = ["off-track", "at-risk", "not-started", "on-track", "complete", "deferred", "withdrawn"]


@dataclass(frozen=True)
class Tag:
    """One thing the list is filtered by, and the address of the list without it."""

    label: str
    value: str
    url: str


class WordsField(forms.CharField):
    """Words to look for, of a length that can be looked for."""

    def clean(self, value):
        value = self.to_python(value)
        if "\0" in value:
            raise forms.ValidationError("Your words hold a character that cannot be searched for.")
        if len(value) > LONGEST_SEARCH:
            raise forms.ValidationError(f"Search for {LONGEST_SEARCH} characters or fewer.")
        words = different_words(value)
        return " ".join(words[:MOST_WORDS]) if len(words) > MOST_WORDS else value


class WordsFilter(CharFilter):
    field_class = WordsField


class SomeField(MultipleChoiceField):
    """Some of several choices; a choice left empty in an address is none."""

    def to_python(self, value):
        return super().to_python([each for each in value or [] if each])


class SomeFilter(MultipleChoiceFilter):
    field_class = SomeField


class PromiseFilters(FilterSet):
    """Filters on promises: the deliverables of published plans that do not merely head a list."""

    words = WordsFilter(label="Words", method="filter_words")
    outcome = ChoiceFilter(label="Outcome", method="filter_outcome", empty_label="Any outcome")
    plan = ChoiceFilter(label="Plan", method="filter_plan", empty_label="Any plan")
    portfolio = ChoiceFilter(label="Portfolio", method="filter_portfolio", empty_label="Any portfolio")
    holder = ChoiceFilter(label="Who answers", method="filter_holder", empty_label="Anyone")
    due = ChoiceFilter(label="Due", method="filter_due", choices=DUE_CHOICES, empty_label="Any time")
    place = ChoiceFilter(label="Place", method="filter_place", empty_label="Anywhere")
    status = SomeFilter(
        label="Status", method="filter_status", choices=STATUS_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    priority = ChoiceFilter(label="Priority", method="filter_priority", widget=forms.HiddenInput)
    only = SomeFilter(label="Only", method="filter_only", choices=ONLY_CHOICES, widget=forms.MultipleHiddenInput)
    sort = ChoiceFilter(label="Sort by", method="leave_alone", choices=SORT_CHOICES, empty_label=None)

    show = "promises"
    to_priority = "priority__"

    class Meta:
        model = Deliverable
        fields: list[str] = []

    def __init__(self, data, *, today: date):
        self.today = today
        super().__init__(data, queryset=self.everything())
        self._offer("outcome", Outcome.objects.published().order_by("order", "slug"), "name")
        self._offer("plan", Plan.objects.published().leading_first(), "title")
        self._offer("portfolio", Portfolio.objects.published().order_by("name"), "name")
        self._offer("holder", Councillor.objects.published().order_by("name"), "name")
        self._offer("place", Place.objects.order_by("kind", "name"), "name")
        self.filters["priority"].extra["choices"] = _priority_asked_for(self.data.get("priority", ""))
        self.filters["sort"].extra["choices"] = self.sorts()
        for each in self.filters.values():
            if "choices" in each.extra:
                each.extra["error_messages"] = _refusal(each.label)

    def everything(self) -> QuerySet:
        return Deliverable.objects.published().promises()

    def sorts(self) -> list[tuple[str, str]]:
        return SORT_CHOICES

    def ordered(self) -> QuerySet:
        """What was asked for, in the order that was asked for."""
        return self._order(self.qs, self.sorting)

    @property
    def understood(self) -> dict:
        """What was asked for and makes sense; fields that do not are left out."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def sorting(self) -> str:
        return self.understood.get("sort") or "plan"

    def choices_in_form(self) -> list[forms.BoundField]:
        """The fields that are a list to choose from, in the order of the form."""
        apart = ("words", "status", "priority", "only")
        return [self.form[name] for name in self.filters if name not in apart]

    @property
    def query_without_status(self) -> str:
        """What the tally's key keeps of the list's address when it asks for one status."""
        return _query(self.address(status=None))

    def query_for(self, which: str) -> str | None:
        """What asks for those of this list alone that are "overdue", "late" or an "example"; None where it does.

        Where the list asks for other dates already, those must hold, too: then ``which`` is asked beside them.
        """
        due, only = self.understood.get("due"), self.understood.get("only") or []
        if which in (due, *only):
            return None
        if which in dict(DUE_CHOICES) and not due:
            return _query(self.address(due=which))
        return _query(self.address(only=[*only, which]))

    def messages(self) -> list[tuple[str, str]]:
        """What could not be understood: the id of each field, and what to do about it."""
        refused = [(name, message) for name, said in self.form.errors.items() for message in said]
        if "words" not in self.form.errors and len(different_words(self.data.get("words", ""))) > MOST_WORDS:
            refused.append(("words", WORDS_LEFT_OUT))
        return [(self.form[name].auto_id, message) for name, message in refused]

    # One method for each filter

    def filter_words(self, queryset, name, value):
        for word in different_words(value):
            queryset = queryset.filter(holding("text", word) | self._in_priority(word))
        return queryset

    def filter_outcome(self, queryset, name, value):
        return queryset.filter(**{f"{self.to_priority}plan_outcome__outcome__slug": value})

    def filter_plan(self, queryset, name, value):
        return queryset.filter(**{f"{self.to_priority}plan__slug": value})

    def filter_priority(self, queryset, name, value):
        return queryset.filter(**{f"{self.to_priority}pk": value})

    def filter_portfolio(self, queryset, name, value):
        return queryset.filter(**{f"{self.to_priority}portfolio__slug": value})

    def filter_holder(self, queryset, name, value):
        return queryset.held_by(Councillor.objects.filter(slug=value).values("pk")[:1], on=self.today)

    def filter_place(self, queryset, name, value):
        return queryset.filter(places__slug=value)

    def filter_due(self, queryset, name, value):
        return due_windows(self.today)[value](queryset)

    def filter_only(self, queryset, name, value):
        windows = due_windows(self.today)
        for which in value:
            queryset = windows[which](queryset) if which in windows else examples(queryset, self.today)
        return queryset

    def filter_status(self, queryset, name, value):
        if not value:
            return queryset
        asked = Q(latest_status__in=[status for status in value if status != NONE_SLUG])
        if NONE_SLUG in value:
            asked |= Q(latest_status__isnull=True)
        return queryset.with_latest_status(self.today).filter(asked)

    def leave_alone(self, queryset, name, value):
        return queryset

    # Addresses

    def address(self, **changes: object) -> str:
        """The query string of this list with ``changes``: only what was understood, always in one order."""
        asked = {"show": self.show if self.show != "promises" else None}
        asked |= {name: self._asked(name) for name in self.filters}
        asked |= changes
        pairs = [(name, value) for name, value in asked.items() if value not in (None, "", [])]
        return f"?{urlencode(pairs, doseq=True)}" if pairs else "."

    def tags(self) -> list[Tag]:
        """What the list is filtered by: each with its way out."""
        tags = []
        for name, each in self.filters.items():
            asked = self._asked(name)
            if not asked or name == "sort":
                continue
            labels = dict(getattr(self.form.fields[name], "choices", []))
            values = asked if isinstance(asked, list) else [asked]
            for value in values:
                rest = [other for other in values if other != value]
                tags.append(Tag(each.label, str(labels.get(value, value)), self.address(**{name: rest})))
        return tags

    def _asked(self, name: str):
        value = self.understood.get(name)
        return None if name == "sort" and value == "plan" else value

    def _offer(self, name: str, queryset: QuerySet, label: str) -> None:
        self.filters[name].extra["choices"] = list(queryset.values_list("slug", label))

    def _in_priority(self, word: str) -> Q:
        return holding(f"{self.to_priority}title", word) | holding(f"{self.to_priority}action", word)

    def _order(self, queryset: QuerySet, sort: str) -> QuerySet:
        queryset = queryset.in_plan_order()
        plan_order = queryset.query.order_by
        if sort == "due":
            return queryset.order_by(F("timescale_end").asc(nulls_last=True), *plan_order)
        if sort == "outcome":
            by_outcome = F("priority__plan_outcome__outcome__order").asc(nulls_last=True)
            return queryset.order_by(by_outcome, *plan_order)
        if sort == "status":
            return queryset.with_latest_status(self.today).order_by(_trouble("latest_status"), *plan_order)
        if sort == "confirmed":
            queryset = queryset.annotate(confirmed_on=latest_told("as_of", self.today))
            return queryset.order_by(F("confirmed_on").desc(nulls_last=True), *plan_order)
        return queryset


class PriorityFilters(PromiseFilters):
    """The same filters on priorities, so that those without any deliverable are found as well.

    What is asked of a promise (status, due, place, only) must hold, all at once, for one promise of the priority.
    """

    show = "priorities"
    to_priority = ""
    of_promises = ("status", "due", "place", "only")

    class Meta(PromiseFilters.Meta):
        model = PriorityAction

    def everything(self) -> QuerySet:
        return PriorityAction.objects.published()

    def sorts(self) -> list[tuple[str, str]]:
        return [(value, label) for value, label in SORT_CHOICES if value != "status"]

    def filter_queryset(self, queryset):
        promises = Deliverable.objects.published().promises()
        narrowed = False
        for name, value in self.form.cleaned_data.items():
            if name in self.of_promises and value:
                promises, narrowed = self.filters[name].filter(promises, value), True
            elif name not in self.of_promises:
                queryset = self.filters[name].filter(queryset, value)
        return queryset.filter(pk__in=promises.values("priority_id")) if narrowed else queryset

    def filter_words(self, queryset, name, value):
        for word in different_words(value):
            promised = Deliverable.objects.filter(holding("text", word), priority=OuterRef("pk"))
            queryset = queryset.filter(self._in_priority(word) | Exists(promised))
        return queryset

    def _order(self, queryset: QuerySet, sort: str) -> QuerySet:
        by_plan = [
            *in_force_first("plan__"),
            F("plan_outcome__order").asc(nulls_last=True),
            "number",
            "id",
        ]
        if sort == "due":
            queryset = queryset.annotate(first_due=Min("deliverables__timescale_end"))
            return queryset.order_by(F("first_due").asc(nulls_last=True), *by_plan)
        if sort == "outcome":
            return queryset.order_by(F("plan_outcome__outcome__order").asc(nulls_last=True), *by_plan)
        if sort == "confirmed":
            confirmed_on = latest_told("as_of", self.today, deliverable__priority=OuterRef("pk"))
            queryset = queryset.annotate(confirmed_on=confirmed_on)
            return queryset.order_by(F("confirmed_on").desc(nulls_last=True), *by_plan)
        return queryset.order_by(*by_plan)


def due_windows(today: date) -> dict[str, Callable[[QuerySet], QuerySet]]:
    """For each choice of "due", what it asks of deliverables on ``today``."""
    return {
        "overdue": lambda promises: promises.overdue_on(today),
        "3-months": lambda promises: promises.due_in(today, months_ahead(today, 3)),
        "12-months": lambda promises: promises.due_in(today, months_ahead(today, 12)),
        "financial-year": lambda promises: promises.due_in(*financial_year(today)),
        "past": lambda promises: promises.filter(timescale_end__lt=today),
        "late": lambda promises: completed_late(promises, today),
        "no-date": lambda promises: promises.filter(timescale_end__isnull=True, timescale_ongoing=False),
        "ongoing": lambda promises: promises.filter(timescale_ongoing=True),
    }


def completed_late(promises: QuerySet, today: date) -> QuerySet:
    """Promises that are complete, but were first reported so after their last day."""
    complete = promises.with_latest_status(today).filter(latest_status="complete", timescale_end__isnull=False)
    return complete.filter(~completed_in_time(today))


def examples(promises: QuerySet, today: date) -> QuerySet:
    """Promises whose latest report was made up to show how the portal works."""
    return promises.annotate(example=latest_told("is_example", today)).filter(example=True)


def different_words(text: str) -> list[str]:
    """The words of a search in order, each once, however it is written."""
    words: dict[str, str] = {}
    for word in text.split():
        words.setdefault(word.casefold(), word)
    return list(words.values())


def holding(field: str, word: str) -> Q:
    """Does a field hold a word, whatever its case? SQLite alone knows the cases of A to Z only, so others are tried."""
    forms_of_it = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for form in sorted(forms_of_it):
        found |= Q(**{f"{field}__icontains": form})
    return found


def months_ahead(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def financial_year(day: date) -> tuple[date, date]:
    """The first and last day of the financial year (1 April to 31 March) that ``day`` lies in."""
    first = date(day.year if day >= date(day.year, 4, 1) else day.year - 1, 4, 1)
    return first, date(first.year + 1, 4, 1) - timedelta(days=1)


def _priority_asked_for(pk: str) -> list[tuple[str, str]]:
    """The one priority that an address may name by its number; people get there by links, not by the form."""
    if not re.fullmatch(r"[0-9]{1,9}", pk, re.ASCII):
        return []
    return [(str(each.pk), str(each)) for each in PriorityAction.objects.published().filter(pk=int(pk))]


def _query(address: str) -> str:
    return "" if address == "." else address[1:]


def _refusal(label: str) -> dict[str, str]:
    refusal = f"“{label}” has no such choice, so it was left out."
    return {"invalid_choice": refusal, "invalid_list": refusal}


def _trouble(field: str) -> Case:
    cases = [When(**{field: status}, then=Value(place)) for place, status in enumerate(TROUBLE_FIRST)]
    return Case(*cases, default=Value(len(TROUBLE_FIRST)), output_field=IntegerField())
