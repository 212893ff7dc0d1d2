"""How gunicorn serves the portal; it reads this file by itself from the folder that it starts in."""

from gunicorn.glogging import Logger

from kirklees_portal.masking import masked


class MaskedAccess(Logger):
    """Lines without links that open something by themselves, in the address as in where a visitor came from."""

    def atoms(self, *args) -> dict:
        found = super().atoms(*args)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}


workers = 3
worker_class = "sync"
# Loaded before the workers are made: a setting that cannot be used then stops the start, in one line.
preload_app = True
accesslog = "-"
logger_class = MaskedAccess
control_socket_disable = True
# No header of a request says where the portal begins: what is guarded goes by its addresses.
forwarder_headers = ""
