"""The list of accounts as a file: who works here, in which role, and when they were last here. It is never read in."""

from ledger.admin.downloads import DownloadsOnly
from ledger.spreadsheets.cells import Cell, Moment, YesNo


class AccountFiles(DownloadsOnly):
    """For the desk of accounts. Nothing of how somebody signs in is in the file."""

    cells = {
        "username": Cell(),
        "first_name": Cell(),
        "last_name": Cell(),
        "email": Cell(),
        "roles": Cell(),
        "is_active": YesNo(),
        "last_login": Moment(),
    }

    def records_of_file(self, request):
        return super().records_of_file(request).prefetch_related("groups")
