"""Read the body of a request with a bound, whatever its sender says about its length."""

from collections.abc import Mapping
from typing import Any

from sharing.stix.faults import reject
from sharing.stix.limits import DEFAULT, Limits
from sharing.stix.media import unpack


def read_body(environ: Mapping[str, Any], limits: Limits = DEFAULT) -> bytes:
    """Return the unpacked body of a WSGI request.

    At most one byte more than the limit is read, also without Content-Length (RFC 9112, section
    7.1). Raises StixRejected for what is too large or cannot be unpacked.
    """
    raw = _read(environ["wsgi.input"], _bound(environ, limits))
    if len(raw) > limits.bytes:
        raise _too_large(limits)
    return unpack(raw, environ.get("HTTP_CONTENT_ENCODING", ""), limits)


def _bound(environ: Mapping[str, Any], limits: Limits) -> int:
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not length:
        return limits.bytes + 1
    if not (length.isascii() and length.isdecimal()):
        return 0
    if len(length) > 15 or int(length) > limits.bytes:
        raise _too_large(limits)
    return int(length)


def _read(stream: Any, most: int) -> bytes:
    # A stream may give less than it is asked for; nothing at all is its end.
    parts, missing = [], most
    while missing > 0:
        part = stream.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _too_large(limits: Limits) -> Exception:
    return reject("", "too-many-bytes", f"The body is larger than {limits.bytes} bytes.")
