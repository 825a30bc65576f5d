"""How people write a sum of money: units, currencies, separators, numerals, rounding."""

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "十", "百", "千")
_FORMAL_PLACES = ("", "拾", "佰", "仟")
_EN_WORD = {"CNY": "yuan", "HKD": "Hong Kong dollars", "EUR": "euros"}
_EN_CODE = {"CNY": ("CNY ", "RMB ", "RMB"), "HKD": ("HK$", "HKD "), "EUR": ("EUR ", "€")}
_ZH_WORD = {"CNY": "元", "HKD": "港元", "EUR": "欧元"}


def draw_amount(rng):
    """Return a sum of two to four significant figures between 10,000 and 90 million."""
    figures = rng.choice((2, 2, 3, 4))
    return rng.randint(10 ** (figures - 1), 10**figures - 1) * 10 ** rng.randint(
        max(0, 5 - figures), 8 - figures
    )


def _spell_below_ten_thousand(number, digits, places):
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + places[place]
        gap = digit == 0
    return text


def spell_zh(number, *, formal=False):
    """Return the number in Chinese numerals; ``formal`` for those of cheques."""
    digits, places = (_FORMAL, _FORMAL_PLACES) if formal else (_DIGITS, _PLACES)
    high, low = divmod(number, 10_000)
    text = _spell_below_ten_thousand(high, digits, places) + ("万" if high else "")
    if low:
        text += (digits[0] if high and low < 1000 else "") + _spell_below_ten_thousand(
            low, digits, places
        )
    return text


def _trim(value, places):
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def write_amount_en(amount, currency, rng):
    """Return the sum as an English writer has it."""
    code, word = rng.choice(_EN_CODE[currency]), _EN_WORD[currency]
    forms = [f"{code}{amount:,}", f"{code}{amount:,}.00", f"{amount:,} {word}", f"{code}{amount}"]
    if amount >= 1_000_000:
        millions = _trim(amount / 1e6, 4)
        forms += [f"{code}{millions} million", f"{code}{millions}m", f"{millions} mn {word}"]
        forms += [f"about {_trim(amount / 1e6, 1)} million {word}", f"{millions}M {word}"]
    else:
        forms += [f"{code}{_trim(amount / 1e3, 3)}k", f"{_trim(amount / 1e3, 3)} thousand {word}"]
    return rng.choice(forms)


def write_amount_zh(amount, currency, rng):
    """Return the sum as a Chinese writer has it (simplified)."""
    word = _ZH_WORD[currency]
    unit = "" if currency == "CNY" else word
    myriads = _trim(amount / 1e4, 4)
    if currency == "HKD" and rng.random() < 0.3:
        return rng.choice((f"港币{myriads}万元", f"HK${amount:,}", f"港币{amount}元"))
    forms = [
        f"{myriads}万{word}",
        f"{amount}{word}",
        f"{amount:,}.00{word}",
        f"约{myriads}万{unit}",
    ]
    if amount % 10_000 == 0:
        forms += [f"约{spell_zh(amount)}{word}", f"{spell_zh(amount, formal=True)}{word}整"]
    if amount >= 10_000_000:
        forms += [f"{_trim(amount / 1e8, 8)}亿{word}", f"{_trim(amount / 1e7, 7)}千万{word}"]
    if currency == "CNY":
        forms += [f"人民币{amount:,}元", f"￥{myriads}万", f"RMB {amount:,}.00"]
    return rng.choice(forms)


def write_amount(amount, currency, rng, lang):
    """Return the sum in the language of the report."""
    return (write_amount_en if lang == "en" else write_amount_zh)(amount, currency, rng)
