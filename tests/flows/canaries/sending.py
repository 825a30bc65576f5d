"""How the canaries get in: alerts of every kind, and what is refused, held, in conflict or malformed."""

from typing import Any
from uuid import uuid4

import httpx
import orjson

from tests.factories.bundles import AT
from tests.factories.envelopes import make_enveloped
from tests.flows.canaries.places import PLACES, make_alert, make_root_alert
from tests.flows.canaries.values import Canary, Nest

STIX = {"content-type": "application/stix+json;version=2.1"}
JSON = {"content-type": "application/json"}
TAXII = {
    "content-type": "application/taxii+json;version=2.1",
    "accept": "application/taxii+json;version=2.1",
}
ALERTS = "/api/v1/alerts"


class Sender:
    """A member that sends; keeps what it was answered and the ids of what was taken."""

    def __init__(self, client: httpx.Client, member: dict[str, Any], nest: Nest) -> None:
        self.client, self.member, self.nest = client, member, nest
        self.taken: list[str] = []
        self.answers: list[bytes] = []
        self.statuses: dict[str, int] = {}

    def post(
        self, what: str, content: bytes, *, path: str = ALERTS, **headers: str
    ) -> httpx.Response:
        answer = self.client.post(path, content=content, headers=STIX | headers)
        self.statuses[what] = answer.status_code
        if answer.status_code == 202:
            self.taken.append(answer.json()["id"])
        # Nothing that was sent is said again, whether it was taken or not.
        self.answers += [answer.content, "\n".join(answer.headers.values()).encode()]
        return answer

    def read_states(self) -> list[str]:
        """Return the states of what this member sent, as it is told."""
        states: list[str] = []
        url: str | None = "/api/v1/submissions?limit=200"
        while url:
            answer = self.client.get(url).raise_for_status()
            states += [one["status"] for one in answer.json()["items"]]
            url = answer.links.get("next", {}).get("url")
        return states

    def told(self, place: str) -> str:
        """Return a text that names one of each type."""
        return "".join(one.sentence for one in self.nest.fill(place))


def send_alerts(sender: Sender) -> None:
    """Send one alert for each place."""
    for place in PLACES:
        sender.post(place, orjson.dumps(make_alert(sender.nest, place)))
    sender.post("root", orjson.dumps(make_root_alert(sender.nest)))


def send_few(sender: Sender) -> None:
    """Send some alerts that a group of the sender's does not share with other readers."""
    for place in ("description", "filename", "pattern"):
        sender.post(place, orjson.dumps(make_alert(sender.nest, place)))
    sender.post("root", orjson.dumps(make_root_alert(sender.nest)))


def send_enveloped(sender: Sender, audiences: dict[str, tuple[str, ...]]) -> None:
    """Send alerts of the profile with their envelopes, to each audience."""
    for name, audience in audiences.items():
        bundle = make_enveloped(
            audience=audience,
            text=sender.told(f"enveloped {name}"),
            alert={"personal_data": "personal"},
        )
        sender.post(f"enveloped {name}", orjson.dumps(bundle))


def send_what_is_refused(sender: Sender) -> None:
    """Send what is malformed, refused, held or in conflict, each with canaries in it."""
    told = sender.told
    whole = make_alert(sender.nest, "description")
    secret = make_alert(sender.nest, "name")
    secret["objects"][0]["description"] = "CVV 123, 有效期 09/27. " + told("authentication data")
    sender.post("authentication data", orjson.dumps(secret))
    sender.post("not json", b'{"type": "bundle", ' + told("not json").encode())
    sender.post("not utf-8", told("not utf-8").encode("utf-16"))
    sender.post("not an object", orjson.dumps(told("not an object")))
    sender.post("wrong type", orjson.dumps({"type": told("wrong type"), "objects": []}))
    broken = make_alert(sender.nest, "custom")
    for item in broken["objects"]:
        item["modified"] = told("bad member") if item["type"] == "report" else item.get("modified")
    sender.post("bad member", orjson.dumps(broken))
    broken = make_alert(sender.nest, "custom")
    broken["objects"][0]["pattern"] = "[x:y = '" + told("bad pattern")
    sender.post("bad pattern", orjson.dumps(broken))
    _send_in_conflict(sender, whole)
    sender.post("unread media", told("unread media").encode(), **{"content-type": "text/plain"})
    sender.post("preview", orjson.dumps(broken), path=f"{ALERTS}/preview")
    lines = [orjson.dumps(make_alert(sender.nest, "nested")), told("bad line").encode()]
    sender.post(
        "batch",
        b"\n".join(lines),
        path=f"{ALERTS}/batch",
        **{"content-type": "application/x-ndjson", "accept": "application/json"},
    )
    sender.post("partial", orjson.dumps(broken), path=f"{ALERTS}?partial=true")
    minor = make_alert(sender.nest, "person")
    minor["objects"][-1]["description"] = "客户是12岁的小学生。" + told("a minor")
    sender.post("a minor", orjson.dumps(minor))
    for mode, audience in (("advisory", ("public",)), ("retract", ("group:custodians-east",))):
        bundle = make_enveloped(mode=mode, audience=audience, text=told(f"mode {mode}"))
        sender.post(f"mode {mode}", orjson.dumps(bundle))
    proof = {"threshold_rule": "no-such-rule", "red_flags": ["no-such-flag"]}
    bundle = make_enveloped(text=told("threshold"), alert=proof, token="phone")
    sender.post("threshold", orjson.dumps(bundle))


def _send_in_conflict(sender: Sender, whole: dict[str, Any]) -> None:
    """Use an idempotency key that is itself an identifier, twice, for different alerts."""
    (key,) = sender.nest.fill("idempotency-key", ("MOBILE",))
    header = {"idempotency-key": key.value}
    sender.post("first of a key", orjson.dumps(whole), **header)
    other = make_alert(sender.nest, "description")
    sender.post("second of a key", orjson.dumps(other), **header)


def send_by_other_doors(sender: Sender) -> None:
    """Add to TAXII collections; import tables and MISP events."""
    taxii = sender.member["taxii"]
    good = make_alert(sender.nest, "extension")
    place = f"{taxii['api_root']}collections/{taxii['submit']}/objects/"
    sender.post("taxii", orjson.dumps({"objects": good["objects"]}), path=place, **TAXII)
    bad = make_alert(sender.nest, "label")
    bad["objects"][0]["id"] = sender.told("taxii bad id")
    sender.post("taxii bad", orjson.dumps({"objects": bad["objects"]}), path=place, **TAXII)
    for group in taxii["groups"].values():
        objects = make_alert(sender.nest, "filename")["objects"]
        place = f"{group['api_root']}collections/{group['collection']}/objects/"
        sender.post("taxii group", orjson.dumps({"objects": objects}), path=place, **TAXII)
    _send_table(sender)
    event = _make_event(sender.nest.fill("misp"))
    sender.post("misp", orjson.dumps(event), path="/api/v1/imports?format=misp", **JSON)


def _send_table(sender: Sender) -> None:
    def rows(place: str) -> bytes:
        lines = [
            f'login-bank.example,203.0.113.7,"{one.sentence}"' for one in sender.nest.fill(place)
        ]
        lines += [f'{one.value},,"{one.sentence}"' for one in sender.nest.fill(f"{place} faulty")]
        return "\n".join(["domain,ip,comment", *lines]).encode()

    csv = {"content-type": "text/csv"}
    sender.post("table refused", rows("table refused"), path="/api/v1/imports?tlp=amber", **csv)
    query = "?tlp=amber&partial=true&name=Week"
    sender.post("table", rows("table"), path=f"/api/v1/imports{query}", **csv)
    (named,) = sender.nest.fill("table name", ("MOBILE",))
    query = f"?tlp=amber&partial=true&name={named.value}"
    sender.post("table named", rows("table named"), path=f"/api/v1/imports{query}", **csv)


def _make_event(canaries: list[Canary]) -> dict[str, Any]:
    attributes = [
        {
            "uuid": str(uuid4()),
            "type": "text",
            "category": "Other",
            "to_ids": False,
            "timestamp": "1732400000",
            "value": one.value,
            "comment": one.sentence,
        }
        for one in canaries
    ]
    return {
        "uuid": str(uuid4()),
        "info": "".join(one.sentence for one in canaries[:3]),
        "date": AT[:10],
        "timestamp": "1732400000",
        "threat_level_id": "1",
        "analysis": "1",
        "distribution": "3",
        "published": True,
        "publish_timestamp": "1732400000",
        "Orgc": {"uuid": str(uuid4()), "name": "A bank"},
        "Tag": [{"name": "tlp:green"}],
        "Attribute": attributes,
    }
