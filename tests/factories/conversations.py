"""Send enveloped alerts and look at who holds them."""

import orjson

from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import read_bodies
from sharing.ingest.models import Submission
from sharing.stix.vocabulary import EXCHANGE
from tests.factories.envelopes import make_envelope_raw
from tests.factories.journeys import send, work

LATER = "2026-11-23T01:30:00.000Z"


def member_entry(member):
    return f"member:{member.stix_id}"


def share(member, now, **changes):
    """Send an alert with an envelope and let it be worked; return its submission as it stands."""
    submission = send(member, now=now, raw=make_envelope_raw(**changes))
    work(now)
    return Submission.objects.get(id=submission.id)


def ask(asker, *asked, now, **changes):
    terms = {"mode": "request", "reason": "Is it known to you?", **changes}
    return share(asker, now, audience=tuple(map(member_entry, asked)), **terms)


def holders(submission):
    """Return the slugs of those that hold a standing copy of an alert."""
    rows = Delivery.objects.filter(alert_id=submission.id, kind="alert", withdrawn_at=None)
    return set(rows.exclude(position=None).values_list("recipient__slug", flat=True))


def told_revoked(submission):
    rows = Delivery.objects.filter(alert_id=submission.id, kind="revocation")
    return set(rows.values_list("recipient__slug", flat=True))


def read_as(member, submission):
    row = Delivery.objects.get(
        alert_id=submission.id, recipient=member.institution, kind="alert", feed__group=None
    )
    return [orjson.loads(body) for body in read_bodies(row)]


def envelope_of(objects):
    return next(
        item["extensions"][EXCHANGE] for item in objects if EXCHANGE in item.get("extensions", {})
    )


def assert_stopped(submission, state, reason):
    assert (submission.state, submission.reasons) == (state, [reason])
    assert not Alert.objects.filter(id=submission.id).exists()
    assert not Delivery.objects.filter(alert_id=submission.id).exists()
