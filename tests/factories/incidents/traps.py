"""Events that may be taken for another one and are not it."""

from dataclasses import replace
from datetime import timedelta

from tests.factories.incidents.amounts import draw_amount
from tests.factories.incidents.events import KINDS
from tests.factories.incidents.names import make_sister
from tests.factories.incidents.traces import Trace, draw_account, draw_address


class _Trap:
    """A way to make an event that may be taken for another."""

    def __init__(self, name, kinds, make, *, weight=4, close=False):
        self.name, self._kinds, self._make = name, kinds, make
        self.weight, self.close = weight, close

    def __call__(self, world, event):
        return self._make(world, event)

    def fits(self, event):
        """Tell whether the trap can be set for an event of that kind."""
        return event.kind in self._kinds


def _move(days):
    def make(world, event):
        gap = world.rng.choice(days)
        moved = replace(event, day=event.day + timedelta(gap), amount=draw_amount(world.rng))
        return world.furnish(replace(moved, count=world.rng.randint(7, 900)))

    return make


def _use_other_brand(world, event):
    other = replace(event, party=world.rng.choice(world.platforms))
    if other.party is event.party:
        return None
    if event.kind == "phishing":
        return world.furnish(other, kit=event.details["kit"], path=event.details["path"])
    if event.kind == "malware":
        return world.furnish(other, family=event.details["family"])
    return world.furnish(other, cve=event.details["cve"], product=event.details["product"])


def _open_other_account(world, event):
    later = replace(event, day=event.day + timedelta(world.rng.randint(0, 4)))
    later = replace(later, amount=draw_amount(world.rng))
    return world.furnish(later, holder=event.details["holder"], bank=event.details["bank"])


def _share_subnet(world, event):
    other = world.furnish(replace(event, party=world.rng.choice(world.platforms)))
    if other.party is event.party:
        return None
    near = next(trace.value for trace in event.traces if trace.kind == "ip")
    kept = tuple(trace for trace in other.traces if trace.kind != "ip")
    return replace(
        other, traces=(*kept, Trace("ip", draw_address(world.rng, world.addresses, near)))
    )


def _strike_sister(world, event):
    sister = make_sister(event.party, world.rng)
    return world.furnish(replace(event, party=sister, amount=draw_amount(world.rng)))


def _change_kind(world, event):
    kinds = ("withdrawal-surge", "segregation-breach", "operational-error", "account-takeover")
    # Spending the clients' money and mixing it with one's own are too near to call.
    near = {event.kind, *(kinds[1:2] if event.kind == "fund-misappropriation" else ())}
    other = world.rng.choice([kind for kind in kinds if kind not in near])
    return world.furnish(replace(event, kind=other, amount=draw_amount(world.rng)))


def _strike_stranger(world, event):
    """The same kind, day, sum and number at a firm that has nothing to do with the first."""
    other = world.furnish(replace(event, party=world.rng.choice(world.platforms)))
    same_money = other.party.currency == event.party.currency
    return other if same_money and other.party is not event.party else None


def _open_next_account(world, event):
    """Another holder at the same bank on the same day, the number out of the same block."""
    stem = event.details["account"][:-4]
    account = draw_account(world.rng, world.last_four, stem)
    amount = draw_amount(world.rng)
    bank = event.details["bank"]
    return world.furnish(replace(event, amount=amount), bank=bank, account=account)


def _rehearse(world, event):
    """A drill that borrows the scene of the real event: same firm, same day, own figures."""
    return replace(event, drill=True, amount=event.amount)


_FUNDS = frozenset(KINDS) - {
    "phishing",
    "malware",
    "technical-vulnerability",
    "mule-account",
    "platform-absconding",
}
TRAPS = (
    _Trap("same_platform_other_date", _FUNDS | {"phishing"}, _move((-45, -28, 24, 31, 60))),
    _Trap("same_platform_3_days_apart", _FUNDS, _move((-3, 3)), close=True),
    _Trap("kit_reuse", {"phishing"}, _use_other_brand, weight=9),
    _Trap("malware_family", {"malware"}, _use_other_brand, weight=9),
    _Trap("cve_other_platform", {"technical-vulnerability"}, _use_other_brand, weight=9),
    _Trap("mule_same_name", {"mule-account"}, _open_other_account, weight=6, close=True),
    _Trap("account_next_door", {"mule-account"}, _open_next_account, close=True),
    _Trap("same_day_same_amount", _FUNDS, _strike_stranger),
    _Trap("subnet", {"phishing", "account-takeover"}, _share_subnet),
    _Trap("sister_party", frozenset(KINDS) - {"mule-account"}, _strike_sister),
    _Trap("same_day_other_kind", _FUNDS, _change_kind),
    _Trap("exercise", frozenset(KINDS), _rehearse, weight=2, close=True),
)
