"""The built-in alerts of the demo: a few fictitious events as plain STIX 2.1 bundles."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"


@dataclass(frozen=True, slots=True)
class Story:
    """One alert: who says what, how strictly marked, with which indicators."""

    key: str
    reporter: str
    lang: str
    name: str
    description: str
    labels: tuple[str, ...]
    marking: str
    patterns: tuple[str, ...] = ()
    hours_ago: int = 1


STORIES = (
    Story(
        "fake-app-1",
        "haiyue",
        "zh-Hans",
        "发现仿冒海月财富的手机应用",
        "多名投资人在论坛收到下载链接，安装后被要求重新绑定存管账户。联系人电话13800138000，"
        "回传邮箱support.hy@mailbox.example。请各成员核对本机构客户是否受影响。",
        ("category:fake-site-or-app", "severity:high", "jurisdiction:CN-SH"),
        AMBER,
        (
            "[url:value = 'https://app.haiyue-download.example/hy.apk']",
            "[domain-name:value = 'haiyue-download.example']",
        ),
        30,
    ),
    Story(
        "fake-app-2",
        "jiangan",
        "en",
        "Counterfeit wealth app asks investors to rebind custody accounts",
        "Customers of a custody client were sent to haiyue-download.example. The page copies the"
        " client's brand and forwards what is typed to a collection server.",
        ("category:fake-site-or-app", "severity:high", "jurisdiction:CN-SH"),
        AMBER,
        ("[domain-name:value = 'haiyue-download.example']", "[ipv4-addr:value = '198.51.100.23']"),
        26,
    ),
    Story(
        "reconciliation",
        "jiangan",
        "zh-Hans",
        "平台台账与存管账户日终对账差异扩大",
        "连续三个工作日，平台台账余额高于存管余额，差额由80万元增至320万元，平台尚未说明原因。",
        ("category:reconciliation-difference", "severity:high", "jurisdiction:CN-ZJ"),
        AMBER,
        hours_ago=18,
    ),
    Story(
        "mule",
        "yunqiao",
        "zh-Hans",
        "疑似资金过渡账户集中收款",
        "账户6222021234567890128在两小时内收到二十余笔互不相识付款人的款项并随即转出，"
        "收款人预留手机13900139000。",
        ("category:mule-account", "severity:medium", "jurisdiction:CN-SH"),
        AMBER,
        hours_ago=9,
    ),
    Story(
        "phishing-eu",
        "elbe",
        "en",
        "Phishing wave imitates instant-payment confirmation",
        "Messages ask customers to confirm an instant credit transfer on a copied page. Contact"
        " used for the campaign: billing@pay-confirm.example.",
        ("category:phishing", "severity:medium", "jurisdiction:EU-DE"),
        GREEN,
        ("[url:value = 'https://pay-confirm.example/sct/login']",),
        6,
    ),
    Story(
        "surge",
        "qinghe",
        "zh-Hans",
        "提现申请异常集中",
        "今日上午提现申请金额达到存管余额的百分之十一，预计未来三天仍将持续。",
        ("category:withdrawal-surge", "severity:critical", "jurisdiction:CN-ZJ"),
        AMBER,
        hours_ago=4,
    ),
    Story(
        "advisory",
        "association",
        "zh-Hant",
        "關於冒用存管銀行名義宣傳的風險提示",
        "近期有機構未經授權使用存管銀行標識招攬資金，請投資人透過官方渠道核實存管資訊。",
        ("category:false-custody-claim", "severity:medium", "jurisdiction:CN"),
        CLEAR,
        hours_ago=2,
    ),
)


def build_bundle(
    story: Story, *, reporter: str, reporter_name: str, now: datetime
) -> dict[str, Any]:
    """Return a story as a STIX 2.1 bundle of its reporter (a STIX identity id)."""
    at = (now - timedelta(hours=story.hours_ago)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    dated = {"spec_version": "2.1", "created": at, "modified": at}
    common = dated | {
        "created_by_ref": reporter,
        "lang": story.lang,
        "object_marking_refs": [story.marking],
    }
    identity = {
        "type": "identity",
        "id": reporter,
        **dated,
        "name": reporter_name,
        "identity_class": "organization",
    }
    indicators = _build_indicators(story, common)
    contents = [reporter, *(indicator["id"] for indicator in indicators)]
    report = {
        "type": "report",
        "id": _make_id("report", story.key),
        **common,
        "name": story.name,
        "description": story.description,
        "published": at,
        "report_types": ["threat-report"],
        "labels": list(story.labels),
        "object_refs": contents,
    }
    objects = [identity, *indicators, report]
    return {"type": "bundle", "id": _make_id("bundle", story.key), "objects": objects}


def _build_indicators(story: Story, common: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "type": "indicator",
            "id": _make_id("indicator", f"{story.key}/{position}"),
            **common,
            "name": story.name,
            "description": story.name,
            "pattern": pattern,
            "pattern_type": "stix",
            "valid_from": common["created"],
            "indicator_types": ["malicious-activity"],
        }
        for position, pattern in enumerate(story.patterns)
    ]


def _make_id(kind: str, key: str) -> str:
    # STIX wants version 4 for these; the demo wants the same ids at each set-up.
    derived = uuid5(NAMESPACE_URL, f"demo/{kind}/{key}")
    return f"{kind}--{UUID(bytes=derived.bytes, version=4)}"
