"""A bank warns its group; group and regulator have it, redacted; who is not entitled sees nothing."""

import orjson
import pytest

from sharing.stix.markings import Tlp
from tests.factories.bundles import make_raw
from tests.factories.journeys import work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

STIX = "application/stix+json;version=2.1"
PHONE = "13800138000"


def post(client, raw: bytes):
    return client.post("/api/v1/alerts", data=raw, content_type=STIX)


@pytest.fixture
def clients(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


@pytest.fixture
def clock(monkeypatch):
    """Return the moment after everything was sent, for the worker."""
    from django.utils import timezone

    return timezone.now


def received(client):
    return client.get("/api/v1/alerts?direction=received").json()["items"]


def test_an_amber_alert_reaches_the_group_and_the_regulator_and_nobody_else(clients, clock):
    answer = post(clients["bank"], make_raw(tlp=Tlp.AMBER)).json()
    work(clock())

    for slug in ("platform", "peer", "foreign", "regulator"):
        assert [item["id"] for item in received(clients[slug])] == [answer["id"]]
    assert received(clients["outsider"]) == []
    assert received(clients["bank"]) == []


def test_an_outsider_gets_the_same_answer_for_a_hidden_alert_as_for_none(clients, clock):
    answer = post(clients["bank"], make_raw()).json()
    work(clock())

    hidden = clients["outsider"].get(f"/api/v1/alerts/{answer['id']}")
    missing = clients["outsider"].get("/api/v1/alerts/00000000-0000-4000-8000-000000000000")

    assert hidden.status_code == missing.status_code == 404
    drop = {"instance", "request_id", "reference"}
    assert {k: v for k, v in hidden.json().items() if k not in drop} == {
        k: v for k, v in missing.json().items() if k not in drop
    }


def test_a_telephone_number_goes_out_as_a_token_at_home_and_masked_abroad(clients, clock):
    raw = make_raw(description=f"The caller used {PHONE} twice: {PHONE}.")
    answer = post(clients["bank"], raw).json()
    work(clock())

    at_home = clients["platform"].get(f"/api/v1/alerts/{answer['id']}").content.decode()
    abroad = clients["foreign"].get(f"/api/v1/alerts/{answer['id']}").content.decode()
    own = clients["bank"].get(f"/api/v1/alerts/{answer['id']}").content

    assert PHONE not in at_home
    assert PHONE not in abroad
    assert at_home.count("tok-") == 2
    assert "tok-" not in abroad
    assert own == raw


def test_equal_numbers_have_equal_tokens_across_reporters_of_one_circle(clients, clock):
    first = post(clients["bank"], make_raw(description=f"Caller {PHONE}.")).json()["id"]
    second = post(clients["peer"], make_raw(description=f"来电号码{PHONE}。")).json()["id"]
    work(clock())

    def token(alert):
        text = clients["platform"].get(f"/api/v1/alerts/{alert}").content.decode()
        return text.split("tok-")[1][:22]

    assert token(first) == token(second)


def test_no_basis_for_personal_data_holds_the_alert_with_a_reason(clients, clock):
    raw = make_raw(description=f"Caller {PHONE}.", tlp=Tlp.GREEN)
    answer = post(clients["outsider"], raw).json()
    work(clock())

    status = clients["outsider"].get(f"/api/v1/submissions/{answer['id']}").json()

    assert status["status"] == "held"
    assert "no-basis" in {reason["code"].replace("_", "-") for reason in status["reasons"]}
    assert PHONE not in orjson.dumps(status).decode()
    assert received(clients["platform"]) == []


def test_an_unmarked_alert_goes_to_the_regulator_only(clients, clock):
    post(clients["bank"], make_raw(tlp=None))
    work(clock())

    assert len(received(clients["regulator"])) == 1
    assert received(clients["platform"]) == []


def test_no_canary_is_found_outside_the_sealed_fields(clients, clock, exchange):
    from django.apps import apps
    from django.core import serializers

    canary = "11010519491231002X"
    raw = make_raw(name=f"Holder {canary}", description=f"身份证{canary}，电话{PHONE}")
    post(clients["bank"], raw)
    work(clock())

    for model in apps.get_models():
        text = serializers.serialize("json", model._default_manager.all())
        assert canary not in text, model
        assert PHONE not in text, model
    for slug in ("platform", "foreign", "regulator", "peer"):
        client = clients[slug]
        listing = client.get("/api/v1/alerts").content.decode()
        inbox = taxii_inbox(client, exchange[slug])
        # With tokens goes the policy that binds them; abroad and to the regulator nothing is agreed.
        assert len(inbox["objects"]) == (3 if slug in {"platform", "peer"} else 2)
        for text in (listing, orjson.dumps(inbox).decode()):
            assert canary not in text
            assert PHONE not in text


def taxii_inbox(client, member):
    accept = {"accept": "application/taxii+json;version=2.1"}
    root = f"/taxii2/{member.slug}/"
    collections = client.get(f"{root}collections/", headers=accept).json()["collections"]
    inbox = next(one for one in collections if one["can_read"])
    return client.get(f"{root}collections/{inbox['id']}/objects/", headers=accept).json()
