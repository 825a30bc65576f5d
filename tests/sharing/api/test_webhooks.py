"""Webhooks over REST: saved with a secret shown once, guarded, tried, replayed; by their owner alone."""

import socket
from uuid import uuid4

import pytest

from privacy.audit.models import AuditEvent
from sharing.channels.models import Attempt, Dispatch, Webhook
from tests.factories.channels import LOOPBACK, add_webhook, push, subscribe
from tests.factories.journeys import send, work

PATH = "/api/v1/webhooks"
URL = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def _loopback_allowed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["platform"])


def write(client, body, path=PATH, method="post"):
    return getattr(client, method)(path, body, content_type="application/json")


def refusal(answer):
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    return error["parameter"]


def test_a_webhook_is_saved_and_its_secret_is_shown_once(api):
    created = write(api, {"name": "siem", "url": URL})

    saved = created.json()
    secret = saved.pop("secret")
    assert created.status_code == 201
    assert created["Location"] == f"{PATH}/{saved['id']}"
    assert secret.startswith("whsec_")
    assert (saved["url"], saved["content"], saved["enabled"]) == (URL, "summary", True)
    assert api.get(created["Location"]).json() == saved
    assert api.get(PATH).json() == {"items": [saved]}
    event = AuditEvent.objects.get(action="channels.webhook.saved")
    assert event.details == {"webhook": saved["id"], "content": "summary", "enabled": True}


def test_put_patch_and_delete_keep_the_secret_to_themselves(api):
    path = write(api, {"name": "siem", "url": URL}).headers["Location"]
    secret = bytes(Webhook.objects.get().secret)

    patched = write(api, {"enabled": False}, path, "patch").json()
    replaced = write(api, {"name": "new", "url": URL, "content": "stix"}, path, "put").json()
    kept = bytes(Webhook.objects.get().secret)
    removed = api.delete(path)

    assert (patched["name"], patched["enabled"]) == ("siem", False)
    assert (replaced["name"], replaced["content"], replaced["enabled"]) == ("new", "stix", True)
    assert "secret" not in patched | replaced
    assert kept == secret
    assert removed.status_code == 204
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": "taken"}, "name"),
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": "https://169.254.169.254/latest"}, "url"),
        ({"url": "https://me:secret@127.0.0.1/"}, "url"),
        ({"url": "gopher://127.0.0.1/"}, "url"),
        ({"content": "everything"}, "content"),
        ({"enabled": "yes"}, "enabled"),
        ({"secret": "mine"}, "body"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place_and_nothing_is_saved(
    api, exchange, now, change, place
):
    add_webhook(exchange["platform"], now=now, name="taken")

    answer = write(api, {"name": "new", "url": URL} | change)

    assert refusal(answer) == place
    assert b"secret@" not in answer.content
    assert Webhook.objects.count() == 1


def test_without_permission_no_private_address_is_taken(api, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []

    answers = [
        write(api, {"name": "a", "url": f"https://{host}/"}) for host in ("127.0.0.1", "[::1]")
    ]

    assert [refusal(answer) for answer in answers] == ["url", "url"]
    assert Webhook.objects.count() == 0


def test_a_refused_address_says_what_helps_and_not_where_a_name_leads(api, settings, monkeypatch):
    settings.WEBHOOK_ALLOWED_NETWORKS = []

    def resolve(host, *unused, **more):
        if host != "inside.example":
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    addresses = ("https://inside.example/", "https://nowhere.example/", "http://inside.example/")
    inside, nowhere, plain = (
        write(api, {"name": "a", "url": one}).json()["errors"] for one in addresses
    )

    assert inside == nowhere == plain
    assert inside[0]["detail"].startswith("Give an https URL to a public address")
    assert "HUB_WEBHOOK_ALLOWED_NETWORKS" in inside[0]["detail"]


def test_a_rotated_secret_is_shown_once_with_the_end_of_the_old_one(api):
    created = write(api, {"name": "siem", "url": URL})
    path = created["Location"]

    rotated = write(api, {"overlap_hours": 2}, f"{path}/rotate-secret").json()

    assert rotated["secret"] not in {created.json()["secret"], ""}
    assert rotated["old_secret_until"] is not None
    assert api.get(path).json()["old_secret_until"] == rotated["old_secret_until"]
    assert refusal(write(api, {"overlap_hours": 999}, f"{path}/rotate-secret")) == "overlap_hours"
    assert AuditEvent.objects.filter(action="channels.webhook.secret-rotated").count() == 1


def test_a_test_is_sent_and_its_attempt_is_shown(api, now):
    path = write(api, {"name": "siem", "url": URL}).headers["Location"]

    asked = api.post(f"{path}/test")
    Dispatch.objects.update(due_at=now)
    push(now)

    assert asked.status_code == 202
    (shown,) = api.get(f"{path}/deliveries").json()["items"]
    assert (shown["id"], shown["type"]) == (asked.json()["id"], "webhook.test")
    assert (shown["status"], shown["error"]) == ("waiting", "no-connection")
    (attempt,) = shown["attempts"]
    assert (attempt["status"], attempt["error"]) == (None, "no-connection")
    assert attempt["duration_ms"] >= 0


def test_deliveries_are_paged_newest_first_and_name_what_asked_for_them(api, exchange, now):
    issued = add_webhook(exchange["platform"], now=now)
    subscribe(exchange["platform"], f"webhook:{issued.webhook.id}", now=now, min_severity=10)
    for _ in range(3):
        send(exchange["bank"], now=now)
        work(now)
    path = f"{PATH}/{issued.webhook.id}/deliveries"

    first = api.get(f"{path}?limit=2").json()
    second = api.get(f"{path}?limit=2&cursor={first['next']}").json()

    shown = first["items"] + second["items"]
    assert len({item["id"] for item in shown}) == 3
    assert second["next"] is None
    assert {item["type"] for item in shown} == {"alert.delivered"}
    assert shown[0]["why"][0]["matched"] == ["severity"]
    assert all(item["position"] for item in shown)
    assert api.get(f"{path}?status=dead").json()["items"] == []
    assert api.get(f"{path}?status=odd").status_code == 400


def test_listing_deliveries_costs_the_same_whatever_their_number(
    api, exchange, now, django_assert_max_num_queries
):
    issued = add_webhook(exchange["platform"], now=now)
    subscribe(exchange["platform"], f"webhook:{issued.webhook.id}", now=now)
    for _ in range(4):
        send(exchange["bank"], now=now)
    work(now)

    with django_assert_max_num_queries(5):
        assert len(api.get(f"{PATH}/{issued.webhook.id}/deliveries").json()["items"]) == 4


def test_what_was_given_up_is_replayed_all_or_one(api, exchange, now):
    issued = add_webhook(exchange["platform"], now=now)
    subscribe(exchange["platform"], f"webhook:{issued.webhook.id}", now=now)
    for _ in range(3):
        send(exchange["bank"], now=now)
    work(now)
    Dispatch.objects.update(state="dead")
    path = f"{PATH}/{issued.webhook.id}/replay"
    one = str(Dispatch.objects.values_list("id", flat=True)[0])

    first = write(api, {"dispatch": one}, path).json()
    waiting = Dispatch.objects.filter(state="waiting").count()
    rest = write(api, {}, path).json()

    assert (first, waiting, rest) == ({"replayed": 1}, 1, {"replayed": 2})
    assert refusal(write(api, {"dispatch": str(uuid4())}, path)) == "dispatch"


def test_a_disabled_webhook_is_neither_tried_nor_replayed(api):
    path = write(api, {"name": "siem", "url": URL, "enabled": False}).headers["Location"]

    assert refusal(api.post(f"{path}/test")) == "webhook"
    assert refusal(write(api, {}, f"{path}/replay")) == "webhook"
    assert Dispatch.objects.count() == 0


def test_others_webhooks_look_missing_and_stay_as_they_are(api, exchange, now):
    others = add_webhook(exchange["peer"], now=now)
    subscribe(exchange["peer"], f"webhook:{others.webhook.id}", now=now)
    send(exchange["bank"], now=now)
    work(now)
    path = f"{PATH}/{others.webhook.id}"
    body = {"name": "mine", "url": URL}

    answers = [
        api.get(path),
        api.get(f"{path}/deliveries"),
        write(api, body, path, "put"),
        write(api, body, path, "patch"),
        write(api, {}, f"{path}/rotate-secret"),
        write(api, {}, f"{path}/replay"),
        api.post(f"{path}/test"),
        api.delete(path),
    ]

    assert [answer.status_code for answer in answers] == [404] * 8
    assert api.get(PATH).json() == {"items": []}
    assert Webhook.objects.get().name == "siem"
    assert (Dispatch.objects.count(), Attempt.objects.count()) == (1, 0)
