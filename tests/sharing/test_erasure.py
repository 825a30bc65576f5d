"""A person is erased: here, and by order at everybody who received what tells of them (PC-15)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from privacy.audit.models import AuditEvent
from privacy.audit.services import find_break
from privacy.keys.services import active_data_key, seal
from privacy.pseudonyms.tokens import tokenise_for
from privacy.retention.registry import Erased, Holder
from privacy.subjects.identifiers import subject_key
from privacy.subjects.models import ClearValue, Mention
from privacy.subjects.selectors import find_restricted
from sharing.alerts.models import Alert, place_of_body
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.cases.arrange import open_sketch
from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.meeting import sign
from sharing.cases.models import CaseKey, CaseMembership
from sharing.delivery.models import Cause, Delivery, FeedObject, Rendition, RenditionObject
from sharing.delivery.pages import Wanted, read_page
from sharing.delivery.selectors import get_received, read_bodies
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.erasers.holder import AlertHolder
from sharing.errors import Withdrawn
from sharing.response.models import RecallOrder
from tests.factories.bundles import make_raw
from tests.factories.channels import subscribe
from tests.factories.conversations import holders, told_revoked
from tests.factories.holdings import LI, MEI, TEXT, known_as, share_about, share_with
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TOLD = {"peer", "platform", "regulator"}


@pytest.fixture
def alert(exchange, now):
    return share_about(exchange, now)


def erase(now, subjects=None, **terms):
    done = AlertHolder(**terms).erase(actor="officer", now=now, subjects=subjects or known_as())
    publish(now=now)
    return done


def original(exchange, alert):
    found = get_own_alert(actor=exchange["bank"].actor, alert_id=alert.id)
    return open_original(found).decode()


def everything_stored() -> bytes:
    """Return the database as bytes: its file where there is one, and every value of every row."""
    if connection.vendor == "sqlite":
        stored = bytearray(connection.connection.serialize())
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(terms::text, ' ') FROM delivery_searchentry")
            stored = bytearray(str(cursor.fetchone()).encode())
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            stored += b"".join(_as_bytes(value) for value in row)
    return bytes(stored)


def _as_bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_holder_is_what_privacy_expects():
    holder: Holder = AlertHolder()

    assert holder.name == "alert"


def test_pc_15_who_saw_the_person_is_ordered_to_destroy_and_the_masked_copy_stays(
    exchange, now, alert
):
    done = erase(now)

    assert done == Erased(items=1, orders=3, kept=0, generalised=1)
    assert holders(alert) == {"foreign"}
    assert told_revoked(alert) == TOLD | {"bank"}
    orders = RecallOrder.objects.all()
    assert {row.recipient.slug for row in orders} == TOLD
    assert {(row.cause, row.reason, row.due_at) for row in orders} == {
        ("erased", "", now + timedelta(days=3))
    }
    with pytest.raises(Withdrawn, match="erased"):
        get_received(actor=exchange["platform"].actor, alert_id=alert.id)
    masked = read_bodies(get_received(actor=exchange["foreign"].actor, alert_id=alert.id))
    assert any(b"[phone]" in body for body in masked)


def watch(member, now, *numbers, circle="CN:2026q4"):
    tokens = {tokenise_for(circle)("phone", f"+86{number}") for number in numbers}
    return subscribe(member, "stream", now=now, watch=frozenset(tokens))


def test_pc_15_nobody_watches_for_whom_nothing_tells_of_any_more(exchange, now, alert):
    both, alone = (
        watch(exchange["platform"], now, MEI, LI),
        watch(exchange["peer"], now, MEI),
    )

    erase(now)

    both.refresh_from_db()
    alone.refresh_from_db()
    assert both.watch == [tokenise_for("CN:2026q4")("phone", f"+86{LI}")]
    assert both.channels == ["stream"]
    # An empty filter would push everything.
    assert (alone.watch, alone.channels) == ([], [])


def test_what_another_alert_tells_of_is_still_watched_for(exchange, now, alert):
    share_about(exchange, now, description=f"Call {MEI}.")
    watched = watch(exchange["platform"], now, MEI)

    AlertHolder(held=lambda one: one.item_id != alert.id).erase(
        actor="officer", now=now, subjects=known_as()
    )

    watched.refresh_from_db()
    assert len(watched.watch) == 1


def test_pc_15_the_reporter_reads_the_rest_of_its_alert_and_the_other_person(exchange, now, alert):
    assert TEXT in original(exchange, alert)

    erase(now)

    assert f"Call [erased] or {LI}." in original(exchange, alert)
    assert {bytes(row.subject) for row in Mention.objects.all()} == {subject_key("phone", LI)}


def test_pc_15_nothing_in_the_database_holds_the_value_or_its_token_afterwards(exchange, now):
    # Pages that SQLite does not use may hold what other tests rolled back: a number of its own.
    number, token = "13700137021", "tok-Zq7Zq7Zq7Zq7Zq7Zq7Zq7Z"
    alert = share_with(
        exchange["bank"],
        now=now,
        raw=make_raw(description=f"Call {number}.", name=f"Fraud by {number}"),
        forms={
            "allow_tokenised": ({number: token}, [exchange["platform"]]),
            "allow_redacted": ({number: "[phone]"}, [exchange["foreign"]]),
            "own": ({}, [exchange["bank"]]),
        },
    )
    for slug in ("bank", "platform"):
        read_page(actor=exchange[slug].actor, group=None, wanted=Wanted(), limit=50)
    bare = token.removeprefix("tok-").encode()
    sought = [number.encode(), bare, bare.lower()]
    stored = everything_stored()
    assert [one in stored for one in sought] == [True, True, True]

    erase(now, known_as(number))

    stored = everything_stored()
    assert [one in stored for one in sought] == [False, False, False]
    assert find_break() is None
    assert number not in original(exchange, alert)
    assert not ClearValue.objects.exists()
    kept = RenditionObject.objects.filter(rendition__alert_id=alert.id).exclude(body=b"")
    outcomes = set(kept.values_list("rendition__outcome", flat=True))
    assert outcomes == {"allow_redacted", "revocation"}


def test_pc_15_what_went_through_the_pipeline_is_erased_too(exchange, now):
    number = "13700137022"
    alert = send(exchange["bank"], now=now, description=f"Call {number} or {LI}.")
    work(now)
    rows = Delivery.objects.filter(alert_id=alert.id, kind="alert")
    told = set(rows.exclude(rendition__outcome="allow_redacted").values_list("recipient_id"))

    done = erase(now, known_as(number))

    assert done == Erased(items=1, orders=len(told), kept=0, generalised=1)
    assert number.encode() not in everything_stored()
    assert f"Call [erased] or {LI}." in original(exchange, alert)


def test_the_reporters_own_copy_leaves_its_feed(exchange, now, alert):
    read_page(actor=exchange["bank"].actor, group=None, wanted=Wanted(), limit=50)
    assert FeedObject.objects.filter(source__rendition__outcome="own").exists()

    erase(now)

    own = Delivery.objects.get(alert_id=alert.id, kind="own")
    assert (own.withdrawn_at, own.cause) == (now, "erased")
    assert not FeedObject.objects.filter(source__rendition__outcome="own").exists()
    assert not RecallOrder.objects.filter(recipient=exchange["bank"].institution).exists()


def test_a_case_forgets_the_persons_account_and_keeps_the_rest(exchange, now):
    number = "6222020555057109277"
    url = "https://login-bank.example/a"
    pattern = f"[x-cn-account:card_no = '{number}' AND url:value = '{url}']"
    account = {
        "type": "user-account",
        "spec_version": "2.1",
        "id": "user-account--0d5b424b-93b8-5cd8-ac36-306e1789d63c",
        "user_id": number,
        "account_type": "bank-account",
    }
    alert = share_about(exchange, now, pattern=pattern, more=(account,))
    before = read_sketch(alert)

    erase(now, frozenset({subject_key("payment-card", number)}))

    left = read_sketch(alert)
    # Its content changed and the account is gone; the main object still joins.
    assert left.root == before.root
    assert left.traces < before.traces
    assert left.content != before.content
    carried = CaseKey.objects.filter(recent__contains=alert.id.hex).values_list("digest", flat=True)
    shown = Rendition.objects.filter(alert=alert).exclude(sketch=b"")
    kept = [left, *(open_sketch(bytes(one)) for one in shown.values_list("sketch", flat=True))]
    assert set(carried) == {sign(key) for one in kept for key in candidate_keys(one)}
    assert not CaseKey.objects.filter(recent="").exists()


def read_sketch(alert):
    return open_sketch(bytes(CaseMembership.objects.get(alert_id=alert.id).sketch))


def test_pc_15_a_legal_hold_makes_it_restricted_and_nothing_is_destroyed(exchange, now, alert):
    done = erase(now, held=lambda _item: True)

    assert done == Erased(items=0, orders=0, kept=1)
    assert holders(alert) == {"foreign"}
    assert not RecallOrder.objects.exists()
    assert TEXT in original(exchange, alert)
    assert find_restricted(known_as()) == {("", one) for one in known_as()}
    with pytest.raises(Withdrawn, match="restricted"):
        get_received(actor=exchange["platform"].actor, alert_id=alert.id)


def test_a_second_erasure_finds_nothing_and_orders_nobody_twice(exchange, now, alert):
    erase(now)
    ordered, events = RecallOrder.objects.count(), AuditEvent.objects.count()

    assert erase(now) == Erased()
    assert (RecallOrder.objects.count(), AuditEvent.objects.count()) == (ordered, events)


def test_who_lost_its_copy_before_is_still_ordered_to_destroy_it(exchange, now, alert):
    lost = frozenset({exchange["peer"].institution.id})
    withdraw(actor="test", now=now, orders=[TakeBack(alert.id, Cause.ENTITLEMENT_LOST, lost)])

    assert erase(now).orders == 3


def test_no_other_alert_is_touched(exchange, now, alert):
    other = share_about(exchange, now, description=f"Call {LI}.")

    erase(now)

    assert holders(other) == TOLD | {"foreign"}
    assert LI in original(exchange, other)


def test_who_is_mentioned_nowhere_is_kept_out_of_what_is_still_to_come(exchange, now, alert):
    stranger = known_as("13700137000")

    assert erase(now, stranger) == Erased()

    assert holders(alert) == TOLD | {"foreign"}
    # Alerts held at intake, or in the queue, were looked into by nobody yet.
    assert find_restricted(stranger) == {("", one) for one in stranger}


def test_old_alerts_open_as_before(exchange, now, alert):
    raw = make_raw(description="\ue000t0\ue001 as sent")
    place, key = place_of_body(alert.id), active_data_key(exchange["bank"].stix_id)
    sealed = seal(key_id=key, place=place, value=raw)
    Alert.objects.filter(id=alert.id).update(body=sealed, is_cut=False)

    assert original(exchange, alert).encode() == raw
