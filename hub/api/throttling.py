"""How many requests a credential may make: a fixed window of one minute, told in RateLimit headers.

Header fields: draft-ietf-httpapi-ratelimit-headers (`RateLimit-Policy`, `RateLimit`).
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from sharing.members.actors import Actor

if TYPE_CHECKING:
    # REST framework loads this class while it loads its views.
    from rest_framework.views import APIView

WINDOW = 60
# Where the request keeps its allowance until the answer is written.
ALLOWANCE = "riskhub.allowance"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window: `quota` requests in all, `reset` seconds to go."""

    quota: int
    left: int
    reset: int


class CredentialThrottle(BaseThrottle):
    """Count requests per machine credential or person; strangers are refused before they count."""

    def __init__(self) -> None:
        self._reset = WINDOW

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request and say whether it is within the quota."""
        actor = request.auth
        if not isinstance(actor, Actor):
            return True
        now = int(time.time())
        self._reset = WINDOW - now % WINDOW
        quota = int(settings.REQUESTS_PER_MINUTE)
        used = _count(f"rate:{actor.name}:{now // WINDOW}")
        request._request.META[ALLOWANCE] = Allowance(quota, max(0, quota - used), self._reset)
        return used <= quota

    def wait(self) -> float:
        """Return the seconds until the window ends."""
        return float(self._reset)


def write_allowance(request: HttpRequest, response: HttpResponse) -> None:
    """Put the RateLimit headers on the answer to a counted request."""
    allowance = request.META.get(ALLOWANCE)
    if isinstance(allowance, Allowance):
        response["RateLimit-Policy"] = f'"credential";q={allowance.quota};w={WINDOW}'
        response["RateLimit"] = f'"credential";r={allowance.left};t={allowance.reset}'


def _count(key: str) -> int:
    counters = caches["counters"]
    try:
        return int(counters.incr(key))
    except ValueError:
        # Two first requests at once: the one that did not add counts on.
        if counters.add(key, 1, WINDOW * 2):
            return 1
        return int(counters.incr(key))
