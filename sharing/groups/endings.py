"""The end of an agreement: what went under it alone is returned or destroyed, and certified (PC-21).

A certificate is a compact JWS (RFC 7515), typ `riskhub-deletion+jwt`; payload: `{"iss": base URL, "sub":
certificate id, "iat": seconds, "agreement": id, "ended": seconds, "holder": STIX id, "copies": how many, "orders":
SHA-256 over the ids of the confirmed orders in order, each 16 bytes}`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.keys.statements import sign_statement
from sharing.groups.models import Agreement, DeletionCertificate, ReturnDuty

KIND = "riskhub-deletion+jwt"


@dataclass(frozen=True, slots=True)
class Due:
    """An order to one holder (institution ids) on a copy that one reporter handed out."""

    holder: UUID
    reporter: UUID
    order: UUID


def list_unsettled(*, now: datetime) -> list[Agreement]:
    """Return agreements that ended and of which nothing was ordered back since, with their parties."""
    rows = Agreement.objects.filter(ends_at__lte=now).filter(settled_at=None)
    return list(rows.prefetch_related("parties").order_by("ends_at", "id"))


def list_ended(*, now: datetime) -> frozenset[str]:
    """Return the ids of all agreements that have ended, as acts name them."""
    rows = Agreement.objects.filter(ends_at__lte=now).values_list("id", flat=True)
    return frozenset(map(str, rows))


@transaction.atomic
def settle_agreement(*, actor: str, now: datetime, agreement: Agreement, due: Iterable[Due]) -> int:
    """Settle an agreement that ended, once, and note what is ordered back; return how many copies.

    `due` is read after that: an agreement that was settled before, also by a run beside this one, is left
    alone, and nothing of `due` is asked for.
    """
    if not Agreement.objects.filter(id=agreement.id, settled_at=None).update(settled_at=now):
        return 0
    rows = [
        ReturnDuty(
            agreement=agreement, holder_id=one.holder, reporter_id=one.reporter, order=one.order
        )
        for one in due
    ]
    ReturnDuty.objects.bulk_create(rows, batch_size=500)
    details = {"orders": len(rows)}
    record(Event(Action.AGREEMENT_ENDED, actor, f"agreement:{agreement.id}", now, details))
    return len(rows)


def list_open_orders() -> list[UUID]:
    """Return the orders under ended agreements for which no certificate is issued yet."""
    return list(ReturnDuty.objects.filter(settled=False).values_list("order", flat=True))


@transaction.atomic
def certify_deletions(*, actor: str, now: datetime, confirmed: Collection[UUID]) -> int:
    """Issue a certificate for each holder that confirmed every order of one member; return how many.

    `confirmed` are orders whose copies were destroyed. Safe to repeat. Raises KeyUnavailable.
    """
    waiting: dict[tuple[UUID, UUID, UUID], list[ReturnDuty]] = defaultdict(list)
    open_ones = ReturnDuty.objects.select_for_update(of=("self",)).filter(settled=False)
    for duty in open_ones.select_related("agreement", "holder").order_by("id"):
        waiting[duty.agreement_id, duty.holder_id, duty.reporter_id].append(duty)
    done = set(confirmed)
    ready = [duties for duties in waiting.values() if done.issuperset(one.order for one in duties)]
    for duties in ready:
        _certify(actor, now, duties)
    return len(ready)


def list_certificates(
    *, institution_id: UUID, before: tuple[datetime, UUID] | None = None, limit: int
) -> list[DeletionCertificate]:
    """Return the certificates that an institution may read, newest first.

    Those on what it had handed out; and on what it destroyed where the agreement has two parties. Of more, a
    certificate would tell its holder which alerts came from one reporter, who may be unnamed.
    """
    of_two = Agreement.objects.annotate(count=Count("parties")).filter(count=2)
    rows = DeletionCertificate.objects.filter(
        Q(reporter_id=institution_id) | Q(holder_id=institution_id, agreement__in=of_two)
    ).select_related("holder")
    if before:
        at, row_id = before
        rows = rows.filter(Q(issued_at__lt=at) | Q(issued_at=at, id__lt=row_id))
    return list(rows.order_by("-issued_at", "-id")[:limit])


def _certify(actor: str, now: datetime, duties: list[ReturnDuty]) -> None:
    first = duties[0]
    orders = sorted(one.order.bytes for one in duties)
    certificate = DeletionCertificate(
        id=uuid4(),
        agreement=first.agreement,
        holder=first.holder,
        reporter_id=first.reporter_id,
        copies=len(duties),
        issued_at=now,
    )
    certificate.statement = sign_statement(
        KIND,
        {
            "iss": settings.BASE_URL,
            "sub": str(certificate.id),
            "iat": int(now.timestamp()),
            "agreement": str(first.agreement_id),
            "ended": int(first.agreement.ends_at.timestamp()),
            "holder": first.holder.stix_id,
            "copies": len(duties),
            "orders": hashlib.sha256(b"".join(orders)).hexdigest(),
        },
    )
    certificate.save(force_insert=True)
    ReturnDuty.objects.filter(id__in=[one.id for one in duties]).update(settled=True)
    details = {"certificate": str(certificate.id), "copies": len(duties)}
    subject = f"agreement:{first.agreement_id}"
    record(Event(Action.DELETION_CERTIFIED, actor, subject, now, details))
