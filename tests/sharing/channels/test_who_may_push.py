"""Who may not read alerts cannot have them pushed to a place of its own."""

import pytest

from sharing.channels.models import Webhook
from sharing.members.actors import ROLE_SCOPES, Role, Scope
from sharing.members.services import issue_credential
from sharing.routing.models import Subscription
from tests.factories.channels import LOOPBACK, add_webhook, subscribe

CHANNELS = frozenset({Scope.CHANNELS_READ, Scope.CHANNELS_WRITE})
HOOK = {"name": "mine", "url": "http://127.0.0.1:9/mine", "content": "stix"}
SUBSCRIPTION = {"name": "mine", "channels": ["stream"]}


@pytest.fixture
def client_with(exchange, now, as_member):
    """Return a client of the platform whose credential holds these scopes."""

    def make(scopes):
        institution = exchange["platform"].institution
        issued = issue_credential(actor="hub", now=now, institution=institution, scopes=scopes)
        return as_member(issued)

    return make


@pytest.fixture
def paths(exchange, now, settings):
    """A webhook of the platform and a subscription that names it."""
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    hook = add_webhook(exchange["platform"], now=now).webhook
    row = subscribe(exchange["platform"], f"webhook:{hook.id}", now=now)
    return {"hook": f"/api/v1/webhooks/{hook.id}", "row": f"/api/v1/subscriptions/{row.id}"}


def call_all(client, paths):
    calls = [
        ("post", "/api/v1/webhooks", HOOK),
        ("put", paths["hook"], {**HOOK, "name": "other"}),
        ("patch", paths["hook"], {"content": "stix"}),
        ("post", paths["hook"] + "/rotate-secret", {}),
        ("post", paths["hook"] + "/test", {}),
        ("post", paths["hook"] + "/replay", {}),
        ("post", "/api/v1/subscriptions", SUBSCRIPTION),
        ("put", paths["row"], {"name": "third", "channels": ["stream"]}),
        ("patch", paths["row"], {"name": "other"}),
        ("post", "/api/v1/subscriptions/preview", {}),
    ]
    return [
        getattr(client, method)(path, body, content_type="application/json").status_code
        for method, path, body in calls
    ]


def test_a_credential_for_channels_that_reads_no_alerts_changes_nothing(client_with, paths):
    before = (list(Webhook.objects.values()), list(Subscription.objects.values()))
    client = client_with(CHANNELS)

    assert call_all(client, paths) == [403] * 10
    assert (list(Webhook.objects.values()), list(Subscription.objects.values())) == before
    assert client.get("/api/v1/webhooks").status_code == 200


def test_with_both_scopes_it_may(client_with, paths):
    answers = call_all(client_with(CHANNELS | {Scope.ALERTS_READ}), paths)

    assert answers == [201, 200, 200, 200, 202, 200, 201, 200, 200, 200]


def test_to_stop_what_is_pushed_needs_no_reading(client_with, paths):
    client = client_with(CHANNELS)

    assert client.delete(paths["row"]).status_code == 204
    assert client.delete(paths["hook"]).status_code == 204
    assert (Webhook.objects.count(), Subscription.objects.count()) == (0, 0)


def test_of_people_only_those_write_channels_who_read_alerts():
    writers = {role for role in Role if Scope.CHANNELS_WRITE in ROLE_SCOPES[role]}

    assert writers == {Role.ANALYST}
    assert all(Scope.ALERTS_READ in ROLE_SCOPES[role] for role in writers)
