"""Members of a partition out of a labelled corpus."""

from datetime import datetime
from uuid import UUID

from sharing.cases.matching.partition import Member
from sharing.cases.matching.sketch import make_sketch
from sharing.stix.facts import read_facts
from sharing.stix.roots import join_parts
from tests.unit.sharing.cases.reports import digest


def list_members(corpus):
    """Return the alerts of a corpus as they are placed."""
    return [_read(alert) for alert in corpus.alerts]


def name_member(alert_id):
    """Return the id under which an alert of a corpus is placed."""
    return UUID(int=digest(alert_id))


def _read(alert):
    part = join_parts(alert["bundle"]["objects"])[0]
    at = datetime.fromisoformat(alert["received_at"])
    facts = read_facts(part, at)
    made = make_sketch(
        part.objects,
        reporter=alert["reporter"],
        root_id=facts.root_id,
        exercise=facts.exercise,
        at=at,
        digest=digest,
    )
    return Member(name_member(alert["alert_id"]), at, made)
