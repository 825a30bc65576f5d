"""Make accounts. Passwords are hashed by Django; roles are granted by sharing.members."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User


@transaction.atomic
def set_password_of(*, email: str, password: str, now: datetime) -> int:
    """Make the account of an address if there is none, set its password, return its id."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        return int(User.objects.create_user(email, password, joined_at=now).pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    return int(user.pk)
