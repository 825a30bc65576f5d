"""Canaries: one identifier of every type for every place, with valid check digits; same seed, same ones."""

import random
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from tests.factories.narratives.values import digits, make_value

# The namespace of deterministic ids of STIX 2.1, section 2.9.
STIX_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
# What stands before a value, in the three languages.
LEADS = {
    "CN_ID18": ("身份证号", "身分證號", "resident identity card number "),
    "CN_ID15": ("15位旧身份证号", "15位舊身分證號", "old resident identity card number "),
    "MOBILE": ("手机号", "手機號碼", "mobile "),
    "LANDLINE": ("固定电话", "住宅電話", "home telephone "),
    "BANK_CARD": ("银行卡号", "銀行卡號", "card number "),
    "IBAN": ("收款人IBAN ", "收款人IBAN ", "his IBAN "),
    "ACCOUNT_NO": ("个人账号", "個人帳號", "personal account number "),
    "PASSPORT": ("护照号码", "護照號碼", "passport number "),
    "HKMO_PERMIT": ("港澳居民来往内地通行证号码", "回鄉證號碼", "Home Return Permit number "),
    "TW_PERMIT": ("台胞证号码", "台胞證號碼", "Taiwan Compatriot Permit number "),
    "HK_ID": ("香港身份证号码", "香港身份證號碼", "HKID number "),
    "TW_ID": ("台湾身份证字号", "國民身分證統一編號", "Taiwan ID number "),
    "EMAIL": ("邮箱", "電郵", "e-mail "),
    "WECHAT_ID": ("微信号", "微信號", "WeChat ID "),
    "QQ_ID": ("QQ号", "QQ號", "QQ number "),
    "ALIPAY_ID": ("支付宝账号", "支付寶帳號", "Alipay user ID "),
    "PERSON": ("客户姓名：", "客戶姓名：", "The customer is Mr "),
    "ADDRESS": ("家庭住址：", "住家地址：", "home address: "),
    "DOB": ("出生日期", "出生日期", "date of birth "),
    "LICENCE_PLATE": ("车牌号", "車牌號碼", "number plate "),
    "IP": ("客户登录IP ", "客戶登入IP ", "the customer signed in from IP "),
    "IMEI": ("手机IMEI ", "手機IMEI ", "IMEI of his phone "),
    "DEVICE_ID": ("客户设备号 ", "客戶裝置編號 ", "device ID of the customer "),
}
_SURNAMES = {"zh-Hans": "赵钱孙李周吴郑王冯陈", "zh-Hant": "趙錢孫鄭馮陳蔣韓許張"}
_GIVEN = {"zh-Hans": "桐沁翊宸芮澜皓岚霏煜钰琛", "zh-Hant": "嵐霏鈺瀾曉頤瑋綺皓蓁儀蘅"}
_ENGLISH = (
    ("Martin", "Edward", "Gregory", "Douglas", "Vincent", "Leonard", "Bernard", "Raymond"),
    ("Whitfield", "Pemberton", "Hargreaves", "Ainsworth", "Cartwright", "Fairclough", "Holloway"),
)
_LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Canary:
    """An identifier, where it is planted and how a text of its language would have it."""

    kind: str
    place: str
    lang: str
    value: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.kind} in {self.place} ({self.lang})"

    @property
    def sentence(self) -> str:
        """Return the value with what makes clear what it is."""
        lead = LEADS[self.kind][LANGUAGES.index(self.lang)]
        return f"{lead}{self.value}" + (". " if self.lang == "en" else "。")

    @property
    def derived_id(self) -> UUID:
        """Return the id that a producer derives from the value; it can be guessed from it."""
        return uuid5(STIX_NAMESPACE, self.value)


class Nest:
    """Hands out canaries, never the same value twice."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311  # the same ones each time
        self._taken: set[str] = set()
        self.canaries: list[Canary] = []

    def fill(self, place: str, kinds: tuple[str, ...] = tuple(LEADS)) -> list[Canary]:
        """Return one canary of each kind for a place; the languages take turns."""
        fresh = [
            self._make(kind, place, LANGUAGES[(number + len(self.canaries)) % 3])
            for number, kind in enumerate(kinds)
        ]
        self.canaries += fresh
        return fresh

    def _make(self, kind: str, place: str, lang: str) -> Canary:
        for value in iter(lambda: _make_value(kind, lang, self._rng), None):
            if value not in self._taken:
                break
        self._taken.add(value)
        return Canary(kind, place, lang, value)


def _make_value(kind: str, lang: str, rng: random.Random) -> str:
    """Return a value that no other text holds by chance."""
    word = "".join(rng.choices(_LETTERS, k=6))
    own = {
        "MOBILE": lambda: rng.choice(("135", "139", "158", "177", "188")) + digits(rng, 8),
        "LANDLINE": lambda: rng.choice(("021", "0755", "0591")) + "-6" + digits(rng, 7),
        "IBAN": lambda: _german_iban(rng),
        "PASSPORT": lambda: "E" + digits(rng, 8),
        "HKMO_PERMIT": lambda: rng.choice("HM") + digits(rng, 10),
        "EMAIL": lambda: f"{word}{digits(rng, 3)}@inbox.example",
        "WECHAT_ID": lambda: f"wxid_{word}{digits(rng, 6)}",
        "QQ_ID": lambda: digits(rng, 10),
        "PERSON": lambda: _name(rng, lang),
        "ADDRESS": lambda: _address(rng, lang),
        "DOB": lambda: f"{rng.randint(1951, 1998)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "LICENCE_PLATE": lambda: (
            f"{rng.choice('京沪粤苏')}{rng.choice('ABCDE')}{rng.choice('KLMN')}{digits(rng, 4)}"
        ),
        "IP": lambda: f"100.{rng.randint(64, 127)}.{rng.randint(100, 250)}.{rng.randint(100, 250)}",
        "DEVICE_ID": lambda: "".join(rng.choices("0123456789abcdef", k=16)),
    }.get(kind, lambda: make_value(kind, lang, rng))
    return str(own())


def _german_iban(rng: random.Random) -> str:
    body = digits(rng, 18)
    return f"DE{98 - int(body + '131400') % 97:02}{body}"


def _name(rng: random.Random, lang: str) -> str:
    if lang == "en":
        return " ".join(rng.choice(names) for names in _ENGLISH)
    return rng.choice(_SURNAMES[lang]) + "".join(rng.sample(_GIVEN[lang], 2))


def _address(rng: random.Random, lang: str) -> str:
    number, floor, room = rng.randint(101, 999), rng.randint(11, 98), rng.randint(1101, 2909)
    return {
        "zh-Hans": f"江苏省苏州市姑苏区东环路{number}弄{floor}号{room}室",
        "zh-Hant": f"台北市大安區忠孝東路四段{number}巷{floor}號{room}室",
        "en": f"Flat {room}, {number} Lockhart Road, Wan Chai, Hong Kong",
    }[lang]


def shape_of(canary: Canary) -> str:
    """Return what its letters and digits look like, for what is looked for by its words."""
    if canary.kind == "ADDRESS":
        # A city may be told; a street with its numbers may not.
        return {
            "zh-Hans": r"东环路\d{3}弄\d{2}号\d{4}室",
            "zh-Hant": r"忠孝東路四段\d{3}巷\d{2}號\d{4}室",
            "en": r"flat\d{4}\d{3}lockhartroad",
        }[canary.lang]
    if canary.kind == "PERSON" and canary.lang == "en":
        given, surnames = ("|".join(names).lower() for names in _ENGLISH)
        return f"(?:{given})(?:{surnames})"
    if canary.kind == "PERSON":
        return f"[{_SURNAMES[canary.lang]}][{_GIVEN[canary.lang]}]{{2}}"
    return {
        "EMAIL": rf"[{_LETTERS}]{{6}}\d{{3}}",
        "WECHAT_ID": rf"wxid[{_LETTERS}]{{6}}\d{{6}}",
        "LICENCE_PLATE": r"[京沪粤苏][a-e][klmn]\d{4}",
    }.get(canary.kind, "")
