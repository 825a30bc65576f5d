"""Send what a person gave to an institution that they name (PIPL 45(3); GDPR 20(2)); let it go after a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.db import transaction

from privacy import Category, Treatment
from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.errors import KeyUnavailable
from privacy.keys.services import ensure_data_key, seal, unseal
from privacy.policy.regions import legal_region
from privacy.policy.rulebook import RULES_VERSION
from privacy.policy.types import Decision, Outcome, Reason
from privacy.portability.models import Porting, place_of_content
from privacy.portability.selectors import get_porting
from privacy.retention.registry import Item
from privacy.rights.codes import RequestType
from privacy.rights.errors import RecordNotFound, StepNotPossible, Unfit
from privacy.rights.export import write_json
from privacy.rights.holdings import export_answer
from privacy.rights.models import RightsRequest
from privacy.rights.persons import SignedIn
from privacy.rights.selectors import get_own_request
from privacy.transfers.models import SharingAct
from privacy.transfers.services.ledger import NewAct, record_acts

# How long a recipient finds it.
KEPT = timedelta(days=30)
# What was given under a consent; requests and complaints are with the hub for other reasons.
PORTED = frozenset({"consent"})
_REASON = Reason(
    "ported",
    "PIPL 45(3); GDPR 20(2); control matrix PC-13",
    "The person had it sent to the institution that they named.",
    "PC-13",
)


@dataclass(frozen=True, slots=True)
class Destination:
    """The institution that a person names, with where it reads besides its jurisdiction (PC-19).

    `homes` are the jurisdictions of those who hold data, by STIX id.
    """

    stix_id: str
    jurisdiction: str
    homes: Mapping[str, str]
    reading_regions: tuple[str, ...] = ()


@transaction.atomic
def port_data(*, actor: SignedIn, now: datetime, request_id: UUID, to: Destination) -> Porting:
    """Send what the person gave to an institution, once for each; return the porting.

    The request for portability was granted, so that it is sure who asks. What is held in another legal
    region than the institution's stays there. Raises RecordNotFound for any other request, Unfit for who
    holds it already or lies abroad, StepNotPossible where there is nothing to send.
    """
    row = get_own_request(person_id=actor.person_id, request_id=request_id)
    if row.type != RequestType.PORTABILITY:
        raise RecordNotFound
    _check(row, to)
    # Asked twice at once: the second waits here, and finds what the first sent.
    RightsRequest.objects.select_for_update(no_key=True).get(id=row.id)
    found = Porting.objects.filter(request=row.id, recipient=to.stix_id).first()
    if found is not None:
        return found
    items = [
        one
        for one in export_answer(actor=actor, now=now, request_id=request_id)
        if one.kind in PORTED and _is_near(one, to)
    ]
    if not items:
        raise StepNotPossible
    porting = _store(now, row, to, items)
    record_acts(now=now, acts=[_describe_act(row, to)])
    details = {"items": len(items), "recipient": to.stix_id, "porting": str(porting.id)}
    record(Event(Action.RIGHTS_EXPORTED, actor.name, f"rights-request:{row.id}", now, details))
    tell(now=now, matters=[Matter(to.stix_id, MatterKind.PORTING, str(porting.id))])
    return porting


@transaction.atomic
def open_porting(*, actor: str, now: datetime, recipient: str, porting_id: UUID) -> Any:
    """Return what was sent to an institution, as JSON values; the reading is on record.

    Raises RecordNotFound, also when its time is over.
    """
    row = get_porting(recipient=recipient, porting_id=porting_id)
    if row.expires_at <= now or not row.content:
        raise RecordNotFound
    try:
        content = unseal(place=place_of_content(row.id), sealed=bytes(row.content))
    except KeyUnavailable:
        raise RecordNotFound from None
    details = {"items": row.items, "recipient": recipient}
    record(Event(Action.RIGHTS_EXPORTED, actor, f"porting:{row.id}", now, details))
    return orjson.loads(content)


@transaction.atomic
def clear_ported(*, actor: str, now: datetime) -> int:  # noqa: ARG001  # as its siblings of the task
    """Destroy the content of portings whose time is over; return how many."""
    over = Porting.objects.filter(expires_at__lte=now).exclude(content=b"")
    return over.update(content=b"")


def _check(row: RightsRequest, to: Destination) -> None:
    if row.controller == to.stix_id:
        raise Unfit("recipient", "Name another institution: this one holds it already.")
    home = legal_region(row.place)
    # Section 3 knows no transfer abroad on a person's own wish alone: unknown means no.
    if not home or set(map(legal_region, (to.jurisdiction, *to.reading_regions))) != {home}:
        raise Unfit(
            "recipient", "Name an institution that is, and reads, in the same legal region."
        )


def _is_near(item: Item, to: Destination) -> bool:
    """Say whether an item is held where it goes; section 3 is about who exports, not about who asked."""
    held_in = legal_region(to.homes.get(item.controller, ""))
    return bool(held_in) and held_in == legal_region(to.jurisdiction)


def _store(now: datetime, row: RightsRequest, to: Destination, items: Sequence[Item]) -> Porting:
    porting_id = uuid4()
    key_id = ensure_data_key(owner=to.stix_id, now=now)
    content = orjson.dumps(write_json(items))
    return Porting.objects.create(
        id=porting_id,
        request=row.id,
        controller=row.controller,
        recipient=to.stix_id,
        items=len(items),
        content=seal(key_id=key_id, place=place_of_content(porting_id), value=content),
        ported_at=now,
        expires_at=now + KEPT,
    )


def _describe_act(row: RightsRequest, to: Destination) -> NewAct:
    """Return the sharing act of a porting: its request stands where an alert does."""
    decision = Decision(
        outcome=Outcome.ALLOW,
        treatments=((Category.PI, Treatment.CLEAR),),
        circle="",
        attribution=True,
        unknown_content=False,
        reasons=(_REASON,),
        rules_version=RULES_VERSION,
    )
    return NewAct(
        alert=row.id,
        exporter=row.controller or settings.HUB_IDENTITY,
        recipient=to.stix_id,
        origin_region=row.place,
        recipient_region=to.jurisdiction,
        reader_regions=to.reading_regions,
        decision=decision,
        categories=frozenset({Category.PI}),
        grounds=(f"rights-request:{row.id}",),
        measures=("sealed",),
        route="person",
        retain_until=None,
        kind=SharingAct.Kind.PORTING,
    )
