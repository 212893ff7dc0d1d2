"""Races on SQLite: a file of their own, in a process of its own, for threads cannot share the suite's memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def raced_on_a_file(script: str, folder: Path) -> list[dict]:
    """What came of each round of the race that the file ``script`` runs; it writes below ``folder`` only."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/race.sqlite3",
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "tests")]),
    }
    done = subprocess.run([sys.executable, script], env=environment, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def print_race(race: Callable[[], list]) -> None:
    """Race on the empty database that DATABASE_URL names, and print what came of it. Tables need no history here."""
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    settings.MEDIA_ROOT = Path.cwd()
    call_command("migrate", run_syncdb=True, verbosity=0)
    print(json.dumps([asdict(each) for each in race()]))
