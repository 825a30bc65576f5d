"""One spelling for each observable, so that two reports of one thing are equal as text.

URLs follow the syntax-based normalisation of RFC 3986 section 6.2.2 and lose their fragment, which
is never sent; names follow IDNA; defanged text is read as what it stands for.
"""

import re
import unicodedata
from ipaddress import ip_interface
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

_DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ftp": 21}
# Well beyond any name however defanged; IDNA is quadratic work on longer ones.
_LONGEST_NAME: Final = 1_000
_DOTS: Final = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?", re.IGNORECASE)
# RFC 3490 section 3.1: these separate labels too, but in prose they end sentences.
_IDEOGRAPHIC_DOTS: Final = re.compile("[\u3002\uff0e\uff61]")
_AT: Final = re.compile(r"\s?[\[({]\s?(?:@|at)\s?[\])}]\s?", re.IGNORECASE)
_COLON: Final = re.compile(r"[\[({]:(?://)?[\])}]")
_SCHEME: Final = re.compile(r"\bh(?:xx|\*\*|tt)p(s?)(?=:)", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_HEX: Final = re.compile(r"[0-9a-f]{32,128}", re.ASCII)


def refang(text: str) -> str:
    """Return the text with defanged addresses as they were: hxxp, [.], (dot), [at], [:]."""
    undotted = _AT.sub("@", _DOTS.sub(".", text))
    return _SCHEME.sub(r"http\1", _COLON.sub(_restore_colon, undotted))


def _restore_colon(matched: re.Match[str]) -> str:
    return matched[0][1:-1]


def normalise_domain(text: str) -> str:
    """Return the name in lower-case ASCII without a last dot, "" when it is no host name."""
    if len(text) > _LONGEST_NAME:
        return ""
    name = _IDEOGRAPHIC_DOTS.sub(".", refang(text)).strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    labels = name.split(".")
    well_formed = len(name) <= 253 and all(map(_LABEL.fullmatch, labels))
    return name if well_formed and len(labels) > 1 and not labels[-1].isdigit() else ""


def normalise_address(text: str) -> str:
    """Return the IP address without a host-wide prefix, "" when it is none or a whole network."""
    try:
        interface = ip_interface(refang(text).strip().strip("[]"))
    except ValueError:
        return ""
    return str(interface.ip) if interface.network.num_addresses == 1 else ""


def normalise_url(text: str) -> str:
    """Return the normal form of the URL, "" when it has no scheme or host."""
    try:
        parts = urlsplit(refang(text).strip())
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    host = _normalise_host(parts.hostname or "")
    if not scheme or not host:
        return ""
    shown_port = "" if port is None or port == _DEFAULT_PORTS.get(scheme) else f":{port}"
    path = _remove_dot_segments(_normalise_escapes(parts.path)) or "/"
    query = f"?{_normalise_escapes(parts.query)}" if parts.query else ""
    return f"{scheme}://{_keep_user(parts)}{host}{shown_port}{path}{query}"


def _keep_user(parts: SplitResult) -> str:
    user, separator, _ = parts.netloc.rpartition("@")
    return user + separator


def _normalise_host(host: str) -> str:
    address = normalise_address(host)
    if address:
        return f"[{address}]" if ":" in address else address
    return normalise_domain(host) or host.lower()


def _normalise_escapes(text: str) -> str:
    """Decode what never needed escaping, write the other escapes in upper case."""
    plain = _ESCAPE.sub(_normalise_escape, text)
    return quote(plain, safe="%/?#[]@!$&'()*+,;=:-._~")


def _normalise_escape(matched: re.Match[str]) -> str:
    character = chr(int(matched[1], 16))
    return character if character in _UNRESERVED else matched[0].upper()


def _remove_dot_segments(path: str) -> str:
    """Return the path as RFC 3986 section 5.2.4 leaves it."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(len(kept) - 1, 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def normalise_email(text: str) -> str:
    """Return the address in lower case, "" when it has no host name."""
    local, _, domain = refang(text).strip().rpartition("@")
    host = normalise_domain(domain)
    return f"{local.lower()}@{host}" if local and host else ""


def normalise_hash(text: str) -> str:
    """Return the digest in lower-case hexadecimal, "" for fuzzy hashes and other text."""
    digest = text.strip().lower()
    return digest if _HEX.fullmatch(digest) else ""


def normalise_account(text: str) -> str:
    """Return the account as compared: NFKC, no blanks and hyphens, upper case."""
    return re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", text)).upper()
