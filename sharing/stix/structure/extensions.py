"""Rules on the ``extensions`` property (section 7.3) and warnings of what is not known here."""

from collections.abc import Iterator
from typing import Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import StixObject
from sharing.stix.schemas import PREDEFINED_EXTENSIONS
from sharing.stix.vocabulary import KNOWN_EXTENSIONS

_TOPLEVEL: Final = "toplevel-property-extension"


def has_toplevel_extension(stix_object: StixObject) -> bool:
    """Tell whether an extension may add properties to the top of the object."""
    extensions = stix_object.get("extensions", {}).values()
    return any(extension.get("extension_type") == _TOPLEVEL for extension in extensions)


def check_extensions(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse keys that are neither an extension definition nor predefined for the type."""
    predefined = PREDEFINED_EXTENSIONS.get(stix_object["type"], frozenset())
    for key in stix_object.get("extensions", ()):
        if not key.startswith("extension-definition--") and key not in predefined:
            message = "An extension is named by the identifier of its extension definition."
            yield Fault(where + make_pointer("extensions", key), "wrong-extension", message)


def warn_of_extensions(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Warn of extensions whose meaning this hub does not know; they are kept sealed."""
    for key in stix_object.get("extensions", ()):
        if key.startswith("extension-definition--") and key not in KNOWN_EXTENSIONS:
            message = "The extension is not known here; it travels only where policy allows."
            yield Fault(where + make_pointer("extensions", key), "unknown-extension", message)
