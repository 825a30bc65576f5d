"""The parts of a parsed pattern."""

from dataclasses import dataclass
from typing import Literal as OneOf

LiteralKind = OneOf["string", "integer", "float", "boolean", "binary", "hex", "timestamp"]


class PatternError(Exception):
    """The text is no pattern, or goes beyond a limit; it names the place, never the text."""

    def __init__(self, position: int, code: str, message: str) -> None:
        super().__init__(f"{message} (character {position + 1} of the pattern)")
        self.position = position
        self.code = code


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``start`` and ``end`` span it in the text, quotes included."""

    kind: LiteralKind
    value: str | int | float | bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A property test such as ``file:size > 3``; EXISTS has no literal, IN any number."""

    object_type: str
    path: tuple[str | int, ...]
    operator: str
    negated: bool
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Two or more expressions joined by AND, OR or FOLLOWEDBY."""

    operator: str
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Observation:
    """What stands between square brackets: a test of one observed event."""

    test: "Expression"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """WITHIN, REPEATS or START-STOP with its numbers or timestamps."""

    kind: str
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Qualified:
    """An observation expression with qualifiers, in the order written."""

    expression: "Expression"
    qualifiers: tuple[Qualifier, ...]


Expression = Comparison | Combination | Observation | Qualified


@dataclass(frozen=True, slots=True)
class Pattern:
    """A whole pattern and, flat, its comparisons in the order written."""

    text: str
    expression: Expression
    comparisons: tuple[Comparison, ...]
