"""Receipt numbers: short enough to read out on the telephone, random so that they tell no order."""

import secrets
from datetime import datetime

# Crockford's base 32: no letter that is taken for a digit.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = "^[RC]-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{10}"


def make_receipt(letter: str, now: datetime) -> str:
    """Return a new receipt number such as R-2026-7K3M9PQ2XD."""
    return f"{letter}-{now:%Y}-" + "".join(secrets.choice(_LETTERS) for _ in range(10))
