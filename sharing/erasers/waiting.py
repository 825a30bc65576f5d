"""What waits at the door and names a person: told to them, and ended where they are erased (PC-12, PC-15).

It is not stored yet, so nothing is cut out of it: the submission ends, and its sender sends it without them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from privacy.gate import Inspection
from privacy.retention.registry import Item
from privacy.subjects.identifiers import subject_key
from privacy.subjects.types import Mentioning
from sharing.holds.services import drop_holds
from sharing.holds.waiting import Named, find_named, inspect_waiting, open_named
from sharing.ingest.held import end_waiting, lock_waiting
from sharing.ingest.opening import Opened

ITEM_KIND = "submission"
ENDED = {
    "code": "person-erased",
    "source": "PIPL 47; GDPR 17",
    "message": "What it holds of a person may no longer be kept. Send it again without that person.",
}


def export_waiting(*, subjects: frozenset[bytes], now: datetime) -> list[Item]:
    """Return what waits and names the person, with what it says of them."""
    found = find_named(subjects=subjects, now=now)
    return [_describe(one, opened, now) for one, opened in open_named(found)]


def end_named(
    *,
    actor: str,
    now: datetime,
    subjects: frozenset[bytes],
    controller: str,
    held: Callable[[Mentioning], bool],
) -> tuple[int, int]:
    """End what waits and names the person; return how many ended, and how many a legal hold keeps.

    Call before anything else is locked, and restrict the person as well: what is kept then tells of them
    no more, should it go on. What became an alert meanwhile is to be found among these.
    """
    found = find_named(subjects=subjects, now=now, controller=controller)
    waiting = lock_waiting([one.submission_id for one in found])
    found = [one for one in found if one.submission_id in waiting]
    kept = [one for one in found if held(_mention(one))]
    free = [one.submission_id for one in found if one not in kept]
    drop_holds(now=now, submissions=free)
    return end_waiting(actor=actor, now=now, submissions=free, reason=ENDED), len(kept)


def _mention(one: Named) -> Mentioning:
    return Mentioning(ITEM_KIND, one.submission_id, one.controller, one.at, one.subjects)


def _describe(one: Named, opened: Opened, now: datetime) -> Item:
    said = _list_said(inspect_waiting(opened, now=now), one)
    data = {
        "reporter": opened.submission.institution.name,
        "purposes": list(opened.facts.purposes),
        "legal_bases": list(opened.facts.legal_bases),
        "about_you": [{"kind": kind, "value": value} for kind, value in said],
        "recipients": {"count": 0, "names": []},
    }
    return Item(ITEM_KIND, str(one.submission_id), one.controller, one.at, data)


def _list_said(found: Inspection, one: Named) -> Sequence[tuple[str, str]]:
    """Return what names the person, each once, as detection spells it."""
    named = (
        (finding.kind, finding.normalised)
        for finding in found.findings
        if subject_key(finding.kind, finding.normalised) in one.subjects
    )
    return list(dict.fromkeys(named))
