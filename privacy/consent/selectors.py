"""Reads of notices and consents. Whose they are to see is filtered here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from privacy import Category
from privacy.approvals.models import Approval
from privacy.consent.errors import ConsentNotFound
from privacy.consent.evidence import Consent
from privacy.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentSubject,
    NoticeException,
    NoticeVersion,
)
from privacy.consent.vocabulary import EXCEPTION, ConsentKind, Occurrence, State
from privacy.errors import ApprovalNotFound
from privacy.policy.regions import legal_region
from privacy.policy.types import Evidence, EvidenceKind

T = TypeVar("T")
# The recording time and the id of the last row of a page.
Place = tuple[datetime, UUID]


def list_notices(*, controller: str, before: Place | None, limit: int) -> list[NoticeVersion]:
    """Return the latest version of each notice of a controller, newest notice first."""
    later = NoticeVersion.objects.filter(notice=OuterRef("notice"), number__gt=OuterRef("number"))
    rows = (
        NoticeVersion.objects.filter(notice__controller=controller)
        .exclude(Exists(later))
        .select_related("notice")
        .order_by("-notice__created_at", "-notice_id")
    )
    if before:
        moment, last = before
        rows = rows.filter(
            Q(notice__created_at__lt=moment) | Q(notice__created_at=moment, notice_id__lt=last)
        )
    return list(rows[:limit])


def list_versions(*, controller: str, notice_id: UUID) -> list[NoticeVersion]:
    """Return the versions of one notice of a controller, latest first. Raises ConsentNotFound."""
    rows = list(
        NoticeVersion.objects.filter(notice__controller=controller)
        .filter(notice_id=notice_id)
        .select_related("notice")
        .order_by("-number")
    )
    _need(rows[0] if rows else None)
    return rows


def list_asked_exceptions(*, controller: str, before: Place | None, limit: int) -> list[Approval]:
    """Return what a controller asked to be spared from telling, decided or not, newest first."""
    rows = _asked_exceptions(controller)
    if before:
        at, last = before
        rows = rows.filter(Q(asked_at__lt=at) | Q(asked_at=at, id__lt=last))
    return list(rows.order_by("-asked_at", "-id")[:limit])


def get_asked_exception(*, controller: str, approval_id: UUID) -> Approval:
    """Return one exception that a controller asked for. Raises ApprovalNotFound."""
    row = _asked_exceptions(controller).filter(id=approval_id).first()
    if row is None:
        raise ApprovalNotFound("there is no such exception")
    return row


def get_version(*, controller: str, notice_id: UUID, number: int) -> NoticeVersion:
    """Return one version of a notice of a controller. Raises ConsentNotFound."""
    rows: QuerySet[NoticeVersion] = (
        NoticeVersion.objects.filter(notice__controller=controller)
        .filter(notice_id=notice_id)
        .filter(number=number)
        .select_related("notice")
    )
    return _need(rows.first())


def get_published(*, notice_id: UUID, number: int) -> NoticeVersion:
    """Return one version of any notice, for those whom it is for. Raises ConsentNotFound."""
    rows: QuerySet[NoticeVersion] = (
        NoticeVersion.objects.filter(notice_id=notice_id)
        .filter(number=number)
        .select_related("notice")
    )
    return _need(rows.first())


def list_consents(
    *,
    controller: str,
    now: datetime,
    kind: str = "",
    state: str = "",
    before: Place | None = None,
    limit: int,
) -> list[ConsentRecord]:
    """Return the consents that a controller collected, newest first."""
    rows = _consents().filter(controller=controller)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(_in_state(State(state), now))
    if before:
        moment, last = before
        rows = rows.filter(Q(recorded_at__lt=moment) | Q(recorded_at=moment, id__lt=last))
    return list(rows.order_by("-recorded_at", "-id")[:limit])


def get_consent(*, controller: str, consent_id: UUID) -> ConsentRecord:
    """Return one consent that a controller collected. Raises ConsentNotFound."""
    return _need(_consents().filter(controller=controller).filter(id=consent_id).first())


def list_for_subject(*, subjects: frozenset[bytes]) -> list[ConsentRecord]:
    """Return the consents of a person known by any of these keyed digests, newest first."""
    return list(_consents().filter(_of(subjects)).order_by("-recorded_at", "-id"))


def get_consent_of_subject(*, subjects: frozenset[bytes], consent_id: UUID) -> ConsentRecord:
    """Return one consent of a person. Raises ConsentNotFound."""
    return _need(_consents().filter(_of(subjects)).filter(id=consent_id).first())


def load_consents(receipts: Iterable[str]) -> dict[str, Consent]:
    """Return the consents of receipt ids, by the id as it was given, with three statements.

    What is no receipt id, or unknown, is left out.
    """
    wanted = {receipt: found for receipt in receipts if (found := _read_id(receipt))}
    if not wanted:
        return {}
    rows = {row.id: read_consent(row) for row in _consents().filter(id__in=set(wanted.values()))}
    return {receipt: rows[one] for receipt, one in wanted.items() if one in rows}


def read_consent(row: ConsentRecord) -> Consent:
    """Return a consent of this room's reads as a value."""
    ends = {event.event for event in row.events.all()}
    ended = next((end for end in (State.WITHDRAWN, State.SUPERSEDED) if end in ends), None)
    return Consent(
        receipt=str(row.id),
        controller=row.controller,
        kind=ConsentKind(row.kind),
        subjects=frozenset(bytes(one.subject) for one in row.subjects.all()),
        purposes=frozenset(row.purposes),
        recipient_classes=frozenset(row.recipient_classes),
        categories=frozenset(map(Category, row.categories)),
        regions=frozenset(map(legal_region, row.regions)),
        given_at=row.given_at,
        expires_at=row.expires_at,
        ended=ended,
        is_outdated=row.is_outdated,
    )


def load_notices(controllers: Iterable[str], now: datetime) -> dict[str, tuple[Evidence, ...]]:
    """Return by controller what its latest notices and its exceptions in force prove (PC-10).

    Two statements, however many controllers.
    """
    wanted = set(controllers)
    later = NoticeVersion.objects.filter(notice=OuterRef("notice"), number__gt=OuterRef("number"))
    latest = NoticeVersion.objects.filter(notice__controller__in=wanted).exclude(Exists(later))
    proved: defaultdict[str, list[Evidence]] = defaultdict(list)
    for version in latest.select_related("notice").order_by("published_at"):
        proved[version.notice.controller].append(_prove_notice(version))
    spared = NoticeException.objects.filter(controller__in=wanted).filter(valid_until__gt=now)
    for exception in spared.order_by("approved_at"):
        proved[exception.controller].append(_prove_exception(exception))
    return {controller: tuple(found) for controller, found in proved.items()}


def _consents() -> QuerySet[ConsentRecord]:
    rows: QuerySet[ConsentRecord] = (
        ConsentRecord.objects.select_related("notice_version")
        .prefetch_related("subjects", "events")
        .annotate(is_outdated=Exists(_material_since()))
    )
    return rows


def _material_since() -> QuerySet[NoticeVersion]:
    return NoticeVersion.objects.filter(
        notice=OuterRef("notice_version__notice"),
        number__gt=OuterRef("notice_version__number"),
        material=True,
    )


def _in_state(state: State, now: datetime) -> Q:
    """Return the condition that `Consent.state` decides in the same order."""
    withdrawn, superseded = (
        _happened(end) for end in (Occurrence.WITHDRAWN, Occurrence.SUPERSEDED)
    )
    over = Q(expires_at__lte=now)
    outdated = Q(Exists(_material_since()))
    live = ~withdrawn & ~superseded
    # `expires_at` may be null, of which SQL says neither that it is over nor that it is not.
    open_ended = live & (Q(expires_at=None) | Q(expires_at__gt=now))
    return {
        State.WITHDRAWN: withdrawn,
        State.SUPERSEDED: superseded & ~withdrawn,
        State.EXPIRED: live & over,
        State.RECONSENT: open_ended & outdated,
        State.VALID: open_ended & ~outdated,
    }[state]


def _happened(event: Occurrence) -> Q:
    return Q(Exists(ConsentEvent.objects.filter(record=OuterRef("pk"), event=event)))


def _of(subjects: frozenset[bytes]) -> Q:
    # Who consented for a child reads and withdraws it as well (PIPL 31; GDPR 8).
    named = ConsentSubject.objects.filter(record=OuterRef("pk"), subject__in=subjects)
    return Q(Exists(named)) | Q(guardian__in=subjects)


def _prove_notice(version: NoticeVersion) -> Evidence:
    content = version.content
    return Evidence(
        kind=EvidenceKind.NOTICE,
        reference=str(version.id),
        valid_from=version.published_at,
        purposes=frozenset(content["purposes"]),
        categories=frozenset(map(Category, content["categories"])),
        recipient_kinds=frozenset(content["recipient_classes"]),
        regions=frozenset(map(legal_region, content["regions"])),
    )


def _asked_exceptions(controller: str) -> QuerySet[Approval]:
    return Approval.objects.filter(kind=EXCEPTION, subject=controller, institution=controller)


def _prove_exception(exception: NoticeException) -> Evidence:
    return Evidence(
        kind=EvidenceKind.NOTICE_EXCEPTION,
        reference=str(exception.id),
        valid_from=exception.approved_at,
        valid_to=exception.valid_until,
        purposes=frozenset(exception.purposes),
        categories=frozenset(map(Category, exception.categories)),
        code=exception.code,
    )


def _read_id(receipt: str) -> UUID | None:
    try:
        return UUID(receipt)
    except ValueError:
        return None


def _need(row: T | None) -> T:
    if row is None:
        raise ConsentNotFound("there is no such notice or consent")
    return row
