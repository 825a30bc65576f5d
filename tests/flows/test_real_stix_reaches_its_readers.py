"""Every readable file of the sample set goes the whole way and arrives as STIX 2.1, or says why not."""

import orjson
import pytest

from sharing.delivery.pages import Wanted, read_page
from sharing.ingest.models import Submission
from sharing.ingest.services import receive
from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from tests.factories.journeys import work
from tests.shared_data import SHARED, needs_shared, read_lines

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STIX = SHARED / "data" / "stix"


@needs_shared
def test_no_valid_sample_fails_on_its_way_and_all_arrive_as_stix_2_1(exchange, now):
    refused = 0
    for entry in read_lines("data/stix/MANIFEST.jsonl"):
        if entry.get("verdict") != "valid":
            continue
        try:
            raw = (STIX / entry["file"]).read_bytes()
            alerts = read_alerts(raw, received_at=now, split=True)
        except StixRejected:
            refused += 1
            continue
        receive(actor=exchange["bank"].actor, now=now, alerts=alerts, idempotency_key=None)
    work(now)

    states = set(Submission.objects.values_list("state", flat=True))
    assert Submission.objects.count() >= 60
    assert refused <= 10
    assert states <= {Submission.State.DELIVERED, Submission.State.HELD}
    reader = exchange["regulator"].actor
    feed = read_page(actor=reader, group=None, wanted=Wanted(), limit=20_000).items
    versions = {orjson.loads(item.body).get("spec_version", "2.1") for item in feed}
    assert versions == {"2.1"}
