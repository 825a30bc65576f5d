"""Everything that leaves a running hub towards somebody, and everything it keeps, as bytes to be searched."""

import email
import email.policy
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import redis

from deploy.servers import find_free_port
from tests.factories.hub import ROOT, Hub
from tests.flows.canaries.search import cut

TAXII = {"accept": "application/taxii+json;version=2.1"}
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]+")
# Lists of the REST API; what they name is read one by one.
LISTS = (
    "alerts?direction=received&limit=200",
    "alerts?direction=sent&limit=200",
    "cases?limit=200",
    "submissions?limit=200",
    "requests",
    "recalls",
    "subscriptions",
    "webhooks",
    "assessments",
    "mechanisms",
    "notices",
    "consents",
    "holds",
    "rights-requests",
    "complaints",
    "records-of-processing",
    "records-of-processing?format=csv",
    "transfers",
    "transfers?format=csv",
    "retention",
    "legal-holds",
    "incidents",
)
OF_ALERT = (
    "alerts/{}",
    "alerts/{}/acknowledgements",
    "alerts/{}/feedback",
    "alerts/{}/recalls",
    "alerts/{}/acts",
    "cases/{}",
    "requests/{}",
    "submissions/{}",
)
OF_PERSON = ("me", "me/holdings", "me/consents", "rights-requests", "complaints")
PUBLIC = (
    "",
    "accounts/login/",
    "api/schema",
    "api/docs",
    "log/keys",
    "health/live",
    "health/ready",
)


class Haul(dict[str, set[bytes]]):
    """What came out, by exit, cut into what is said between quotes; what is said again is kept once."""

    def keep(self, exit_name: str, content: bytes) -> None:
        self.setdefault(exit_name, set()).update(cut(content))

    def answer(self, exit_name: str, answer: httpx.Response) -> httpx.Response:
        """Keep an answer with its headers."""
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        # What was asked for is told back in the links of a page: it is no news to who asked.
        self.keep(exit_name, answer.content)
        self.keep(exit_name, head.encode())
        return answer


class Outside(Hub):
    """A hub as the outside sees it: with its stream, its pushing worker and a place for metrics."""

    TOKEN = "a-token-for-the-metrics-of-a-test"

    def __init__(self, folder: Path, database: str) -> None:
        super().__init__(folder, database)
        self.stream_port = find_free_port()
        self.environment |= {
            "HUB_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8",
            "HUB_METRICS_TOKEN": self.TOKEN,
        }

    def start_pusher(self) -> None:
        calm = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        queue = ["--queues", "push", "--hostname", "push@hub"]
        self._spawn(
            "push", "celery", "--app", "hub.celery", "worker", "--pool", "solo", *queue, *calm
        )

    def start_stream(self) -> None:
        port = str(self.stream_port)
        self._spawn(
            "stream", "granian", "--interface", "asgi", "--port", port, "hub.asgi:application"
        )

    def _spawn(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def open_machine(hub: Hub, member: dict[str, Any]) -> httpx.Client:
    """Return a client with a member's machine credential."""
    return httpx.Client(
        base_url=hub.url, auth=(member["client_id"], member["client_secret"]), timeout=60
    )


def sign_in(hub: Hub, person: dict[str, Any]) -> httpx.Client:
    """Return a client with a person's session."""
    client = httpx.Client(base_url=hub.url, timeout=60, follow_redirects=True)
    client.get("/accounts/login/")
    form = {"login": person["email"], "password": person["password"]}
    form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
    answer = client.post("/accounts/login/", data=form, headers={"referer": hub.url})
    assert answer.status_code in {200, 403}, answer.status_code
    return client


def read_rest(haul: Haul, client: httpx.Client, alerts: list[str]) -> None:
    """Read every list, each thing it names, and every alert by its id, entitled or not."""
    for one in LISTS:
        url: str | None = f"/api/v1/{one}"
        while url:
            answer = haul.answer(f"rest {one.split('?')[0]}", client.get(url))
            for hold in answer.json().get("items", []) if one == "holds" else []:
                haul.answer("rest holds/{}", client.get(f"/api/v1/holds/{hold['id']}"))
            url = answer.links.get("next", {}).get("url")
    for one in OF_ALERT:
        for alert in alerts if one == "alerts/{}" else alerts[::20]:
            haul.answer(f"rest {one}", client.get("/api/v1/" + one.format(alert)))


def read_taxii(haul: Haul, client: httpx.Client, member: dict[str, Any], others: list[str]) -> None:
    """Read discovery, roots, collections, manifests, objects and versions, and others' requests."""
    client.headers.update(TAXII)
    taxii = member["taxii"]
    haul.answer("taxii discovery", client.get(taxii["discovery"]))
    roots = {taxii["api_root"], *(one["api_root"] for one in taxii["groups"].values())}
    for root in roots:
        haul.answer("taxii root", client.get(root))
        listed = haul.answer("taxii collections", client.get(f"{root}collections/")).json()
        for one in others[:3]:
            haul.answer("taxii status", client.get(f"{root}status/{one}/"))
        for collection in listed.get("collections", []):
            _read_collection(haul, client, f"{root}collections/{collection['id']}/")


def _read_collection(haul: Haul, client: httpx.Client, place: str) -> None:
    haul.answer("taxii collection", client.get(place))
    for what in ("manifest", "objects"):
        query = {"limit": "1000", "match[version]": "all"}
        while True:
            page = haul.answer(f"taxii {what}", client.get(f"{place}{what}/", params=query))
            if page.status_code != 200 or not page.json().get("more"):
                break
            query["next"] = page.json()["next"]
    some = (
        [one["id"] for one in page.json().get("objects", [])][:5] if page.status_code == 200 else []
    )
    for one in some:
        haul.answer("taxii object", client.get(f"{place}objects/{one}/"))
        haul.answer("taxii versions", client.get(f"{place}objects/{one}/versions/"))


def read_pages(haul: Haul, client: httpx.Client, alerts: list[str]) -> None:
    """Read every page of the portal as a person would."""
    for page in ("/", "/?direction=sent", "/supervision/", "/submissions/", "/submissions/import"):
        haul.answer(f"page {page}", client.get(page))
    for alert in alerts[::2]:
        haul.answer("page alert", client.get(f"/alerts/{alert}"))
    for alert in alerts[::20]:
        haul.answer("page submission", client.get(f"/submissions/{alert}"))


def read_stream(haul: Haul, hub: Outside, member: dict[str, Any], quiet: float = 3) -> None:
    """Read the member's events from the first one on, until there are no more."""
    url = f"http://127.0.0.1:{hub.stream_port}/api/v1/stream"
    auth = (member["client_id"], member["client_secret"])
    held = b""
    try:
        with httpx.stream(
            "GET", url, headers={"last-event-id": "0"}, auth=auth, timeout=quiet
        ) as answer:
            for part in answer.iter_bytes():
                held += part
    except httpx.ReadTimeout:
        pass
    haul.keep("stream", held)


def read_public(haul: Haul, hub: Outside, alerts: list[str]) -> None:
    """Read what anybody may read, and ask for what nobody may without signing in."""
    with httpx.Client(base_url=hub.url, timeout=60) as client:
        for one in PUBLIC:
            haul.answer("public", client.get(f"/{one}"))
        for alert in alerts[:5]:
            for one in OF_ALERT:
                haul.answer("public", client.get("/api/v1/" + one.format(alert)))
        headers = {"authorization": f"Bearer {hub.TOKEN}"}
        haul.answer("metrics", client.get("/metrics", headers=headers))


def read_person(haul: Haul, hub: Hub) -> None:
    """Sign in as a natural person of the demo, and read what persons can read."""
    known = json.loads((hub.folder / "demo.json").read_text())["subjects"][-1]
    asked = {"contact": known["sign_in"]}
    with httpx.Client(base_url=f"{hub.url}/api/v1/", timeout=60) as client:
        started = client.post("me/sign-in", json=asked).raise_for_status()
        haul.answer("me sign-in", started)
        asked["attempt"] = started.json()["attempt"]
        codes = Path(known["one_time_code_file"]).read_text().split()
        opened = client.post("me/sessions", json={**asked, "code": codes[-1]}).raise_for_status()
        client.headers["authorization"] = f"Bearer {opened.json()['token']}"
        for one in OF_PERSON:
            haul.answer(one, client.get(one))
        haul.answer("me/holdings as csv", client.get("me/holdings", headers={"accept": "text/csv"}))


def read_mail(haul: Haul, hub: Hub) -> None:
    """Read the letters, their parts decoded."""
    for path in (hub.folder / "mail").glob("*"):
        for text in path.read_bytes().split(b"-" * 79):
            haul.keep("mail", text)
            letter = email.message_from_bytes(text.strip(), policy=email.policy.default)
            for part in letter.walk():
                if isinstance(content := part.get_payload(decode=True), bytes):
                    haul.keep("mail", content)


def read_files(haul: Haul, hub: Hub, moment: str) -> None:
    """Read every file of the hub, and the names of them; its static files are ours."""
    for path in hub.folder.rglob("*"):
        within = path.relative_to(hub.folder)
        if path.is_file() and within.parts[0] not in {"static", "received.jsonl", "demo.json"}:
            kind = "log" if path.suffix == ".log" else within.parts[0].split("-")[0]
            # A database file holds texts as they are, also those that were deleted.
            for part in _NO_TEXT.split(path.read_bytes()):
                haul.keep(f"file {kind} {moment}", part.decode(errors="ignore").encode())
            haul.keep(f"file names {moment}", str(within).encode())


def read_database(haul: Haul, hub: Hub, moment: str) -> None:
    """Read every column of every row of every table."""
    url = hub.environment["HUB_DATABASE_URL"]
    for table, rows in _dump_postgres(url) if url.startswith("postgres") else _dump_sqlite(url):
        for cell in rows:
            haul.keep(f"table {table} {moment}", cell)


def _dump_sqlite(url: str) -> Iterator[tuple[str, set[bytes]]]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in listed.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            yield table, {_as_bytes(cell) for row in rows for cell in row if cell is not None}


def _dump_postgres(url: str) -> Iterator[tuple[str, set[bytes]]]:
    with psycopg.connect(url) as connection:
        listed = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for (table,) in listed.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            yield table, {_as_bytes(cell) for row in rows for cell in row if cell is not None}


def _as_bytes(cell: object) -> bytes:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    if isinstance(cell, str):
        return cell.encode()
    return json.dumps(cell, default=str, ensure_ascii=False).encode()


def read_broker(haul: Haul, hub: Hub, moment: str) -> None:
    """Read every key of the broker, where it is Redis; the folder of the other is among the files."""
    url = hub.environment["HUB_BROKER_URL"]
    if not url.startswith("redis"):
        return
    server: Any = redis.Redis.from_url(url)
    with closing(server):
        for key in server.scan_iter():
            haul.keep(f"redis {moment}", key)
            for value in _read_key(server, key):
                haul.keep(f"redis {moment}", value)


def _read_key(server: Any, key: bytes) -> list[bytes]:
    """Return all values of a key of Redis."""
    kind = server.type(key).decode()
    read = {
        "list": lambda: server.lrange(key, 0, -1),
        "hash": lambda: list(server.hgetall(key).values()),
        "set": lambda: list(server.smembers(key)),
        "zset": lambda: server.zrange(key, 0, -1),
        "string": lambda: [server.get(key) or b""],
    }
    return list(read[kind]())
