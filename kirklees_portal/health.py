"""Two questions that machines ask: is the process up, and may it be sent visitors?"""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; the database is not asked."""
    return sentence("The portal is up.")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database does and every migration is applied, otherwise 503 with the reason."""
    try:
        unapplied = count_unapplied_migrations()
    except Error:
        return sentence("The portal is not ready: its database does not answer.", status=503)
    if unapplied:
        return sentence(
            f"The portal is not ready: {unapplied} of its migrations are not applied. Run: python manage.py migrate",
            status=503,
        )
    return sentence("The portal is ready.")


def count_unapplied_migrations() -> int:
    """Return how many migrations the code has and the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def sentence(text: str, status: int = 200) -> HttpResponse:
    """Return one line of plain text."""
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
