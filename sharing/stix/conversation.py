"""What an envelope says of the conversation that an alert belongs to, and of the threshold it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sharing.stix.markings import StixObject
from sharing.stix.vocabulary import EXCHANGE, RISK_ALERT

# The audience that renditions of a request show: who else was asked is no recipient's affair.
ASKED: Final = "role:asked"
_ORGANISATIONS: Final = frozenset({"organization", "system"})
_ORGANISATION_TOKENS: Final = frozenset({"organisation-registration", "tax-id"})


@dataclass(frozen=True)
class Conversation:
    """What the envelope of an alert says; all empty without one. Times are the texts of the sender.

    `proof` names the parts of the standard of proof that hold. `person_level` says that a person, or
    an account that may be a person's, is a subject of the alert.
    """

    envelope_id: str = ""
    in_reply_to: str = ""
    supersedes: str = ""
    respond_by: str = ""
    acknowledge_by: str = ""
    threshold_rule: str = ""
    proof: tuple[str, ...] = ()
    person_level: bool = False

    @property
    def earlier(self) -> str:
        """Return what a retraction or correction names as its earlier alert; "" for its own root."""
        return self.supersedes or self.in_reply_to


def read_conversation(
    grouping: StixObject, alert: Mapping[str, Any], objects: Sequence[StixObject]
) -> Conversation:
    """Return what the grouping's envelope and the risk-alert extension say; {} stands for none.

    One incident about a person makes the whole alert person-level, whichever is its root.
    """
    envelope = grouping.get("extensions", {}).get(EXCHANGE, {})
    proof = alert.get("standard_of_proof", {})
    by_id = {item["id"]: item for item in objects}
    alerts = [item["extensions"][RISK_ALERT] for item in objects if _carries_alert(item)]
    return Conversation(
        envelope_id=grouping["id"] if envelope else "",
        in_reply_to=envelope.get("in_reply_to", ""),
        supersedes=envelope.get("supersedes", ""),
        respond_by=envelope.get("respond_by", ""),
        acknowledge_by=envelope.get("acknowledge_by", ""),
        threshold_rule=envelope.get("threshold_rule", ""),
        proof=tuple(name for name, holds in proof.items() if holds),
        person_level=any(is_person_level(one, by_id) for one in alerts),
    )


def is_person_level(alert: Mapping[str, Any], by_id: Mapping[str, StixObject]) -> bool:
    """Say whether a subject of the alert is a person, or a token not known to be an organisation's."""
    return any(_is_person(ref, by_id.get(ref, {})) for ref in alert.get("subject_refs", ()))


def hide_asked(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return a request without the list of those it asks; everything keeps its place."""
    return {**bundle, "objects": [_hide(item) for item in bundle["objects"]]}


def read_reason(bundle: Mapping[str, Any], envelope_id: str) -> str:
    """Return the reason that an envelope gives: the sender's words, which may name a person."""
    envelopes = (
        item.get("extensions", {}).get(EXCHANGE, {})
        for item in bundle.get("objects", ())
        if item.get("id") == envelope_id
    )
    return next((str(one["reason"]) for one in envelopes if "reason" in one), "")


def _carries_alert(item: StixObject) -> bool:
    return RISK_ALERT in item.get("extensions", {})


def _is_person(reference: str, subject: Mapping[str, Any]) -> bool:
    if reference.startswith("subject-token--"):
        return subject.get("kind") not in _ORGANISATION_TOKENS
    # A group or a class of people is people; what states no class is told by its name elsewhere.
    return subject.get("identity_class", "organization") not in _ORGANISATIONS


def _hide(item: StixObject) -> StixObject:
    envelope = item.get("extensions", {}).get(EXCHANGE)
    if envelope is None:
        return item
    hidden = {**envelope, "audience": [ASKED]}
    return {**item, "extensions": {**item["extensions"], EXCHANGE: hidden}}
