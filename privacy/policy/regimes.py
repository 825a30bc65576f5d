"""The data-protection laws that policy knows, each as its table says."""

from typing import Final

from privacy.policy.reading import REGIMES as _NAMES
from privacy.policy.reading import read_table
from privacy.policy.tables import Regime

REGIMES: Final = tuple(read_table(name, Regime) for name in _NAMES)
# What the handling policy of an alert may name; statutes that need no naming are left out.
LEGAL_BASES: Final = frozenset(rule.basis for regime in REGIMES for rule in regime.bases)
