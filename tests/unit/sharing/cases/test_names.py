import pytest

from sharing.cases.matching.names import find_parties, is_pinyin, read_host, read_identity, spell
from sharing.stix.simplified import simplify


def _brands(text):
    return {party.spellings[0] for party in find_parties(simplify(text))}


@pytest.mark.parametrize(
    "text",
    ["与霁渡财富对账存在差额", "仿冒霽渡財富的網頁", "A page that imitates Jidu Wealth was found"],
)
def test_one_name_is_read_alike_in_three_scripts(text):
    assert _brands(text) == {"jidu"}


def test_kinds_of_organisation_tell_sisters_apart():
    lending, payment = (read_identity(simplify(name))[0] for name in ("昀渡网贷", "Yundu Pay"))

    assert lending.spellings[0] == payment.spellings[0] == "yundu"
    assert lending.kind != payment.kind


def test_a_name_in_two_spellings_is_two_readings_of_one():
    both = read_identity(simplify("檀汊財富（Tancha Wealth）"))

    assert {party.kind for party in both} == {both[0].kind}
    assert len({party.spellings[0] for party in both}) == 1


@pytest.mark.parametrize(
    "text", ["已暂停相关支付。", "请暂缓支付。", "We suspended payments.", "Client funds mixed."]
)
def test_a_phrase_with_the_words_of_a_kind_is_no_name(text):
    assert not [party for party in find_parties(simplify(text)) if party.is_certain]


def test_a_polyphone_has_more_than_one_spelling():
    assert {"congle", "zongle"} <= {one.replace("h", "") for one in spell("重乐")}


def test_the_umlaut_is_written_in_any_way():
    assert spell("绿")[0] == spell("碌")[0] == "lu"


def test_a_host_of_brand_and_kind_names_its_owner():
    named = read_host("api.yundu-lending.example")

    assert named is not None
    assert named.spellings == ("yundu",)
    assert read_host("secure-login.example") is None


def test_a_translated_name_is_no_pinyin():
    assert is_pinyin("Yanyu")
    assert not is_pinyin("Straits")
