"""Organisations by name, whatever the script: what makes 砚屿基金 and Yanyu Funds one.

A name is a brand and a kind of organisation. Brands are compared by their spelling without tones, kinds
by a vocabulary. A brand in Latin letters that is no spelling of Chinese syllables may be a translation,
so it differs from no Chinese brand for certain.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import product, takewhile
from typing import Any, Final

import orjson

from sharing.cases.matching.brands import tell_meaning, tell_sound
from sharing.stix.category_weight import list_roots

_HAN: Final = "\u3400-\u9fff"
_LONGEST_BRAND: Final = 4
_LONGEST_RUN: Final = 12
_SHORTEST_BRAND: Final = 2
# Common characters that names are made of all the same.
_NAMEABLE: Final = frozenset("中上新原一全和前海大安信银金")
_QUALIFIER: Final = re.compile("(?:城商|农商|城市|农村|商业|联合|国际|信用|村镇|数字|智慧|股份)$")
_CAPITALISED: Final = re.compile(
    r"(?<![\w./@:-])[A-Z][A-Za-z]{2,}(?:\s+[A-Z][A-Za-z]+){0,3}(?![\w./@:-])", re.ASCII
)
# After the kind they make another company of the group.
_AFFILIATE: Final = (
    "(?:Prime|Labs|Plus|Asia|Europe|Pacific|Global|Custody|Digital|Direct|Select|Pro|Max|Next)"
)
_AFFILIATES: Final = rf"(?:\s(?P<more>{_AFFILIATE}(?:\s{_AFFILIATE})?)(?![A-Za-z0-9'-]))?"
_GLUED: Final = re.compile(
    r"(?<![\w.@/-])(?P<brand>[A-Z][a-z]{2,}(?:[A-Z][a-z]+)?)(?P<kind>[A-Z][a-z]{2,})(?![\w.@/-])"
    rf"{_AFFILIATES}",
    re.ASCII,
)
_LOUD: Final = re.compile(r"(?<![\w.@/-])[A-Z]{7,20}(?![\w.@/-])", re.ASCII)
_SHORTEST_KIND: Final = 3
MOST_SPELLINGS: Final = 5
UNKNOWN_KIND: Final = 0


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """An organisation: spellings of its brand, its kind (0 unknown), and what is sure of it.

    `is_pinyin` says that the brand is spelt in Chinese syllables, `is_certain` that the words are a
    name and not a phrase of verbs and nouns that looks like one. `sound` is what is heard of a brand
    in Han characters (`is_han`) or in foreign words.
    """

    spellings: tuple[str, ...]
    kind: int
    is_pinyin: bool
    is_certain: bool = True
    is_han: bool = False
    sound: str = ""


@cache
def read_data(name: str) -> Any:
    """Return the JSON file of that name beside this module."""
    return orjson.loads(files("sharing.cases.matching").joinpath(name).read_bytes())


def find_parties(text: str) -> Iterator[Party]:
    """Yield the organisations that a text in simplified characters names with their kind."""
    last = 0
    for matched in _chinese_kinds().finditer(text):
        before = text[max(last, matched.start() - _LONGEST_RUN) : matched.start()]
        last = matched.end()
        if brand := _cut_brand(before):
            is_rare, kind = _is_rare(brand), matched[0]
            is_certain = is_rare or kind not in _everyday()
            yield _make(brand, _zh_kinds()[kind], is_certain=is_certain, is_whole=is_rare)
    yield from _find_glued(text)
    yield from _find_small(text)
    for matched in _english().finditer(text):
        words, kind = _trim(matched["brand"].split()), _squeeze(matched["kind"])
        is_noun = kind in _everyday() and matched["kind"].islower()
        if words and words[-1].lower() not in _en_not_names() and not is_noun:
            yield _make("".join((*words, _join(matched["more"]))), _en_kinds()[kind])


def _find_glued(text: str) -> Iterator[Party]:
    """Yield names of one word that ends in a kind: VellumWallet, VELLUMWALLET."""
    for matched in _GLUED.finditer(text):
        humps = matched["brand"], matched["kind"].lower()
        if (kind := _en_kinds().get(humps[1])) and humps[0].lower() not in _en_not_names():
            yield _make(humps[0] + _join(matched["more"]), kind)
    for matched in _LOUD.finditer(text):
        word = matched[0].lower()
        for ending, code in _en_kinds().items():
            if (
                len(ending) >= _SHORTEST_KIND
                and word.endswith(ending)
                and len(word) >= len(ending) + _SHORTEST_KIND
            ):
                yield _make(word.removesuffix(ending), code)
                break


def _find_small(text: str) -> Iterator[Party]:
    """Yield names in small letters whose brand is spelt in Chinese syllables: jiaoyuan 36 pay."""
    for matched in _small().finditer(text):
        words = matched["brand"].split()
        spelt = list(takewhile(_is_syllabic, reversed(words)))[::-1]
        if any(not one.isdigit() for one in spelt):
            yield _make("".join(spelt), _en_kinds()[_squeeze(matched["kind"])])


def _is_syllabic(word: str) -> bool:
    return word.isdigit() or (is_pinyin(word) and word not in _en_not_names())


def find_mentions(text: str) -> Iterator[str]:
    """Yield spellings that may be brands without their kind: rare characters, capitalised words.

    They are no parties by themselves, but tell that a party of another alert is spoken of here.
    """
    for run in _rare().findall(text):
        for length in range(2, _LONGEST_BRAND + 1):
            if len(run) >= length:
                yield spell(run[:length])[0]
        yield spell(run[-2:])[0]
    for matched in _CAPITALISED.finditer(text):
        words = [word for word in matched[0].split() if word.lower() not in _en_not_names()]
        for at, word in enumerate(words):
            yield fold_spelling(word)
            if at:
                yield fold_spelling(words[at - 1] + word)


def read_identity(name: str) -> tuple[Party, ...]:
    """Return the organisations of a name that stands alone, in simplified characters."""
    if found := tuple(dict.fromkeys(find_parties(name))):
        return tuple(replace(one, is_certain=True) for one in found)
    han = re.findall(f"[{_HAN}]+", name)
    if han:
        brand = _make(han[0][:_LONGEST_BRAND], UNKNOWN_KIND)
        return (replace(brand, spellings=(*brand.spellings, *spell(han[0][:2]))),)
    words = _trim(re.findall(r"[A-Za-z][\w'-]*", name))
    if not words:
        return ()
    spellings = dict.fromkeys((fold_spelling(words[0]), fold_spelling("".join(words[:2]))))
    brand = _make("".join(words[:2]), UNKNOWN_KIND)
    return (replace(brand, spellings=tuple({**spellings, **dict.fromkeys(brand.spellings)})),)


def read_host(host: str) -> Party | None:
    """Return the organisation that a host name spells as brand and kind, such as api.yundu-lending.example."""
    for label in host.split(".")[:-1]:
        brand, joint, kind = label.partition("-")
        code = _en_kinds().get(kind) or _en_kinds().get(kind.replace("-", " "))
        code = code or _en_kinds().get(
            kind.replace("co-operative", "cooperative").replace("-", " ")
        )
        if joint and is_pinyin(brand) and code:
            return Party((fold_spelling(brand),), code, is_pinyin=True)
    return None


def spell(brand: str) -> tuple[str, ...]:
    """Return the spellings of a brand in lower-case Latin letters, at most 5, likeliest first."""
    readings = [_readings(character) for character in brand]
    spelt = ("".join(choice) for choice in product(*readings))
    return tuple(dict.fromkeys(one for one, _ in zip(spelt, range(MOST_SPELLINGS), strict=False)))


@cache
def is_pinyin(word: str) -> bool:
    """Tell whether a word in Latin letters can be read as Chinese syllables."""
    return _syllables().fullmatch(word.lower()) is not None


def fold_spelling(word: str) -> str:
    """Return Latin letters as they are compared: ü written v, yu (after l) or u, zh and z are one."""
    folded = re.sub(r"[^a-z0-9]", "", word.lower())
    return re.sub(r"(?<=[zcs])h", "", re.sub(r"(?<=[ln])v|(?<=l)yu", "u", folded))


def _make(brand: str, kind: int, *, is_certain: bool = True, is_whole: bool = False) -> Party:
    plain = re.sub(r"[0-9]+", "", brand)
    if brand.isascii():
        meaning = tell_meaning(plain)
        spellings = (fold_spelling(brand), fold_spelling(plain), meaning) if plain else (brand,)
        is_spelt = not meaning and is_pinyin(plain)
        return Party(
            spellings=tuple(dict.fromkeys(filter(None, spellings))),
            kind=kind,
            is_pinyin=is_spelt,
            is_certain=is_certain,
            sound="" if is_spelt else tell_sound(plain, is_spelt=False),
        )
    # Where a name begins is not always plain in running text: its last two characters are one more reading.
    ends = () if is_whole else spell(plain[-2:])
    readings = (*spell(plain), *ends, *spell(brand))
    meanings = (tell_meaning(plain), "" if is_whole else tell_meaning(plain[-2:]))
    spelt = (*tuple(dict.fromkeys(readings))[:MOST_SPELLINGS], *filter(None, meanings))
    return Party(
        spellings=tuple(dict.fromkeys(spelt)),
        kind=kind,
        is_pinyin=True,
        is_certain=is_certain,
        is_han=True,
        sound=tell_sound(spell(plain)[0], is_spelt=True),
    )


def _cut_brand(run: str) -> str:
    """Return the last characters of a run that can be a brand, "" when a common word stands there."""
    matched = re.search(f"(?P<han>[{_HAN}]*)(?P<latin>[A-Za-z][A-Za-z0-9]*|[0-9]*)$", run)
    if matched is None:
        return ""
    if matched["latin"][:1].isalpha() and len(matched["latin"]) > 1:
        return matched["latin"]
    last, cut, han = 0, "", matched["han"]
    rare = _rare_end().search(han)
    if rare and len(rare[0]) > 1:
        return _drop_qualifier(rare[0][-_LONGEST_BRAND:]) + matched["latin"]
    for word in _not_names().finditer(han):
        last, cut = word.end(), word[0]
    brand = han[last:][-_LONGEST_BRAND:]
    if len(brand) < _SHORTEST_BRAND <= len(han) and cut in _NAMEABLE:
        # A brand may hold a common character: 中原, 银中.
        brand = han[-2:]
    return _drop_qualifier(brand) + matched["latin"] if len(brand) > 1 else ""


def _drop_qualifier(brand: str) -> str:
    """Return a brand without what kind of bank it is, where that is no word of the vocabulary."""
    plain = _QUALIFIER.sub("", brand)
    return plain if len(plain) >= _SHORTEST_BRAND else brand


def _trim(words: list[str]) -> list[str]:
    while words and words[0].lower() in _en_not_names():
        words = words[1:]
    return words


def _join(words: str | None) -> str:
    return "".join((words or "").split())


def _squeeze(text: str) -> str:
    return " ".join(text.lower().split())


@cache
def _zh_kinds() -> dict[str, int]:
    kinds = read_data("organisations.json")["kinds"].values()
    return {word: code for code, words in enumerate(kinds, 1) for word in words["zh"]}


@cache
def _en_kinds() -> dict[str, int]:
    kinds = read_data("organisations.json")["kinds"].values()
    return {word: code for code, words in enumerate(kinds, 1) for word in words["en"]}


@cache
def _everyday() -> frozenset[str]:
    return frozenset(read_data("organisations.json")["everyday"])


@cache
def _rare() -> re.Pattern[str]:
    """Return runs of characters that are neither frequent nor the field's own."""
    return re.compile(f"(?:(?![{_frequent()}])[{_HAN}]){{2,6}}")


@cache
def _rare_end() -> re.Pattern[str]:
    return re.compile(f"(?:(?![{_frequent()}])[{_HAN}])*$")


@cache
def _frequent() -> str:
    """Return the characters that are everybody's: of the language, and of the words of the field."""
    data = read_data("organisations.json")
    words = "".join((*data["not_names"]["zh"], *list_roots()))
    found = set(data["frequent"]) | set(re.findall(f"[{_HAN}]", words))
    return "".join(sorted(found - set(data["nameable"])))


def _is_rare(brand: str) -> bool:
    return _rare().fullmatch(brand.rstrip("0123456789")) is not None


@cache
def _en_not_names() -> frozenset[str]:
    return frozenset(read_data("organisations.json")["not_names"]["en"])


@cache
def _not_names() -> re.Pattern[str]:
    words = sorted(read_data("organisations.json")["not_names"]["zh"], key=len, reverse=True)
    return re.compile("|".join(words))


@cache
def _chinese_kinds() -> re.Pattern[str]:
    words = sorted((word for word in _zh_kinds() if len(word) > 1), key=len, reverse=True)
    # 投资人, 托管方 and 存管行 are parties to a contract, no names.
    return re.compile(f"(?:{'|'.join(words)})(?![人者方]|行(?!业))")


@cache
def _english() -> re.Pattern[str]:
    words = sorted(_en_kinds(), key=len, reverse=True)
    kinds = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    brand = r"(?:[A-Z][A-Za-z'&]*(?:-[A-Za-z]+)?\s+){1,4}?(?:[0-9]{1,5}\s+)?"
    return re.compile(
        rf"(?<![\w.-])(?P<brand>{brand})(?P<kind>(?i:{kinds}))(?![\w'-]){_AFFILIATES}"
    )


@cache
def _small() -> re.Pattern[str]:
    """Return names in small letters: a word of five letters or more, or two, and a kind."""
    words = sorted(_en_kinds(), key=len, reverse=True)
    kinds = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(
        rf"(?<![\w.@/-])(?P<brand>(?:[a-z]{{4,8}} )?[a-z]{{5,12}}(?: [0-9]{{1,4}})?) (?P<kind>{kinds})(?![\w@/-]|\.[a-z])",
        re.ASCII,
    )


@cache
def _readings_by_character() -> dict[str, tuple[str, ...]]:
    data = read_data("pinyin.json")
    found: dict[str, tuple[str, ...]] = {}
    for order in ("first", "second", "in_names"):
        for syllable, characters in data[order].items():
            for character in characters:
                found[character] = (*found.get(character, ()), fold_spelling(syllable))
    return found


def _readings(character: str) -> tuple[str, ...]:
    known = _readings_by_character().get(character)
    return known or (character.lower(),)


@cache
def _syllables() -> re.Pattern[str]:
    # hm, m and n are sighs, no syllables of names.
    known = set(read_data("pinyin.json")["first"]) - {"hm", "m", "n"}
    syllables = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(syllables)}|lv|nv|lyu|nyu)['-]?)+")
