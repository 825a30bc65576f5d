"""Sealed values to try keys on, and a Vault that knows the transit engine."""

import json
import threading
from base64 import b64decode, b64encode
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID, uuid4

from privacy.approvals.models import Approval
from privacy.audit.models import AuditEvent
from privacy.keys import memory
from privacy.keys.destruction import SETTLES
from privacy.keys.models import DataKey
from privacy.keys.places import SealedPlace
from privacy.keys.rotation import rotate_keys
from privacy.keys.services import (
    active_data_key,
    ensure_data_key,
    forget_data_keys,
    seal,
    unseal_many,
)

OWNER = "identity--00000000-0000-4000-8000-00000000000a"
OTHER = "identity--00000000-0000-4000-8000-00000000000b"
ANNA, BERT = "user:1@bank", "user:2@bank"
MEI, WANG = b"m" * 16, b"w" * 16
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def place_of(row) -> str:
    return f"approvals_approval.digest:{row.pk}"


# Any table with a column of bytes serves as a room that seals.
PLACE = SealedPlace("samples", Approval.objects.all, "digest", place_of)


def store_sealed(count: int, *, owner: str = OWNER) -> dict[UUID, bytes]:
    """Seal values under the owner's active key; return them by id."""
    values = {uuid4(): f"clear-{number}".encode() for number in range(count)}
    for row_id, value in values.items():
        row = Approval(
            id=row_id,
            kind="sample",
            subject="",
            institution=owner,
            asked_by="",
            asked_at=AT,
            expires_at=AT + timedelta(days=1),
            state="used",
        )
        row.digest = seal(key_id=active_data_key(owner), place=place_of(row), value=value)
        row.save()
    return values


def read_all() -> dict[UUID, bytes | None]:
    """Open every sample, as a process that has nothing in memory yet."""
    forget_data_keys()
    rows = list(Approval.objects.filter(kind="sample"))
    opened = unseal_many([(place_of(row), bytes(row.digest)) for row in rows])
    return dict(zip([row.id for row in rows], opened, strict=True))


def store_under(content) -> None:
    """Seal one value as a process does that does not know yet that the key was retired."""
    memory.hold().active[OWNER] = content
    store_sealed(1)
    forget_data_keys()


def retire(now):
    """Return a content key and its wrapper that went out of use long enough ago, and that moment."""
    content = ensure_data_key(owner=OWNER, now=now)
    kek = DataKey.objects.get(kind="kek").id
    rotate_keys(actor=ANNA, now=now, owner=OWNER)
    return content, kek, now + SETTLES


def events(action):
    rows = AuditEvent.objects.filter(action=action).order_by("id")
    return list(rows.values_list("actor", "subject", "details"))


class FakeVault:
    """Transit encrypt, decrypt and rewrap on loopback; it remembers what it was asked."""

    token = "s.sample-token"

    def __init__(self) -> None:
        self.version = 1
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._known: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, token, path, body):
        verb = path.removeprefix("/v1/transit/").removesuffix("/riskhub")
        self.asked.append((verb, body))
        if token != self.token:
            return 403, {"errors": ["permission denied"]}
        if verb == "encrypt":
            b64decode(body["plaintext"], validate=True)
            return 200, {"data": {"ciphertext": self._keep(body["plaintext"])}}
        clear = self._known.get(body.get("ciphertext", ""))
        if clear is None or verb not in {"decrypt", "rewrap"}:
            return 400, {"errors": ["invalid ciphertext"]}
        if verb == "decrypt":
            return 200, {"data": {"plaintext": clear}}
        return 200, {"data": {"ciphertext": self._keep(clear)}}

    def _keep(self, clear: str) -> str:
        ciphertext = f"vault:v{self.version}:{b64encode(uuid4().bytes).decode()}"
        self._known[ciphertext] = clear
        return ciphertext

    def _handler(vault) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, found = vault.answer(self.headers["X-Vault-Token"], self.path, body)
                text = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args) -> None:
                pass

        return Handler


@contextmanager
def running_vault():
    """Serve a fake Vault for a while."""
    vault = FakeVault()
    thread = threading.Thread(target=vault.server.serve_forever)
    thread.start()
    try:
        yield vault
    finally:
        vault.server.shutdown()
        thread.join()
        vault.server.server_close()
