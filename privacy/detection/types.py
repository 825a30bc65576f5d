"""What detection says: which characters are what, and how the hub names and grades them."""

from dataclasses import dataclass, field
from enum import StrEnum

from privacy import Category


class DataType(StrEnum):
    """A kind of personal datum that a recogniser can name."""

    CN_ID18 = "CN_ID18"
    CN_ID15 = "CN_ID15"
    HK_ID = "HK_ID"
    TW_ID = "TW_ID"
    SG_NRIC = "SG_NRIC"
    PASSPORT = "PASSPORT"
    HKMO_PERMIT = "HKMO_PERMIT"
    TW_PERMIT = "TW_PERMIT"
    BANK_CARD = "BANK_CARD"
    ACCOUNT_NO = "ACCOUNT_NO"
    IBAN = "IBAN"
    ALIPAY_ID = "ALIPAY_ID"
    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    EMAIL = "EMAIL"
    WECHAT_ID = "WECHAT_ID"
    QQ_ID = "QQ_ID"
    IMEI = "IMEI"
    DEVICE_ID = "DEVICE_ID"
    IP = "IP"
    LICENCE_PLATE = "LICENCE_PLATE"
    PERSON = "PERSON"
    DOB = "DOB"
    ADDRESS = "ADDRESS"
    SUBJECT_TOKEN = "SUBJECT_TOKEN"  # noqa: S105 - a type name


# The grade of a type (PIPL 28; JR/T 0171-2020) and the token kind of the subject-token object.
_GRADES: dict[DataType, tuple[Category, str]] = {
    DataType.CN_ID18: (Category.SPI, "person-id-number"),
    DataType.CN_ID15: (Category.SPI, "person-id-number"),
    DataType.HK_ID: (Category.SPI, "person-id-number"),
    DataType.TW_ID: (Category.SPI, "person-id-number"),
    DataType.SG_NRIC: (Category.SPI, "person-id-number"),
    DataType.PASSPORT: (Category.SPI, "person-id-number"),
    DataType.HKMO_PERMIT: (Category.SPI, "person-id-number"),
    DataType.TW_PERMIT: (Category.SPI, "person-id-number"),
    DataType.BANK_CARD: (Category.C2, "payment-card"),
    DataType.ACCOUNT_NO: (Category.C2, "bank-account"),
    DataType.IBAN: (Category.C2, "bank-account"),
    DataType.ALIPAY_ID: (Category.C2, "e-wallet"),
    DataType.MOBILE: (Category.PI, "phone"),
    DataType.LANDLINE: (Category.PI, "phone"),
    DataType.EMAIL: (Category.PI, "email"),
    DataType.WECHAT_ID: (Category.PI, "messenger"),
    DataType.QQ_ID: (Category.PI, "messenger"),
    DataType.IMEI: (Category.PI, "device"),
    DataType.DEVICE_ID: (Category.PI, "device"),
    DataType.IP: (Category.PI, "network-address"),
    DataType.LICENCE_PLATE: (Category.PI, "vehicle"),
    DataType.PERSON: (Category.PI, "person-name"),
    DataType.DOB: (Category.PI, "birth-date"),
    DataType.ADDRESS: (Category.PI, "address"),
    DataType.SUBJECT_TOKEN: (Category.PI, "subject-token"),
}


def category_of(data_type: DataType) -> Category:
    """Return the sensitivity class of a type."""
    return _GRADES[data_type][0]


def kind_of(data_type: DataType) -> str:
    """Return the token kind of a type; equal values of equal kind get equal tokens."""
    return _GRADES[data_type][1]


# What is withheld without being read may be anything; it counts as the strictest that it may be.
UNREAD = DataType.PASSPORT


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text; `normalised` is the canonical value."""

    start: int
    end: int
    type: DataType
    normalised: str = field(repr=False)  # a personal value has no business in a log

    @property
    def category(self) -> Category:
        """Return the sensitivity class."""
        return category_of(self.type)


@dataclass(frozen=True, slots=True)
class Finding:
    """A span at a JSON pointer of a bundle; `start` and `end` are None for a whole value.

    `in_key` marks a hit in the last member name of the pointer instead of in its value, `of_minor`
    an identity number or birth date of a person below the age of guardian consent.
    """

    pointer: str
    start: int | None
    end: int | None
    type: DataType
    normalised: str = field(repr=False)
    in_key: bool = False
    of_minor: bool = False

    @property
    def category(self) -> Category:
        """Return the sensitivity class; what shows a child's age is the child's (PIPL 28, 31)."""
        return Category.MINOR if self.of_minor else category_of(self.type)

    @property
    def kind(self) -> str:
        """Return the token kind."""
        return kind_of(self.type)
