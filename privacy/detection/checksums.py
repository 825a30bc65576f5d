"""Check digits and plausible structure of identifiers, on digits already stripped of separators."""

from datetime import date
from functools import cache

_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
    " 61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_LATE_CODES = frozenset({"71", "81", "82", "83"})
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_CHECKS = "10X98765432"
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_CHECKS = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
_NRIC_OFFSETS = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}


def has_luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1)."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether the three numbers are a day of the calendar."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_cn_id18(number: str) -> bool:
    """Tell whether 18 characters are a resident identity number (GB 11643-1999)."""
    body, check = number[:17], number[17].upper()
    if number[:2] not in _PROVINCES or not _is_birthday(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_CN_WEIGHTS, body, strict=True))
    return _CN_CHECKS[total % 11] == check


def _is_birthday(digits: str) -> bool:
    return 1880 <= int(digits[:4]) <= 2099 and is_date(
        int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    )


def is_cn_id15(number: str) -> bool:
    """Tell whether 15 digits have the area and birth date of a first-generation number.

    Hong Kong, Macao and Taiwan have codes of their own only since the second generation.
    """
    return number[:2] in _PROVINCES - _LATE_CODES and _is_birthday("19" + number[6:12])


def upgrade_cn_id15(number: str) -> str:
    """Return the 18-character form of a 15-digit number, so that both are one person."""
    body = f"{number[:6]}19{number[6:]}"
    total = sum(weight * int(digit) for weight, digit in zip(_CN_WEIGHTS, body, strict=True))
    return body + _CN_CHECKS[total % 11]


def is_hk_id(number: str) -> bool:
    """Tell whether 1-2 letters, 6 digits and a check character make a Hong Kong identity number."""
    prefix, digits, check = number[:-7].rjust(2), number[-7:-1], number[-1]
    values = [36 if letter == " " else ord(letter) - 55 for letter in prefix]
    values += [int(digit) for digit in digits]
    values.append(10 if check == "A" else int(check))
    return sum(w * v for w, v in zip(range(9, 0, -1), values, strict=True)) % 11 == 0


def is_tw_id(number: str) -> bool:
    """Tell whether a letter and 9 digits make a Taiwan identity or residence number."""
    area = _TW_LETTERS.index(number[0]) + 10
    values = [area // 10, area % 10, *(int(digit) for digit in number[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(w * v for w, v in zip(weights, values, strict=True)) % 10 == 0


def is_sg_nric(number: str) -> bool:
    """Tell whether a letter, 7 digits and a letter make a Singapore identity number."""
    series = number[0]
    table = _NRIC_CHECKS[{"T": "S", "G": "F"}.get(series, series)]
    total = sum(w * int(d) for w, d in zip(_NRIC_WEIGHTS, number[1:8], strict=True))
    return table[(total + _NRIC_OFFSETS[series]) % 11] == number[8]


@cache
def _letter_values() -> dict[str, str]:
    return {chr(code): str(code - 55) for code in range(ord("A"), ord("Z") + 1)}


def is_iban(number: str) -> bool:
    """Tell whether letters and digits satisfy the check of ISO 13616 (mod 97)."""
    if not (number.isascii() and number.isalnum() and number == number.upper()):
        return False
    letters = _letter_values()
    turned = number[4:] + number[:4]
    return int("".join(letters.get(character, character) for character in turned)) % 97 == 1
