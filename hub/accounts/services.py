"""Make accounts. Passwords are hashed by Django; roles are granted by sharing.members."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from hub.accounts.models import User
from sharing.members.actors import Role
from sharing.members.models import Institution
from sharing.members.services import grant_membership


@transaction.atomic
def set_password_of(*, email: str, password: str, now: datetime) -> int:
    """Make the account of an address if there is none, set its password, return its id."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        return int(User.objects.create_user(email, password, joined_at=now).pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    return int(user.pk)


@transaction.atomic
def add_person(
    *,
    actor: str,
    now: datetime,
    email: str,
    password: str,
    institution: Institution,
    roles: frozenset[Role],
) -> int:
    """Make an account that acts for an institution; return its id.

    Raises ValidationError for a weak password, IntegrityError when the address has an account.
    """
    validate_password(password, User(email=email))
    user = User.objects.create_user(email, password, joined_at=now)
    grant_membership(actor=actor, now=now, user_id=user.pk, institution=institution, roles=roles)
    return int(user.pk)
