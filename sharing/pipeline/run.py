"""Take submissions through all stages, a batch at a time.

What the batch needs is read once and decided by pure rules; what follows is written with a handful of
statements in one transaction. A crash leaves nothing behind and the rows fall due again; the sequencer
then makes deliveries visible in commit order.
"""

import logging
import traceback
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sharing.alerts.services import NewAlert, store_alerts
from sharing.cases.fingerprint import fingerprint
from sharing.cases.services import Entry, assign_cases
from sharing.delivery.sequencer import publish
from sharing.delivery.services import deliver
from sharing.groups.selectors import load_network
from sharing.ingest.models import Submission
from sharing.ingest.opening import open_submission
from sharing.ingest.services import (
    Decided,
    give_up,
    hand_back,
    lease,
    lock_leased,
    read_leased,
    settle,
)
from sharing.pipeline.decide import decide
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.routing.match import RoutingRules, places_of, tlp_of
from sharing.routing.selectors import load_filters
from sharing.scoring.score import score_alert
from sharing.stix.observables import list_observables

logger = logging.getLogger(__name__)

MOST_NAMED = 5
BATCH = 25 if settings.EMBEDDED else 100


def run_pending(*, now: datetime, rules: RoutingRules | None = None, limit: int = BATCH) -> int:
    """Work one batch of due submissions and return how many rows it took.

    Rows that were tried before are worked one by one, so that one bad row stops no other.
    """
    leased = lease(now=now, limit=limit)
    fresh = [row.id for row in leased if row.attempts == 1]
    tried = [row.id for row in leased if row.attempts > 1]
    give_up(now=now, ids=tried)
    for ids in ([fresh] if fresh else []) + [[one] for one in tried]:
        try:
            run_batch(ids, now=now, rules=rules or RoutingRules())
        except Exception as error:  # noqa: BLE001  # whatever it was, the rows must not be lost
            _report(ids, error)
            hand_back(now=now, ids=ids)
    publish(now=now)
    return len(leased)


def _report(ids: Sequence[UUID], error: Exception) -> None:
    # The text of an exception may quote content: its type and its place have to do.
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    names = ", ".join(str(one) for one in ids[:MOST_NAMED])
    logger.error(
        "batch of %d failed: %s at %s; submissions %s", len(ids), type(error).__name__, place, names
    )


def run_batch(ids: Sequence[UUID], *, now: datetime, rules: RoutingRules) -> None:
    """Decide about leased submissions, then write all that follows in one transaction."""
    around = Surroundings(now, load_network(now=now), load_filters(), rules)
    # Detection and rendering take their time: nobody waits for a lock meanwhile.
    outcomes = [decide(open_submission(row), around) for row in read_leased(ids)]
    write(outcomes, around)


@transaction.atomic
def write(outcomes: Sequence[Release | Decided], around: Surroundings) -> None:
    """Store, place, deliver and settle what was decided, for the rows that nobody else settled."""
    locked = lock_leased(one.submission.id for one in outcomes)
    mine = [one for one in outcomes if one.submission.id in locked]
    released = [one for one in mine if isinstance(one, Release)]
    stopped = [one for one in mine if isinstance(one, Decided)]
    admitted = [one.admitted for one in released]
    store(admitted, around)
    place(admitted, around)
    deliver(
        now=around.now,
        editions=[edition for one in released for edition in one.editions],
        refusals=[refusal for one in released for refusal in one.refusals],
    )
    settle(now=around.now, decided=stopped + [conclude(one) for one in released])


def store(admitted: Sequence[Admitted], around: Surroundings) -> None:
    """Store the alerts, sealed."""
    alerts = [
        NewAlert(
            id=one.id,
            reporter_id=one.reporter.id,
            reporter_stix_id=one.reporter.stix_id,
            facts=one.opened.facts,
            jurisdictions=places_of(one.opened.facts, one.reporter),
            tlp=tlp_of(one.opened.facts, around.rules),
            raw=one.opened.raw,
            received_at=one.opened.submission.received_at,
        )
        for one in admitted
    ]
    store_alerts(now=around.now, alerts=alerts)


def place(admitted: Sequence[Admitted], around: Surroundings) -> None:
    """Give each alert its case and its score."""
    entries = []
    for one in admitted:
        facts, bundle = one.opened.facts, one.opened.bundle
        keys = fingerprint(
            bundle=bundle,
            root=(one.reporter.stix_id, facts.root_id),
            exercise=facts.exercise,
            observables=list_observables(bundle),
        )
        entries.append(Entry(one.id, keys, score_alert(facts)))
    assign_cases(now=around.now, entries=entries)


def conclude(one: Release) -> Decided:
    """Return how an alert went: routed to so many recipients; none if none subscribed to such."""
    recipients = sum(len(edition.recipients) for edition in one.editions)
    state = Submission.State.ROUTED if recipients else Submission.State.DELIVERED
    return Decided(one.submission, state, recipients=recipients)
