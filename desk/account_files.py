"""The list of accounts as a file: who works here, in which role, and when they were last here. It is never read in."""

from typing import IO

from ledger.admin.downloads import Downloads
from ledger.spreadsheets.cells import Cell, Moment, YesNo
from ledger.spreadsheets.exporting import AT_A_TIME, listed
from ledger.spreadsheets.files import write

CELLS = {
    "username": Cell(),
    "first_name": Cell(),
    "last_name": Cell(),
    "email": Cell(),
    "roles": Cell(),
    "is_active": YesNo(),
    "last_login": Moment(),
}


class AccountFiles(Downloads):
    """For the desk of accounts. Nothing of how somebody signs in is in the file."""

    def file_of_list(self, request, kind: str) -> IO[bytes]:
        accounts = listed(self, request).prefetch_related("groups").iterator(chunk_size=AT_A_TIME)
        rows = (self._row_of(account, native=kind == "xlsx") for account in accounts)
        return write(kind, list(CELLS), list(CELLS.values()), rows)

    def _row_of(self, account, native: bool) -> list:
        values = (self.roles(account) if name == "roles" else getattr(account, name) for name in CELLS)
        return [
            cell.render(value, force_native_type=native) for cell, value in zip(CELLS.values(), values, strict=True)
        ]
