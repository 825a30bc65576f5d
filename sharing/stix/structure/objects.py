"""Rules on one object: what the schemas say, and what STIX 2.1 says beyond them."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.limits import Limits
from sharing.stix.markings import StixObject
from sharing.stix.patterns import PatternError, parse_pattern
from sharing.stix.profile import check_profile, warn_of_profile
from sharing.stix.schema_faults import (
    describe_errors,
    is_format_error,
    undefined_property,
)
from sharing.stix.schemas import KNOWN_PROPERTIES, OBSERVABLE_TYPES, find_schema_errors
from sharing.stix.structure.extensions import (
    check_extensions,
    has_toplevel_extension,
    warn_of_extensions,
)
from sharing.stix.structure.links import check_references, warn_of_relationship
from sharing.stix.structure.marks import (
    check_granular_markings,
    check_object_markings,
    check_tlp_definition,
    warn_of_repeated_markings,
)
from sharing.stix.structure.times import check_order, check_timestamps, warn_of_ancient_times
from sharing.stix.vocabulary import OUR_TYPES

Rule = Callable[[StixObject, str], Iterator[Fault]]

# RFC 5646 in outline; the registry of subtags changes faster than software.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


def check_object(stix_object: StixObject, where: str, limits: Limits) -> Iterator[Fault]:
    """Yield the faults of the object; rules run only on what the schema of its type accepts."""
    for rule in _SHAPE_RULES:
        if faults := list(rule(stix_object, where)):
            yield from faults
            return
    for rule in _FAULT_RULES:
        yield from rule(stix_object, where)
    yield from _check_pattern(stix_object, where, limits)


def warn_of_object(stix_object: StixObject, where: str, limits: Limits) -> Iterator[Fault]:
    """Yield what is allowed in an accepted object and yet worth a second look."""
    for rule in _WARNING_RULES:
        yield from rule(stix_object, where)
    yield from _warn_of_pattern(stix_object, where, limits)


def _check_type(stix_object: StixObject, where: str) -> Iterator[Fault]:
    kind = stix_object.get("type")
    if kind is None:
        yield Fault(where, "missing-property", "The required property type is missing.")
    elif not isinstance(kind, str):
        yield Fault(f"{where}/type", "wrong-type", "The type of an object is a text.")
    elif kind == "bundle":
        yield Fault(where, "bundle-in-bundle", "A bundle cannot hold a bundle; send its objects.")


def _check_schema(stix_object: StixObject, where: str) -> Iterator[Fault]:
    kind = stix_object["type"]
    is_defanged = stix_object.get("defanged") is True
    for fault in describe_errors(find_schema_errors(stix_object, kind), where):
        if not (is_defanged and is_format_error(fault)):
            yield fault


def _check_version(stix_object: StixObject, where: str) -> Iterator[Fault]:
    # Section 3.2: optional on observables only, and 2.0 content comes in a 2.0 bundle.
    if stix_object.get("spec_version", "2.1") != "2.1":
        yield Fault(f"{where}/spec_version", "wrong-version", "Only STIX 2.1 objects are taken.")


def _check_identifier(stix_object: StixObject, where: str) -> Iterator[Fault]:
    if stix_object["id"].partition("--")[0] != stix_object["type"]:
        message = "The identifier must begin with the type of its object."
        yield Fault(f"{where}/id", "wrong-identifier", message)


def _check_properties(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse properties that nobody defined; ``x_`` is the old way and only warned of."""
    for name in _list_undefined(stix_object):
        if not name.startswith("x_"):
            yield undefined_property(where + make_pointer(name))


def _list_undefined(stix_object: StixObject) -> list[str]:
    known = KNOWN_PROPERTIES.get(stix_object["type"])
    if known is None or stix_object.keys() <= known or has_toplevel_extension(stix_object):
        return []
    return [name for name in stix_object if name not in known]


def _check_custom_type(stix_object: StixObject, where: str) -> Iterator[Fault]:
    kind = stix_object["type"]
    extensions = stix_object.get("extensions", {}).values()
    defines = any(str(ext.get("extension_type")).startswith("new-") for ext in extensions)
    if kind not in KNOWN_PROPERTIES and kind not in OUR_TYPES and not defines:
        message = "STIX does not define this type; name the extension that does (section 7.3)."
        yield Fault(f"{where}/type", "undefined-type", message)


def _check_language(stix_object: StixObject, where: str) -> Iterator[Fault]:
    if "lang" in stix_object and not _LANGUAGE.fullmatch(stix_object["lang"]):
        message = "The language must be an RFC 5646 tag, such as zh-Hans."
        yield Fault(f"{where}/lang", "wrong-language", message)


def _check_pattern(stix_object: StixObject, where: str, limits: Limits) -> Iterator[Fault]:
    if stix_object["type"] != "indicator" or stix_object["pattern_type"] != "stix":
        return
    try:
        parse_pattern(stix_object["pattern"], limits)
    except PatternError as error:
        yield Fault(f"{where}/pattern", error.code, f"{error}.")


def _warn_of_pattern(stix_object: StixObject, where: str, limits: Limits) -> Iterator[Fault]:
    if stix_object["type"] != "indicator" or stix_object["pattern_type"] != "stix":
        return
    pattern = parse_pattern(stix_object["pattern"], limits)
    known = OBSERVABLE_TYPES | OUR_TYPES
    if any(comparison.object_type not in known for comparison in pattern.comparisons):
        message = "The pattern tests a type that STIX does not define."
        yield Fault(f"{where}/pattern", "undefined-type", message)


def _warn_of_identifier(stix_object: StixObject, where: str) -> Iterator[Fault]:
    if not stix_object["id"].islower():
        message = "Write the UUID in lower case; identifiers are compared as text."
        yield Fault(f"{where}/id", "upper-case-identifier", message)


def _warn_of_custom_properties(stix_object: StixObject, where: str) -> Iterator[Fault]:
    for name in _list_undefined(stix_object):
        message = "A custom property; send it through a STIX extension (section 11)."
        yield Fault(where + make_pointer(name), "custom-property", message)


_SHAPE_RULES: Final[tuple[Rule, ...]] = (_check_type, check_tlp_definition, _check_schema)
_FAULT_RULES: Final[tuple[Rule, ...]] = (
    _check_version,
    _check_identifier,
    _check_properties,
    _check_custom_type,
    _check_language,
    check_timestamps,
    check_order,
    check_references,
    check_object_markings,
    check_granular_markings,
    check_extensions,
    check_profile,
)
_WARNING_RULES: Final[tuple[Rule, ...]] = (
    _warn_of_identifier,
    _warn_of_custom_properties,
    warn_of_ancient_times,
    warn_of_relationship,
    warn_of_repeated_markings,
    warn_of_extensions,
    warn_of_profile,
)
