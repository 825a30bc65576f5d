"""Rules on markings: TLP is never doubled or forged, and selectors select something."""

from collections.abc import Iterator
from typing import Any, Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import TLP_1_VALUES, TLP_2_IDS, TLP_BY_ID, StixObject, Tlp
from sharing.stix.vocabulary import TLP_2

_LONGEST_INDEX: Final = len("[99999]")
_TLP_2_VALUES: Final = {TLP_2_IDS[level]: level.value_2_0 for level in Tlp}


def check_tlp_definition(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse a definition that says TLP under another id, or another thing under a TLP id.

    TLP definitions are published objects (section 7.2.1.4; TLP 2.0 by extension): a private one
    would let its sender decide what AMBER means. Runs before the schema, so it trusts no type.
    """
    if stix_object.get("type") != "marking-definition":
        return
    identifier = str(stix_object.get("id"))
    value_1 = _read(stix_object, "definition", "tlp")
    value_2 = _read(stix_object, "extensions", TLP_2, "tlp_2_0")
    says_tlp = stix_object.get("definition_type") == "tlp" or value_2 is not None
    is_published = identifier in TLP_BY_ID
    is_true = (value_1, value_2) == (TLP_1_VALUES.get(identifier), _TLP_2_VALUES.get(identifier))
    if (says_tlp or is_published) and not (is_published and is_true):
        message = "TLP markings are used by their published identifiers and content only."
        yield Fault(where, "forged-tlp", message)


def _read(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def check_object_markings(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse two TLP levels on one object: nobody could say which holds (section 7.2.1.4)."""
    refs = stix_object.get("object_marking_refs", ())
    if len({TLP_BY_ID[reference] for reference in refs if reference in TLP_BY_ID}) > 1:
        message = "The object has two TLP levels; keep one."
        yield Fault(f"{where}/object_marking_refs", "two-tlp-levels", message)


def warn_of_repeated_markings(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Warn of the same marking listed twice."""
    refs = stix_object.get("object_marking_refs", ())
    if len(set(refs)) != len(refs):
        message = "The same marking is listed twice."
        yield Fault(f"{where}/object_marking_refs", "repeated-marking", message)


def check_granular_markings(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse selectors that select nothing, and several TLP levels are left to the strictest."""
    for index, granular in enumerate(stix_object.get("granular_markings", ())):
        for position, selector in enumerate(granular.get("selectors", ())):
            if not _selects(stix_object, selector):
                pointer = make_pointer("granular_markings", index, "selectors", position)
                message = "The selector names nothing in this object (section 7.2.3.1)."
                yield Fault(where + pointer, "dangling-selector", message)


def _selects(stix_object: StixObject, selector: str) -> bool:
    value: Any = stix_object
    for step in selector.split("."):
        if step.startswith("[") and isinstance(value, list):
            # The length first: converting thousands of digits is refused by the interpreter.
            if len(step) > _LONGEST_INDEX or int(step[1:-1]) >= len(value):
                return False
            value = value[int(step[1:-1])]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return False
    return True
