"""A hub in which each address of the API finds something, made by the examples of the document itself."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from hub.api.docs import find_example
from hub.api.schema import build_schema
from privacy.keys.services import ensure_data_key, seal
from privacy.portability.models import Porting, place_of_content
from privacy.transfers.models import Assessment
from sharing.holds.models import Hold
from tests.conftest import assess_programme
from tests.factories.journeys import send, work
from tests.factories.persons import LIN, MEI, as_person, take_token
from tests.factories.responses import make_request
from tests.factories.transfers import sign_in

HERE = "/api/v1/"
HOOK = "http://127.0.0.1:9/hook"
# Addresses of what the bank itself reported; the others are of an alert that it received.
OF_ITS_REPORTER = ("recall", "recalls", "acknowledgements")


class Described:
    """The credentials of each kind of caller, and the id of one thing of each kind."""

    def __init__(self, exchange: dict[str, Any], now: Any) -> None:
        self.exchange, self.now = exchange, now
        bank = exchange["bank"]
        pair = b64encode(f"{bank.client_id}:{bank.client_secret}".encode()).decode()
        self.machine = {"Authorization": f"Basic {pair}"}
        self.staff = sign_in(bank, now, name="li")
        self.token = take_token(MEI, now=timezone.now())
        self.leaving = take_token(LIN, now=timezone.now())
        self.found: dict[str, str] = {}
        self._report()
        self._keep_records()
        self._ask_as_person()
        self._port()

    def sign(self, operation: dict[str, Any]) -> dict[str, Any]:
        """Return headers and cookies of a caller who may call an operation."""
        named = {name for one in operation["security"] for name in one}
        if "basic" in named:
            return {"headers": self.machine}
        if "session" in named:
            cookies = {"sessionid": self.staff.cookies["sessionid"].value, "csrftoken": "a" * 32}
            return {"headers": {"X-CSRFToken": "a" * 32}, "cookies": cookies}
        if "person" in named:
            ends = operation["operationId"] == "closePersonSession"
            return {"headers": {"Authorization": f"Bearer {self.leaving if ends else self.token}"}}
        return {"headers": {}}

    def id_of(self, path: str, name: str) -> str | int | None:
        """Return what stands for a parameter of a path, or None where there is nothing of the kind."""
        if name == "number":
            return 1
        steps = path.removeprefix(HERE).split("/")
        kind = steps[steps.index(f"{{{name}}}") - 1]
        is_own = kind == "alerts" and steps[-1] in OF_ITS_REPORTER
        return self.found.get("own" if is_own else kind)

    def _report(self) -> None:
        """Leave alerts that went both ways, a request, a recall and copies that wait for a person."""
        bank, peer = self.exchange["bank"], self.exchange["peer"]
        # A case goes by its earliest alert.
        own = send(bank, now=self.now - timedelta(seconds=1))
        received, wrong = (send(peer, now=self.now) for _ in range(2))
        asking = send(peer, now=self.now, raw=make_request(bank)[0])
        work(self.now)
        self.found |= {"own": str(own.id), "alerts": str(received.id), "submissions": str(own.id)}
        self.found |= {"cases": str(own.id), "requests": str(asking.id)}
        at, alerts = f"cases/{own.id}/split", [str(received.id)]
        split = make(self._machine(), "cases/{case_id}/split", at=at, alerts=alerts)
        self.found["rulings"] = split["ruling"]
        pair = b64encode(f"{peer.client_id}:{peer.client_secret}".encode()).decode()
        asker = Client(headers={"Authorization": f"Basic {pair}"})
        make(asker, "alerts/{alert_id}/recall", at=f"alerts/{wrong.id}/recall")
        work(self.now)
        self.found["recalls"] = self._machine().get(f"{HERE}recalls").json()["items"][0]["id"]
        Assessment.objects.all().delete()
        send(bank, now=self.now, description="Call 13800138000.")
        work(self.now)
        assess_programme()
        self.found["holds"] = str(Hold.objects.values_list("id", flat=True)[0])

    def _keep_records(self) -> None:
        machine = self._machine()
        notice = make(machine, "notices")
        collected = {
            "notice": notice["notice"],
            "version": notice["version"],
            "notice_digest": notice["digest"],
            "given_at": timezone.now().isoformat(),
            "identifiers": [{"kind": "email", "value": MEI}],
        }
        self.found["notices"] = notice["notice"]
        self.found["consents"] = make(machine, "consents", **collected)["id"]
        plain = ("incidents", "subscriptions", "contacts", "authority-requests", "important-data")
        for kind in plain:
            self.found[kind] = make(machine, kind)["id"]
        self.found["webhooks"] = make(machine, "webhooks", url=HOOK)["id"]
        for kind in ("assessments", "mechanisms", "legal-holds", "arrangements"):
            self.found[kind] = make(self.staff, kind)["id"]
        until = (timezone.now() + timedelta(days=100)).isoformat()
        asked = make(self.staff, "notice-exceptions", valid_until=until)
        self.found["notice-exceptions"] = asked["id"]
        one = f"incidents/{self.found['incidents']}/reports"
        make(machine, "incidents/{incident_id}/reports", at=one)

    def _ask_as_person(self) -> None:
        person = as_person(self.token)
        self.found["rights-requests"] = make(person, "rights-requests", controller="bank")["id"]
        self.found["complaints"] = make(person, "complaints", about="bank")["id"]

    def _port(self) -> None:
        """Leave what a person had sent to the bank."""
        bank, now = self.exchange["bank"].stix_id, timezone.now()
        porting_id = uuid4()
        sealed = seal(
            key_id=ensure_data_key(owner=bank, now=now),
            place=place_of_content(porting_id),
            value=b"[]",
        )
        Porting.objects.create(
            id=porting_id,
            request=uuid4(),
            recipient=bank,
            items=0,
            content=sealed,
            ported_at=now,
            expires_at=now + timedelta(days=30),
        )
        self.found["portings"] = str(porting_id)

    def _machine(self) -> Client:
        return Client(headers=self.machine)


def make(client: Client, name: str, *, at: str = "", **changes: Any) -> dict[str, Any]:
    """Post the example of an operation, with changes, and return the answer, which must be a success."""
    content = build_schema()["paths"][HERE + name]["post"]["requestBody"]["content"]
    _, example = find_example(content)
    answer = client.post(HERE + (at or name), example | changes, content_type="application/json")
    assert answer.status_code in {200, 201, 202}, (name, answer.content)
    made: dict[str, Any] = answer.json()
    return made
