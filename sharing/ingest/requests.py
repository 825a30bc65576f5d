"""Requests that add objects, one by one: the good ones are received, the others are listed (TAXII)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from sharing.ingest.models import ObjectRequest
from sharing.ingest.partial import set_apart_authentication_data
from sharing.ingest.progress import ObjectOutcome, RequestProgress
from sharing.ingest.services import SentTogether, receive
from sharing.members.actors import Actor
from sharing.stix.alert import ParsedAlert
from sharing.stix.markings import Tlp
from sharing.stix.partial import PartlyRead, RefusedObject

Names = tuple[tuple[str, str], ...]


def receive_objects(
    *, actor: Actor, now: datetime, read: PartlyRead, api_root: str, group: str = ""
) -> RequestProgress:
    """Accept what was read, for a group where one is named, and return how the request stands.

    Raises AuthenticationDataRefused when nothing else is left.
    """
    read = set_apart_authentication_data(actor=actor, now=now, read=read)
    alerts = [address_to_group(one, group) if group else one for one in read.alerts]
    together = SentTogether(uuid4(), tuple(_name_objects(read)))
    refused = [_describe(one) for one in read.refused]
    total = len(refused) + sum(map(len, together.objects))
    with transaction.atomic():
        ObjectRequest.objects.create(
            id=together.id,
            institution_id=actor.institution_id,
            api_root=api_root,
            received_at=now,
            total=total,
            refused=[[one.id, one.version, one.message] for one in refused],
        )
        receive(actor=actor, now=now, alerts=alerts, idempotency_key=None, together=together)
    return RequestProgress(together.id, now, total, (), tuple(refused))


def address_to_group(alert: ParsedAlert, group: str) -> ParsedAlert:
    """Return an alert that goes to a group whatever else its envelope names.

    Its marking holds; one without counts as TLP:AMBER+STRICT, because its sender chose the group.
    """
    facts = alert.facts
    tlp = Tlp.AMBER_STRICT if facts.tlp is None else facts.tlp
    audience = tuple(dict.fromkeys((*facts.audience, f"group:{group}")))
    return replace(alert, facts=replace(facts, audience=audience, tlp=tlp))


def _name_objects(read: PartlyRead) -> Iterator[Names]:
    # An object that several alerts share, such as a marking, counts once: with the first of them.
    seen: set[int] = set()
    for alert, places in zip(read.alerts, read.places, strict=True):
        names: dict[int, tuple[str, str]] = {}
        for place, member in zip(places, alert.bundle["objects"], strict=True):
            if place not in seen:
                version = member.get("modified") or member.get("created") or ""
                names.setdefault(place, (member["id"], version))
        seen |= names.keys()
        yield tuple(names.values())


def _describe(one: RefusedObject) -> ObjectOutcome:
    message = " ".join(f"{fault.pointer}: {fault.message}" for fault in one.faults)
    return ObjectOutcome(one.id, one.version, message)
