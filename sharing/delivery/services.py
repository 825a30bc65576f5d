"""Write renditions and deliveries. Only what the privacy gate made goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.gate import OWN, Decision, RedactedAlert, tell_reasons
from privacy.keys.keyring import keyed_digest
from privacy.keys.services import active_data_key, seal
from sharing.alerts.models import Alert
from sharing.cases.services import widen_hulls
from sharing.cases.sketching import VERSION
from sharing.delivery.models import Delivery, Feed, Rendition, RenditionObject, place_of_object
from sharing.delivery.search import index_renditions
from sharing.delivery.sketching import Original, Shown, sketch_shown
from sharing.members.actors import SYSTEM
from sharing.stix.timestamps import order_digits

# Bytes of the digests that tell objects apart.
DIGEST = 16
# An institution and a group of it; no group is its inbox.
Place = tuple[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class Addressee:
    """A recipient of an edition: by which route, and into which of its feeds it comes."""

    institution_id: UUID
    stix_id: str
    route: str
    inbox: bool = True
    groups: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendition of one alert with everyone who receives it."""

    alert_id: UUID
    reporter_stix_id: str
    decision: Decision
    redacted: RedactedAlert
    recipients: tuple[Addressee, ...]
    id: UUID = field(default_factory=uuid4)
    # Its rendition stands already: others received it before.
    stored: bool = False
    # What it is compared by, made before anybody waits for it; else when it is stored.
    sketch: bytes = b""


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """What goes back to its reporter, in the groups that it was addressed to."""

    alert_id: UUID
    reporter: Addressee
    copy: RedactedAlert
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient that routing let through and the privacy gate did not."""

    alert_id: UUID
    recipient_stix_id: str
    decision: Decision


def deliver(
    *,
    now: datetime,
    editions: Sequence[Edition],
    copies: Sequence[OwnCopy] = (),
    refusals: Sequence[Refusal] = (),
) -> list[Delivery]:
    """Store renditions with their objects and put them on the way to their recipients.

    Call inside the transaction that settles the submissions; the sequencer makes them visible.
    Returns the rows of the inboxes.
    """
    fresh = [edition for edition in editions if not edition.stored]
    late = {edition.id for edition in fresh if not edition.sketch}
    fresh = _complete(fresh)
    widen_hulls(now=now, shown={e.alert_id: [e.sketch] for e in fresh if e.id in late})
    Rendition.objects.bulk_create(
        [*map(_build_rendition, fresh), *map(_build_copy, copies)], batch_size=500
    )
    index_renditions([(edition.id, edition.redacted) for edition in fresh])
    objects = [row for edition in fresh for row in _objects_of(edition)]
    objects += [row for one in copies for row in _objects_of_copy(one)]
    RenditionObject.objects.bulk_create(objects, batch_size=500)
    feeds = open_feeds(_list_places(editions, copies))
    rows = [row for edition in editions for row in _build_deliveries(edition, feeds)]
    rows += [row for one in copies for row in _build_own(one, feeds)]
    Delivery.objects.bulk_create(rows, batch_size=500)
    record_many(_released(edition, now) for edition in editions)
    record_many(_withheld(refusal, now) for refusal in refusals)
    inboxes = {feed_id for (_, group), feed_id in feeds.items() if group is None}
    return [row for row in rows if row.feed_id in inboxes]


def find_stored(edition: Edition) -> Edition:
    """Return an edition as that of the rendition which stands already for its profile, if one does."""
    found = Rendition.objects.filter(alert_id=edition.alert_id, profile=edition.redacted.profile)
    stored = found.values_list("id", flat=True).first()
    return edition if stored is None else replace(edition, id=stored, stored=True)


def open_feeds(places: Iterable[Place]) -> dict[Place, int]:
    """Return the feeds of (institution, group or None for the inbox), making those that lack."""
    wanted = set(places)
    found = _find_feeds(wanted)
    missing = wanted - found.keys()
    if missing:
        # In one order for everybody, or two workers could wait for each other.
        ordered = sorted(missing, key=str)
        Feed.objects.bulk_create(
            [Feed(recipient_id=recipient, group_id=group) for recipient, group in ordered],
            ignore_conflicts=True,
        )
        found = _find_feeds(wanted)
    return found


def store_objects(
    rendition_id: UUID, redacted: RedactedAlert, *, reporter_stix_id: str
) -> Iterable[RenditionObject]:
    """Yield the rows of a rendition's objects, sealed where personal data stands in clear."""
    sealed = redacted.holds_clear_personal_data
    key_id = active_data_key(reporter_stix_id) if sealed else None
    for index, item in enumerate(redacted.objects):
        body = item.body
        if key_id is not None:
            body = seal(key_id=key_id, place=place_of_object(rendition_id, index), value=body)
        yield RenditionObject(
            rendition_id=rendition_id,
            index=index,
            object_id=item.id,
            object_type=item.type,
            version=item.version,
            moment=order_digits(item.version),
            spec_version=item.spec_version,
            body=body,
            digest=keyed_digest("object", item.body)[:DIGEST],
            origin=digest_origin(reporter_stix_id, item.origin),
        )


def digest_origin(reporter_stix_id: str, object_id: str) -> bytes:
    """Return how the hub knows a reporter's object again, whatever id a rendition shows."""
    return keyed_digest("origin", f"{reporter_stix_id} {object_id}".encode())[:DIGEST]


def _find_feeds(places: set[Place]) -> dict[Place, int]:
    recipients = {recipient for recipient, _ in places}
    rows = Feed.objects.filter(recipient_id__in=recipients)
    return {
        (recipient, group): feed_id
        for feed_id, recipient, group in rows.values_list("id", "recipient_id", "group_id")
        if (recipient, group) in places
    }


def _list_places(editions: Sequence[Edition], copies: Sequence[OwnCopy]) -> Iterable[Place]:
    for edition in editions:
        for one in edition.recipients:
            yield from _places_of(one)
    for copy in copies:
        yield from _places_of(copy.reporter)


def _places_of(one: Addressee) -> list[Place]:
    inbox: list[Place] = [(one.institution_id, None)] if one.inbox else []
    return inbox + [(one.institution_id, group) for group in one.groups]


def _build_rendition(edition: Edition) -> Rendition:
    redacted, decision = edition.redacted, edition.decision
    return Rendition(
        id=edition.id,
        alert_id=edition.alert_id,
        profile=redacted.profile,
        outcome=decision.outcome.value,
        rules_version=decision.rules_version,
        title=redacted.title,
        summary=redacted.summary,
        reasons=[[reason.code, reason.source] for reason in tell_reasons(decision)],
        withheld=[[w.pointer, w.code, w.source, w.action] for w in redacted.withheld],
        length=len(redacted.objects),
        sealed=redacted.holds_clear_personal_data,
        attributed=decision.attribution,
        sketch=edition.sketch,
        sketch_version=VERSION,
    )


def sketch_edition(edition: Edition, original: Original) -> Edition:
    """Return an edition with the sketch that it is compared by."""
    redacted = edition.redacted
    shown = Shown(
        reporter=edition.reporter_stix_id if edition.decision.attribution else "",
        ids={item.origin: item.id for item in redacted.objects},
        objects=tuple(item.body for item in redacted.objects),
        is_partial=bool(redacted.withheld),
    )
    return replace(edition, sketch=sketch_shown(shown, original))


def _complete(editions: Sequence[Edition]) -> list[Edition]:
    """Return editions with their sketches, made here where they lack."""
    bare = {edition.alert_id for edition in editions if not edition.sketch}
    if not bare:
        return list(editions)
    known = {
        row.id: Original(row.root_id, row.exercise, row.received_at)
        for row in Alert.objects.only("root_id", "exercise", "received_at").filter(id__in=bare)
    }
    return [
        edition if edition.sketch else sketch_edition(edition, known[edition.alert_id])
        for edition in editions
    ]


def _build_copy(one: OwnCopy) -> Rendition:
    return Rendition(
        id=one.id,
        alert_id=one.alert_id,
        profile=one.copy.profile,
        outcome=OWN,
        rules_version="",
        length=len(one.copy.objects),
        sealed=one.copy.holds_clear_personal_data,
    )


def _objects_of(edition: Edition) -> Iterable[RenditionObject]:
    return store_objects(edition.id, edition.redacted, reporter_stix_id=edition.reporter_stix_id)


def _objects_of_copy(one: OwnCopy) -> Iterable[RenditionObject]:
    return store_objects(one.id, one.copy, reporter_stix_id=one.reporter.stix_id)


def _build_deliveries(edition: Edition, feeds: dict[Place, int]) -> Iterable[Delivery]:
    for one in edition.recipients:
        for place in _places_of(one):
            yield Delivery(
                alert_id=edition.alert_id,
                feed_id=feeds[place],
                recipient_id=one.institution_id,
                rendition_id=edition.id,
                length=max(1, len(edition.redacted.objects)),
                route=one.route,
            )


def _build_own(one: OwnCopy, feeds: dict[Place, int]) -> Iterable[Delivery]:
    for place in _places_of(one.reporter):
        yield Delivery(
            alert_id=one.alert_id,
            feed_id=feeds[place],
            recipient_id=one.reporter.institution_id,
            rendition_id=one.id,
            kind=Delivery.Kind.OWN,
            length=max(1, len(one.copy.objects)),
            route=OWN,
        )


def _released(edition: Edition, now: datetime) -> Event:
    details = {
        "rendition": str(edition.id),
        "outcome": edition.decision.outcome.value,
        "rules": edition.decision.rules_version,
        "reasons": [reason.code for reason in edition.decision.reasons],
        "recipients": sorted([one.stix_id, one.route] for one in edition.recipients),
    }
    return Event(Action.ALERT_RELEASED, SYSTEM, str(edition.alert_id), now, details)


def _withheld(refusal: Refusal, now: datetime) -> Event:
    decision = refusal.decision
    details = {
        "recipient": refusal.recipient_stix_id,
        "outcome": decision.outcome.value,
        "rules": decision.rules_version,
        "reasons": [reason.code for reason in decision.reasons],
    }
    return Event(Action.ALERT_WITHHELD, SYSTEM, str(refusal.alert_id), now, details)
