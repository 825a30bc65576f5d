"""Subscriptions over REST: saved, changed, tried, removed; by their owner alone."""

from itertools import count
from uuid import uuid4

import pytest
import time_machine

from hub.accounts.services import add_person
from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.members.actors import SYSTEM, Role
from sharing.routing.models import Subscription
from tests.factories.channels import LOOPBACK, add_webhook, subscribe
from tests.factories.journeys import send, work

PATH = "/api/v1/subscriptions"
FILTER = {
    "categories": ["phishing"],
    "min_severity": 70,
    "min_score": 40,
    "jurisdictions": ["CN"],
    "groups": ["circle"],
    "reporter_kinds": ["bank"],
    "watch": ["tok-" + "a" * 22],
}


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["platform"])


def write(client, body, path=PATH, method="post"):
    return getattr(client, method)(path, body, content_type="application/json")


def refusal(answer):
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    return error["parameter"]


def test_a_subscription_is_saved_and_read_as_it_was_said(api, platform):
    said = {
        "name": "Severe phishing",
        "channels": ["stream"],
        "filter": FILTER,
    }

    created = write(api, said)

    assert created.status_code == 201
    saved = created.json()
    assert created["Location"] == f"{PATH}/{saved['id']}"
    assert saved["name"] == said["name"]
    assert saved["channels"] == said["channels"]
    assert saved["filter"] == {**FILTER, "watch": ["a" * 22]}
    assert saved["mail"]["to"] == []
    assert api.get(created["Location"]).json() == saved
    assert api.get(PATH).json() == {"items": [saved]}
    event = AuditEvent.objects.get(action="routing.subscription.saved")
    assert event.details == {"subscription": saved["id"], "channels": ["stream"]}


def test_put_replaces_and_patch_changes_only_what_is_given(api):
    body = {"name": "a", "channels": ["inbox"], "filter": {"min_severity": 50, "min_score": 9}}
    path = write(api, body).headers["Location"]

    patched = write(api, {"filter": {"min_severity": 60}}, path, "patch").json()
    replaced = write(api, {"name": "b", "channels": ["stream"]}, path, "put").json()

    assert (patched["name"], patched["filter"]["min_severity"]) == ("a", 60)
    assert patched["filter"]["min_score"] == 9
    assert (replaced["name"], replaced["channels"]) == ("b", ["stream"])
    assert replaced["filter"]["min_severity"] == 0


def test_what_narrows_the_inbox_cannot_come_to_watch_tokens_by_a_change(api):
    body = {"name": "a", "channels": ["inbox"]}
    path = write(api, body).headers["Location"]
    kept = api.get(path).json()

    assert refusal(write(api, {"filter": {"watch": ["a" * 22]}}, path, "patch")) == "filter.watch"
    assert refusal(write(api, {**body, "filter": FILTER}, path, "put")) == "filter.watch"
    assert api.get(path).json() == kept


def test_a_removed_subscription_is_gone(api):
    path = write(api, {"name": "a", "channels": ["inbox"]}).headers["Location"]

    removed = api.delete(path)

    assert (removed.status_code, removed.content) == (204, b"")
    assert api.get(path).status_code == 404
    assert AuditEvent.objects.filter(action="routing.subscription.removed").count() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\tb"}, "name"),
        ({"name": "taken"}, "name"),
        ({"channels": []}, "channels"),
        ({"channels": ["pigeon"]}, "channels[0]"),
        ({"channels": [f"webhook:{uuid4()}"]}, "channels"),
        ({"channels": ["mail"]}, "mail.to"),
        ({"channels": ["mail"], "mail": {"to": ["nobody@platform.example"]}}, "mail.to"),
        ({"channels": ["mail"], "mail": {"time_zone": "Mars/Base"}}, "mail.time_zone"),
        ({"filter": {"categories": ["no-such"]}}, "filter.categories"),
        ({"filter": {"min_score": 101}}, "filter.min_score"),
        ({"filter": {"groups": ["others"]}}, "filter.groups"),
        ({"filter": {"watch": ["short"]}}, "filter.watch[0]"),
        ({"filter": {"watch": ["a" * 22]}}, "filter.watch"),
        ({"filter": {"watch": ["a" * 22]}, "channels": ["stream", "inbox"]}, "filter.watch"),
        ({"filter": {"reporter_kinds": ["operator"]}}, "filter.reporter_kinds[0]"),
        ({"filter": {"unknown": 1}}, "filter"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place_and_nothing_is_saved(
    api, exchange, now, change, place
):
    subscribe(exchange["platform"], "inbox", now=now, name="taken")

    answer = write(api, {"name": "new", "channels": ["inbox"]} | change)

    assert refusal(answer) == place
    assert b"nobody@platform.example" not in answer.content
    assert Subscription.objects.count() == 1


def test_only_people_of_my_institution_who_may_read_alerts_get_mail(api, exchange, now):
    people = {
        name: add_person(
            actor=SYSTEM,
            now=now,
            email=f"{name}@people.example",
            password="a-long-passphrase-of-li",
            institution=exchange[member].institution,
            roles=frozenset({role}),
        )
        for name, member, role in (
            ("analyst", "platform", Role.ANALYST),
            ("admin", "platform", Role.ADMIN),
            ("stranger", "peer", Role.ANALYST),
        )
    }

    numbers = count(1)

    def save(to):
        body = {"name": f"Letters {next(numbers)}", "channels": ["mail"], "mail": {"to": [to]}}
        return write(api, body)

    by_address, by_id = save("Analyst@people.example"), save(people["analyst"])

    assert by_address.json()["mail"]["to"] == by_id.json()["mail"]["to"] == [people["analyst"]]
    assert b"people.example" not in by_id.content
    assert refusal(save("admin@people.example")) == "mail.to"
    assert refusal(save("stranger@people.example")) == "mail.to"
    assert refusal(save(people["stranger"])) == "mail.to"


def test_a_webhook_of_another_cannot_be_named(api, exchange, now, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    others = add_webhook(exchange["peer"], now=now).webhook

    answer = write(api, {"name": "a", "channels": [f"webhook:{others.id}"]})

    assert refusal(answer) == "channels"
    assert Subscription.objects.count() == 0


def test_others_subscriptions_look_missing_and_stay_as_they_are(api, exchange, now):
    others = subscribe(exchange["peer"], "inbox", now=now)
    path = f"{PATH}/{others.id}"
    body = {"name": "mine", "channels": ["stream"]}

    answers = [
        api.get(path),
        write(api, body, path, "put"),
        write(api, body, path, "patch"),
        api.delete(path),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert api.get(PATH).json() == {"items": []}
    assert Subscription.objects.get().name == "all"


@pytest.mark.usefixtures("today")
def test_a_filter_is_tried_on_what_came_within_thirty_days(api, exchange, now):
    for severity in ("high", "low", "low"):
        send(exchange["bank"], now=now, labels=("category:phishing", f"severity:{severity}"))
    send(exchange["bank"], now=now, labels=("category:malware", "severity:high"))
    work(now)

    def try_filter(**wanted):
        return write(api, wanted, f"{PATH}/preview").json()

    assert try_filter() == {"looked_at": 4, "matched": 4, "complete": True}
    assert try_filter(categories=["phishing"])["matched"] == 3
    assert try_filter(categories=["phishing"], min_severity=70)["matched"] == 1
    assert try_filter(reporter_kinds=["platform"])["matched"] == 0
    assert not AuditEvent.objects.filter(action=Action.FEED_READ).exists()
    assert try_filter(watch=["a" * 22])["matched"] == 0
    told = AuditEvent.objects.get(action=Action.FEED_READ)
    assert told.details == {"by": "filter", "looked_at": 4, "matched": 0}
    assert Subscription.objects.count() == 0


@pytest.fixture
def today(now):
    with time_machine.travel(now, tick=False):
        yield
