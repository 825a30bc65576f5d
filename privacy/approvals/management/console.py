"""What the commands of this floor share: who acts, and refusing with a sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from privacy.errors import PrivacyError


def acting_person() -> str:
    """Return the actor of a command: the account that runs it, by number, as the system knows it.

    Two persons need two accounts; where all share one, the second decides as a person who signed in.
    """
    return f"operator:{os.getuid()}"


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal of this floor into the sentence that an operator reads."""
    try:
        yield
    except PrivacyError as error:
        raise CommandError(str(error)) from error
