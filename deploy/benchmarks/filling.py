"""Fill an exchange straight through its tables: feeds are measured on it, the pipeline elsewhere."""

import itertools
import uuid
from datetime import UTC, datetime

import orjson
from django.db import connection, transaction

from deploy.benchmarks.content import make_alerts
from privacy.keys.keyring import keyed_digest
from sharing.alerts.models import Alert
from sharing.delivery.collection import weigh
from sharing.delivery.models import Delivery, Feed, Rendition, RenditionObject
from sharing.delivery.services import DIGEST, open_feeds
from sharing.members.models import Institution
from sharing.members.services import NewInstitution, register_institution
from sharing.stix.timestamps import order_digits

JURISDICTIONS = ("CN", "HK", "SG", "EU-DE")
ROUND = 1_000  # alerts in one transaction


def add_members(least: int) -> None:
    """Register platforms until the exchange has at least so many institutions."""
    now = datetime.now(UTC)
    for number in range(Institution.objects.count(), least):
        place = JURISDICTIONS[number % len(JURISDICTIONS)]
        new = NewInstitution(f"bench-{number}", f"Measured member {number}", "platform", place)
        register_institution(actor="operator:bench", now=now, new=new)


def fill_inbox(recipient_slug: str, reporter_slug: str, objects: int) -> None:
    """Deliver stored alerts until the recipient's feed has gained at least so many objects.

    Its collection is brought up to date too: a member that polls has done so all along.
    """
    recipient = Institution.objects.get(slug=recipient_slug)
    reporter = Institution.objects.get(slug=reporter_slug)
    (feed_id,) = open_feeds([(recipient.id, None)]).values()
    feed = Feed.objects.get(id=feed_id)
    position = max(feed.position, int(datetime.now(UTC).timestamp() * 1_000_000))
    content = make_alerts()
    while objects > 0:
        bundles = [orjson.loads(raw)["objects"] for raw in itertools.islice(content, ROUND)]
        position = _store_round(reporter, feed, bundles, position)
        objects -= sum(map(len, bundles))
    feed.position = position
    feed.save(update_fields=["position"])
    while feed.weighed < feed.position:
        feed = weigh(feed.id)
    # As the database does by itself while a hub lives; a fill of seconds leaves it no time.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def _store_round(
    reporter: Institution,
    feed: Feed,
    bundles: list[list[dict[str, str]]],
    position: int,
) -> int:
    now = datetime.now(UTC)
    alerts = [_alert(reporter, now) for _ in bundles]
    renditions = [_rendition(alert, bundle) for alert, bundle in zip(alerts, bundles, strict=True)]
    deliveries, bodies = [], []
    for rendition, bundle in zip(renditions, bundles, strict=True):
        delivery = Delivery(
            alert=rendition.alert,
            feed=feed,
            recipient_id=feed.recipient_id,
            rendition=rendition,
            length=len(bundle),
            route="community",
            position=position + 1,
        )
        deliveries.append(delivery)
        bodies += [_object(rendition, index, item) for index, item in enumerate(bundle)]
        position += len(bundle)
    Alert.objects.bulk_create(alerts, batch_size=ROUND)
    Rendition.objects.bulk_create(renditions, batch_size=ROUND)
    RenditionObject.objects.bulk_create(bodies, batch_size=ROUND)
    Delivery.objects.bulk_create(deliveries, batch_size=ROUND)
    return position


def _alert(reporter: Institution, now: datetime) -> Alert:
    return Alert(
        id=uuid.uuid4(),
        reporter=reporter,
        root_id=f"indicator--{uuid.uuid4()}",
        root_modified=now.isoformat(),
        content_digest=uuid.uuid4().bytes * 2,
        body=b"",
        tlp=1,
        categories="|phishing|",
        severity=50,
        likelihood=50,
        jurisdictions="|CN|",
        stage="suspected",
        received_at=now,
        stored_at=now,
    )


def _rendition(alert: Alert, bundle: list[dict[str, str]]) -> Rendition:
    return Rendition(
        alert=alert,
        profile="measured",
        outcome="ALLOW",
        rules_version="measured",
        title=bundle[0]["name"],
        summary=bundle[0]["description"],
        length=len(bundle),
    )


def _object(rendition: Rendition, index: int, item: dict[str, str]) -> RenditionObject:
    body = orjson.dumps(item)
    return RenditionObject(
        rendition=rendition,
        index=index,
        object_id=item["id"],
        object_type=item["type"],
        version=item["modified"],
        moment=order_digits(item["modified"]),
        spec_version="2.1",
        body=body,
        digest=keyed_digest("object", body)[:DIGEST],
        origin=keyed_digest("origin", item["id"].encode())[:DIGEST],
    )
