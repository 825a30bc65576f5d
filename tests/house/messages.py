"""Every text that people can be shown, as the code and the templates mark it for translation."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation.template import templatize

from tests.house.tree import ROOT, list_files, list_python, parse

SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
# What templatize makes of a template: calls with string literals first.
CALL = re.compile(
    r"\b(gettext|pgettext|ngettext|npgettext)\(((?:\s*u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?)+)"
)
LITERAL = re.compile(r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")", re.DOTALL)


@cache
def list_messages() -> frozenset[tuple[str | None, str]]:
    """Return (context, message) of every marked text."""
    found = set()
    for name in list_files():
        if "/templates/" in name and name.endswith((".html", ".txt")):
            found |= set(read_template((ROOT / name).read_text(encoding="utf-8")))
    for name in list_python(floors=("hub", "sharing", "privacy")):
        found |= set(read_python(parse(name)))
    return frozenset(found)


def read_template(source: str) -> Iterator[tuple[str | None, str]]:
    for function, arguments in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in LITERAL.findall(arguments)]
        yield (texts[0], texts[1]) if "pgettext" in function else (None, texts[0])


def read_python(tree: ast.Module) -> Iterator[tuple[str | None, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [text for argument in node.args if (text := _text_of(argument)) is not None]
        if name in SINGLE | PLURAL and texts:
            yield None, texts[0]
        elif name in IN_CONTEXT and len(texts) > 1:
            yield texts[0], texts[1]


def _text_of(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None
