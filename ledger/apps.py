from django.apps import AppConfig

from ledger.plain_messages import say_what_is_allowed

say_what_is_allowed()


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Spreadsheets"
