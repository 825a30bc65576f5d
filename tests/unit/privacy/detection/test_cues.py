"""Words that tell of a child, of a report in confidence, of grades of data, of guilt."""

from datetime import date

import pytest

from privacy.detection import find_cues, find_wording
from tests.shared_data import needs_shared, read_lines
from tests.unit.privacy.bundles import bundle, sdo

TODAY = date(2026, 11, 26)


def _cues(text):
    return find_cues(bundle(description=text))


def _tells_of_child(text):
    return "minor" in find_cues(bundle(description=text), today=TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("账户实际使用人为未成年人", "minor"),
        ("一名12岁的学生用母亲手机充值", "minor"),
        ("机主是一名中学生", "minor"),
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
        ("可疑交易报告：客户名下三户", "str"),
        ("已上报大额和可疑交易", "str"),
        ("已报送反洗钱监测分析中心", "str"),
        ("SAR submitted: three accounts", "str"),
        ("我行已上报STR", "str"),
        ("已向反洗钱中心报送STR", "str"),
        ("A suspicious transaction\nreport was filed", "str"),
        ("An S.T.R. was filed", "str"),
        ("goAML report submitted", "str"),
        ("Do not tip off the customer.", "str"),
        ("Suspicious transaction report no. 7 refers", "str"),
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
    "text",
    [
        "今年九岁",
        "今年九歲",
        "十一岁的孩子",
        "十一歲的孩童",
        "三四岁的女孩",
        "十二三岁的学生",
        "九周岁",
        "虚岁十岁",
        "六歲半",
        "客户年仅8岁",
        "年龄：9",
        "小学三年级学生",
        "小學三年級學生",
        "國小五年級學童",
        "就读于小学",
        "在读小学三年级",
        "儿子上三年级",
        "七年级学生",
        "a nine-year-old",
        "He is a nine-year-old.",
        "12-year-olds were targeted",
        "her son is nine years old",
        "aged nine",
        "Grade 4 pupil",
        "third grade student",
        "a fourth-grader",
        "child in grade 3",
        "primary 4 student",
        "Year 5 pupil",
    ],
)
def test_pc_09_an_age_or_a_school_year_tells_of_a_child_whatever_the_day(text):
    assert _cues(text) == {"minor"}


@pytest.mark.parametrize(
    "text",
    [
        "生于2015年3月",
        "2015年生",
        "张三，2015年生",
        "2015年生人",
        "2015年3月出生",
        "民国104年3月7日生",
        "104年3月7日出生",
        "生於民國一百零四年三月七日",
        "出生于民国一\u3007四年",
        "出生于二\u3007一五年三月七日",
        "二零一五年三月生",
        "生於二\u3007一五年",
        "出生於2015年",
        "出生年月：2015.03",
        "出生年份：2015",
        "出生日期：15.3.7",
        "DOB 7.3.15",
        "DOB: 03/2015",
        "DOB 2015",
        "YOB 2014",
        "year of birth: 2015",
        "born 2015",
        "she was born in March 2015",
        "born in Shanghai in 2015",
        "the bank's customer, born 2015",
        "born on 7/3/15",
    ],
)
def test_pc_09_a_birth_date_with_parts_left_out_tells_of_a_child_on_a_day(text):
    assert _tells_of_child(text)
    assert "minor" not in _cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "成立于2015年",
        "公司成立于2015年3月",
        "founded in 2015",
        "a company born in 2015",
        "malware family, born 2015",
        "诞生于2015年的病毒",
        "产生于2015年3月的交易",
        "学生于2015年3月入学",
        "医生于2023年登记",
        "2015年生产",
        "2026年生效",
        "2015年生物识别",
        "2015年出生人口下降",
        "15年生产",
        "十五年生的沉香",
        "Tedesco, B. (2016, September 23)",
        "生日促销活动：11月",
        "生于1990年3月",
        "born 1975",
        "出生于一九七五年三月",
        "DOB 7.3.75",
        "民国75年3月7日生",
        "出生于2012年11月20日",
        "3岁以上玩具",
        "适合3岁以上儿童玩具",
        "适用年龄：3岁",
        "6岁以下儿童免票",
        "1至13岁人群",
        "公司今年九岁",
        "平台九岁了",
        "域名年龄：3天",
        "十八岁",
        "二十九岁",
        "三十岁",
        "几十岁的老人",
        "四五十岁",
        "三个月前",
        "第三年级别调整",
        "大学三年级学生",
        "Year 3 student of medicine",
        "a nine-year-old vulnerability",
        "a five-year-old certificate",
        "toys for three-year-olds and up",
        "Grade 4 vulnerability",
        "Ticket age 9 days",
        "age: 9 days",
        "aged three weeks",
    ],
)
def test_pc_09_grown_people_things_and_general_advice_are_no_child(text):
    assert not _tells_of_child(text)


@pytest.mark.parametrize(("name", "value"), [("x_age", "9"), ("x_birth_year", "2015")])
def test_pc_09_the_name_of_a_member_says_what_its_number_is(name, value):
    tool = sdo("tool", name="Kit", **{name: value})

    assert find_cues(bundle(tool), today=TODAY) == {"minor"}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("suspicious-transaction-report", "str"),
        ("STR", "str"),
        ("\uff33\uff34\uff32", "str"),
        (" Suspicious Transaction Report ", "str"),
        ("suspicious_transaction_report", "str"),
        ("confidential:str", "str"),
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

    rows = read_lines("data/dedup/alerts.jsonl")
    heard = [find_cues(row["bundle"], today=TODAY) & held for row in rows]

    assert set().union(*heard) == set()
