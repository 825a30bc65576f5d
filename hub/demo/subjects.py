"""The natural persons of the demo. All of it is made up; the first one stands in a story's text."""

from pathlib import Path

from django.conf import settings

from privacy.rights.contacts import read_contact
from privacy.rights.letters import code_file

CONTACTS = ("+8613800138000", "mei@person.example")


def describe_subjects() -> list[dict[str, str]]:
    """Return how each person signs in and where their one-time codes are written, if they are."""
    folder = settings.PERSON_CODES_DIR
    return [] if folder is None else [_describe(folder, contact) for contact in CONTACTS]


def _describe(folder: Path, contact: str) -> dict[str, str]:
    path = code_file(folder, read_contact(contact)).resolve()
    return {"sign_in": contact, "one_time_code_file": str(path)}
