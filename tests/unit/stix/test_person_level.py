"""Which subjects make an alert one about persons."""

import pytest

from sharing.stix.conversation import is_person_level

SUBJECT = "identity--6f0c1a5e-9d0b-4a63-8c7a-1f2b3c4d5e6f"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ({"identity_class": "individual"}, True),
        ({"identity_class": "group"}, True),
        ({"identity_class": "class"}, True),
        ({"identity_class": "unknown"}, True),
        ({"identity_class": "organization"}, False),
        ({"identity_class": "system"}, False),
        ({}, False),
    ],
)
def test_people_are_persons_also_in_groups(subject, expected):
    assert is_person_level({"subject_refs": [SUBJECT]}, {SUBJECT: subject}) is expected
