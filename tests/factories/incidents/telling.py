"""One reporter's words about one event: what is said, left out, masked, mistyped or put beside it."""

import re
from dataclasses import dataclass, field
from datetime import date

from tests.factories.incidents import wording_en, wording_zh
from tests.factories.incidents.amounts import write_amount
from tests.factories.incidents.events import Event
from tests.factories.incidents.moments import write_day_en, write_day_zh, write_moment
from tests.factories.incidents.names import Organisation
from tests.factories.incidents.shapes import SHAPES, Parts
from tests.factories.incidents.traces import PUBLIC_HOSTS, Trace, write_account, write_trace

_PLAIN_WORD = re.compile(r"(?<![{\w])[a-z]{6,}(?![}\w])")
_ZH_SLIPS = (("账", "帐"), ("登录", "登陆"), ("已经", "以经"), ("反映", "反应"))
_LABELS = {
    "en": (
        "Subject",
        "Firm",
        "When",
        "Sum",
        "Payee",
        "Held at",
        "Account",
        "File",
        "CVE",
        "Family",
        "Cases",
    ),
    "zh": (
        "事由",
        "单位",
        "时间",
        "金额",
        "收款人",
        "开户行",
        "账号",
        "文件",
        "漏洞编号",
        "家族",
        "数量",
    ),
}


@dataclass
class Telling:
    """How a report tells of its event; ``shown`` are the traces it knows of at all."""

    event: Event
    written: date
    lang: str
    shown: tuple[Trace, ...] = ()
    near_twin: bool = False
    others: tuple[Event, ...] = ()
    signer: str = ""
    home: Organisation | None = None
    template: int | None = None
    old_amount: int = 0
    follows: date | None = None
    in_text: bool = False
    tags: set[str] = field(default_factory=set)
    public: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """The finished words."""

    title: str
    text: str


def tell(telling, rng):
    """Return the title and the text of the report; notes in ``telling.tags`` what makes it hard."""
    words = wording_en if telling.lang == "en" else wording_zh
    values = _draw_values(telling, rng)
    kind = telling.event.kind
    choose = (
        rng.choice
        if telling.template is None
        else lambda items: items[telling.template % len(items)]
    )
    title = choose(words.TITLES[kind]).format(**values)
    tales = words.TALES[kind] + words.LIVELY[kind]
    tale = _mistype(choose(tales), telling, rng).format(**_abbreviate(values, telling, rng))
    parts = Parts(
        title=title,
        tale=tale,
        fields=_list_fields(telling, values, rng),
        more=_draw_more(words, telling, values, rng),
        footer=rng.choice(words.FOOTERS) if rng.random() < 0.4 else "",
        signer=telling.signer,
        day=(write_day_en if telling.lang == "en" else write_day_zh)(telling.written, rng),
    )
    shape = choose(SHAPES[telling.lang])
    text = shape(parts, rng)
    if telling.event.drill and rng.random() < 0.6:
        text = rng.choice(words.DRILL) + text
    return Told(title, text)


def _draw_values(telling, rng):
    event, lang = telling.event, telling.lang
    words = wording_en if lang == "en" else wording_zh
    day, tag = write_moment(
        event.day,
        telling.written,
        rng,
        lang,
        exact=telling.near_twin,
    )
    telling.tags |= {tag} - {""}
    values = {
        "p": name_party(event.party, lang, rng),
        "when": day,
        "money": _draw_money(telling, rng),
        "n": event.count if rng.random() < 0.7 else round(event.count, -1) or event.count,
        **{key: value for key, value in event.details.items() if key not in ("kit", "path")},
    }
    if "account" in values:
        values["acct"], tag = write_account(values["account"], rng, lang)
        telling.tags |= {tag} - {""}
        values["holder"] = values["holder"].en if lang == "en" else values["holder"].zh
        if values["bank"] is telling.home:
            telling.tags.add("own_bank")
            values["bank"] = rng.choice(words.OWN_BANK)
        else:
            values["bank"] = name_party(values["bank"], lang, rng)
    return values


def _abbreviate(values, telling, rng):
    """Return the values with the firm in full and the name that the rest of the text calls it by."""
    if rng.random() > 0.15 or telling.event.kind == "mule-account":
        return values
    party = telling.event.party
    telling.tags.add("abbreviated_party")
    if telling.lang == "en":
        return {**values, "p": f'{party.en} (the "Platform")'}
    return {**values, "p": f"{party.zh}（下称该平台）"}


def _draw_money(telling, rng):
    event = telling.event
    if "partial_amount" in telling.tags:
        part = max(event.amount * rng.randint(20, 80) // 100, 1000)
        return write_amount(part, event.party.currency, rng, telling.lang)
    return write_amount(event.amount, event.party.currency, rng, telling.lang)


def name_party(party, lang, rng):
    """Return the full or short name of the firm, now and then with the other language beside it."""
    if lang == "en":
        if party.zh_short != party.en_short and rng.random() < 0.08:
            return f"{party.en_short} ({party.zh_short})"
        name = rng.choice((party.en, party.en_short, party.en_short))
        return name.upper() if rng.random() < 0.06 else name
    if party.zh_short != party.en_short and rng.random() < 0.12:
        return f"{party.zh_short}（{party.en_short}）"
    return rng.choice((party.zh, party.zh_short, party.zh_short))


def _list_fields(telling, values, rng):
    """Return (label, value) pairs in the order of a form."""
    words = wording_en if telling.lang == "en" else wording_zh
    label = _LABELS[telling.lang]
    rows = [(label[0], rng.choice(words.WHAT[telling.event.kind]))]
    if "account" in values:
        rows += [
            (label[4], values["holder"]),
            (label[5], values["bank"]),
            (label[6], values["acct"]),
        ]
    else:
        rows.append((label[1], values["p"]))
    rows.append((label[2], values["when"].removeprefix("on ")))
    for place, key in ((7, "batch"), (8, "cve"), (9, "family")):
        if key in values:
            rows.append((label[place], values[key]))
    if telling.event.kind in ("account-takeover", "phishing"):
        rows.append((label[10], str(values["n"])))
    elif telling.event.kind not in ("malware", "technical-vulnerability"):
        rows.append((label[3], values["money"]))
    return rows


def _mistype(template, telling, rng):
    """Return the sentence with a slip of the kind people make, its places untouched."""
    if rng.random() > 0.18:
        return template
    if telling.lang == "zh":
        for right, wrong in _ZH_SLIPS:
            template = template.replace(right, wrong)
        return template
    found = list(_PLAIN_WORD.finditer(template))
    if not found:
        return template
    word = rng.choice(found)
    at = word.start() + rng.randint(1, 4)
    return template[:at] + template[at + 1] + template[at] + template[at + 2 :]


def _draw_more(words, telling, values, rng):
    """Return the sentences beside the tale: traces, genuine site, public hosts, other events."""
    more = []
    if telling.in_text and telling.shown:
        more.append(_write_traces(words, telling, rng))
    if telling.old_amount:
        old = write_amount(telling.old_amount, telling.event.party.currency, rng, telling.lang)
        now = write_amount(telling.event.amount, telling.event.party.currency, rng, telling.lang)
        more.append(rng.choice(words.CORRECTED).format(old=old, money=now))
        telling.tags.add("corrected_amount")
    if "partial_amount" in telling.tags:
        more.append(
            "Counted so far; the sum will rise."
            if telling.lang == "en"
            else "以上为目前已查到的数，还会增加。"
        )
    more += _draw_context(words, telling, rng)
    more += rng.sample(words.EXTRAS, rng.choice((0, 0, 1, 1, 2)))
    if "custodian" in telling.event.details and rng.random() < 0.35:
        bank = telling.event.details["custodian"]
        more.append(rng.choice(words.CUSTODIAN).format(bank=name_party(bank, telling.lang, rng)))
    if telling.follows:
        write = write_day_en if telling.lang == "en" else write_day_zh
        before = write(telling.follows, rng).removeprefix("on ")
        more.append(rng.choice(words.FOLLOWING).format(day=before))
        telling.tags.add("follow_up")
    if "abbreviated_party" in telling.tags:
        more.insert(0, rng.choice(words.ABBREVIATED))
    if rng.random() < 0.1:
        other = wording_en if telling.lang == "zh" else wording_zh
        more.append(rng.choice(other.EXTRAS))
        telling.tags.add("mixed_language")
    return more


def _write_traces(words, telling, rng):
    written = []
    for trace in telling.shown:
        text, tag = write_trace(trace, rng)
        telling.tags |= {tag} - {""}
        written.append(text)
    joint = (
        rng.choice((", ", "; ", " | ", "\n"))
        if telling.lang == "en"
        else rng.choice(("、", "；", "\n", " / "))
    )
    return rng.choice(words.OBSERVED).format(list=joint.join(written))


def _draw_context(words, telling, rng):
    event = telling.event
    if rng.random() < 0.14:
        topic = rng.randrange(len(words.BENIGN))
        host = rng.choice(PUBLIC_HOSTS[topic])
        telling.public.append(host)
        telling.tags.add("public_host")
        yield words.BENIGN[topic].format(host=host)
    if event.kind in ("phishing", "malware", "withdrawal-surge") and rng.random() < 0.25:
        host = f"www.{event.party.slug}.example"
        telling.public.append(host)
        yield rng.choice(words.GENUINE).format(host=host)
    for other in telling.others:
        aside = rng.random() < 0.4 and other.kind != event.kind
        telling.tags.add("mentions_second_event" if aside else "sets_apart_another_event")
        write = write_day_en if telling.lang == "en" else write_day_zh
        yield rng.choice(words.ASIDE if aside else words.APART).format(
            other=name_party(other.details.get("bank", other.party), telling.lang, rng),
            what=rng.choice(words.WHAT[other.kind]),
            day=write(other.day, rng).removeprefix("on "),
            detail=_draw_detail(other, telling.lang, rng),
        )


def _draw_detail(other, lang, rng):
    """Return the sum or a trace of the other event in brackets, or nothing."""
    draw = rng.random()
    hosts = [trace for trace in other.traces if trace.kind in ("host", "ip")]
    if draw < 0.35 and hosts:
        told = write_trace(rng.choice(hosts), rng)[0]
    elif draw < 0.6:
        told = write_amount(other.amount, other.party.currency, rng, lang)
    else:
        return ""
    return f" ({told})" if lang == "en" else f"（{told}）"
