"""Names of risk categories in the reader's language."""

from django.utils.translation import get_language

from sharing.stix import names
from sharing.stix.vocabulary import RISK_CATEGORIES


def name_category(code: str) -> str:
    """Return the name of a category in the reader's language."""
    return names.name_category(code, get_language() or "")


def list_categories() -> list[tuple[str, str]]:
    """Return (code, name) of every category in the vocabulary's order."""
    return [(code, name_category(code)) for code in RISK_CATEGORIES]
