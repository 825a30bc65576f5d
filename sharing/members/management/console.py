"""What the operator's commands share: reading words, finding members, refusing, showing a secret.

Messages name the rule and never repeat what was typed: terminals and schedulers keep logs.
"""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from privacy.errors import PrivacyError
from sharing.errors import SharingError
from sharing.members.models import Institution
from sharing.members.selectors import find_institution
from sharing.members.services import IssuedSecret

# Who acts, as the audit log writes it: whoever holds the machine.
OPERATOR = "operator"
LONGEST_SLUG = 60
# Profile: a slug stands in audiences (f6), a jurisdiction is ISO 3166 or EU (f5).
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_JURISDICTION = re.compile(r"EU|[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Return a reader of one word of a closed list."""
    listed = tuple(words)

    def read(text: str) -> str:
        if text not in listed:
            raise ArgumentTypeError(f"must be one of {', '.join(listed)}")
        return text

    return read


def text_up_to(most: int) -> Callable[[str], str]:
    """Return a reader of one line of text, not empty."""

    def read(text: str) -> str:
        line = text.strip()
        # The no-break and the ideographic space belong to names; control characters do not.
        if not 0 < len(line) <= most or not re.sub(r"[\u00a0\u3000]", "", line).isprintable():
            raise ArgumentTypeError(f"must be one line of 1 to {most} printable characters")
        return line

    return read


def slug_up_to(most: int) -> Callable[[str], str]:
    """Return a reader of a slug that audiences and addresses can name."""

    def read(text: str) -> str:
        if not _SLUG.fullmatch(text) or len(text) > most:
            rule = "must be lower-case letters and digits with single hyphens between"
            raise ArgumentTypeError(f"{rule}, at most {most} characters")
        return text

    return read


def number_between(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of a whole number within the bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ArgumentTypeError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def read_jurisdiction(text: str) -> str:
    """Return a jurisdiction such as CN, CN-SH or EU-DE."""
    if not _JURISDICTION.fullmatch(text):
        raise ArgumentTypeError("must be a jurisdiction such as CN, CN-SH, EU or EU-DE")
    return text


def find_member(slug: str) -> Institution:
    """Return the institution of a slug, whatever its status. Raises CommandError."""
    institution = find_institution(slug=slug)
    if institution is None:
        raise CommandError("no institution has this slug; list_members shows all of them")
    return institution


def find_active_members(slugs: Iterable[str]) -> list[Institution]:
    """Return the institutions of slugs, each once. Raises CommandError unless all are active."""
    members = [find_member(slug) for slug in dict.fromkeys(slugs)]
    if any(member.status != Institution.Status.ACTIVE for member in members):
        raise CommandError("an institution is suspended or has left; list_members shows which")
    return members


def find_active_member(slug: str) -> Institution:
    """Return the active institution of a slug. Raises CommandError."""
    (member,) = find_active_members([slug])
    return member


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a service refuses into a sentence for the operator."""
    try:
        yield
    except (SharingError, PrivacyError) as error:
        raise CommandError(str(error)) from error


def describe_secret(issued: IssuedSecret) -> str:
    """Return the lines that show a new credential, for this once."""
    return (
        f"client id:     {issued.client_id}\n"
        f"client secret: {issued.client_secret}\n"
        f"expires:       {issued.expires_at.isoformat(timespec='seconds')}\n"
        "The secret is shown this once; the hub keeps only its digest and logs nothing of it."
    )
