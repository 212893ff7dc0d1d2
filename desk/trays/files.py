"""What was brought in or typed: plan documents, spreadsheets, forms that were not saved."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from ledger.keeping.drafts import MOST_FOR_ONE
from ledger.models import KeptForm, SpreadsheetRun
from ledger.writing import long_day
from plan_documents.models import ImportedFile, ImportRun

from .gathering import MOST_SHOWN, change_page, gather, list_of, whole
from .tray import Item, Tray

LASTS = timedelta(days=30)
"""How long what was brought in stays on the desk."""


def typed_and_not_saved(user: Any, now: datetime) -> Tray:
    def item(kept) -> Item:
        at = timezone.localtime(kept.kept_at)
        why, throw_away = f"Typed on {long_day(at.date())} at {at:%H:%M}", reverse("throw-away-typed", args=[kept.pk])
        return Item(str(kept), kept.address_to_take_up(), why, throw_away=throw_away)

    return gather(
        "Typed, but not saved",
        "form not saved yet",
        "forms not saved yet",
        KeptForm.objects.filter(user=user),
        item,
        most=MOST_FOR_ONE,
    )


def to_review(user: Any, now: datetime) -> Tray | None:
    if not user.has_perm("plan_documents.add_importrun"):
        return None
    state = ImportRun.State.TO_REVIEW
    return gather(
        "Plans read in, not applied yet",
        "import to review",
        "imports to review",
        _runs().filter(state=state),
        _run_item,
        list_of("plan_documents_importrun", f"state__exact={state}"),
    )


def last_imports(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray | None:
    if not user.has_perm("plan_documents.view_importrun"):
        return None
    settled = _runs().exclude(state=ImportRun.State.TO_REVIEW).filter(started_at__gt=now - LASTS)
    address = whole("last-imports")
    return gather("The last imports", "import", "imports", settled, _run_item, address, waits=False, most=most)


def _runs() -> QuerySet:
    files = Prefetch("files", ImportedFile.objects.defer("content"))
    return ImportRun.objects.defer("account", "written").select_related("started_by").prefetch_related(files)


def _run_item(run: ImportRun) -> Item:
    by = f" by {run.started_by}" if run.started_by else ""
    at = timezone.localtime(run.started_at)
    files = ", ".join(file.name for file in run.files.all())
    told = f"{run.get_state_display()}, read in{by} on {long_day(at.date())} at {at:%H:%M}"
    return Item(f"{run}: {files}" if files else str(run), change_page(run), told)


def spreadsheets_to_bring_in(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    return gather(
        "Spreadsheets checked, not brought in yet",
        "spreadsheet to bring in or discard",
        "spreadsheets to bring in or discard",
        _spreadsheets_of(user).filter(state=SpreadsheetRun.State.CHECKED),
        _spreadsheet_item,
        whole("spreadsheets"),
        most=most,
    )


def last_spreadsheets(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    ended = _spreadsheets_of(user).filter(ended_at__gt=now - LASTS).exclude(state=SpreadsheetRun.State.DISCARDED)
    address = whole("last-spreadsheets")
    return gather(
        "Your last spreadsheets", "spreadsheet", "spreadsheets", ended, _spreadsheet_item, address, False, most
    )


def _spreadsheets_of(user: Any) -> QuerySet:
    """One's own, without what is long in them."""
    return SpreadsheetRun.objects.filter(user=user).defer("content", "changes", "faults")


def _spreadsheet_item(run: SpreadsheetRun) -> Item:
    address, name = _list_of_spreadsheet(run)
    at = timezone.localtime(run.begun_at)
    return Item(run.file_name, address, f"{run.get_state_display()}, {name}, {long_day(at.date())}")


def _list_of_spreadsheet(run: SpreadsheetRun) -> tuple[str, str]:
    """The page of the run and the name of its list; no page, where an upgrade did away with the list."""
    try:
        names = apps.get_model(run.model)._meta
    except LookupError:
        return "", "of a list that is gone"
    return reverse(f"admin:{names.app_label}_{names.model_name}_spreadsheet", args=[run.pk]), names.verbose_name_plural
