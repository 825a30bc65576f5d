"""Send alerts and let the pipeline work, as a member and a worker would."""

from datetime import datetime

from sharing.ingest.models import Submission
from sharing.ingest.services import receive
from sharing.pipeline import run_pending
from sharing.stix.alert import read_alerts
from tests.factories.bundles import make_raw


def send(member, *, now: datetime, raw: bytes | None = None, **changes) -> Submission:
    """Send one alert through the product's own intake."""
    alerts = read_alerts(raw or make_raw(**changes), received_at=now, split=False)
    (submission,) = receive(actor=member.actor, now=now, alerts=alerts, idempotency_key=None)
    return submission


def work(now: datetime) -> None:
    """Let a worker do all there is to do."""
    while run_pending(now=now):
        pass
