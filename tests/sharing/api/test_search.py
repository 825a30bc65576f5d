"""GET /api/v1/alerts?q=: Chinese and English, by what a member may see and by nothing else."""

from datetime import timedelta

import pytest
from django.db import connection

from sharing.delivery.models import Delivery, Rendition, SearchEntry
from sharing.delivery.search import index_again
from sharing.groups.services import NewAgreement, sign_agreement
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/alerts"
PHONE = "13800138000"


@pytest.fixture
def three_alerts(exchange, now):
    """Three alerts of the bank: one in English, one in Chinese, one about a person."""
    sent = [
        send(
            exchange["bank"],
            now=now,
            name="Phishing kit imitates online banking",
            description="Stolen credentials are replayed within minutes.",
            pattern="[domain-name:value = 'login-bank.example']",
        ),
        send(
            exchange["bank"],
            now=now + timedelta(minutes=1),
            name="冒充客服的电信诈骗",
            description="受害人被引导至Alipay假冒页面，账户资金被转走。",
            pattern="[url:value = 'https://pay.evil.example/login?id=7']",
        ),
        send(
            exchange["bank"],
            now=now + timedelta(minutes=2),
            name="Mule account opened",
            description=f"The holder answers at {PHONE}.",
            pattern="[ipv4-addr:value = '203.0.113.9']",
        ),
    ]
    work(now + timedelta(minutes=3))
    return [str(one.id) for one in sent]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("phishing", [0]),
        ("PHISHING", [0]),
        ("\uff50\uff48\uff49shing", [0]),
        ("value", []),
        ("phish", [0]),
        ("ph", []),
        ("hishing", []),
        ("kit phishing", [0]),
        ("phishing mule", []),
        ('"phishing kit"', [0]),
        ('"kit phishing"', []),
        ('"phish"', []),
        ("诈骗", [1]),
        ("詐騙", [1]),
        ("诈", [1]),
        ("骗", [1]),
        ("客服 资金", [1]),
        ("服客", []),
        ("冒充客服的电信诈骗", [1]),
        ("至alipay假冒", [1]),
        ("login-bank.example", [0]),
        ("login-bank[.]example", [0]),
        ("https://pay.evil.example/login?id=7", [1]),
        ("pay.evil.example", [1]),
        ("203.0.113.9", [2]),
        ("example", [1, 0]),
        ("!?", []),
        ("\0", []),
        ("'; drop table \\", []),
        (PHONE, []),
        (PHONE[:5], []),
    ],
)
def test_words_find_what_is_shown(exchange, as_member, three_alerts, asked, numbers):
    for slug in ("peer", "bank"):
        answer = as_member(exchange[slug]).get(ADDRESS, {"q": asked})

        assert answer.status_code == 200
        found = [item["id"] for item in answer.json()["items"]]
        assert found == [three_alerts[number] for number in numbers]


def test_a_search_pages_and_narrows_like_any_list(exchange, as_member, three_alerts):
    client = as_member(exchange["peer"])
    first = client.get(ADDRESS, {"q": "example", "limit": 1}).json()

    second = client.get(ADDRESS, {"q": "example", "limit": 1, "cursor": first["next"]}).json()

    assert [item["id"] for item in first["items"] + second["items"]] == three_alerts[1::-1]
    assert second["next"] is None
    narrowed = client.get(ADDRESS, {"q": "example", "since": "2026-11-24T00:00:00Z"})
    assert narrowed.json()["items"] == []


def test_nobody_finds_what_it_was_not_sent(exchange, as_member, three_alerts):
    assert as_member(exchange["outsider"]).get(ADDRESS, {"q": "phishing"}).json()["items"] == []


def test_what_was_taken_back_is_found_no_more(exchange, as_member, now, three_alerts):
    Delivery.objects.filter(alert_id=three_alerts[0]).update(withdrawn_at=now)

    found = as_member(exchange["peer"]).get(ADDRESS, {"q": "phishing"}).json()["items"]

    assert found == []


def test_objects_that_were_taken_back_are_found_no_more(exchange, as_member, three_alerts):
    (rendition,) = Rendition.objects.filter(
        alert_id=three_alerts[0], deliveries__recipient=exchange["peer"].institution
    ).distinct()
    rendition.objects_in_order.filter(object_type="indicator").update(withdrawn=True)

    index_again([rendition.id])

    client = as_member(exchange["peer"])
    assert client.get(ADDRESS, {"q": "login-bank.example"}).json()["items"] == []
    assert len(client.get(ADDRESS, {"q": "phishing"}).json()["items"]) == 1


def test_who_sees_personal_data_in_clear_still_does_not_find_by_it(exchange, as_member, now):
    parties = [exchange[slug].institution for slug in ("bank", "peer")]
    terms = NewAgreement(
        title="Clear",
        purposes=("fraud-prevention",),
        legal_bases=("legal-obligation",),
        statutes=(("legal-obligation", "AML Law 7, 16"),),
        clear_categories=("PI",),
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
    )
    sign_agreement(actor="hub", now=now, new=terms, parties=parties)
    sent = send(exchange["bank"], now=now, description=f"The holder answers at {PHONE}.")
    work(now)
    client = as_member(exchange["peer"])
    assert PHONE in client.get(f"/api/v1/alerts/{sent.id}").content.decode()

    assert client.get(ADDRESS, {"q": PHONE}).json()["items"] == []
    assert len(client.get(ADDRESS, {"q": "holder"}).json()["items"]) == 1


def test_an_entry_leaves_with_its_rendition(exchange, three_alerts):
    Delivery.objects.all().delete()
    Rendition.objects.all().delete()

    assert SearchEntry.objects.count() == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM delivery_search")
            assert cursor.fetchone() == (0,)


def test_a_long_alert_is_found_by_its_beginning(exchange, as_member, now):
    send(exchange["bank"], now=now, name="Begin here", description="word " * 6000)
    work(now)

    assert len(as_member(exchange["peer"]).get(ADDRESS, {"q": "begin"}).json()["items"]) == 1
