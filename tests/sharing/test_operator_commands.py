"""An operator's commands on members: each does one thing, leaves its event, or refuses whole."""

import json
import re
from datetime import datetime, timedelta

import pytest
import time_machine

from privacy.audit.models import AuditEvent
from privacy.keys.models import DataKey
from sharing.errors import CredentialRefused
from sharing.members.actors import MACHINE_SCOPES, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential
from sharing.members.services import authenticate_machine, check_secret, issue_token
from tests.factories.console import last_events, refuse, run

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

STIX_ID = "identity--3d2f1c0b-9a8e-4d7c-8b6a-5f4e3d2c1b0a"


@pytest.fixture(autouse=True)
def _at_now(now):
    with time_machine.travel(now, tick=False):
        yield


def read_secret(output):
    found = re.search(r"client id: +(\S+)\nclient secret: +(\S+)\nexpires: +(\S+)\n", output)
    assert found
    return found.group(1), found.group(2), datetime.fromisoformat(found.group(3))


# Institutions ------------------------------------------------------------------------------------


def test_an_institution_is_registered_with_all_that_was_said(now):
    output = run(
        "register_institution jiangbei --kind bank --jurisdiction CN-SH --covers CN-SH CN-BJ "
        f"--clearance amber+strict --stix-id {STIX_ID} --name",
        "Jiangbei Bank",
        "--alias",
        "江北银行",
    )

    made = Institution.objects.get()
    assert output == f"jiangbei is registered as {STIX_ID}\n"
    assert (made.slug, made.name, made.aliases) == ("jiangbei", "Jiangbei Bank", ["江北银行"])
    assert (made.kind, made.jurisdiction, made.covers) == ("bank", "CN-SH", ["CN-BJ", "CN-SH"])
    assert (made.clearance, made.status, made.joined_at) == (3, "active", now)
    kinds = DataKey.objects.filter(owner=STIX_ID).values_list("kind", flat=True)
    assert sorted(kinds) == ["content", "kek"]
    assert last_events(1) == [("members.institution.registered", "operator", STIX_ID, {})]


def test_an_institution_covers_its_own_jurisdiction_and_is_cleared_for_red_unless_told():
    run("register_institution watch --kind regulator --jurisdiction EU-DE --name Watch")

    made = Institution.objects.get()
    assert (made.covers, made.clearance, made.aliases) == (["EU-DE"], 4, [])
    assert re.fullmatch(r"identity--[0-9a-f-]{36}", made.stix_id)


@pytest.mark.parametrize("slug", ["bank", "bank-", "Bank", "a_b", "a b", "", "x" * 52])
def test_a_slug_that_is_taken_or_cannot_be_named_is_refused(bank, slug):
    message = refuse(
        "register_institution --kind bank --jurisdiction CN --name New", "--alias=New", slug
    )

    expected = "slug or STIX id already" if slug == "bank" else "argument slug: must be lower-case"
    assert expected in message


@pytest.mark.parametrize(
    ("option", "value", "rule"),
    [
        ("--kind", "shop", "must be one of platform, bank, payment"),
        ("--jurisdiction", "China", "must be a jurisdiction such as CN"),
        ("--jurisdiction", "cn", "must be a jurisdiction such as CN"),
        ("--jurisdiction", "CN-", "must be a jurisdiction such as CN"),
        ("--covers", "EU-DEUT", "must be a jurisdiction such as CN"),
        ("--clearance", "white", "must be one of clear, green, amber, amber+strict, red"),
        ("--stix-id", "identity--1", "must be a STIX identity id"),
        ("--name", "  ", "must be one line of 1 to 200"),
        ("--name", "A\nB", "must be one line of 1 to 200"),
        ("--name", "A" * 201, "must be one line of 1 to 200"),
        ("--name", "\udcff", "must be one line of 1 to 200"),
        ("--alias", "\x1b[2J", "must be one line of 1 to 200"),
    ],
)
def test_a_wrong_word_about_an_institution_is_refused_and_not_repeated(option, value, rule):
    message = refuse(
        "register_institution new --kind bank --jurisdiction CN --name New", option, value
    )

    assert f"argument {option}: {rule}" in message
    assert value.strip() == "" or f"'{value}'" not in message


def test_a_stix_id_that_is_taken_is_refused(bank):
    message = refuse(
        f"register_institution new --kind bank --jurisdiction CN --name N --stix-id {bank.stix_id}"
    )

    assert message == "an institution has this slug or STIX id already"


def test_without_a_keyring_no_institution_is_registered(settings, tmp_path):
    settings.KEYRING_PATH = tmp_path / "none.json"

    message = refuse("register_institution new --kind bank --jurisdiction CN --name New")

    assert message == "HUB_KEYRING names no readable keyring: run make_keyring"


@pytest.mark.parametrize("status", ["suspended", "left"])
def test_a_status_stops_an_institution_and_lets_it_back(bank, now, status):
    run(f"set_institution_status bank {status}")

    with pytest.raises(CredentialRefused):
        authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)
    assert run("set_institution_status bank active") == "bank is active\n"
    actor = authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)
    assert actor.institution_id == bank.institution.id
    changed = ("members.institution.status-changed", "operator", bank.stix_id)
    assert last_events(2) == [(*changed, {"status": status}), (*changed, {"status": "active"})]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("bank gone", "argument status: must be one of active, suspended, left"),
        ("bank active", "the institution is active already"),
        ("nobody left", "no institution has this slug"),
    ],
)
def test_a_status_that_is_no_change_is_refused(bank, words, rule):
    assert rule in refuse(f"set_institution_status {words}")


# Credentials -------------------------------------------------------------------------------------


def test_an_issued_secret_works_and_stands_in_no_record(bank, now, caplog):
    output = run("issue_credential bank --scope alerts:read taxii:read --days 30 --label Gateway")

    client_id, secret, expires_at = read_secret(output)
    actor = authenticate_machine(client_id=client_id, secret=secret, now=now)
    assert actor.institution_id == bank.institution.id
    assert actor.scopes == {Scope.ALERTS_READ, Scope.TAXII_READ}
    assert expires_at == now + timedelta(days=30)
    stored = MachineCredential.objects.get(client_id=client_id)
    assert (stored.label, stored.expires_at) == ("Gateway", expires_at)
    event = ("members.credential.issued", "operator", f"client:{client_id}")
    assert last_events(1) == [(*event, {"institution": bank.stix_id})]
    assert secret not in str(list(AuditEvent.objects.values_list()))
    assert secret not in caplog.text
    assert output.count(secret) == 1
    assert "shown this once" in output


def test_a_credential_has_all_scopes_for_a_year_unless_told(bank, now):
    client_id, secret, expires_at = read_secret(run("issue_credential bank"))

    actor = authenticate_machine(client_id=client_id, secret=secret, now=now)
    assert actor.scopes == MACHINE_SCOPES
    assert expires_at == now + timedelta(days=365)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("nobody", "no institution has this slug"),
        ("bank --scope alerts:all", "argument --scope: must be one of alerts:read"),
        ("bank --days 0", "argument --days: must be a whole number from 1 to 365"),
        ("bank --days 366", "argument --days: must be a whole number from 1 to 365"),
        ("bank --days soon", "argument --days: must be a whole number from 1 to 365"),
        (f"bank --label {'x' * 101}", "argument --label: must be one line of 1 to 100"),
    ],
)
def test_a_credential_is_refused_for_a_wrong_word(bank, words, rule):
    assert rule in refuse(f"issue_credential {words}")


@pytest.mark.parametrize(
    "line",
    [
        "issue_credential bank",
        "rotate_credential {client_id}",
        "form_group ring --name Ring --member bank peer",
        "join_group circle bank",
        "sign_agreement T --party bank peer --purpose aml-cft --basis consent "
        "--from 2026-01-01 --until 2027-01-01",
    ],
)
def test_who_is_not_active_gets_nothing_new(exchange, bank, line):
    run("leave_group circle bank")
    run("set_institution_status bank suspended")

    message = refuse(line.format(client_id=bank.client_id))

    assert message == "an institution is suspended or has left; list_members shows which"


def test_rotation_shows_a_successor_and_ends_the_old_one_after_the_overlap(bank, now):
    output = run(f"rotate_credential {bank.client_id} --overlap-hours 2")

    client_id, secret, expires_at = read_secret(output)
    later = now + timedelta(hours=2)
    actor = authenticate_machine(client_id=client_id, secret=secret, now=later)
    assert actor.institution_id == bank.institution.id
    assert expires_at == now + timedelta(days=365)
    until_then = later - timedelta(seconds=1)
    check_secret(client_id=bank.client_id, secret=bank.client_secret, now=until_then)
    with pytest.raises(CredentialRefused):
        check_secret(client_id=bank.client_id, secret=bank.client_secret, now=later)
    assert f"The old credential ends at {later.isoformat()}." in output
    details = {"institution": bank.stix_id}
    assert last_events(2) == [
        ("members.credential.issued", "operator", f"client:{client_id}", details),
        ("members.credential.rotated", "operator", f"client:{bank.client_id}", details),
    ]
    assert secret not in str(list(AuditEvent.objects.values_list()))


@pytest.mark.parametrize("hours", ["-1", "721", "1.5", "²", "9" * 5000])
def test_an_overlap_out_of_bounds_is_refused(bank, hours):
    message = refuse(f"rotate_credential {bank.client_id}", f"--overlap-hours={hours}")

    assert message.endswith("argument --overlap-hours: must be a whole number from 0 to 720")


@pytest.mark.parametrize("command", ["rotate_credential", "revoke_credential"])
def test_an_unknown_credential_is_refused(bank, command):
    assert refuse(f"{command} nobody") == "no credential has this client id"


def test_an_ended_credential_is_neither_rotated_nor_revoked_again(bank, platform, now):
    run(f"revoke_credential {bank.client_id}")
    MachineCredential.objects.filter(client_id=platform.client_id).update(expires_at=now)

    ended = "the credential is revoked or expired; issue a new one"
    assert refuse(f"rotate_credential {bank.client_id}") == ended
    assert refuse(f"rotate_credential {platform.client_id}") == ended
    assert refuse(f"revoke_credential {bank.client_id}") == "the credential is revoked already"


def test_revocation_ends_a_credential_and_its_tokens_at_once(bank, now):
    credential = MachineCredential.objects.get(client_id=bank.client_id)
    issue_token(now=now, credential=credential, scopes=frozenset({"alerts:read"}))

    assert run(f"revoke_credential {bank.client_id}") == f"{bank.client_id} is revoked\n"

    with pytest.raises(CredentialRefused):
        check_secret(client_id=bank.client_id, secret=bank.client_secret, now=now)
    assert AccessToken.objects.count() == 0
    event = ("members.credential.revoked", "operator", f"client:{bank.client_id}")
    assert last_events(1) == [(*event, {"institution": bank.stix_id})]


# The list ----------------------------------------------------------------------------------------


def test_members_are_listed_with_their_groups_and_live_credentials(bank, foreign, peer, now):
    run("form_group ring --name Ring --member bank peer")
    run("form_group arc --name Arc --member bank")
    run("leave_group ring peer")
    run("issue_credential bank")
    run(f"revoke_credential {peer.client_id}")
    MachineCredential.objects.filter(client_id=foreign.client_id).update(expires_at=now)
    run("set_institution_status peer suspended")
    events = AuditEvent.objects.count()

    assert run("list_members").splitlines() == [
        "slug     kind  jurisdiction  status     credentials  groups",
        "bank     bank  CN-SH         active     2            arc,ring",
        "foreign  bank  EU-DE         active     0            -",
        "peer     bank  CN-BJ         suspended  0            -",
    ]
    assert json.loads(run("list_members --json"))[0] == {
        "slug": "bank",
        "name": "Bank Institution",
        "stix_id": bank.stix_id,
        "kind": "bank",
        "jurisdiction": "CN-SH",
        "status": "active",
        "credentials": 2,
        "groups": ["arc", "ring"],
    }
    assert AuditEvent.objects.count() == events


def test_an_empty_exchange_lists_nobody():
    assert run("list_members") == "slug  kind  jurisdiction  status  credentials  groups\n"
    assert json.loads(run("list_members --json")) == []
