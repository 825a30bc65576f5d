"""What the HTTP layer needs to know of a body before it is read: its media type and its packing."""

import re
import zlib
from typing import Literal

from sharing.stix.faults import StixRejected, reject
from sharing.stix.limits import DEFAULT, Limits

Envelope = Literal["bundle", "envelope"]

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(rf"\s*({_NAME}/{_NAME})\s*((?:;[^;]*)*)")
_PARAMETER = re.compile(rf'\s*({_NAME})\s*=\s*(?:({_NAME})|"([^"\\]*)")\s*')
_ACCEPTED: dict[str, Envelope] = {
    "application/json": "bundle",
    "application/stix+json": "bundle",
    "application/taxii+json": "envelope",
}
_LONGEST_HEADER = 200
# windowBits: 15 bits of window, and 16 more to expect a gzip header and trailer.
_GZIP = 15 + 16


def accepted_media_type(content_type: str) -> Envelope:
    """Return what a body of this Content-Type holds: a bundle or a TAXII envelope.

    Raise StixRejected for other types, other versions than 2.1 and other charsets than UTF-8.
    """
    matched = _MEDIA_TYPE.fullmatch(content_type[:_LONGEST_HEADER].lower())
    if matched is None or matched[1] not in _ACCEPTED:
        raise _refuse_type("Send application/stix+json;version=2.1 or application/json.")
    parameters = _read_parameters(matched[2])
    if parameters.get("version", "2.1") != "2.1":
        raise _refuse_type("Only version 2.1 is taken.")
    if parameters.get("charset", "utf-8") not in {"utf-8", "utf8"}:
        raise _refuse_type("Only UTF-8 is taken.")
    return _ACCEPTED[matched[1]]


def unpack(raw: bytes, content_encoding: str, limits: Limits = DEFAULT) -> bytes:
    """Undo a gzip Content-Encoding, never unpacking more than the limit.

    Raise StixRejected for other encodings, for damaged data and for bombs.
    """
    encoding = content_encoding.strip().lower()
    if encoding in {"", "identity"}:
        return raw
    if encoding not in {"gzip", "x-gzip"}:
        raise reject("", "unsupported-encoding", "Send the body plain or packed with gzip.")
    return _unpack_gzip(raw, limits)


def _unpack_gzip(raw: bytes, limits: Limits) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacker.decompress(raw, limits.bytes + 1)
    except zlib.error:
        raise reject("", "damaged-gzip", "The body is not gzip data.") from None
    if len(unpacked) > limits.bytes:
        raise reject("", "too-many-bytes", f"Unpacked, it is larger than {limits.bytes} bytes.")
    if not unpacker.eof or unpacker.unused_data:
        raise reject("", "damaged-gzip", "The gzip data is cut off or has trailing bytes.")
    return unpacked


def _read_parameters(text: str) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        matched = _PARAMETER.fullmatch(part)
        if matched is None or matched[1] in parameters:
            raise _refuse_type("The parameters of the Content-Type cannot be read.")
        parameters[matched[1]] = matched[2] or matched[3] or ""
    return parameters


def _refuse_type(advice: str) -> StixRejected:
    return reject("", "unsupported-media-type", advice)
