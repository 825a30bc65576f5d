"""What analysts decide about cases: for their own institution alone, against the machine, and undone."""

import json
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.cases.models import CaseMembership, CaseMove, RuledAlert, Ruling
from sharing.delivery.models import Delivery
from sharing.stix.markings import Tlp
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/cases"
ONE, TWO = "[url:value = 'https://one.example/a']", "[url:value = 'https://two.example/b']"
THREE = "[url:value = 'https://three.example/c']"


@pytest.fixture
def reports(exchange, now):
    """The bank and the platform report one site, and the bank another, minute by minute."""

    def report(slug, minute, pattern):
        at = now + timedelta(minutes=minute)
        sent = send(exchange[slug], now=at, pattern=pattern, name=f"Report {minute}")
        work(at)
        return str(sent.id)

    return [report("bank", 0, ONE), report("platform", 1, ONE), report("bank", 2, TWO)]


@pytest.fixture
def client(exchange, as_member, reports):
    return as_member(exchange["peer"])


def decide(client, address, body=None):
    return client.post(f"{ADDRESS}/{address}", body, content_type="application/json")


def alerts_by_case(client):
    """Return the alerts of each case, as the details tell them."""
    listed = [item["id"] for item in client.get(ADDRESS).json()["items"]]
    details = {case: client.get(f"{ADDRESS}/{case}").json()["alerts"] for case in listed}
    return {case: {one["id"] for one in alerts} for case, alerts in details.items()}


def count_rows():
    return Ruling.objects.count(), RuledAlert.objects.count(), CaseMove.objects.count()


def test_two_cases_become_one_and_two_again(client, reports):
    merged = decide(client, f"{reports[0]}/merge", {"other": reports[2], "reason": "same-event"})

    assert merged.status_code == 200
    (case,) = merged.json()["cases"]
    assert case == {"id": reports[0], "alerts": reports}
    assert alerts_by_case(client) == {reports[0]: set(reports)}

    undone = decide(client, f"rulings/{merged.json()['ruling']}/undo")

    assert undone.json()["cases"] == [
        {"id": reports[0], "alerts": reports[:2]},
        {"id": reports[2], "alerts": reports[2:]},
    ]
    assert alerts_by_case(client) == {reports[0]: set(reports[:2]), reports[2]: {reports[2]}}


def test_a_split_keeps_apart_what_the_machine_would_join(client, reports):
    split = decide(
        client, f"{reports[0]}/split", {"alerts": [reports[1]], "reason": "other-event"}
    ).json()

    assert split["cases"] == [
        {"id": reports[0], "alerts": [reports[0]]},
        {"id": reports[1], "alerts": [reports[1]]},
    ]
    assert set(alerts_by_case(client)) == set(reports)


def test_an_alert_moves_from_one_case_to_another(client, reports):
    body = {"alert": reports[1], "to": reports[2], "reason": "other-campaign"}

    moved = decide(client, f"{reports[0]}/move", body).json()

    assert moved["cases"] == [
        {"id": reports[0], "alerts": [reports[0]]},
        {"id": reports[1], "alerts": reports[1:]},
    ]
    assert alerts_by_case(client) == {reports[0]: {reports[0]}, reports[1]: set(reports[1:])}


def test_only_the_view_of_who_decided_changes(exchange, as_member, client, reports):
    others = [as_member(exchange[slug]) for slug in ("bank", "platform", "regulator")]
    before = [alerts_by_case(other) for other in others]
    stored = dict(CaseMembership.objects.values_list("alert_id", "case_id"))

    decide(client, f"{reports[0]}/merge", {"other": reports[2], "reason": "same-event"})

    assert [alerts_by_case(other) for other in others] == before
    assert dict(CaseMembership.objects.values_list("alert_id", "case_id")) == stored


def test_a_rehearsal_tells_the_same_and_changes_nothing(client, reports):
    before, audited = count_rows(), AuditEvent.objects.filter(action=Action.CASE_RULED).count()
    body = {"other": reports[2], "reason": "same-event"}

    rehearsed = decide(client, f"{reports[0]}/merge?dry_run=true", body).json()

    assert rehearsed["ruling"] is None
    assert (count_rows(), AuditEvent.objects.filter(action=Action.CASE_RULED).count()) == (
        before,
        audited,
    )
    assert rehearsed["cases"] == decide(client, f"{reports[0]}/merge", body).json()["cases"]


@pytest.mark.parametrize("is_resent", [False, True])
def test_what_was_decided_survives_a_re_send_and_a_revision(exchange, client, now, is_resent):
    bundle = make_bundle(name="First words", pattern=THREE)
    first = send(exchange["bank"], now=now, raw=orjson.dumps(bundle))
    twin = send(exchange["platform"], now=now, pattern=THREE, name="Other words")
    work(now)
    (case,) = [one for one, alerts in alerts_by_case(client).items() if str(first.id) in alerts]
    assert decide(client, f"{case}/split", _apart(first)).status_code == 200
    bundle["objects"][-1]["modified"] = "2026-11-23T02:30:00.000Z"
    if is_resent:
        bundle["objects"][-1]["id"] = f"report--{uuid4()}"
    later = now + timedelta(hours=1)
    again = send(exchange["bank"], now=later, raw=orjson.dumps(bundle))
    work(later)

    for withdrawn_at in (None, later):
        # Also where the alert that was named is no longer seen.
        Delivery.objects.filter(alert_id=first.id).update(withdrawn_at=withdrawn_at)
        cases = list(alerts_by_case(client).values())
        assert any(str(again.id) in case for case in cases)
        assert not any({str(again.id), str(twin.id)} <= case for case in cases)


def _apart(alert):
    return {"alerts": [str(alert.id)], "reason": "other-event"}


def test_each_act_is_recorded_with_its_moves(exchange, client, reports):
    body = {"other": reports[2], "reason": "same-event"}
    ruling = decide(client, f"{reports[0]}/merge", body).json()["ruling"]
    decide(client, f"rulings/{ruling}/undo")

    events = AuditEvent.objects.filter(subject=ruling).order_by("id")
    assert [(one.action, one.details.get("kind")) for one in events] == [
        (Action.CASE_RULED, "merge"),
        (Action.CASE_RULING_UNDONE, "merge"),
    ]
    assert events[0].details["alerts"] == [
        [reports[2], "moved"],
        [reports[0], "beside"],
        [reports[1], "beside"],
    ]
    moves = CaseMove.objects.filter(ruling=ruling).order_by("id")
    assert [(str(m.alert_id), str(m.came_from), str(m.went_to)) for m in moves] == [
        (reports[2], reports[2], reports[0]),
        (reports[2], reports[0], reports[2]),
    ]
    assert {one.institution_id for one in moves} == {exchange["peer"].institution.id}


def test_undoing_twice_is_undoing_once(client, reports):
    body = {"other": reports[2], "reason": "same-event"}
    ruling = decide(client, f"{reports[0]}/merge", body).json()["ruling"]
    first = decide(client, f"rulings/{ruling}/undo").json()
    rows = count_rows()

    again = decide(client, f"rulings/{ruling}/undo")

    assert (again.status_code, again.json(), count_rows()) == (200, first, rows)
    assert AuditEvent.objects.filter(action=Action.CASE_RULING_UNDONE).count() == 1


def test_the_history_tells_who_came_and_what_was_decided(client, reports):
    body = {"alerts": [reports[1]], "reason": "other-party"}
    ruling = decide(client, f"{reports[0]}/split", body).json()["ruling"]
    decide(client, f"rulings/{ruling}/undo")

    steps = client.get(f"{ADDRESS}/{reports[0]}/history").json()["items"]

    assert [(one["act"], one["alerts"], one["reason"], one["ruling"]) for one in steps] == [
        ("joined", [reports[0]], "", None),
        ("joined", [reports[1]], "", None),
        ("split", [reports[1]], "other-party", ruling),
        ("undone", [reports[1]], "", ruling),
    ]
    assert steps[1]["link"]["beside"] == reports[0]


def test_a_case_tells_why_each_alert_stands_in_it(client, reports):
    shown = client.get(f"{ADDRESS}/{reports[0]}?fields=links").json()["links"]

    assert [(one["alert"], one["beside"], one["ruled"]) for one in shown] == [
        (reports[0], None, False),
        (reports[1], reports[0], False),
    ]
    told = {one["code"]: one["words"] for one in shown[1]["reasons"]}
    assert told["same-host"] == "the same host"
    assert all(words != code for code, words in told.items())


def test_a_case_is_tied_to_another_event_of_the_same_host(client, reports):
    """Apart by decision, and related by what they share."""
    decide(client, f"{reports[0]}/split", {"alerts": [reports[1]], "reason": "other-event"})

    shown = client.get(f"{ADDRESS}/{reports[0]}?fields=related").json()["related"]

    assert [(one["case"], "same-infrastructure" in str(one["by"])) for one in shown] == [
        (reports[1], True)
    ]
    assert {"code": "same-infrastructure", "words": "the same infrastructure"} in shown[0]["by"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "相同主机"), ("zh-hant", "相同主機"), ("en", "the same host")],
)
def test_the_reasons_come_in_the_language_of_the_reader(client, reports, language, words):
    shown = client.get(f"{ADDRESS}/{reports[0]}", headers={"accept-language": language}).json()

    reasons = shown["links"][1]["reasons"]
    assert words in {one["words"] for one in reasons}


def test_what_is_not_mine_looks_missing(exchange, as_member, client, reports):
    stranger = as_member(exchange["outsider"])
    ruling = decide(
        client, f"{reports[0]}/merge", {"other": reports[2], "reason": "same-event"}
    ).json()["ruling"]
    rows = count_rows()

    answers = [
        decide(stranger, f"{reports[0]}/merge", {"other": reports[2], "reason": "same-event"}),
        decide(stranger, f"{reports[0]}/split", {"alerts": [reports[1]], "reason": "other-event"}),
        decide(stranger, f"rulings/{ruling}/undo"),
        decide(as_member(exchange["bank"]), f"rulings/{ruling}/undo"),
        stranger.get(f"{ADDRESS}/{reports[0]}/history"),
        decide(client, f"{reports[0]}/merge", {"other": str(uuid4()), "reason": "same-event"}),
    ]

    assert [one.status_code for one in answers] == [404] * 6
    assert count_rows() == rows


@pytest.mark.parametrize(
    ("act", "body", "place"),
    [
        ("merge", {"other": 0, "reason": "same-event"}, "other"),
        ("merge", {"other": 2, "reason": "because"}, "reason"),
        ("merge", {"other": "x", "reason": "same-event"}, "other"),
        ("split", {"alerts": [], "reason": "other-event"}, "alerts"),
        ("split", {"alerts": [0, 1], "reason": "other-event"}, "alerts"),
        ("split", {"alerts": [2], "reason": "other-event"}, "alerts"),
        ("move", {"alert": 2, "to": 2, "reason": "other-event"}, "alert"),
        ("move", {"alert": 0, "to": 0, "reason": "other-event"}, "to"),
        ("merge?dry_run=yes", {"other": 2, "reason": "same-event"}, "dry_run"),
    ],
)
def test_what_cannot_be_used_is_named_and_changes_nothing(client, reports, act, body, place):
    rows = count_rows()
    sent = {name: _fill(value, reports) for name, value in body.items()}

    answer = decide(client, f"{reports[0]}/{act}", sent)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-parameter")
    assert [one["parameter"] for one in answer.json()["errors"]] == [place]
    assert count_rows() == rows


def _fill(value, reports):
    if isinstance(value, list):
        return [reports[one] for one in value]
    return reports[value] if isinstance(value, int) else value


@pytest.mark.parametrize(
    ("count", "code"), [(501, "invalid-parameter"), (10_000, "content-rejected")]
)
def test_more_alerts_than_one_decision_is_about_are_refused(client, reports, count, code):
    rows, sent = count_rows(), [str(uuid4()) for _ in range(count)]

    answer = decide(client, f"{reports[0]}/split", {"alerts": sent, "reason": "other-event"})

    assert answer.json()["code"] == code
    assert len(answer.json()["errors"]) == 1
    assert sent[0] not in answer.content.decode()
    assert count_rows() == rows


def test_a_report_that_is_not_shared_with_me_answers_like_none(exchange, client, reports, now):
    """The hidden one is of the same site, so it stands in one hull with what I see."""
    at = now + timedelta(minutes=9)
    hidden = send(exchange["platform"], now=at, pattern=ONE, tlp=Tlp.RED, name="Hidden").id
    work(at)
    rows = count_rows()

    def read(one):
        answers = [
            decide(client, f"{reports[0]}/split", {"alerts": [one], "reason": "other-event"}),
            decide(client, f"{reports[0]}/merge", {"other": one, "reason": "same-event"}),
            decide(client, f"{one}/merge?dry_run=true", {"other": one, "reason": "same-event"}),
            decide(
                client,
                f"{reports[0]}/move",
                {"alert": one, "to": reports[2], "reason": "other-event"},
            ),
            decide(client, f"rulings/{one}/undo"),
            client.get(f"{ADDRESS}/{one}"),
            client.get(f"{ADDRESS}/{one}/history"),
            client.get("/api/v1/alerts", {"case": one}),
            client.get(f"/api/v1/alerts/{one}", {"view": "explain"}),
        ]
        return [(answer.status_code, _mask(answer, one)) for answer in answers]

    assert read(str(hidden)) == read(str(uuid4()))
    assert count_rows() == rows


def _mask(answer, one):
    told = answer.json()
    # Each answer has a reference of its own.
    told.pop("instance", None), told.pop("reference", None)
    return json.dumps(told).replace(one, "")
