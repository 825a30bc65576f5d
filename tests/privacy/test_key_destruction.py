"""Old keys go only by two persons, and nothing goes that was not meant to (PC-30, PC-41)."""

from datetime import timedelta

import pytest

from privacy.approvals.models import Approval
from privacy.approvals.services import decide
from privacy.errors import (
    ApprovalNeeded,
    KeyDestroyed,
    KeyInUse,
    PersonNeeded,
    SelfApproval,
)
from privacy.keys import memory, places
from privacy.keys.destruction import SETTLES, ask_destruction, destroy_key
from privacy.keys.keyring import CHECK_EVERY
from privacy.keys.models import DataKey
from privacy.keys.services import (
    active_data_key,
    ensure_data_key,
    make_subject_keys,
    unseal,
)
from tests.factories.keys import (
    ANNA,
    BERT,
    MEI,
    OWNER,
    PLACE,
    events,
    place_of,
    read_all,
    retire,
    store_under,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _one_place(monkeypatch):
    monkeypatch.setattr(places, "_places", {PLACE.name: PLACE})


def destroy(key_id, now, **changes) -> int:
    shred = changes.get("crypto_shred", False)
    asked = ask_destruction(actor=ANNA, now=now, key_id=key_id, crypto_shred=shred, reason="")
    decide(actor=BERT, now=now, approval_id=asked, given=True)
    return destroy_key(actor=ANNA, now=now, key_id=key_id, approval_id=asked, crypto_shred=shred)


def test_pc_30_a_retired_key_under_which_nothing_is_sealed_is_destroyed_by_two(now):
    content, kek, later = retire(now)

    assert destroy(content, later) == 1
    assert destroy(kek, later) == 1

    for key_id in (content, kek):
        row = DataKey.objects.get(id=key_id)
        assert (row.state, bytes(row.wrapped), row.destroyed_at) == ("destroyed", b"", later)
    told = events("keys.key.destroyed")
    assert [(actor, subject) for actor, subject, _ in told] == [
        (ANNA, str(content)),
        (ANNA, str(kek)),
    ]
    used = Approval.objects.filter(state="used").values_list("id", flat=True)
    assert {details["approval"] for _, _, details in told} == {str(one) for one in used}


def test_pc_41_one_person_alone_destroys_nothing(now):
    content, _, later = retire(now)
    asked = ask_destruction(actor=ANNA, now=later, key_id=content, crypto_shred=False, reason="old")
    act = {"actor": ANNA, "now": later, "key_id": content}

    with pytest.raises(ApprovalNeeded):
        destroy_key(**act, approval_id=asked)
    with pytest.raises(SelfApproval):
        decide(actor=ANNA, now=later, approval_id=asked, given=True)
    with pytest.raises(PersonNeeded):
        ask_destruction(
            actor="client:abc", now=later, key_id=content, crypto_shred=False, reason=""
        )

    assert DataKey.objects.get(id=content).state == "decrypt-only"
    assert events("keys.key.destroyed") == []


def test_pc_41_an_approval_serves_only_the_destruction_it_was_given_for(now):
    content, kek, later = retire(now)
    store_under(content)
    DataKey.objects.filter(wrapped_by=kek).update(
        wrapped_by=DataKey.objects.get(kind="kek", state="active").id
    )
    asked = ask_destruction(actor=ANNA, now=later, key_id=kek, crypto_shred=False, reason="")
    decide(actor=BERT, now=later, approval_id=asked, given=True)

    with pytest.raises(ApprovalNeeded):
        destroy_key(actor=ANNA, now=later, key_id=content, approval_id=asked, crypto_shred=True)
    with pytest.raises(ApprovalNeeded):
        destroy_key(actor=ANNA, now=later, key_id=kek, approval_id=asked, crypto_shred=True)

    assert set(DataKey.objects.values_list("state", flat=True)) == {"active", "decrypt-only"}
    assert Approval.objects.get(id=asked).state == "given"


@pytest.mark.parametrize("early", [timedelta(0), SETTLES - timedelta(seconds=1)])
def test_a_key_that_was_active_a_moment_ago_is_not_destroyed(now, early):
    content, _, _ = retire(now)

    for shred in (False, True):
        with pytest.raises(KeyInUse):
            ask_destruction(
                actor=ANNA, now=now + early, key_id=content, crypto_shred=shred, reason=""
            )

    assert Approval.objects.count() == 0


def test_an_active_key_is_not_destroyed(now):
    content = ensure_data_key(owner=OWNER, now=now)

    for shred in (False, True):
        with pytest.raises(KeyInUse):
            ask_destruction(
                actor=ANNA, now=now + SETTLES, key_id=content, crypto_shred=shred, reason=""
            )


def test_a_key_that_still_seals_content_is_destroyed_only_to_shred_it(now):
    content, _, later = retire(now)
    store_under(content)

    with pytest.raises(KeyInUse):
        destroy(content, later)
    assert list(read_all().values()) == [b"clear-0"]

    assert destroy(content, later, crypto_shred=True) == 1
    assert list(read_all().values()) == [None]


def test_what_was_sealed_between_asking_and_doing_stops_the_destruction(now):
    content, _, later = retire(now)
    asked = ask_destruction(actor=ANNA, now=later, key_id=content, crypto_shred=False, reason="")
    decide(actor=BERT, now=later, approval_id=asked, given=True)
    store_under(content)

    with pytest.raises(KeyInUse):
        destroy_key(actor=ANNA, now=later, key_id=content, approval_id=asked)

    assert Approval.objects.get(id=asked).state == "given"
    assert list(read_all().values()) == [b"clear-0"]


def test_a_key_that_wraps_others_is_destroyed_only_to_shred_them(now):
    content, kek, later = retire(now)
    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
    DataKey.objects.filter(id=keys[MEI]).update(wrapped_by=kek)

    with pytest.raises(KeyInUse):
        destroy(kek, later)

    assert destroy(kek, later, crypto_shred=True) == 3
    destroyed = DataKey.objects.filter(state="destroyed").values_list("id", flat=True)
    assert set(destroyed) == {content, kek, keys[MEI]}
    assert active_data_key(OWNER) not in destroyed


def test_without_a_list_of_sealed_columns_no_key_of_content_is_destroyed(now, monkeypatch):
    content, _, later = retire(now)
    monkeypatch.setattr(places, "_places", {})

    with pytest.raises(KeyInUse):
        destroy(content, later)


def test_a_persons_key_can_be_destroyed_while_it_seals(now):
    key = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])[MEI]

    assert destroy(key, now) == 1
    with pytest.raises(KeyDestroyed):
        ask_destruction(actor=ANNA, now=now, key_id=key, crypto_shred=False, reason="")


def test_other_processes_drop_a_shredded_key_within_seconds(now):
    content, _, later = retire(now)
    store_under(content)
    read_all()
    before = memory._held
    destroy(content, later, crypto_shred=True)
    memory._held = before  # another process, which still holds it
    before.checked -= 2 * CHECK_EVERY

    row = Approval.objects.get(kind="sample")
    with pytest.raises(KeyDestroyed):
        unseal(place=place_of(row), sealed=bytes(row.digest))
