"""One counter that moves whenever something stops carrying acts: decisions are written under it (PC-08).

Who decides reads the counter and the consents, decides, and writes in one transaction in which
`lock_standing` still returns the same number; else it decides again. Who takes something away moves
the counter in the transaction of that change, and so waits for writers that hold the lock.
"""

from django.db import connection, transaction
from django.db.models import F

from privacy.consent.models import ConsentStanding

ONLY = 1


def read_standing() -> int:
    """Return the counter without a lock, at the start of a decision."""
    row = ConsentStanding.objects.filter(id=ONLY).first()
    return row.version if row else 0


@transaction.atomic
def lock_standing(*, shared: bool = True) -> int:
    """Return the counter and keep it from moving until the caller's transaction ends.

    Shared, others may lock it as well; not shared, nobody may. On SQLite there is one writer as it is.
    """
    version = _lock(shared=shared)
    if version is None:
        # The migration made the row; who emptied the table gets it again.
        ConsentStanding.objects.bulk_create([ConsentStanding(id=ONLY)], ignore_conflicts=True)
        version = _lock(shared=shared)
    return version or 0


def move_standing() -> None:
    """Move the counter; call inside the transaction of what it tells of."""
    if not ConsentStanding.objects.filter(id=ONLY).update(version=F("version") + 1):
        ConsentStanding.objects.bulk_create([ConsentStanding(id=ONLY)], ignore_conflicts=True)
        ConsentStanding.objects.filter(id=ONLY).update(version=F("version") + 1)


def _lock(*, shared: bool) -> int | None:
    strength = ""
    if connection.vendor == "postgresql":
        strength = " FOR SHARE" if shared else " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT version FROM consent_consentstanding WHERE id = %s{strength}",  # noqa: S608  # our words
            [ONLY],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
