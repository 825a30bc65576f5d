"""The truth: what happened, to whom, when; and events that look like another one but are not."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.factories.incidents.amounts import draw_amount
from tests.factories.incidents.names import (
    Organisation,
    make_banks,
    make_person,
    make_platforms,
)
from tests.factories.incidents.traces import (
    Trace,
    draw_account,
    draw_address,
    draw_digest,
    draw_free_page,
    draw_host,
)

_START = date(2026, 1, 12)
_DAYS = 280
# The commonest kinds first; the numbers are weights.
KINDS = {
    "phishing": 20,
    "account-takeover": 13,
    "mule-account": 16,
    "reconciliation-difference": 12,
    "fund-misappropriation": 8,
    "platform-absconding": 6,
    "segregation-breach": 6,
    "withdrawal-surge": 7,
    "operational-error": 5,
    "malware": 5,
    "technical-vulnerability": 4,
}
_IN_CUSTODY = ("reconciliation-difference", "fund-misappropriation", "segregation-breach")
_FAMILIES = ("SaltMoth", "BrickHeron", "Gravelpup", "IvoryCrab", "NightLoom", "TinFerret")
_PRODUCTS = ("EscrowLoom 3", "CustoSync 11.2", "PayWeir Gateway", "LedgerRook 8")


@dataclass(frozen=True)
class Event:
    """One incident. ``twin`` is (name of the trap, number of the event it may be taken for)."""

    number: int
    kind: str
    party: Organisation
    day: date
    amount: int
    count: int
    traces: tuple[Trace, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    drill: bool = False
    twin: tuple[str, int] | None = None
    size: int = 1

    @property
    def label(self):
        """Return the name of the incident in the labels."""
        return f"I{self.number:05}"


class Stage:
    """The cast of one corpus, and events drawn from it that are of their own."""

    def __init__(self, rng: random.Random, count: int) -> None:
        self.rng = rng
        self.platforms = make_platforms(rng, max(12, count // 4))
        self.banks = make_banks(rng, 64)
        self.last_four: set[str] = set()
        self.addresses: set[str] = set()

    def draw(self, number):
        """Return an event of some kind, somewhere, some day."""
        rng = self.rng
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        event = Event(
            number=number,
            kind=kind,
            party=rng.choice(self.platforms),
            day=_START + timedelta(rng.randrange(_DAYS)),
            amount=draw_amount(rng),
            count=rng.randint(7, 900),
            size=draw_size(rng),
        )
        return self.furnish(event)

    def furnish(self, event, **given):
        """Return the event with fresh traces and details of its kind."""
        details = {**self._draw_details(event), **given}
        return replace(event, details=details, traces=tuple(self._draw_traces(event, details)))

    def _draw_details(self, event):
        rng = self.rng
        if event.kind == "mule-account":
            account = draw_account(rng, self.last_four)
            return {"account": account, "holder": make_person(rng), "bank": rng.choice(self.banks)}
        if event.kind in _IN_CUSTODY:
            return {"custodian": rng.choice(self.banks[:9])}
        if event.kind == "operational-error":
            return {"batch": f"{rng.choice(('PF', 'STL', 'Q'))}-{rng.randint(1000, 9999)}"}
        if event.kind == "malware":
            return {"family": rng.choice(_FAMILIES)}
        if event.kind == "technical-vulnerability":
            cve = f"CVE-2026-{rng.randint(88000, 99999)}"
            return {"cve": cve, "product": rng.choice(_PRODUCTS)}
        if event.kind == "phishing":
            return {
                "kit": draw_digest(rng),
                "path": f"/{rng.choice('abcdk')}/{rng.getrandbits(20):x}",
            }
        return {}

    def _draw_traces(self, event, details):
        rng, kind = self.rng, event.kind
        if kind == "mule-account":
            yield Trace("account", details["account"])
        if kind in ("phishing", "malware"):
            yield from self._draw_hosts(event, details)
            yield Trace("ip", draw_address(rng, self.addresses))
        if kind == "account-takeover":
            yield from (
                Trace("ip", draw_address(rng, self.addresses)) for _ in range(rng.randint(1, 5))
            )
        if kind == "malware":
            yield from (Trace("sha256", draw_digest(rng)) for _ in range(rng.randint(1, 2)))
            yield Trace("filename", f"{event.party.slug[:8]}_{rng.getrandbits(24):06x}.apk")
        if kind in ("fund-misappropriation", "segregation-breach") and rng.random() < 0.7:
            yield Trace("account", draw_account(rng, self.last_four))
        if kind == "platform-absconding" and rng.random() < 0.6:
            yield Trace("phone", f"+86 1000 {rng.randint(100, 999)} {rng.randint(1000, 9999)}")

    def _draw_hosts(self, event, details):
        if "path" in details and self.rng.random() < 0.15:
            yield Trace("url", draw_free_page(event.party.slug, self.rng))
        for _ in range(self.rng.randint(1, 4)):
            host = draw_host(event.party.slug, self.rng)
            yield Trace("host", host)
            if "path" in details:
                scheme = self.rng.choice(("http", "https"))
                yield Trace("url", f"{scheme}://{host}{details['path']}/index.php")
        if event.kind == "phishing" and self.rng.random() < 0.5:
            yield Trace("email", f"service{self.rng.randint(1, 99)}@{host}")
        if "kit" in details:
            yield Trace("sha256", details["kit"])


def draw_size(rng):
    """Return how many alerts tell of the event: 45 % one, a long tail to 15."""
    if rng.random() < 0.45:
        return 1
    return rng.choices(range(2, 16), [30, 20, 14, 10, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1])[0]
