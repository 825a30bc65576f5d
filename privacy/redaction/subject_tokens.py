"""An object that is nothing but an identifier of a person becomes a subject-token (profile f4).

Also what comes in as one: a token of another domain keeps its own domain, so that it never passes for
a token of the hub, and its last digits (`masked`) do not travel.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from privacy import Treatment
from privacy.redaction.pointers import split_pointer
from privacy.redaction.properties import is_known_type
from privacy.redaction.types import Find, RenderRequest

TYPE = "subject-token"
_EXTENSION = {
    "extension-definition--8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35": {"extension_type": "new-sco"}
}
# token-kind-ov as far as detection has such kinds; the others have no subject-token.
_KINDS = frozenset(
    {"bank-account", "payment-card", "e-wallet", "person-id-number", "phone", "email", "device"}
)
# Where an object holds what it identifies, the best first. The last are a public extension set,
# which profile f4 converts.
_IDENTIFIERS = {
    "user-account": ("user_id", "account_login"),
    "email-addr": ("value",),
    "bank-account": ("iban", "account_number"),
    "bank-card": ("number", "value"),
    "payment-card": ("value", "number"),
    "phone-number": ("value", "number"),
}
# account-type-ov of STIX 2.1: accounts of systems, which are no bank accounts.
_SYSTEM_ACCOUNTS = frozenset(
    {"facebook", "ldap", "nis", "openid", "radius", "skype", "tacacs", "twitter"}
    | {"unix", "windows-local", "windows-domain"}
)
# These members may point at one type of object only (STIX 2.1 sections 6.5, 6.6, 6.13, 6.17).
_TYPED_REFERENCES = frozenset(
    {"from_ref", "sender_ref", "to_refs", "cc_refs", "bcc_refs"}
    | {"belongs_to_ref", "creator_user_ref"}
)
_KEPT = frozenset({"id", "object_marking_refs", "defanged"})
# The domain of what stands in for a token that may not be told: it matches nothing.
_NO_DOMAIN = "withheld"


@dataclass(frozen=True, slots=True)
class Identified:
    """The one finding that an object stands for, and the member that holds it."""

    finding: Find
    member: str


def find_bound(objects: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids that some member refers to which may point at their own type only."""
    return frozenset(reference for item in objects for reference in _typed_references(item))


def _typed_references(item: Mapping[str, Any]) -> Iterator[str]:
    for name in _TYPED_REFERENCES & item.keys():
        value = item[name]
        yield from value if isinstance(value, list) else (value,)


def identify(
    item: Mapping[str, Any], findings: Sequence[Find], request: RenderRequest
) -> Identified | None:
    """Return what an object identifies when a token may stand for all of it, else None."""
    members = _IDENTIFIERS.get(str(item.get("type", "")), ())
    if not members or not request.decision.circle:
        return None
    whole = {
        split_pointer(finding.pointer)[1][0]: finding
        for finding in findings
        if finding.start is None and finding.pointer.count("/") == 3 and _is_token(finding, request)
    }
    found = [Identified(whole[name], name) for name in members if name in whole]
    if not found or _is_other_account(item, found[0].finding):
        return None
    # An object of the standard that holds two identifiers would lose one of them.
    values = {(one.finding.kind, one.finding.normalised) for one in found}
    several = len(values) > 1 and is_known_type(str(item["type"]))
    return None if several else found[0]


def _is_token(finding: Find, request: RenderRequest) -> bool:
    return request.treat(finding) is Treatment.TOKENISE and finding.kind in _KINDS


def _is_other_account(item: Mapping[str, Any], finding: Find) -> bool:
    return finding.kind == "bank-account" and item.get("account_type") in _SYSTEM_ACCOUNTS


def make_subject_token(
    item: Mapping[str, Any], identified: Identified, request: RenderRequest
) -> dict[str, Any]:
    """Return the subject-token that stands for an object, still under the object's id."""
    finding = identified.finding
    kept = {name: value for name, value in item.items() if name in _KEPT}
    made = {
        "type": TYPE,
        "spec_version": "2.1",
        **kept,
        "kind": finding.kind,
        "token": request.tokenise(finding.kind, finding.normalised),
        "token_domain": request.decision.circle,
        "extensions": _EXTENSION,
    }
    markings = _move_markings(item.get("granular_markings", ()), identified.member)
    return {**made, "granular_markings": markings} if markings else made


def _move_markings(markings: Any, member: str) -> list[dict[str, Any]]:
    """Let what marked the identifier mark the token."""
    return [
        {**marking, "selectors": ["token"]}
        for marking in markings
        if member in marking.get("selectors", ())
    ]


def redact_subject_token(
    item: Mapping[str, Any], withheld: Collection[str], opaque: str
) -> dict[str, Any]:
    """Return a subject-token that came in without the members that are withheld.

    Where the token itself is, `opaque` stands for it, which must say nothing and match nothing.
    """
    kept = {name: value for name, value in item.items() if name not in withheld or name != "masked"}
    if "token" in withheld:
        kept |= {"token": opaque, "token_domain": _NO_DOMAIN}
    return kept
