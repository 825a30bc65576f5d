"""Typed readers of the environment: every setting of the hub is a HUB_ variable.

`HUB_NAME_FILE` names a file that holds the value, so that a secret need not stand in the environment.
"""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path


class UnusableSetting(Exception):
    """A HUB_ variable holds something that cannot be used; the message says which and why."""


def read_text(name: str, default: str | None = None) -> str:
    """Return the variable's text, or that of the file its `_FILE` twin names.

    Raises UnusableSetting when neither is set and there is no default.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise UnusableSetting(f"{name}_FILE cannot be read: {error.strerror}") from error
    value = os.environ.get(name, default)
    if value is None:
        raise UnusableSetting(f"{name} is not set")
    return value


def read_bool(name: str, *, default: bool) -> bool:
    """Return true for 1/true/yes/on and false for 0/false/no/off."""
    value = read_text(name, "on" if default else "off").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise UnusableSetting(f"{name} is neither on nor off")


def read_int(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within the bounds."""
    value = read_text(name, str(default))
    try:
        number = int(value)
    except ValueError as error:
        raise UnusableSetting(f"{name} is not a whole number") from error
    if not least <= number <= most:
        raise UnusableSetting(f"{name} is not between {least} and {most}")
    return number


def read_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated items, blanks removed."""
    return [item.strip() for item in read_text(name, default).split(",") if item.strip()]


def read_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return the comma-separated networks in CIDR notation; without the variable, none."""
    try:
        return [ip_network(item) for item in read_list(name)]
    except ValueError as error:
        raise UnusableSetting(f"{name} is not a list of networks such as 10.0.0.0/8") from error


def read_choice(name: str, default: str, choices: frozenset[str]) -> str:
    """Return one of the choices."""
    value = read_text(name, default)
    if value not in choices:
        raise UnusableSetting(f"{name} must be one of {', '.join(sorted(choices))}")
    return value


def read_path(name: str, default: Path) -> Path:
    """Return an absolute path."""
    return Path(read_text(name, str(default))).expanduser().resolve()


def read_source(name: str, default: str, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Return (kind, rest) of `kind:rest`; what names no kind is of the first one."""
    text = read_text(name, default)
    kind, colon, rest = text.partition(":")
    return (kind, rest) if colon and kind in kinds else (kinds[0], text)
