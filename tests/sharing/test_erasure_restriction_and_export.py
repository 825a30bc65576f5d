"""A person is restricted, released, or told what is held of them (PC-12, PC-16, PC-25)."""

import json

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.retention.registry import Erased
from privacy.subjects.models import Mention
from privacy.subjects.selectors import find_restricted
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.delivery.listing import ListFilter, list_alerts
from sharing.delivery.pages import Wanted, read_page
from sharing.delivery.sequencer import publish
from sharing.erasers.holder import AlertHolder
from sharing.response.models import RecallOrder
from sharing.response.recalls import confirm_recall
from tests.factories.bundles import make_bundle, make_policy
from tests.factories.conversations import holders
from tests.factories.holdings import LI, MEI, TEXT, known_as, share_about

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TOLD = {"peer", "platform", "regulator"}


@pytest.fixture
def alert(exchange, now):
    return share_about(exchange, now)


def restrict(now):
    count = AlertHolder().restrict(actor="officer", now=now, subjects=known_as())
    publish(now=now)
    return count


def original(exchange, alert):
    found = get_own_alert(actor=exchange["bank"].actor, alert_id=alert.id)
    return open_original(found).decode()


def received(member, text=""):
    wanted = ListFilter(direction="received", text=text)
    return [row.id for row in list_alerts(actor=member.actor, wanted=wanted, before=None, limit=9)]


def make_secret(text) -> bytes:
    """Return an alert that whoever it is about must not learn of."""
    marking = make_policy(tip_off_risk=True)
    bundle = make_bundle(description=text)
    bundle["objects"][-1]["object_marking_refs"].append(marking["id"])
    bundle["objects"].append(marking)
    return orjson.dumps(bundle)


def test_pc_16_a_restricted_alert_is_gone_from_lists_feeds_and_searches(exchange, now, alert):
    platform, foreign = exchange["platform"], exchange["foreign"]
    assert received(platform, "Phishing") == [alert.id]

    assert restrict(now) == 1

    assert received(platform) == received(platform, "Phishing") == []
    assert received(foreign) == [alert.id]
    page = read_page(actor=platform.actor, group=None, wanted=Wanted(), limit=50)
    assert {orjson.loads(item.body).get("revoked") for item in page.items} == {True}
    assert not RecallOrder.objects.exists()
    assert find_restricted(known_as() | known_as(LI)) == {("", one) for one in known_as()}
    assert TEXT in original(exchange, alert)


def test_a_release_lets_later_alerts_flow_and_leaves_the_rest_to_the_pipeline(exchange, now, alert):
    restrict(now)

    assert AlertHolder().release(actor="officer", now=now, subjects=known_as()) == 1

    assert find_restricted(known_as()) == frozenset()
    assert received(exchange["platform"]) == []


def test_an_erasure_after_a_restriction_orders_those_who_had_it(exchange, now, alert):
    restrict(now)

    done = AlertHolder().erase(actor="officer", now=now, subjects=known_as())

    assert done == Erased(items=1, orders=3, kept=0, generalised=1)


def test_pc_12_the_export_says_what_is_held_of_the_person_and_nothing_of_others(
    exchange, now, alert
):
    (item,) = AlertHolder().export(subjects=known_as(), now=now)

    assert (item.kind, item.id) == ("alert", alert.reference)
    assert (item.controller, item.at) == (exchange["bank"].stix_id, now)
    assert item.data == {
        "reporter": "Bank Institution",
        "purposes": [],
        "legal_bases": [],
        "retain_until": "",
        "about_you": [{"kind": "phone", "value": MEI}],
        # The authority is counted and not named.
        "recipients": {"count": 3, "names": ["Peer Institution", "Platform Institution"]},
        "taken_back": [],
        "recalls": {"ordered": 0, "confirmed": 0},
        "restricted": False,
    }
    assert LI not in json.dumps(item.data)


def test_pc_08_the_person_sees_to_how_many_it_was_passed_and_how_many_confirmed(exchange, now):
    """After the erasure of another identifier in the same alert."""
    share_about(exchange, now)
    AlertHolder().erase(actor="officer", now=now, subjects=known_as(LI))
    platform = exchange["platform"]
    order = RecallOrder.objects.get(recipient=platform.institution)
    confirm_recall(
        actor=platform.actor, now=now, order_id=order.id, copies_destroyed=True, note_code=""
    )

    (item,) = AlertHolder().export(subjects=known_as(), now=now)

    assert item.data["recalls"] == {"ordered": 3, "confirmed": 1}
    # When, and not why: whose erasure it was is not for this person to know.
    assert [set(one) for one in item.data["taken_back"]] == [{"at"}]
    assert item.data["restricted"] is False


def test_pc_25_a_confidential_alert_changes_no_answer_no_step_and_is_not_touched(exchange, now):
    """Twins: one person with an alert, another with the same alert and a confidential one."""
    for number in (MEI, LI):
        share_about(exchange, now, description=f"Call {number}.")
    secret = share_about(exchange, now, raw=make_secret(f"Call {MEI} again."))
    assert set(Mention.objects.filter(item_id=secret.id).values_list("confidential")) == {(True,)}
    holder, answers = AlertHolder(), []
    for subjects in (known_as(MEI), known_as(LI)):
        with CaptureQueriesContext(connection) as told:
            items = holder.export(subjects=subjects, now=now)
        with CaptureQueriesContext(connection) as restricted:
            count = holder.restrict(actor="officer", now=now, subjects=subjects)
        with CaptureQueriesContext(connection) as erased:
            done = holder.erase(actor="officer", now=now, subjects=subjects)
        shown = [(item.kind, item.controller, {**item.data, "about_you": []}) for item in items]
        answers.append((len(told), len(restricted), len(erased), count, done, shown))

    assert answers[0] == answers[1]
    assert holders(secret) == TOLD | {"foreign"}
    assert MEI in original(exchange, secret)
