"""A reporter that may not be named is named nowhere: not by id, not by name, not in a list."""

import orjson
import pytest

from sharing.alerts.models import Alert, split_tags
from sharing.delivery.models import Delivery
from sharing.routing.match import Filter
from sharing.routing.services import save_subscription
from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.factories.bundles import make_bundle, make_policy
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_an_unattributed_alert_tells_its_recipients_nothing_of_who_sent_it(
    exchange, as_member, now
):
    bank = exchange["bank"]
    marking = make_policy(source_attribution="must-not")
    bundle = make_bundle(
        name=f"Seen by {bank.institution.name.upper()}",
        object_marking_refs=[TLP_2_IDS[Tlp.AMBER], marking["id"]],
        created_by_ref=bank.stix_id,
    )
    bundle["objects"].append(marking)
    submission = send(bank, now=now, raw=orjson.dumps(bundle))
    work(now)

    reader = as_member(exchange["platform"])
    rendition = reader.get(f"/api/v1/alerts/{submission.id}").content.decode()
    (line,) = reader.get("/api/v1/alerts?direction=received").json()["items"]

    assert len(orjson.loads(rendition)["objects"]) >= 2
    for text in (rendition, orjson.dumps(line).decode()):
        assert bank.stix_id not in text
        assert bank.institution.name.casefold() not in text.casefold()


def test_where_an_unnamed_reporter_is_tells_nobody_and_still_leads_to_its_regulator(exchange, now):
    marking = make_policy(source_attribution="must-not")
    markings = [TLP_2_IDS[Tlp.AMBER], marking["id"]]
    filter_by_place = Filter(jurisdictions=frozenset({"CN"}))
    save_subscription(
        actor="test",
        now=now,
        institution=exchange["platform"].institution,
        name="near",
        wanted=filter_by_place,
    )

    unnamed = send(exchange["bank"], now=now, more=(marking,), object_marking_refs=markings)
    named = send(exchange["bank"], now=now)
    work(now)

    places = {
        alert.id: split_tags(alert.jurisdictions)
        for alert in Alert.objects.filter(id__in=[unnamed.id, named.id])
    }
    assert places[unnamed.id] == ()
    assert places[named.id] == (exchange["bank"].institution.jurisdiction,)
    receivers = receivers_of(unnamed)
    assert "regulator" in receivers
    assert "platform" not in receivers
    assert "platform" in receivers_of(named)


def receivers_of(submission):
    rows = Delivery.objects.filter(alert_id=submission.id, kind="alert")
    return set(rows.values_list("recipient__slug", flat=True))
