"""The project's files as git sees them: tracked, or new and not ignored."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("hub", "sharing", "privacy", "riskhub", "deploy")
FACES = ("hub/portal/", "hub/api/", "sharing/api/", "sharing/taxii/", "privacy/api/")


@cache
def list_files() -> tuple[str, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(name for name in listed.stdout.decode().split("\0") if name)
    return tuple(name for name in names if (ROOT / name).is_file())


def list_python(*, floors: tuple[str, ...] = FLOORS) -> list[str]:
    return [
        name
        for name in list_files()
        if name.endswith(".py") and name.split("/")[0] in floors and "/migrations/" not in name
    ]


@cache
def parse(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def walk_functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parse(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
