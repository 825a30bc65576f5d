"""Revocations of what was delivered: one rendition for all who held the same and keep the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db.models import Exists, OuterRef

from privacy.keys.keyring import keyed_digest
from sharing.delivery.models import Cause, Delivery, Feed, Rendition, RenditionObject
from sharing.delivery.selectors import open_body
from sharing.delivery.services import DIGEST
from sharing.members.models import Institution
from sharing.stix.revocation import can_be_revoked, revoke
from sharing.stix.timestamps import order_digits


def publish_revocations(
    *,
    cause: Cause,
    held: Sequence[Delivery],
    gone: Sequence[RenditionObject],
) -> list[Delivery]:
    """Put a revocation into every feed that held these objects, and return those of the inboxes.

    `held` needs rendition and feed. Call after what is gone was marked as such.
    """
    # Who deletes its own copy asked for it to be gone, and needs no word of it.
    told = [
        row
        for row in held
        if row.kind == Delivery.Kind.ALERT or cause not in (Cause.DELETED, Cause.CORRECTED)
    ]
    standing = _find_standing(told, {bytes(row.origin) for row in gone})
    shares: dict[tuple[UUID, frozenset[bytes]], list[Delivery]] = defaultdict(list)
    for row in told:
        shares[row.rendition_id, frozenset(standing[row.feed_id])].append(row)
    rows: list[Delivery] = []
    for (rendition_id, kept), share in shares.items():
        rows += _revoke(share, [row for row in gone if row.rendition_id == rendition_id], kept)
    Delivery.objects.bulk_create(rows, batch_size=500)
    inboxes = {row.feed_id for row in told if row.feed.group_id is None}
    return [row for row in rows if row.feed_id in inboxes]


def _find_standing(told: Sequence[Delivery], origins: Iterable[bytes]) -> Mapping[int, set[bytes]]:
    """Return the objects, by origin, that the recipient of each feed still holds, in any feed."""
    feeds = {row.feed_id for row in told}
    found: dict[int, set[bytes]] = defaultdict(set)
    for origin in sorted(origins):
        carried = (
            Delivery.objects.filter(recipient_id=OuterRef("recipient_id"))
            .filter(withdrawn_at=None)
            .exclude(kind=Delivery.Kind.REVOCATION)
            .filter(
                Exists(
                    RenditionObject.objects.filter(
                        rendition_id=OuterRef("rendition_id"), origin=origin, withdrawn=False
                    )
                )
            )
        )
        keepers = Feed.objects.filter(id__in=feeds).filter(Exists(carried))
        for feed_id in keepers.values_list("id", flat=True):
            found[feed_id].add(origin)
    return found


def _revoke(
    share: Sequence[Delivery],
    gone: Sequence[RenditionObject],
    kept: frozenset[bytes],
) -> list[Delivery]:
    held = share[0].rendition
    objects = _build_objects(held, [row for row in gone if bytes(row.origin) not in kept])
    revocation_id = objects[0].rendition_id if objects else uuid4()
    Rendition.objects.create(
        id=revocation_id,
        alert_id=held.alert_id,
        profile=f"revocation:{revocation_id.hex}",
        outcome=Delivery.Kind.REVOCATION,
        rules_version=held.rules_version,
        length=len(objects),
        attributed=held.attributed,
    )
    RenditionObject.objects.bulk_create(objects)
    return [
        Delivery(
            alert_id=row.alert_id,
            feed_id=row.feed_id,
            recipient_id=row.recipient_id,
            rendition_id=revocation_id,
            kind=Delivery.Kind.REVOCATION,
            length=max(1, len(objects)),
            route=row.route,
        )
        for row in share
    ]


def _build_objects(held: Rendition, gone: Sequence[RenditionObject]) -> list[RenditionObject]:
    """Return the revoked version of the last version of each object.

    What another member made was only quoted, and is that member's to revoke.
    """
    reporter = held.alert.reporter_id
    others = set(Institution.objects.exclude(id=reporter).values_list("stix_id", flat=True))
    last: dict[bytes, RenditionObject] = {}
    for row in gone:
        if can_be_revoked(row.object_type) and row.moment >= _moment_of(last, row):
            last[bytes(row.origin)] = row
    contents = {row: orjson.loads(open_body(row, sealed=held.sealed)) for row in last.values()}
    own = [row for row, content in contents.items() if content.get("created_by_ref") not in others]
    revocation_id = uuid4()
    return [
        _build_object(revocation_id, index, row, revoke(contents[row]))
        for index, row in enumerate(own)
    ]


def _moment_of(last: Mapping[bytes, RenditionObject], row: RenditionObject) -> str:
    found = last.get(bytes(row.origin))
    return found.moment if found else ""


def _build_object(
    revocation_id: UUID, index: int, row: RenditionObject, content: Mapping[str, Any]
) -> RenditionObject:
    body = orjson.dumps(content)
    return RenditionObject(
        rendition_id=revocation_id,
        index=index,
        object_id=row.object_id,
        object_type=row.object_type,
        version=content["modified"],
        moment=order_digits(content["modified"]),
        spec_version=row.spec_version,
        body=body,
        digest=keyed_digest("object", body)[:DIGEST],
        origin=bytes(row.origin),
    )
