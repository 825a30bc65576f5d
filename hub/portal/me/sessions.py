"""What the browser of a person keeps: a session, a sign-in that waits for its code, a receipt to be read.

All are cookies that go to these pages alone, that no script reads and no other site sends along.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from privacy.rights.persons import CODE_LIFE

TOKEN = "person"  # noqa: S105  # a name
WAITING = "person_sign_in"
RECEIPT = "complaint_receipt"
_PATH = "/me"
_SALT = "hub.portal.me.sign-in"
_RECEIPT_SALT = "hub.portal.me.receipt"
# From sending a complaint to the page that follows: a slow telephone, not a visitor after.
_RECEIPT_LIFE = timedelta(minutes=2)
# The languages of the pages by their code, as rooms write them.
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-in whose code was sent: to which address, and the attempt that the code is good for."""

    contact: str
    attempt: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever complained without signing in has to write down: number and secret, and the day of the answer."""

    receipt: str
    secret: str
    due_at: datetime


def read_token(request: HttpRequest) -> str:
    """Return the token of the session, "" without one."""
    return request.COOKIES.get(TOKEN, "")


def keep_token(response: HttpResponse, token: str) -> None:
    """Keep the token until the browser is closed; the hub ends the session earlier."""
    _set(response, TOKEN, token, None)


def keep_waiting(response: HttpResponse, waiting: Waiting) -> None:
    """Keep where the code was sent, for as long as it is valid."""
    value = signing.dumps([waiting.contact, waiting.attempt], salt=_SALT)
    _set(response, WAITING, value, int(CODE_LIFE.total_seconds()))


def read_waiting(request: HttpRequest) -> Waiting | None:
    """Return the sign-in that waits for its code, None where none does or its time is over."""
    try:
        kept = signing.loads(request.COOKIES.get(WAITING, ""), salt=_SALT, max_age=CODE_LIFE)
    except signing.BadSignature:
        return None
    return Waiting(*kept)


def keep_receipt(response: HttpResponse, taken: Receipt) -> None:
    """Keep the receipt of a complaint for the one page that shows it."""
    value = signing.dumps(
        [taken.receipt, taken.secret, taken.due_at.isoformat()], salt=_RECEIPT_SALT
    )
    _set(response, RECEIPT, value, int(_RECEIPT_LIFE.total_seconds()))


def read_receipt(request: HttpRequest) -> Receipt | None:
    """Return the receipt that is to be shown, None where it was shown or its time is over."""
    kept = request.COOKIES.get(RECEIPT, "")
    try:
        number, secret, due_at = signing.loads(kept, salt=_RECEIPT_SALT, max_age=_RECEIPT_LIFE)
    except signing.BadSignature:
        return None
    return Receipt(number, secret, datetime.fromisoformat(due_at))


def forget(response: HttpResponse, *names: str) -> None:
    """Drop cookies."""
    for name in names:
        response.delete_cookie(name, path=_PATH, samesite="Strict")


def language_of_page() -> str:
    """Return the language of the page as rooms write it."""
    return _LANGUAGES.get(get_language() or "", "en")


def _set(response: HttpResponse, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
