"""Take submissions through all stages, a batch at a time.

What the batch needs is read once and decided by pure rules; what follows is written with a handful of
statements in one transaction. A crash leaves nothing behind and the rows fall due again; the sequencer
then makes deliveries visible in commit order.
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from privacy.gate import Evaluation
from sharing.alerts.services import NewAlert, store_alerts
from sharing.cases.services import Entry, assign_cases
from sharing.cases.sketching import Seen, sketch
from sharing.delivery.sequencer import publish
from sharing.delivery.services import deliver, sketch_edition
from sharing.delivery.sketching import Original
from sharing.delivery.withdrawal import find_withdrawn
from sharing.groups.selectors import load_network
from sharing.holds.selectors import find_supplied
from sharing.holds.services import drop_holds, place_holds
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened, open_submission
from sharing.ingest.order import is_behind, put_off
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
from sharing.pipeline.earlier import load_references, refers_back
from sharing.pipeline.effects import list_holds, note_thresholds, supersede, take_back_named
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.pipeline.ledger import MOST_TRIES, StandingMoved, make_sure, note_acts
from sharing.pipeline.modes import show_met, weigh
from sharing.pipeline.views import announce
from sharing.response.duties import Sent, open_duties
from sharing.routing.match import RoutingRules, places_of, tlp_of
from sharing.routing.selectors import load_filters
from sharing.scoring.score import score_alert

logger = logging.getLogger(__name__)

HELD_FOR_OFFICER = {
    "code": "held-for-officer",
    "source": "control matrix PC-41",
    "message": "Some recipients do not have the alert yet: their copies wait until two persons of your"
    " institution decide. Your privacy officer finds them under holds.",
}

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
    opened = [open_submission(row) for row in read_leased(ids)]
    work([one for one in opened if not refers_back(one.facts)], now=now, rules=rules)
    # What is about an earlier alert comes after it, whoever works on that.
    for one in opened:
        if refers_back(one.facts):
            if is_behind(one.submission):
                put_off(now=now, submission=one.submission)
            else:
                work([one], now=now, rules=rules)


def work(opened: Sequence[Opened], *, now: datetime, rules: RoutingRules) -> None:
    """Decide about opened submissions as the exchange stands now, and write what follows."""
    for _ in range(MOST_TRIES if opened else 0):
        try:
            work_once(opened, now=now, rules=rules)
        except StandingMoved:
            # A withdrawal came between: what was decided before it is not written.
            continue
        return
    if opened:
        raise StandingMoved("what the batch rests on keeps changing")


def work_once(opened: Sequence[Opened], *, now: datetime, rules: RoutingRules) -> None:
    """Decide and write once. Raises StandingMoved, with nothing written."""
    network = load_network(now=now)
    around = Surroundings(
        now=now,
        network=network,
        filters=load_filters(),
        rules=rules,
        withdrawn=find_withdrawn(one.facts.root_id for one in opened),
        references=load_references(opened, network),
        supplied=find_supplied(one.submission.id for one in opened),
    )
    around = examine(opened, around)
    # Detection, rendering and reading take their time: nobody waits for a lock meanwhile.
    outcomes = [read(decide(one, around)) for one in opened]
    write(outcomes, around, {one.submission.id: weigh(one.facts, now) for one in opened})


def read(outcome: Release | Decided) -> Release | Decided:
    """Return a release with what its original and its renditions are compared by."""
    if isinstance(outcome, Decided):
        return outcome
    opened, at = outcome.admitted.opened, outcome.submission.received_at
    facts = opened.facts
    original = Original(facts.root_id, facts.exercise, at)
    seen = Seen(outcome.admitted.reporter.stix_id, facts.root_id, exercise=facts.exercise, at=at)
    return replace(
        outcome,
        editions=tuple(sketch_edition(one, original) for one in outcome.editions),
        sketch=sketch(opened.bundle["objects"], seen),
    )


@transaction.atomic
def write(
    outcomes: Sequence[Release | Decided],
    around: Surroundings,
    weighed: Mapping[UUID, Evaluation | None],
) -> None:
    """Store, place, deliver and settle what was decided, for the rows that nobody else settled."""
    locked = lock_leased(one.submission.id for one in outcomes)
    mine = [one for one in outcomes if one.submission.id in locked]
    released = [one for one in mine if isinstance(one, Release)]
    stopped = [one for one in mine if isinstance(one, Decided)]
    make_sure(released, around)
    note_thresholds([one.submission.id for one in mine], weighed, around)
    admitted = [one.admitted for one in released]
    store(admitted, around)
    place(released, around)
    rows = deliver(
        now=around.now,
        editions=[edition for one in released for edition in one.editions],
        copies=[copy for one in released for copy in one.copies],
        refusals=[refusal for one in released for refusal in one.refusals],
    )
    note_acts(released, around)
    announce(released, rows, around)
    open_duties(now=around.now, alerts=[tell(one, around) for one in admitted], deliveries=rows)
    supersede(released, around)
    # What was held before and goes another way now waits no more.
    drop_holds(now=around.now, submissions=[one.submission.id for one in mine])
    place_holds(now=around.now, holds=list_holds(released, stopped))
    ended = [take_back_named(one, around) for one in stopped]
    concluded = [conclude(one, weighed.get(one.submission.id)) for one in released]
    settle(now=around.now, decided=ended + concluded)


def tell(one: Admitted, around: Surroundings) -> Sent:
    """Return what the duties of its recipients are read from."""
    opened, answers = one.opened, around.references.answers.get(one.id)
    return Sent(one.id, one.reporter.id, opened.submission.actor, opened.facts, answers)


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
            bundle=one.opened.bundle,
            inspection=one.inspection,
            confidential=one.inspection.is_confidential,
        )
        for one in admitted
    ]
    store_alerts(now=around.now, alerts=alerts)


def place(released: Sequence[Release], around: Surroundings) -> None:
    """Give each alert its case and its score."""
    entries = [
        Entry(
            alert_id=one.admitted.id,
            at=one.submission.received_at,
            sketch=one.sketch,
            score=score_alert(one.admitted.opened.facts),
            shown=tuple(edition.sketch for edition in one.editions),
        )
        for one in released
    ]
    assign_cases(now=around.now, entries=entries)


def conclude(one: Release, met: Evaluation | None) -> Decided:
    """Return how an alert went: routed to all whom the gate released it to, or held where all copies wait.

    What they subscribe to is their own affair: neither the number nor the state may tell of it.
    """
    recipients = len(one.admitted.stops) - len(one.refusals) - len(one.waiting)
    state = Submission.State.ROUTED if recipients or one.copies else Submission.State.DELIVERED
    if one.waiting and not recipients:
        state = Submission.State.HELD
    reasons = [show_met(met)] if met else []
    reasons += [HELD_FOR_OFFICER] if one.waiting else []
    return Decided(one.submission, state, tuple(reasons), recipients, is_stored=True)
