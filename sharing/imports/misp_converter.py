"""A program of its own: MISP events on standard input become STIX 2.1 objects on standard output.

It runs apart from the hub, because the converter needs seconds for each megabyte, prints what it
reads, and keeps state of its own. It opens no connection, whatever the libraries would like.
"""

import importlib
import json
import socket
import sys
from typing import Any, NoReturn

MOST_MEMORY = 2_000_000_000


def main() -> None:
    """Convert each event by itself; one that cannot be converted is None."""
    answer = sys.stdout
    sys.stdout = sys.stderr
    bind_to_memory(MOST_MEMORY)
    socket.socket.connect = refuse_connection  # type: ignore[method-assign]
    converter = importlib.import_module("misp_stix_converter")
    converted = [convert(converter, event) for event in json.load(sys.stdin)]
    json.dump(converted, answer)


def convert(converter: Any, event: dict[str, Any]) -> list[Any] | None:
    """Return the STIX objects of one event, or None."""
    try:
        parser = converter.MISPtoSTIX21Parser()
        parser.parse_misp_event({"Event": event})
        objects: list[Any] = json.loads(parser.bundle.serialize())["objects"]
    except Exception:  # noqa: BLE001  # a converter of strangers' data fails in any way
        return None
    return objects


def bind_to_memory(most: int) -> None:
    """Keep a hostile event from taking the machine's memory, where the system can."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def refuse_connection(*_args: object) -> NoReturn:
    """Refuse to connect to anything."""
    raise OSError("the converter opens no connection")


if __name__ == "__main__":
    main()
