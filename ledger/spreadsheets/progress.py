"""How far long work is, for the page that shows it and for the terminal.

While a file is applied, one transaction is open, and on SQLite nobody else can write to the database: so progress
goes to a small file beside the photographs, afresh every second for as long as the process is alive. A file that is
old means that the process died.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

EVERY = 1.0
SILENT = 30.0
"""Seconds without a sign of life after which a process is taken for dead."""
WIDTH = 40


@dataclass
class Progress:
    of: int
    done: int = 0


def place_of(key: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "spreadsheets" / f"{key}.json"


@contextmanager
def shown(key: int, progress: Progress) -> Iterator[None]:
    """Show ``progress`` to others until the block is left."""
    place, over = place_of(key), Event()
    place.parent.mkdir(parents=True, exist_ok=True)
    _write(place, progress)
    beat = Thread(target=_beat, args=[place, progress, over], daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()
        place.unlink(missing_ok=True)


def seen(key: int) -> Progress | None:
    """How far it is; None where nothing was heard of it for too long."""
    place = place_of(key)
    with suppress(OSError, ValueError, TypeError, KeyError):
        if time.time() - place.stat().st_mtime <= SILENT:
            said = json.loads(place.read_text())
            return Progress(int(said["of"]), int(said["done"]))
    return None


def bar(progress: Progress) -> None:
    """Draw it on one line of a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return
    full = WIDTH * progress.done // max(progress.of, 1)
    end = "\n" if progress.done >= progress.of else ""
    sys.stderr.write(f"\r[{'#' * full}{' ' * (WIDTH - full)}] {progress.done:,} of {progress.of:,} rows{end}")
    sys.stderr.flush()


def _beat(place: Path, progress: Progress, over: Event) -> None:
    while not over.wait(EVERY):
        _write(place, progress)


def _write(place: Path, progress: Progress) -> None:
    draft = place.with_suffix(".draft")
    with suppress(OSError):
        draft.write_text(json.dumps({"of": progress.of, "done": progress.done}))
        draft.replace(place)
