"""A recursive descent over the pattern grammar of STIX 2.1, with an explicit depth."""

from collections.abc import Callable
from functools import lru_cache

from sharing.stix.limits import DEFAULT, Limits
from sharing.stix.patterns.literals import check_comparison, read_literal
from sharing.stix.patterns.tokens import Token, split_tokens
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

_CONSTANTS = frozenset({"string", "integer", "float", "binary", "hex", "timestamp"})
_EQUALITY = frozenset({"=", "==", "!=", "<>"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_TEXT_OPERATORS = frozenset({"LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"})
_ONE_NAME = {"==": "=", "<>": "!="}


# Trees of longer texts are not kept, or a stranger could fill the memory with them.
_LONGEST_KEPT = 1_000


def parse_pattern(text: str, limits: Limits = DEFAULT) -> Pattern:
    """Return the tree of the pattern; raise PatternError when it is none or too large."""
    if len(text) > limits.pattern_length:
        message = f"The pattern has more than {limits.pattern_length} characters"
        raise PatternError(limits.pattern_length, "pattern-too-long", message)
    if len(text) > _LONGEST_KEPT:
        return _Parser(text, limits).parse()
    return _parse_kept(text, limits)


@lru_cache(maxsize=2048)
def _parse_kept(text: str, limits: Limits) -> Pattern:
    return _Parser(text, limits).parse()


class _Parser:
    """One pass over the tokens; each method reads one rule of the grammar."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._tokens = split_tokens(text)
        self._token = next(self._tokens)
        self._comparisons: list[Comparison] = []
        self._terms = 0
        self._depth = 0

    def parse(self) -> Pattern:
        expression = self._read_observations()
        if self._token.kind != "end":
            raise self._error("trailing-text", "The pattern should end here")
        return Pattern(self._text, expression, tuple(self._comparisons))

    # Observations: FOLLOWEDBY binds loosest, then OR, then AND (section 9.4).

    def _read_observations(self) -> Expression:
        return self._read_chain("FOLLOWEDBY", self._read_alternatives)

    def _read_alternatives(self) -> Expression:
        return self._read_chain("OR", self._read_conjunction)

    def _read_conjunction(self) -> Expression:
        return self._read_chain("AND", self._read_qualified)

    def _read_qualified(self) -> Expression:
        is_bare = self._token.text == "["
        expression = self._read_observation()
        qualifiers: list[Qualifier] = []
        while self._token.text in {"WITHIN", "REPEATS", "START"}:
            # Section 9.3 allows one of each on a bare observation; parentheses make a new one.
            repeated = any(known.kind == self._token.text for known in qualifiers)
            if repeated and is_bare:
                raise self._error("repeated-qualifier", "A qualifier may stand only once here")
            qualifiers.append(self._read_qualifier())
        return Qualified(expression, tuple(qualifiers)) if qualifiers else expression

    def _read_observation(self) -> Expression:
        if self._take("["):
            test = self._read_tests()
            self._expect("]")
            return Observation(test)
        return self._read_parenthesised(self._read_observations)

    def _read_qualifier(self) -> Qualifier:
        kind = self._advance().text
        if kind == "START":
            start = self._read_constant({"timestamp"})
            self._expect("STOP")
            return Qualifier(kind, (start, self._read_constant({"timestamp"})))
        number = self._read_constant({"integer", "float"} if kind == "WITHIN" else {"integer"})
        if not isinstance(number.value, (int, float)) or number.value <= 0:
            raise PatternError(number.start, "not-positive", "The number must be above zero")
        self._expect("SECONDS" if kind == "WITHIN" else "TIMES")
        return Qualifier(kind, (number,))

    # Tests inside one observation: OR binds looser than AND (section 9.6).

    def _read_tests(self) -> Expression:
        return self._read_chain("OR", self._read_test_conjunction)

    def _read_test_conjunction(self) -> Expression:
        return self._read_chain("AND", self._read_test)

    def _read_test(self) -> Expression:
        if self._token.text == "(":
            return self._read_parenthesised(self._read_tests)
        self._count_term()
        start = self._token.start
        if self._take("EXISTS"):
            comparison = Comparison(*self._read_path(), "EXISTS", False, ())
        else:
            comparison = self._read_comparison()
        check_comparison(comparison, start, self._limits)
        self._comparisons.append(comparison)
        return comparison

    def _read_comparison(self) -> Comparison:
        object_type, path = self._read_path()
        negated = self._take("NOT")
        operator = self._advance().text
        literals = self._read_operands(operator)
        return Comparison(object_type, path, _ONE_NAME.get(operator, operator), negated, literals)

    def _read_operands(self, operator: str) -> tuple[Literal, ...]:
        if operator in _EQUALITY:
            return (self._read_constant(_CONSTANTS, or_boolean=True),)
        if operator in _ORDER:
            return (self._read_constant(_CONSTANTS),)
        if operator in _TEXT_OPERATORS:
            return (self._read_constant({"string"}),)
        if operator == "IN":
            return self._read_set()
        raise self._error("unknown-operator", "A comparison operator should stand before this")

    def _read_set(self) -> tuple[Literal, ...]:
        self._expect("(")
        literals: list[Literal] = []
        while not self._take(")"):
            if literals:
                self._expect(",")
            self._count_term()
            literals.append(self._read_constant(_CONSTANTS, or_boolean=True))
        return tuple(literals)

    def _read_path(self) -> tuple[str, tuple[str | int, ...]]:
        object_type = self._expect_word(with_hyphen=True)
        self._expect(":")
        path: list[str | int] = [self._read_name()]
        while self._token.text in {".", "["}:
            path.append(self._read_name() if self._advance().text == "." else self._read_index())
        return object_type, tuple(path)

    def _read_name(self) -> str:
        if self._token.kind == "string":
            return str(self._read_constant({"string"}).value)
        return self._expect_word(with_hyphen=False)

    def _read_index(self) -> str | int:
        if self._take("*"):
            step: str | int = "*"
        else:
            step = int(self._read_constant({"integer"}).value)
        self._expect("]")
        return step

    # Steps over tokens.

    def _read_chain(self, operator: str, read: Callable[[], Expression]) -> Expression:
        parts = [read()]
        while self._take(operator):
            parts.append(read())
        return Combination(operator, tuple(parts)) if len(parts) > 1 else parts[0]

    def _read_parenthesised(self, read: Callable[[], Expression]) -> Expression:
        self._expect("(")
        self._depth += 1
        if self._depth > self._limits.pattern_depth:
            message = f"Parentheses go beyond {self._limits.pattern_depth} levels"
            raise self._error("pattern-too-deep", message)
        expression = read()
        self._expect(")")
        self._depth -= 1
        return expression

    def _read_constant(
        self, kinds: frozenset[str] | set[str], *, or_boolean: bool = False
    ) -> Literal:
        token = self._token
        is_boolean = or_boolean and token.text in {"true", "false"}
        if token.kind not in kinds and not is_boolean:
            raise self._error("constant-expected", "A constant of another kind should stand here")
        return read_literal(self._advance())

    def _count_term(self) -> None:
        self._terms += 1
        if self._terms > self._limits.pattern_terms:
            message = f"The pattern has more than {self._limits.pattern_terms} terms"
            raise self._error("too-many-terms", message)

    def _expect_word(self, *, with_hyphen: bool) -> str:
        if self._token.kind != "word" or ("-" in self._token.text and not with_hyphen):
            raise self._error("name-expected", "A name should stand here; quote one with hyphens")
        return self._advance().text

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._error("unexpected-token", f"{text} should stand here")

    def _take(self, text: str) -> bool:
        if self._token.text != text or self._token.kind not in {"sign", "keyword"}:
            return False
        self._advance()
        return True

    def _advance(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._token = next(self._tokens)
        return token

    def _error(self, code: str, message: str) -> PatternError:
        return PatternError(self._token.start, code, message)
