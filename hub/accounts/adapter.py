"""How allauth behaves here: institutions' admins make accounts, nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Close self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Return False: accounts are granted."""
        return False


def name_user(user: AbstractBaseUser) -> str:
    """Return how allauth's own pages and mails call a person: by the address they sign in with."""
    return user.get_username()
