"""Values for the places of a frame. Valid check digits; nobody's on purpose."""

import string

from tests.factories.narratives.people import make_address, make_person

_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREAS = ("120104", "320583", "330602", "350502", "371302", "410381", "430721", "441900", "512081")
_HOSTS = ("quick-refund.example", "etax-portal[.]test", "vip-wallet.invalid", "my-parcel.test")
_ORGS = {
    "zh-Hans": (
        "临川惠民村镇银行股份有限公司",
        "方舟信诚商业保理有限公司",
        "沈北新区农村信用合作联社",
        "易达通支付服务有限公司",
        "金穗证券有限责任公司",
        "常青藤养老保险股份有限公司",
    ),
    "zh-Hant": (
        "高雄聯信商業銀行股份有限公司",
        "馬鞍山資訊顧問有限公司",
        "林氏兄弟貿易行有限公司",
        "安泰信用合作社",
        "鴻圖環球金融控股公司",
    ),
    "en": (
        "Larkspur Mutual Bank",
        "Henry Morgan Trust Company",
        "Delta Quay Remittance Pte Ltd",
        "St Andrew Savings Group",
        "Orchid Digital Assets Inc",
    ),
}
_PRODUCTS = {
    "zh-Hans": ("日日增利3号", "安心宝A款", "ZX-2024-018", "黄金积存计划"),
    "zh-Hant": ("豐收定存專案", "ZX-2024-018", "環球債券基金B類"),
    "en": ("SteadyGrowth Fund B", "ZX-2024-018", "FlexiSaver 24"),
}
_LATIN = (
    "hana",
    "noah.lind",
    "yusuf_k",
    "xiaolan",
    "g.moreau",
    "weiwei",
    "t-rossi",
    "sam.osei",
)
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
KEPT = frozenset(
    [
        "USCC",
        "ORG",
        "ORG_ACCOUNT",
        "AMOUNT",
        "ORDER_NO",
        "TXN_ID",
        "MERCHANT_NO",
        "HASH",
        "DOMAIN",
        "THREAT_IP",
        "HOTLINE",
        "PRODUCT",
        "EVENT_DATE",
    ]
)


def digits(rng, count):
    """Return so many random digits, the first not zero."""
    return str(rng.randint(1, 9)) + "".join(rng.choices(string.digits, k=count - 1))


def _luhn(body):
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def _resident(rng, right=True):
    body = f"{rng.choice(_AREAS)}{rng.randint(1950, 2007)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{digits(rng, 3)}"
    check = sum(w * int(d) for w, d in zip(_CN_WEIGHTS, body, strict=True)) % 11
    return body + "10X98765432"[check if right else (check + 3) % 11]


def _order(rng):
    number = _resident(rng, right=False)
    return number if number.isdigit() else number[:-1] + "5" if number[-1] == "X" else number


def _old_resident(rng):
    return f"{rng.choice(_AREAS)}{rng.randint(30, 80)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{digits(rng, 3)}"


def _hk_id(rng):
    letter, body = rng.choice("ABCDEFGHKPRVYZ"), digits(rng, 6)
    total = (
        36 * 9
        + (ord(letter) - 55) * 8
        + sum(w * int(d) for w, d in zip(range(7, 1, -1), body, strict=True))
    )
    check = -total % 11
    return f"{letter}{body}({'A' if check == 10 else check})"


def _tw_id(rng):
    letters = "ABCDEFGHJKLMNPQRSTUVXYZIO"
    letter = rng.choice(letters)
    area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(letter) + 10
    area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(letter) + 10
    body = rng.choice("12") + "".join(rng.choices(string.digits, k=7))
    total = (
        area // 10
        + 9 * (area % 10)
        + sum(w * int(d) for w, d in zip(range(8, 0, -1), body, strict=True))
    )
    return f"{letter}{body}{-total % 10}"


def _iban(rng):
    country, body = rng.choice(
        (
            ("DE", digits(rng, 18)),
            ("GB", "MIDL" + digits(rng, 14)),
            ("ES", digits(rng, 20)),
            ("NL", "INGB" + digits(rng, 10)),
        )
    )
    number = "".join(str(int(c, 36)) for c in f"{body}{country}00")
    return f"{country}{98 - int(number) % 97:02}{body}"


def _mobile(rng, lang):
    mainland = rng.choice(("135", "139", "158", "177", "188", "199")) + digits(rng, 8)
    taiwan = f"09{rng.randint(10, 88)}-{digits(rng, 3)}-{digits(rng, 3)}"
    hong_kong = f"+852 {rng.choice('569')}{digits(rng, 3)} {digits(rng, 4)}"
    others = (
        "+44 7911 123" + digits(rng, 3),
        "+65 9" + digits(rng, 3) + " " + digits(rng, 4),
        "+86 " + mainland,
    )
    return {
        "zh-Hans": rng.choice((mainland, mainland, mainland, "+86-" + mainland)),
        "zh-Hant": rng.choice((mainland, taiwan, taiwan.replace("-", ""), hong_kong)),
        "en": rng.choice((mainland, hong_kong, *others)),
    }[lang]


def _landline(rng, lang):
    mainland = rng.choice(("021", "0755", "0591", "023"))
    tail = rng.choice("58") + digits(rng, 7)
    return {
        "zh-Hans": rng.choice(
            (f"{mainland}-{tail}", f"（{mainland}）{tail}", f"{mainland} {tail}")
        ),
        "zh-Hant": rng.choice(
            (
                f"(02){rng.choice('268')}{digits(rng, 3)}-{digits(rng, 4)}",
                f"07-{rng.choice('235678')}{digits(rng, 2)}{digits(rng, 4)}",
                f"+852 2{digits(rng, 3)} {digits(rng, 4)}",
            )
        ),
        "en": rng.choice(
            (f"+44 20 7946 0{digits(rng, 3)}", f"+852 2{digits(rng, 3)} {digits(rng, 4)}")
        ),
    }[lang]


def _plate(rng, lang):
    head = rng.choice("京沪粤苏川闽")
    city = rng.choice("ABCDE")
    tail = rng.choice(_PLATE_LETTERS) + digits(rng, 4)
    new_energy = rng.choice("DF") + digits(rng, 5)
    body = rng.choice((tail, new_energy, digits(rng, 5)))
    return f"{head}{city}{rng.choice(('', '·', ' '))}{body}"


def _day(rng, lang, first, last):
    year, month, day = rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28)
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    name = names[month - 1]
    if lang == "en":
        return rng.choice(
            (
                f"{day} {name} {year}",
                f"{name} {day}, {year}",
                f"{year}-{month:02}-{day:02}",
                f"{day:02}/{month:02}/{year}",
                f"{day} {name[:3]} {year}",
            )
        )
    return rng.choice(
        (
            f"{year}年{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}/{month}/{day}",
            f"{year}.{month:02}.{day:02}",
        )
    )


def _amount(rng, lang):
    number = f"{rng.randint(2_000, 9_000_000):,}"
    return {
        "zh-Hans": rng.choice(
            (f"￥{number}", f"{rng.randint(2, 900)}万元", f"{number}.50元", f"RMB {number}")
        ),
        "zh-Hant": rng.choice((f"HK${number}", f"NT${number}", f"新台幣{rng.randint(2, 900)}萬元")),
        "en": rng.choice((f"USD {number}", f"£{number}", f"${number}.00", f"HKD {number}")),
    }[lang]


def _hex(rng, count):
    return "".join(rng.choices("0123456789abcdef", k=count))


def _device(rng):
    mac = ":".join(_hex(rng, 2) for _ in range(6))
    return rng.choice(
        (mac.upper(), _hex(rng, 16), "-".join(_hex(rng, n) for n in (8, 4, 4, 4, 12)))
    )


_MAKERS = {
    "CN_ID18": lambda rng, lang: _resident(rng),
    "CN_ID15": lambda rng, lang: _old_resident(rng),
    "MOBILE": _mobile,
    "LANDLINE": _landline,
    "BANK_CARD": lambda rng, lang: _luhn(
        rng.choice(("621700", "622848", "622609")) + digits(rng, rng.choice((9, 12)))
    ),
    "IBAN": lambda rng, lang: _iban(rng),
    "ACCOUNT_NO": lambda rng, lang: (
        rng.choice(("3301", "8110", "1001", "4000")) + digits(rng, rng.choice((11, 13, 15)))
    ),
    "PASSPORT": lambda rng, lang: (
        rng.choice(("E", "G", "EH", "EB", "K")) + digits(rng, 8)[: 8 if rng.random() < 0.7 else 7]
    ),
    "HKMO_PERMIT": lambda rng, lang: rng.choice("HM") + digits(rng, rng.choice((8, 10))),
    "TW_PERMIT": lambda rng, lang: digits(rng, 8),
    "HK_ID": lambda rng, lang: _hk_id(rng),
    "TW_ID": lambda rng, lang: _tw_id(rng),
    "EMAIL": lambda rng, lang: (
        f"{rng.choice(_LATIN)}{rng.choice(('', digits(rng, 2)))}@{rng.choice(('inbox.example', 'corp.example.org', 'mail.test'))}"
    ),
    "WECHAT_ID": lambda rng, lang: rng.choice(
        (
            "wxid_" + _hex(rng, 12),
            "leaf_" + digits(rng, 5),
            "tigerlily" + digits(rng, 3),
            "rainy-day" + digits(rng, 2),
        )
    ),
    "QQ_ID": lambda rng, lang: digits(rng, rng.randint(6, 10)),
    "ALIPAY_ID": lambda rng, lang: "2088" + digits(rng, 12),
    "PERSON": lambda rng, lang: make_person(rng, lang),
    "ADDRESS": lambda rng, lang: make_address(rng, lang),
    "DOB": lambda rng, lang: _day(rng, lang, 1948, 2006),
    "LICENCE_PLATE": _plate,
    "IP": lambda rng, lang: rng.choice(
        (
            f"198.51.100.{rng.randint(2, 250)}",
            f"100.72.{rng.randint(2, 250)}.{rng.randint(2, 250)}",
            f"2001:db8:{_hex(rng, 3)}::{_hex(rng, 2)}",
        )
    ),
    "IMEI": lambda rng, lang: _luhn(rng.choice(("3569", "8674", "0131")) + digits(rng, 10)),
    "DEVICE_ID": lambda rng, lang: _device(rng),
    "USCC": lambda rng, lang: f"91{rng.choice(_AREAS)}MA{_hex(rng, 7).upper()}X",
    "ORG": lambda rng, lang: rng.choice(_ORGS[lang]),
    "ORG_ACCOUNT": lambda rng, lang: "0200" + digits(rng, 15),
    "AMOUNT": _amount,
    "ORDER_NO": lambda rng, lang: _order(rng),
    "TXN_ID": lambda rng, lang: rng.choice(
        ("TR" + digits(rng, 16), "20260315" + digits(rng, 20), "4200" + digits(rng, 12))
    ),
    "MERCHANT_NO": lambda rng, lang: "8983" + digits(rng, 11),
    "HASH": lambda rng, lang: _hex(rng, rng.choice((32, 40, 64))),
    "DOMAIN": lambda rng, lang: rng.choice(_HOSTS),
    "THREAT_IP": lambda rng, lang: f"203.0.113.{rng.randint(2, 250)}",
    "HOTLINE": lambda rng, lang: rng.choice(("95566", "400-669-5566", "12363", "96110")),
    "PRODUCT": lambda rng, lang: rng.choice(_PRODUCTS[lang]),
    "EVENT_DATE": lambda rng, lang: _day(rng, lang, 2024, 2026),
}


def make_value(kind, lang, rng):
    """Return a value of a kind as a text of that language would hold it."""
    return _MAKERS[kind](rng, lang)
