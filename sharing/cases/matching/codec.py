"""A sketch as bytes: packed, with the version of the form first."""

import msgspec

from sharing.cases.matching.sketch import Sketch

_VERSION = b"\x04"
_DECODER = msgspec.msgpack.Decoder(Sketch)


def dump_sketch(sketch: Sketch) -> bytes:
    """Return the sketch as bytes; equal sketches give equal bytes."""
    return _VERSION + msgspec.msgpack.encode(sketch, order="deterministic")


def load_sketch(data: bytes) -> Sketch:
    """Return the sketch that `dump_sketch` wrote. Raises ValueError on another version or damage."""
    if data[:1] != _VERSION:
        raise ValueError("unknown version of sketch")
    try:
        return _DECODER.decode(data[1:])
    except msgspec.MsgspecError as error:
        raise ValueError("damaged sketch") from error
