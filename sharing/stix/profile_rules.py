"""Rules of the profile that join properties or objects, each a small function with its source."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sharing.stix.conversation import is_person_level
from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import StixObject, list_marking_refs
from sharing.stix.timestamps import order_key
from sharing.stix.vocabulary import EXCHANGE, HANDLING_POLICY, RISK_ALERT

Extension = dict[str, Any]
ExtensionRule = Callable[[StixObject, Extension, str], Iterator[Fault]]

# A request asks before anything is concluded.
_OPEN_STAGES: Final = frozenset({"signal", "suspected"})
_REGULATORS: Final = "role:regulator"


def _check_expected(_owner: StixObject, alert: Extension, place: str) -> Iterator[Fault]:
    yield from _check_range(alert, place, "expected_from", "expected_to", key=order_key)
    if ("expected_from" in alert) != ("expected_to" in alert):
        message = "Give both ends of the expected window or neither (profile f3)."
        yield Fault(place, "half-window", message)
    if "expected_from" in alert and alert["stage"] in {"resolved", "refuted"}:
        message = "What is resolved or refuted is not expected any more (profile f3)."
        yield Fault(f"{place}/expected_from", "window-after-end", message)


def _check_occurred(_owner: StixObject, alert: Extension, place: str) -> Iterator[Fault]:
    yield from _check_range(alert, place, "occurred_from", "occurred_to", key=order_key)


def _check_detected(owner: StixObject, alert: Extension, place: str) -> Iterator[Fault]:
    if order_key(alert["detected_at"]) > order_key(owner["modified"]):
        message = "The detection must not be later than this version of the incident."
        yield Fault(f"{place}/detected_at", "wrong-order", message)


def _check_amounts(_owner: StixObject, alert: Extension, place: str) -> Iterator[Fault]:
    yield from _check_range(alert, place, "amount_min", "amount_max")
    yield from _check_range(alert, place, "affected_count_min", "affected_count_max")
    yield from _check_currency(alert, place, ("amount_min", "amount_max"))


def _check_marked(owner: StixObject, _alert: Extension, place: str) -> Iterator[Fault]:
    if "object_marking_refs" not in owner:
        message = "The incident of a risk alert must be marked (profile f3)."
        yield Fault(place, "unmarked-alert", message)


def _check_funds(_owner: StixObject, feedback: Extension, place: str) -> Iterator[Fault]:
    yield from _check_range(feedback, place, "funds_stopped_min", "funds_stopped_max")
    yield from _check_currency(feedback, place, ("funds_stopped_min", "funds_stopped_max"))


def _check_consent(_owner: StixObject, policy: Extension, place: str) -> Iterator[Fault]:
    if "consent" in policy["legal_bases"] and "consent_receipts" not in policy:
        message = "Consent as a legal basis needs consent receipts (profile f5)."
        yield Fault(place, "missing-receipts", message)


def _check_notice(_owner: StixObject, policy: Extension, place: str) -> Iterator[Fault]:
    if policy.get("subject_notice") == "deferred" and "notice_review_at" not in policy:
        message = "A deferred notice needs the date of its review (profile f5)."
        yield Fault(place, "missing-review", message)


def _check_reason(_owner: StixObject, envelope: Extension, place: str) -> Iterator[Fault]:
    if envelope["mode"] in {"request", "retract", "correct"} and "reason" not in envelope:
        message = "A request, a retraction and a correction give their reason (profile f6)."
        yield Fault(place, "missing-reason", message)


def _check_audience(_owner: StixObject, envelope: Extension, place: str) -> Iterator[Fault]:
    """Refuse an audience that the mode does not have (profile f6)."""
    mode, audience = envelope["mode"], envelope["audience"]
    members = [entry for entry in audience if entry.startswith("member:")]
    where = f"{place}/audience"
    if mode == "provide" and not len(audience) == len(members) == 1:
        yield Fault(where, "wide-answer", "Mode provide goes to exactly one member (profile f6).")
    if mode == "request" and len(members) < len(audience):
        message = "A request names each member that it asks, as member:<identity id> (profile f6)."
        yield Fault(where, "wide-request", message)
    if mode == "notify-regulator" and set(audience) - {*members, _REGULATORS}:
        message = "A notification goes to role:regulator or to regulators by id (profile f6)."
        yield Fault(where, "wide-notification", message)


EXTENSION_RULES: Final[Mapping[str, tuple[ExtensionRule, ...]]] = {
    "risk-alert": (
        _check_expected,
        _check_occurred,
        _check_detected,
        _check_amounts,
        _check_marked,
    ),
    "handling-policy": (_check_consent, _check_notice),
    "exchange": (_check_reason, _check_audience),
    "alert-feedback": (_check_funds,),
}


def _check_range(
    extension: Extension, place: str, low: str, high: str, key: Callable[[Any], Any] = float
) -> Iterator[Fault]:
    if low in extension and high in extension and key(extension[high]) < key(extension[low]):
        yield Fault(f"{place}/{high}", "wrong-order", f"The property {high} is below {low}.")


def _check_currency(extension: Extension, place: str, names: tuple[str, ...]) -> Iterator[Fault]:
    if not extension.keys().isdisjoint(names) and "currency" not in extension:
        message = "An amount needs its currency (profile f3, f7)."
        yield Fault(place, "missing-currency", message)


def check_profile_bundle(objects: list[StixObject]) -> Iterator[Fault]:
    """Yield the faults of the profile that only several objects together show."""
    by_id = {member["id"]: member for member in objects}
    for index, member in enumerate(objects):
        extensions = member.get("extensions", {})
        if RISK_ALERT in extensions:
            yield from _check_alert(member, by_id, make_pointer("objects", index))
        if EXCHANGE in extensions:
            place = make_pointer("objects", index, "extensions", EXCHANGE)
            yield from _check_envelope(member, by_id, place)


def _check_alert(
    incident: StixObject, by_id: Mapping[str, StixObject], where: str
) -> Iterator[Fault]:
    alert = incident["extensions"][RISK_ALERT]
    place = where + make_pointer("extensions", RISK_ALERT)
    for index, reference in enumerate(alert["subject_refs"]):
        if by_id.get(reference, {}).get("identity_class") == "individual":
            message = "A person is a subject as a token only, never as an identity (profile f3)."
            yield Fault(f"{place}/subject_refs/{index}", "person-as-subject", message)
    policies = _list_policies(incident, by_id)
    if alert["personal_data"] != "none" and not any("jurisdictions" in p for p in policies):
        message = "Personal data needs a handling policy that says where it may go (profile f5)."
        yield Fault(f"{place}/personal_data", "missing-jurisdictions", message)
    for name in ("purposes", "jurisdictions"):
        if _contradict(policies, name):
            message = "The handling policies of the incident leave nothing that all allow."
            yield Fault(where, "contradicting-policies", message)


def _list_policies(member: StixObject, by_id: Mapping[str, StixObject]) -> list[Extension]:
    markings = (by_id.get(reference, {}) for reference in list_marking_refs(member))
    extensions = (marking.get("extensions", {}) for marking in markings)
    return [found[HANDLING_POLICY] for found in extensions if HANDLING_POLICY in found]


def _contradict(policies: list[Extension], name: str) -> bool:
    stated = [set(policy[name]) for policy in policies if name in policy]
    return bool(stated) and not set.intersection(*stated)


def _check_envelope(
    grouping: StixObject, by_id: Mapping[str, StixObject], place: str
) -> Iterator[Fault]:
    envelope = grouping["extensions"][EXCHANGE]
    carried = (by_id.get(reference, {}) for reference in grouping["object_refs"])
    for incident in carried:
        alert = incident.get("extensions", {}).get(RISK_ALERT)
        if alert is not None:
            yield from _check_carried(envelope, incident, is_person_level(alert, by_id), place)


def _check_carried(
    envelope: Extension, incident: StixObject, is_personal: bool, place: str
) -> Iterator[Fault]:
    mode, alert = envelope["mode"], incident["extensions"][RISK_ALERT]
    if is_personal and mode in {"alert", "provide"}:
        if "threshold_rule" not in envelope:
            message = "Sharing on personal subjects names the threshold that it met (profile f6)."
            yield Fault(place, "missing-threshold", message)
        if "red_flags" not in alert:
            message = "An alert on personal subjects lists its red flags (profile f3)."
            yield Fault(place, "missing-red-flags", message)
    if mode == "request" and _concludes(alert):
        message = "A request carries no conclusion: stage signal or suspected, no action taken yet."
        yield Fault(place, "concluding-request", message)
    if mode == "retract" and not incident.get("revoked", False):
        message = "A retraction sets revoked on the incident and keeps its id (profile f6)."
        yield Fault(place, "unrevoked-retraction", message)
    if mode == "exercise" and not alert["exercise"]:
        message = "An envelope of mode exercise carries a drill: exercise is true."
        yield Fault(place, "earnest-exercise", message)


def _concludes(alert: Extension) -> bool:
    acted = alert.get("standard_of_proof", {}).get("action_taken", False)
    return acted or alert["stage"] not in _OPEN_STAGES
