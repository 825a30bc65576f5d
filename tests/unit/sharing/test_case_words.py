"""Every reason that matching can give has words for its readers."""

import ast
import re
from pathlib import Path

import sharing.cases.matching
from sharing.cases.words import WORDS, tell_reason

CODE = re.compile(r"(?:same|other|days|amount|reported|sighting|said|re)-[a-z-]+|revision")


def list_codes():
    """Return what reads like the code of a reason anywhere in the rules."""
    folder = Path(sharing.cases.matching.__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")]
    constants = (
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)
    )
    return {one.value for one in constants if CODE.fullmatch(str(one.value))}


def test_every_reason_has_words():
    assert len(list_codes()) > 30
    assert list_codes() - WORDS.keys() == set()


def test_a_reason_of_a_later_version_shows_its_code():
    assert tell_reason("same-star-sign") == "same-star-sign"
