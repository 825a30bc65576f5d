"""Names of other scripts and traditions in Chinese and English texts.

Names joined by a dot, Tibetan and Mongolian names in Chinese characters, names in Cyrillic, Hangul
and kana: each by the signs and syllables it is made of, not by a list of whole names.
"""

import re
from collections.abc import Iterator

from privacy.detection.people.chinese_words import (
    COUNTRIES,
    FOLLOWERS,
    JAPANESE_SURNAMES,
    LEADS,
    PREPOSITIONS,
)

_split = str.split
_H = r"\u4e00-\u9fff"
# Characters that write foreign syllables. What leads a name or goes on after it is seldom among them.
_SYLLABLES = (
    "阿艾爱安奥巴拜班邦贝本比毕波伯勃博布查察楚茨达大丹德邓迪蒂丁杜敦多厄恩尔法凡范菲芬弗福伏甫富盖甘冈格戈根贡古"
    "哈海罕汗豪赫亨洪胡华怀霍基吉季加贾江杰金卡坎康柯科克肯孔库夸昆拉莱来兰朗劳勒雷蕾里利丽莉莲力连林琳娄卢鲁路露伦"
    "罗洛吕马玛麦迈曼芒茅梅门蒙米密明缪莫默木穆姆纳娜南内尼妮涅宁纽努诺欧帕潘佩彭皮平泼普奇齐契乔切钦琼丘曲热仁日荣"
    "茹儒瑞若撒萨赛桑瑟森沙莎珊山绍舍圣施史士斯思丝苏素索塔泰坦汤唐特腾提甜廷图吐托瓦万汪旺威韦维魏温文翁沃乌伍吾西希"
    "锡夏肖谢辛欣雅亚娅延扬耶叶伊依易因音英尤玉约扎赞泽珍芝治朱兹孜祖佐买合则衣生守逊外喀卜热肉迭斐葛蓓佛谟黛艺薇蜜"
)
_DOTTED = re.compile(
    rf"(?P<head>[{_SYLLABLES}]{{1,7}})(?P<rest>(?:[·•‧∙.\-](?:(?:[{_SYLLABLES}]|(?<=[阿热尼依木])不(?=[都力拉来])|(?<=不)都){{1,8}}|[A-Z](?=[·•‧.]))){{1,3}})"
)
_DOT = re.compile(rf"[·•‧∙]|[{_H}][.\-][{_H}]")
_FOLLOWERS = frozenset(word for word in FOLLOWERS if len(word) > 1)
_LEADS = frozenset(LEADS)
_LINKS = "为是叫系:：= “\"'（(「"
_GO_ON = frozenset("称说在被向将把与和及的用持从到因遭经转汇收付提报")
# Words that Tibetan and Mongolian names are put together from.
_NAME_WORDS = _split(
    """
        扎西 卓玛 才让 才仁 洛桑 罗桑 丹增 旦增 次仁 泽仁 多吉 平措 彭措 央金 央宗 拉姆 拉毛 旺堆 旺姆 旺杰 格桑 索朗
        索南 仁增 仁青 仁钦 德吉 白玛 边巴 达瓦 尼玛 巴桑 普布 顿珠 顿珠 曲珍 曲扎 加措 嘉措 桑杰 桑吉 贡布 贡嘎 卓嘎 强巴
        向巴 措姆 措毛 次旦 次珍 次旺 益西 土登 阿旺 坚赞 朗杰 南杰 晋美 久美 昂旺 登巴 群培 群宗 拉巴 米玛 多杰 杰布 先巴
        周加 吉美 央吉 卓尕 尕藏 完么 东知 华旦 更登 久西 洛追 赤列 云丹 让迥
        巴特尔 巴图 巴雅尔 其其格 乌云 乌兰 苏日娜 格日勒 格日乐 图雅 那日松 斯琴 高娃 朝鲁 娜仁 托娅 阿拉坦 宝音 孟和
        吉日嘎拉 布和 额尔敦 敖登 萨仁 呼日查 特木尔 毕力格 苏布德 阿茹娜 德力格尔 满都拉 乌仁 其木格 哈斯 牧仁 苏和
        图娅 那仁 朝克图 巴音 孟根 陶格斯 莫日根 照日格图 查干
    """
)
_WORD = "|".join(sorted(_NAME_WORDS, key=len, reverse=True))
_FIRST = "".join({word[0] for word in _NAME_WORDS})
_COMPOUND = re.compile(rf"(?=[{_FIRST}])(?:{_WORD}){{2,3}}(?![州县市区镇乡村路街德])")
_SINGLE = re.compile(rf"(?=[{_FIRST}])(?:{_WORD})(?![{_H}]?[州县市区镇乡村路街盟旗德])")
_UPPER_CYRILLIC = r"\u0400-\u042f\u0490"
_LOWER_CYRILLIC = r"\u0430-\u045f\u0491'’\-"
_CYRILLIC = re.compile(
    rf"(?<![\u0400-\u0491])[{_UPPER_CYRILLIC}][{_LOWER_CYRILLIC}]{{1,20}}"
    rf"(?: (?:[{_UPPER_CYRILLIC}][{_LOWER_CYRILLIC}]{{1,20}}|[{_UPPER_CYRILLIC}]\.)){{1,3}}(?![\u0430-\u045f])"
)
# As tickets write passengers.
_PASSENGER = re.compile(
    r"(?<![A-Za-z/])[A-Z]{2,20}/[A-Z]{2,30}(?: [A-Z]{2,20})?(?: (?:MR|MRS|MS|MISS|MSTR|CHD))(?![A-Za-z])"
)
_HANGUL = re.compile(
    r"(?<![가-힣])(?:남궁|황보|제갈|선우|독고|[김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용])"
    r"[가-힣]{1,2}(?=(?:님|씨|이|가|은|는|의|를|을|에게)?(?![가-힣]))"
)
_KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc"
_JAPANESE = re.compile(
    rf"(?<![{_KANA}])(?:[{_KANA}]{{2,8}}[ \-=][{_KANA}]{{2,8}}|(?=[{''.join({w[0] for w in JAPANESE_SURNAMES})}])(?:{'|'.join(JAPANESE_SURNAMES)}) ?[{_KANA}]{{2,5}})(?![{_KANA}])"
)
_OTHER_SCRIPT = re.compile(rf"[\u0400-\u0491가-힣{_KANA}]")
_LED_KANA = re.compile(rf"(?<![{_KANA}])[{_KANA}]{{3,16}}(?![{_KANA}])")
# Foreign names of one part, behind a word for a person.
_SYLLABLE_RUN = re.compile(rf"[{_SYLLABLES}]{{3,6}}")
_LIST_LINK = re.compile(r"[、,，和与及跟]{1,2}$")
_NEXT_LINK = re.compile(r"[、,，和与及跟]{1,2}")


def find_foreign_names(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of names in scripts and makes of their own; `plain` is simplified."""
    shapes = (_CYRILLIC, _HANGUL, _JAPANESE) if _OTHER_SCRIPT.search(text) else ()
    for shape in (*shapes, *([_PASSENGER] if "/" in text else [])):
        for found in shape.finditer(text):
            yield found.span()
    for found in _LED_KANA.finditer(text) if shapes else ():
        if _is_led(plain, found.start()):
            yield found.span()
    if _DOT.search(plain):
        yield from _find_dotted(plain)
    yield from _find_led(plain)
    yield from _find_put_together(plain)


def _find_dotted(plain: str) -> Iterator[tuple[int, int]]:
    """Yield transliterated names; a dot that is a point or a stroke needs an announcement."""
    for found in _DOTTED.finditer(plain):
        start, end = found.span()
        while end > found.start("rest") + 2 and _follows(plain, end - 1):
            end -= 1
        weak = found["rest"][0] in ".-"
        if end - start >= 4 and (not weak or _is_led(plain, start)):
            yield start, end


def _find_led(plain: str) -> Iterator[tuple[int, int]]:
    """Yield runs of foreign syllables that a word for a person leads and a word after names follows."""
    for found in _SYLLABLE_RUN.finditer(plain):
        start, end = found.span()
        after = plain[end : end + 1]
        ends = after in _GO_ON or _follows(plain, end) or not "\u4e00" <= after <= "\u9fff"
        if ends and _is_announced(plain, start) and not found.group().startswith(COUNTRIES):
            yield start, end


def _find_put_together(plain: str) -> Iterator[tuple[int, int]]:
    """Yield names of known words: two together, or one that is announced or stands in a list."""
    compounds = [found.span() for found in _COMPOUND.finditer(plain)]
    yield from compounds
    starts = {start for start, _ in compounds}
    ends = {end for _, end in compounds}
    covered = {place for start, end in compounds for place in range(start, end)}
    for found in _SINGLE.finditer(plain):
        if found.start() in covered:
            continue
        link = _LIST_LINK.search(plain, max(0, found.start() - 2), found.start())
        follows = _NEXT_LINK.match(plain, found.end())
        listed = (link and link.start() in ends) or (follows and follows.end() in starts)
        if listed or _is_led(plain, found.start()):
            ends.add(found.end())
            yield found.span()


def _is_led(plain: str, start: int) -> bool:
    """Tell whether a word for a person, or a preposition, stands right before a place."""
    lead = plain[max(0, start - 1) : start]
    return lead in PREPOSITIONS or _is_announced(plain, start)


def _is_announced(plain: str, start: int) -> bool:
    lead = plain[max(0, start - 12) : start].rstrip(_LINKS)
    return any(lead[-size:] in _LEADS for size in range(2, 7))


def _follows(plain: str, place: int) -> bool:
    """Tell whether a word that goes on after a name stands at a place."""
    return any(plain[place : place + size] in _FOLLOWERS for size in (2, 3, 4))
