"""One identifier is one subject, however it is written and wherever it was found (PC-31)."""

import pytest

from privacy.detection import inspect_bundle, scan_text
from privacy.detection.types import DataType, kind_of
from privacy.subjects.identifiers import (
    STRONG,
    WEAK,
    is_strong,
    normalise_identifier,
    scope_to_item,
    subject_key,
)
from tests.factories.bundles import make_bundle
from tests.shared_data import needs_shared, read_lines

LANDLINE = DataType.LANDLINE


@pytest.mark.parametrize(
    ("kind", "text", "normalised"),
    [
        ("phone", "138 0013 8000", "+8613800138000"),
        ("phone", "+86-138-0013-8000", "+8613800138000"),
        ("phone", "008613800138000", "+8613800138000"),
        ("phone", "1380013\uff18\uff10\uff10\uff10", "+8613800138000"),
        ("phone", "010-62345678", "+861062345678"),
        ("phone", "(010) 6234 5678", "+861062345678"),
        ("phone", "+86 10 6234 5678", "+861062345678"),
        ("phone", "+852 9123 4567", "+85291234567"),
        ("person-id-number", "11010519491231002x", "11010519491231002X"),
        ("person-id-number", "430102630405413", "430102196304054135"),
        ("person-id-number", "c123456(9)", "C1234569"),
        ("email", " Mei.Lin@Mail.Example.org ", "mei.lin@mail.example.org"),
        ("email", "mei[.]lin[at]mail[.]example[.]org", "mei.lin@mail.example.org"),
        ("bank-account", "6222 0205 5505 7109 277", "6222020555057109277"),
        ("bank-account", "gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("messenger", "WXID_abc12345", "wxid_abc12345"),
        ("person-name", "Li  Ming", "li  ming"),
    ],
)
def test_an_identifier_has_one_spelling(kind, text, normalised):
    assert normalise_identifier(kind, text) == normalised
    assert normalise_identifier(kind, normalised) == normalised


def test_a_subject_is_sixteen_bytes_and_depends_on_kind_and_value():
    phone = subject_key("phone", "+8613800138000")

    assert len(phone) == 16
    assert phone == subject_key("phone", "138-0013-8000")
    assert phone != subject_key("phone", "+8613800138001")
    assert phone != subject_key("messenger", "+8613800138000")


def test_a_card_an_account_and_a_wallet_of_one_number_are_one_subject():
    number = "6222020555057109277"

    keys = {subject_key(kind, number) for kind in ("payment-card", "bank-account", "e-wallet")}

    assert len(keys) == 1


def test_a_weak_subject_is_another_one_in_each_item():
    name = subject_key("person-name", "李明")

    assert scope_to_item(name, "a") != scope_to_item(name, "b")
    assert scope_to_item(name, "a") != name


def test_every_kind_is_either_strong_or_weak():
    assert frozenset(kind_of(one) for one in DataType) == STRONG | WEAK
    assert {"person-name", "address", "birth-date", "network-address"} <= WEAK


@pytest.mark.parametrize(
    ("kind", "value", "strong"),
    [
        ("phone", "+8613800138000", True),
        ("bank-account", "6222****1234", False),
        ("bank-account", "*1234", False),
        ("bank-account", "admin", False),
        ("bank-account", "user_123456", True),
        ("bank-account", "1" * 65, False),
        ("person-name", "李明", False),
        ("subject-token", "tok-abcdefgh", False),
    ],
)
def test_only_what_names_one_person_everywhere_is_strong(kind, value, strong):
    assert is_strong(kind, value) is strong


@needs_shared
def test_what_a_person_writes_is_what_detection_found():
    """Strong identifiers only: what a person types is looked up by these."""
    seen = 0
    for record in read_lines("data/pii/visible.jsonl"):
        for span in scan_text(record["text"]):
            kind, written = kind_of(span.type), record["text"][span.start : span.end]
            if kind not in STRONG or not is_strong(kind, span.normalised):
                continue
            seen += 1
            assert subject_key(kind, written) == subject_key(kind, span.normalised)
            # Detection leaves landlines of the mainland without their country.
            if span.type is not LANDLINE:
                assert normalise_identifier(kind, written) == span.normalised
    assert seen > 500


def test_a_typed_field_and_prose_name_the_same_subject():
    account = {
        "type": "user-account",
        "spec_version": "2.1",
        "id": "user-account--d4aa4d41-8c9e-5d7c-b5d1-0a2f9b1d9f00",
        "user_id": "6222 0205 5505 7109 277",
    }
    bundle = make_bundle(description="持卡人卡号6222020555057109277", more=(account,))

    found = {subject_key(one.kind, one.normalised) for one in inspect_bundle(bundle)}

    assert found == {subject_key("payment-card", "6222-0205-5505-7109-277")}
