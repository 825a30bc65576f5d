"""Originals are stored without what names people, whatever was sent around the objects (PC-15, f13)."""

from uuid import uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.gate import inspect
from privacy.keys.services import unseal
from privacy.subjects.cutting import restore
from privacy.subjects.models import ClearValue
from sharing.alerts.content import cut_content
from sharing.alerts.models import Alert, place_of_body
from sharing.alerts.selectors import open_originals
from sharing.alerts.services import NewAlert, store_alerts
from sharing.stix.alert import read_alerts
from tests.factories.bundles import make_bundle, make_raw
from tests.factories.holdings import MEI, TEXT, share_about

PHONE = {"x_contact_phone": MEI}


@pytest.mark.parametrize(
    "document",
    [
        make_bundle(description=TEXT),
        make_bundle(description=TEXT) | {"x_note": f"Call {MEI}"},
        make_bundle() | PHONE,
        {"objects": make_bundle()["objects"], "more": False, **PHONE},
        make_bundle(description=TEXT)["objects"][-1],
        {"type": "bundle", "spec_version": "2.0", "id": "x", "objects": [{"type": "y", **PHONE}]},
    ],
)
def test_whatever_was_sent_is_cut_and_comes_back_byte_for_byte(document):
    raw = orjson.dumps(document)

    done = cut_content(raw)

    assert done is not None
    assert MEI not in done.skeleton
    values = {value.index: value.text for value in done.values}
    assert restore(done.skeleton, values).encode() == raw


def test_what_was_found_in_another_reading_is_not_trusted():
    """The bundle that an old version was read as is not what was sent."""
    bundle = make_bundle(description=TEXT)
    raw = orjson.dumps(bundle["objects"][-1])

    done = cut_content(raw, bundle, inspect(bundle))

    assert done is not None
    assert MEI not in done.skeleton


def test_what_names_nobody_is_stored_as_it_was_sent():
    assert cut_content(make_raw()) is None


@pytest.mark.django_db
@pytest.mark.embedded
def test_the_sealed_body_holds_no_value_even_when_its_seal_is_opened(exchange, now):
    alert = share_about(exchange, now)

    body = unseal(place=place_of_body(alert.id), sealed=bytes(alert.body))

    assert alert.is_cut
    assert MEI.encode() not in body
    assert ClearValue.objects.filter(item_id=alert.id).count() == 2


@pytest.mark.django_db
@pytest.mark.embedded
def test_storing_and_opening_take_as_many_statements_for_one_alert_as_for_many(exchange, now):
    share_about(exchange, now)

    def build(number: int) -> NewAlert:
        raw = make_raw(description=f"Call 138001{number:05} or 139001{number:05}.")
        (parsed,) = read_alerts(raw, received_at=now, split=False)
        bank = exchange["bank"]
        return NewAlert(
            id=uuid4(),
            reporter_id=bank.institution.id,
            reporter_stix_id=bank.stix_id,
            facts=parsed.facts,
            jurisdictions=frozenset({"CN"}),
            tlp=3,
            raw=raw,
            received_at=now,
        )

    counts = []
    for numbers in (range(1), range(1, 31)):
        alerts = [build(number) for number in numbers]
        with CaptureQueriesContext(connection) as stored:
            store_alerts(now=now, alerts=alerts)
        rows = list(Alert.objects.filter(id__in=[one.id for one in alerts]))
        with CaptureQueriesContext(connection) as opened:
            originals = open_originals(rows)
        assert {one.id: one.raw for one in alerts} == originals
        counts.append((len(stored), len(opened)))

    assert counts[0] == counts[1]
    assert counts[0][1] <= 3
