"""Ways around detection that a hostile review found; each of them stays closed."""

import base64

import pytest

from privacy.detection import inspect_bundle
from privacy.gate import find_authentication_data
from tests.unit.privacy.bundles import CARD, EMAIL, MOBILE, bundle, indicator, sco, sdo

TAIL = "5c6a1f0e-2f7b-4a0e-9d5b-8a1c9e3f4b20"


def _pointers(*objects):
    return {finding.pointer for finding in inspect_bundle({"objects": list(objects)})}


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("description", f"{MOBILE}-zhang-san--{TAIL}", "/objects/0/description"),
        ("name", f"{CARD}--{TAIL}", "/objects/0/name"),
        ("labels", [f"x-{MOBILE}--{TAIL}"], "/objects/0/labels/0"),
        ("object_refs", [f"x-{MOBILE}--{TAIL}"], "/objects/0/object_refs/0"),
        ("id", f"x-{MOBILE}--{TAIL}", "/objects/0/id"),
        ("type", f"x-{MOBILE}", "/objects/0/type"),
        ("lang", MOBILE, "/objects/0/lang"),
        ("spec_version", MOBILE, "/objects/0/spec_version"),
        ("pattern_type", MOBILE, "/objects/0/pattern_type"),
        ("environment_variables", {"type": MOBILE}, "/objects/0/environment_variables/type"),
        ("x_more", {"id": EMAIL}, "/objects/0/x_more/id"),
        ("x_more", {"lang": MOBILE}, "/objects/0/x_more/lang"),
    ],
)
def test_a_structural_shape_or_name_hides_nothing(member, value, pointer):
    assert _pointers({**sdo("tool", name="Kit"), member: value}) == {pointer}


def test_a_phone_in_a_uuid_of_digits_is_looked_at_in_prose():
    assert _pointers(
        sdo("tool", name="Kit", description="call 13800138-0001-4380-8138-001380013800")
    )


def test_real_references_and_times_stay_structure():
    fact = sdo("tool", name="Kit", x_ref=f"ipv4-addr--{TAIL}", first_seen="2026-11-23T01:00:00.5Z")

    assert _pointers(fact, sdo("note", content=f"see ipv4-addr--{TAIL}")) == set()


@pytest.mark.parametrize("member", ["description", "published"])
def test_an_impossible_time_is_text(member):
    fact = {**sdo("tool", name="Kit"), member: f"2026-11-23T00:00:00Z {MOBILE}"}
    odd = {**sdo("tool", name="Kit"), member: "phone 1380-01-38T00:00:00.13800138000Z"}

    assert _pointers(fact) == _pointers(odd) == {f"/objects/0/{member}"}


def test_authentication_data_in_the_shape_of_an_identifier_is_found():
    for member in ("name", "id", "x_ref"):
        fact = {**sdo("tool", name="Kit"), member: f"cvv-123--{TAIL}"}

        assert find_authentication_data({"objects": [fact]}) == (
            (f"/objects/0/{member}", "card-verification-value"),
        )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_payload_is_read_in_every_encoding(encoding):
    payload = base64.b64encode(f"电话 {MOBILE}, CVV 123".encode(encoding)).decode()
    artifact = sco("artifact", "a", payload_bin=payload)

    assert _pointers(artifact) == {"/objects/0/payload_bin"}
    assert find_authentication_data({"objects": [artifact]})


def test_a_payload_counts_as_everything_that_it_holds():
    payload = base64.b64encode(f"电话 {MOBILE} 卡号 {CARD}".encode()).decode()
    found = inspect_bundle(bundle(sco("artifact", "a", payload_bin=payload)))

    assert {finding.category.value for finding in found} == {"PI", "C2"}
    assert {finding.start for finding in found} == {None}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x00\xff\xfe\x80\x81", b"PK\xff\x00", b"\x89PNG\r\n\x1a\n"]
)
def test_a_payload_that_cannot_be_read_is_personal_in_every_way(content):
    payload = base64.b64encode(content).decode()
    found = inspect_bundle(bundle(sco("artifact", "a", payload_bin=payload)))

    assert {finding.category.value for finding in found} == {"PI", "SPI", "C2"}


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (f"[file:name = h'{MOBILE.encode().hex()}']", f"h'{MOBILE.encode().hex()}'"),
        ("[file:name = b'MTM4MDAxMzgwMDA=']", "b'MTM4MDAxMzgwMDA='"),
        ("[file:name = h'00ff80']", "h'00ff80'"),
        (f"[x-a:b.'{MOBILE}'.c = 'x']", MOBILE),
        ("[file:name MATCHES '^1[3]8-?0{1}0.1.3.8.0.0.0$']", "^1[3]8-?0{1}0.1.3.8.0.0.0$"),
        ("[file:name MATCHES '138.0.0.13-?8000']", "138.0.0.13-?8000"),
        ("[file:name LIKE '77%12_34%56_78']", "77%12_34%56_78"),
    ],
)
def test_a_pattern_hides_nothing_by_its_notation(pattern, shown):
    rule = indicator(pattern)
    (found,) = inspect_bundle({"objects": [rule]})

    assert pattern[found.start : found.end] == shown


def test_data_in_an_object_type_of_a_pattern_takes_the_whole_pattern():
    (found,) = inspect_bundle({"objects": [indicator(f"[x-{MOBILE}:b = 'x']")]})

    assert (found.pointer, found.start) == ("/objects/0/pattern", None)


def test_an_expression_over_network_addresses_or_words_is_free():
    assert (
        _pointers(
            indicator("[ipv4-addr:value MATCHES '^192\\\\.168\\\\.110\\\\.220$']"),
            indicator("[ipv4-addr:value MATCHES '^192\\\\.168\\\\.110\\\\.[0-9]{1,3}$']"),
            indicator("[url:value LIKE '%login%2026%']"),
            indicator("[file:name = h'6576696c']"),
        )
        == set()
    )


@pytest.mark.parametrize(
    ("kind", "member", "number", "is_found"),
    [
        ("file", "size", 13800138000, False),
        ("tool", "size", 13800138000, True),
        ("autonomous-system", "number", 4200000001, False),
        ("autonomous-system", "number", 13800138000, True),
        ("tool", "x_a", -13800138000, True),
        ("tool", "x_a", 13800138000.0, True),
    ],
)
def test_a_number_is_a_count_only_where_the_type_has_it(kind, member, number, is_found):
    assert bool(_pointers(sco(kind, "a", **{member: number}))) is is_found


@pytest.mark.parametrize("kind", ["note", "opinion"])
def test_authors_are_persons(kind):
    assert _pointers(sdo(kind, authors=["Mei Lin"])) == {"/objects/0/authors/0"}


def test_the_common_name_of_a_certificate_may_be_a_person():
    person = sco("x509-certificate", "a", subject="C=CN, CN=Mei Lin, OU=x")
    host = sco("x509-certificate", "b", subject="CN=www.evil.example, O=Evil Ltd")
    issuer = sco("x509-certificate", "c", subject="CN=Northern Root CA")

    assert _pointers(person, host, issuer) == {"/objects/0/subject"}
