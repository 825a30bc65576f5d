"""Who asks: what a person claims to be known by, and how an institution confirms it (PC-17).

A claim counts for nothing until an institution has seen the same identifier on papers, which are never
kept. What one institution has seen counts for what that institution holds, and for nobody else's: it must
not open what others hold about somebody.
"""

from datetime import datetime
from uuid import UUID

from privacy.rights.contacts import read_identifier
from privacy.rights.errors import Unfit
from privacy.rights.models import PersonIdentifier
from privacy.rights.selectors import count_open_requests, find_subjects

# Kind and identifier, as they are typed.
Claims = tuple[tuple[str, str], ...]


def claim(*, person_id: UUID, controller: str, now: datetime, claims: Claims) -> bool:
    """Keep the keys of what a person says to be known by; say whether any is yet to be verified.

    Raises Unfit.
    """
    known = find_subjects(person_id=person_id, controller=controller)
    waiting = [(subject, kind) for subject, kind in _read(claims) if subject not in known]
    for subject, kind in waiting:
        PersonIdentifier.objects.get_or_create(
            person_id=person_id,
            subject=subject,
            controller=controller,
            defaults={"kind": kind, "claimed_at": now},
        )
    return bool(waiting)


def confirm(*, person_id: UUID, controller: str, now: datetime, seen: Claims, method: str) -> None:
    """Let claims count at a controller that papers bear out there.

    Raises Unfit for what the person does not claim.
    """
    rows = PersonIdentifier.objects.filter(person_id=person_id, verified_at=None)
    rows = rows.filter(controller=controller)
    waiting = {bytes(subject) for subject in rows.values_list("subject", flat=True)}
    found = {subject for subject, _ in _read(seen)}
    if not found <= waiting or (waiting and not found):
        raise Unfit("identifiers", "Name identifiers that the person claims, and no other.")
    # What a code reached stays the address that codes reach.
    by_code = rows.filter(subject__in=found, method=PersonIdentifier.BY_CODE)
    by_code.update(verified_at=now)
    rows.filter(subject__in=found).update(verified_at=now, method=method)


def forget_claims(*, person_id: UUID) -> None:
    """Drop what was claimed and never verified, once no request of the person waits for it."""
    if not count_open_requests(person_id=person_id):
        rows = PersonIdentifier.objects.filter(person_id=person_id, verified_at=None)
        rows.exclude(method=PersonIdentifier.BY_CODE).delete()


def _read(claims: Claims) -> list[tuple[bytes, str]]:
    return [
        (read_identifier(kind, text, place=f"identifiers[{index}].value").subject, kind)
        for index, (kind, text) in enumerate(claims)
    ]
