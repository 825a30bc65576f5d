"""The other verbs: list, show, acknowledge, feedback, recall, confirm, verify, check."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from riskhub import Client, ReceiptRefused, check_receipt
from riskhub.arguments import REFUSALS
from sharing.ingest.models import Submission
from sharing.response.codes import RefusalReason
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work
from tests.factories.responses import make_request
from tests.riskhub.fake import Reply

MACHINE_SCOPES = "alerts:read alerts:respond alerts:write"


@pytest.fixture
def received(exchange):
    """An alert that the peer has received from the bank."""
    now = timezone.now()
    submission = send(exchange["bank"], now=now, name="Fund pool 资金池")
    work(now)
    return str(submission.id)


def test_the_list_shows_what_i_may_see(exchange, riskhub_as, received, capsys):
    code = riskhub_as(exchange["peer"])("list", "--direction", "received")

    (line,) = capsys.readouterr().out.splitlines()
    assert code == 0
    assert line.startswith(received)
    assert line.endswith("Fund pool 资金池")


def test_the_list_reads_page_after_page_up_to_its_limit(riskhub, fake, capsys):
    first = {"items": [{"id": "a"}, {"id": "b"}], "next": "there"}
    second = {"items": [{"id": "c"}, {"id": "d"}], "next": None}
    fake.on("GET /api/v1/alerts", Reply(200, first), Reply(200, second))

    riskhub("list", "--limit", "3", "--severity", "high", "--json")

    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == list("abc")
    assert [one.path.partition("?")[2] for one in fake.asked] == [
        "limit=3&severity=high",
        "limit=3&severity=high&cursor=there",
    ]


def test_an_unusable_filter_is_told_with_its_name(exchange, riskhub_as, received, capsys):
    code = riskhub_as(exchange["peer"])("list", "--category", "nonsense")

    assert code == 1
    assert "category: " in capsys.readouterr().err


def test_an_alert_is_shown_as_stix_and_explained(exchange, riskhub_as, received, capsys):
    riskhub = riskhub_as(exchange["peer"])

    assert riskhub("show", received) == 0
    bundle = json.loads(capsys.readouterr().out)
    assert riskhub("show", received, "--explain") == 0
    explained = json.loads(capsys.readouterr().out)

    assert bundle["type"] == "bundle"
    assert "Fund pool 资金池" in {one.get("name") for one in bundle["objects"]}
    assert explained["id"] == received
    assert explained["outcome"]


def test_what_is_not_mine_looks_missing(exchange, riskhub_as, received, capsys):
    code = riskhub_as(exchange["outsider"])("show", received)

    shown = capsys.readouterr()
    assert (code, shown.out) == (1, "")
    assert shown.err.startswith("riskhub: 404 ")


def test_a_wrong_secret_ends_with_its_own_code(exchange, riskhub_as, tmp_path, capsys):
    secret = tmp_path / "secret"
    secret.write_text("wrong and secret")
    secret.chmod(0o600)

    code = riskhub_as(exchange["peer"])("list", "--client-secret-file", secret)

    shown = capsys.readouterr()
    assert code == 3
    assert "The client id or secret is wrong, expired or revoked." in shown.err
    assert "wrong and secret" not in shown.err + shown.out


def test_each_alert_is_acknowledged_and_a_refusal_stops_no_other(riskhub, fake, capsys):
    fake.on("POST /api/v1/alerts/a/acknowledge", Reply(200, {}))
    fake.on("POST /api/v1/alerts/c/acknowledge", Reply(204, b""))

    code = riskhub("acknowledge", "a", "b", "c")

    shown = capsys.readouterr()
    assert code == 1
    assert shown.out.splitlines() == ["acknowledged  a", "acknowledged  c"]
    assert "404" in shown.err


def test_feedback_carries_the_members_of_the_profile(riskhub, fake):
    fake.on("POST /api/v1/alerts/a/feedback", Reply(201, {"id": "f-1"}))

    code = riskhub(
        *("feedback", "a", "--disposition", "acted-blocked", "--funds-stopped-min", "1000"),
        *("--funds-stopped-max", "2500", "--currency", "CNY", "--customers-protected", "12"),
        *("--acted-at", "2026-11-23T02:00:00Z", "--lead-time", "PT6H", "--no-share-with-source"),
    )

    assert code == 0
    assert json.loads(fake.asked[0].body) == {
        "disposition": "acted-blocked",
        "acted_at": "2026-11-23T02:00:00Z",
        "funds_stopped_min": 1000,
        "funds_stopped_max": 2500,
        "currency": "CNY",
        "customers_protected": 12,
        "lead_time": "PT6H",
        "share_with_source": False,
    }
    assert fake.asked[0].headers["content-type"] == "application/json"


def test_a_recall_gives_its_reason_and_an_order_is_confirmed(riskhub, fake, capsys):
    fake.on("POST /api/v1/alerts/a/recall", Reply(200, {"orders": 3}))
    fake.on("POST /api/v1/recalls/o-1/confirm", Reply(200, {}))

    assert riskhub("recall", "a", "--reason", "Wrong account") == 0
    assert riskhub("confirm", "o-1") == 0
    assert riskhub("confirm", "o-1", "--copies-remain", "--note", "retained-by-law") == 0

    recalled, *confirmed = capsys.readouterr().out.splitlines()
    assert json.loads(recalled) == {"alert": "a", "orders": 3}
    assert confirmed == ["confirmed  o-1", "kept       o-1"]
    assert [json.loads(one.body) for one in fake.asked] == [
        {"reason": "Wrong account"},
        {"copies_destroyed": True},
        {"copies_destroyed": False, "note_code": "retained-by-law"},
    ]


def test_an_alert_is_answered_recalled_and_confirmed_on_a_real_hub(
    exchange, riskhub_as, received, tmp_path, capsys
):
    peer = riskhub_as(exchange["peer"])
    peer("poll", tmp_path / "in")
    assert peer("acknowledge", received) == 0
    assert peer("feedback", received, "--disposition", "confirmed", "--lead-time", "PT6H") == 0

    assert riskhub_as(exchange["bank"])("recall", received, "--reason", "Reported by mistake") == 0
    work(timezone.now())
    peer = riskhub_as(exchange["peer"])
    capsys.readouterr()
    assert peer("recalls", "--json") == 0
    (order,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert order["alert"] == received
    assert peer("confirm", order["id"]) == 0
    capsys.readouterr()
    assert peer("poll", tmp_path / "in", "--json") == 0
    revoked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "revoked" in {one["result"] for one in revoked}
    assert all(Path(one["path"]).exists() for one in revoked)
    assert peer("confirm", str(uuid4())) == 1


def test_a_request_is_listed_and_refused_on_a_real_hub(exchange, riskhub_as, capsys):
    now = timezone.now()
    raw, envelope = make_request(exchange["peer"], respond_by="2099-01-01T00:00:00Z")
    asked = str(send(exchange["bank"], now=now, raw=raw).id)
    work(now)
    peer = riskhub_as(exchange["peer"])

    def listed(*options):
        assert peer("requests", *options) == 0
        return capsys.readouterr().out.splitlines()

    (line,) = listed()
    assert line.split()[:2] == [asked, "open"]
    assert line.endswith(envelope)
    assert peer("refuse", asked, "--reason-code", "unclear") == 0
    assert capsys.readouterr().out.split() == ["refused", asked]
    assert listed("--state", "open") == []
    (refused,) = map(json.loads, listed("--json"))
    assert (refused["state"], refused["reason_code"]) == ("refused", "unclear")
    assert peer("refuse", str(uuid4()), "--reason-code", "unclear") == 1
    bank = riskhub_as(exchange["bank"])
    assert bank("requests", "--direction", "sent", "--state", "refused") == 0
    assert "Peer Institution" in capsys.readouterr().out


def test_the_reasons_of_a_refusal_are_those_of_the_hub():
    assert set(REFUSALS) == set(RefusalReason)


def test_a_token_that_is_refused_says_what_is_wrong(riskhub, fake, capsys):
    fake.on("POST /oauth/token", Reply(401, {"error": "invalid_client"}))

    assert riskhub("check") == 3
    assert "The client id or secret is wrong, expired or revoked." in capsys.readouterr().err


def test_a_missing_part_is_told_in_a_sentence(tmp_path):
    (tmp_path / "httpx.py").write_text('raise ModuleNotFoundError("no", name="httpx")')

    def run(*arguments):
        environ = os.environ | {"PYTHONPATH": str(tmp_path)}
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    typed, imported = run("-m", "riskhub", "check"), run("-c", "import riskhub")

    advice = "httpx is not installed: pip install 'riskhub[client]', or in a checkout"
    assert typed.returncode == 1
    assert typed.stderr.startswith(f"riskhub: {advice}")
    assert len(typed.stderr.splitlines()) == 1
    assert f"ImportError: {advice}" in imported.stderr


def test_check_shows_scopes_and_collections_of_a_real_hub(exchange, riskhub_as, capsys):
    code = riskhub_as(exchange["peer"])("check")

    shown = capsys.readouterr().out
    assert code == 0
    assert "alerts:read" in shown
    assert [line.split()[1:3] for line in shown.splitlines() if line.startswith("collection")][
        :2
    ] == [["inbox", "read"], ["submit", "write"]]


@pytest.fixture
def sent(exchange, riskhub_as, tmp_path, capsys) -> tuple[Path, Path]:
    """A file that was sent, and its receipt."""
    file = tmp_path / "one.json"
    file.write_bytes(make_raw())
    riskhub_as(exchange["bank"])("submit", file, "--json")
    (result,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return file, Path(result["receipts"][0])


def test_a_receipt_holds_for_what_was_sent(sent, riskhub_as, exchange, capsys):
    file, receipt = sent

    code = riskhub_as(exchange["peer"])("verify", receipt, file)

    shown = capsys.readouterr().out
    row = Submission.objects.get()
    assert code == 0
    assert str(row.id) in shown
    assert exchange["bank"].stix_id in shown


def test_verifying_needs_no_credential_and_with_saved_keys_no_hub(
    sent, hub, tmp_path, monkeypatch, capsys
):
    from riskhub.command import main

    file, receipt = sent
    for name in ("URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"RISKHUB_{name}")
    with Client(hub) as client:
        (tmp_path / "keys.json").write_text(json.dumps(client.keys()))

    asked = main(["verify", str(receipt), str(file), "--url", hub])
    saved = main(["verify", str(receipt), str(file), "--keys", str(tmp_path / "keys.json")])

    assert (asked, saved) == (0, 0)


def test_a_receipt_does_not_hold_for_other_content(sent, riskhub_as, exchange, capsys):
    file, receipt = sent
    file.write_bytes(make_raw())

    code = riskhub_as(exchange["bank"])("verify", receipt, file)

    assert code == 4
    assert "other content" in capsys.readouterr().err


def test_a_receipt_of_a_line_holds_for_its_file(exchange, riskhub_as, tmp_path, capsys):
    file = tmp_path / "many.ndjson"
    file.write_bytes(make_raw() + b"\r\n" + make_raw() + b"\n")
    riskhub = riskhub_as(exchange["bank"])
    riskhub("submit", file, "--json")
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    codes = [riskhub("verify", one["receipts"][0], file) for one in results]

    assert codes == [0, 0]


def test_changed_receipts_do_not_hold(sent, hub):
    _, path = sent
    head, body, signature = path.read_text().strip().split(".")
    with Client(hub) as client:
        keys = client.keys()
    other = base64.urlsafe_b64encode(b'{"alg":"none","typ":"riskhub-receipt+jwt","kid":"root-1"}')
    changed = [
        f"{head}.{body[:-4]}AAAA.{signature}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{other.decode().rstrip('=')}.{body}.{signature}",
        f"{head}.{body}",
        "",
        "." * 20_000,
    ]

    for text in changed:
        with pytest.raises(ReceiptRefused):
            check_receipt(text, keys)
    unusable: list[dict[str, list[dict[str, str]]]] = [
        {"keys": [{"kid": "root-1", "kty": "OKP"}]},
        {"keys": []},
        {},
    ]
    for wrong in unusable:
        with pytest.raises(ReceiptRefused):
            check_receipt(".".join((head, body, signature)), wrong)
    assert check_receipt(".".join((head, body, signature)), keys).submission
