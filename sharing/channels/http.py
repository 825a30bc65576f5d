"""The only client that opens connections to the outside: guarded, bounded, and without a memory.

The connection goes to the address that was checked (no second look-up: DNS rebinding finds nothing to
rebind), TLS is verified against the name, redirects and proxies of the environment are not followed, and
of the answer only its status is read.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import requests
import urllib3
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from sharing.channels.addresses import (
    RULE,
    AddressRefused,
    Target,
    find_address,
    is_allowed,
    is_public,
    read_address,
    read_url,
)
from sharing.channels.watchdog import POOLS, cut_off_after

Session = requests.Session

CONNECT_SECONDS, READ_SECONDS = 5, 10
# For all of a request, from the look-up of the name to the end of the answer; less than the lease.
WHOLE_SECONDS = 15.0
MOST_BYTES = 65_536
TIMED_OUT = "timed-out"
_CONFIG = Config(
    ip_filter_enable=False,  # the adapter below is it
    ip_filter_allow_loopback_ips=False,
    never_redirect=True,
    default_timeout=(CONNECT_SECONDS, READ_SECONDS),
    user_agent_override="RiskHub-Webhooks/1",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a request went: a status, or the code of what prevented one."""

    duration_ms: int
    status: int | None = None
    error: str = ""
    retry_after: int | None = None


class GuardedAdapter(IPFilterAdapter):  # type: ignore[misc]  # the library ships no types
    """Lets through what the library takes for public and the house too, and what the operator allows."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Let connections be made that the watchdog can cut off."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Return where to connect: an address that was checked. Raises AddressRefused."""
        networks = settings.WEBHOOK_ALLOWED_NETWORKS
        target = read_url(str(request.url), networks)
        address = find_address(target, networks)
        if is_allowed(address, networks):
            place, tls = HTTPAdapter.build_connection_pool_key_attributes(
                self, request, verify, cert
            )
            return self._pin(request, target, str(address), place, tls)
        place, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        if not is_public(read_address(place["host"].strip("[]"))):
            raise AddressRefused("forbidden-address", RULE)
        return place, tls

    @staticmethod
    def _pin(
        request: requests.PreparedRequest, target: Target, address: str, place: Any, tls: Any
    ) -> Any:
        host = f"[{target.host}]" if ":" in target.host else target.host
        request.headers["Host"] = f"{host}:{target.port}"
        if target.scheme == "https":
            tls |= {"assert_hostname": target.host, "server_hostname": target.host}
        place["host"] = f"[{address}]" if ":" in address else address
        return place, tls


@contextmanager
def open_session() -> Iterator[Session]:
    """Yield a session that keeps connections open between requests of one endpoint."""
    with HTTPSession(_CONFIG) as session:
        session.trust_env = False
        session.mount("https://", GuardedAdapter(is_https_proto=True))
        session.mount("http://", GuardedAdapter(is_https_proto=False))
        yield session


def post(session: Session, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and return how it went; nothing is raised for what others do."""
    start = monotonic()

    def tell(**facts: Any) -> Answer:
        return Answer(duration_ms=round((monotonic() - start) * 1000), **facts)

    with cut_off_after(WHOLE_SECONDS) as watchdog:
        try:
            with session.post(url, data=body, headers=dict(headers), stream=True) as response:
                _skim(response)
        except AddressRefused as refused:
            return tell(error=refused.code)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            return tell(error=TIMED_OUT if watchdog.has_cut else _name(error))
    if watchdog.has_cut:
        return tell(error=TIMED_OUT)
    return tell(
        status=response.status_code,
        error=_judge(response.status_code),
        retry_after=_read_wait(response.headers.get("Retry-After", "")),
    )


def _skim(response: requests.Response) -> None:
    """Read what little an answer may hold, so that the connection can be used again."""
    read = 0
    while part := response.raw.read1(8192, decode_content=False):
        read += len(part)
        if read > MOST_BYTES:
            response.close()
            return


def _judge(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirected"
    return "gone" if status == 410 else "http-status"


def _name(error: Exception) -> str:
    if isinstance(error, InvalidIPAddress):
        return "forbidden-address"
    if isinstance(error, requests.exceptions.SSLError):
        return "tls-refused"
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return TIMED_OUT
    return "no-connection"


def _read_wait(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
