"""What happens to one file that is brought in: it is checked, then applied as a whole or discarded.

A file of many rows takes longer than a web server waits, so it is worked on by a process of its own; one of few is
done at once. Whichever it is, a run is taken up by counting its turn, and its end is written only by whose turn it
still is, in the same transaction as the records: a run that died wrote nothing, and says so.
"""

import hashlib
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.contrib.messages.storage.base import BaseStorage
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from ledger.models import SpreadsheetRun
from ledger.writing import long_day

from .checking import Outcome, refuse_headings, take
from .faults import Fault, UnusableSpreadsheet
from .files import read
from .progress import SILENT, Progress, bar, seen, shown

State = SpreadsheetRun.State
KEPT_FOR = timedelta(days=30)
FEW_ROWS = 200
"""As many are done while the browser waits."""
UNDER_WAY = (State.CHECKING, State.APPLYING)

ALREADY = (
    "This very file was brought in on {day} already, and its new records were made then. "
    "Download the list afresh and change that."
)
BROKE_OFF = "It broke off, and nothing was written. The reason is in the portal's log: {reason}."
NOT_ALLOWED = "Who handed this file in may not bring spreadsheets in to this list any more. Nothing was written."
NO_LONGER_THERE = "The list or the person that this file was for is no longer there. Nothing was written."

_started: list[subprocess.Popen] = []
log = logging.getLogger(__name__)


class TakenUpByAnother(Exception):
    """Somebody else took the run up, or ended it, in the meantime: nothing of this is written."""


class Unheard(BaseStorage):
    """Messages to somebody at a page, where nobody is at one: they are let go."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


def request_of(user) -> HttpRequest:
    """What the desk is asked with where no browser waits: may this person do that?"""
    request = HttpRequest()
    request.method, request.user, request.offers_correction = "POST", user, False
    request._messages = Unheard(request)
    return request


def begin(desk, user, file_name: str, content: bytes, why: dict[str, str]) -> SpreadsheetRun:
    """Take a file in, to be checked. Raises :class:`UnusableSpreadsheet` where there is nothing to check in it."""
    table = read(content)
    refuse_headings(desk, table)
    return SpreadsheetRun.objects.create(
        user=user,
        model=desk.opts.label_lower,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        rows=len(table.rows),
        why=why,
    )


def take_up(run: SpreadsheetRun, state: str, **values) -> bool:
    """Let this be the one who brings the run to the end of ``state``; False where somebody else is faster."""
    mine = SpreadsheetRun.objects.filter(pk=run.pk, state=run.state, turn=run.turn)
    if not mine.update(state=state, turn=F("turn") + 1, turned_at=timezone.now(), **values):
        return False
    run.refresh_from_db()
    return True


def may_apply(run: SpreadsheetRun) -> bool:
    return run.state == State.CHECKED and not run.faults and bool(run.created or run.changed)


def discard(run: SpreadsheetRun) -> bool:
    """Forget the file and what it would have changed."""
    return _end(run, State.DISCARDED, content=b"", changes=[], faults=[])


def forget_old() -> int:
    """Discard what nobody took up for thirty days, and drop the files of what failed; return how many these were."""
    old = SpreadsheetRun.objects.filter(turned_at__lt=timezone.now() - KEPT_FOR)
    left = old.filter(state__in=(*UNDER_WAY, State.CHECKED))
    gone = left.update(state=State.DISCARDED, ended_at=timezone.now(), content=b"", changes=[], faults=[])
    return gone + old.filter(state=State.FAILED).exclude(content=b"").update(content=b"", changes=[])


def has_died(run: SpreadsheetRun) -> bool:
    """Whether it should be under way, but has given no sign of life."""
    lately = timezone.now() - run.turned_at < timedelta(seconds=SILENT)
    return run.state in UNDER_WAY and not lately and seen(run.pk) is None


def start(run: SpreadsheetRun) -> None:
    """Bring the run to the end of its state: here where it is short, else in a process of its own."""
    if run.rows <= FEW_ROWS:
        work(run)
        return
    _started[:] = [each for each in _started if each.poll() is None]
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "apply_spreadsheet", str(run.pk), "--go-on"]
    _started.append(
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    )


def work(run: SpreadsheetRun, tell: Callable[[Progress], None] = bar) -> None:
    """Bring a run that was taken up to the end of its state. Whatever happens, it ends in one that can be told."""
    progress = Progress(run.rows)
    try:
        with shown(run.pk, progress):
            _work(run, progress, tell)
    except TakenUpByAnother:
        pass
    except Exception as error:
        reason = error.faults[0].allowed if isinstance(error, UnusableSpreadsheet) else type(error).__name__
        _fail(run, BROKE_OFF.format(reason=reason))
        if not isinstance(error, UnusableSpreadsheet):
            raise
    run.refresh_from_db()


def _work(run: SpreadsheetRun, progress: Progress, tell: Callable[[Progress], None]) -> None:
    desk = next((each for model, each in admin.site._registry.items() if model._meta.label_lower == run.model), None)
    if desk is None or run.user is None or not run.user.is_active:
        _fail(run, NO_LONGER_THERE)
        return
    if not desk.may_bring_in(request_of(run.user)):
        _fail(run, NOT_ALLOWED)
        return

    def told(done: int) -> None:
        progress.done = done
        tell(progress)

    write = run.state == State.APPLYING
    try:
        with transaction.atomic():
            outcome = take(desk, request_of(run.user), read(bytes(run.content)), why=run.why, write=write, tell=told)
            outcome.faults += _brought_in_before(run, outcome)
            transaction.set_rollback(not write or bool(outcome.faults))
            if write and not outcome.faults:
                _finish(run, State.APPLIED, outcome, content=b"")
    except (IntegrityError, OperationalError) as error:
        log.warning("Spreadsheet %s met what somebody else wrote", run.pk, exc_info=error)
        reason = BROKE_OFF.format(reason=type(error).__name__)
        outcome = Outcome(faults=_brought_in_before(run) or [Fault(0, "", "", reason)])
    told(run.rows)
    if not write or outcome.faults:
        _finish_check(run, outcome)


def _finish_check(run: SpreadsheetRun, outcome: Outcome) -> None:
    """A file that says nothing new is over by itself: there is nothing to apply, and nothing to put right."""
    if outcome.faults or outcome.changes:
        _finish(run, State.CHECKED, outcome, changes=outcome.changes)
    else:
        _finish(run, State.DISCARDED, outcome, content=b"")


def _brought_in_before(run: SpreadsheetRun, outcome: Outcome | None = None) -> list[Fault]:
    """The same file makes its new records once: a second time they would stand there twice."""
    if outcome and not outcome.created:
        return []
    same = SpreadsheetRun.objects.filter(model=run.model, sha256=run.sha256, state=State.APPLIED, created__gt=0)
    days = [timezone.localdate(each) for each in same.values_list("ended_at", flat=True)[:1]]
    return [Fault(0, "", run.file_name, ALREADY.format(day=long_day(day))) for day in days]


def _finish(run: SpreadsheetRun, state: str, outcome: Outcome, **values) -> None:
    counts = {"created": outcome.created, "changed": outcome.changed, "same": outcome.same}
    faults = [fault.as_dict() for fault in outcome.faults]
    if not _end(run, state, **counts, faults=faults, **({"changes": []} | values)):
        raise TakenUpByAnother


def _fail(run: SpreadsheetRun, sentence: str) -> None:
    _end(run, State.FAILED, content=b"", changes=[], faults=[Fault(0, "", "", sentence).as_dict()])


def _end(run: SpreadsheetRun, state: str, **values) -> bool:
    mine = SpreadsheetRun.objects.filter(pk=run.pk, state=run.state, turn=run.turn)
    return bool(mine.update(state=state, ended_at=timezone.now(), **values))
