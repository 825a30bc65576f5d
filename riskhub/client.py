"""The client: everything a member asks of the hub, as calls that return values or raise problems."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, TypeVar
from urllib.parse import quote

from riskhub import stream, taxii
from riskhub.configuration import Configuration, Secret, check_url
from riskhub.errors import UnexpectedAnswer
from riskhub.receipts import Receipt, check_content, check_receipt, digest
from riskhub.transport import Params, Transport
from riskhub.values import (
    Accepted,
    Alert,
    Checkpoint,
    Collection,
    Event,
    Inquiry,
    LineResult,
    Page,
    Recall,
    Submission,
    read_accepted,
    read_alert,
    read_inquiry,
    read_line,
    read_recall,
    read_submission,
)

T = TypeVar("T")
STIX = "application/stix+json;version=2.1"
LINES = "application/x-ndjson"
# What the hub takes at once: bytes of a body, and lines of a batch.
MOST_BYTES = 10_000_000
MOST_LINES = 1_000
START = Checkpoint()


class Client:
    """A hub as one member sees it; a context manager that closes its connections.

    Without a credential only what is public can be read. Every call raises Problem when the hub says
    no, HubUnreachable when it does not answer, and UnexpectedAnswer when it is no hub.
    """

    def __init__(
        self,
        url: str,
        client_id: str = "",
        client_secret: str = "",
        *,
        insecure: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        address = check_url(url, insecure=insecure)
        configuration = Configuration(address, client_id, Secret(client_secret))
        self._transport = Transport(configuration, sleep=sleep)
        self.url = address

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def submit(self, document: bytes | Mapping[str, Any], *, key: str = "") -> Accepted:
        """Send one alert. The same bytes, or the same key, are taken once however often sent."""
        content = write_document(document)
        headers = {
            "Content-Type": STIX,
            "Accept": "application/json",
            "Idempotency-Key": key or make_key([content]),
        }
        answer = self._transport.post("/api/v1/alerts", content, headers=headers, repeatable=True)
        return read_accepted(answer.document())

    def submit_many(self, documents: Iterable[bytes | Mapping[str, Any]]) -> Iterator[LineResult]:
        """Send many alerts, a batch at a time, and yield how each went, in their order."""
        for batch in make_batches(map(make_line, documents), len):
            yield from self.submit_batch(batch)

    def submit_batch(self, lines: Sequence[bytes]) -> list[LineResult]:
        """Send one batch of documents of a line each and return how each went, in their order."""
        headers = {
            "Content-Type": LINES,
            "Accept": LINES,
            "Idempotency-Key": make_key(lines),
        }
        body = b"\n".join(lines)
        answer = self._transport.post(
            "/api/v1/alerts/batch", body, headers=headers, repeatable=True
        )
        return _read_lines(answer.body, len(lines))

    def submission(self, submission_id: str) -> Submission:
        """Return how one of my submissions stands."""
        answer = self._transport.get(f"/api/v1/submissions/{quote(submission_id, safe='')}")
        return read_submission(answer.document())

    def alerts(self, **filters: str | int) -> Iterator[Alert]:
        """Yield the alerts I may see, newest first; filters are those of GET /api/v1/alerts."""
        yield from map(read_alert, self._list("/api/v1/alerts", filters))

    def alert(self, alert_id: str) -> dict[str, Any]:
        """Return one alert as a STIX bundle, as I may see it."""
        return self._transport.get(_alert(alert_id), accept=f"{STIX}, application/json").document()

    def explain(self, alert_id: str) -> dict[str, Any]:
        """Return what of an alert is withheld from me, and under which rule."""
        params: Params = {"view": "explain"}
        return self._transport.get(_alert(alert_id), params=params).document()

    def collections(self) -> list[Collection]:
        """Return my TAXII collections."""
        return taxii.list_collections(self._transport)

    def collection(self, name: str) -> Collection:
        """Return a collection that I can read, by id, alias or title. Raises ConfigurationRefused."""
        return taxii.find_collection(self._transport, name)

    def poll(
        self,
        checkpoint: Checkpoint = START,
        *,
        collection: str | Collection = "inbox",
        limit: int = taxii.LARGEST_PAGE,
    ) -> Iterator[Page]:
        """Yield what was added to a collection after a checkpoint, every version, page by page.

        Keep a page's checkpoint once its objects are kept: that neither misses nor repeats any.
        """
        found = self.collection(collection) if isinstance(collection, str) else collection
        yield from taxii.read_pages(self._transport, found, checkpoint, limit)

    def stream(self, after: str = stream.OLDEST, *, with_bundle: bool = False) -> Iterator[Event]:
        """Yield my deliveries as they come, for ever; `after` is the position of the last one had.

        The default begins with the oldest, "" with what comes from now on; `with_bundle` adds the
        STIX to each.
        """
        yield from stream.follow(self._transport, after, with_bundle=with_bundle)

    def acknowledge(self, alert_id: str) -> dict[str, Any]:
        """Tell the hub that we have an alert and deal with it."""
        path = f"{_alert(alert_id)}/acknowledge"
        return _read_any(self._transport.post_json(path, {}, repeatable=True).body)

    def feedback(self, alert_id: str, disposition: str, **members: Any) -> dict[str, Any]:
        """Say what became of an alert; members are those of alert-feedback in the profile."""
        content = {"disposition": disposition, **members}
        return _read_any(self._transport.post_json(f"{_alert(alert_id)}/feedback", content).body)

    def recall(self, alert_id: str, reason: str) -> dict[str, Any]:
        """Take an alert of mine back from everybody who received it."""
        content = {"reason": reason}
        return _read_any(self._transport.post_json(f"{_alert(alert_id)}/recall", content).body)

    def recalls(self, **filters: str | int) -> Iterator[Recall]:
        """Yield recall orders to me, newest first; `direction="sent"` those of my own alerts."""
        yield from map(read_recall, self._list("/api/v1/recalls", filters))

    def confirm_recall(
        self, order_id: str, *, copies_destroyed: bool = True, note_code: str = ""
    ) -> dict[str, Any]:
        """Say whether every copy of a recalled alert is destroyed, with a code where not."""
        path = f"/api/v1/recalls/{quote(order_id, safe='')}/confirm"
        content: dict[str, Any] = {"copies_destroyed": copies_destroyed}
        content |= {"note_code": note_code} if note_code else {}
        return _read_any(self._transport.post_json(path, content, repeatable=True).body)

    def requests(self, **filters: str | int) -> Iterator[Inquiry]:
        """Yield what I was asked, newest first; `direction="sent"` what I asked, member by member."""
        yield from map(read_inquiry, self._list("/api/v1/requests", filters))

    def refuse_request(self, alert_id: str, reason_code: str) -> dict[str, Any]:
        """Tell who asked that we do not answer, by a code."""
        path = f"/api/v1/requests/{quote(alert_id, safe='')}/refuse"
        content = {"reason_code": reason_code}
        return _read_any(self._transport.post_json(path, content, repeatable=True).body)

    def keys(self) -> dict[str, Any]:
        """Return the hub's public keys as a JWK set."""
        return self._transport.get("/log/keys", accept="application/jwk-set+json").document()

    def verify(self, receipt: str, content: bytes | None = None) -> Receipt:
        """Return what a receipt promises. Raises ReceiptRefused, also when it is not for the content."""
        found = check_receipt(receipt, self.keys())
        if content is not None:
            check_content(found, content)
        return found

    def scopes(self) -> list[str]:
        """Return what my credential may do."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = b"grant_type=client_credentials"
        answer = self._transport.post("/oauth/token", body, headers=headers, repeatable=True)
        return sorted(str(answer.document().get("scope", "")).split())

    def _list(self, path: str, filters: Mapping[str, str | int]) -> Iterator[dict[str, Any]]:
        query = dict(filters)
        while True:
            page = self._transport.get(path, params=query).document()
            yield from page.get("items", ())
            if not page.get("next"):
                return
            query["cursor"] = str(page["next"])


def write_document(document: bytes | Mapping[str, Any]) -> bytes:
    """Return a document as the bytes that are sent."""
    if isinstance(document, bytes):
        return document
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def make_line(document: bytes | Mapping[str, Any]) -> bytes:
    """Return a document on one line: JSON has line breaks only where a blank means the same."""
    content = write_document(document).strip()
    return content.replace(b"\r", b" ").replace(b"\n", b" ")


def make_key(documents: Sequence[bytes]) -> str:
    """Return the Idempotency-Key that the same documents always have."""
    return "sha256:" + digest(b"\n".join(documents))


def make_batches(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield items in batches that the hub takes at once; `size` is the bytes of an item."""
    batch: list[T] = []
    room = MOST_BYTES
    for item in items:
        needed = size(item) + 1
        if batch and (needed > room or len(batch) == MOST_LINES):
            yield batch
            batch, room = [], MOST_BYTES
        batch.append(item)
        room -= needed
    if batch:
        yield batch


def _alert(alert_id: str) -> str:
    return f"/api/v1/alerts/{quote(alert_id, safe='')}"


def _read_lines(body: bytes, count: int) -> list[LineResult]:
    try:
        items = [json.loads(line) for line in body.splitlines() if line.strip()]
        results = {int(item["line"]): read_line(item) for item in items}
        return [results[number] for number in range(1, count + 1)]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnexpectedAnswer("The hub's results of a batch cannot be read.") from None


def _read_any(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body) if body.strip() else {}
    except ValueError:
        raise UnexpectedAnswer("The hub's answer is not JSON.") from None
    return content if isinstance(content, dict) else {"answer": content}
