import pytest

from sharing.cases.matching.codec import dump_sketch, load_sketch
from sharing.cases.matching.evidence import compare, hull_link, related
from tests.unit.sharing.cases.reports import identity, sketch

MISMATCH_ZH = ("日终对账异常", "2026年10月12日霁渡财富台账余额比存管余额多出1853.55万元。")
MISMATCH_EN = (
    "Books do not agree",
    "On 12 October Jidu Wealth showed about CNY 19 million too much.",
)
MULE = "受害人于10月12日被要求向王小雨在若霁商业银行的账户{}转账24.60万元。"


def _codes(found):
    return {code for code, _ in found.reasons}


def test_two_languages_tell_of_one_event_without_an_observable():
    found = compare(
        sketch(*MISMATCH_ZH, kind="reconciliation-difference"),
        sketch(*MISMATCH_EN, reporter="R2", kind="reconciliation-difference"),
    )

    assert found.links
    assert _codes(found) == {"same-party", "same-kind", "same-day", "amount-within"}


def test_comparison_is_symmetric():
    a, b = sketch(*MISMATCH_ZH), sketch(*MISMATCH_EN, reporter="R2")

    assert sorted(compare(a, b).reasons) == sorted(compare(b, a).reasons)
    assert compare(a, b).weight == compare(b, a).weight


def test_a_revision_is_the_same_event_whatever_it_says():
    first = sketch("Alert", "Yundu Pay, 12 October", id="report--1")
    second = sketch("Alert", "Lixi Pay, 2 September", id="report--1")

    assert _codes(compare(first, second)) == {"revision"}


def test_a_main_object_belongs_to_its_reporter():
    first = sketch("Alert", "Yundu Pay, 12 October", id="report--1")
    other = sketch("Alert", "Lixi Pay, 2 September", id="report--1", reporter="R2")

    assert compare(first, other).forbidden == "other-party"


def test_a_drill_is_never_a_real_event():
    assert (
        compare(sketch(*MISMATCH_ZH), sketch(*MISMATCH_ZH, exercise=True)).forbidden == "exercise"
    )
    assert not hull_link(sketch(*MISMATCH_ZH), sketch(*MISMATCH_ZH, exercise=True))


def test_the_same_kit_under_another_brand_is_another_event():
    kit = {"type": "file", "id": "file--1", "hashes": {"SHA-256": "ab" * 32}}
    a = sketch("钓鱼网站预警", "10月12日发现仿冒霁渡财富的页面 http://a-x.test/k/i", kit)
    b = sketch(
        "钓鱼网站预警", "10月12日发现仿冒栎岚网贷的页面 http://b-y.test/k/i", kit, reporter="R2"
    )

    assert compare(a, b).forbidden == "other-party"
    assert "same-campaign" in related(a, b)


def test_another_collecting_account_of_one_holder_is_another_event():
    a = sketch("疑似骡子账户", MULE.format("6204362659232169003"), kind="mule-account")
    b = sketch(
        "疑似骡子账户", MULE.format("6201450982005864590"), reporter="R2", kind="mule-account"
    )

    assert compare(a, b).forbidden == "other-account"


@pytest.mark.parametrize("shown", ["6204 3626 5923 2169 003", "620436*********9003", "尾号9003"])
def test_a_masked_collecting_account_is_the_same(shown):
    a = sketch("疑似骡子账户", MULE.format("6204362659232169003"), kind="mule-account")
    b = sketch("涉诈账户", MULE.format(shown), reporter="R2", kind="mule-account")

    assert compare(a, b).links
    assert "same-account" in _codes(compare(a, b))


def test_one_platform_on_another_day_is_another_event():
    a = sketch("提现异常增加", "10月12日霁渡财富申请提现800万元。", kind="withdrawal-surge")
    b = sketch("提现异常增加", "10月6日霁渡财富申请提现800万元。", kind="withdrawal-surge")

    assert compare(a, b).forbidden == "other-time"


def test_one_flaw_at_another_platform_is_another_event():
    texts = (
        "10月12日确认霁渡财富受CVE-2026-94362影响。",
        "10月12日确认栎岚网贷受CVE-2026-94362影响。",
    )
    a, b = (sketch("存在漏洞", text, kind="technical-vulnerability") for text in texts)

    assert compare(a, b).forbidden == "other-party"
    assert related(a, b) == ("same-vulnerability",)


def test_neighbours_in_a_network_share_nothing():
    texts = (
        "10月12日昀渡支付异常登录，来自198.18.4.17。",
        "10月12日昀渡支付异常登录，来自198.18.4.18。",
    )
    a, b = (sketch("异常登录", text, reporter=text, kind="account-takeover") for text in texts)

    assert "same-address" not in _codes(compare(a, b))


def test_equal_titles_alone_are_nothing():
    assert not compare(sketch("钓鱼网站预警"), sketch("钓鱼网站预警", reporter="R2")).links


def test_what_a_report_sets_apart_is_forbidden():
    a = sketch(
        "批次PAY1003-95重复执行", "10月3日昀渡支付批次PAY1003-95重复执行，与批次PAY0902-11无关。"
    )
    b = sketch("批次重复执行", "10月3日昀渡支付批次PAY0902-11重复执行。", reporter="R2")

    assert compare(a, b).forbidden == "said-unrelated"


def test_a_sister_company_is_another_party():
    a = sketch("提现异常增加", "10月12日昀渡网贷提现激增。", identity("昀渡网贷"))
    b = sketch("Withdrawal surge", "Withdrawals at Yundu Pay soared on 12 October.", reporter="R2")

    assert compare(a, b).forbidden == "other-party"


def test_a_sketch_survives_storing_and_damage_is_an_error():
    made = sketch(*MISMATCH_ZH)

    assert load_sketch(dump_sketch(made)) == made
    assert len(dump_sketch(made)) < 600
    for damaged in (b"", b"\x00" + dump_sketch(made)[1:], dump_sketch(made)[:-3]):
        with pytest.raises(ValueError, match="sketch"):
            load_sketch(damaged)


def test_an_empty_alert_has_a_sketch_that_links_nothing():
    assert not compare(sketch(""), sketch("", reporter="R2", id="report--2")).links


@pytest.mark.parametrize(
    "texts",
    [
        (MISMATCH_ZH, MISMATCH_EN),
        (("疑似骡子账户", MULE.format("6204362659232169003")), ("x", MULE.format("尾号9003"))),
    ],
)
def test_what_links_in_a_redacted_form_is_within_the_hull_of_the_originals(texts):
    (a, b) = (sketch(*text, reporter=text[0]) for text in texts)

    assert compare(a, b).links
    assert hull_link(a, b)


def test_tokens_of_one_recipient_stand_for_the_account():
    text = "受害人于10月12日被要求向[person-name:tok-aaaabbbbcccc]的账户[account:tok-{}]转账24.60万元。"
    a, b, c = (
        sketch("疑似骡子账户", text.format(token), reporter=reporter, kind="mule-account")
        for reporter, token in (
            ("R1", "11112222AAAA"),
            ("R2", "11112222aaaa"),
            ("R3", "99998888BBBB"),
        )
    )

    assert "same-token" in _codes(compare(a, b))
    assert compare(a, b).links
    assert compare(a, c).forbidden == "other-account"
