"""Names by surname, given name and neighbours; words that only look like names stay."""

import pytest

from privacy.detection import scan_text


def _names(text):
    return [text[s.start : s.end] for s in scan_text(text) if s.type == "PERSON"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("经回访，何文静、宋倩和邹天翔三人系同乡。", ["何文静", "宋倩", "邹天翔"]),
        ("昨日下午，段志强来到网点要求销户。", ["段志强"]),
        ("收款人欧阳静要求加急。", ["欧阳静"]),
        ("户名：高峰，已被传唤", ["高峰"]),
        ("户名：阿依古丽", ["阿依古丽"]),
        ("持有人司徒敏。", ["司徒敏"]),
        ("車手游學友於深夜提款", ["游學友"]),
        ("監察人葉麗華疑共謀掏空公司", ["葉麗華"]),
        ("張偉今早致電客服", ["張偉"]),
        ("王伟立即转账给林艳", ["王伟", "林艳"]),
        ("scan_王芳_身份证.pdf", ["王芳"]),
        ("The mule, Kwame A. Mensah, withdrew cash.", ["Kwame A. Mensah"]),
        ("We interviewed Chan Tai Man and Siti Nurhaliza.", ["Chan Tai Man", "Siti Nurhaliza"]),
        ("According to Mrs O'Brien, nothing happened.", ["O'Brien"]),
        ("a letter to Pieter van der Merwe, London", ["Pieter van der Merwe"]),
        ("holder_name = 'Babajide Sanwo'", ["Babajide Sanwo"]),
        ("Zhou Xiaoming's wallet was emptied", ["Zhou Xiaoming"]),
    ],
)
def test_a_name_is_found(text, names):
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "高风险地区的金融机构应当加强监测，同时提高安全意识。",
        "张江启明网络借贷信息中介有限公司发布公告",
        "对方自称江海融通互联网金融服务有限公司客服",
        "受害人向林氏兄弟貿易行有限公司求助",
        "方便民众查证，由于系统升级，支付成功率下降。",
        "黄牛党利用脚本批量抢购，常见手法不断翻新。",
        "余额不足，任何人不得出租账户，于是关闭。",
        "一位张先生和一位何小姐来电",
        "王家桥支行与何文田資本管理有限公司无关",
        "Business Email Compromise attempts rose after the Spring Festival.",
        "Grace Harbour Payments Ltd and Henry Morgan Trust Company reported it.",
        "Saudi Arabia saw Cobalt Strike beacons; Active Directory was hit.",
        "FTP. Files can also be moved. Hong Kong Police said so.",
        "Account Takeover attempts via Outlook Web Access",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text):
    assert _names(text) == []


def test_a_name_that_is_certain_once_is_a_name_wherever_the_text_repeats_it():
    assert _names("客户王建国来电。次日该笔款项由王建国名下转出，王建国否认") == ["王建国"] * 3


def test_both_scripts_of_a_name_have_one_normal_form():
    forms = {s.normalised for text in ("客户张丽华", "客戶張麗華") for s in scan_text(text)}

    assert forms == {"张丽华"}
