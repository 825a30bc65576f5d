"""A reporter that may not be named is named nowhere: not by id, not by name, not in a list."""

import orjson
import pytest

from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import HANDLING_POLICY
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_an_unattributed_alert_tells_its_recipients_nothing_of_who_sent_it(
    exchange, as_member, now
):
    bank = exchange["bank"]
    marking = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--6f1b7a52-6a8e-4d1b-9c77-5f2e8b1d4a61",
        "created": "2026-11-23T01:00:00.000Z",
        "extensions": {
            HANDLING_POLICY: {
                "extension_type": "property-extension",
                "purposes": ["fraud-prevention"],
                "legal_bases": ["legal-obligation"],
                "retain_until": "2027-11-23T01:00:00.000Z",
                "source_attribution": "must-not",
            }
        },
    }
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
