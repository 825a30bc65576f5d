"""STIX 2.1 patterns (section 9): read, bounded and in linear time; never matched or run.

``parse_pattern`` answers the tree, or raises PatternError with a position and a code. Written
against the grammar of the specification, because the usual parser takes seconds on hostile text.
"""

from sharing.stix.patterns.grammar import parse_pattern
from sharing.stix.patterns.tree import (
    Combination,
    Comparison,
    Expression,
    Literal,
    Observation,
    Pattern,
    PatternError,
    Qualified,
    Qualifier,
)

__all__ = [
    "Combination",
    "Comparison",
    "Expression",
    "Literal",
    "Observation",
    "Pattern",
    "PatternError",
    "Qualified",
    "Qualifier",
    "parse_pattern",
]
