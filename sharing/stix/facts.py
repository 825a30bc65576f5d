"""What the hub needs to know of an alert, stated by the profile or derived from plain STIX (f13)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sharing.stix.categories import derive_categories
from sharing.stix.conversation import Conversation, read_conversation
from sharing.stix.extensions import holds_unknown_content
from sharing.stix.markings import (
    HandlingPolicy,
    StixObject,
    Tlp,
    effective_tlp,
    read_handling_policy,
)
from sharing.stix.roots import Part
from sharing.stix.timestamps import write_timestamp
from sharing.stix.vocabulary import EXCHANGE, NEUTRAL, RISK_ALERT, SEVERITY_WORDS

# ISO 3166: a country, or a part of one.
_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,6})?")
MOST_PLACES = 10


@dataclass(frozen=True)
class AlertFacts:
    """The facts that routing, scoring and release work with; none of them is personal.

    Times are the texts of the sender; ``modified`` is the version of the root, or the time of
    receipt where the root has none. ``tlp`` None is unmarked. ``audience`` () means that no
    envelope was sent. ``jurisdictions`` says where the risk is, ``data_jurisdictions`` where the
    data may go; () is unknown. ``derived`` names the facts that were derived, not stated.
    """

    root_id: str
    root_type: str
    created: str | None
    modified: str
    revoked: bool
    lang: str
    tlp: Tlp | None
    categories: tuple[str, ...]
    severity: int
    likelihood: int
    confidence: int | None
    detected_at: str
    expected: tuple[str, str] | None
    jurisdictions: tuple[str, ...]
    data_jurisdictions: tuple[str, ...]
    exercise: bool
    stage: str
    mode: str
    thread: str
    audience: tuple[str, ...]
    purposes: tuple[str, ...]
    legal_bases: tuple[str, ...]
    source_attribution: str
    personal_data: str
    red_flags: tuple[str, ...]
    retain_until: str
    named_identities: tuple[tuple[str, str], ...]
    derived: tuple[str, ...]
    has_unknown_content: bool
    # Facts that were stored before there were conversations lack it.
    conversation: Conversation = field(default_factory=Conversation)
    # Ids of the receipts that the legal basis consent rests on.
    consent_receipts: tuple[str, ...] = ()
    # Whoever the alert is about must not learn of it.
    tip_off_risk: bool = False
    # How many customers are affected at least; 0 is unknown.
    least_affected: int = 0
    # Since when it happened, where that is stated.
    occurred_from: str = ""


@dataclass(frozen=True)
class _Sources:
    """Where facts are read from, the plainest first."""

    root: StixObject
    alert: dict[str, Any]
    grouping: StixObject
    envelope: dict[str, Any]
    policy: HandlingPolicy
    labels: dict[str, tuple[str, ...]]
    neutral: int


def _find_sources(part: Part) -> _Sources:
    grouping = _find_grouping(part)
    return _Sources(
        root=part.root,
        alert=_read_extension(part.root, RISK_ALERT),
        grouping=grouping,
        envelope=_read_extension(grouping, EXCHANGE),
        policy=read_handling_policy(part.objects),
        labels=_read_labels(part.root),
        neutral=part.root.get("confidence", NEUTRAL),
    )


def read_facts(part: Part, received_at: datetime) -> AlertFacts:
    """Return the facts of a validated alert; what it does not state is derived and named so."""
    found = _find_sources(part)
    return replace(
        _read_facts(part, found, write_timestamp(received_at)),
        consent_receipts=found.policy.consent_receipts,
        tip_off_risk=found.policy.tip_off_risk,
        least_affected=found.alert.get("affected_count_min", 0),
        occurred_from=_read_occurred(found),
    )


def _read_facts(part: Part, found: _Sources, received: str) -> AlertFacts:
    root, alert, envelope, policy = found.root, found.alert, found.envelope, found.policy
    return AlertFacts(
        root_id=root["id"],
        root_type=root["type"],
        created=root.get("created"),
        modified=root.get("modified") or root.get("created") or received,
        revoked=root.get("revoked", False),
        lang=root.get("lang", ""),
        tlp=effective_tlp(part.objects, root),
        categories=derive_categories(root, part.objects),
        severity=_read_severity(found),
        likelihood=alert.get("likelihood", found.neutral),
        confidence=root.get("confidence"),
        detected_at=alert.get("detected_at") or root.get("created") or received,
        expected=_read_expected(alert),
        jurisdictions=_read_jurisdictions(found.labels),
        data_jurisdictions=policy.jurisdictions,
        exercise=_is_exercise(found),
        stage=alert.get("stage", "suspected"),
        mode=envelope.get("mode", "alert"),
        thread=envelope.get("thread", ""),
        audience=tuple(envelope.get("audience", ())),
        purposes=policy.purposes,
        legal_bases=policy.legal_bases,
        source_attribution=policy.source_attribution,
        personal_data=alert.get("personal_data", ""),
        red_flags=tuple(alert.get("red_flags", ())),
        retain_until=policy.retain_until,
        named_identities=tuple(_name_organisations(part)),
        derived=tuple(_name_derived(found)),
        has_unknown_content=any(map(holds_unknown_content, part.objects)),
        conversation=read_conversation(found.grouping, alert, part.objects),
    )


def _read_extension(stix_object: StixObject, extension_id: str) -> dict[str, Any]:
    extension: dict[str, Any] = stix_object.get("extensions", {}).get(extension_id, {})
    return extension


def _find_grouping(part: Part) -> StixObject:
    """Return the grouping with an envelope that carries the root, or any with one; {} for none."""
    groupings = [member for member in part.objects if _read_extension(member, EXCHANGE)]
    groupings.sort(key=lambda member: part.root["id"] not in member.get("object_refs", ()))
    return next(iter(groupings), {})


def _read_labels(root: StixObject) -> dict[str, tuple[str, ...]]:
    """Return the ``name:value`` labels of the root by name, a convention of plain senders."""
    found: dict[str, tuple[str, ...]] = {}
    for label in root.get("labels", ()):
        name, separator, value = label.partition(":")
        if separator and value:
            key = name.strip().lower()
            found[key] = (*found.get(key, ()), value.strip())
    return found


def _read_occurred(found: _Sources) -> str:
    """Return since when it happened: as the profile states it, else as the object itself does."""
    stated = (found.alert.get("occurred_from"), found.root.get("first_observed"))
    return next((one for one in (*stated, found.root.get("first_seen")) if one), "")


def _read_jurisdictions(labels: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes among the jurisdiction labels; other words are the sender's own and stay
    in the content, because these are stored and shown beside it.
    """
    codes = (value.upper() for value in labels.get("jurisdiction", ()))
    return tuple(dict.fromkeys(code for code in codes if _CODE.fullmatch(code)))[:MOST_PLACES]


def _read_severity(found: _Sources) -> int:
    if "severity" in found.alert:
        return int(found.alert["severity"])
    words = (SEVERITY_WORDS.get(word.lower()) for word in found.labels.get("severity", ()))
    return max((value for value in words if value is not None), default=found.neutral)


def _read_expected(alert: dict[str, Any]) -> tuple[str, str] | None:
    return (alert["expected_from"], alert["expected_to"]) if "expected_from" in alert else None


def _is_exercise(found: _Sources) -> bool:
    """Tell whether this is a drill, by the profile, else by the envelope, else by a label."""
    by_label = not {"exercise", "drill"}.isdisjoint(found.root.get("labels", ()))
    return bool(found.alert.get("exercise", found.envelope.get("mode") == "exercise" or by_label))


def _name_organisations(part: Part) -> Iterator[tuple[str, str]]:
    """Yield (id, name) of organisations other than the author; persons are never named here."""
    author = part.root.get("created_by_ref")
    for member in {member["id"]: member for member in part.objects}.values():
        is_named = member["type"] == "identity" and member.get("identity_class") == "organization"
        if is_named and member["id"] not in {author, part.root["id"]}:
            yield member["id"], member["name"]


_PROFILE_FACTS = ("categories", "severity", "likelihood", "detected_at", "stage")


def _name_derived(found: _Sources) -> Iterator[str]:
    for name in _PROFILE_FACTS:
        is_labelled = name == "severity" and name in found.labels
        if name not in found.alert and not is_labelled:
            yield name
