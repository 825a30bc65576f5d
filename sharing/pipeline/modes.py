"""What the mode of an envelope asks of an alert (profile f6): pure, nothing is written.

A breach ends the journey with a reason. A retraction is an act, not an alert: it takes back what it
names, and nothing of its content is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from privacy.gate import PERSONAL, Evaluation, Inspection, evaluate_threshold
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.ingest.services import Decided
from sharing.pipeline.earlier import Earlier, References
from sharing.stix.alert import AlertFacts
from sharing.stix.conversation import read_reason
from sharing.stix.markings import Tlp
from sharing.stix.timestamps import order_digits

NOT_YOURS = {
    "code": "no-earlier-alert",
    "source": "profile f6",
    "message": "A retraction or correction names an earlier alert that you shared, by the id of its main"
    " object or of its envelope. No alert of yours has the id given.",
}
NOT_LATER = {
    "code": "not-a-later-version",
    "source": "STIX 2.1, section 3.6.2",
    "message": "A correction under the same id is a later version: give the main object a `modified` that is"
    " later than that of the alert it corrects.",
}
TAKEN_BACK = {
    "code": "taken-back",
    "source": "profile f6",
    "message": "An earlier alert of yours was taken back from everybody who held it. The retraction itself is"
    " no alert: its content was not kept.",
}
NOT_ASKED = {
    "code": "no-request",
    "source": "profile f6",
    "message": "An answer names the envelope of a request that reached you, and goes to the one member that"
    " asked. No such request is known.",
}
WRONG_AUDIENCE = {
    "code": "audience-of-mode",
    "source": "profile f6",
    "message": "The mode of the envelope does not go to this audience: provide goes to one member, request to"
    " members by id, advisory to public. Correct it and send it to no group's collection.",
}
UNNAMED_REQUEST = {
    "code": "request-without-name",
    "source": "profile f6",
    "message": "Whoever is asked must know whom to answer: allow that you are named, and send it again.",
}
NOT_CLEAR = {
    "code": "advisory-not-clear",
    "source": "profile f6; TLP 2.0",
    "message": "An advisory is public, so all of it must be marked TLP:CLEAR. Mark it so, or choose mode alert.",
}
PERSONAL_ADVISORY = {
    "code": "personal-advisory",
    "source": "profile f6; control matrix PC-03",
    "message": "An advisory is public and holds or declares personal data. Remove that data, or choose mode"
    " alert.",
}
BELOW_THRESHOLD = {
    "code": "threshold-not-met",
    "source": "profile f3, f6; control matrix, fail closed",
    "message": "A person is a subject of this alert, and the red-flag threshold that its envelope names is"
    " unknown, not in force or not met. Name a rule that is met, or ask by mode request.",
}
REASONS = (
    NOT_YOURS,
    NOT_LATER,
    TAKEN_BACK,
    NOT_ASKED,
    WRONG_AUDIENCE,
    UNNAMED_REQUEST,
    NOT_CLEAR,
    PERSONAL_ADVISORY,
    BELOW_THRESHOLD,
)
MET = "threshold-met"
_HELD = frozenset({"no-earlier-alert", "no-request", "threshold-not-met"})
# A request comes before any conclusion, and a regulator is told without one.
_WITHOUT_THRESHOLD = frozenset({"request", "notify-regulator"})
_PERSONAL_DECLARED = frozenset({"pseudonymous", "personal"})


@dataclass(frozen=True, slots=True)
class Retraction(Decided):
    """A submission that takes back earlier alerts of its reporter."""

    alerts: tuple[UUID, ...] = ()
    reason: str = ""


def retract(opened: Opened, references: References) -> Decided | None:
    """Return what a retraction comes to; None for what is none.

    `revoked` on the main object of one's own earlier alert retracts it, whatever the mode.
    """
    facts, submission = opened.facts, opened.submission
    if facts.mode != "retract" and not facts.revoked:
        return None
    alerts = tuple(one.id for one in references.find_earlier(opened))
    if alerts:
        reason = read_reason(opened.bundle, facts.conversation.envelope_id)
        return Retraction(
            submission, Submission.State.DELIVERED, (TAKEN_BACK,), alerts=alerts, reason=reason
        )
    if facts.mode == "retract":
        return _stop(submission, NOT_YOURS)
    return None


def judge(
    opened: Opened, inspection: Inspection, references: References, now: datetime
) -> Decided | None:
    """Return how an alert ends here because it breaks a rule of its mode; None if it goes on."""
    breach = next(_list_breaches(opened, inspection, references), None)
    evaluation = weigh(opened.facts, now)
    if breach is None and evaluation is not None and not evaluation.is_met:
        breach = BELOW_THRESHOLD
    return None if breach is None else _stop(opened.submission, breach)


def weigh(facts: AlertFacts, now: datetime) -> Evaluation | None:
    """Return how a person-level alert stands against its threshold; None where none is asked for."""
    told = facts.conversation
    if not told.person_level or facts.mode in _WITHOUT_THRESHOLD:
        return None
    return evaluate_threshold(
        told.threshold_rule, red_flags=facts.red_flags, proof=told.proof, now=now
    )


def show_met(evaluation: Evaluation) -> dict[str, str]:
    """Return a threshold that was met as a reason, for the sender to see."""
    return {
        "code": MET,
        "source": evaluation.source,
        "message": f"The threshold {evaluation.rule}, version {evaluation.version}, is met: red flags"
        f" counted {evaluation.flags}.",
    }


def _list_breaches(
    opened: Opened, inspection: Inspection, references: References
) -> Iterator[dict[str, str]]:
    facts = opened.facts
    if not _fits(facts):
        yield WRONG_AUDIENCE
    if facts.mode == "advisory":
        yield from _judge_advisory(facts, inspection)
    if facts.mode == "request" and facts.source_attribution == "must-not":
        yield UNNAMED_REQUEST
    if facts.mode == "correct":
        yield from _judge_correction(facts, references.find_earlier(opened))
    is_answer = facts.mode == "provide" and facts.conversation.in_reply_to
    if is_answer and opened.submission.id not in references.answers:
        yield NOT_ASKED


def _fits(facts: AlertFacts) -> bool:
    members = [entry for entry in facts.audience if entry.startswith("member:")]
    if facts.mode == "advisory":
        return facts.audience == ("public",)
    if facts.mode == "provide":
        return len(facts.audience) == len(members) == 1
    return facts.mode != "request" or len(facts.audience) == len(members)


def _judge_advisory(facts: AlertFacts, inspection: Inspection) -> Iterator[dict[str, str]]:
    if facts.tlp != Tlp.CLEAR:
        yield NOT_CLEAR
    if inspection.categories & PERSONAL or facts.personal_data in _PERSONAL_DECLARED:
        yield PERSONAL_ADVISORY


def _judge_correction(facts: AlertFacts, earlier: Sequence[Earlier]) -> Iterator[dict[str, str]]:
    version = order_digits(facts.modified)
    versions = [order_digits(one.modified) for one in earlier if one.root_id == facts.root_id]
    if not earlier:
        yield NOT_YOURS
    elif versions and version <= max(versions):
        yield NOT_LATER


def _stop(submission: Submission, reason: dict[str, str]) -> Decided:
    is_held = reason["code"] in _HELD
    state = Submission.State.HELD if is_held else Submission.State.REFUSED
    return Decided(submission, state, (reason,))
