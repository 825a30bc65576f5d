"""New object ids where the old ones may have been derived from clear values.

An id of version 5 over a telephone number is a hash of low entropy: whoever guesses the number
has the id. New ids come from a keyed token, or from the tokens that stand in the object.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from privacy.redaction.properties import OBSERVABLES

# STIX 2.1 section 2.9: the namespace of deterministic SCO ids.
NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_CONTRIBUTING = {
    "email-addr": ("value",),
    "url": ("value",),
    "directory": ("path",),
    "user-account": ("account_type", "user_id", "account_login"),
    # Profile f4.
    "subject-token": ("kind", "token", "token_domain"),
}
_IDENTIFIER = re.compile(rb"[a-z0-9\-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def needs_new_id(item: Mapping[str, Any], digits: frozenset[str]) -> bool:
    """Tell whether the id of a redacted object may give away what was redacted."""
    identifier = str(item.get("id", ""))
    is_derived = item.get("type") in OBSERVABLES or not is_random(identifier)
    return is_derived or tells(identifier, digits)


def tells(identifier: str, digits: frozenset[str]) -> bool:
    """Tell whether an id spells eight digits of what is redacted."""
    letters = identifier[-36:].replace("-", "")
    return any(letters[place : place + 8] in digits for place in range(len(letters) - 7))


def is_random(identifier: str) -> bool:
    """Tell whether an id carries a version 4 UUID."""
    return identifier[-22:-21] == "4"


def keyed_id(old: str, root: str, tokenise: Callable[[str, str], str]) -> str:
    """Return an id by keyed token over the old id within its alert.

    Stable over revisions of the alert, different in every other alert, never equal for two
    objects, and not to be recomputed without the key.
    """
    kind = old.partition("--")[0]
    token = tokenise("object-id", f"{root}|{old}")
    derived = uuid.uuid5(NAMESPACE, f"{kind}|{token}")
    if kind in OBSERVABLES:
        return f"{kind}--{derived}"
    # Other objects carry version 4 by the specification (STIX 2.1 section 2.9).
    return f"{kind}--{uuid.UUID(int=derived.int, version=4)}"


def derived_id(item: Mapping[str, Any], issued: set[str]) -> str | None:
    """Return the deterministic id of a tokenised observable, None when it has no token to stand on.

    Two alerts about one account then name one object, for readers of the same circle only.
    """
    kind = str(item.get("type", ""))
    parts = {name: item[name] for name in _CONTRIBUTING.get(kind, ()) if name in item}
    if not any(isinstance(value, str) and value in issued for value in parts.values()):
        return None
    text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()
    return f"{kind}--{uuid.uuid5(NAMESPACE, text)}"


def backlinks(objects: Iterable[Mapping[str, Any] | None]) -> dict[str, list[int]]:
    """Return, for each id that is referred to, the indexes of the objects that do."""
    links: dict[str, list[int]] = {}
    for index, item in enumerate(objects):
        for reference in set(references(item)) if item is not None else ():
            links.setdefault(reference, []).append(index)
    return links


def references(value: Any, name: str = "") -> Iterator[str]:
    """Yield every identifier that an object holds, its own left out."""
    if isinstance(value, str):
        if "--" in value and name != "id":
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from references(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def rewrite(body: bytes, renamed: Mapping[bytes, bytes]) -> bytes:
    """Return JSON with every old id replaced, in references, member names and prose alike."""
    return _IDENTIFIER.sub(lambda found: renamed.get(found.group(), found.group()), body)
