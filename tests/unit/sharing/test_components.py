"""Which alerts are one case to a viewer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sharing.cases.components import DIGEST_BYTES, Member, connect

AT = datetime(2026, 11, 23, tzinfo=UTC)


def member(number, keys):
    digests = b"".join(key.encode() * DIGEST_BYTES for key in keys)
    return Member(UUID(int=number), AT + timedelta(minutes=number), digests)


def test_alerts_are_joined_link_by_link_under_the_id_of_the_earliest():
    members = [member(4, "d"), member(3, "bc"), member(2, "ab"), member(1, "c")]

    assert {one.int: case.int for one, case in connect(members).items()} == {1: 1, 2: 1, 3: 1, 4: 4}


def test_without_keys_an_alert_stands_alone():
    assert {one.int: case.int for one, case in connect([member(1, ""), member(2, "")]).items()} == {
        1: 1,
        2: 2,
    }


def test_a_late_link_joins_what_stood_apart():
    members = [member(1, "a"), member(2, "b"), member(3, "ab")]

    assert {case.int for case in connect(members).values()} == {1}
