"""Made-up companies, banks, reporters and people: nobody and nothing of these names exists."""

from dataclasses import dataclass

# Two characters that no firm is called by, and their reading.
_WORDS = (
    "鹭汀Luting 槐砾Huaili 枫渚Fengzhu 苇檐Weiyan 赭垣Zheyuan 杪棠Miaotang 菰浦Gupu 砧谷Zhengu "
    "蓼洼Liaowa 桦磴Huadeng 岫棉Xiumian 荻陌Dimo 檀汊Tancha 葑溆Fengxu 梣岗Chengang 笏潭Hutan "
    "蕨坞Juewu 栌峒Ludong 芡畦Qianqi 榛埠Zhenbu 滘禾Jiaohe 萱崤Xuanxiao 枳埭Zhidai 蒲碛Puqi "
    "楸墩Qiudun 茭塬Jiaoyuan 筠坂Yunban 柘汭Zherui 芷峁Zhimao 棣涧Dijian 葭垛Jiaduo 椴沚Duanzhi"
)
WORDS = tuple((pair[:2], pair[2:]) for pair in _WORDS.split())

_KINDS = (
    ("财富管理", "Wealth Management", "财富"),
    ("网络借贷信息中介", "Online Lending Information Services", "网贷"),
    ("支付科技", "Payment Technologies", "支付"),
    ("消费金融", "Consumer Finance", "消金"),
    ("基金销售", "Fund Distribution", "基金"),
    ("众筹", "Crowdfunding", "众筹"),
    ("信托", "Trust", "信托"),
)
_BANKS = (
    ("村镇银行", "Village and Township Bank"),
    ("城市商业银行", "City Commercial Bank"),
    ("合作银行", "Co-operative Bank"),
    ("银行（国际）", "Bank (International)"),
)
# Brands that are written in English in every language.
_BRANDS = (
    *("OtterLedger 360", "Nine Lanterns", "QuillPay", "Harbour & Thistle", "Moss-Ferry Capital"),
    *("TallyHeron", "Copper Kite", "42 Junks", "PearGate Finance", "Slow Comet", "VellumWallet"),
    *("Umbra Peer Finance", "Third Ferryman", "MarrowPay", "Teal Abacus", "Winterberry Seven"),
    *("KelpBridge", "Old Orrery Trust", "Pocket Lighthouse", "Brindle & Sons Escrow", "ZincPlum"),
    *("Five Herons Invest", "Snowgum 2020", "Cardamom Crowd"),
)
_SISTERS = (" Custody", " Prime", " Labs")
_BRANCHES = (" Asia", " Europe", " Plus", " Select", " One")
_SURNAMES = (
    *("亓Qi", "郗Xi", "佘She", "逄Pang", "昝Zan", "郏Jia"),
    *("阚Kan", "仉Zhang", "麴Qu", "宓Mi", "訾Zi", "爨Cuan"),
)
_GIVEN = (
    *("棠予Tangyu", "砺秋Liqiu", "苇航Weihang", "枫眠Fengmian"),
    *("杪夏Miaoxia", "笙禾Shenghe", "屿安Yuan", "檀宁Tanning"),
)
_REGIONS = ("CN-SH", "CN-GD", "CN-SC", "CN-HB", "HK", "SG", "DE", "CN-ZJ")
_CURRENCIES = {"HK": "HKD", "DE": "EUR", "SG": "CNY"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """One body: its full and short name in Chinese (simplified) and English, and its home."""

    zh: str
    en: str
    zh_short: str
    en_short: str
    slug: str
    region: str

    @property
    def currency(self):
        """Return the ISO 4217 code of the money it moves."""
        return _CURRENCIES.get(self.region, "CNY")


@dataclass(frozen=True, slots=True)
class Person:
    """A holder of an account."""

    zh: str
    en: str


def make_platforms(rng, count):
    """Return that many platforms of different names; every fifth goes by an English brand."""
    brands = [name + more for more in ("", *_BRANCHES) for name in _BRANDS]
    seen: set[str] = set()
    made: list[Organisation] = []
    while len(made) < count:
        is_brand = len(made) % 5 == 0 and len(made) // 5 < len(brands)
        found = _make_branded(rng, brands[len(made) // 5]) if is_brand else _make_named(rng)
        if found.zh_short not in seen:
            seen.add(found.zh_short)
            made.append(found)
    return made


def _make_branded(rng, name):
    slug = "".join(sign for sign in name.lower() if sign.isalnum())
    return Organisation(name, name, name, name, slug, rng.choice(_REGIONS))


def _make_named(rng):
    words = rng.sample(WORDS, rng.choice((1, 1, 2)))
    numeral = rng.choice(("", "", "", "", "178", "58", "36"))
    zh = "".join(word[0] for word in words) + numeral
    en = " ".join(word[1] for word in words) + (f" {numeral}" if numeral else "")
    kind = rng.choice(_KINDS)
    full = rng.choice(("有限公司", "股份有限公司", "（{}）有限公司".format(rng.choice("甲乙丙"))))
    slug = (en + kind[1].split()[0]).replace(" ", "").lower()
    return Organisation(
        zh + kind[0] + full,
        f"{en} {kind[1]} {rng.choice(('Ltd', 'Co., Ltd.', 'Limited'))}",
        zh + kind[2],
        f"{en} {kind[1].split()[0]}",
        slug,
        rng.choice(_REGIONS),
    )


def make_sister(platform, rng):
    """Return a company of the same group: the same words, another trade."""
    trades = [kind for kind in _KINDS if platform.zh_short.endswith(kind[2])]
    if not trades:
        return _make_branded(rng, platform.en + rng.choice(_SISTERS))
    kind = rng.choice([other for other in _KINDS if other not in trades])
    stem_zh = platform.zh_short.removesuffix(trades[0][2])
    stem_en = platform.en_short.rpartition(" ")[0]
    short = f"{stem_en} {kind[1].split()[0]}"
    return Organisation(
        f"{stem_zh}{kind[0]}有限公司",
        f"{stem_en} {kind[1]} Ltd",
        stem_zh + kind[2],
        short,
        short.replace(" ", "").lower(),
        platform.region,
    )


def make_banks(rng, count):
    """Return that many banks; where accounts are held, and who reports."""
    words = rng.sample(WORDS, len(WORDS))
    made = []
    for number in range(count):
        zh, en = words[number % len(words)]
        kind = _BANKS[(number // len(words) + number) % len(_BANKS)]
        name = f"{en} {kind[1]}"
        slug = f"{en}-{kind[1].split()[0].strip('()')}".lower()
        made.append(
            Organisation(zh + kind[0], name, zh + kind[0], name, slug, rng.choice(_REGIONS))
        )
    return made


def make_person(rng):
    """Return a person of a rare surname."""
    surname, given = rng.choice(_SURNAMES), rng.choice(_GIVEN)
    return Person(surname[0] + given[:2], f"{surname[1:]} {given[2:]}")
