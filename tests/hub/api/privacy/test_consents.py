"""Consents over REST: one kind an act, identifiers in and never out, one's own alone (PC-05 to PC-09)."""

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from privacy.audit.models import AuditEvent
from privacy.consent.models import ConsentRecord, ConsentSubject
from privacy.consent.receipts import open_receipt
from privacy.subjects.identifiers import subject_key
from sharing.members.actors import Role
from tests.factories.consents import give, key, publish, publish_next

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/consents"
LINES = "application/x-ndjson"
# Nobody's: the number of a range that is not given out, and a name that cannot be registered.
PHONE, EMAIL = "138 1234 5678", "mei@person.example"


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["bank"])


@pytest.fixture
def version(exchange, now):
    return publish(exchange["bank"], now=now)


@pytest.fixture
def body(version):
    return {
        "kind": "sharing",
        "identifiers": [{"kind": "phone", "value": PHONE}, {"kind": "email", "value": EMAIL}],
        "notice": str(version.notice_id),
        "version": 1,
        "notice_digest": bytes(version.digest).hex(),
        "purposes": ["fraud-prevention"],
        "recipient_classes": ["bank"],
        "categories": ["PI"],
        "method": "app",
        "language": "zh-Hans",
        "jurisdiction": "CN",
        "given_at": "2026-11-23T02:00:00Z",
        "evidence_digest": "1" * 64,
    }


def write(client, body, path=PATH):
    return client.post(path, body, content_type="application/json")


def send_lines(client, *lines):
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return client.post(f"{PATH}/import", "\n".join(texts), content_type=LINES)


def read_database():
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names()
            if "consent" in name or "audit" in name
        ]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of the database's own
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_a_consent_is_recorded_and_read_back_without_its_person(api, body):
    created = write(api, body)

    said = created.json()
    assert created.status_code == 201
    assert created["Location"] == f"{PATH}/{said['id']}"
    assert api.get(created["Location"]).json() == said
    assert (said["kind"], said["state"], said["by_guardian"]) == ("sharing", "valid", False)
    assert [event["event"] for event in said["events"]] == ["given"]
    assert {name: said[name] for name in ("notice", "version", "purposes", "evidence_digest")} == {
        name: body[name] for name in ("notice", "version", "purposes", "evidence_digest")
    }
    assert not {"identifiers", "subjects", "guardian"} & set(said)
    stored = {bytes(one) for one in ConsentSubject.objects.values_list("subject", flat=True)}
    assert stored == {subject_key("phone", PHONE), key(EMAIL)}


def test_pc_40_identifiers_are_neither_stored_nor_echoed(api, body):
    guardian = {"kind": "person-id-number", "value": "110101199003071233"}
    created = write(api, body | {"guardian": guardian})
    path = created["Location"]

    answers = [created, api.get(path), api.get(f"{path}/receipt"), api.get(PATH)]
    answers.append(api.post(f"{path}/withdraw"))
    seen = "".join(answer.content.decode() for answer in answers) + read_database()
    seen += str(open_receipt(ConsentRecord.objects.get().receipt))

    for clear in (PHONE, "13812345678", EMAIL, guardian["value"]):
        assert clear not in seen


def test_the_same_act_answers_with_the_first_record(api, body):
    first, again = write(api, body), write(api, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert ConsentRecord.objects.count() == 1


def test_the_same_act_with_other_content_is_a_conflict_that_names_the_part(api, body):
    first = write(api, body)
    wrong = body | {"notice_digest": "9" * 64}

    alone, (line,) = write(api, wrong), send_lines(api, wrong).json()["results"]

    assert (alone.status_code, alone.json()["code"]) == (409, "consent-differs")
    assert [fault["parameter"] for fault in alone.json()["errors"]] == ["notice_digest"]
    assert "9" * 64 not in alone.content.decode()
    assert (line["status"], line["problem"]["code"]) == (409, "consent-differs")
    assert ConsentRecord.objects.count() == 1
    assert api.get(first["Location"]).json() == first.json()


def test_pc_05_a_bundled_submission_is_refused(api, body):
    listed = write(api, body | {"kind": ["sharing", "sensitive"]})
    first = write(api, body)
    same_proof = write(api, body | {"kind": "publication"})

    for answer in (listed, same_proof):
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert (error["parameter"], error["code"]) == ("kind", "bundled")
    assert first.status_code == 201
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "everything-13812345678"}, "kind"),
        ({"kind": None}, "kind"),
        ({"identifiers": []}, "identifiers"),
        ({"identifiers": [{"kind": "person-name", "value": "x" * 9}]}, "identifiers[0].kind"),
        ({"identifiers": [{"kind": "phone", "value": "13812345678x"}]}, "identifiers[0].value"),
        ({"identifiers": [{"kind": "email", "value": "13812345678"}]}, "identifiers[0].value"),
        ({"identifiers": [{"kind": "bank-account", "value": "****1234"}]}, "identifiers[0].value"),
        ({"identifiers": [{"kind": "person-id-number", "value": "?"}]}, "identifiers[0].value"),
        ({"notice": str(uuid4())}, "notice"),
        ({"notice": "13812345678"}, "notice"),
        ({"version": 2}, "notice"),
        ({"notice_digest": "0" * 64}, "notice_digest"),
        ({"purposes": ["statistics"]}, "purposes"),
        ({"regions": ["SG"]}, "regions"),
        ({"method": "pre-ticked"}, "method"),
        ({"language": "fr"}, "language"),
        ({"jurisdiction": "china"}, "jurisdiction"),
        ({"given_at": "2026-11-20T02:00:00"}, "given_at"),
        ({"given_at": "9999-12-31T23:59:59-12:00"}, "given_at"),
        # Before the notice was published.
        ({"given_at": "2026-11-23T01:59:59Z"}, "given_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "expires_at"),
        ({"evidence_digest": "13812345678"}, "evidence_digest"),
        ({"kind": "guardian"}, "guardian"),
        ({"name": "13812345678"}, "body"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place_and_nothing_is_stored(
    api, body, change, place
):
    answer = write(api, body | change)

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [place]
    assert b"13812345678" not in answer.content
    assert ConsentRecord.objects.count() == ConsentSubject.objects.count() == 0
    assert "13812345678" not in read_database()


def test_pc_06_the_receipt_is_signed_and_says_what_was_consented_to(api, body):
    path = write(api, body)["Location"]

    said = api.get(f"{path}/receipt").json()

    assert open_receipt(said["jws"]) == said["payload"]
    assert said["payload"]["@id"] == f"urn:uuid:{path.rpartition('/')[2]}"
    assert said["payload"]["dpv:hasPurpose"] == ["fraud-prevention"]
    assert said["payload"]["dpv:hasNotice"]["sha256"] == body["notice_digest"]


def test_pc_08_withdrawal_is_one_request_and_again_changes_nothing(api, body):
    path = write(api, body)["Location"]

    first = api.post(f"{path}/withdraw")
    again = api.post(f"{path}/withdraw")

    assert (first.status_code, first.json()["state"]) == (200, "withdrawn")
    assert again.json() == first.json()
    assert [event["event"] for event in first.json()["events"]] == ["given", "withdrawn"]
    assert AuditEvent.objects.filter(action="consent.consent.withdrawn").count() == 1


def test_others_consents_look_missing_and_stay_valid(exchange, as_member, api, body):
    path = write(api, body)["Location"]
    other = as_member(exchange["peer"])

    answers = [other.get(path), other.get(f"{path}/receipt"), other.post(f"{path}/withdraw")]
    answers.append(other.get(f"{PATH}/{uuid4()}"))

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    assert other.get(PATH).json() == {"items": [], "next": None}
    assert api.get(path).json()["state"] == "valid"
    assert write(other, body).json()["errors"][0]["parameter"] == "notice"


def test_consents_are_listed_by_kind_and_state_and_paged(api, exchange, version):
    now, bank = timezone.now(), exchange["bank"]
    for number in range(3):
        give(bank, version, now=now, subjects=frozenset({key(f"{number}@person.example")}))
    ended = give(bank, version, now=now, kind="sensitive")
    api.post(f"{PATH}/{ended.id}/withdraw")

    first = api.get(f"{PATH}?kind=sharing&limit=2").json()
    second = api.get(f"{PATH}?kind=sharing&limit=2&cursor={first['next']}").json()
    withdrawn = api.get(f"{PATH}?state=withdrawn").json()["items"]

    assert len({row["id"] for row in first["items"] + second["items"]}) == 3
    assert second["next"] is None
    assert [row["id"] for row in withdrawn] == [str(ended.id)]
    assert api.get(f"{PATH}?state=valid&kind=sensitive").json()["items"] == []
    assert api.get(f"{PATH}?state=odd").status_code == 400


def test_pc_07_a_material_version_shows_as_waiting_for_the_person(api, exchange, version, body):
    path = write(api, body)["Location"]

    publish_next(exchange["bank"], version, now=timezone.now(), material=True)

    assert api.get(path).json()["state"] == "reconsent"
    assert len(api.get(f"{PATH}?state=reconsent").json()["items"]) == 1


def test_listing_costs_the_same_whatever_the_number(
    api, exchange, version, django_assert_max_num_queries
):
    for number in range(6):
        people = frozenset({key(f"{number}@person.example")})
        give(exchange["bank"], version, now=timezone.now(), subjects=people)

    with django_assert_max_num_queries(5):
        assert len(api.get(PATH).json()["items"]) == 6


def test_an_import_records_good_lines_and_tells_how_each_went(api, body):
    second = body | {"kind": "sensitive", "categories": ["SPI"], "evidence_digest": "2" * 64}
    no_proof = {name: value for name, value in body.items() if name != "evidence_digest"}
    bundled = body | {"kind": "publication"}

    answer = send_lines(api, body, "", "no json", no_proof, second, bundled, body)

    said = answer.json()
    assert answer.status_code == 200
    assert (said["recorded"], said["repeated"], said["refused"]) == (2, 1, 3)
    assert [(one["line"], one["status"]) for one in said["results"]] == [
        (1, 201),
        (3, 400),
        (4, 400),
        (5, 201),
        (6, 400),
        (7, 200),
    ]
    assert said["results"][-1]["id"] == said["results"][0]["id"]
    assert said["results"][4]["problem"]["errors"][0]["code"] == "bundled"
    assert ConsentRecord.objects.count() == 2
    assert b"mei@" not in answer.content


def test_an_import_is_bounded_and_takes_lines_alone(api):
    too_many = send_lines(api, *["{}"] * 10_001)
    empty = send_lines(api, "", "")
    other = api.post(f"{PATH}/import", "[]", content_type="application/json")

    assert [answer.status_code for answer in (too_many, empty, other)] == [413, 400, 415]
    assert ConsentRecord.objects.count() == 0


def test_many_groups_of_lines_are_recorded_in_order(api, body):
    lines = [
        body | {"identifiers": [{"kind": "email", "value": f"n{number}@person.example"}]}
        for number in range(1_100)
    ]

    said = send_lines(api, *lines).json()

    assert (said["recorded"], len(said["results"])) == (1_100, 1_100)
    assert [one["line"] for one in said["results"]] == list(range(1, 1_101))


def test_the_command_imports_a_file_and_names_the_lines_it_refuses(exchange, body, tmp_path):
    file = tmp_path / "consents.ndjson"
    file.write_bytes(b"\n".join([orjson.dumps(body), b"", b"mei@person.example"]))
    out, errors = StringIO(), StringIO()

    def run():
        with pytest.raises(CommandError, match="refused"):
            call_command(
                "import_consents", str(file), "--institution", "bank", stdout=out, stderr=errors
            )

    run()
    run()

    assert out.getvalue().splitlines() == [
        "recorded 1, recorded before 0, refused 1",
        "recorded 0, recorded before 1, refused 1",
    ]
    assert orjson.loads(errors.getvalue().splitlines()[0])["line"] == 3
    assert "mei@" not in errors.getvalue()
    assert ConsentRecord.objects.get().collected_by == "operator"


def test_the_privacy_officer_records_and_the_analyst_does_not(exchange, body, now, client):
    from django.contrib.auth import get_user_model

    from sharing.members.services import grant_membership

    seen = {}
    for role in (Role.PRIVACY_OFFICER, Role.ANALYST):
        user = get_user_model().objects.create_user(f"{role}@bank.example", joined_at=now)
        grant_membership(
            actor="hub",
            now=now,
            user_id=user.pk,
            institution=exchange["bank"].institution,
            roles=frozenset({role}),
        )
        client.force_login(user)
        seen[role] = [client.get(PATH).status_code, write(client, body).status_code]

    assert seen == {Role.PRIVACY_OFFICER: [200, 201], Role.ANALYST: [403, 403]}


def test_a_consent_that_ends_is_shown_as_expired(api, exchange, version):
    past = timezone.now() - timedelta(minutes=1)
    row = give(exchange["bank"], version, now=past, expires_at=past)

    assert api.get(f"{PATH}/{row.id}").json()["state"] == "expired"
