"""Assessments over REST: drafted by one, approved by another person of the same institution, ended."""

from uuid import uuid4

import pytest
from django.utils import timezone

from privacy.audit.models import AuditEvent
from privacy.transfers.models import Assessment
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.assessments import assess
from sharing.members.actors import Role
from tests.factories.transfers import APPROVER, AUTHOR, new_assessment, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/assessments"
BODY = {
    "kind": "pipia",
    "title": "存管账户欺诈预警",
    "purposes": ["fraud-prevention"],
    "categories": ["PI", "C2"],
    "regions": ["CN", "EU-DE"],
    "valid_until": "2035-01-01T00:00:00Z",
}


def write(client, body=BODY, path=PATH):
    return client.post(path, body, content_type="application/json")


def grounds_of(member):
    return load_evidence(now=timezone.now()).for_act(exporter=member.stix_id, recipient="x")


@pytest.fixture
def officers(bank, now):
    return sign_in(bank, now, name="li"), sign_in(bank, now, name="wang")


def test_one_officer_drafts_and_another_approves_pc_23(bank, officers):
    author, approver = officers

    drafted = write(author)
    path = drafted.headers["Location"]
    assert grounds_of(bank) == ()
    approved = approver.post(f"{path}/approve")

    assert drafted.status_code == 201
    assert drafted.json() | BODY | {"regions": ["CN", "EEA"]} == drafted.json() | {
        "categories": BODY["categories"],
        "valid_until": BODY["valid_until"],
    }
    assert (drafted.json()["state"], drafted.json()["is_programme"]) == ("draft", False)
    assert approved.status_code == 200
    assert approved.json()["state"] == "approved"
    assert approved.json()["author"] != approved.json()["approver"]
    (evidence,) = grounds_of(bank)
    assert evidence.reference == drafted.json()["id"]
    assert author.get(path).json() == approved.json()


def test_nobody_approves_their_own_draft_pc_23_pc_41(bank, officers):
    author, _ = officers
    path = write(author).headers["Location"]

    answer = author.post(f"{path}/approve")

    assert answer.status_code == 403
    assert answer.json()["code"] == "self-approval"
    assert Assessment.objects.get().state == "draft"
    assert grounds_of(bank) == ()


def test_pc_41_a_machine_neither_drafts_nor_approves_nor_ends(bank, as_member, officers):
    machine, path = as_member(bank), write(officers[0]).headers["Location"]

    answers = [write(machine), *(machine.post(f"{path}/{verb}") for verb in ("approve", "end"))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Assessment.objects.get().state == "draft"


def test_an_assessment_is_approved_once_and_ends_as_often_as_one_likes(officers):
    author, approver = officers
    path = write(author).headers["Location"]
    approver.post(f"{path}/approve")

    again = approver.post(f"{path}/approve")
    ends = [author.post(f"{path}/end") for _ in range(2)]

    assert again.status_code == 409
    assert [answer.status_code for answer in ends] == [200, 200]
    assert ends[0].json()["state"] == "ended"
    assert ends[0].json() == ends[1].json()
    assert AuditEvent.objects.filter(action="transfers.assessment.ended").count() == 1


def test_other_institutions_find_nothing(bank, peer, officers, as_member, now):
    path = write(officers[0]).headers["Location"]
    stranger = sign_in(peer, now, name="zhao")

    answers = [stranger.get(path), *(stranger.post(f"{path}/{v}") for v in ("approve", "end"))]
    superseding = write(stranger, BODY | {"supersedes": path.rpartition("/")[2]})

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert superseding.status_code == 404
    assert as_member(peer).get(PATH).json()["items"] == []
    assert Assessment.objects.get().state == "draft"


def test_the_programme_is_seen_by_all_and_changed_by_none(bank, now, officers):
    row = assess(now=now, author=AUTHOR, approver=APPROVER, new=new_assessment(now))
    officer = officers[0]

    (shown,) = officer.get(PATH).json()["items"]
    ended = officer.post(f"{PATH}/{row.id}/end")

    assert (shown["id"], shown["is_programme"]) == (str(row.id), True)
    assert ended.status_code == 404
    assert Assessment.objects.get().state == "approved"


def test_a_wider_revision_ends_the_earlier_one_at_once_pc_23(bank, officers):
    author, approver = officers
    path = write(author).headers["Location"]
    approver.post(f"{path}/approve")

    wider = BODY | {"categories": ["PI", "C2", "MINOR"], "supersedes": path.rpartition("/")[2]}
    revised = write(author, wider)

    assert revised.status_code == 201
    assert author.get(path).json()["state"] == "ended"
    assert grounds_of(bank) == ()
    assert write(author, wider).status_code == 409


def test_lists_go_by_page_and_by_state(officers):
    author, approver = officers
    paths = [write(author, BODY | {"title": f"No. {n}"}).headers["Location"] for n in range(3)]
    approver.post(f"{paths[0]}/approve")

    first = author.get(PATH, {"limit": 2}).json()
    second = author.get(PATH, {"limit": 2, "cursor": first["next"]}).json()
    approved = author.get(PATH, {"state": "approved"}).json()

    titles = [item["title"] for item in [*first["items"], *second["items"]]]
    assert titles == ["No. 2", "No. 1", "No. 0"]
    assert second["next"] is None
    assert [item["title"] for item in approved["items"]] == ["No. 0"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "opinion"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["marketing"]}, "purposes"),
        ({"categories": []}, "categories"),
        ({"categories": ["PII"]}, "categories[0]"),
        ({"recipient_kinds": ["friend"]}, "recipient_kinds[0]"),
        ({"regions": ["Europe"]}, "regions[0]"),
        ({"valid_until": "2020-01-01T00:00:00Z"}, "valid_until"),
        ({"valid_until": "9999-12-31T23:59:59-12:00"}, "valid_until"),
        ({"valid_until": "2035-01-01T00:00:00"}, "valid_until"),
        ({"document": "abc"}, "document"),
        ({"controller": "me"}, "body"),
        ({"controllers": []}, "body"),
    ],
)
def test_what_cannot_be_assessed_is_refused_by_place_and_never_repeated(officers, change, place):
    answer = write(officers[0], BODY | change)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [place]
    for value in ("opinion", "marketing", "PII", "friend", "Europe", "9999"):
        assert value not in answer.content.decode()
    assert Assessment.objects.count() == 0


def test_only_the_roles_of_privacy_come_near(bank, now):
    analyst = sign_in(bank, now, name="sun", role=Role.ANALYST)
    auditor = sign_in(bank, now, name="qian", role=Role.AUDITOR)

    assert analyst.get(PATH).status_code == 403
    assert write(analyst).status_code == 403
    assert auditor.get(PATH).status_code == 200
    assert write(auditor).status_code == 403
    assert auditor.post(f"{PATH}/{uuid4()}/approve").status_code == 403
    assert Assessment.objects.count() == 0
