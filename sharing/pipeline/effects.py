"""What else follows when outcomes are written: thresholds on record, and earlier alerts taken back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.gate import Evaluation
from sharing.delivery.models import Cause
from sharing.holds.services import NewHold
from sharing.ingest.models import Submission
from sharing.ingest.services import Decided
from sharing.members.actors import SYSTEM
from sharing.pipeline.journey import Release, Surroundings
from sharing.pipeline.modes import Retraction
from sharing.response.recalls import recall_alert
from sharing.stix.conversation import read_reason


def note_thresholds(
    submissions: Iterable[UUID], weighed: Mapping[UUID, Evaluation | None], around: Surroundings
) -> None:
    """Record how person-level alerts stood against the thresholds that they name."""
    found = ((one, weighed.get(one)) for one in submissions)
    record_many(
        Event(Action.THRESHOLD_EVALUATED, SYSTEM, str(one), around.now, _describe(evaluation))
        for one, evaluation in found
        if evaluation is not None
    )


def list_holds(released: Iterable[Release], stopped: Iterable[Decided]) -> Iterator[NewHold]:
    """Yield what waits for a human: copies of recipients, and submissions held as a whole."""
    for one in released:
        for waiting in one.waiting:
            yield NewHold(
                submission_id=one.admitted.id,
                reporter_id=one.admitted.reporter.id,
                reasons=[asdict(reason) for reason in waiting.decision.reasons],
                recipient_id=waiting.hop.party.id,
                route=waiting.hop.route,
                rules_version=waiting.decision.rules_version,
            )
    for end in stopped:
        if end.state == Submission.State.HELD:
            yield NewHold(end.submission.id, end.submission.institution_id, end.reasons)


def supersede(released: Sequence[Release], around: Surroundings) -> None:
    """Take back what corrections replace; call after the new versions were put on their way.

    Two corrections of one alert may stand in one batch: what the first took back is left alone.
    """
    for one in released:
        opened = one.admitted.opened
        if opened.facts.mode != "correct":
            continue
        reason = read_reason(opened.bundle, opened.facts.conversation.envelope_id)
        for earlier in around.references.find_earlier(opened):
            recall_alert(
                actor=opened.submission.actor,
                now=around.now,
                alert_id=earlier.id,
                cause=Cause.CORRECTED,
                reason=reason,
                replaced_by=one.admitted.id,
            )


def take_back_named(one: Decided, around: Surroundings) -> Decided:
    """Take back what a retraction names and return it with the number of holders; else return it."""
    if not isinstance(one, Retraction):
        return one
    holders = sum(
        recall_alert(
            actor=one.submission.actor,
            now=around.now,
            alert_id=alert_id,
            cause=Cause.RECALLED,
            reason=one.reason,
        )
        for alert_id in one.alerts
    )
    return replace(one, recipients=holders)


def _describe(evaluation: Evaluation) -> dict[str, str | int | bool]:
    return {
        "rule": evaluation.rule,
        "version": evaluation.version,
        "flags": evaluation.flags,
        "met": evaluation.is_met,
    }
