from django.apps import AppConfig

from ledger.standstill import keep_standstills
from ledger.verifying import also_check


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Plans, outcomes and indicators"

    def ready(self):
        from outcomes.sealing import check_seals, latest_seal

        also_check("seals", check_seals)
        keep_standstills("seals", latest_seal)
