from django.apps import AppConfig

from ledger.verifying import also_check


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Outcomes"

    def ready(self):
        from outcomes.sealing import check_seals

        also_check("seals", check_seals)
