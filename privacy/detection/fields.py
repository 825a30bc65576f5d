"""Fields whose name or place says that their value is personal, whatever it looks like."""

import re
from collections.abc import Mapping
from typing import Any

from privacy.detection.normalise import fold
from privacy.detection.scan import scan_text
from privacy.detection.types import DataType, Span

_NAMES: dict[DataType, str] = {
    DataType.ACCOUNT_NO: (
        "user_id account_login login username user_name account account_no account_number"
        " account_id acct acct_no bank_account bank_account_number customer_id customer_no"
        " client_number member_no wallet_no 账号 賬號 帳號 账户 帳戶"
    ),
    DataType.BANK_CARD: (
        "card card_no card_number cardno card_num pan primary_account_number cc_number"
        " bank_card 卡号 卡號 银行卡号"
    ),
    DataType.IBAN: "iban",
    DataType.MOBILE: (
        "phone phone_no phone_number mobile mobile_no mobile_number tel telephone cell msisdn"
        " fax contact_phone 手机 手机号 電話 电话"
    ),
    DataType.EMAIL: "email e_mail email_address mail_address 邮箱 電郵",
    DataType.CN_ID18: (
        "id_no idno id_num id_number id_card id_card_no idcard identity_no identity_number"
        " national_id national_id_number ssn social_security_number tax_number"
        " 身份证 身份证号 身份證號碼"
    ),
    DataType.HK_ID: "hkid hk_id hkid_no",
    DataType.SG_NRIC: "nric",
    DataType.PASSPORT: "passport passport_no passport_number 护照 护照号",
    DataType.PERSON: (
        "display_name holder holder_name account_holder account_name cardholder card_holder"
        " cardholder_name beneficiary_name payee_name payer_name customer_name client_name"
        " full_name first_name last_name middle_name surname given_name family_name real_name"
        " person_name mothers_name fathers_name 姓名 户名 戶名"
    ),
    DataType.ADDRESS: "street_address home_address postal_address residential_address 住址 地址",
    DataType.DOB: "dob birth_date birthdate date_of_birth birthday 出生日期",
    DataType.WECHAT_ID: "wechat wechat_id weixin 微信号",
    DataType.QQ_ID: "qq qq_id qq_no qq_number",
    DataType.ALIPAY_ID: "alipay alipay_id",
    DataType.IMEI: "imei imsi iccid",
    DataType.DEVICE_ID: "device_id device_fingerprint",
    DataType.LICENCE_PLATE: "plate licence_plate license_plate plate_no",
}
_BY_NAME = {name: data_type for data_type, names in _NAMES.items() for name in names.split()}
_BY_PLACE = {
    ("email-addr", "value"): DataType.EMAIL,
    ("from_ref", "value"): DataType.EMAIL,
    ("sender_ref", "value"): DataType.EMAIL,
    ("to_refs", "value"): DataType.EMAIL,
    ("cc_refs", "value"): DataType.EMAIL,
    ("bcc_refs", "value"): DataType.EMAIL,
    ("note", "authors"): DataType.PERSON,
    ("opinion", "authors"): DataType.PERSON,
    ("subject-token", "token"): DataType.SUBJECT_TOKEN,
    ("subject-token", "masked"): DataType.ACCOUNT_NO,
}
_ORGANISATION_CLASSES = frozenset({"organization", "group", "class", "system"})
_ORGANISATION_NAME = re.compile(
    r"公司|[银銀]行|[机機][构構]|[协協]会|協會|委[员員][会會]|支付|基金|[网網][贷貸]|集[团團]|大[学學]|研究|中心"
    r"|\b(?:bank|ltd|limited|inc|corp|corporation|plc|gmbh|llc|company|group|team|lab|labs"
    r"|institute|university|agency|bureau|ministry|authority|association|foundation|security"
    r"|intelligence|project|services?|systems?|technologies|fund|funds|pay|cert|csirt|unit)\b",
    re.IGNORECASE,
)
_COMMON_NAME = re.compile(r"(?:^|[,/+;])\s{0,3}CN\s{0,3}=\s{0,3}([^,/+;=]{2,64})", re.IGNORECASE)
# Hosts hold dots, issuers hold digits or say what they are.
_PERSON_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}|[^\W\d_]+(?:[ '\-][^\W\d_]+){1,4}")
_ISSUER_WORD = re.compile(r"\b(?:ca|root|authority|server|signing|tls|ssl|code)\b", re.IGNORECASE)
_SPLIT = re.compile(r"[\-\s.]+")
_SEPARATORS = re.compile(r"[ \-·]")


def type_of_field(owner: str, name: str) -> DataType | None:
    """Return the type of a field's value by its place or its name, None when neither says.

    `owner` is the type of the object that holds it, or the reference that leads to it.
    """
    return _BY_PLACE.get((owner, name)) or _BY_NAME.get(_SPLIT.sub("_", name.lower()))


def read_typed_value(text: str, data_type: DataType) -> Span | None:
    """Return the whole of a typed value as one span, under a stricter type if it has its shape.

    The shape matters for the normalised value: the same card number has to get the same
    token in a field and in prose. Empty values are nobody's.
    """
    stripped = fold(text).text.strip()
    if not stripped:
        return None
    spans = scan_text(stripped)
    if len(spans) == 1 and (spans[0].start, spans[0].end) == (0, len(stripped)):
        return Span(0, len(text), spans[0].type, spans[0].normalised)
    spaced = data_type in (DataType.PERSON, DataType.ADDRESS)
    value = stripped if spaced else _SEPARATORS.sub("", stripped)
    return Span(0, len(text), data_type, value.casefold())


def find_subject_name(subject: str) -> tuple[Span, ...]:
    """Return the common names of a certificate's subject that may be persons, with the rest."""
    names = tuple(
        Span(found.start(1), found.end(1), DataType.PERSON, found[1].strip().casefold())
        for found in _COMMON_NAME.finditer(subject)
        if _may_be_person(found[1].strip())
    )
    others = (
        span
        for span in scan_text(subject)
        if all(span.end <= name.start or name.end <= span.start for name in names)
    )
    return tuple(sorted((*names, *others), key=lambda span: span.start))


def _may_be_person(name: str) -> bool:
    is_issuer = _ISSUER_WORD.search(name) or _ORGANISATION_NAME.search(name)
    return _PERSON_NAME.fullmatch(name) is not None and not is_issuer


def names_a_person(identity: Mapping[str, Any], producers: frozenset[str]) -> bool:
    """Tell whether an identity object may be a natural person (STIX 2.1 section 4.5).

    Without a class it is one, unless it produced the content or is named as an organisation.
    """
    identity_class = str(identity.get("identity_class", ""))
    if identity_class in _ORGANISATION_CLASSES:
        return False
    if identity_class == "individual":
        return True
    if identity.get("id") in producers or identity.get("sectors"):
        return False
    return _ORGANISATION_NAME.search(str(identity.get("name", ""))) is None
