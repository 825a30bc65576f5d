"""Whatever is changed in a good bundle, it is read or rejected; nothing else ever happens."""

from contextlib import suppress

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.stix.observables import list_observables
from tests.unit.stix.samples import (
    BUNDLE_ID,
    RECEIVED,
    make_id,
    make_indicator,
    make_object,
    make_observable,
    make_report,
)
from tests.unit.stix.test_profile import make_example

GOOD = [
    *make_example(),
    make_indicator(labels=["a"], kill_chain_phases=[{"kill_chain_name": "x", "phase_name": "y"}]),
    make_observable("file", hashes={"MD5": "a" * 32}, extensions={"ntfs-ext": {"sid": "x"}}),
    make_report(make_id("indicator")),
    make_object(
        "malware",
        is_family=True,
        name="x",
        external_references=[{"source_name": "x", "external_id": "1"}],
    ),
]
NAMES = st.sampled_from(sorted({name for member in GOOD for name in member}))
VALUES = st.recursive(
    st.sampled_from([None, True, -1, 1.5, "", "x", make_id("identity"), "2026-02-30T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
CHANGES = st.lists(st.tuples(st.integers(0, len(GOOD) - 1), NAMES, VALUES), max_size=3)


def test_the_unchanged_bundle_is_good():
    raw = orjson.dumps({"type": "bundle", "id": BUNDLE_ID, "objects": GOOD})

    alerts = read_alerts(raw, received_at=RECEIVED, split=True)

    assert sum(alert.object_count for alert in alerts) >= len(GOOD)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changes=CHANGES, split=st.booleans(), version=st.sampled_from([None, "2.0"]))
def test_any_changed_bundle_is_read_or_rejected(changes, split, version):
    objects = [dict(member) for member in GOOD]
    for index, name, value in changes:
        objects[index][name] = value
    bundle = {"type": "bundle", "id": BUNDLE_ID, "objects": objects, "spec_version": version}
    raw = orjson.dumps({name: value for name, value in bundle.items() if value is not None})

    with suppress(StixRejected):
        for alert in read_alerts(raw, received_at=RECEIVED, split=split):
            assert isinstance(list_observables(alert.bundle), tuple)
            assert alert.object_count == len(alert.bundle["objects"])
