"""Machine credentials: kept as keyed digests, refused without a hint, ended at once."""

from datetime import timedelta

import pytest

from privacy.audit.models import AuditEvent
from sharing.errors import CredentialRefused
from sharing.members.actors import MACHINE_SCOPES, SYSTEM, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential
from sharing.members.services import (
    authenticate_machine,
    authenticate_token,
    change_status,
    check_secret,
    issue_credential,
    issue_token,
    revoke_credential,
    rotate_credential,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_the_right_secret_makes_the_institution_act(bank, now):
    actor = authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)

    assert actor.institution_id == bank.institution.id
    assert actor.scopes == MACHINE_SCOPES
    assert Scope.PRIVACY_DECIDE not in actor.scopes


@pytest.mark.parametrize("wrong", ["", "x", "A" * 43])
def test_a_wrong_secret_and_an_unknown_client_are_refused_in_the_same_words(bank, now, wrong):
    with pytest.raises(CredentialRefused) as one:
        authenticate_machine(client_id=bank.client_id, secret=wrong, now=now)
    with pytest.raises(CredentialRefused) as other:
        authenticate_machine(client_id="nobody", secret=wrong, now=now)

    assert str(one.value) == str(other.value)


def test_the_secret_stands_nowhere_in_the_database(bank):
    stored = bytes(MachineCredential.objects.get(client_id=bank.client_id).secret_digest)

    assert len(stored) == 32
    assert bank.client_secret.encode() not in stored
    assert not AuditEvent.objects.filter(details__icontains=bank.client_secret).exists()


def test_an_expired_credential_is_refused(bank, now):
    with pytest.raises(CredentialRefused):
        authenticate_machine(
            client_id=bank.client_id, secret=bank.client_secret, now=now + timedelta(days=366)
        )


def test_rotation_lets_both_work_for_the_overlap_and_then_only_the_new_one(bank, now):
    credential = MachineCredential.objects.get(client_id=bank.client_id)
    fresh = rotate_credential(
        actor=SYSTEM, now=now, credential=credential, overlap=timedelta(hours=1)
    )
    later = now + timedelta(hours=2)

    old = authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)
    new = authenticate_machine(client_id=fresh.client_id, secret=fresh.client_secret, now=later)
    assert old.institution_id == new.institution_id == bank.institution.id
    with pytest.raises(CredentialRefused):
        authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=later)


def test_revocation_ends_the_credential_and_its_tokens(bank, now):
    credential = check_secret(client_id=bank.client_id, secret=bank.client_secret, now=now)
    token = issue_token(now=now, credential=credential, scopes=frozenset({"alerts:read"}))

    revoke_credential(actor=SYSTEM, now=now, credential=credential)

    assert AccessToken.objects.count() == 0
    with pytest.raises(CredentialRefused):
        authenticate_token(token=token.token, now=now)
    with pytest.raises(CredentialRefused):
        authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)


def test_a_token_carries_only_what_was_asked_for_and_held(bank, now):
    issued = issue_credential(
        actor=SYSTEM,
        now=now,
        institution=bank.institution,
        scopes=frozenset({Scope.ALERTS_READ, Scope.TAXII_READ}),
    )
    credential = MachineCredential.objects.get(client_id=issued.client_id)

    token = issue_token(
        now=now, credential=credential, scopes=frozenset({"alerts:read", "alerts:write"})
    )

    assert token.scopes == ("alerts:read",)
    assert authenticate_token(token=token.token, now=now).scopes == {Scope.ALERTS_READ}


def test_a_token_ends_after_an_hour(bank, now):
    credential = MachineCredential.objects.get(client_id=bank.client_id)
    token = issue_token(now=now, credential=credential, scopes=frozenset({"alerts:read"}))

    with pytest.raises(CredentialRefused):
        authenticate_token(token=token.token, now=now + timedelta(hours=1, seconds=1))


def test_a_suspended_institution_can_do_nothing_from_the_next_request_on(bank, now):
    change_status(
        actor=SYSTEM,
        now=now,
        institution=bank.institution,
        status=Institution.Status.SUSPENDED,
    )

    with pytest.raises(CredentialRefused):
        authenticate_machine(client_id=bank.client_id, secret=bank.client_secret, now=now)
