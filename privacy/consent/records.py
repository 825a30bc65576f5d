"""The row that a consent becomes, with its signed receipt."""

from datetime import datetime
from uuid import uuid4

from privacy.consent.acts import NewConsent, identify_act
from privacy.consent.models import ConsentRecord, NoticeVersion
from privacy.consent.receipts import SCHEMA_VERSION, Statement, issue_receipt

_LISTS = ("purposes", "recipient_classes", "categories", "regions")
_PLAIN = ("given_at", "expires_at", "method", "language", "jurisdiction")


def make_record(
    actor: str, now: datetime, controller: str, new: NewConsent, version: NoticeVersion
) -> ConsentRecord:
    """Return the record of a consent that was found good, not yet stored."""
    row = ConsentRecord(
        id=uuid4(),
        schema_version=SCHEMA_VERSION,
        controller=controller,
        kind=new.kind,
        notice_version=version,
        notice_digest=version.digest,
        purposes=sorted(new.purposes),
        recipient_classes=sorted(new.recipient_classes),
        categories=sorted(new.categories),
        regions=sorted(new.regions),
        method=new.method,
        language=new.language,
        jurisdiction=new.jurisdiction,
        given_at=new.given_at,
        expires_at=new.expires_at,
        recorded_at=now,
        evidence_digest=new.evidence_digest,
        guardian=new.guardian,
        collected_by=actor,
        act=identify_act(controller, new),
    )
    row.receipt = issue_receipt(_state(row, new, version), now=now)
    return row


def find_difference(row: ConsentRecord, new: NewConsent) -> str:
    """Return the first part in which a repeated act differs from its record, "" where it is the same."""
    said: dict[str, tuple[object, object]] = {
        "notice_digest": (bytes(row.notice_digest), new.notice_digest),
        **{name: (getattr(row, name), sorted(getattr(new, name))) for name in _LISTS},
        **{name: (getattr(row, name), getattr(new, name)) for name in _PLAIN},
        "guardian": (row.guardian and bytes(row.guardian), new.guardian),
    }
    return next((name for name, (first, again) in said.items() if first != again), "")


def _state(row: ConsentRecord, new: NewConsent, version: NoticeVersion) -> Statement:
    return Statement(
        id=row.id,
        controller=row.controller,
        kind=row.kind,
        subjects=new.subjects,
        notice=version.notice_id,
        notice_version=version.number,
        notice_digest=bytes(version.digest),
        purposes=tuple(row.purposes),
        recipient_classes=tuple(row.recipient_classes),
        categories=tuple(row.categories),
        regions=tuple(row.regions),
        method=row.method,
        language=row.language,
        jurisdiction=row.jurisdiction,
        given_at=row.given_at,
        expires_at=row.expires_at,
        evidence_digest=new.evidence_digest,
        by_guardian=new.guardian is not None,
    )
