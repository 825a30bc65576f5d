"""A safe production starts; each unsafe one is refused by name."""

import os
import subprocess
import sys

import pytest

from deploy.environments import safe_production
from privacy.keys.keyring import create_keyring
from tests.house.tree import ROOT

LIST_CODES = "from hub.checks import find_unsafe; print(*sorted(code for code, _ in find_unsafe()))"

UNSAFE = {
    "the demo's secret key": ({"HUB_SECRET_KEY": None}, "E001"),
    "a short secret key": ({"HUB_SECRET_KEY": "a1b2c3d4e5f6g7h8"}, "E001"),
    "a monotonous secret key": ({"HUB_SECRET_KEY": "ab" * 40}, "E001"),
    "a short metrics token": ({"HUB_METRICS_TOKEN": "metrics"}, "E002"),
    "debugging": ({"HUB_DEBUG": "on"}, "E003"),
    "any host": ({"HUB_ALLOWED_HOSTS": "hub.example.org,*"}, "E004"),
    "no host": ({"HUB_ALLOWED_HOSTS": ""}, "E004"),
    "plain http": ({"HUB_BASE_URL": "http://hub.example.org"}, "E005 E011"),
    "SQLite": ({"HUB_DATABASE_URL": "sqlite:///hub.sqlite3"}, "E006"),
    "the filesystem broker": ({"HUB_BROKER_URL": "filesystem://"}, "E007"),
    "a broker in memory": ({"HUB_BROKER_URL": "memory://"}, "E007"),
    "no Redis": ({"HUB_REDIS_URL": ""}, "E008"),
    "no keyring": ({"HUB_KEYRING": "no-such-keyring.json"}, "E009"),
    "no rate limits": ({"HUB_RATE_LIMITS": "off"}, "E013"),
}


@pytest.fixture
def production(tmp_path):
    create_keyring(tmp_path / "keyring.json")
    return safe_production(tmp_path)


def run(arguments, environment):
    """Run Python with exactly the HUB_ variables given; None leaves one out."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("HUB_")}
    given = {key: value for key, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**inherited, **given, "DJANGO_SETTINGS_MODULE": "hub.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_safe_production_passes_every_deploy_check(production):
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], production)

    assert done.returncode == 0, done.stderr


def test_a_safe_production_starts(production):
    done = run(["-c", "import hub.wsgi"], production)

    assert done.returncode == 0, done.stderr


def test_an_unsafe_production_does_not_start_and_says_why(production):
    done = run(["-c", "import hub.wsgi"], production | {"HUB_DEBUG": "on"})

    assert done.returncode != 0
    assert "HUB_DEBUG must be off." in done.stderr


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_each_unsafe_setting_is_refused_by_name(production, unsafe):
    change, codes = UNSAFE[unsafe]

    done = run(["-c", LIST_CODES], production | change)

    assert done.stdout.strip() == codes, done.stderr


def test_a_keyring_that_others_may_read_is_refused(production, tmp_path):
    (tmp_path / "keyring.json").chmod(0o640)

    done = run(["-c", LIST_CODES], production)

    assert done.stdout.strip() == "E010", done.stderr
