"""Bundles that hold the same persons in every kind of place, drawn at random."""

import base64
import hashlib
import uuid
from urllib.parse import quote

from hypothesis import strategies as st

from tests.unit.privacy.bundles import (
    CARD,
    CN_ID,
    EMAIL,
    HUB,
    MOBILE,
    REPORTER,
    TIME,
    account,
    bundle,
    indicator,
    relationship,
    sco,
    sdo,
    widen,
)
from tests.unit.privacy.redaction.support import SUBJECT_TOKEN

ACCOUNT = "33017477004075698"
NAME = "Okonjo Brightwater"
HOME = "浙江省杭州市西湖区文三路123号"
BORN = "1990年3月7日"
ADDRESS = "203.0.113.57"
VALUES = (CARD, CN_ID, EMAIL, MOBILE, ACCOUNT, NAME, HOME, BORN, ADDRESS)
NUMBERS = (CARD, CN_ID, MOBILE, ACCOUNT)
_NEW = "extension-definition--0a1b2c3d-0000-4000-8000-000000000001"
_RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"


def _token():
    return {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": "subject-token--6f6a5b1e-0d5c-5a7e-9d3c-0a1b2c3d4e5f",
        "kind": "phone",
        "token": "abcdefghijklmnopqrstuv",
        "token_domain": "2026q4",
        "masked": "****8000",
        "extensions": {SUBJECT_TOKEN: {"extension_type": "new-sco"}},
    }


def objects_about(value, spelt):
    """Return objects that hold a value, each in another place; the first ones in typed fields."""
    digest = hashlib.sha256(value.encode()).hexdigest()
    payload = base64.b64encode(f"客户电话 {MOBILE}".encode()).decode()
    return [
        account(ACCOUNT, display_name=NAME),
        sco("user-account", f"u{value}", user_id=ACCOUNT, account_login=f"b{CARD}"),
        sco("email-addr", EMAIL, value=EMAIL, display_name=NAME),
        sco(
            "bank-account",
            "b",
            account_number=CARD,
            extensions={_NEW: {"extension_type": "new-sco"}},
        ),
        _token(),
        sdo("identity", name=NAME, identity_class="individual", contact_information=EMAIL),
        sdo("location", street_address=HOME, country="CN"),
        sdo("note", content=f"出生日期：{BORN}，住址{HOME}，登录IP {ADDRESS}", object_refs=[HUB]),
        sdo("note", content=f"Seen: {spelt}.", object_refs=[HUB], authors=[NAME]),
        sdo("malware", name="x", is_family=False, aliases=[spelt], labels=[f"a {spelt}", "b"]),
        sdo("tool", name="Kit", x_bank={"rows": [[{"memo": spelt}], {value: {"tel": MOBILE}}]}),
        sdo("tool", name="Kit", x_number=int(value.rstrip("X")[:15]), x_hash=digest),
        sdo("tool", name="Kit", id=f"tool--{uuid.uuid5(uuid.NAMESPACE_URL, value)}"),
        sdo(
            "tool",
            name="Kit",
            extensions={_NEW: {"extension_type": "property-extension", "memo": [spelt]}},
        ),
        sdo("x-rumour", name=spelt, extensions={_NEW: {"extension_type": "new-sdo"}}),
        indicator(f"[url:value = 'http://a.test/p?id={value}']", name=f"{spelt} in a link"),
        indicator(f"[user-account:user_id = '{ACCOUNT}' OR x-a:b = '{value}']", labels=[spelt]),
        sco("file", value, name=f"scan_{value}.pdf", hashes={"SHA-256": digest}),
        sco("url", value, value=f"https://a.test/{quote(value)}?q={value}"),
        sco("artifact", value, mime_type="text/plain", payload_bin=payload),
        sco("domain-name", value, value=f"{MOBILE}.example.com"),
        sco("process", value, command_line=f"run {spelt}", environment_variables={"phone": MOBILE}),
        sco("email-message", value, is_multipart=False, subject=f"about {spelt}"),
        sco("x509-certificate", value, subject=f"C=CN, CN={NAME}", serial_number=value),
        sdo(
            "campaign",
            name="Wave",
            external_references=[
                {"source_name": "t", "external_id": value, "url": f"https://a.test/{value}"},
                {"source_name": "t", "description": spelt, "hashes": {"SHA-256": digest}},
            ],
        ),
        sdo("infrastructure", name="Northfield Custody Bank server", object_marking_refs=[_RED]),
    ]


@st.composite
def loaded_bundles(draw):
    """Draw a bundle of some of these objects, with links, opinions and markings upon them."""
    value = draw(st.sampled_from(NUMBERS))
    grouped = " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    spelt = draw(st.sampled_from([value, widen(value), grouped]))
    every = objects_about(value, spelt)
    chosen = draw(st.lists(st.sampled_from(range(len(every))), min_size=1, max_size=8, unique=True))
    objects = [every[index] for index in sorted(chosen)]
    first, last = objects[0], objects[-1]
    objects += [
        sdo("opinion", opinion="agree", object_refs=[first["id"]], authors=[NAME]),
        sdo("note", content="both", object_refs=[first["id"], last["id"], REPORTER]),
        sdo("observed-data", first_observed=TIME, last_observed=TIME, number_observed=1)
        | {"object_refs": [item["id"] for item in every if item["type"] == "file"]},
        relationship(first, last),
    ]
    root = f"Account {ACCOUNT} of {NAME}, {EMAIL}; {spelt}, {CARD}, {CN_ID}, {MOBILE}"
    return bundle(*objects, description=root)
