"""The queue: leased, worked once, retried one by one, given up in the open; nothing is lost."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.delivery.models import Delivery
from sharing.delivery.pages import Wanted, read_page
from sharing.errors import AuthenticationDataRefused, IdempotencyConflict, NotFound
from sharing.ingest.held import requeue
from sharing.ingest.models import Submission
from sharing.ingest.opening import open_submission
from sharing.ingest.receipts import digest_receipt, receipt_holds
from sharing.ingest.selectors import get_submission
from sharing.ingest.services import MOST_ATTEMPTS, lease, receive
from sharing.pipeline import run, run_pending
from sharing.scoring.score import score_alert
from sharing.stix.alert import read_alerts
from sharing.stix.markings import Tlp
from tests.conftest import make_member
from tests.factories.bundles import make_bundle, make_raw
from tests.factories.journeys import send, work

OF_2_1 = {"spec_version", "pattern_type", "indicator_types"}
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def receive_with_key(member, now, raw: bytes, key: str) -> list[Submission]:
    alerts = read_alerts(raw, received_at=now, split=False)
    return receive(actor=member.actor, now=now, alerts=alerts, idempotency_key=key)


def test_a_repeated_key_with_equal_content_returns_the_first_submission(exchange, now):
    raw = make_raw()

    first = receive_with_key(exchange["bank"], now, raw, "key-1")
    second = receive_with_key(exchange["bank"], now + timedelta(minutes=5), raw, "key-1")

    assert first[0].id == second[0].id
    assert first[0].receipt == second[0].receipt
    assert Submission.objects.count() == 1


def test_a_repeated_key_with_other_content_is_a_conflict(exchange, now):
    receive_with_key(exchange["bank"], now, make_raw(), "key-1")

    with pytest.raises(IdempotencyConflict):
        receive_with_key(exchange["bank"], now, make_raw(), "key-1")
    assert Submission.objects.count() == 1


def test_two_members_may_use_the_same_key(exchange, now):
    receive_with_key(exchange["bank"], now, make_raw(), "key-1")
    receive_with_key(exchange["platform"], now, make_raw(), "key-1")

    assert Submission.objects.count() == 2


def test_a_receipt_verifies_stands_in_the_log_and_breaks_with_one_letter(exchange, now):
    submission = send(exchange["bank"], now=now)

    assert receipt_holds(submission.receipt)
    head, body, signature = submission.receipt.split(".")
    assert not receipt_holds(f"{head}.{body[:-1]}{'A' if body[-1] != 'A' else 'B'}.{signature}")
    event = AuditEvent.objects.get(action=Action.SUBMISSION_RECEIVED, subject=str(submission.id))
    assert event.details["receipt"] == digest_receipt(submission.receipt)


def test_authentication_data_is_refused_and_only_the_refusal_is_kept(exchange, now):
    raw = make_raw(description="Card 6222021234567890128, CVV 317 was used.")

    with pytest.raises(AuthenticationDataRefused):
        send(exchange["bank"], now=now, raw=raw)

    assert Submission.objects.count() == 0
    event = AuditEvent.objects.get(action=Action.SUBMISSION_REFUSED)
    assert event.actor == exchange["bank"].actor.name
    assert "317" not in str(event.details["reasons"])
    assert len(event.details["digest"]) == 64


def test_a_leased_row_is_not_leased_again_before_the_lease_ends(exchange, now):
    submission = send(exchange["bank"], now=now)

    assert [row.id for row in lease(now=now, limit=10)] == [submission.id]
    assert lease(now=now + timedelta(seconds=59), limit=10) == []
    assert len(lease(now=now + timedelta(seconds=61), limit=10)) == 1


def test_a_batch_ends_at_its_bytes_and_a_large_alert_is_worked_alone(exchange, now):
    small = [send(exchange["bank"], now=now) for _ in range(2)]
    long = "x" * 90_000
    notes = [{"type": "note", "content": long}] * 13
    large = send(exchange["bank"], now=now, raw=with_notes(notes))

    first = {row.id for row in lease(now=now, limit=10)}
    second = {row.id for row in lease(now=now, limit=10)}

    assert first == {row.id for row in small}
    assert second == {large.id}


def with_notes(notes: list[dict[str, str]]) -> bytes:
    """Return a bundle whose notes make it large."""
    bundle = make_bundle()
    report = bundle["objects"][-1]
    dated = {key: report[key] for key in ("spec_version", "created", "modified")}
    for note in notes:
        member = {**note, **dated, "id": f"note--{uuid4()}", "object_refs": [report["id"]]}
        bundle["objects"].insert(0, member)
    return orjson.dumps(bundle)


@pytest.mark.parametrize("bare", [True, False])
def test_what_was_read_as_a_bundle_is_worked_on_as_one_and_comes_back_as_sent(exchange, now, bare):
    indicator = make_bundle()["objects"][0]
    old = {key: value for key, value in indicator.items() if key not in OF_2_1}
    raw = orjson.dumps(
        indicator
        if bare
        else {
            "type": "bundle",
            "id": f"bundle--{uuid4()}",
            "spec_version": "2.0",
            "objects": [old | {"labels": ["malicious-activity"]}],
        }
    )
    submission = send(exchange["bank"], now=now, raw=raw)

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.DELIVERED
    page = read_page(actor=exchange["platform"].actor, group=None, wanted=Wanted(), limit=10)
    assert [orjson.loads(item.body)["spec_version"] for item in page.items] == ["2.1"]
    alert = get_own_alert(actor=exchange["bank"].actor, alert_id=submission.id)
    assert open_original(alert) == raw


def test_the_operator_shares_nothing(exchange, now):
    operator = make_member("operator", "operator", "CN")
    submission = send(operator, now=now, tlp=Tlp.CLEAR)

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.REFUSED
    assert Alert.objects.count() == 0


def test_an_alert_in_another_members_name_is_held(exchange, now):
    submission = send(exchange["bank"], now=now, created_by_ref=exchange["platform"].stix_id)

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.HELD
    assert [reason["code"] for reason in submission.reasons] == ["another-members-name"]


def test_a_label_that_is_no_code_is_neither_stored_nor_listed(exchange, now):
    label = "jurisdiction:张三 13800138000"
    submission = send(exchange["bank"], now=now, labels=("category:phishing", label))

    work(now)

    assert Alert.objects.get(id=submission.id).jurisdictions == "|CN-SH|"


def test_a_reporter_cannot_label_its_way_past_its_own_regulator(exchange, now):
    send(exchange["bank"], now=now, labels=("category:phishing", "jurisdiction:ZZ"))

    work(now)

    assert Delivery.objects.filter(recipient__slug="regulator").count() == 1


def test_rows_of_a_killed_worker_are_delivered_once_after_the_lease(exchange, now):
    send(exchange["bank"], now=now)
    lease(now=now, limit=10)

    work(now + timedelta(seconds=61))
    work(now + timedelta(seconds=90))

    assert Submission.objects.get().state == Submission.State.DELIVERED
    assert Delivery.objects.filter(recipient=exchange["platform"].institution).count() == 1


def test_one_bad_row_stops_no_other_and_ends_as_failed_for_its_sender_to_see(
    exchange, now, monkeypatch
):
    bad = send(exchange["bank"], now=now, name="bad")
    good = send(exchange["bank"], now=now, name="good")

    def fail_on_bad(facts):
        if facts.root_id == root_of_bad:
            raise RuntimeError("a defect")
        return score_alert(facts)

    root_of_bad = open_submission(bad).facts.root_id
    monkeypatch.setattr(run, "score_alert", fail_on_bad)

    moment = now
    for _ in range(MOST_ATTEMPTS + 2):
        run_pending(now=moment)
        moment += timedelta(minutes=2)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.state == Submission.State.DELIVERED
    assert bad.state == Submission.State.FAILED
    assert [reason["code"] for reason in bad.reasons] == ["processing-failed"]
    assert Alert.objects.count() == 1

    monkeypatch.setattr(run, "score_alert", score_alert)
    assert requeue(actor="operator", now=moment, state=Submission.State.FAILED) == 1
    work(moment)
    bad.refresh_from_db()
    assert bad.state == Submission.State.DELIVERED


def test_the_content_leaves_the_queue_when_the_alert_is_stored(exchange, now):
    submission = send(exchange["bank"], now=now)
    assert submission.body is not None

    work(now)

    submission.refresh_from_db()
    assert submission.body is None


def test_a_submission_is_shown_to_its_sender_only(exchange, now):
    submission = send(exchange["bank"], now=now)

    assert get_submission(actor=exchange["bank"].actor, submission_id=submission.id) == submission
    for other in ("platform", "regulator", "outsider"):
        with pytest.raises(NotFound):
            get_submission(actor=exchange[other].actor, submission_id=submission.id)
