"""Is the process alive, and can it work? Names of components only: details are for operators."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from privacy.errors import KeyUnavailable
from privacy.keys.keyring import open_keyring
from sharing.ingest.progress import oldest_due

# Work that has been due for longer means that no worker works.
LONGEST_WAIT = timedelta(minutes=5)


@require_safe
def tell_live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def tell_ready(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served, or name the components that fail (503)."""
    failing = [name for name, holds in COMPONENTS.items() if not holds()]
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _keyring_opens() -> bool:
    try:
        open_keyring()
    except KeyUnavailable:
        return False
    return True


def _queue_moves() -> bool:
    now = timezone.now()
    try:
        due = oldest_due(now=now)
    except DatabaseError:
        return False
    return due is None or now - due < LONGEST_WAIT


COMPONENTS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "keyring": _keyring_opens,
    "queue": _queue_moves,
}
