"""What persons are told, in their language, and how letters reach them.

The texts are the same for everyone: nothing in them depends on what is held, or kept secret (PC-25).
"""

import logging
import os
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.mail import send_mail

from privacy.rights.contacts import Contact
from privacy.rights.models import Person
from privacy.rights.sealing import open_text
from privacy.subjects.identifiers import EMAIL

logger = logging.getLogger("privacy.rights")

_TEXTS = Path(__file__).with_name("letters.json")


@cache
def _load() -> dict[str, Any]:
    texts: dict[str, Any] = orjson.loads(_TEXTS.read_bytes())
    return texts


def tell_standing(*, language: str, state: str, outcome: str) -> str:
    """Return the sentence that tells a person where a request stands."""
    text = _load()[language][state]
    return str(text[outcome] if outcome else text)


def send_code(*, contact: Contact, code: str, language: str) -> None:
    """Send a one-time code; in the demo it is written to a private file instead."""
    if settings.PERSON_CODES_DIR is not None:
        _write_code(code_file(settings.PERSON_CODES_DIR, contact), code)
    else:
        _send("sign-in", language, contact.kind, contact.value, code=code)


def send_news(*, person: Person, receipt: str) -> None:
    """Tell a person that there is news about a request, and nothing of what it is."""
    address = open_text(place=f"rights_person.contact:{person.id}", sealed=person.contact)
    if address:
        _send("news", person.language, person.contact_kind, address, receipt=receipt)


def _send(letter: str, language: str, kind: str, contact: str, **words: str) -> None:
    """Send a letter; a failure is logged without the address and told to nobody.

    Telephones are reached through the operator's mail gateway for short messages, if it names one.
    """
    address = contact if kind == EMAIL else _address_of_number(contact)
    if not address:
        return
    text = _load()[language][letter]
    try:
        send_mail(text["subject"], text["body"].format(**words), None, [address])
    except OSError as error:
        # smtplib's errors are of this kind; their text may quote the address.
        logger.warning("a letter was not sent", extra={"error": type(error).__name__})


def code_file(folder: Path, contact: Contact) -> Path:
    """Return the file that gets the codes of one address in the demo, the newest on the last line."""
    return folder / f"{contact.subject.hex()}.txt"


def _address_of_number(number: str) -> str:
    gateway = settings.PERSON_SMS_GATEWAY
    return f"{number.removeprefix('+')}@{gateway}" if gateway else ""


def _write_code(path: Path, code: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{code}\n")
