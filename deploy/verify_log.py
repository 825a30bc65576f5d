#!/usr/bin/env python3
"""Check the hub's audit log without the hub: needs this file, Python and the package `cryptography`.

Its inputs are files as the hub answered them:

    verify_log.py head        --keys keys.json HEAD
    verify_log.py inclusion   --keys keys.json HEAD PROOF EVENT
    verify_log.py consistency --keys keys.json OLDER NEWER PROOF
    verify_log.py log         --keys keys.json HEAD EVENTS

keys.json is what /log/keys answers (best kept from the day that trust began), HEAD what
/api/v1/audit/tree-head answers, PROOF what /api/v1/audit/proofs/inclusion or /consistency answers, EVENT one
item of /api/v1/audit/evidence or a line of `export_log`, EVENTS all lines of it. Exit status 0: it holds.
RFC 6962, section 2.1; RFC 9162, section 2.1; RFC 7515; RFC 8037.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KIND = "riskhub-tree-head+jwt"
# What a file that is not what it should be raises while it is read.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)


class DoesNotHold(Exception):
    """What was claimed of the log is not so."""


def open_head(head: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """Return what a signed head says. Raises DoesNotHold unless a key of the set signed exactly it."""
    top, body, signature = head["statement"].split(".")
    known = json.loads(_decode(top))
    named = [key for key in keys["keys"] if key["kid"] == known["kid"]]
    if known["typ"] != KIND or known["alg"] != "EdDSA" or not named:
        raise DoesNotHold("the head is not signed by a key of the set")
    try:
        key = Ed25519PublicKey.from_public_bytes(_decode(named[0]["x"]))
        key.verify(_decode(signature), f"{top}.{body}".encode())
    except InvalidSignature:
        raise DoesNotHold("the signature of the head does not hold") from None
    return dict(json.loads(_decode(body)))


def check_inclusion(said: dict[str, Any], proof: dict[str, Any], event: dict[str, Any]) -> None:
    """Raise DoesNotHold unless the proof shows that the event is in the log of the head."""
    if proof["size"] != said["size"]:
        raise DoesNotHold("the proof is for a log of another size than the head")
    content = event["event"]
    leaf = hashlib.sha256(b"\x00" + write_event(content)).digest()
    path = [bytes.fromhex(one) for one in proof["path"]]
    root = climb(leaf, content["sequence"] - 1, said["size"], path)
    if root != bytes.fromhex(said["root"]):
        raise DoesNotHold("the event is not in the log, or was changed")


def check_consistency(older: dict[str, Any], newer: dict[str, Any], proof: dict[str, Any]) -> None:
    """Raise DoesNotHold unless the proof shows that the log of one head begins that of the other."""
    if (proof["first"], proof["second"]) != (older["size"], newer["size"]):
        raise DoesNotHold("the proof is for logs of other sizes than the heads")
    path = [bytes.fromhex(one) for one in proof["path"]]
    roots = (bytes.fromhex(older["root"]), bytes.fromhex(newer["root"]))
    if grow(older["size"], newer["size"], path, roots[0]) != roots:
        raise DoesNotHold("the older log does not begin the newer one: something was rewritten")


def check_log(said: dict[str, Any], events: Iterable[dict[str, Any]]) -> None:
    """Raise DoesNotHold unless these events are the whole log of the head, in order."""
    chain, count = bytes(32), 0
    stack: list[tuple[int, bytes]] = []
    for item in events:
        count += 1
        content = write_event(item["event"])
        if item["event"]["sequence"] != count:
            raise DoesNotHold(f"event {count} is missing or out of place")
        chain = hashlib.sha256(chain + content).digest()
        _push(stack, hashlib.sha256(b"\x00" + content).digest())
        if count == said["size"]:
            break
    if count != said["size"] or chain.hex() != said["chain"] or _close(stack) != said["root"]:
        raise DoesNotHold("the events are not the log of the head")


def write_event(event: dict[str, Any]) -> bytes:
    """Return an event as it was hashed: sorted members, no blanks, UTF-8."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def climb(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a path leads from a leaf (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise DoesNotHold("the event is not in a log of that size")
    found = leaf
    for is_left, step in _walk(index, size - 1, path):
        found = _node(step, found) if is_left else _node(found, step)
    return found


def grow(first: int, second: int, path: Sequence[bytes], root: bytes) -> tuple[bytes, bytes]:
    """Return the two roots that a consistency proof leads to (RFC 9162, 2.1.4.2)."""
    if first == second and not path:
        return root, root
    steps = [root, *path] if first & (first - 1) == 0 else list(path)
    if not 0 < first < second or not steps:
        raise DoesNotHold("the proof does not fit the sizes")
    shift = (first & -first).bit_length() - 1
    old = new = steps[0]
    for is_left, step in _walk((first - 1) >> shift, (second - 1) >> shift, steps[1:]):
        old = _node(step, old) if is_left else old
        new = _node(step, new) if is_left else _node(new, step)
    return old, new


def _walk(node: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Yield the steps of a path from a node of a level up, and whether each hash stands on the left."""
    for step in path:
        if last == 0:
            raise DoesNotHold("the proof is too long")
        is_left = bool(node & 1) or node == last
        yield is_left, step
        while is_left and node and not node & 1:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    if last:
        raise DoesNotHold("the proof is too short")


def _push(stack: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Add a leaf to the perfect trees so far, from large to small."""
    size = 1
    while stack and stack[-1][0] == size:
        leaf, size = _node(stack.pop()[1], leaf), size * 2
    stack.append((size, leaf))


def _close(stack: list[tuple[int, bytes]]) -> str:
    root = stack.pop()[1] if stack else hashlib.sha256().digest()
    while stack:
        root = _node(stack.pop()[1], root)
    return root.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _run(command: str, keys: dict[str, Any], paths: Sequence[Path]) -> str:
    said = open_head(_read(paths[0]), keys)
    if command == "inclusion":
        check_inclusion(said, _read(paths[1]), _read(paths[2]))
    elif command == "consistency":
        check_consistency(said, open_head(_read(paths[1]), keys), _read(paths[2]))
    elif command == "log":
        with paths[1].open(encoding="utf-8") as lines:
            check_log(said, (json.loads(line) for line in lines))
    return f"{command} holds: {said['size']} events, root {said['root']}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the arguments name, say so, and return 0 where it holds, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    files = {"head": 1, "inclusion": 3, "consistency": 3, "log": 2}
    commands = parser.add_subparsers(dest="command", required=True)
    for name, count in files.items():
        command = commands.add_parser(name)
        command.add_argument("--keys", type=Path, required=True)
        command.add_argument("files", type=Path, nargs=count)
    options = parser.parse_args(arguments)
    try:
        print(_run(options.command, _read(options.keys), options.files))
    except DoesNotHold as error:
        print(f"does not hold: {error}", file=sys.stderr)
        return 1
    except (OSError, *UNREADABLE) as error:
        print(f"cannot be read: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
