"""Reads of the room: a person sees their own, an institution what was sent to it, the operator the hub's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from privacy.approvals.matters import Desk
from privacy.rights.codes import RequestOutcome, RequestState, RequestType
from privacy.rights.errors import RecordNotFound
from privacy.rights.models import Complaint, PersonIdentifier, RightsRequest
from privacy.subjects.selectors import find_objected

Row = TypeVar("Row", RightsRequest, Complaint)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `before` is the time and the id of the last row of the page before."""

    state: str = ""
    before: tuple[datetime, UUID] | None = None
    limit: int = 1_000_000


ALL = Wanted()


def find_subjects(*, person_id: UUID, controller: str = "") -> frozenset[bytes]:
    """Return the keys of what was verified to be a person's: by the hub, and by this controller."""
    proofs = find_proofs(person_id=person_id)
    return proofs.get("", frozenset()) | proofs.get(controller, frozenset())


def find_proofs(*, person_id: UUID) -> dict[str, frozenset[bytes]]:
    """Return the keys of what was verified to be a person's, by who verified it; "" is the hub."""
    rows = PersonIdentifier.objects.filter(person_id=person_id).exclude(verified_at=None)
    found: dict[str, set[bytes]] = {}
    for controller, subject in rows.values_list("controller", "subject"):
        found.setdefault(controller, set()).add(bytes(subject))
    return {controller: frozenset(subjects) for controller, subjects in found.items()}


def list_identifiers(*, person_id: UUID) -> list[PersonIdentifier]:
    """Return what a person says to be known by, verified or not, in the order it was said."""
    return list(PersonIdentifier.objects.filter(person_id=person_id).order_by("id"))


def list_own_requests(*, person_id: UUID, wanted: Wanted = ALL) -> list[RightsRequest]:
    """Return a person's requests, newest first."""
    return _page(_requests().filter(person_id=person_id), "opened_at", wanted)


def get_own_request(*, person_id: UUID, request_id: UUID) -> RightsRequest:
    """Return one request of a person. Raises RecordNotFound."""
    return _one(_requests().filter(person_id=person_id), request_id)


def list_requests(*, controllers: frozenset[str], wanted: Wanted = ALL) -> list[RightsRequest]:
    """Return requests to these controllers, newest first."""
    return _page(_requests().filter(controller__in=controllers), "opened_at", wanted)


def get_request(*, controllers: frozenset[str], request_id: UUID) -> RightsRequest:
    """Return one request to these controllers. Raises RecordNotFound."""
    return _one(_requests().filter(controller__in=controllers), request_id)


def find_human_review(subjects: Iterable[bytes]) -> frozenset[tuple[str, bytes]]:
    """Return which of these subjects no machine alone decides about (PC-11), by controller; "" is all.

    A controller granted it, to who was proved to the hub or to it; or an objection stands (PIPL 24).
    """
    asked = list(subjects)
    granted = PersonIdentifier.objects.filter(
        subject__in=asked,
        verified_at__isnull=False,
        person__requests__type=RequestType.WITHDRAW_AUTOMATED,
        person__requests__outcome__in=[RequestOutcome.GRANTED, RequestOutcome.PARTLY],
    )
    rows = granted.values_list("controller", "person__requests__controller", "subject")
    return find_objected(asked) | {
        (controller, bytes(subject))
        for proved_to, controller, subject in rows
        if proved_to in ("", controller)
    }


def count_waiting(*, controllers: frozenset[str], now: datetime) -> tuple[Desk, Desk]:
    """Return how many requests, and how many complaints, wait for these controllers."""
    requests = RightsRequest.objects.filter(controller__in=controllers, closed_at=None)
    complaints = Complaint.objects.filter(handler__in=controllers, closed_at=None)
    return (
        Desk(requests.count(), requests.filter(due_at__lt=now).count()),
        Desk(complaints.count(), complaints.filter(due_at__lt=now).count()),
    )


def count_open_requests(*, person_id: UUID) -> int:
    """Return how many requests of a person wait for their end."""
    rows = RightsRequest.objects.filter(person_id=person_id)
    return rows.exclude(state=RequestState.CLOSED).count()


def list_own_complaints(*, person_id: UUID, wanted: Wanted = ALL) -> list[Complaint]:
    """Return the complaints a person made while signed in, newest first."""
    return _page(_complaints().filter(person_id=person_id), "received_at", wanted)


def get_own_complaint(*, person_id: UUID, complaint_id: UUID) -> Complaint:
    """Return one complaint of a person. Raises RecordNotFound."""
    return _one(_complaints().filter(person_id=person_id), complaint_id)


def list_complaints(*, controllers: frozenset[str], wanted: Wanted = ALL) -> list[Complaint]:
    """Return the complaints that these controllers have to answer or handed over, newest first."""
    return _page(_complaints().filter(_shown_to(controllers)), "received_at", wanted)


def get_complaint(*, controllers: frozenset[str], complaint_id: UUID) -> Complaint:
    """Return one complaint that these controllers may see. Raises RecordNotFound."""
    return _one(_complaints().filter(_shown_to(controllers)), complaint_id)


def list_causes(*, controllers: frozenset[str], since: datetime, until: datetime) -> list[str]:
    """Return the cause of each complaint about these controllers received in a time."""
    rows = Complaint.objects.filter(
        _shown_to(controllers), received_at__gte=since, received_at__lt=until
    )
    return list(rows.values_list("cause", flat=True))


def _shown_to(controllers: frozenset[str]) -> Q:
    # Who fears retaliation is never shown to whom they complain about.
    about = Q(about__in=controllers, fears_retaliation=False) & ~Q(about="")
    return Q(handler__in=controllers) | about


def _requests() -> QuerySet[RightsRequest]:
    return RightsRequest.objects.select_related("person").prefetch_related(
        "steps", "person__identifiers"
    )


def _complaints() -> QuerySet[Complaint]:
    return Complaint.objects.prefetch_related("steps")


def _page(rows: QuerySet[Row], time: str, wanted: Wanted) -> list[Row]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.before:
        at, last = wanted.before
        rows = rows.filter(Q((f"{time}__lt", at)) | Q((time, at), id__lt=last))
    return list(rows.order_by(f"-{time}", "-id")[: wanted.limit])


def _one(rows: QuerySet[Row], row_id: UUID) -> Row:
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise RecordNotFound
    return found
