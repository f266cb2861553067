"""Is it alive, is it ready? For load balancers and watchdogs: no log-in, and nothing told but yes or no."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portal.jobs.pulse import STALE_AFTER
from portal.models import WorkerBeat


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """It can do its work: 200 when all three parts are, 503 otherwise, with the parts by name."""
    parts = dict.fromkeys(("database", "migrations", "worker"), False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = True
        parts["migrations"] = _is_migrated()
        parts["worker"] = WorkerBeat.objects.filter(seen_at__gt=timezone.now() - STALE_AFTER).exists()
    except DatabaseError:
        pass  # the part that could not be asked, and those after it, stay False
    return JsonResponse({"ok": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def _is_migrated() -> bool:
    try:
        return _migrated()
    except LookupError:
        return False


@cache
def _migrated() -> bool:
    """True for ever once true; raises LookupError while migrations wait, so that it is asked again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations wait")
    return True
