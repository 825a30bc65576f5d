"""Words that tell of a child, of a report in confidence, of grades of data, of guilt."""

import pytest

from privacy.detection import find_cues, find_wording
from tests.shared_data import needs_shared, read_lines
from tests.unit.privacy.bundles import bundle, sdo


def _cues(text):
    return find_cues(bundle(description=text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("账户实际使用人为未成年人", "minor"),
        ("一名12岁的学生用母亲手机充值", "minor"),
        ("帳戶持有人為未成年，由其父代辦", "minor"),
        ("未满十四周岁的用户", "minor"),
        ("a 12-year-old boy used the card", "minor"),
        ("The account holder is a minor.", "minor"),
        ("已就该客户报送可疑交易报告", "str"),
        ("拟于明日提交可疑交易報告", "str"),
        ("可疑交易报告内容不得泄露给客户", "str"),
        ("An STR has been filed with the FIU.", "str"),
        ("we will file a suspicious transaction report tomorrow", "str"),
        ("This suspicious activity report is confidential.", "str"),
        ("附件数据属于重要数据", "important-data"),
        ("data classification: important", "important-data"),
        ("本表定级为核心数据", "core-data"),
        ("嫌疑人已被抓获", "crime"),
        ("涉嫌詐騙之帳戶", "crime"),
        ("the money mule withdrew cash", "crime"),
        ("He was convicted of fraud.", "crime"),
    ],
)
def test_a_cue_is_heard(text, code):
    assert code in _cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "Suspicious transactions rose by a third; banks should report suspicious transactions.",
        "本月可疑交易数量上升，请加强可疑交易监测",
        "The STR team changed its rota.",
        "str = input()",
        "The parent process spawned a child process; a minor version fixed it.",
        "不属于重要数据，未包含核心数据",
        "核心数据库升级，重要数据备份完成",
        "儿童节活动期间钓鱼网站增多",
        "A suspected phishing site and suspicious domains were found.",
        "The certificate is 12 years old.",
    ],
)
def test_words_of_another_sense_are_no_cue(text):
    assert _cues(text) == set()


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("suspicious-transaction-report", "str"),
        ("STR", "str"),
        ("important-data", "important-data"),
        ("core-data", "core-data"),
    ],
)
def test_a_label_on_any_object_is_a_cue(label, code):
    assert find_cues(bundle(sdo("tool", name="Kit", labels=[label]))) == {code}


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("客户报告一笔异常转账", "reported"),
        ("该账户涉嫌洗钱", "suspected"),
        ("the suspected mule", "suspected"),
        ("经法院判决认定其犯诈骗罪", "confirmed_by_authority"),
        ("公安机关已认定其为诈骗团伙成员", "confirmed_by_authority"),
        ("He was convicted in May.", "confirmed_by_authority"),
        ("He was not convicted; the charge is alleged.", "suspected"),
        ("法院尚未判决，嫌疑人在逃", "suspected"),
        ("公安机关提醒市民注意", "reported"),
    ],
)
def test_pc_26_wording_is_confirmed_only_by_an_authority(text, wording):
    assert find_wording(bundle(description=text)) == wording


@needs_shared
def test_no_alert_of_the_corpora_is_held_for_its_words():
    held = {"minor", "str", "important-data", "core-data"}

    heard = [find_cues(row["bundle"]) & held for row in read_lines("data/dedup/alerts.jsonl")]

    assert set().union(*heard) == set()
