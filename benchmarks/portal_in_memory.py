"""A portal with a database in memory, for measuring; and the measuring itself.

BENCHMARK_DATABASE_URL names another database: an empty one, for what is made in it stays there.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "tests")]
os.environ["DATABASE_URL"] = os.environ.get("BENCHMARK_DATABASE_URL", "sqlite://:memory:")
os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"

import django  # noqa: E402 - the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up now

call_command("migrate", verbosity=0)


def cpu_seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The least CPU time in seconds that one call of ``work`` took, over ``rounds`` calls after a first to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
