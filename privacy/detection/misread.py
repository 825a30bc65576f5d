"""Read numbers as they were meant: letters that a scanner puts for digits, digits in characters.

Changes one character for one. A letter becomes a digit only where the number it makes has a valid
check or the shape of a mobile number; a character only in a run that spells a number.
"""

import re

from privacy.detection.checksums import has_luhn, is_cn_id18

_NUMERALS = "零〇一二三四五六七八九幺壹贰貳叁參叄肆伍陆陸柒捌玖"
_TO_DIGITS = str.maketrans(_NUMERALS, "001234567891" + "1223334566789")
_SPELT = re.compile(f"[{_NUMERALS}](?:[ \\-·]?[{_NUMERALS}]){{5,}}+")
_MIXED_HINT = re.compile(f"[0-9][ \\-·]?[{_NUMERALS}]|[{_NUMERALS}][ \\-·]?[0-9]")
_MIXED = re.compile(f"[0-9{_NUMERALS}](?:[ \\-·]?[0-9{_NUMERALS}]){{9,}}+")
_FEWEST_NUMERALS = 3

_CONFUSED = str.maketrans("OoQlI|S", "0001115")
_CONFUSED_HINT = re.compile(r"[0-9][ \-\n]?[OoQlI|S]|[OolI|][ \-\n]?[0-9]")
_CONFUSED_NUMBER = re.compile(
    r"(?<![0-9A-Za-z|])[0-9OoQlI|S](?:[ \-\n]?[0-9OoQlI|S]){7,19}[Xx]?(?![0-9A-Za-z|])"
)
_SEPARATORS = str.maketrans("", "", " -\n")
# One or two letters glued to many digits: what the number is, the words around it tell.
_GLUED = re.compile(r"(?:[0-9]+[OolI]){1,2}[0-9]*")
_ALONE = re.compile(r"(?<![0-9])[OolI](?![0-9])")
_FEWEST_DIGITS = 8
_MOST_LETTERS = 4
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ISSUED = ("62", "4", "5")


def read_numerals(text: str) -> str:
    """Return the text with digits for runs of Chinese numerals, also where both are mixed."""
    text = _SPELT.sub(_spell, text)
    return _MIXED.sub(_spell_mixed, text) if _MIXED_HINT.search(text) else text


def read_confused(text: str) -> str:
    """Return the text with digits for the letters O, l, I and S inside valid numbers."""
    if _CONFUSED_HINT.search(text) is None:
        return text
    return _CONFUSED_NUMBER.sub(_repair, text)


def _spell(run: re.Match[str]) -> str:
    return run.group().translate(_TO_DIGITS)


def _spell_mixed(run: re.Match[str]) -> str:
    """Spell a number written both ways; one or two numerals at its end may belong to a word."""
    numerals = sum(character in _NUMERALS for character in run.group())
    return _spell(run) if numerals >= _FEWEST_NUMERALS else run.group()


def _repair(run: re.Match[str]) -> str:
    written = run.group()
    number = written.translate(_CONFUSED).translate(_SEPARATORS).upper()
    letters = sum(character.isalpha() or character == "|" for character in written.rstrip("Xx"))
    if not 0 < letters <= _MOST_LETTERS or not (_is_number(number) or _is_glued(written)):
        return written
    return written.translate(_CONFUSED)


def _is_glued(written: str) -> bool:
    if _ALONE.search(written):
        return False
    compact = written.translate(_SEPARATORS)
    digits = sum(character.isdigit() for character in compact)
    return digits >= _FEWEST_DIGITS and _GLUED.fullmatch(compact) is not None


def _is_number(number: str) -> bool:
    if len(number) == 18:
        return is_cn_id18(number)
    if len(number) in (16, 19) and number.isdigit():
        return number.startswith(_ISSUED) and has_luhn(number)
    return _MOBILE.fullmatch(number) is not None
