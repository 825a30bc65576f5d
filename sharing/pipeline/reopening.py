"""Open a stored alert again, as it stood before it was released, for one recipient."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts, open_original
from sharing.delivery.withdrawal import find_withdrawn, is_gone
from sharing.groups.selectors import load_network
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.pipeline.decide import was_withdrawn
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Admitted, Surroundings
from sharing.pipeline.throwaway import throwaway_tokens
from sharing.routing.match import RoutingRules, address
from sharing.routing.selectors import load_filters
from sharing.routing.services import plan_deliveries
from sharing.stix.alert import read_alerts


def reopen_for(
    *, now: datetime, alert_id: UUID, recipient_id: UUID | None, throwaway: bool = False
) -> tuple[Admitted, Surroundings] | None:
    """Return a stored alert with its one recipient as the exchange stands now; None when that is over.

    `throwaway`: tokens are made under a key of the moment, as in every preview.
    """
    alert = Alert.objects.select_related("reporter").get(id=alert_id)
    network = load_network(now=now)
    opened = reopen(alert)
    around = Surroundings(
        now=now,
        network=network,
        filters=load_filters(),
        rules=RoutingRules(),
        withdrawn=find_withdrawn([opened.facts.root_id]),
    )
    if throwaway:
        around = replace(around, tokenise_for=throwaway_tokens())
    reporter = network.parties.get(alert.reporter_id)
    if reporter is None or is_gone(alert_id=alert_id) or was_withdrawn(opened, reporter, around):
        return None
    letter = address(opened.facts, reporter, around.rules)
    plan = plan_deliveries(letter, network=network, filters=around.filters, rules=around.rules)
    stops = tuple(hop for hop in plan.stops if hop.party.id == recipient_id)
    if not stops:
        return None
    around = examine([opened], around)
    return Admitted(opened, around.inspections[alert.id], reporter, stops), around


def reopen(alert: Alert) -> Opened:
    """Return a stored alert as the pipeline had it: its facts, and the bundle that was worked on."""
    raw = open_original(alert)
    content: Mapping[str, Any] = orjson.loads(raw)
    is_envelope = "type" not in content
    (parsed,) = read_alerts(raw, received_at=alert.received_at, split=False, envelope=is_envelope)
    submission = Submission.objects.get(id=alert.id)
    return Opened(submission, open_facts(alert) or parsed.facts, parsed.bundle, raw)
