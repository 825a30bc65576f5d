"""How a brand is compared across scripts: by the meaning of its parts, or by its sound.

A name may be translated (湖滨, Lakeside) or follow the sound of a foreign one (莫瑞斯, Morris). Both are
told without a dictionary of names: from a vocabulary of what names are made of, and from consonants.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

import orjson

_SHORTEST_SOUND: Final = 3
# Consonants that one language hears as another's; h and vowels are heard at the start only.
_HEARD: Final = {
    letter: heard
    for heard, letters in {"P": "bp", "T": "dt", "K": "gkq", "F": "fvw", "L": "lr", "M": "m", "N": "n", "S": "szjxc"}.items()
    for letter in letters
}  # fmt: skip
_LATIN: Final = (
    (re.compile("ph"), "f"), (re.compile("ck|c(?![eiyh])"), "k"), (re.compile("x"), "ks"), (re.compile("gh(?=t|$)|h(?=[^aeiouy]|$)"), ""),
    (re.compile("qu"), "kw"), (re.compile("(?<=[aeiouy])r(?=[^aeiouyr]|$)"), ""), (re.compile("(?<=n)g(?=[^aeiouy]|$)"), ""),
)  # fmt: skip
_SYLLABIC: Final = ((re.compile("q"), "c"), (re.compile("(?<=n)g(?=[^aeiouv]|$)"), ""))


def tell_meaning(brand: str) -> str:
    """Return what the parts of a brand mean, in one order for both languages, "" when a part is unknown."""
    words: list[str] = []
    for part in re.findall(r"[a-z]+|[^\x00-\x7f]+", brand.lower()):
        found = _divide(part)
        if not found:
            return ""
        words.extend(found)
    return "+".join(sorted(set(words)))


def tell_sound(word: str, *, is_spelt: bool) -> str:
    """Return the consonants of a word as heard, "" when they are too few; `is_spelt` tells pinyin."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    for expression, by in _SYLLABIC if is_spelt else _LATIN:
        plain = expression.sub(by, plain)
    heard = [_HEARD.get(letter, "") for letter in plain]
    first = ("H" if plain[:1] == "h" else "A") if heard and not heard[0] else ""
    sound = first + re.sub(r"(.)\1+", r"\1", "".join(heard))
    return sound if len(sound) >= _SHORTEST_SOUND else ""


def _divide(part: str) -> tuple[str, ...]:
    """Return the meanings that a run of letters or characters is made of, () when something is left."""
    if not part:
        return ()
    meanings = _meanings()
    for length in range(min(len(part), _longest()), 0, -1):
        if known := meanings.get(part[:length]):
            rest = part[length:].removeprefix("s") if part[length:] == "s" else part[length:]
            if not rest or (after := _divide(rest)):
                return (known, *(after if rest else ()))
    return ()


@cache
def _meanings() -> dict[str, str]:
    data = orjson.loads(files("sharing.cases.matching").joinpath("glosses.json").read_bytes())
    return {word: meaning for meaning, words in data["meanings"].items() for word in words.split()}


@cache
def _longest() -> int:
    return max(map(len, _meanings()))
