"""Alerts about Mei and Li that members hold in the form that a test says, whatever policy says today."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson

from privacy.subjects.identifiers import subject_key
from sharing.alerts.models import Alert
from sharing.alerts.services import NewAlert, store_alerts
from sharing.cases.services import Entry, assign_cases
from sharing.cases.sketching import Seen, sketch
from sharing.delivery.models import Delivery, Rendition, RenditionObject, SearchEntry
from sharing.delivery.resketching import sketch_again
from sharing.delivery.search import index_again
from sharing.delivery.sequencer import publish
from sharing.delivery.services import digest_origin, open_feeds
from sharing.scoring.score import score_alert
from sharing.stix.alert import ParsedAlert, read_alerts
from sharing.stix.timestamps import order_digits
from tests.factories.bundles import make_raw

MEI, LI = "13800138000", "13900139000"
TEXT = f"Call {MEI} or {LI}."
# Stand for the tokens of a circle.
TOKENS = {MEI: "tok-Me1Me1Me1Me1Me1Me1Me1M", LI: "tok-L1L1L1L1L1L1L1L1L1L1L1"}
MASKS = {MEI: "[phone]", LI: "[phone]"}
TELLING, MASKED, OWN = "allow_tokenised", "allow_redacted", "own"


def known_as(number: str = MEI) -> frozenset[bytes]:
    """Return how the bearer of a telephone number is known."""
    return frozenset({subject_key("phone", number)})


def share_about(exchange, now: datetime, raw: bytes = b"", **changes: Any) -> Alert:
    """Share an alert of the bank: its own copy whole, tokens for three members, masks for the fourth."""
    told = [exchange[slug] for slug in ("peer", "platform", "regulator")]
    return share_with(
        exchange["bank"],
        now=now,
        raw=raw or make_raw(**{"description": TEXT, **changes}),
        forms={
            TELLING: (TOKENS, told),
            MASKED: (MASKS, [exchange["foreign"]]),
            OWN: ({}, [exchange["bank"]]),
        },
    )


def share_with(
    reporter, *, now: datetime, raw: bytes, forms: Mapping[str, tuple[Mapping[str, str], list[Any]]]
) -> Alert:
    """Store an alert and deliver it: by outcome, what is replaced by what, and to whom."""
    (parsed,) = read_alerts(raw, received_at=now, split=False)
    alert_id = _store(reporter, now, parsed)
    for outcome, (replaced, members) in forms.items():
        rendition = _render(reporter, alert_id, parsed.bundle, outcome, replaced)
        kind = Delivery.Kind.OWN if outcome == OWN else Delivery.Kind.ALERT
        for member in members:
            feeds = open_feeds([(member.institution.id, None)])
            Delivery.objects.create(
                alert_id=alert_id,
                feed_id=feeds[member.institution.id, None],
                recipient=member.institution,
                rendition=rendition,
                kind=kind,
                length=rendition.length,
                route="test",
            )
    publish(now=now)
    return Alert.objects.get(id=alert_id)


def _store(reporter, now: datetime, parsed: ParsedAlert) -> UUID:
    alert_id, facts = uuid4(), parsed.facts
    new = NewAlert(
        id=alert_id,
        reporter_id=reporter.institution.id,
        reporter_stix_id=reporter.stix_id,
        facts=facts,
        jurisdictions=frozenset({"CN"}),
        tlp=3,
        raw=parsed.raw,
        confidential=parsed.facts.tip_off_risk,
        received_at=now,
    )
    store_alerts(now=now, alerts=[new])
    seen = Seen(reporter.stix_id, facts.root_id, exercise=facts.exercise, at=now)
    stored = sketch(parsed.bundle["objects"], seen)
    assign_cases(now=now, entries=[Entry(alert_id, now, stored, score_alert(facts))])
    return alert_id


def _render(
    reporter, alert_id: UUID, bundle: dict[str, Any], outcome: str, replaced: Mapping[str, str]
) -> Rendition:
    objects = [_replace(orjson.dumps(item), replaced) for item in bundle["objects"]]
    root = orjson.loads(objects[-1])
    rendition = Rendition.objects.create(
        alert_id=alert_id,
        profile=outcome,
        outcome=outcome,
        rules_version="test",
        title=root.get("name", ""),
        summary=root.get("description", ""),
        length=len(objects),
    )
    RenditionObject.objects.bulk_create(
        _describe(reporter, rendition, index, body) for index, body in enumerate(objects)
    )
    SearchEntry.objects.create(rendition=rendition)
    index_again([rendition.id])
    sketch_again(now=datetime.now(UTC), rendition_ids=[rendition.id])
    return rendition


def _describe(reporter, rendition: Rendition, index: int, body: bytes) -> RenditionObject:
    item = orjson.loads(body)
    version = item.get("modified", "")
    return RenditionObject(
        rendition=rendition,
        index=index,
        object_id=item["id"],
        object_type=item["type"],
        version=version,
        moment=order_digits(version),
        spec_version="2.1",
        body=body,
        digest=uuid4().bytes,
        origin=digest_origin(reporter.stix_id, item["id"]),
    )


def _replace(body: bytes, replaced: Mapping[str, str]) -> bytes:
    for value, shown in replaced.items():
        body = body.replace(value.encode(), shown.encode())
    return body
