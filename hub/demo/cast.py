"""Who is in the demo exchange. All of it is made up."""

from dataclasses import dataclass

from sharing.members.actors import Role
from sharing.members.services import NewInstitution

# One person a line. Who sends is never who approves (PC-41).
STAFF = (
    frozenset({Role.ANALYST}),
    frozenset({Role.APPROVER, Role.ADMIN}),
    # What waits is decided by two: this one and the approver.
    frozenset({Role.PRIVACY_OFFICER}),
)
STAFF_BY_KIND = {
    "regulator": (frozenset({Role.SUPERVISOR}), frozenset({Role.AUDITOR})),
    "operator": (
        frozenset({Role.OPERATOR}),
        frozenset({Role.AUDITOR}),
        frozenset({Role.PRIVACY_OFFICER}),
    ),
}

INSTITUTIONS = (
    NewInstitution("haiyue", "海月财富", "platform", "CN-SH", ("海月財富", "Haiyue Wealth")),
    NewInstitution("qinghe", "青禾网贷", "platform", "CN-ZJ", ("青禾網貸", "Qinghe Lending")),
    NewInstitution("lanqiao", "蓝桥金服", "platform", "CN-GD", ("藍橋金服", "Lanqiao Finance")),
    # The custodian of the three platforms.
    NewInstitution(
        "jiangan",
        "江岸银行",
        "bank",
        "CN-SH",
        ("江岸銀行", "Jiangan Bank"),
        ("CN-SH", "CN-ZJ", "CN-GD"),
    ),
    NewInstitution("beilu", "北麓银行", "bank", "CN-BJ", ("北麓銀行", "Beilu Bank")),
    NewInstitution("nanpu", "南浦农商银行", "bank", "CN-GD", ("南浦農商銀行", "Nanpu Rural Bank")),
    NewInstitution("yunqiao", "云桥支付", "payment", "CN-SH", ("雲橋支付", "Yunqiao Pay"), ("CN",)),
    NewInstitution("harbour", "Harbour Trust Bank", "bank", "HK", ("港信銀行", "港信银行")),
    NewInstitution("straits", "Straits Pay", "payment", "SG", ("海峡支付", "海峽支付")),
    NewInstitution("elbe", "Elbe Zahlungsbank", "bank", "EU-DE", ("易北支付银行",), ("EU",)),
    NewInstitution(
        "monitor-cn",
        "金融风险监测中心",
        "regulator",
        "CN",
        ("金融風險監測中心", "Risk Monitoring Centre"),
    ),
    NewInstitution("conduct-eu", "Rhine Conduct Authority", "regulator", "EU-DE", (), ("EU",)),
    NewInstitution(
        "association",
        "互联网金融自律协会",
        "association",
        "CN",
        ("互聯網金融自律協會", "Self-Regulation Association"),
    ),
    NewInstitution("operator", "RiskHub Operator", "operator", "CN"),
)


@dataclass(frozen=True, slots=True)
class Circle:
    """A group with the agreement its members signed."""

    slug: str
    name: str
    members: tuple[str, ...]
    purposes: tuple[str, ...]
    legal_bases: tuple[str, ...]
    # The laws that the bases rest on, as (basis, statute).
    statutes: tuple[tuple[str, str], ...]


CIRCLES = (
    Circle(
        "custodians-east",
        "华东资金存管共享组 · Fund custody, East China",
        ("haiyue", "qinghe", "lanqiao", "jiangan", "nanpu", "yunqiao", "association"),
        ("fraud-prevention", "investor-protection"),
        ("legal-obligation", "cn-atfl-16"),
        (("legal-obligation", "中华人民共和国反洗钱法 第十六条 · AML Law 16"),),
    ),
    Circle(
        "cross-border-fraud",
        "Cross-border payment fraud · 跨境支付反欺诈",
        ("jiangan", "beilu", "yunqiao", "harbour", "straits", "elbe"),
        ("fraud-prevention", "cyber-defence"),
        ("legal-obligation", "hk-bo-2025", "sg-fsma-cosmic", "legitimate-interest"),
        (
            (
                "legal-obligation",
                "Anti-Telecom and Online Fraud Law 16; Directive (EU) 2015/2366, 94",
            ),
        ),
    ),
)
# The custodian and one platform may see ordinary personal data in clear between themselves.
CLEAR_PARTIES = ("haiyue", "jiangan")
CLEAR_CATEGORIES = ("PI", "C2")
# Who finds the cross-border group in an API root of its own: (institution, root).
SECOND_ROOTS = (("jiangan", "jiangan-abroad"), ("yunqiao", "yunqiao-abroad"))
ABROAD = "cross-border-fraud"
