"""One thing, one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.stix.normalise import normalise_address, normalise_domain, normalise_url, refang
from sharing.stix.observables import Observable, list_observables, list_text_observables
from tests.unit.stix.samples import make_indicator, make_object, make_observable


def list_values(*objects):
    return [(o.kind, o.value, o.strong) for o in list_observables({"objects": list(objects)})]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Bank.Example:80", "http://bank.example/"),
        ("https://bank.example.:443/a/./b/../c", "https://bank.example/a/c"),
        ("http://bank.example/%7euser/%2f?q=%41#top", "http://bank.example/~user/%2F?q=A"),
        ("http://bank.example:8080/..", "http://bank.example:8080/"),
        ("hxxps://bank[.]example/x", "https://bank.example/x"),
        ("hxxp[:]//bank(dot)example/x", "http://bank.example/x"),
        ("http://例子.example/路", "http://xn--fsqu00a.example/%E8%B7%AF"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("http://User@Bank.Example/", "http://User@bank.example/"),
        ("not a url", ""),
        ("http://[bad", ""),
        ("http://bank.example:99999/", ""),
    ],
)
def test_urls_are_normalised_as_rfc_3986_says(written, normal):
    assert normalise_url(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("WWW.Bank.Example.", "www.bank.example"),
        ("bank[.]example", "bank.example"),
        ("bank。example", "bank.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("localhost", ""),
        ("192.0.2.1", ""),
        ("-bad-.example", ""),
        ("a" * 300 + ".example", ""),
    ],
)
def test_host_names_are_lower_case_ascii_without_the_last_dot(written, normal):
    assert normalise_domain(written) == normal


def test_an_address_loses_the_prefix_of_one_host_and_a_network_is_none():
    assert normalise_address("192[.]0.2.1/32") == "192.0.2.1"
    assert normalise_address("2001:DB8:0::1/128") == "2001:db8::1"
    assert normalise_address("192.0.2.0/24") == ""


@given(st.text(max_size=60))
def test_normal_forms_are_their_own_normal_form(text):
    for normalise in (normalise_url, normalise_domain, normalise_address, refang):
        once = normalise(text)
        if normalise is not refang:
            assert normalise(once) == once


def test_objects_and_patterns_give_the_same_observable():
    url = make_observable("url", value="HTTP://a.example:80/x")
    indicator = make_indicator(pattern="[url:value IN ('http://A.example/x#y')]")

    assert list_values(url, indicator) == [("url", "http://a.example/x", True)]


def test_every_kind_of_object_is_read():
    digest = "A" * 64
    cve = {"source_name": "cve", "external_id": "CVE-2026-12345"}
    token = {"kind": "bank-account", "token": "x" * 22, "token_domain": "2026q4"}
    objects = [
        make_observable("domain-name", value="A.example."),
        make_observable("ipv4-addr", value="192.0.2.1/32"),
        make_observable("ipv6-addr", value="2001:DB8::1"),
        make_observable("email-addr", value="Who@A.example"),
        make_observable("file", hashes={"SHA-256": digest, "SSDEEP": "3:a:b"}),
        make_observable("user-account", user_id="6222 0200-0000"),
        make_observable("user-account", 2, user_id="6222****0000"),
        make_observable("subject-token", **token),
        make_object("vulnerability", name="x", external_references=[cve]),
    ]

    assert list_values(*objects) == [
        ("account", "6222****0000", False),
        ("account", "622202000000", True),
        ("cve", "CVE-2026-12345", False),
        ("domain", "a.example", False),
        ("email", "who@a.example", True),
        ("file-hash", digest.lower(), False),
        ("ipv4", "192.0.2.1", False),
        ("ipv6", "2001:db8::1", False),
        ("token", "bank-account:2026q4:" + "x" * 22, True),
    ]


@pytest.mark.parametrize(
    ("pattern", "values"),
    [
        ("[ipv4-addr:value ISSUBSET '192.0.2.1/32']", ["192.0.2.1"]),
        ("[network-traffic:dst_ref.value = 'a.example']", ["a.example"]),
        ("[file:hashes.'SHA-1' = '" + "B" * 40 + "']", ["b" * 40]),
        ("[url:value NOT = 'http://a.example/']", []),
        ("[url:value LIKE 'http://a.example/%']", []),
        ("[ipv4-addr:value ISSUBSET '192.0.2.0/24']", []),
    ],
)
def test_only_what_a_pattern_demands_is_an_observable(pattern, values):
    assert [value for _, value, _ in list_values(make_indicator(pattern=pattern))] == values


def test_benign_indicators_and_other_pattern_languages_give_nothing():
    assert list_values(make_indicator(indicator_types=["benign"])) == []
    assert list_values(make_indicator(pattern="rule x", pattern_type="yara")) == []


def test_text_is_read_through_defanging_and_beside_chinese():
    text = (
        "涉及：hxxp://A[.]example/x，请拦截198[.]51.100.7/32、bad[.]example。"
        "邮箱who[at]b.example CVE-2026-12345 " + "C" * 32
    )

    assert list_text_observables(text) == (
        Observable("cve", "CVE-2026-12345", False),
        Observable("domain", "bad.example", False),
        Observable("email", "who@b.example", True),
        Observable("file-hash", "c" * 32, False),
        Observable("ipv4", "198.51.100.7", False),
        Observable("url", "http://a.example/x", True),
    )


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    assert isinstance(list_text_observables(text), tuple)
