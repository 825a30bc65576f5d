"""The inbox: objects in the order they were added, filters, pages, versions, headers, the record of it."""

import re
from datetime import timedelta

import orjson
import pytest
from django.db import connection
from pytest_django.asserts import assertNumQueries

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.delivery.models import RenditionObject
from sharing.groups.services import NewAgreement, sign_agreement
from tests.factories.bundles import AT, make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"
INBOX = "/taxii2/peer/collections/inbox"
MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@pytest.fixture
def sent(exchange, now):
    """Three alerts of two objects each; return the ids in the order of the feed."""
    found = []
    for minute in range(3):
        bundle = make_bundle(name=f"Alert number {minute}")
        found += [one["id"] for one in bundle["objects"]]
        at = now + timedelta(minutes=minute)
        send(exchange["bank"], now=at, raw=orjson.dumps(bundle))
        work(at)
    return found


@pytest.fixture
def client(exchange, as_member):
    return as_member(exchange["peer"])


def agree_on_clear(exchange, now):
    terms = NewAgreement(
        title="In clear",
        purposes=("fraud-prevention",),
        legal_bases=("legal-obligation",),
        statutes=(("legal-obligation", "AML Law 7, 16"),),
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
        clear_categories=("PI", "C1", "C2"),
    )
    parties = [exchange["bank"].institution, exchange["peer"].institution]
    sign_agreement(actor="operator", now=now, new=terms, parties=parties)


def ids(answer):
    return [one["id"] for one in answer.json().get("objects", [])]


def test_objects_come_in_the_order_they_were_added(client, sent):
    answer = client.get(f"{INBOX}/objects/")

    assert (answer.status_code, answer["Content-Type"]) == (200, TAXII)
    assert ids(answer) == sent
    assert answer.json()["more"] is False
    assert "next" not in answer.json()


def test_an_empty_answer_has_no_objects(client, sent):
    answer = client.get(f"{INBOX}/objects/", {"added_after": "2999-01-01T00:00:00.000000Z"})

    assert (answer.status_code, answer.json()) == (200, {"more": False})
    assert "X-TAXII-Date-Added-Last" not in answer


@pytest.mark.parametrize("tail", ["objects", "manifest"])
@pytest.mark.parametrize("limit", ["1", "2", "4", "9000"])
def test_pages_follow_each_other_without_gap_or_repeat(client, sent, tail, limit):
    found, parameters = [], {"limit": limit, "next": ""}
    while True:
        page = client.get(f"{INBOX}/{tail}/", parameters)
        found += ids(page)
        if not page.json()["more"]:
            break
        assert len(ids(page)) == int(limit)
        parameters["next"] = page.json()["next"]

    assert found == sent


def test_the_header_date_is_a_bookmark_without_loss(client, sent):
    first = client.get(f"{INBOX}/objects/", {"limit": "3"})
    bookmark = first["X-TAXII-Date-Added-Last"]

    second = client.get(f"{INBOX}/objects/", {"added_after": bookmark})

    assert MICROSECONDS.fullmatch(bookmark)
    assert ids(first) + ids(second) == sent


def test_dates_are_unique_and_the_same_in_manifest_and_headers(client, sent):
    records = client.get(f"{INBOX}/manifest/").json()["objects"]
    page = client.get(f"{INBOX}/objects/", {"limit": "2"})

    dates = [one["date_added"] for one in records]
    assert [one["id"] for one in records] == sent
    assert dates == sorted(set(dates))
    assert set(records[0]) == {"id", "date_added", "version", "media_type"}
    assert records[0]["version"] == AT
    assert page["X-TAXII-Date-Added-First"] == dates[0]
    assert page["X-TAXII-Date-Added-Last"] == dates[1]


@pytest.mark.parametrize(
    "form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%dT%H:%M:%S+00:00"]
)
def test_added_after_takes_the_forms_that_clients_send(client, sent, now, form):
    answer = client.get(
        f"{INBOX}/objects/?added_after={(now + timedelta(seconds=1)).strftime(form)}"
    )

    assert ids(answer) == sent[2:]


@pytest.mark.parametrize(
    "query",
    [
        "added_after=yesterday",
        "added_after=12",
        "added_after=2026-11-23T02:00:00",
        "added_after=0001-01-01T00:00:00%2B08:00",
        "limit=0",
        "limit=-1",
        "limit=1.5",
        "limit=abc",
        "next=never-issued",
        "match[version]=newest",
        "match[colour]=red",
        "match[type]=report&match[type]=indicator",
        "match[type]=" + ",".join(f"x-{number}" for number in range(101)),
        "limit=",
        "limit=%2B5",
        "limit=%D9%A5",
        "match[version]=all,newest",
    ],
)
@pytest.mark.parametrize("tail", ["objects", "manifest"])
def test_what_cannot_be_read_is_400(client, sent, tail, query):
    answer = client.get(f"{INBOX}/{tail}/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, TAXII)
    assert answer.json()["http_status"] == "400"


def test_matches_are_alternatives_within_a_field_and_combine_across_fields(client, sent):
    def ask(query):
        return ids(client.get(f"{INBOX}/objects/?{query}"))

    indicator, report = sent[0], sent[1]
    assert ask(f"match[id]={indicator}") == [indicator]
    assert ask(f"match%5Bid%5D={indicator},{sent[5]}") == [indicator, sent[5]]
    assert ask("match[type]=report") == sent[1::2]
    assert ask("match[type]=report,indicator") == sent
    assert ask("match[spec_version]=2.0") == []
    assert ask("match[spec_version]=2.1") == sent
    assert ask(f"match[id]={report}&match[type]=indicator") == []
    assert ask(f"match[id]={indicator}&match[version]={AT}") == [indicator]
    assert ask(f"match[id]={indicator}&match[version]=2026-01-01T00:00:00Z") == []


def test_match_values_are_bound_once_and_bounded_together(client, sent):
    types = ",".join(["indicator", *(f"x-{number}" for number in range(99))])
    days = [f"2026-01-01T00:00:00.{number:03}Z" for number in range(899)]
    most = {"match[type]": types, "match[version]": ",".join([*days, AT])}

    answer = client.get(f"{INBOX}/objects/", most)
    refused = client.get(f"{INBOX}/objects/", most | {"match[spec_version]": "2.1"})
    ids_alone = ",".join(f"x{number}" for number in range(1_001))
    named = client.get(f"{INBOX}/objects/", {"match[id]": ids_alone})

    assert ids(answer) == sent[::2]
    for one in (refused, named):
        assert one.status_code == 400
        assert "at most 1,000 values" in one.content.decode()


def test_next_of_one_collection_opens_no_other(client, exchange, as_member, sent):
    token = client.get(f"{INBOX}/objects/", {"limit": "1"}).json()["next"]

    answer = as_member(exchange["platform"]).get(
        "/taxii2/platform/collections/inbox/objects/", {"next": token}
    )

    assert answer.status_code == 400


def test_each_page_is_recorded_and_an_empty_poll_writes_nothing(client, exchange, sent):
    client.get(f"{INBOX}/objects/", {"limit": "2"})
    last = client.get(f"{INBOX}/objects/")["X-TAXII-Date-Added-Last"]
    client.get(f"{INBOX}/objects/", {"added_after": last})

    events = AuditEvent.objects.filter(action=Action.FEED_READ).order_by("id")
    assert [event.details["count"] for event in events] == [2, 6]
    assert {event.actor for event in events} == {f"client:{exchange['peer'].client_id}"}
    assert events[1].details["last"] == last


def test_an_empty_poll_takes_three_statements(client, sent):
    # Credential, institution with its groups, feed.
    with assertNumQueries(3):
        client.get(f"{INBOX}/objects/", {"added_after": "2999-01-01T00:00:00Z"})


@pytest.mark.parametrize("tail", ["objects", "manifest"])
def test_a_page_takes_five_statements_whatever_it_holds(client, sent, tail):
    client.get(f"{INBOX}/objects/", {"limit": "1"})

    # The three of an empty poll, the page, and the record
    # of it. On PostgreSQL the page comes over the driver's own binary cursor, which Django does not count.
    with assertNumQueries(4 if connection.vendor == "postgresql" else 5):
        client.get(f"{INBOX}/{tail}/")


def test_what_is_personal_comes_out_of_its_seal(client, exchange, now):
    clear = "Call the branch at 13800138000"
    agree_on_clear(exchange, now)
    send(exchange["bank"], now=now, raw=orjson.dumps(make_bundle(name=clear)))
    work(now)

    assert RenditionObject.objects.filter(rendition__sealed=True).exists()
    names = [one["name"] for one in client.get(f"{INBOX}/objects/").json()["objects"]]
    assert clear in names


def test_next_may_go_on_with_other_filters_and_another_limit(client, sent):
    token = client.get(f"{INBOX}/objects/", {"limit": "2"}).json()["next"]

    answer = client.get(f"{INBOX}/objects/", {"next": token, "match[type]": "report", "limit": "1"})

    assert (ids(answer), answer.json()["more"]) == (sent[3:4], True)


def test_lists_take_blanks_and_percent_signs_and_strange_values(client, sent):
    first, second = sent[0], sent[2]
    encoded = first.replace("-", "%2D")

    assert ids(client.get(f"{INBOX}/objects/?match[id]=%20{first}%20,,%20{second},")) == [
        first,
        second,
    ]
    assert ids(client.get(f"{INBOX}/objects/{encoded}/")) == [first]
    assert ids(client.get(f"{INBOX}/objects/?match[type]=%27;--")) == []
    assert ids(client.get(f"{INBOX}/objects/?match[spec_version]=2.1,%20banana")) == sent
    assert ids(client.get(f"{INBOX}/objects/?unknown=parameter")) == sent


def test_a_head_request_has_the_headers_of_the_page_and_no_body(client, sent):
    page, head = client.get(f"{INBOX}/objects/"), client.head(f"{INBOX}/objects/")

    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"):
        assert head[name] == page[name]


def test_one_object_its_versions_and_what_is_missing(client, sent):
    one = client.get(f"{INBOX}/objects/{sent[0]}/")
    versions = client.get(f"{INBOX}/objects/{sent[0]}/versions/")
    missing = client.get(f"{INBOX}/objects/indicator--00000000-0000-4000-8000-000000000000/")
    hostile = client.get(f"{INBOX}/objects/indicator--%00/")

    assert ids(one) == [sent[0]]
    assert (versions.json()["versions"], versions.json()["more"]) == ([AT], False)
    assert MICROSECONDS.fullmatch(versions["X-TAXII-Date-Added-First"])
    assert (missing.status_code, missing["Content-Type"]) == (404, TAXII)
    assert hostile.status_code == 404


def test_a_page_is_full_although_alerts_share_objects(client, exchange, now):
    shared = make_bundle()["objects"][0]
    for minute in range(3):
        bundle = make_bundle(more=(shared,))
        at = now + timedelta(minutes=minute)
        send(exchange["bank"], now=at, raw=orjson.dumps(bundle))
        work(at)

    first = client.get(f"{INBOX}/objects/", {"limit": "4"})
    second = client.get(f"{INBOX}/objects/", {"next": first.json()["next"]})

    assert (len(ids(first)), first.json()["more"]) == (4, True)
    assert (len(set(ids(first) + ids(second))), second.json()["more"]) == (7, False)


@pytest.fixture
def history(exchange, now):
    """One indicator in three versions, the newest first sent, the oldest sent twice."""
    bundle = make_bundle()
    versions = ["2026-03-03T00:00:00.000Z", "2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"]
    for number, version in enumerate([*versions, versions[1]]):
        for one in bundle["objects"]:
            one |= {"created": "2026-03-01T00:00:00.000Z", "modified": version}
        at = now + timedelta(minutes=number)
        send(exchange["bank"], now=at, raw=orjson.dumps(bundle))
        work(at)
    return bundle["objects"][0]["id"]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("", [3]),
        ("last", [3]),
        ("first", [1]),
        ("all", [3, 1, 2]),
        ("first,last", [3, 1]),
        ("2026-03-02T00:00:00Z", [2]),
        ("2026-03-02T00:00:00.000000+00:00", [2]),
    ],
)
def test_versions_are_chosen_as_asked(client, history, asked, days):
    parameters = {"match[version]": asked} if asked else {}

    by_filter = client.get(f"{INBOX}/objects/", {"match[id]": history, **parameters})
    by_address = client.get(f"{INBOX}/objects/{history}/", parameters)

    wanted = [f"2026-03-0{day}T00:00:00.000Z" for day in days]
    assert [one["modified"] for one in by_filter.json()["objects"]] == wanted
    assert by_address.content == by_filter.content


def test_the_same_version_again_keeps_its_first_date(client, history):
    records = client.get(f"{INBOX}/manifest/", {"match[id]": history, "match[version]": "all"})

    dates = [one["date_added"] for one in records.json()["objects"]]
    assert len(dates) == 3
    assert dates == sorted(dates)
