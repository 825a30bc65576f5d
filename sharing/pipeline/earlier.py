"""What a batch refers to: earlier alerts of the same reporter, and requests that are answered.

Only a reporter's own alerts are ever found for it, and only requests that reached the one who answers:
another's alert looks like one that does not exist.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts
from sharing.delivery.models import Delivery, RenditionObject
from sharing.delivery.services import digest_origin
from sharing.groups.network import Network, Party
from sharing.ingest.opening import Opened
from sharing.stix.alert import AlertFacts

REFERRING = frozenset({"retract", "correct"})
_TOLD = ("id", "received_at", "root_id", "root_modified")
# A reporter and the id of a root or of an envelope that it gave.
Name = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An alert that was stored before, and which version of which object it is."""

    id: UUID
    received_at: datetime
    root_id: str
    modified: str


@dataclass(frozen=True, slots=True)
class References:
    """Earlier alerts by (reporter, id it gave), and the submissions that answer what was asked."""

    alerts: Mapping[Name, frozenset[Earlier]] = field(default_factory=dict)
    answers: Mapping[UUID, UUID] = field(default_factory=dict)

    def find_earlier(self, opened: Opened) -> tuple[Earlier, ...]:
        """Return the alerts that a retraction or correction is about, oldest first."""
        facts, submission = opened.facts, opened.submission
        named = facts.conversation.earlier if facts.mode in REFERRING else ""
        found = self.alerts.get((submission.institution_id, named or facts.root_id), frozenset())
        # Its other versions go with the one named.
        if found and named:
            found |= self.alerts.get((submission.institution_id, facts.root_id), frozenset())
        before = sorted(found, key=lambda one: (one.received_at, one.id))
        return tuple(
            one
            for one in before
            if one.id != submission.id and one.received_at <= submission.received_at
        )


def refers_back(facts: AlertFacts) -> bool:
    """Say whether an alert may be about an earlier one of its reporter, and so comes after it."""
    return facts.mode in REFERRING or facts.revoked


def load_references(opened: Sequence[Opened], network: Network) -> References:
    """Return what these submissions refer to; no query where none refers to anything."""
    names = {name for one in opened if refers_back(one.facts) for name in _list_names(one)}
    return References(
        alerts=_find_alerts(names, network),
        answers=dict(_find_answers(opened, network)),
    )


def _list_names(one: Opened) -> Iterable[Name]:
    reporter, facts = one.submission.institution_id, one.facts
    named = facts.conversation.earlier if facts.mode in REFERRING else ""
    return {(reporter, facts.root_id), (reporter, named or facts.root_id)}


def _find_alerts(names: set[Name], network: Network) -> dict[Name, frozenset[Earlier]]:
    if not names:
        return {}
    found: dict[Name, set[Earlier]] = defaultdict(set)
    rows = Alert.objects.filter(root_id__in={given for _, given in names})
    for reporter, *told in rows.values_list("reporter_id", *_TOLD):
        earlier = Earlier(*told)
        found[reporter, earlier.root_id].add(earlier)
    for name, earlier in _find_by_envelope(names, network):
        found[name].add(earlier)
    return {name: frozenset(found[name]) for name in names if name in found}


def _find_by_envelope(names: set[Name], network: Network) -> Iterable[tuple[Name, Earlier]]:
    # Envelopes are known by the digest of their reporter and id, whatever a rendition shows.
    origins = {
        digest_origin(network.parties[reporter].stix_id, given): (reporter, given)
        for reporter, given in names
        if given.startswith("grouping--") and reporter in network.parties
    }
    if not origins:
        return
    rows = (
        RenditionObject.objects.filter(origin__in=list(origins), object_type="grouping")
        .exclude(rendition__outcome=Delivery.Kind.REVOCATION)
        .values_list("origin", *(f"rendition__alert__{name}" for name in _TOLD))
        .distinct()
    )
    for origin, *told in rows:
        yield origins[bytes(origin)], Earlier(*told)


def _find_answers(opened: Sequence[Opened], network: Network) -> Iterable[tuple[UUID, UUID]]:
    """Yield (submission, request) for each answer to a request that reached the one who answers."""
    askers = {f"member:{party.stix_id}": party for party in network.parties.values()}
    for one in opened:
        facts, answerer = one.facts, network.parties.get(one.submission.institution_id)
        asker = askers.get(facts.audience[0]) if len(facts.audience) == 1 else None
        if answerer is None or asker is None or facts.mode != "provide":
            continue
        if facts.conversation.in_reply_to and (
            request := _find_request(asker, answerer, facts.conversation.in_reply_to, network)
        ):
            yield one.submission.id, request


def _find_request(asker: Party, answerer: Party, name: str, network: Network) -> UUID | None:
    found = _find_alerts({(asker.id, name)}, network).get((asker.id, name), frozenset())
    reached = Delivery.objects.filter(alert_id__in=[one.id for one in found])
    reached = reached.filter(recipient_id=answerer.id, kind=Delivery.Kind.ALERT)
    rows = Alert.objects.filter(id__in=reached.values("alert_id")).order_by("-received_at", "id")
    return next((row.id for row in rows if _asks(row, answerer)), None)


def _asks(alert: Alert, party: Party) -> bool:
    facts = open_facts(alert)
    return (
        facts is not None
        and facts.mode == "request"
        and f"member:{party.stix_id}" in facts.audience
    )
