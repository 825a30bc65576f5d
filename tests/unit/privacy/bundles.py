"""Small STIX bundles for the tests of the privacy floor, and a tokeniser with a fixed key."""

import base64
import hmac
import uuid
from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HUB = "identity--11111111-1111-4111-8111-111111111111"
REPORTER = "identity--22222222-2222-4222-8222-222222222222"
REPORT = "report--33333333-3333-4333-8333-333333333333"
TIME = "2026-11-23T01:00:00.000Z"
# Synthetic: valid check digits, belongs to nobody on purpose.
CN_ID = "110101199003077571"
CARD = "6222020555057109277"
MOBILE = "13800138000"
EMAIL = "mei.lin@mail.example.org"


def widen(text):
    """Write a text in full-width forms."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def tokenise(kind, value):
    digest = hmac.digest(b"a test key", f"{kind}|{value}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def sdo(kind, **more):
    identifier = more.pop("id", f"{kind}--{uuid.uuid4()}")
    common = {"type": kind, "spec_version": "2.1", "id": identifier}
    return {**common, "created": TIME, "modified": TIME, "created_by_ref": REPORTER, **more}


def sco(kind, origin, **more):
    """Make an observable with the low-entropy id that producers derive from a value."""
    identifier = f"{kind}--{uuid.uuid5(uuid.NAMESPACE_URL, origin)}"
    return {"type": kind, "spec_version": "2.1", "id": identifier, **more}


def account(value, **more):
    return sco("user-account", value, user_id=value, account_type="bank-account", **more)


def indicator(pattern, **more):
    facts = {"pattern": pattern, "pattern_type": "stix", "valid_from": TIME}
    return sdo("indicator", **{**facts, **more})


def relationship(source, target, **more):
    return sdo(
        "relationship",
        relationship_type="related-to",
        source_ref=source["id"],
        target_ref=target["id"],
        **more,
    )


def reporter():
    return sdo(
        "identity", id=REPORTER, name="Northfield Custody Bank", identity_class="organization"
    )


def bundle(*objects, description="Nothing personal.", root=REPORT):
    report = sdo(
        "report",
        id=root,
        name="Account abuse",
        description=description,
        published=TIME,
        object_refs=[item["id"] for item in objects] or [REPORTER],
    )
    return {
        "type": "bundle",
        "id": f"bundle--{uuid.uuid4()}",
        "objects": [report, reporter(), *objects],
    }
