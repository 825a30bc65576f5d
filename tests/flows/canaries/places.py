"""The places of an alert that a canary may sit in; each makes STIX objects that hold one of every type."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.factories.bundles import AT, make_bundle
from tests.flows.canaries.values import LEADS, Canary, Nest

STIX_ID = "extension-definition--6b53a3e2-8947-4414-876a-7d499edec5b4"
_WIDE = {number: number + 0xFEE0 for number in range(33, 127)}


def _sdo(kind: str, **more: Any) -> dict[str, Any]:
    identifier = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid4()}"}
    return {**identifier, "created": AT, "modified": AT, **more}


def _sco(kind: str, canary: Canary, **more: Any) -> dict[str, Any]:
    """Return an observable with the id that producers derive from what it holds."""
    return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{canary.derived_id}", **more}


def _tool(**more: Any) -> dict[str, Any]:
    return _sdo("tool", **{"name": "Kit", **more})


def _indicator(pattern: str) -> dict[str, Any]:
    return _sdo("indicator", name="Seen", pattern=pattern, pattern_type="stix", valid_from=AT)


def _url(canary: Canary, tail: str) -> dict[str, Any]:
    return _sco("url", canary, value=f"https://login-bank.example/{tail}")


def _plain(value: str) -> str:
    """Return a value as an address shows it: only what it cannot hold is quoted."""
    return quote(value, safe="()@/:·")


def _base64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def _spread(canary: Canary) -> str:
    """Write a number in groups, as people do."""
    value = canary.value
    groups = [value[start : start + 4] for start in range(0, len(value), 4)]
    return canary.sentence.replace(value, " ".join(groups)) if value.isdigit() else canary.sentence


def _misread(canary: Canary) -> str:
    """Write a number as a scanner reads it: the letter O for a nought, a stray break."""
    value = canary.value
    if not value.isdigit():
        return canary.sentence
    return canary.sentence.replace(value, value[:5] + "\n" + value[5:].replace("0", "O", 1))


def _observed(pattern: str) -> Callable[[Canary], dict[str, Any]]:
    return lambda one: _indicator(pattern.format(one.value.replace("\\", "").replace("'", "")))


# One object for each canary.
PLACES: dict[str, Callable[[Canary], dict[str, Any]]] = {
    "name": lambda one: _tool(name=one.sentence),
    "description": lambda one: _tool(description=one.sentence),
    "full-width": lambda one: _tool(description=one.sentence.translate(_WIDE)),
    "separators": lambda one: _tool(description=_spread(one)),
    "misread": lambda one: _tool(description=_misread(one)),
    "custom": lambda one: _tool(x_note=one.sentence),
    "bare-custom": lambda one: _tool(x_customer=one.value),
    "nested": lambda one: _tool(x_more={"deep": [[{"er": one.sentence}], ["a", one.value]]}),
    "key": lambda one: _tool(x_more={one.value: {"seen": True}}),
    "member": lambda one: _tool(**{"x_" + _key(one): "seen"}),
    "extension": lambda one: _tool(
        extensions={STIX_ID: {"extension_type": "property-extension", "note": one.sentence}}
    ),
    "pattern": _observed("[x-customer:number = '{}']"),
    "pattern-account": _observed(
        "[user-account:user_id = '{}' AND user-account:is_privileged = true]"
    ),
    "pattern-like": _observed("[file:name LIKE '%{}%.xlsx']"),
    "pattern-set": _observed("[email-message:subject IN ('{}', 'invoice')]"),
    "pattern-url": _observed("[url:value = 'https://login-bank.example/?who={}']"),
    "pattern-hex": lambda one: _indicator(
        f"[artifact:payload_bin = h'{one.value.encode().hex()}']"
    ),
    "pattern-description": lambda one: {
        **_indicator("[domain-name:value = 'a.example']"),
        "description": one.sentence,
    },
    "filename": lambda one: _sco("file", one, name=f"{one.sentence.strip(' .。')} list.xlsx"),
    "bare-filename": lambda one: _sco("file", one, name=f"scan_{one.value}.pdf"),
    "directory": lambda one: _sco("directory", one, path=f"/home/{one.value}/documents"),
    "url-path": lambda one: _url(one, f"customer/{_plain(one.value)}/edit"),
    "url-query": lambda one: _url(one, f"?who={quote(one.value)}&q={quote(one.sentence)}"),
    "url-fragment": lambda one: _url(one, f"#/customer={_plain(one.value)}"),
    "url-percent": lambda one: _url(
        one, "?q=" + "".join(f"%{byte:02X}" for byte in one.sentence.encode())
    ),
    "url-base64": lambda one: _url(one, "?q=" + _base64(one.sentence)),
    "account": lambda one: _sco("user-account", one, user_id=one.value, account_login=one.value),
    "display-name": lambda one: _sco("user-account", one, display_name=one.sentence),
    "message": lambda one: _sco(
        "email-message", one, is_multipart=False, subject=one.sentence, body=f"Dear, {one.sentence}"
    ),
    "process": lambda one: _sco(
        "process",
        one,
        command_line=f"send --to '{one.sentence}'",
        environment_variables={"WHO": one.value},
    ),
    "registry": lambda one: _sco(
        "windows-registry-key", one, key=f"HKEY_CURRENT_USER\\\\Software\\\\{one.value}"
    ),
    "payload": lambda one: _sco(
        "artifact", one, mime_type="text/plain", payload_bin=_base64(one.sentence)
    ),
    "payload-utf-16": lambda one: _sco(
        "artifact", one, mime_type="text/plain", payload_bin=_base64(one.sentence, "utf-16")
    ),
    "certificate": lambda one: _sco(
        "x509-certificate", one, subject=f"C=CN, CN={one.value}", serial_number="36:f7"
    ),
    "reference": lambda one: _tool(
        external_references=[
            {
                "source_name": one.sentence,
                "external_id": one.value,
                "description": one.sentence,
                "url": f"https://case.example/{quote(one.value)}",
            }
        ]
    ),
    "label": lambda one: _tool(labels=["about:" + one.sentence, one.value]),
    "alias": lambda one: _sdo(
        "threat-actor",
        name="Gang",
        threat_actor_types=["criminal"],
        aliases=[one.sentence, one.value],
    ),
    "person": lambda one: _sdo(
        "identity", name=one.value, identity_class="individual", contact_information=one.sentence
    ),
    "organisation": lambda one: _sdo(
        "identity",
        name="Example Ltd",
        identity_class="organization",
        contact_information=one.sentence,
        roles=[one.sentence],
    ),
    "location": lambda one: _sdo(
        "location", name=one.sentence, country="CN", street_address=one.value
    ),
    "granular": lambda one: _tool(
        description=one.sentence,
        granular_markings=[{"marking_ref": TLP_2_IDS[Tlp.AMBER], "selectors": ["description"]}],
    ),
    "deep-extension": lambda one: _tool(
        extensions={
            STIX_ID: {
                "extension_type": "property-extension",
                "people": [{"number": one.value, "said": {"zh": one.sentence}}],
            }
        }
    ),
    "base64-text": lambda one: _tool(description=f"Seen: {_base64(one.sentence)}"),
    "hash-text": lambda one: _sco(
        "file", one, name=f"{one.sentence.strip(' .。')} list.txt", hashes={"SHA-256": _sha256(one)}
    ),
}


def _key(canary: Canary) -> str:
    """Return a value as the name of a property may hold it."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else "_" for letter in canary.value.lower()
    )


def _sha256(canary: Canary) -> str:
    return hashlib.sha256(canary.value.encode()).hexdigest()


# Places that speak about another object of the alert.
def make_notes(canaries: Iterable[Canary], about: str) -> list[dict[str, Any]]:
    """Return notes, opinions and translations about an object."""
    return [
        made
        for one in canaries
        for made in (
            _sdo(
                "note",
                abstract=one.sentence,
                content=one.sentence,
                authors=[one.value],
                object_refs=[about],
            ),
            _sdo(
                "opinion",
                opinion="agree",
                explanation=one.sentence,
                authors=[one.value],
                object_refs=[about],
            ),
        )
    ]


# A specification says what stands here, and nothing says whose: only what shows by itself what it is
# can be known.
BARE = frozenset(
    ["pattern-like", "pattern-set", "pattern-hex", "bare-filename", "registry", "certificate"]
)
# Any number, date or address of a machine looks like these.
NEED_A_WORD = frozenset({"ACCOUNT_NO", "QQ_ID", "TW_PERMIT", "DEVICE_ID", "DOB", "IP", "CN_ID15"})


def kinds_of(place: str) -> tuple[str, ...]:
    """Return the types that can be known for what they are in a place."""
    return tuple(kind for kind in LEADS if place not in BARE or kind not in NEED_A_WORD)


def make_alert(nest: Nest, place: str, **changes: Any) -> dict[str, Any]:
    """Return a bundle that holds a canary of each type in one place."""
    objects = tuple(PLACES[place](one) for one in nest.fill(place, kinds_of(place)))
    return make_bundle(
        name="Account abuse", description="Nothing personal here.", more=objects, **changes
    )


def make_root_alert(nest: Nest) -> dict[str, Any]:
    """Return a bundle whose report tells of one of each type in title, text, labels and notes."""
    told = nest.fill("report")
    notes = make_notes(nest.fill("notes"), f"tool--{uuid4()}")
    tool = _tool()
    for note in notes:
        note["object_refs"] = [tool["id"]]
    return make_bundle(
        name="".join(one.sentence for one in nest.fill("title", ("MOBILE", "PERSON", "BANK_CARD"))),
        description="".join(one.sentence for one in told),
        more=(tool, *notes),
        external_references=[
            {"source_name": "desk", "description": one.sentence}
            for one in nest.fill("report-reference")
        ],
    )
