"""What a text asserts, apart from what it says it is not about.

A report may name another case to tell it apart ("unrelated to", 与…无关) or to compare it ("similar to").
What stands there is denied or aside: it is no evidence for a link, and what is denied is some against.
"""

import re
from dataclasses import dataclass
from typing import Final

_SENTENCES: Final = re.compile(r"(?<=[。！？；;\n])|(?<=[.!?])\s+(?=[\"'(A-Z\u3400-\u9fff])")
# What stands in brackets is not divided at its commas.
_ZH_ANY: Final = r"(?:\([^()]{0,80}\)|[^。;!?,]|,(?=\d))"
_ZH_DENIED: Final = tuple(
    re.compile(expression)
    for expression in (
        # 无关联付款人 are payers that have nothing to do with each other, not with another case.
        rf"(?:与|跟|和|同)(?:(?!与|跟){_ZH_ANY}){{1,80}}?(?:(?:相似|类似|相近|相像|雷同),?(?:但|却|然)[^,。;]{{0,4}}(?:不|非)[^,。;]{{0,2}}同一"
        r"|混为一谈|混淆|无关(?!联|紧|痛)|无涉|没有关系|没有关联|不相关|不相干|毫无关系|并?无关联(?=[,。;\s]|$)"
        r"|不是同一|并?非同一|不属于?同一|不同(?:一|案|事|于)?)[^,。;]*",
        rf"(?:不同于|区别于|有别于|不涉及|并未涉及|未涉及|不包括|不包含|排除了?|(?:并非|不是)(?!真|实|演|虚)|请?勿与|不要与|切勿与){_ZH_ANY}{{1,80}}",
    )
)
# A comma ends what is denied, but for the one in "3 October, 2026".
_EN_SCOPE: Final = r"(?:\([^()]{0,120}\)|[^,;!?]|,(?=\s*(?:\d|Ltd|Limited|Inc|LLC)))*"
_EN_DENIED: Final = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|be|been|being|it|and|but|this|which) )?"
    r"(?:unrelated|not (?:\w+ )?(?:related|connected|linked|associated)|unconnected|distinct|separate|different|independent)"
    rf" (?:to|with|from|of)\b,?{_EN_SCOPE}"
    r"|\b(?:nothing to do with|no (?:known )?(?:link|connection|relation|relationship) (?:to|with|between)"
    r"|not (?:to be )?confused? with|(?:not|n't) (?:mix|confuse|conflate|lump)(?: \w+){0,3} with"
    r"|not (?:be )?(?:the same|part of|identical)(?: \w+)?(?: as| to| with)?|other than"
    rf"|does not (?:involve|concern|affect|include)|do not confuse|excluding|rather than|ruled out)\b{_EN_SCOPE}"
    r"|\b(?:is|are|was|were) (?:entirely |wholly )?(?:unrelated|a (?:separate|different) (?:case|matter|incident|event))\b",
    re.IGNORECASE,
)
# Of a sentence that says so the whole is about something else.
_OWN_ZH: Final = "(?:本件|本案|本次|本事件|本通报|此案|此次|此件|该案)"
_BESIDE: Final = re.compile(
    r"^\W{0,3}(?:附带|顺带|顺便|顺告|题外|另悉|又讯)|^\W{0,3}(?:P\.?S\.?|by the way|on an?(?:other| different) note|separately|incidentally|as an aside)\b"
    r"|(?:两者|二者|两案|两起|两件事?|彼此)[^,。;]{0,6}(?:无关|没有关|不相关|不同)"
    rf"|(?:与|和|同|跟){_OWN_ZH}[^,。;]{{0,4}}(?:无关|无涉|不相干|没有关|不相关)|不(?:在|属于?|计入|列入){_OWN_ZH}|(?:并非|并不是|不是|而非){_OWN_ZH}"
    r"|另行编号|另案|单独(?:编号|立案)|分开(?:记|处理|报)|不计入|年度累计|历年累计|(?:罚款|处罚)标准"
    r"|\b(?:has|have|had) no bearing on|\b(?:outside|beyond)(?: the scope)?(?: of)? this\b|\bunder (?:its|a) (?:own|separate|different) (?:number|case|file)"
    r"|\bnot the (?:sum|amount|figure|case|one|matter|event)s? (?:at issue|here|in question|concerned|meant)|\ba (?:case|matter) of its own"
    r"|\bsee the separate\b|\b(?:the two|they|these|both) (?:are|were) (?:not (?:related|connected|linked)|unrelated|unconnected|separate)"
    r"|\b(?:yearly|annual) total\b|\b(?:fine|penalty) is\b",
    re.IGNORECASE,
)
# The alert itself is a drill; "after the drill" and "not a drill" are not.
_DRILL: Final = re.compile(
    r"(?:桌面|沙盘|应急|联合|季度|年度|月度|实战|攻防|红蓝)(?:推演|演练|演习)(?!后|结束|以来|期间|中发现|发现)"
    r"|(?:演练|推演|演习)(?:脚本|文稿|稿|剧本|情节|场景|内容|用|专用|数据|通报|消息|预警|材料|】|\])|[\[【(](?:演练|推演|演习)|本(?:次|件|通报|信息)?(?:为|是|系|属)[^,。;]{0,6}(?:演练|推演|演习)"
    r"|情节[^,。;]{0,4}虚构|勿作真实|未真实发生|并无真实|仅供(?:演练|推演|演习|培训)"
    r"|\b(?:this|it|the following|all of this) is (?:only |just |part of )?(?:an? |the )?(?:[a-z-]+ ){0,2}(?:drill|exercise|tabletop|simulation|rehearsal)\b"
    r"|\b(?:drill|exercise|tabletop|simulation|rehearsal) (?:only|script|scenario|inject|text|message|alert|data|material)\b|(?:^|\n|[\[(])\W{0,2}(?:table-?top )?(?:drill|exercise|tabletop|rehearsal)\b\W?(?=[\])]|\s?[:|-])"
    r"|\bfor (?:exercise|training|drill) (?:purposes|use)\b|\b(?:fictitious|invented) (?:case|event|incident|scenario|story)|\bnot (?:a )?real (?:event|incident|case)|\bno real (?:event|incident|case|customer)",
    re.IGNORECASE,
)
_ZH_ASIDE: Final = re.compile(
    r"(?:类似于?|相似于|参见|参照|参考|仿照|如同|此前发生的|上次|上一次|历史案件|以往|另案|另见|另一起)[^,。;:!?]{1,80}"
)
_EN_ASIDE: Final = re.compile(
    r"\b(?:similar to|resembl\w+|reminiscent of|compare(?:d)? (?:to|with)|as in the (?:case|incident)|see also|cf\.?"
    r"|(?:earlier|previous|prior|past|older|last year's) (?:case|incident|event|campaign|wave|alert|report)s?)\b"
    rf"{_EN_SCOPE}",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r",? (?:but|however|although|while|yet)\b|,但", re.IGNORECASE)
# "That one is closed": it follows what was said of the other event, and says no more.
_THAT_ONE: Final = re.compile(
    r"[,;]?\s*(?:(?:那|该)(?:件|边|起|案)[^。;]{0,12}(?:已结|无关|不相干|无涉|另)[^。;]*|that (?:one|matter|case) (?:is|was) (?:closed|separate|unrelated|handled)[^.;]*)",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(r".*[;!?。]|", re.DOTALL)
_SPECIFIC: Final = re.compile(r"\d|[A-Z][a-z]+ [A-Z]|[\u3400-\u9fff]{4}")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text in simplified characters: what it asserts and what it denies; the rest is left out."""

    asserted: str
    denied: str


def read_prose(text: str) -> Prose:
    """Return what a folded text asserts and what it denies."""
    asserted, denied = [], []
    for whole in _SENTENCES.split(text):
        sentence = _THAT_ONE.sub("", whole)
        is_beside = _BESIDE.search(sentence) is not None
        kept, dropped = ("", sentence) if is_beside else _divide(sentence)
        asserted.append(kept)
        denied.append(dropped)
    return Prose(" ".join(filter(None, asserted)), " ".join(filter(None, denied)))


def is_drill(asserted: str) -> bool:
    """Tell whether a text says of itself that it is a drill."""
    return _DRILL.search(asserted) is not None


def _divide(sentence: str) -> tuple[str, str]:
    """Return the part of one sentence that it asserts and the part that it denies."""
    rest = sentence
    denied: list[str] = []
    for expression in (*_ZH_DENIED, _EN_DENIED):
        matched = expression.search(rest)
        if matched is None:
            continue
        scope, after = _end_at_but(matched[0])
        start = matched.start()
        if not _SPECIFIC.search(scope):
            # "The case of 3 October is unrelated": what is denied stands before, in its clause.
            start = _CLAUSES.search(rest, 0, start).end()  # type: ignore[union-attr]
            scope = rest[start : matched.end()]
        denied.append(scope)
        rest = f"{rest[:start]} {after}{rest[matched.end() :]}"
    for expression in (_ZH_ASIDE, _EN_ASIDE):
        rest = expression.sub(_keep_rest, rest)
    return rest, " ".join(denied)


def _end_at_but(text: str) -> tuple[str, str]:
    matched = _BUT.search(text)
    return (text[: matched.start()], text[matched.start() :]) if matched else (text, "")


def _keep_rest(matched: re.Match[str]) -> str:
    return _end_at_but(matched[0])[1]
