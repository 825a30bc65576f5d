"""What may wait for an officer of a member: requests, complaints, incidents, notices, consents."""

from datetime import timedelta

from privacy.incidents.codes import IncidentClass, Operator, Regime
from privacy.incidents.services import NewIncident, open_incident
from privacy.rights.codes import Cause, RequestType
from privacy.rights.complaints import NewComplaint, make_complaint
from privacy.rights.requests import NewRequest, open_request
from tests.factories.persons import LIN, MEI, sign_in


def ask(member, *, now, kind=RequestType.ACCESS, contact=MEI, **changes):
    """Let a person make a request to a member; return its id."""
    new = NewRequest(kind, controller=member.stix_id, place="CN-SH", **changes)
    return open_request(actor=sign_in(contact, now=now), now=now, new=new)


def ask_in_europe(member, *, now):
    """Let a person make a request that is answered under the GDPR."""
    new = NewRequest(
        RequestType.RESTRICTION, controller=member.stix_id, place="EU-DE", text="Please stop."
    )
    return open_request(actor=sign_in(LIN, now=now), now=now, new=new)


def complain(member, *, now, **changes):
    """Let somebody complain about a member; return the id."""
    said = {
        "cause": Cause.ACCOUNT_BLOCKED,
        "text": "My account is blocked and nobody says why.",
        "about": member.stix_id,
        "place": "CN-SH",
        "contact": "a friend of mine",
    }
    return make_complaint(actor=None, now=now, new=NewComplaint(**said | changes)).id


def open_one(member, *, now, **changes):
    """Open an incident of a member that happened an hour ago; return the row."""
    said = {
        "reference": "INC-2026-007",
        "title": "A copy of the ledger went to the wrong member",
        "operator": Operator.OTHER,
        "classification": IncidentClass.LARGER,
        "regimes": frozenset({Regime.CAC, Regime.GDPR}),
        "occurred_at": now - timedelta(hours=2),
        "aware_at": now - timedelta(hours=1),
        "categories": frozenset({"PI"}),
        "affected_count": 120,
    }
    return open_incident(
        actor="user:1@bank", now=now, institution=member.stix_id, new=NewIncident(**said | changes)
    )
