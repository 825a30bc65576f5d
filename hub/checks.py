"""Refuse an unsafe production: every default that is fine for a demo and wrong outside, by name.

`manage.py check --deploy` lists the reasons; web and worker processes refuse to start with them.
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from privacy.keys.suites import is_supported
from privacy.policy.regions import legal_region

SHORTEST_SECRET = 50
SHORTEST_TOKEN = 20


@register(Tags.security, deploy=True)
def check_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report each unsafe setting as an error."""
    return [Error(reason, id=f"riskhub.{code}") for code, reason in find_unsafe()]


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def refuse_unsafe_start() -> None:
    """Stop a production process before it serves. Raises ImproperlyConfigured with all reasons."""
    if not settings.PRODUCTION:
        return
    reasons = [reason for _, reason in find_unsafe()]
    if reasons:
        raise ImproperlyConfigured("Refusing to start in production: " + " ".join(reasons))


def find_unsafe() -> list[tuple[str, str]]:
    """Return (code, reason) for each setting that production may not have."""
    return [found for look in _LOOKS for found in look()]


def _secrets() -> Iterator[tuple[str, str]]:
    key = settings.SECRET_KEY
    if key == settings.UNSAFE_SECRET_KEY or len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        yield "E001", f"HUB_SECRET_KEY must be {SHORTEST_SECRET} or more random characters."
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield "E002", f"HUB_METRICS_TOKEN must be {SHORTEST_TOKEN} or more random characters."


def _debugging() -> Iterator[tuple[str, str]]:
    if settings.DEBUG:
        yield "E003", "HUB_DEBUG must be off."


def _addresses() -> Iterator[tuple[str, str]]:
    hosts = settings.ALLOWED_HOSTS
    if not hosts or any(host.strip(".") in {"*", ""} for host in hosts):
        yield "E004", "HUB_ALLOWED_HOSTS must name the hosts, without a wildcard."
    if not settings.BASE_URL.startswith("https://"):
        yield "E005", "HUB_BASE_URL must begin with https://."


def _stores() -> Iterator[tuple[str, str]]:
    if settings.EMBEDDED:
        yield "E006", "HUB_DATABASE_URL must name PostgreSQL."
    if settings.CELERY_BROKER_URL.partition(":")[0] in {"filesystem", "memory"}:
        yield "E007", "HUB_BROKER_URL must name a broker server."
    if not settings.REDIS_URL:
        yield "E008", "HUB_REDIS_URL must be set."


def _keyring() -> Iterator[tuple[str, str]]:
    if settings.KEYRING_SOURCE == "env":
        return
    try:
        mode = Path(settings.KEYRING_PATH).stat().st_mode
    except OSError:
        yield "E009", "HUB_KEYRING must name a file that can be read; make_keyring writes one."
        return
    if not stat.S_ISREG(mode) or stat.S_IMODE(mode) & 0o177:
        yield "E010", "The HUB_KEYRING file must have mode 0600."


def _environment_keyring() -> Iterator[tuple[str, str]]:
    if settings.KEYRING_SOURCE == "env":
        name = settings.KEYRING_VARIABLE
        if not (os.environ.get(name) or os.environ.get(f"{name}_FILE")):
            yield "E015", "The variable that HUB_KEYRING names, or its _FILE twin, must be set."


def _vault() -> Iterator[tuple[str, str]]:
    if settings.KEYRING_SOURCE != "vault":
        return
    address = urlsplit(settings.VAULT_ADDRESS)
    # An agent on this machine may speak plain http.
    if address.scheme != "https" and address.hostname not in {"127.0.0.1", "::1", "localhost"}:
        yield "E016", "HUB_VAULT_ADDR must begin with https://, or name an agent on this machine."
    if not settings.VAULT_TOKEN:
        yield "E017", "HUB_VAULT_TOKEN or HUB_VAULT_TOKEN_FILE must be set."


def _suite() -> Iterator[tuple[str, str]]:
    if not is_supported(settings.CIPHER_SUITE):
        yield "E018", "HUB_CIPHER_SUITE=sm4 needs a build of OpenSSL with SM4 and SM3."


def _cookies() -> Iterator[tuple[str, str]]:
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield "E011", "Cookies must be sent over https only."
    if not (settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY):
        yield "E012", "Cookies must be out of reach of scripts."


def _limits() -> Iterator[tuple[str, str]]:
    if not settings.RATE_LIMITS:
        yield "E013", "HUB_RATE_LIMITS must be on."


def _mail() -> Iterator[tuple[str, str]]:
    if settings.EMAIL_BACKEND != SMTP:
        yield (
            "E014",
            f"HUB_EMAIL_BACKEND must be {SMTP}: others leave sign-in links in files or logs.",
        )


def _regions() -> Iterator[tuple[str, str]]:
    """Keep every copy in the home region (PIPL 36, 40; DSL 31; PC-36); unknown is outside."""
    home = legal_region(settings.HOME_REGION)
    if not home:
        yield "E019", "HUB_HOME_REGION must name a jurisdiction, such as CN."
    for name in ("REPLICA_REGION", "BACKUP_REGION"):
        target = getattr(settings, name)
        if target and legal_region(target) != home:
            yield "E020", f"HUB_{name} must lie in the home region; data leaves it by acts alone."


_LOOKS: tuple[Callable[[], Iterator[tuple[str, str]]], ...] = (
    _secrets,
    _debugging,
    _addresses,
    _stores,
    _keyring,
    _environment_keyring,
    _vault,
    _suite,
    _cookies,
    _limits,
    _mail,
    _regions,
)
