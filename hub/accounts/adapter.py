"""How allauth behaves here: the operator makes accounts, nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from privacy.audit.events import Action, Event
from privacy.audit.services import record


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Close self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Return False: accounts are granted."""
        return False

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **facts: Any
    ) -> HttpResponseBase:
        """Record that a person signed in, then go on as allauth does."""
        name = f"user:{user.pk}"
        record(Event(Action.SIGNED_IN, name, name, timezone.now()))
        answer: HttpResponseBase = super().post_login(request, user, **facts)
        return answer


def name_user(user: AbstractBaseUser) -> str:
    """Return how allauth's own pages and mails call a person: by the address they sign in with."""
    return user.get_username()
