"""JSON Schema errors as faults: the place and the rule, never the value."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from jsonschema_rs import ValidationError, ValidationErrorKind

from sharing.stix.faults import Fault, make_pointer

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "type": ("wrong-type", "The value has the wrong JSON type for this property."),
    "enum": ("not-allowed-value", "The value is not one of those allowed here."),
    "const": ("not-allowed-value", "The value is not the one allowed here."),
    "pattern": ("wrong-form", "The value does not have the form this property asks for."),
    "format": ("wrong-form", "The value does not have the format this property asks for."),
    "minItems": ("too-few", "The list is empty or too short; leave the property out instead."),
    "maxItems": ("too-many", "The list is longer than allowed."),
    "uniqueItems": ("repeated-value", "The list repeats a value."),
    "minLength": ("too-short", "The text is shorter than allowed."),
    "maxLength": ("too-long", "The text is longer than allowed."),
    "minProperties": ("too-few", "The object is empty; leave the property out instead."),
    "minimum": ("out-of-range", "The number is below the range of this property."),
    "maximum": ("out-of-range", "The number is above the range of this property."),
    "propertyNames": ("wrong-name", "A name in this object is not allowed."),
    "not": ("not-allowed", "The object holds a property or value that is not allowed here."),
}
_OTHERWISE: Final = ("wrong-form", "The value matches none of the forms that are allowed here.")


def describe_errors(errors: Iterable[ValidationError], prefix: str) -> Iterator[Fault]:
    """Yield the faults of the errors, their pointers beginning with the prefix."""
    for error in errors:
        yield from _describe(error, prefix + make_pointer(*error.instance_path))


def is_format_error(fault: Fault) -> bool:
    """Tell whether the fault is about a value's format, which defanged values never keep."""
    return fault.message == _SENTENCES["format"][1]


def _describe(error: ValidationError, pointer: str) -> Iterator[Fault]:
    match error.kind:
        case ValidationErrorKind.Required(property=name):
            yield Fault(pointer, "missing-property", f"The required property {name} is missing.")
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                yield undefined_property(pointer + make_pointer(name))
        case kind:
            yield Fault(pointer, *_SENTENCES.get(kind.name, _OTHERWISE))


def undefined_property(pointer: str) -> Fault:
    """Return the fault of a property that neither STIX nor an extension defines."""
    message = (
        "The property is not defined here or its name is malformed (section 3.1);"
        " send custom properties through a STIX extension."
    )
    return Fault(pointer, "undefined-property", message)
