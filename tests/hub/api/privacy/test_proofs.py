"""The log over REST: signed heads, proofs, evidence of one's own (PC-33)."""

import pytest

from privacy.audit.events import Action, Event
from privacy.audit.heads import publish_head
from privacy.audit.models import AuditEvent
from privacy.audit.services import record, seal_pending
from privacy.keys.statements import sign_statement

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/audit"


@pytest.fixture
def log(exchange, now):
    """A head over what the cast has done so far, and another after three events of the bank."""
    heads = []
    for _ in range(2):
        for number in range(3):
            actor = exchange["bank"].actor.name
            record(Event(Action.CONTACT_NAMED, actor, f"contact-{number}", now))
        seal_pending()
        heads.append(publish_head(now=now, issuer="https://hub.example", sign=sign_statement))
    return heads


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["bank"])


def test_pc_33_heads_are_read_with_their_statement(api, log):
    older, newer = log

    said = api.get(f"{PATH}/tree-head").json()
    assert said == {
        "size": newer.size,
        "root": newer.root,
        "chain": newer.chain,
        "at": "2026-11-23T02:00:00Z",
        "statement": newer.statement,
    }
    assert api.get(f"{PATH}/tree-head?size={older.size}").json()["root"] == older.root
    assert api.get(f"{PATH}/tree-head?size=1").status_code == 404
    assert api.get(f"{PATH}/tree-head?size=0").status_code == 400


def find(member):
    """Return the first event of a member in the log."""
    return AuditEvent.objects.filter(actor=member.actor.name).earliest("sequence")


def test_pc_33_a_proof_is_given_to_whose_event_it_is_and_looks_missing_to_others(
    exchange, as_member, log
):
    sequence = find(exchange["bank"]).sequence
    path = f"{PATH}/proofs/inclusion?sequence={sequence}"
    answers = {slug: as_member(exchange[slug]).get(path) for slug in ("bank", "peer")}

    assert {slug: answer.status_code for slug, answer in answers.items()} == {
        "bank": 200,
        "peer": 404,
    }
    missing = as_member(exchange["peer"]).get(f"{PATH}/proofs/inclusion?sequence=99999").json()
    told = ("status", "type", "title", "detail")
    assert [answers["peer"].json().get(one) for one in told] == [missing.get(one) for one in told]


def test_pc_33_proofs_are_given_between_heads(api, exchange, log):
    older, newer = log

    path = f"{PATH}/proofs/inclusion?sequence={find(exchange['bank']).sequence}"
    inclusion = api.get(f"{path}&size={older.size}").json()
    assert (inclusion["size"], inclusion["root"]) == (older.size, older.root)
    consistency = api.get(f"{PATH}/proofs/consistency?first={older.size}").json()
    assert (consistency["second"], consistency["second_root"]) == (newer.size, newer.root)
    for asked in ("inclusion", "consistency", "inclusion?sequence=x", "inclusion?sequence=01"):
        assert api.get(f"{PATH}/proofs/{asked}").status_code == 400
    assert api.get(f"{PATH}/proofs/inclusion?sequence=99999").status_code == 404


def test_pc_33_evidence_is_ones_own_page_by_page(api, exchange, as_member, log):
    first = api.get(f"{PATH}/evidence?control=PC-34&limit=4").json()
    rest = api.get(f"{PATH}/evidence?control=PC-34&limit=4&cursor={first['next']}").json()

    items = first["items"] + rest["items"]
    assert [one["event"]["subject"] for one in items] == [f"contact-{n}" for n in (0, 1, 2)] * 2
    assert rest["next"] is None
    assert {one["event"]["actor"] for one in items} == {exchange["bank"].actor.name}
    other = as_member(exchange["peer"])
    assert other.get(f"{PATH}/evidence?control=PC-34").json()["items"] == []
    assert api.get(f"{PATH}/evidence?control=PC-99").status_code == 400
    assert api.get(f"{PATH}/evidence").status_code == 400
