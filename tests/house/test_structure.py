"""Sizes, names and texts that the house allows."""

import ast
import re
import subprocess
import sys

from tests.house.tree import FACES, FLOORS, ROOT, list_files, list_python, parse, walk_functions

HARD_STOP = 500  # lines of a file
LONGEST_FUNCTION = 35
SHAPELESS = {"utils", "util", "common", "helpers", "helper", "misc"}
# Spelt so that no pattern matches itself.
FORBIDDEN_TEXTS = {
    "a path of somebody's machine": r"(?<![\w.}>-])/(?:work|farm|root|home/\w+|Users/\w+)/",
    "a package registry": r"extra[-]index[-]url|(?m:^)--index[-]url|\"resolved\": \"[h]ttp|/simple[/]?\"",
    "unfinished work": r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b",
}
TEXT_FILES = (
    ".py",
    ".sh",
    ".toml",
    ".md",
    ".html",
    ".txt",
    ".yml",
    ".yaml",
    ".json",
    ".conf",
    ".cfg",
)


def test_the_import_contracts_hold():
    # A process of its own: import-linter sets up logging, and silences every logger that there is.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_no_file_passes_the_hard_stop():
    sizes = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in list_python(floors=(*FLOORS, "tests"))
    }

    too_long = {name: lines for name, lines in sizes.items() if lines > HARD_STOP}

    assert sizes
    assert too_long == {}


def test_no_function_is_longer_than_a_screen():
    too_long = {
        f"{name}:{function.lineno} {function.name}": lines
        for name in list_python()
        for function in walk_functions(name)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_no_module_has_a_shapeless_name():
    parts = {name: set(name.removesuffix(".py").split("/")) for name in list_python()}

    shapeless = [name for name, words in parts.items() if words & SHAPELESS]

    assert shapeless == []


def test_faces_never_query_models():
    # `Alert.objects`: an attribute of a class, not the `objects` of a STIX bundle.
    queries = [
        f"{name}:{node.lineno}"
        for name in list_python()
        if name.startswith(FACES)
        for node in ast.walk(parse(name))
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id[:1].isupper()
    ]

    assert queries == []


def test_every_package_says_what_it_is():
    silent = [
        name
        for name in list_python(floors=("hub", "sharing", "privacy"))
        if name.endswith("/__init__.py")
        and "/management/" not in name
        and not ast.get_docstring(parse(name))
    ]

    assert silent == []


def test_no_file_names_a_machine_a_registry_or_unfinished_work():
    found = []
    for name in list_files():
        if not name.endswith(TEXT_FILES) and "." in name.rsplit("/", 1)[-1]:
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        for what, pattern in FORBIDDEN_TEXTS.items():
            for hit in re.finditer(pattern, text):
                line = text.count("\n", 0, hit.start()) + 1
                found.append(f"{name}:{line} {what}")

    assert found == []
