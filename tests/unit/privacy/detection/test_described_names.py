"""Detection and redaction are strangers, and agree on what the specification describes."""

from privacy.detection import places
from privacy.redaction import properties

# Open dictionaries: redaction knows the property, detection reads what is in it.
OPEN = {"additional_header_fields", "environment_variables"}
# A property of an extension of the incident object.
OF_EXTENSIONS = {"incident_types"}


def _without_references(names):
    return {name for name in names if not name.endswith(("_ref", "_refs"))}


def test_both_rooms_describe_the_same_properties():
    described = set().union(*properties._BY_TYPE.values())

    assert _without_references(described) - OPEN == places._DESCRIBED - OF_EXTENSIONS
    assert _without_references(properties.COMMON) == places._COMMON
