"""A recall: revocations, an order to each holder, and who has confirmed."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.channels.models import Dispatch
from sharing.delivery.models import Cause, Delivery
from sharing.errors import AlreadyConfirmed, AlreadyWithdrawn, NotFound, Unusable
from sharing.ingest.receipts import _decode, receipt_holds
from sharing.response.escalation import escalate
from sharing.response.models import RecallOrder
from sharing.response.recalls import confirm_recall, recall_alert, recall_own_alert
from sharing.stix.timestamps import write_timestamp
from tests.factories.channels import add_webhook, subscribe
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

REASON = "The host belongs to a test system."


@pytest.fixture
def alert(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    return submission.id


def recall(exchange, now, alert, reason=REASON):
    return recall_own_alert(actor=exchange["bank"].actor, now=now, alert_id=alert, reason=reason)


def snapshot():
    models = (RecallOrder, Delivery, AuditEvent, Dispatch)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_every_holder_is_ordered_to_confirm_within_three_days(exchange, now, alert):
    holders = set(Delivery.objects.filter(kind="alert").values_list("recipient_id", flat=True))

    assert recall(exchange, now, alert) == len(holders) == 4

    rows = list(RecallOrder.objects.all())
    assert {row.recipient_id for row in rows} == holders
    assert {(row.alert_id, row.cause, row.reason) for row in rows} == {(alert, "recalled", REASON)}
    assert {(row.ordered_at, row.due_at) for row in rows} == {(now, now + timedelta(days=3))}
    assert not Delivery.objects.filter(kind="alert", withdrawn_at=None).exists()
    event = AuditEvent.objects.get(action="response.recall.ordered")
    assert (event.actor, event.subject) == (exchange["bank"].actor.name, str(alert))
    assert event.details["cause"] == "recalled"
    assert set(event.details["orders"]) == {str(row.id) for row in rows}
    assert REASON not in str(event.details)


def test_an_order_is_signed_for_its_recipient_and_names_no_reporter(exchange, now, alert):
    recall(exchange, now, alert)
    row = RecallOrder.objects.get(recipient=exchange["peer"].institution)

    assert receipt_holds(row.order)
    head, body, _ = row.order.encode().split(b".")
    assert orjson.loads(_decode(head))["typ"] == "riskhub-recall+jwt"
    said = orjson.loads(_decode(body))
    assert said == {
        "iss": "http://127.0.0.1:8000",
        "sub": str(row.id),
        "aud": exchange["peer"].stix_id,
        "iat": int(now.timestamp()),
        "alert": str(alert),
        "version": Alert.objects.get(id=alert).root_modified,
        "cause": "recalled",
        "action": "delete",
        "due": int(row.due_at.timestamp()),
    }
    changed = orjson.dumps({**said, "aud": exchange["bank"].stix_id})
    assert not receipt_holds(".".join([row.order.split(".")[0], changed.hex(), "AA"]))


def test_who_was_pushed_the_alert_is_pushed_revocation_and_order(exchange, now, settings):
    from tests.factories.channels import LOOPBACK

    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    webhook = add_webhook(exchange["peer"], now=now).webhook
    subscribe(exchange["peer"], f"webhook:{webhook.id}", now=now)
    submission = send(exchange["bank"], now=now)
    work(now)
    sent = Dispatch.objects.filter(kind="alert.delivered")
    assert sent.count() == 1
    sent.update(state="sent")

    recall(exchange, now, submission.id)

    order = RecallOrder.objects.get(recipient=exchange["peer"].institution)
    revoked = Dispatch.objects.get(kind="alert.revoked")
    ordered = Dispatch.objects.get(kind="recall.ordered")
    assert revoked.institution_id == ordered.institution_id == exchange["peer"].institution.id
    assert ordered.details == {"recall": str(order.id), "due_at": write_timestamp(order.due_at)}


@pytest.mark.parametrize("slug", ["peer", "regulator", "outsider"])
def test_only_its_reporter_recalls_an_alert(exchange, now, alert, slug):
    before = snapshot()

    with pytest.raises(NotFound):
        recall_own_alert(actor=exchange[slug].actor, now=now, alert_id=alert, reason=REASON)

    assert snapshot() == before


@pytest.mark.parametrize(
    "reason", ["Call 13812345678 about it.", "Ask li.wei@example.cn", "password=Hunter2-secret"]
)
def test_a_reason_with_personal_data_or_secrets_is_refused(exchange, now, alert, reason):
    before = snapshot()

    with pytest.raises(Unusable) as refused:
        recall(exchange, now, alert, reason)

    assert refused.value.place == "reason"
    assert reason not in str(refused.value)
    assert snapshot() == before


def test_the_pipeline_leaves_out_a_reason_with_personal_data(exchange, now, alert):
    orders = recall_alert(
        actor="hub",
        now=now,
        alert_id=alert,
        cause=Cause.CORRECTED,
        reason="Call 13812345678 about it.",
    )

    assert orders == 4
    assert set(RecallOrder.objects.values_list("cause", "reason")) == {("corrected", "")}


def test_a_second_recall_is_told_that_nobody_holds_it(exchange, now, alert):
    recall(exchange, now, alert)
    before = snapshot()

    with pytest.raises(AlreadyWithdrawn):
        recall(exchange, now, alert)

    assert snapshot() == before


def test_a_confirmation_says_what_became_of_the_copies(exchange, now, alert):
    recall(exchange, now, alert)
    row = RecallOrder.objects.get(recipient=exchange["peer"].institution)
    peer = exchange["peer"].actor

    def confirm(hours, destroyed, note=""):
        confirm_recall(
            actor=peer,
            now=now + timedelta(hours=hours),
            order_id=row.id,
            copies_destroyed=destroyed,
            note_code=note,
        )
        row.refresh_from_db()
        return row.confirmed_at and row.confirmed_at - now, row.copies_destroyed, row.note_code

    after = timedelta(hours=3)
    assert confirm(1, False, "retained-by-law") == (None, False, "retained-by-law")
    assert confirm(2, False, "retained-by-law") == (None, False, "retained-by-law")
    assert confirm(3, True) == (after, True, "")
    assert confirm(4, True) == (after, True, "")
    for destroyed, note in ((False, "other"), (True, "never-stored")):
        with pytest.raises(AlreadyConfirmed):
            confirm(5, destroyed, note)
    row.refresh_from_db()
    assert (row.confirmed_at, row.copies_destroyed, row.note_code) == (now + after, True, "")
    events = AuditEvent.objects.filter(action="response.recall.confirmed").order_by("id")
    assert [event.details for event in events] == [
        {"alert": str(alert), "copies_destroyed": False, "note": "retained-by-law"},
        {"alert": str(alert), "copies_destroyed": True, "note": ""},
    ]


@pytest.mark.parametrize(
    ("destroyed", "note"),
    [
        (False, ""),
        (False, "never-stored"),
        (False, "destroyed-before"),
        (True, "retained-by-law"),
        (True, "passed-on"),
    ],
)
def test_a_confirmation_that_says_no_reason_or_contradicts_itself_is_refused(
    exchange, now, alert, destroyed, note
):
    recall(exchange, now, alert)
    row = RecallOrder.objects.get(recipient=exchange["peer"].institution)
    before = snapshot()

    with pytest.raises(Unusable) as refused:
        confirm_recall(
            actor=exchange["peer"].actor,
            now=now,
            order_id=row.id,
            copies_destroyed=destroyed,
            note_code=note,
        )

    row.refresh_from_db()
    assert refused.value.place == "note_code"
    assert (row.copies_destroyed, row.confirmed_at) == (None, None)
    assert snapshot() == before


def test_an_order_whose_copies_remain_is_overdue_all_the_same(exchange, now, alert):
    recall(exchange, now, alert)
    RecallOrder.objects.exclude(recipient=exchange["peer"].institution).delete()
    row = RecallOrder.objects.get()
    confirm_recall(
        actor=exchange["peer"].actor,
        now=now,
        order_id=row.id,
        copies_destroyed=False,
        note_code="retained-by-law",
    )

    assert escalate(now=now + timedelta(days=4)) == 1


@pytest.mark.parametrize("slug", ["bank", "platform", "regulator", "outsider"])
def test_nobody_confirms_for_another(exchange, now, alert, slug):
    recall(exchange, now, alert)
    row = RecallOrder.objects.get(recipient=exchange["peer"].institution)
    before = snapshot()

    for order_id in (row.id, uuid4()):
        with pytest.raises(NotFound):
            confirm_recall(
                actor=exchange[slug].actor,
                now=now,
                order_id=order_id,
                copies_destroyed=True,
                note_code="",
            )

    assert snapshot() == before


def test_an_order_that_nobody_confirmed_is_noted_once(exchange, now, alert):
    recall(exchange, now, alert)
    rows = {row.recipient.slug: row for row in RecallOrder.objects.all()}
    for slug in ("platform", "foreign", "regulator"):
        confirm_recall(
            actor=exchange[slug].actor,
            now=now,
            order_id=rows[slug].id,
            copies_destroyed=True,
            note_code="",
        )
    end = now + timedelta(days=3)

    assert escalate(now=end) == 0
    assert escalate(now=end + timedelta(seconds=1)) == 1
    assert escalate(now=end + timedelta(seconds=2)) == 0

    event = AuditEvent.objects.get(action="response.recall.overdue")
    assert event.subject == str(rows["peer"].id)
    assert event.details == {"recipient": exchange["peer"].stix_id, "due_at": end.isoformat()}
