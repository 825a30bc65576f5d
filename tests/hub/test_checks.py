"""Production refuses to start on an unsafe default, and says which; the sample of a safe one starts."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from deploy.environments import safe_production
from hub.checks import check_production, find_unsafe, refuse_unsafe_start
from privacy.keys.keyring import create_keyring
from tests.house.tree import ROOT

SAFE = {
    "PRODUCTION": True,
    "DEBUG": False,
    "SECRET_KEY": "Wm7cV2zQx9tY4uK8pRn3LbG6hJd5sFa1eXw0oTiUyPqCvMzAbCd",
    "METRICS_TOKEN": "",
    "ALLOWED_HOSTS": ["hub.example.org"],
    "BASE_URL": "https://hub.example.org",
    "EMBEDDED": False,
    "CELERY_BROKER_URL": "rediss://127.0.0.1/1",
    "REDIS_URL": "rediss://127.0.0.1/0",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "RATE_LIMITS": True,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


@pytest.fixture
def production(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def codes():
    return [code for code, _ in find_unsafe()]


def test_a_safe_production_has_nothing_to_mend_and_starts(production):
    assert codes() == []
    refuse_unsafe_start()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "demo-only-" + "0" * 54, "E001"),
        ("SECRET_KEY", "Wm7cV2zQx9tY4uK8pRn3", "E001"),
        ("SECRET_KEY", "ab" * 40, "E001"),
        ("METRICS_TOKEN", "short", "E002"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "E014"),
        ("DEBUG", True, "E003"),
        ("ALLOWED_HOSTS", [], "E004"),
        ("ALLOWED_HOSTS", ["hub.example.org", "*"], "E004"),
        ("BASE_URL", "http://hub.example.org", "E005"),
        ("EMBEDDED", True, "E006"),
        ("CELERY_BROKER_URL", "filesystem://", "E007"),
        ("CELERY_BROKER_URL", "memory://", "E007"),
        ("REDIS_URL", "", "E008"),
        ("SESSION_COOKIE_SECURE", False, "E011"),
        ("CSRF_COOKIE_SECURE", False, "E011"),
        ("SESSION_COOKIE_HTTPONLY", False, "E012"),
        # PC-36: a copy outside the home region, or nobody knows where.
        ("HOME_REGION", "nowhere", "E019"),
        ("REPLICA_REGION", "HK", "E020"),
        ("BACKUP_REGION", "EU-DE", "E020"),
        ("BACKUP_REGION", "cloud", "E020"),
        ("RATE_LIMITS", False, "E013"),
    ],
)
def test_each_unsafe_default_is_refused_by_name_pc_36(production, name, value, code):
    setattr(production, name, value)

    assert codes() == [code]
    assert [error.id for error in check_production(None)] == [f"riskhub.{code}"]
    with pytest.raises(ImproperlyConfigured, match="Refusing to start in production"):
        refuse_unsafe_start()


@pytest.mark.parametrize(
    ("home", "target"), [("CN", "CN-BJ"), ("CN-SH", "CN"), ("EU-DE", "FR"), ("CN", "")]
)
def test_copies_may_stand_anywhere_in_the_home_region_pc_36(production, home, target):
    production.HOME_REGION = home
    production.REPLICA_REGION = production.BACKUP_REGION = target

    assert codes() == []


def test_a_missing_keyring_is_refused(production):
    production.KEYRING_PATH = production.DATA_DIR / "nowhere.json"

    assert codes() == ["E009"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o700])
def test_a_keyring_that_others_can_read_is_refused(production, mode):
    production.KEYRING_PATH.chmod(mode)

    assert codes() == ["E010"]


def test_no_reason_repeats_a_secret(production):
    production.SECRET_KEY, production.METRICS_TOKEN = "s3cr3t-key", "s3cr3t-token"

    assert "s3cr3t" not in " ".join(reason for _, reason in find_unsafe())


def test_a_demo_starts_whatever_it_lacks(settings):
    settings.PRODUCTION = False
    settings.DEBUG = True

    refuse_unsafe_start()


def test_the_checks_belong_to_deployment(production):
    production.DEBUG = True

    found = {message.id for message in run_checks(include_deployment_checks=True)}
    without = {message.id for message in run_checks()}

    assert "riskhub.E003" in found
    assert "riskhub.E003" not in without


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", "import hub.wsgi"),
        ("-m", "celery", "--app", "hub.celery", "worker", "--pool", "solo"),
        ("-m", "celery", "--app", "hub.celery", "beat"),
    ],
    ids=["web", "worker", "beat"],
)
def test_processes_refuse_to_start_and_name_all_reasons(tmp_path, arguments):
    environment = safe_production(tmp_path) | {"HUB_RATE_LIMITS": "off"}

    done = run(environment, *arguments)

    assert done.returncode != 0
    assert "HUB_RATE_LIMITS must be on." in done.stderr
    assert "HUB_KEYRING must name a file" in done.stderr


@pytest.mark.slow
def test_the_check_command_lists_what_processes_refuse(tmp_path):
    environment = safe_production(tmp_path) | {"HUB_RATE_LIMITS": "off"}

    done = run(environment, "manage.py", "check", "--deploy")

    assert done.returncode == 1
    assert "riskhub.E009" in done.stderr
    assert "riskhub.E013" in done.stderr


@pytest.mark.slow
def test_the_sample_of_a_safe_production_passes(tmp_path):
    create_keyring(tmp_path / "keyring.json")

    done = run(
        safe_production(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "WARNING"
    )

    assert done.returncode == 0, done.stderr
