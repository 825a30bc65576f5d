"""Authentication data (C3): what must never be taken in, let alone shared (PC-04).

Looks for values, not for words: a warning that victims were asked for their one-time code
is welcome, the code itself is not. Answers name the place and the rule, never the value.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from privacy.detection.checksums import has_luhn
from privacy.detection.normalise import fold
from privacy.detection.patterns import pattern_literals
from privacy.detection.payloads import read_base64
from privacy.detection.scan import scan_text
from privacy.detection.walk import escape, identifier_prefix, is_structure

_FIELDS = {
    "card-verification-value": (
        "cvv cvv2 cvc cvc2 cvn cvn2 cav2 card_verification_value card_verification_code"
        " card_security_code security_code 安全码 安全碼"
    ),
    "track-data": (
        "track1 track2 track3 track_1 track_2 track_3 track_data track1_data track2_data"
        " track_1_data track_2_data magstripe magnetic_stripe chip_data emv_data icc_data 磁道"
    ),
    "pin": "pin pin_code pin_number pin_block pinblock atm_pin card_pin",
    "password": (
        "password passwd passcode passphrase pwd login_password payment_password pay_password"
        " transaction_password user_password account_password security_answer 密码 密碼 口令"
        " 支付密码 登录密码 交易密码"
    ),
    "one-time-code": (
        "otp otp_code one_time_code one_time_password one_time_pin sms_code sms_otp mfa_code"
        " totp verification_code sms_verification_code 验证码 驗證碼 短信验证码 动态码"
    ),
    "card-expiry": (
        "card_expiry card_exp card_expiry_date card_expiration card_expiration_date valid_thru"
        " validthru"
    ),
    "biometric-template": (
        "biometric biometrics biometric_template biometric_data fingerprint_template"
        " face_template facial_template face_feature face_embedding iris_template"
        " voice_template voiceprint voiceprint_template palm_template 指纹 人脸特征 声纹"
    ),
}
_CODE_BY_FIELD = {name: code for code, names in _FIELDS.items() for name in names.split()}
_EXPIRY_FIELD = frozenset(
    {"expiry", "expiry_date", "exp", "exp_date", "expiration", "expiration_date"}
)
_EXPIRY_VALUE = re.compile(r"(?:0[1-9]|1[0-2])[/\-]?(?:20)?[0-9]{2}")
_SPLIT = re.compile(r"[\-\s.]+")

# Cheap look before the rules; nearly all texts end here.
_HINT = re.compile(
    r"cv[vcn]|pass|pwd|\bpin|otp|code|[验驗][证證]|密[码碼]|口令|[动動][态態]|安全[码碼]|[卡]背|磁道|track"
    r"|exp|valid|有效期|%B[0-9]|[0-9]{12}[=D|;,:/ ]",
    re.IGNORECASE,
)
_LINK = r"[\s:：=\-#(（\[\"'“”「]{0,4}"
_SAYS = rf"{_LINK}(?:(?:value|code|number|no\.?|is|was|as|of|[号號]|[为為是]){_LINK}){{0,3}}"
_YEAR = r"(?!(?:19|20)[0-9]{2}(?![0-9]))"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        (
            "card-verification-value",
            r"(?:\b(?:cvv|cvc|cvn)2?(?![0-9A-Za-z])|(?<![A-Za-z])(?:cvv|cvc|cvn)2?(?=[=:：为是])"
            r"|card (?:verification|security) (?:value|code|number)|卡?安全[码碼]|卡片?[验驗][证證][码碼值]|卡背[后後]?三位)"
            rf"{_SAYS}[0-9]{{3,4}}(?![0-9])",
        ),
        ("track-data", r"%B[0-9]{12,19}\^[^\^?]{2,26}\^[0-9]{4}"),
        ("track-data", r"(?<![0-9])[0-9]{13,19}=[0-9]{7,20}(?![0-9])"),
        (
            "pin",
            r"(?:\b(?:pin(?:[ \-]?(?:code|number))?|passcode)\b(?!-)|pin码|取款密码)"
            rf"{_SAYS}{_YEAR}(?:[0-9]{{4}}|[0-9]{{6}}|[0-9]{{8}})(?![0-9A-Za-z.\-/])",
        ),
        (
            "one-time-code",
            r"(?:[验驗][证證][码碼]|[动動][态態](?:[码碼]|密[码碼]|口令)|一次性(?:密[码碼]|口令)"
            r"|one[ \-]time[ \-](?:code|password|passcode|pin)|\botp\b|\b(?:verification|authentication|auth|sms|2fa|mfa|login|security|confirmation) code)s?"
            rf"{_SAYS}{_YEAR}[0-9]{{4,8}}(?![0-9.\-/年月日])",
        ),
        (
            "one-time-code",
            rf"(?<![0-9.\-/]){_YEAR}[0-9]{{4,8}}(?: (?:is|was|as) (?:your|the|his|her|their) (?:[a-z\-]{{1,16}} ){{0,3}}(?:code|otp|password|pin)\b"
            r"|[（( ]{0,2}(?:是|[为為])?(?:您的|你的)?(?:短信|簡訊)?[验驗][证證][码碼])",
        ),
    )
)
_DUMP = re.compile(
    r"(?<![0-9])[0-9]{13,19}(?P<gap>[|,;:] ?| )(?:0[1-9]|1[0-2])(?:[/\-]|(?P=gap))?(?:20)?[0-9]{2}"
    r"(?P=gap)[0-9]{3,4}(?![ \-]?[0-9])"
)
_CHIP_TRACK = re.compile(
    r"(?<![0-9A-Fa-f])([0-9]{13,19})D[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3,16}F?(?![0-9A-Fa-f])"
)
_EXPIRY = re.compile(
    r"(?:\bexp(?:iry|ires|iration|\.)?(?: date)?|\bvalid (?:thru|until|to)|有效期(?:限)?[至到为為]?)"
    rf"{_SAYS}(?:0[1-9]|1[0-2])[/\-](?:20)?[0-9]{{2}}(?![0-9]|[/\-][0-9])",
    re.IGNORECASE,
)
_CARD_NEARBY = re.compile(r"[0-9](?:[ \-]?[0-9]){12,18}|[0-9]{4,6}[*xX]{4,12}[0-9]{4}")
_PASSWORD = re.compile(
    r"(?P<word>\b(?:password|passwd|pwd|passphrase)\b|密[码碼]|口令)"
    r"(?P<link>\s{0,2}[:：=]\s{0,2}|\s{1,2}(?:is|was)\s{1,2}|\s?[为為是]\s?[:：]?)"
    r"(?P<quote>[\"'“「]?)(?P<value>[0-9A-Za-z!@#$%^&*._+\-]{4,64})",
    re.IGNORECASE,
)
# The password of a sample or archive opens malware for analysts; it authenticates nobody.
_ARCHIVE = re.compile(
    r"\b(?:zip|rar|7z|archive|pdf|docx?|xlsx?|attachment|sample|macro|malware|implant|backdoor)\b"
    r"|[压壓][缩縮]|解[压壓]|附件|[样樣]本",
    re.IGNORECASE,
)
_NOT_LETTER = re.compile(r"[^A-Za-z.\-]")
_REACH = 40


def find_authentication_data(bundle: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return (JSON pointer, rule code) of each place that holds authentication data.

    Looks at the names of members, at every text, at member names themselves and into patterns.
    """
    objects = bundle.get("objects")
    if not isinstance(objects, list):
        return ()
    return tuple(
        (_without_values(pointer), code)
        for index, item in enumerate(objects)
        for pointer, code in _look(item, f"/objects/{index}", "", "")
    )


def _without_values(pointer: str) -> str:
    """Cut a pointer before a member name that is data itself, so that no answer echoes it."""
    steps = pointer.split("/")
    for place, step in enumerate(steps[3:], start=3):
        if _code_of_text(step) or scan_text(step):
            return "/".join(steps[:place])
    return pointer


def _look(value: Any, pointer: str, owner: str, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        shown = identifier_prefix(value) if is_structure(pointer, name, value) else value
        code = _code_of_text(shown)
        if code:
            yield pointer, code
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _look(item, f"{pointer}/{index}", owner, name)
    elif isinstance(value, Mapping):
        yield from _look_into_members(value, pointer, owner)


def _look_into_members(
    value: Mapping[str, Any], pointer: str, owner: str
) -> Iterator[tuple[str, str]]:
    kind = value.get("type")
    owner = kind if isinstance(kind, str) else owner
    label = value.get("object_relation")
    for name, item in value.items():
        path = f"{pointer}/{escape(name)}"
        meaning = label if name == "value" and isinstance(label, str) else name
        code = _code_of_field(owner, meaning, item) or _code_of_text(name)
        if not code and name == "payload_bin" and isinstance(item, str):
            code = next(filter(None, map(_code_of_text, read_base64(item))), "")
        if not code and name == "pattern" and isinstance(item, str):
            code = _code_of_pattern(item)
        if code:
            yield path, code
        else:
            yield from _look(item, path, owner, meaning)


def _code_of_field(owner: str, name: str, value: Any) -> str:
    """Return the rule that a member breaks by its name, "" when it holds no value."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return ""
    if name == "credential":
        return "credential" if owner == "user-account" else ""
    plain = _SPLIT.sub("_", name.lower())
    if plain in _EXPIRY_FIELD:
        return "card-expiry" if _EXPIRY_VALUE.fullmatch(str(value)) else ""
    return _CODE_BY_FIELD.get(plain, "")


def _code_of_pattern(pattern: str) -> str:
    for owner, name, literal in pattern_literals(pattern):
        code = _code_of_field(owner, name, literal) or _code_of_text(literal)
        if code:
            return code
    return ""


def _code_of_text(text: str) -> str:
    """Return the first rule that a text breaks, "" for none."""
    if _HINT.search(text) is None:
        folded = text if text.isascii() and "%" not in text else fold(text).text
        if folded is text or _HINT.search(folded) is None:
            return ""
    else:
        folded = fold(text).text
    for code, rule in _RULES:
        if rule.search(folded):
            return code
    return _code_of_card(folded) or _code_of_password(folded)


def _code_of_card(text: str) -> str:
    chip = _CHIP_TRACK.search(text)
    if chip is not None and has_luhn(chip[1]):
        return "track-data"
    if _DUMP.search(text):
        return "card-expiry"
    for expiry in _EXPIRY.finditer(text):
        around = text[max(0, expiry.start() - 2 * _REACH) : expiry.end() + 2 * _REACH]
        if _CARD_NEARBY.search(around):
            return "card-expiry"
    return ""


def _code_of_password(text: str) -> str:
    for found in _PASSWORD.finditer(text):
        lead = text[max(0, found.start() - _REACH) : found.start()]
        if not _ARCHIVE.search(lead) and _is_secret(found):
            return "password"
    return ""


def _is_secret(found: re.Match[str]) -> bool:
    """Tell a value from the next word of the sentence: quoted, assigned, or not a plain word."""
    value = found["value"].rstrip(".")
    assigned = "=" in found["link"]
    chinese = not found["word"].isascii()
    return bool(found["quote"] or assigned or chinese or _NOT_LETTER.search(value))
