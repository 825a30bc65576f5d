"""Our own extensions, strictly: one JSON Schema each, then the rules that join properties.

Extensions are checked here and not by a library, because an unregistered extension passes every
library unread, and a registered one cannot carry field-level markings (profile f2).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, RegexOptions

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import StixObject
from sharing.stix.profile_rules import EXTENSION_RULES
from sharing.stix.schema_faults import describe_errors
from sharing.stix.timestamps import is_timestamp
from sharing.stix.vocabulary import (
    ALERT_FEEDBACK,
    EXCHANGE,
    HANDLING_POLICY,
    RISK_ALERT,
    RISK_CATEGORIES,
    SUBJECT_TOKEN,
    read_catalogue,
)

# Which schema an extension keeps, and which objects it may stand on (profile f2).
_EXTENSIONS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    RISK_ALERT: ("risk-alert", frozenset({"incident"})),
    SUBJECT_TOKEN: ("subject-token-extension", frozenset({"subject-token"})),
    HANDLING_POLICY: ("handling-policy", frozenset({"marking-definition"})),
    EXCHANGE: ("exchange", frozenset({"grouping"})),
    ALERT_FEEDBACK: ("alert-feedback", frozenset({"sighting", "note"})),
}
_MOMENTS: Final = frozenset(
    {"acknowledge_by", "acted_at", "detected_at", "expected_from", "expected_to"}
    | {"notice_review_at", "occurred_from", "occurred_to", "respond_by", "retain_until"}
)


@cache
def _compile(name: str) -> Draft202012Validator:
    schemas = read_catalogue("profile_schemas.json")
    return Draft202012Validator(
        {**schemas, "$ref": f"#/{name}"},
        validate_formats=True,
        pattern_options=RegexOptions(),
        offline=True,
    )


def check_profile(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Yield the faults of our extensions on the object, and of our own object type."""
    if stix_object["type"] == "subject-token":
        yield from _check_token(stix_object, where)
    for key, extension in stix_object.get("extensions", {}).items():
        if key in _EXTENSIONS:
            place = where + make_pointer("extensions", key)
            yield from _check_extension(stix_object, key, extension, place)


def _check_token(stix_object: StixObject, where: str) -> Iterator[Fault]:
    yield from describe_errors(_compile("subject-token").iter_errors(stix_object), where)
    if SUBJECT_TOKEN not in stix_object.get("extensions", ()):
        message = "A subject-token names the extension that defines it (profile f4)."
        yield Fault(where, "missing-extension", message)


def _check_extension(
    stix_object: StixObject, key: str, extension: dict[str, Any], place: str
) -> Iterator[Fault]:
    name, types = _EXTENSIONS[key]
    if stix_object["type"] not in types:
        message = f"This extension may stand on {' or '.join(sorted(types))} only."
        yield Fault(place, "misplaced-extension", message)
        return
    faults = [*describe_errors(_compile(name).iter_errors(extension), place)]
    faults = faults or [*_check_moments(extension, place)]
    yield from faults
    if not faults:
        for rule in EXTENSION_RULES.get(name, ()):
            yield from rule(stix_object, extension, place)


def _check_moments(extension: dict[str, Any], place: str) -> Iterator[Fault]:
    for name in sorted(_MOMENTS & extension.keys()):
        if not is_timestamp(extension[name]):
            message = "The timestamp is no moment of the calendar; write it as RFC 3339 with Z."
            yield Fault(f"{place}/{name}", "wrong-timestamp", message)


def warn_of_profile(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Warn of categories outside the open vocabulary, and of a name without its reference."""
    alert = stix_object.get("extensions", {}).get(RISK_ALERT)
    if alert is None:
        return
    for index, category in enumerate(alert["categories"]):
        if category not in RISK_CATEGORIES:
            pointer = make_pointer("extensions", RISK_ALERT, "categories", index)
            message = "The category is not in the vocabulary; nobody may have subscribed to it."
            yield Fault(where + pointer, "unknown-category", message)
    if not stix_object["name"].startswith(alert["alert_reference"]):
        message = "Begin the name with the alert reference, so that consumers do not merge alerts."
        yield Fault(f"{where}/name", "name-without-reference", message)
