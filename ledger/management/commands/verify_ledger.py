"""``verify_ledger``: holds every version and every seal against the records, for a nightly job and for auditors.

It sees whether a record differs from its latest version, whether a version is missing or out of order, and whether its
days and moments fit. The words of an older version, the first wording of a promise among them, are protected by seals
only: what was rewritten past the portal shows where a seal holds the version, and nowhere else.
"""

import sys
from collections import Counter

from django.core.management.base import BaseCommand

from ledger.verifying import verify


class Command(BaseCommand):
    help = "Check that every record agrees with its versions, and every seal with the ledger. Exits 1 on any fault."

    def handle(self, *args, **options):
        counts = Counter(records=0, versions=0)
        faults = 0
        for fault in verify(counts):
            faults += 1
            self.stdout.write(str(fault))
        looked_at = ", ".join(_counted(count, thing) for thing, count in counts.items())
        self.stdout.write(f"{looked_at}: {_counted(faults, 'faults') if faults else 'all in order'}.")
        if faults:
            sys.exit(1)


def _counted(count: int, things: str) -> str:
    """A number of things in words; the name of one is that of many without its last letter."""
    return f"{count:,} {things if count != 1 else things.removesuffix('s')}"
