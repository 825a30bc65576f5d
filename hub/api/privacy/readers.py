"""For whom a register is made: what an institution may read there, and whom it may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from privacy.transfers.selectors.registers import Reader
from sharing.groups.network import Network, Party
from sharing.groups.selectors import load_network
from sharing.members.actors import Actor
from sharing.members.selectors import list_active_institutions
from sharing.response.overview import may_know
from sharing.routing.match import within


@dataclass(frozen=True, slots=True)
class Readership:
    """A reader with the names of institutions by STIX id."""

    reader: Reader
    names: Mapping[str, str]

    def name_of(self, stix_id: str) -> str:
        """Return the name of a member, "" for who is none."""
        return self.names.get(stix_id, "")


def find_readership(*, actor: Actor, now: datetime) -> Readership:
    """Return what an actor may read: its institution's own; a regulator's, what it supervises (PC-35)."""
    network = load_network(now=now)
    me = network.parties[actor.institution_id]
    supervised = _supervised_by(me, network)
    known = (
        one.stix_id
        for one in network.parties.values()
        if may_know(me.id, one.id, one.kind, network)
    )
    reader = Reader(
        speaks_for=frozenset({me.stix_id}) | supervised,
        knows=frozenset(known),
        is_supervisor=me.kind == "regulator",
    )
    return Readership(reader, {one.stix_id: one.name for one in list_active_institutions()})


def _supervised_by(me: Party, network: Network) -> frozenset[str]:
    """Return the institutions that lie in the jurisdictions of a regulator."""
    if me.kind != "regulator":
        return frozenset()
    return frozenset(
        one.stix_id
        for one in network.parties.values()
        if within(frozenset({one.jurisdiction}), me.covers)
    )
