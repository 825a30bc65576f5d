"""Requests to the hub: signed, bounded, repeated where that is safe, and errors as problems.

Redirects are not followed and no address but the hub's is asked, so the secret goes nowhere else.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from riskhub.configuration import Configuration
from riskhub.errors import HubUnreachable, Problem, UnexpectedAnswer

AGENT = "riskhub-client"
NOT_TAKEN = "The client id or secret is wrong, expired or revoked."
TIMEOUT = httpx.Timeout(120, connect=10)
LARGEST_ANSWER = 200_000_000
MOST_ATTEMPTS = 7
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A hub that asks for more patience than this is reported to the caller instead.
LONGEST_WISH = 300.0
# The hub did nothing yet: such requests may go again, whatever they ask for.
_UNTOUCHED = frozenset({429, 503})
# Somebody between gave up; whether the hub acted is not known.
_UNKNOWN = frozenset({502, 504})
_random = random.SystemRandom()

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer of the hub."""

    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> Any:
        """Return the JSON of the body. Raises UnexpectedAnswer."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise UnexpectedAnswer("The hub's answer is not JSON.") from None

    def document(self) -> dict[str, Any]:
        """Return the JSON object of the body. Raises UnexpectedAnswer."""
        content = self.json()
        if not isinstance(content, dict):
            raise UnexpectedAnswer("The hub's answer is not a JSON object.")
        return content


class Transport:
    """A connection to one hub under one credential."""

    def __init__(
        self, configuration: Configuration, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        secret = configuration.secret.value
        self._http = httpx.Client(
            base_url=configuration.url,
            auth=httpx.BasicAuth(configuration.client_id, secret) if secret else None,
            headers={"User-Agent": AGENT},
            timeout=TIMEOUT,
        )
        self.url = configuration.url
        self.sleep = sleep

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(
        self, path: str, *, params: Params | None = None, accept: str = "application/json"
    ) -> Answer:
        """Return what lies at an address. Raises Problem, HubUnreachable, UnexpectedAnswer."""
        headers = {"Accept": accept}
        return self._ask("GET", path, repeatable=True, params=params, headers=headers)

    def post(
        self, path: str, content: bytes, *, headers: Mapping[str, str], repeatable: bool
    ) -> Answer:
        """Send a body. `repeatable` says that sending it twice does no more than sending it once.

        Raises Problem, HubUnreachable, UnexpectedAnswer.
        """
        return self._ask("POST", path, repeatable=repeatable, content=content, headers=headers)

    def post_json(self, path: str, content: Any, *, repeatable: bool = False) -> Answer:
        """Send a JSON document. Raises as `post` does."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return self.post(path, json.dumps(content).encode(), headers=headers, repeatable=repeatable)

    @contextmanager
    def listen(self, path: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """Open an answer that has no end. Raises Problem, UnexpectedAnswer, httpx.TransportError."""
        with self._http.stream("GET", path, headers=dict(headers)) as response:
            if response.status_code != 200:
                raise self._read_problem(response.status_code, _read(response))
            yield response

    def pause(self, attempt: int, wish: float | None = None) -> None:
        """Wait before the next attempt: as long as the hub wishes, else longer each time."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
        # All who were refused together must not return together.
        self.sleep((wish or 0.0) + _random.uniform(0, longest))

    def unreachable(self, error: httpx.TransportError) -> HubUnreachable:
        """Return the error for a hub that cannot be reached."""
        return HubUnreachable(f"{self.url} cannot be reached ({type(error).__name__}: {error}).")

    def _ask(self, method: str, path: str, *, repeatable: bool, **request: Any) -> Answer:
        for attempt in range(MOST_ATTEMPTS):
            last = attempt == MOST_ATTEMPTS - 1
            try:
                answer = self._ask_once(method, path, **request)
            except httpx.TransportError as error:
                if last or not (repeatable or isinstance(error, _NOT_SENT)):
                    raise self.unreachable(error) from None
                self.pause(attempt)
                continue
            wish = _read_wish(answer.headers)
            again = answer.status in (_UNTOUCHED | _UNKNOWN if repeatable else _UNTOUCHED)
            if last or not again or wish > LONGEST_WISH:
                return self._accept(answer)
            self.pause(attempt, wish)
        raise AssertionError("the last attempt returns or raises")

    def _ask_once(self, method: str, path: str, **request: Any) -> Answer:
        try:
            with self._http.stream(method, path, **request) as response:
                return Answer(response.status_code, response.headers, _read(response))
        except httpx.DecodingError:
            raise UnexpectedAnswer("The hub's answer cannot be unpacked.") from None

    def _accept(self, answer: Answer) -> Answer:
        if 200 <= answer.status < 300:
            return answer
        raise self._read_problem(answer.status, answer.body)

    def _read_problem(self, status: int, body: bytes) -> Problem | UnexpectedAnswer:
        if 300 <= status < 400:
            return UnexpectedAnswer("The hub points elsewhere: check the address, https included.")
        try:
            document = json.loads(body)
        except ValueError:
            document = None
        told = document if isinstance(document, dict) else {}
        if status == 401 and self._http.auth is not None:
            told = {"title": "Not authenticated", **told, "detail": NOT_TAKEN}
        return Problem(status, told)


_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise UnexpectedAnswer(f"The hub's answer is larger than {LARGEST_ANSWER} bytes.")
        parts.append(part)
    return b"".join(parts)


def _read_wish(headers: httpx.Headers) -> float:
    """Return the seconds of Retry-After (RFC 9110, 10.2.3): a number or a date; 0 without one."""
    text = str(headers.get("Retry-After", "")).strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
