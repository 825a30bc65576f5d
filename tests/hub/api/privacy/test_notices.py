"""Notices over REST: complete or refused item by item, one's own alone (PC-10)."""

import hashlib
from uuid import uuid4

import orjson
import pytest

from privacy.consent.models import NoticeVersion
from tests.factories.consents import make_texts, publish

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/notices"
BODY = {
    "code": "programme",
    "purposes": ["fraud-prevention"],
    "recipient_classes": ["bank", "payment"],
    "categories": ["PI"],
    "kinds": ["sharing"],
    "texts": make_texts(),
}


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["bank"])


def write(client, body, path=PATH):
    return client.post(path, body, content_type="application/json")


def without(*places):
    texts = make_texts()
    for language, item in places:
        del texts[language][item]
    return texts


def test_a_notice_is_published_and_read_back_with_the_digest_of_what_it_shows(api, exchange):
    created = write(api, BODY)

    said = created.json()
    assert created.status_code == 201
    assert created["Location"] == f"{PATH}/{said['notice']}/versions/1"
    assert api.get(created["Location"]).json() == said
    content = orjson.dumps(said["content"], option=orjson.OPT_SORT_KEYS)
    assert said["digest"] == hashlib.sha256(content).hexdigest()
    assert said["content"]["controller"] == exchange["bank"].stix_id
    assert said["content"]["texts"] == BODY["texts"]
    del said["content"]
    assert api.get(PATH).json() == {"items": [said], "next": None}
    assert api.get(f"{PATH}/{said['notice']}").json() == {"items": [said]}


def test_pc_10_each_missing_item_is_named_with_its_article_and_nothing_is_published(api):
    texts = without(("zh-Hans", "who"), ("en", "withdrawal"))

    answer = write(api, BODY | {"texts": texts})

    assert answer.status_code == 400
    assert [(one["parameter"], one["code"]) for one in answer.json()["errors"]] == [
        ("texts.zh-Hans.who", "missing-item"),
        ("texts.en.withdrawal", "missing-item"),
    ]
    assert "PIPL 17(1)(1)" in answer.json()["errors"][0]["detail"]
    assert NoticeVersion.objects.count() == 0


def test_pc_10_a_language_left_out_lacks_every_item(api):
    texts = make_texts()
    del texts["zh-Hant"]

    errors = write(api, BODY | {"texts": texts}).json()["errors"]

    assert {one["parameter"].rpartition(".")[0] for one in errors} == {"texts.zh-Hant"}
    assert len(errors) == 14


def test_a_version_is_published_with_the_next_number(api):
    path = f"{PATH}/{write(api, BODY).json()['notice']}"
    body = {name: value for name, value in BODY.items() if name != "code"}

    second = write(api, body | {"material": False}, f"{path}/versions")
    third = write(api, body | {"purposes": ["aml-cft"]}, f"{path}/versions")
    lacking = write(api, body | {"texts": without(("en", "who"))}, f"{path}/versions")

    assert [second.json()["version"], second.json()["material"]] == [2, False]
    assert [third.json()["version"], third.json()["material"]] == [3, True]
    assert lacking.status_code == 400
    assert [row["version"] for row in api.get(path).json()["items"]] == [3, 2, 1]
    assert [row["version"] for row in api.get(PATH).json()["items"]] == [3]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": "Programme"}, "code"),
        ({"code": "taken"}, "code"),
        ({"purposes": ["marketing"]}, "purposes"),
        ({"purposes": []}, "purposes"),
        ({"recipient_classes": ["everybody"]}, "recipient_classes[0]"),
        ({"categories": ["C3"]}, "categories"),
        ({"kinds": ["all"]}, "kinds[0]"),
        ({"kinds": ["cross-border"]}, "regions"),
        ({"texts": {"fr": {}}}, "texts"),
        ({"texts": make_texts() | {"en": {"secret-13812345678": "x"}}}, "texts.en"),
        ({"texts": make_texts() | {"en": {"who": "x" * 4001}}}, "texts.en[...]"),
        ({"more": 1}, "body"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place(api, exchange, now, change, place):
    publish(exchange["bank"], now=now, code="taken")

    answer = write(api, BODY | change)

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [place]
    assert b"13812345678" not in answer.content
    assert NoticeVersion.objects.count() == 1


def test_others_notices_look_missing(api, exchange, now):
    others = publish(exchange["peer"], now=now)
    path = f"{PATH}/{others.notice_id}"
    body = {name: value for name, value in BODY.items() if name != "code"}

    answers = [
        api.get(path),
        api.get(f"{path}/versions/1"),
        write(api, body, f"{path}/versions"),
        api.get(f"{PATH}/{uuid4()}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert api.get(PATH).json()["items"] == []
    assert NoticeVersion.objects.count() == 1


def test_notices_are_paged(api, exchange, now):
    for number in range(5):
        publish(exchange["bank"], now=now, code=f"n{number}")

    first = api.get(f"{PATH}?limit=3").json()
    second = api.get(f"{PATH}?limit=3&cursor={first['next']}").json()

    assert second["next"] is None
    assert sorted(row["code"] for row in first["items"] + second["items"]) == [
        f"n{number}" for number in range(5)
    ]
