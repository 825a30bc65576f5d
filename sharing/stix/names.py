"""Names of risk categories: simplified Chinese is the vocabulary's own (profile f8), English is its code."""

import re

from sharing.stix.vocabulary import RISK_CATEGORIES, RISK_CATEGORIES_TRADITIONAL

_JOINTS = re.compile(r"[-_]+")
_CATALOGUES = {"zh-hans": RISK_CATEGORIES, "zh-hant": RISK_CATEGORIES_TRADITIONAL}


def name_category(code: str, language: str) -> str:
    """Return the name of a category in a language; in others than Chinese, its code as words."""
    return _CATALOGUES.get(language, {}).get(code) or spell_out(code)


def spell_out(code: str) -> str:
    """Return a code as words: `fake-site-or-app` becomes `Fake site or app`."""
    words = _JOINTS.sub(" ", code).strip()
    return words[:1].upper() + words[1:]
