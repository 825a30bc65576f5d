"""The words of the profile: categories, extension ids and the severity words of plain senders.

The catalogues lie beside this file as JSON; the zh label of a category is normative (profile f8).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import orjson


@cache
def read_catalogue(name: str) -> Any:
    """Return the JSON catalogue of that file name, which ships with this room."""
    return orjson.loads(files("sharing.stix").joinpath(name).read_bytes())


RISK_CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(read_catalogue("risk_categories.json"))
# The same in traditional Chinese.
RISK_CATEGORIES_TRADITIONAL: Final[Mapping[str, str]] = MappingProxyType(
    read_catalogue("risk_categories_zh_hant.json")
)

# Profile f2: the ids are fixed.
RISK_ALERT: Final = "extension-definition--3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60"
SUBJECT_TOKEN: Final = "extension-definition--8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35"  # noqa: S105  # a name of the profile
HANDLING_POLICY: Final = "extension-definition--c47e1f86-92ab-4b60-8d53-0e9a6c3f7d18"
EXCHANGE: Final = "extension-definition--5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79"
ALERT_FEEDBACK: Final = "extension-definition--e2a81d4f-3b69-4c05-97fe-d860b5c7a142"
# Profile f9, published by OASIS and FIRST.
TLP_2: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

OUR_EXTENSIONS: Final = frozenset(
    {RISK_ALERT, SUBJECT_TOKEN, HANDLING_POLICY, EXCHANGE, ALERT_FEEDBACK}
)
KNOWN_EXTENSIONS: Final = OUR_EXTENSIONS | {TLP_2}

SEVERITY_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {"low": 25, "medium": 50, "high": 75, "critical": 95}
)
NEUTRAL: Final = 50
# Types that an extension of ours defines.
OUR_TYPES: Final = frozenset({"subject-token"})
