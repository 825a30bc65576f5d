"""Nobody speaks for another member: not as an author, not by revoking, not by renaming."""

from uuid import uuid4

import orjson
import pytest

from sharing.delivery.models import Cause, Delivery
from sharing.delivery.selectors import read_bodies
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.ingest.models import Submission
from tests.factories.bundles import AT
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def make_tool(author, **changes):
    return {
        "type": "tool",
        "spec_version": "2.1",
        "id": f"tool--{uuid4()}",
        "created_by_ref": author,
        "created": AT,
        "modified": AT,
        "name": "Page copier",
        **changes,
    }


def make_identity(stix_id, name):
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": stix_id,
        "created": AT,
        "modified": AT,
        "name": name,
        "identity_class": "organization",
    }


def state_of(submission):
    submission.refresh_from_db()
    return submission.state, [reason["code"] for reason in submission.reasons]


def test_an_alert_that_revokes_what_another_member_made_is_held(exchange, now):
    tool = make_tool(exchange["bank"].stix_id, revoked=True)

    submission = send(exchange["peer"], now=now, more=(tool,))
    work(now)

    assert state_of(submission) == (Submission.State.HELD, ["another-members-name"])
    assert not Delivery.objects.exists()


def test_an_identity_of_a_member_keeps_its_name(exchange, now):
    renamed = make_identity(exchange["bank"].stix_id, "Fraud Ring")

    submission = send(exchange["peer"], now=now, more=(renamed,))
    work(now)

    assert state_of(submission) == (Submission.State.HELD, ["another-members-name"])
    assert not Delivery.objects.exists()


def test_what_another_member_made_may_be_quoted_and_it_may_be_named(exchange, now):
    quoted = make_tool(exchange["bank"].stix_id)
    named = make_identity(exchange["bank"].stix_id, "Bank Institution")

    submission = send(exchange["peer"], now=now, more=(quoted, named))
    work(now)

    assert state_of(submission) == (Submission.State.DELIVERED, [])


def test_a_recall_does_not_revoke_what_was_only_quoted(exchange, now):
    quoted = make_tool(exchange["bank"].stix_id)
    submission = send(exchange["peer"], now=now, more=(quoted,))
    work(now)

    withdraw(actor="test", now=now, orders=[TakeBack(submission.id, Cause.RECALLED)])

    rows = Delivery.objects.filter(kind="revocation").select_related("rendition")
    revoked = {orjson.loads(body)["id"] for row in rows for body in read_bodies(row)}
    assert {one.partition("--")[0] for one in revoked} == {"indicator", "report"}
