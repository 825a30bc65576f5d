"""What the README and the runbooks tell people to type exists."""

import os
import re

import pytest
from django.core.management import get_commands

from tests.house.tree import ROOT, list_files

FLOORS = ("hub", "sharing", "privacy")

OURS = {name for name, app in get_commands().items() if str(app).split(".")[0] in FLOORS}
GUIDES = [
    name for name in list_files() if name == "README.md" or name.startswith("deploy/runbooks/")
]


def list_code(name):
    """Return what stands in fenced blocks and between backticks."""
    text = (ROOT / name).read_text(encoding="utf-8")
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(
        r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    )
    return "\n".join(fenced + inline)


def test_there_is_a_readme():
    assert "README.md" in GUIDES


@pytest.mark.parametrize("name", GUIDES)
def test_every_script_named_exists(name):
    scripts = set(re.findall(r"(?<![\w/.-])(?:\./)?(deploy/[a-z]+)(?=\s|$)", list_code(name)))

    missing = [script for script in scripts if not os.access(ROOT / script, os.X_OK)]

    assert missing == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_management_command_named_exists(name):
    commands = set(re.findall(r"manage\.py ([a-z_]+)", list_code(name)))

    assert commands - set(get_commands()) == set()


def test_every_room_is_on_the_map():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"`([a-z]+)`", text[text.index("## The house") :]))
    rooms = {
        name.split("/")[1]
        for name in list_files()
        if name.endswith("/__init__.py") and name.count("/") == 2 and name.split("/")[0] in FLOORS
    }

    assert rooms - shown == set()


def test_every_command_stands_in_a_guide():
    told = "\n".join(map(list_code, GUIDES))

    assert {name for name in OURS if not re.search(rf"\b{name}\b", told)} == set()
