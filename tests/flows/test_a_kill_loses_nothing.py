"""kill -9 of web and worker while alerts come in: every 202 is delivered, exactly once."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.factories.bundles import make_raw
from tests.factories.hub import Hub, running_hub

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

ALERTS = 1_000
CLIENTS = 4
PATIENCE = 180
STIX = {"content-type": "application/stix+json;version=2.1"}


@pytest.fixture
def hub(tmp_path) -> Iterator[Hub]:
    with running_hub(tmp_path) as hub:
        yield hub


def post_until_answered(hub: Hub, auth: tuple[str, str], number: int) -> str:
    """Send one alert as a careful client does: the same key again until there is an answer."""
    raw = make_raw(pattern=f"[domain-name:value = 'host{number}.example']")
    headers = STIX | {"idempotency-key": f"alert-{number}"}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            answer = httpx.post(
                f"{hub.url}/api/v1/alerts", content=raw, headers=headers, auth=auth, timeout=20
            )
            if answer.status_code == 202:
                return str(answer.json()["id"])
            assert answer.status_code in {500, 503}, answer.text
        time.sleep(0.1)
    raise AssertionError(f"alert {number} was never answered")


def read_received(hub: Hub, auth: tuple[str, str]) -> list[str]:
    ids: list[str] = []
    url: str | None = f"{hub.url}/api/v1/alerts?direction=received&limit=200"
    while url:
        page = httpx.get(url, auth=auth, timeout=30)
        ids += [item["id"] for item in page.json()["items"]]
        url = page.links.get("next", {}).get("url")
    return ids


def read_taxii(hub: Hub, member: dict[str, Any]) -> list[str]:
    """Return the ids of the reports in the inbox, in order, with repeats if there were any."""
    auth = (member["client_id"], member["client_secret"])
    taxii = member["taxii"]
    url = f"{hub.url}{taxii['api_root']}collections/{taxii['inbox']}/objects/"
    headers = {"accept": "application/taxii+json;version=2.1"}
    parameters: dict[str, str] = {"limit": "500"}
    ids: list[str] = []
    while True:
        page = httpx.get(url, params=parameters, headers=headers, auth=auth, timeout=30).json()
        ids += [item["id"] for item in page.get("objects", []) if item["type"] == "report"]
        if not page.get("more"):
            return ids
        parameters["next"] = page["next"]


@pytest.mark.enable_socket
def test_every_accepted_alert_is_delivered_once_through_kills_of_web_and_worker(hub):
    members = hub.prepare()
    sender, reader = members["jiangan"], members["haiyue"]
    auth = (sender["client_id"], sender["client_secret"])
    reading = (reader["client_id"], reader["client_secret"])
    for name in ("web", "worker", "beat"):
        hub.start(name)
    hub.wait_until_ready()
    before = set(read_received(hub, reading))

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [pool.submit(post_until_answered, hub, auth, n) for n in range(ALERTS)]
        for victim, share in (("worker", 0.2), ("web", 0.4), ("worker", 0.6), ("web", 0.8)):
            while sum(answer.done() for answer in answers) < share * ALERTS:
                time.sleep(0.02)
            hub.kill(victim)
            time.sleep(0.3)
            hub.start(victim)
        accepted = [answer.result() for answer in answers]

    hub.wait_until_ready()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        delivered = [one for one in read_received(hub, reading) if one not in before]
        if len(delivered) >= ALERTS:
            break
        time.sleep(1)
    assert len(set(accepted)) == ALERTS
    assert Counter(delivered) == Counter(accepted)
    repeats = [one for one, count in Counter(read_taxii(hub, reader)).items() if count > 1]
    assert repeats == []
