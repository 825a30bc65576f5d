"""A regulator looks at the clear identifiers of one alert: by statute, in its territory, for a case (PC-35).

Each view is an act of its own in the ledger. The institution that shared the alert finds it in its register,
unless an authority ordered confidentiality. Without a case number there are tokens only.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import (
    PERSONAL,
    ActKind,
    DataType,
    Decision,
    NewAct,
    Treatment,
    decide_release,
    hold_standing,
    name_grounds,
    record_acts,
    refuse_personal,
)
from sharing.alerts.models import Alert
from sharing.errors import NotAvailable, NotFound
from sharing.groups.network import Party
from sharing.groups.selectors import load_network
from sharing.members.actors import Actor
from sharing.pipeline.decide import act_for
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Admitted, Surroundings
from sharing.pipeline.reopening import reopen
from sharing.routing.match import RoutingRules, within
from sharing.routing.services import Stop

ROUTE = "clear-view"
_REGULATOR = "regulator"


class Why(StrEnum):
    """Why a regulator has to know."""

    SUPERVISION = "supervision"
    INVESTIGATION = "investigation"
    ENFORCEMENT = "enforcement"
    COURT_ORDER = "court-order"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a regulator asks for; `case_number` is its own reference of the case, "" for none."""

    alert_id: UUID
    reason: Why
    purpose: str
    case_number: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier of an alert; `form` is clear or token."""

    kind: str
    category: str
    form: str
    value: str


@dataclass(frozen=True, slots=True)
class ClearView:
    """What was shown, and the number of the act; `withheld` counts what even a case does not open."""

    act: int
    identifiers: tuple[Identifier, ...]
    withheld: int


def view_clear(*, actor: Actor, now: datetime, asked: Asked) -> ClearView:
    """Show a regulator the identifiers of an alert, this once, and record the act.

    Raises NotFound for whatever is out of its scope, which is on record; PersonalText for a case number
    that names a person; NotAvailable where what the view rests on changes meanwhile.
    """
    refuse_personal(asked.case_number, "case_number")
    try:
        with transaction.atomic():
            return _view(actor, now, asked)
    except NotFound:
        details = {"reason": asked.reason.value, "purpose": asked.purpose}
        record(Event(Action.CLEAR_VIEW_REFUSED, actor.name, str(asked.alert_id), now, details))
        raise


def _view(actor: Actor, now: datetime, asked: Asked) -> ClearView:
    one, around, regulator = _open(actor, now, asked.alert_id)
    decision = _decide(one, around, regulator, asked)
    if not decision.is_allowed:
        raise NotFound("there is no such alert")
    if not hold_standing(around.standing, now=now):
        raise NotAvailable("what the view rests on changed; try again")
    identifiers, withheld = _list_identifiers(one, around, decision)
    (number,) = record_acts(now=now, acts=[_describe(one, around, regulator, decision, asked)])
    details = {"act": number, "reason": asked.reason.value, "identifiers": len(identifiers)}
    record(Event(Action.CLEAR_VIEW_GIVEN, actor.name, str(one.id), now, details))
    return ClearView(number, identifiers, withheld)


def _open(actor: Actor, now: datetime, alert_id: UUID) -> tuple[Admitted, Surroundings, Party]:
    """Return an alert of the regulator's territory with what its view may rest on. Raises NotFound."""
    network = load_network(now=now)
    regulator = network.parties.get(actor.institution_id)
    kept = Alert.objects.select_related("reporter").filter(expired_at=None)
    kept = kept.exclude(retain_until__lte=now)
    alert = kept.filter(id=alert_id).first()
    reporter = network.parties.get(alert.reporter_id) if alert else None
    if (
        alert is None
        or regulator is None
        or reporter is None
        or regulator.kind != _REGULATOR
        or not within(frozenset({reporter.jurisdiction}), regulator.covers)
    ):
        raise NotFound("there is no such alert")
    opened = reopen(alert)
    around = Surroundings(now=now, network=network, filters={}, rules=RoutingRules())
    around = examine([opened], around)
    return Admitted(opened, around.inspections[alert.id], reporter, ()), around, regulator


def _decide(one: Admitted, around: Surroundings, regulator: Party, asked: Asked) -> Decision:
    """Decide on the statute alone, for the purpose that the regulator states."""
    act = replace(
        act_for(one, Stop(regulator, _REGULATOR), around),
        purposes=(asked.purpose,),
        agreed_purposes=frozenset(),
        legal_bases=(),
        clear_categories=PERSONAL if asked.case_number else frozenset(),
        case_number=asked.case_number,
    )
    return decide_release(act, one.inspection, now=around.now)


def _list_identifiers(
    one: Admitted, around: Surroundings, decision: Decision
) -> tuple[tuple[Identifier, ...], int]:
    """Return each identifier once, and how many are withheld."""
    tokenise = around.tokenise_for(decision.circle)
    found: dict[Identifier, None] = {}
    withheld = set()
    for finding in one.inspection.findings:
        treatment = decision.treatment_of(finding.category, finding.kind)
        kind, value = finding.kind, finding.normalised
        if finding.type is DataType.SUBJECT_TOKEN and treatment is Treatment.CLEAR:
            treatment = Treatment.TOKENISE
        elif treatment is Treatment.TOKENISE:
            value = tokenise(kind, value)
        if treatment is Treatment.CLEAR:
            found[Identifier(kind, finding.category.value, "clear", value)] = None
        elif treatment is Treatment.TOKENISE:
            found[Identifier(kind, finding.category.value, "token", value)] = None
        else:
            withheld.add((kind, value))
    return tuple(found), len(withheld)


def _describe(
    one: Admitted, around: Surroundings, regulator: Party, decision: Decision, asked: Asked
) -> NewAct:
    names = name_grounds(around.standing)
    grounds = [names.get(ground, ground) for ground in decision.grounds]
    case = [f"case:{asked.case_number}"] if asked.case_number else []
    return NewAct(
        alert=one.id,
        exporter=one.reporter.stix_id,
        recipient=regulator.stix_id,
        origin_region=one.reporter.jurisdiction,
        recipient_region=regulator.jurisdiction,
        reader_regions=regulator.reading_regions,
        decision=decision,
        categories=one.inspection.categories,
        purposes=(asked.purpose,),
        bases=decision.bases,
        grounds=(*grounds, f"reason:{asked.reason.value}", *case),
        route=ROUTE,
        kind=ActKind.SEALED_VIEW if asked.is_confidential else ActKind.CLEAR_VIEW,
    )
