"""A subscription goes by what its owner sees; only one with the inbox narrows what comes in."""

import orjson
import pytest

from sharing.channels.history import try_filter
from sharing.channels.models import Dispatch
from sharing.delivery.models import Delivery, RenditionObject
from sharing.routing.match import Filter, find_tokens
from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.factories.bundles import make_policy
from tests.factories.channels import LOOPBACK, add_webhook, subscribe
from tests.factories.journeys import send, work

PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _loopback_allowed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK


@pytest.fixture
def member(exchange):
    return exchange["platform"]


@pytest.fixture
def hook(member, now):
    return f"webhook:{add_webhook(member, now=now).webhook.id}"


def deliver(exchange, now, **changes):
    send(exchange["bank"], now=now, **changes)
    work(now)


def arrived(member):
    return Delivery.objects.filter(recipient=member.institution).count()


def report_phone(exchange, now):
    """Send an alert about a telephone number; return the tokens that the platform sees for it."""
    deliver(exchange, now, description=f"The caller used {PHONE} twice.", more=(make_policy(),))
    received = Delivery.objects.filter(recipient=exchange["platform"].institution)
    rendition = received.order_by("-id").values("rendition_id")[:1]
    rows = RenditionObject.objects.filter(rendition_id__in=rendition)
    return find_tokens(bytes(row.body) for row in rows)


def test_a_filter_without_the_inbox_never_narrows_it(exchange, member, hook, now):
    subscribe(member, hook, "stream", now=now, categories=frozenset({"malware"}))

    deliver(exchange, now)

    assert arrived(member) == 1
    assert Dispatch.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        ({"min_score": 60}, 1),
        ({"min_score": 90}, 0),
        ({"reporter_kinds": frozenset({"bank"})}, 1),
        ({"reporter_kinds": frozenset({"payment"})}, 0),
        ({"groups": frozenset({"circle"})}, 0),
    ],
)
def test_each_of_these_criteria_can_narrow_the_inbox(exchange, member, now, wanted, comes):
    subscribe(member, "inbox", now=now, **wanted)

    deliver(exchange, now)

    assert arrived(member) == comes


def test_a_watched_token_is_found_in_the_rendition_that_shows_it(exchange, member, hook, now):
    (token,) = report_phone(exchange, now)
    subscribe(member, hook, now=now, watch=frozenset({token}))

    report_phone(exchange, now)

    row = Dispatch.objects.get()
    assert row.reasons[0][2] == ["watch"]
    wanted = Filter(watch=frozenset({token}))
    assert try_filter(actor=member.actor, now=now, wanted=wanted).matched == 2
    # Abroad the number is masked: the token is not there to be watched.
    assert try_filter(actor=exchange["foreign"].actor, now=now, wanted=wanted).matched == 0


def test_the_kind_of_a_reporter_that_is_not_named_cannot_be_asked_for(exchange, member, hook, now):
    subscribe(member, hook, now=now, reporter_kinds=frozenset({"bank"}))

    policy = make_policy(source_attribution="must-not")
    markings = [TLP_2_IDS[Tlp.AMBER], policy["id"]]
    deliver(exchange, now, more=(policy,), object_marking_refs=markings)
    unnamed = Dispatch.objects.count()
    deliver(exchange, now)

    assert Delivery.objects.filter(rendition__attributed=False).exists()
    assert (unnamed, Dispatch.objects.count()) == (0, 1)
    wanted = Filter(reporter_kinds=frozenset({"bank"}))
    assert try_filter(actor=member.actor, now=now, wanted=wanted).matched == 1


def test_tokens_are_found_in_labels_and_in_subject_tokens():
    label = orjson.dumps({"type": "note", "content": "see [phone:tok-" + "a" * 22 + "] there"})
    subject = orjson.dumps({"type": "subject-token", "token": "b" * 22})
    renamed = orjson.dumps({"type": "subject-token", "token": "tok-" + "c" * 22})
    other = orjson.dumps({"type": "note", "content": "tok-short"})

    found = find_tokens([label, subject, renamed, other])

    assert found == {"a" * 22, "b" * 22, "c" * 22}
