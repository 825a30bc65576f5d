"""Other spellings of one number: full width, separators, stray breaks, Chinese numerals, misread."""

_BREAKABLE = {
    "CN_ID18": (6, 4, 4, 4),
    "CN_ID15": (6, 6, 3),
    "BANK_CARD": (4, 4, 4, 4, 3),
    "ACCOUNT_NO": (4, 4, 4, 4, 4, 4),
    "MOBILE": (3, 4, 4),
    "IMEI": (2, 6, 6, 1),
    "IBAN": (4,) * 9,
    "ALIPAY_ID": (4, 4, 4, 4),
}
_SEPARATORS = (" ", "-", "·", ".", "\uff0d", "\u3000", "/", "_", "\u2013")
_BREAKS = (" ", "\n", "  ", " -")
_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")
_WIDE = {code: code + 0xFEE0 for code in (*range(48, 58), *range(65, 91), *range(97, 123))}


def respell(kind, value, rng):
    """Return a value in a spelling of its kind, and the tag of that spelling."""
    draw = rng.random()
    if kind not in _BREAKABLE or draw < 0.6:
        return value, ""
    if draw < 0.7:
        return value.translate(_WIDE), "fullwidth"
    plain = value.isdigit() or kind == "IBAN"
    if draw < 0.87 and plain:
        return _group(value, _BREAKABLE[kind], rng.choice(_separators_of(kind))), "sep"
    if draw < 0.95 and value.isdigit():
        cut = rng.randint(2, len(value) - 2)
        return value[:cut] + rng.choice(_BREAKS) + value[cut:], "ocr"
    return _misread(kind, value, rng)


def _separators_of(kind):
    return _SEPARATORS[:2] if kind == "IBAN" else _SEPARATORS


def _group(value, sizes, separator):
    groups, place = [], 0
    for size in sizes:
        if value[place : place + size]:
            groups.append(value[place : place + size])
        place += size
    rest = [value[place:]] if value[place:] else []
    return separator.join(groups + rest)


def _misread(kind, value, rng):
    if kind == "MOBILE" and value.isdigit() and rng.random() < 0.5:
        return value.translate(_NUMERALS), "sep"
    if kind in ("CN_ID18", "BANK_CARD") and "0" in value[1:-1]:
        place = value.index("0", 1)
        return value[:place] + "O" + value[place + 1 :], "ocr"
    return value, ""
