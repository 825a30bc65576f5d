"""The pipeline as a whole: renditions are shared by entitlement, statements stay few, the log tells all."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from privacy.audit.services import find_break
from sharing.alerts.models import Alert
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.cases.models import CaseMembership
from sharing.delivery.models import Delivery, Rendition
from sharing.ingest.models import Submission
from sharing.routing.match import Filter
from sharing.routing.services import save_subscription
from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.factories.bundles import make_bundle, make_policy, make_raw
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_recipients_with_equal_entitlements_share_one_rendition(exchange, now):
    send(exchange["bank"], now=now, description="Call 13800138000.")

    work(now)

    receivers = sorted(
        (rendition.outcome, sorted(rendition.deliveries.values_list("recipient__slug", flat=True)))
        for rendition in Rendition.objects.all()
    )
    # The regulator is bound by duty, not by the agreement that lets unknown content through.
    assert receivers == [
        ("allow_redacted", ["foreign"]),
        ("allow_tokenised", ["peer", "platform"]),
        ("allow_tokenised", ["regulator"]),
    ]


def test_equal_masks_for_different_reasons_are_two_renditions_and_both_arrive(exchange, now):
    # The outsider has no agreement, the foreign bank is abroad: both see masks, for other reasons.
    text = "Call 13800138000."
    submission = send(exchange["outsider"], now=now, raw=with_basis(text))

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.DELIVERED
    reasons = {
        delivery.recipient.slug: [code for code, _ in delivery.rendition.reasons]
        for delivery in Delivery.objects.select_related("recipient", "rendition")
    }
    assert reasons == {
        "bank": ["no_agreement"],
        "platform": ["no_agreement"],
        "peer": ["no_agreement"],
        "foreign": ["no_statute"],
        "regulator": ["tokenised_in_region"],
    }


def with_basis(text: str) -> bytes:
    """Return an alert whose handling policy states purpose and basis."""
    marking = make_policy(jurisdictions=["CN", "EU"])
    refs = [TLP_2_IDS[Tlp.GREEN], marking["id"]]
    bundle = make_bundle(tlp=Tlp.GREEN, description=text, object_marking_refs=refs)
    bundle["objects"].append(marking)
    return orjson.dumps(bundle)


def test_without_personal_data_members_under_one_agreement_share_one_rendition(exchange, now):
    send(exchange["bank"], now=now)

    work(now)

    rendition = Delivery.objects.get(recipient__slug="platform").rendition
    assert set(rendition.deliveries.values_list("recipient__slug", flat=True)) >= {
        "platform",
        "peer",
        "foreign",
    }


def test_the_original_comes_back_byte_for_byte_to_its_reporter(exchange, now):
    raw = make_raw(name="原文  with  spaces")
    submission = send(exchange["bank"], now=now, raw=raw)
    work(now)

    alert = get_own_alert(actor=exchange["bank"].actor, alert_id=submission.id)

    assert open_original(alert) == raw
    assert raw not in bytes(alert.body)


def test_a_subscription_narrows_what_comes(exchange, now):
    save_subscription(
        actor="test",
        now=now,
        institution=exchange["platform"].institution,
        name="malware only",
        wanted=Filter(frozenset({"malware"}), frozenset(), 0),
    )
    send(exchange["bank"], now=now)

    work(now)

    receivers = set(Delivery.objects.values_list("recipient__slug", flat=True))
    assert receivers == {"peer", "foreign", "regulator"}


@pytest.mark.parametrize("wanted", [Filter(frozenset({"malware"})), Filter(min_score=100)])
def test_a_sender_cannot_tell_what_the_others_subscribe_to(exchange, now, wanted):
    plain = send(exchange["bank"], now=now)
    work(now)
    for slug in ("platform", "peer", "foreign"):
        save_subscription(
            actor="test",
            now=now,
            institution=exchange[slug].institution,
            name="little",
            wanted=wanted,
        )
    narrowed = send(exchange["bank"], now=now)
    work(now)

    plain.refresh_from_db()
    narrowed.refresh_from_db()
    assert (narrowed.state, narrowed.recipients) == (plain.state, plain.recipients)
    assert plain.recipients == 4
    assert Delivery.objects.filter(alert_id=narrowed.id).count() == 1


def test_an_alert_that_nobody_may_have_is_held_and_says_so(exchange, now):
    submission = send(exchange["foreign"], now=now, tlp=Tlp.RED)

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.HELD
    assert [reason["code"] for reason in submission.reasons] == ["no-recipient"]
    assert Alert.objects.count() == 0


def test_two_reports_of_one_host_are_one_case_and_another_host_is_another(exchange, now):
    one = send(exchange["bank"], now=now, pattern="[url:value = 'http://a.example/x']")
    two = send(
        exchange["platform"],
        now=now,
        name="其他说法",
        pattern="[url:value = 'HTTP://A.EXAMPLE:80/./x']",
    )
    three = send(
        exchange["peer"], now=now, name="other", pattern="[url:value = 'http://b.example/x']"
    )
    work(now)

    cases = dict(CaseMembership.objects.values_list("alert_id", "case_id"))
    assert cases[one.id] == cases[two.id] != cases[three.id]
    assert len(set(cases.values())) == 2


def test_the_same_case_is_found_when_the_second_report_comes_in_a_later_batch(exchange, now):
    pattern = "[url:value = 'http://a.example/x']"
    one = send(exchange["bank"], now=now, pattern=pattern)
    work(now)
    two = send(exchange["platform"], now=now, name="later", pattern=pattern)
    work(now)

    cases = dict(CaseMembership.objects.values_list("alert_id", "case_id"))
    assert cases[one.id] == cases[two.id]


def test_the_log_tells_who_received_what_under_which_rule_and_its_chain_holds(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)

    actions = list(
        AuditEvent.objects.filter(subject=str(submission.id))
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert actions[:2] == [Action.SUBMISSION_RECEIVED, Action.ALERT_STORED]
    recipients = {
        stix_id
        for event in AuditEvent.objects.filter(action=Action.ALERT_RELEASED)
        for stix_id, _ in event.details["recipients"]
    }
    expected = {exchange[slug].stix_id for slug in ("platform", "peer", "foreign", "regulator")}
    assert recipients == expected
    assert not AuditEvent.objects.filter(sequence=None).exists()
    assert find_break() is None


def test_a_batch_needs_no_more_statements_than_a_single_alert(exchange, now):
    send(exchange["bank"], now=now)
    work(now)

    def count(alerts: int) -> int:
        for number in range(alerts):
            send(exchange["bank"], now=now, pattern=f"[domain-name:value = 'h{number}.example']")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work(now)
        return len(queries)

    one, many = count(1), count(20)
    # SQLite takes 999 values a statement: the ledger's rows of a batch go in several.
    assert many <= one + (5 if connection.vendor == "sqlite" else 3)
