"""Where the hub is and who asks: from options, then the environment, then a file only its owner reads.

A secret comes from a file or the environment, never from the command line, where others see it.
"""

import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from riskhub.errors import ConfigurationRefused
from riskhub.files import read_bounded

LARGEST_FILE = 20_000
_NAMES = frozenset({"url", "client_id", "client_secret", "client_secret_file"})


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that shows itself to nobody who does not ask for it by name."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The hub's address, and the credential; without one only what is public can be read."""

    url: str
    client_id: str = ""
    secret: Secret = Secret("")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says; None where it says nothing."""

    url: str | None = None
    client_id: str | None = None
    secret_file: str | None = None
    file: str | None = None
    insecure: bool = False


def load_configuration(
    wishes: Wishes, environ: Mapping[str, str] = os.environ, *, public: bool = False
) -> Configuration:
    """Return where the hub is and who asks. Raises ConfigurationRefused, naming what is missing.

    `public` is for what needs no credential.
    """
    settings = _read_settings(wishes.file, environ)
    url = wishes.url or environ.get("RISKHUB_URL") or settings.get("url")
    if not url:
        raise ConfigurationRefused("Say where the hub is: --url, RISKHUB_URL or url in the file.")
    url = check_url(url, insecure=wishes.insecure)
    if public:
        return Configuration(url)
    client_id = wishes.client_id or environ.get("RISKHUB_CLIENT_ID") or settings.get("client_id")
    if not client_id:
        raise ConfigurationRefused(
            "Say who asks: --client-id, RISKHUB_CLIENT_ID or client_id in the file."
        )
    return Configuration(url, client_id, _find_secret(wishes, environ, settings))


def check_url(url: str, *, insecure: bool = False) -> str:
    """Return an address as scheme, host and port. Raises ConfigurationRefused.

    Plain http would show the secret to the network: it is for this machine only, unless `insecure`.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationRefused("The address of the hub cannot be read.") from None
    if "@" in parts.netloc:
        raise ConfigurationRefused("Leave user and password out of the address of the hub.")
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationRefused("Give the hub's address such as https://hub.example.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationRefused("Give scheme, host and port of the hub and nothing after them.")
    if parts.scheme == "http" and not insecure and not _is_loopback(host):
        raise ConfigurationRefused(
            "http would send the secret in the clear: use https, or --insecure on a closed network."
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def config_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the configuration file."""
    return Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "riskhub"


def state_home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder in which runs note what they sent."""
    return Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "riskhub"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _find_secret(wishes: Wishes, environ: Mapping[str, str], settings: Mapping[str, str]) -> Secret:
    if wishes.secret_file:
        return _read_secret(wishes.secret_file)
    if environ.get("RISKHUB_CLIENT_SECRET"):
        return Secret(environ["RISKHUB_CLIENT_SECRET"])
    if environ.get("RISKHUB_CLIENT_SECRET_FILE"):
        return _read_secret(environ["RISKHUB_CLIENT_SECRET_FILE"])
    if settings.get("client_secret"):
        return Secret(settings["client_secret"])
    if settings.get("client_secret_file"):
        return _read_secret(settings["client_secret_file"])
    raise ConfigurationRefused(
        "Give the secret by RISKHUB_CLIENT_SECRET_FILE, RISKHUB_CLIENT_SECRET, "
        "--client-secret-file or in the file."
    )


def _read_secret(name: str) -> Secret:
    path = Path(name).expanduser()
    try:
        value = read_bounded(path, LARGEST_FILE).decode().strip()
    except UnicodeDecodeError:
        value = ""
    if not value or not value.isprintable():
        raise ConfigurationRefused(f"{name}: holds no secret on one line")
    _refuse_open_file(path)
    return Secret(value)


def _read_settings(named: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    path = Path(named).expanduser() if named else config_home(environ) / "config.toml"
    if not named and not path.exists():
        return {}
    try:
        settings = tomllib.loads(read_bounded(path, LARGEST_FILE).decode())
    except ValueError:
        # The parser's own words could quote a line, and so a secret.
        raise ConfigurationRefused(f"{path}: not a TOML file in UTF-8") from None
    unusable = {name for name, value in settings.items() if not isinstance(value, str)}
    if unusable or settings.keys() - _NAMES:
        raise ConfigurationRefused(f"{path}: give only {', '.join(sorted(_NAMES))}, as texts")
    if "client_secret" in settings:
        _refuse_open_file(path)
    return settings


def _refuse_open_file(path: Path) -> None:
    if sys.platform != "win32" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationRefused(f"{path}: holds a secret that others can read; chmod 600 it")
