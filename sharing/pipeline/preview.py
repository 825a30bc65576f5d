"""What would become of an alert if it were sent now: decided by the same rules, nothing is stored.

Two things differ from sending, so that a preview tells nothing that sending would not. Tokens are made
under a key of the moment: under the real one a sender could try telephone numbers until a token equals
one it has received. And everyone entitled counts as a recipient, whatever its subscriptions say: what
another member looks out for is its own affair.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import Decision, RedactedAlert, find_authentication_data
from sharing.delivery.services import Edition, Refusal
from sharing.delivery.withdrawal import find_withdrawn
from sharing.errors import AuthenticationDataRefused
from sharing.groups.network import Network
from sharing.groups.selectors import load_network
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.ingest.services import Decided
from sharing.members.actors import Actor
from sharing.members.selectors import list_active_institutions
from sharing.pipeline.decide import decide
from sharing.pipeline.earlier import load_references
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Release, Surroundings
from sharing.pipeline.throwaway import throwaway_tokens
from sharing.response.overview import may_know
from sharing.routing.match import RoutingRules
from sharing.stix.alert import ParsedAlert

DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient that the sender may know."""

    stix_id: str
    name: str
    kind: str
    route: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would get one rendition: by name where the sender may know them, else counted by kind."""

    named: tuple[Named, ...]
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One rendition with its audience."""

    audience: Audience
    decision: Decision
    redacted: RedactedAlert


@dataclass(frozen=True, slots=True)
class Refused:
    """Whom the privacy gate would refuse, or hold the copy of, for one and the same reasons."""

    audience: Audience
    decision: Decision


@dataclass(frozen=True, slots=True)
class Preview:
    """`status` is delivered, held or refused; `reasons` say why it would not be delivered."""

    status: str
    reasons: tuple[dict[str, str], ...] = ()
    recipients: int = 0
    renditions: tuple[Shown, ...] = ()
    refused: tuple[Refused, ...] = ()


@transaction.atomic
def preview_alert(
    *, actor: Actor, now: datetime, alert: ParsedAlert, rules: RoutingRules | None = None
) -> Preview:
    """Return what would become of an alert, and record that it was asked.

    Raises AuthenticationDataRefused, as sending would.
    """
    places = tuple(find_authentication_data(alert.bundle))
    if places:
        raise AuthenticationDataRefused(places)
    network = load_network(now=now)
    submission = Submission(id=uuid4(), institution_id=actor.institution_id, received_at=now)
    opened = Opened(submission, alert.facts, alert.bundle, alert.raw)
    around = Surroundings(
        now=now,
        network=network,
        filters={},
        rules=rules or RoutingRules(),
        tokenise_for=throwaway_tokens(),
        withdrawn=find_withdrawn([alert.facts.root_id]),
        references=load_references([opened], network),
    )
    outcome = decide(opened, examine([opened], around))
    shown = _show(outcome, network, actor)
    details = {"status": shown.status, "recipients": shown.recipients}
    record(Event(Action.ALERT_PREVIEWED, actor.name, actor.stix_id, now, details))
    return shown


def _show(outcome: Release | Decided, network: Network, actor: Actor) -> Preview:
    if isinstance(outcome, Decided):
        return Preview(str(outcome.state), outcome.reasons)
    audiences = _Audiences(network, actor.institution_id)
    return Preview(
        status=DELIVERED,
        recipients=sum(len(edition.recipients) for edition in outcome.editions),
        renditions=tuple(_show_edition(one, audiences) for one in outcome.editions),
        refused=tuple(_show_refusals(_list_unreached(outcome), audiences)),
    )


def _list_unreached(outcome: Release) -> Iterable[Refusal]:
    """Yield whom the alert would not reach: refused, or waiting for a human."""
    yield from outcome.refusals
    for one in outcome.waiting:
        yield Refusal(outcome.admitted.id, one.hop.party.stix_id, one.decision)


def _show_edition(edition: Edition, audiences: "_Audiences") -> Shown:
    routes = {one.institution_id: one.route for one in edition.recipients}
    return Shown(audiences.describe(routes), edition.decision, edition.redacted)


def _show_refusals(refusals: Iterable[Refusal], audiences: "_Audiences") -> Iterable[Refused]:
    alike: dict[str, list[Refusal]] = {}
    for one in refusals:
        alike.setdefault(str(one.decision.reasons), []).append(one)
    for group in alike.values():
        routes = {audiences.ids[one.recipient_stix_id]: "" for one in group}
        yield Refused(audiences.describe(routes), group[0].decision)


class _Audiences:
    """Names of members, for those that one sender may know."""

    def __init__(self, network: Network, sender: UUID) -> None:
        self._network, self._sender = network, sender
        self._names = {member.id: member.name for member in list_active_institutions()}
        self.ids = {party.stix_id: party.id for party in network.parties.values()}

    def describe(self, routes: dict[UUID, str]) -> Audience:
        """Return an audience of members and the routes by which they are reached."""
        parties = [self._network.parties[one] for one in routes]
        # Whom the sender has addressed by its id it knows already.
        known = {
            party.id
            for party in parties
            if routes[party.id] == "addressed"
            or may_know(self._sender, party.id, party.kind, self._network)
        }
        named = [
            Named(party.stix_id, self._names[party.id], party.kind, routes[party.id])
            for party in parties
            if party.id in known
        ]
        others = Counter(party.kind for party in parties if party.id not in known)
        return Audience(tuple(named), tuple(sorted(others.items())))
