"""POST /api/v1/imports: what other platforms wrote becomes alerts, bounded and never wider."""

import json
import subprocess
import sys

import orjson
import pytest
from django.utils import timezone

from sharing.imports import misp
from sharing.ingest.models import Submission
from tests.factories.bundles import make_bundle
from tests.factories.journeys import work
from tests.shared_data import SHARED, needs_shared

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/imports"
PREVIEW = f"{ADDRESS}/preview"
JSON = "application/json"
CSV = "text/csv"


def make_event(**changes):
    attribute = {
        "uuid": "0d4a4c1e-5f5e-4b6e-9a3a-1b2c3d4e5f60",
        "type": "domain",
        "category": "Network activity",
        "to_ids": True,
        "timestamp": "1732400000",
        "value": "login-bank.example",
    }
    return {
        "uuid": "6b1e7a52-2f0a-4f3b-8a57-3f9c1d2b7e10",
        "info": "Phishing of a bank",
        "date": "2026-11-20",
        "timestamp": "1732400000",
        "threat_level_id": "1",
        "analysis": "1",
        "distribution": "3",
        "published": True,
        "publish_timestamp": "1732400000",
        "Orgc": {"uuid": "5b642239-4db4-4580-adf4-4ebd950d210f", "name": "A bank"},
        "Tag": [{"name": "tlp:green"}],
        "Attribute": [attribute],
        **changes,
    }


def post(client, content, query="", **asked):
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return client.post(f"{ADDRESS}{query}", body, **{"content_type": JSON, **asked})


def objects_of(exchange, as_member, told):
    work(timezone.now())
    answer = as_member(exchange["bank"]).get(f"/api/v1/alerts/{told['id']}")
    return {one["type"]: one for one in answer.json()["objects"]}


def test_a_misp_event_goes_the_whole_way(exchange, as_member):
    answer = post(as_member(exchange["bank"]), {"Event": make_event()})

    told = answer.json()
    objects = objects_of(exchange, as_member, told)
    assert (answer.status_code, set(told)) == (202, {"id", "status", "receipt", "warnings"})
    assert answer["Location"] == f"/api/v1/submissions/{told['id']}"
    assert objects["report"]["name"] == "Phishing of a bank"
    assert "severity:high" in objects["report"]["labels"]
    assert objects["indicator"]["pattern"] == "[domain-name:value = 'login-bank.example']"
    listed = as_member(exchange["bank"]).get("/api/v1/alerts?direction=sent").json()["items"]
    assert [(one["tlp"], one["severity"]) for one in listed] == [("GREEN", 75)]


@pytest.mark.parametrize(
    ("changes", "tlp"),
    [
        ({"Tag": [{"name": "tlp:white"}]}, "CLEAR"),
        ({"Tag": [{"name": "tlp:amber+strict"}]}, "AMBER+STRICT"),
        ({"Tag": [{"name": "tlp:white"}, {"name": "tlp:amber"}]}, "AMBER"),
        ({"Tag": [{"name": "TLP:Amber"}]}, "AMBER"),
        ({"Tag": [{"name": "tlp:purple"}]}, "RED"),
        ({"Tag": [{"name": "tlp:white"}, {"name": "TLP:EX:CHR"}]}, "RED"),
        ({"distribution": "0"}, "RED"),
        ({"distribution": 4}, "RED"),
        ({"distribution": "1"}, "AMBER"),
        ({"distribution": "0", "Tag": []}, "RED"),
    ],
)
def test_tags_mark_and_distribution_never_widens(exchange, as_member, changes, tlp):
    told = post(as_member(exchange["bank"]), make_event(**changes)).json()
    work(timezone.now())

    (listed,) = as_member(exchange["bank"]).get("/api/v1/alerts?direction=sent").json()["items"]
    assert (listed["id"], listed["tlp"]) == (told["id"], tlp)


def test_what_is_for_its_own_organisation_or_deleted_stays_out(exchange, as_member):
    event = make_event()
    shown = event["Attribute"][0]
    own = {**shown, "uuid": "0d4a4c1e-5f5e-4b6e-9a3a-000000000001", "distribution": "0"}
    own["value"] = "own-secret.example"
    gone = {**shown, "uuid": "0d4a4c1e-5f5e-4b6e-9a3a-000000000002", "deleted": True}
    gone["value"] = "gone-secret.example"
    text = {**shown, "uuid": "0d4a4c1e-5f5e-4b6e-9a3a-000000000003", "type": "text", "value": "x"}

    answer = post(as_member(exchange["bank"]), make_event(Attribute=[own, gone, text, shown]))

    told = answer.json()
    assert [(one["pointer"], one["code"]) for one in told["warnings"]] == [
        ("/Attribute/0", "own-organisation"),
        ("/Attribute/2", "not-converted"),
    ]
    assert "secret" not in json.dumps(objects_of(exchange, as_member, told))


def test_local_tags_and_attributes_of_unknown_tlp_stay_out(exchange, as_member):
    shown = make_event()["Attribute"][0]
    odd = {**shown, "uuid": "0d4a4c1e-5f5e-4b6e-9a3a-000000000004", "value": "odd-secret.example"}
    odd["Tag"] = [{"name": "tlp:ex:chr"}]
    tags = [{"name": "tlp:green"}, {"name": "our-secret-tag", "local": True}]

    told = post(as_member(exchange["bank"]), make_event(Tag=tags, Attribute=[shown, odd])).json()

    assert [(one["pointer"], one["code"]) for one in told["warnings"]] == [
        ("/Attribute/1", "unknown-tlp")
    ]
    assert "secret" not in json.dumps(objects_of(exchange, as_member, told))


@needs_shared
def test_events_of_real_senders_go_the_whole_way(exchange, as_member):
    client, outcomes = as_member(exchange["bank"]), {}
    for file in sorted((SHARED / "data/stix/misp-events").glob("*.json")):
        outcomes[file.name] = post(client, file.read_bytes(), "?partial=true").status_code

    work(timezone.now())

    # The block list is the file of another product.
    assert [name for name, status in outcomes.items() if status != 202] == [
        "eset-rqz-dnsduvel_blocklist.json"
    ]
    assert set(Submission.objects.values_list("state", flat=True)) <= {
        "held",
        "delivered",
        "refused",
    }


@needs_shared
@pytest.mark.parametrize("version", ["20", "21"])
def test_stix_that_misp_writes_is_taken(exchange, as_member, version):
    raw = (SHARED / f"data/stix/misp-stix/test_event1_stix{version}.json").read_bytes()

    assert post(as_member(exchange["bank"]), raw, "?partial=true").status_code == 202


def test_stix_2_0_alone_or_in_a_bundle_is_upgraded_and_says_what_moved(exchange, as_member):
    old = make_bundle()["objects"][0]
    del old["spec_version"], old["pattern_type"], old["indicator_types"]
    old["labels"] = ["malicious-activity"]
    client = as_member(exchange["bank"])

    for content in (old, {**make_bundle(), "objects": [old], "spec_version": "2.0"}):
        answer = post(client, content)
        (moved,) = [one for one in answer.json()["warnings"] if one["code"] == "upgraded"]
        assert answer.status_code == 202
        assert moved["detail"].endswith(
            "moved: indicator_types, labels, pattern_type, spec_version."
        )


def test_without_the_extra_the_answer_says_so(exchange, as_member, monkeypatch):
    monkeypatch.setattr(misp, "find_spec", lambda _name: None)

    answer = post(as_member(exchange["bank"]), {"Event": make_event()})

    assert (answer.status_code, answer.json()["code"]) == (501, "not-installed")
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        {"Event": None},
        {"Event": []},
        {"response": []},
        {"response": [7]},
        {"response": {"Attribute": []}},
        {"Event": {"info": "no more"}},
        {"Event": make_event(uuid="Zhang San", Orgc=7, Attribute=[7, {"type": []}])},
        {"Event": make_event(date=[], timestamp={}, Tag="x", Object={"a": 1}, Galaxy=[{}])},
        {"Event": make_event(Tag=[{"name": 7}, {"name": {"a": []}}], deleted=[])},
        {"Event": make_event(Attribute=[{"deleted": [], "distribution": {}}])},
    ],
)
def test_malformed_events_are_a_problem_or_an_alert_and_never_a_500(exchange, as_member, content):
    answer = post(as_member(exchange["bank"]), content)

    assert answer.status_code in {202, 422}
    assert "Zhang" not in answer.content.decode()


def test_a_slow_or_broken_converter_is_a_problem(exchange, as_member, monkeypatch):
    client = as_member(exchange["bank"])
    monkeypatch.setattr(misp, "SECONDS", 0.01)
    slow = post(client, {"Event": make_event()})
    monkeypatch.setattr(misp, "SECONDS", 30)
    monkeypatch.setattr(misp, "_CONVERTER", "no-such-program")
    broken = post(client, {"Event": make_event()})

    assert slow.json()["errors"][0]["code"] == "too-complex"
    assert broken.json()["errors"][0]["code"] == "not-converted"
    assert Submission.objects.count() == 0


def test_the_converter_opens_no_connection():
    program = (
        f"import runpy, socket; names = runpy.run_path(r'{misp._CONVERTER}');"
        "socket.socket.connect = names['refuse_connection'];"
        "socket.create_connection(('127.0.0.1', 9))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert b"the converter opens no connection" in done.stderr


def test_too_much_is_refused(exchange, as_member, monkeypatch):
    client = as_member(exchange["bank"])
    many = post(client, {"response": [{"Event": make_event()}] * 51})
    monkeypatch.setattr(misp, "MOST_ATTRIBUTES", 0)
    wide = post(client, {"Event": make_event()})
    monkeypatch.undo()
    monkeypatch.setattr(misp, "MOST_BYTES", 10)
    large = post(client, {"Event": make_event()})

    assert [one.status_code for one in (many, wide, large)] == [422, 422, 413]


def test_a_repeated_import_is_the_same_import(exchange, as_member):
    client, key = as_member(exchange["bank"]), {"headers": {"idempotency-key": "import-1"}}
    first = post(client, {"Event": make_event()}, **key)

    again = post(client, {"Event": make_event()}, **key)
    other = post(client, {"Event": make_event(info="another")}, **key)

    assert (again.status_code, again.json()) == (202, first.json())
    assert other.status_code == 409
    assert Submission.objects.count() == 1


def test_authentication_data_in_one_event_refuses_that_event_only(exchange, as_member):
    good, bad = make_event(), make_event(uuid="6b1e7a52-2f0a-4f3b-8a57-000000000002")
    secret = "The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27."
    uuid = "0d4a4c1e-5f5e-4b6e-9a3a-000000000005"
    bad["Attribute"] = [{**bad["Attribute"][0], "uuid": uuid, "comment": secret}]
    client, events = as_member(exchange["bank"]), {"response": [{"Event": bad}, {"Event": good}]}

    whole = post(client, events)
    assert (whole.status_code, whole.json()["code"]) == (422, "authentication-data")
    assert Submission.objects.count() == 0
    partly = post(client, events, "?partial=true")

    refused = partly.json()["refused"]
    assert partly.status_code == 202
    assert "/response/0/Event/Attribute/0" in {one["source"] for one in refused}
    assert {one["errors"][0]["code"] for one in refused} == {"authentication-data"}
    assert b"4111" not in whole.content + partly.content
    assert Submission.objects.count() == 1
