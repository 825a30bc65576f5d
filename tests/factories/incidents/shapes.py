"""The outward form of a report: letter, telegram, bullets, chat, forwarded mail, table, plain."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a report before they have a form."""

    title: str
    tale: str
    fields: list[tuple[str, str]]
    more: list[str]
    footer: str
    signer: str
    day: str


def _end(parts, glue):
    return glue.join(part for part in (*parts.more, parts.footer) if part)


def _plain_en(parts, _rng):
    return f"{parts.tale} {_end(parts, ' ')}".strip()


def _letter_en(parts, rng):
    opening = rng.choice(
        ("Dear colleagues,", "Dear Sir or Madam,", "To all members of the circle:")
    )
    closing = rng.choice(("Yours faithfully,", "Kind regards", "With best wishes,"))
    body = f"We write to let you know of the following. {parts.tale}"
    return f"{opening}\n\n{body}\n{chr(10).join(parts.more)}\n\n{closing}\n{parts.signer}\n{parts.footer}".strip()


def _telegram_en(parts, rng):
    glue = rng.choice((" / ", " - ", ". ", " +++ "))
    told = glue.join(value for _, value in parts.fields)
    return f"{rng.choice(('FLASH', 'NOTICE', 'WARN'))}{glue}{told}{glue}{_end(parts, ' ')}"


def _bullets_en(parts, rng):
    mark = rng.choice(("- ", "* ", "• ", "> "))
    fields = list(parts.fields)
    if rng.random() < 0.5:
        rng.shuffle(fields)
    lines = [f"{mark}{label}: {value}" for label, value in fields]
    return "\n".join([*lines, *(mark + more for more in parts.more), parts.footer]).strip()


def _chat_en(parts, rng):
    opening = rng.choice(("hi all, fyi - ", "heads up team: ", "morning! quick one. ", "@all "))
    closing = rng.choice((" thx", " pls check yours", " shout if you see it too", ""))
    return opening + parts.tale + " " + " ".join(parts.more) + closing


def _mail_en(parts, rng):
    head = rng.choice(("-----Original Message-----", "Begin forwarded message:", "---- Fwd ----"))
    sent = parts.day.removeprefix("on ")
    lines = (head, f"From: {parts.signer}", f"Sent: {sent}", f"Subject: {parts.title}", "")
    return "\n".join([*lines, f"{parts.tale} {_end(parts, ' ')}"])


def _table_en(parts, rng):
    bar = rng.choice((" | ", "\t", " :: "))
    lines = [f"{label}{bar}{value}" for label, value in parts.fields]
    return "\n".join([f"Item{bar}Detail", *lines, f"Remarks{bar}{_end(parts, ' ')}"])


def _questions_en(parts, _rng):
    asked = "\n".join(f"{label}? {value}" for label, value in reversed(parts.fields))
    return f"{asked}\nAnything else? {_end(parts, ' ') or 'No.'}"


def _short_en(parts, _rng):
    told = " ".join(value for _, value in parts.fields)
    return " ".join((told, *parts.more)).lower().rstrip(".")


def _dated_en(parts, _rng):
    rest = _end(parts, " ") or "Nil."
    return f"({parts.day.removeprefix('on ')}) 1. {parts.tale} 2. {rest} [{parts.signer}]"


def _plain_zh(parts, _rng):
    return parts.tale + _end(parts, "")


def _letter_zh(parts, rng):
    opening = rng.choice(("各成员单位：", "敬启者：", "反诈联络组各位同仁："))
    closing = rng.choice(("此致", "特此函告。", "顺颂商祺"))
    body = f"现将有关情况函告如下。{parts.tale}{''.join(parts.more)}"
    return f"{opening}\n  {body}\n{closing}\n{parts.signer}\n{parts.day}\n{parts.footer}".strip()


def _telegram_zh(parts, rng):
    glue = rng.choice(("——", "，", " ", "；"))
    return f"{rng.choice(('急报', '速报', '提醒'))}{glue}{glue.join(value for _, value in parts.fields)}。{_end(parts, '')}"


def _bullets_zh(parts, rng):
    fields = list(parts.fields)
    if rng.random() < 0.5:
        rng.shuffle(fields)
    lines = [f"{number}、{label}：{value}" for number, (label, value) in enumerate(fields, 1)]
    return "\n".join([*lines, *parts.more, parts.footer]).strip()


def _chat_zh(parts, rng):
    opening = rng.choice(("大家注意下，", "各位好，转个情况：", "@所有人 ", "刚收到："))
    return (
        opening
        + parts.tale
        + "".join(parts.more)
        + rng.choice(("辛苦自查一下", "谢谢", "有类似的吱一声", ""))
    )


def _mail_zh(parts, rng):
    head = rng.choice(("---------- 转发邮件 ----------", "----- 原始邮件 -----"))
    lines = (head, f"发件人：{parts.signer}", f"发送时间：{parts.day}", f"主题：{parts.title}", "")
    return "\n".join([*lines, parts.tale + _end(parts, "")])


def _table_zh(parts, rng):
    bar = rng.choice(("\t", " | ", "  "))
    lines = [f"{label}{bar}{value}" for label, value in parts.fields]
    return "\n".join([f"项目{bar}内容", *lines, f"备注{bar}{_end(parts, '')}"])


def _questions_zh(parts, _rng):
    asked = "\n".join(f"【{label}】{value}" for label, value in reversed(parts.fields))
    return f"{asked}\n【其他】{_end(parts, '') or '无'}"


def _short_zh(parts, _rng):
    return " ".join((*(value for _, value in parts.fields), *parts.more)).rstrip("。")


def _dated_zh(parts, _rng):
    rest = _end(parts, "") or "无补充。"
    return f"（{parts.day}）一、{parts.tale}二、{rest}[{parts.signer}]"


SHAPES = {
    "en": (
        *(_plain_en, _letter_en, _telegram_en, _bullets_en, _chat_en),
        *(_mail_en, _table_en, _questions_en, _short_en, _dated_en),
    ),
    "zh": (
        *(_plain_zh, _letter_zh, _telegram_zh, _bullets_zh, _chat_zh),
        *(_mail_zh, _table_zh, _questions_zh, _short_zh, _dated_zh),
    ),
}
