"""Content that this hub does not know the meaning of: foreign extensions, types and properties."""

from sharing.stix.markings import StixObject
from sharing.stix.schemas import KNOWN_PROPERTIES, PREDEFINED_EXTENSIONS
from sharing.stix.vocabulary import KNOWN_EXTENSIONS, OUR_TYPES


def holds_unknown_content(stix_object: StixObject) -> bool:
    """Tell whether the object holds what only its sender can explain (kept, sealed: f13)."""
    kind = stix_object["type"]
    if kind in OUR_TYPES:
        return not stix_object.get("extensions", {}).keys() <= KNOWN_EXTENSIONS
    if kind not in KNOWN_PROPERTIES:
        return True
    known = KNOWN_EXTENSIONS | PREDEFINED_EXTENSIONS.get(kind, frozenset())
    return not (
        stix_object.keys() <= KNOWN_PROPERTIES[kind]
        and stix_object.get("extensions", {}).keys() <= known
    )
