"""Signed tree heads: what was once in the log stays there, and anybody can check it without the hub (PC-33)."""

import base64
import json
import subprocess
import sys
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from privacy.audit import tree
from privacy.audit.errors import LogBroken, NotInLog
from privacy.audit.events import Action, Event
from privacy.audit.evidence import Asked, export_evidence, list_actions, list_controls
from privacy.audit.heads import KIND, publish_head
from privacy.audit.merkle import compute_root, fold, hash_leaf
from privacy.audit.models import AuditEvent, TreeHead, TreeNode
from privacy.audit.selectors import Sight, find_consistency, find_inclusion, get_head
from privacy.audit.services import record, record_many, seal_pending
from privacy.keys.statements import open_statement, sign_statement

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

CHECKER = Path(__file__).parents[2] / "deploy" / "verify_log.py"
ISSUER = "https://hub.example"


def grow(now, count):
    record_many(
        Event(Action.ALERT_STORED, "hub", f"alert-{number}", now, {"事": number, "b": ["x", None]})
        for number in range(count)
    )
    seal_pending()


def publish(now):
    return publish_head(now=now, issuer=ISSUER, sign=sign_statement)


def check(tmp_path, command, *contents):
    """Run the checker by itself, outside the hub, on files as the hub answers them."""
    paths = [tmp_path / "keys.json"]
    paths[0].write_bytes(Client().get("/log/keys").content)
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        paths.append(path)
    line = [sys.executable, "-I", str(CHECKER), command, "--keys", *map(str, paths)]
    return subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path)


def show(head):
    return {"size": head.size, "statement": head.statement}


def export(**options):
    out = StringIO()
    call_command("export_log", stdout=out, **options)
    return out.getvalue()


def test_pc_33_a_head_says_how_long_the_log_is_and_what_is_in_it(now):
    grow(now, 3)
    head = publish(now)

    leaves = [hash_leaf(row.write(row.sequence or 0)) for row in AuditEvent.objects.order_by("id")]
    assert (head.size, head.root) == (3, fold(leaves).hex())
    assert head.chain == bytes(AuditEvent.objects.get(sequence=3).digest or b"").hex()
    assert open_statement(KIND, head.statement) == {
        "iss": ISSUER,
        "iat": int(now.timestamp()),
        "size": 3,
        "root": head.root,
        "chain": head.chain,
    }
    assert open_statement("riskhub-receipt+jwt", head.statement) is None


def test_a_head_is_signed_once_and_not_while_nothing_is_sealed(now):
    assert publish(now) is None
    grow(now, 2)
    record(Event(Action.ALERT_STORED, "hub", "unsealed", now))

    assert publish(now).size == 2
    assert publish(now) is None
    assert TreeHead.objects.count() == 1


@pytest.mark.parametrize("size", [255, 256, 257, 700])
def test_the_stored_nodes_come_to_the_root_of_all_leaves(now, size, monkeypatch):
    grow(now, size)
    head = publish(now)

    leaves = [hash_leaf(row.write(row.sequence or 0)) for row in AuditEvent.objects.order_by("id")]
    assert head.root == fold(leaves).hex()
    assert TreeNode.objects.count() == size // 256


def test_nodes_stand_upon_nodes(now, monkeypatch):
    monkeypatch.setattr(tree, "WIDTH", 4)
    monkeypatch.setattr(tree, "BITS", 2)
    grow(now, 10)
    publish(now)
    grow(now, 33)
    publish(now)

    levels = [TreeNode.objects.filter(level=level).count() for level in (1, 2, 3)]
    assert levels == [10, 2, 0]
    leaves = [hash_leaf(row.write(row.sequence or 0)) for row in AuditEvent.objects.order_by("id")]
    assert get_head().root == fold(leaves).hex() == compute_root(43, tree.read_perfect).hex()


def test_pc_33_an_event_is_proved_outside_the_hub_and_a_changed_one_is_not(now, tmp_path):
    grow(now, 300)
    head = publish(now)
    grow(now, 5)
    publish(now)
    proof = asdict(find_inclusion(sequence=17, size=head.size))
    line = json.loads(export().splitlines()[16])

    assert proof["leaf"] == line["leaf"]
    answer = check(tmp_path, "inclusion", show(head), proof, line)
    assert (answer.returncode, answer.stderr) == (0, "")

    line["event"]["subject"] = "alert-other"
    answer = check(tmp_path, "inclusion", show(head), proof, line)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "was changed" in answer.stderr


def test_pc_33_a_log_that_grew_is_proved_outside_the_hub_and_another_is_not(now, tmp_path):
    grow(now, 7)
    older = publish(now)
    grow(now, 600)
    newer = publish(now)
    proof = asdict(find_consistency(first=7))

    answer = check(tmp_path, "consistency", show(older), show(newer), proof)
    assert (answer.returncode, answer.stderr) == (0, "")

    proof["path"] = proof["path"][1:] + proof["path"][:1]
    answer = check(tmp_path, "consistency", show(older), show(newer), proof)
    assert "does not begin the newer one" in answer.stderr


def test_pc_33_the_whole_log_is_recomputed_outside_the_hub(now, tmp_path):
    grow(now, 13)
    head = publish(now)
    lines = export()

    assert check(tmp_path, "log", show(head), lines).returncode == 0
    gone = "".join(lines.splitlines(keepends=True)[:5] + lines.splitlines(keepends=True)[6:])
    assert "event 6 is missing" in check(tmp_path, "log", show(head), gone).stderr
    assert check(tmp_path, "log", show(head), lines.replace("alert-3", "alert-4")).returncode == 1


def test_a_head_that_another_signed_is_refused_outside_the_hub(now, tmp_path):
    grow(now, 1)
    head = publish(now)
    top, body, signature = head.statement.split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(said | {"size": 2}).encode()).rstrip(b"=").decode()

    assert check(tmp_path, "head", show(head)).returncode == 0
    answer = check(tmp_path, "head", {"statement": f"{top}.{forged}.{signature}"})
    assert (answer.returncode, answer.stdout) == (1, "")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.filter(sequence=4).update(details={}),
        lambda rows: rows.filter(sequence=4).delete(),
    ],
    ids=["edited", "removed"],
)
def test_pc_33_nothing_is_signed_over_a_broken_log(now, tamper):
    grow(now, 2)
    publish(now)
    grow(now, 3)
    tamper(AuditEvent.objects)

    with pytest.raises(LogBroken) as broken:
        publish(now)

    assert broken.value.sequence == 4
    assert TreeHead.objects.count() == 1


def test_pc_33_what_is_changed_after_a_head_no_longer_proves(now, tmp_path):
    grow(now, 3)
    head = publish(now)
    AuditEvent.objects.filter(sequence=2).update(actor="somebody")
    proof = asdict(find_inclusion(sequence=2))

    line = json.loads(export().splitlines()[1])
    assert check(tmp_path, "inclusion", show(head), proof, line).returncode == 1


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.filter(sequence=2).update(actor="somebody"),
        lambda rows: rows.filter(sequence=2).delete(),
        lambda rows: rows.filter(sequence__gt=1).delete(),
    ],
    ids=["edited", "removed", "cut off"],
)
@pytest.mark.parametrize("more", [0, 4])
def test_pc_33_no_head_is_signed_once_the_log_no_longer_begins_as_the_last_one_says(
    now, tamper, more
):
    grow(now, 3)
    publish(now)
    tamper(AuditEvent.objects)
    grow(now, more)

    with pytest.raises(LogBroken):
        publish(now)

    assert TreeHead.objects.count() == 1


def test_pc_33_who_takes_the_whole_log_is_on_record(now):
    grow(now, 2)
    lines = export().splitlines()

    assert len(lines) == 2
    last = AuditEvent.objects.latest("id")
    assert (last.action, last.actor, last.subject) == ("audit.evidence.exported", "operator", "log")


def test_a_proof_of_an_event_out_of_sight_is_none(now):
    record(
        Event(Action.ALERT_STORED, "client:bank-00000000", "a-1", now),
        Event(Action.ALERT_STORED, "client:peer-00000000", "a-2", now),
        Event(Action.INSTITUTION_REGISTERED, "operator", "identity--bank", now),
    )
    seal_pending()
    publish(now)
    bank = Sight(actors="^client:bank-[0-9a-f]{8}$", subject="identity--bank")

    assert [find_inclusion(sequence=one, sight=bank).sequence for one in (1, 3)] == [1, 3]
    with pytest.raises(NotInLog):
        find_inclusion(sequence=2, sight=bank)


def test_proofs_are_between_heads_alone(now):
    grow(now, 3)
    publish(now)

    for ask in (
        lambda: find_inclusion(sequence=4),
        lambda: find_inclusion(sequence=1, size=2),
        lambda: find_consistency(first=2),
        lambda: find_consistency(first=3, second=4),
        lambda: get_head(size=1),
    ):
        with pytest.raises(NotInLog):
            ask()


def test_pc_33_every_action_serves_a_control():
    served = {action for control in list_controls() for action in list_actions(control)}

    assert sorted(set(Action) - served) == []
    assert [control for control in list_controls() if not list_actions(control)] == []


def test_pc_33_evidence_is_what_serves_the_control_and_its_export_is_on_record(now):
    record(Event(Action.CONTACT_NAMED, "client:bank-00000000", "c-1", now))
    grow(now, 2)
    found = export_evidence(actor="auditor", now=now, asked=Asked("PC-34"), limit=10)

    assert [one.event["action"] for one in found] == ["arrangements.contact.named"]
    last = AuditEvent.objects.latest("id")
    assert (last.action, last.actor, last.subject, last.details) == (
        "audit.evidence.exported",
        "auditor",
        "PC-34",
        {"events": 1},
    )
