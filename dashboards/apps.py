from collections import Counter
from collections.abc import Iterable

from django.apps import AppConfig

from ledger.standstill import keep_standstills
from ledger.verifying import Fault, also_check


class DashboardsConfig(AppConfig):
    """What councillors, and those who prepare them, read and ask after signing in."""

    name = "dashboards"
    verbose_name = "Dashboards"

    def ready(self):
        from dashboards.models import Pack

        also_check("packs", check_final_packs)
        keep_standstills("packs", Pack.objects.latest_moment)


def check_final_packs(counts: Counter) -> Iterable[Fault]:
    """Fetched only when the ledger is verified: a pack says what all of the dashboards say."""
    from dashboards.packs.freezing import check_packs

    return check_packs(counts)
