"""The page that describes the API: topics in order, a command for each operation, who may call it."""

import re

import orjson

from hub.api.docs import tell_callers, write_command
from hub.api.problems import KINDS
from hub.api.schema import build_schema
from hub.api.topics import TOPICS

STIX = "application/stix+json;version=2.1"


def each_operation():
    for path, methods in build_schema()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_each_operation_that_can_be_shown_has_a_command_to_copy(settings):
    settings.BASE_URL = "https://hub.example"
    paths = build_schema()["paths"]

    listing = write_command("get", "/api/v1/alerts", paths["/api/v1/alerts"]["get"])
    reading = write_command(
        "get", "/api/v1/cases/{case_id}", paths["/api/v1/cases/{case_id}"]["get"]
    )
    sending = write_command("post", "/api/v1/alerts", paths["/api/v1/alerts"]["post"])

    assert (
        listing
        == 'curl -s -u "$CLIENT_ID:$CLIENT_SECRET" \\\n  "https://hub.example/api/v1/alerts"'
    )
    assert '"https://hub.example/api/v1/cases/$CASE_ID"' in reading
    assert f"-H 'Content-Type: {STIX}'" in sending
    body = sending.partition("--data-binary '")[2].removesuffix("'")
    assert orjson.loads(body)["type"] == "bundle"


def test_each_operation_with_a_body_has_an_example_and_so_a_command():
    without = [
        (method, path)
        for method, path, operation in each_operation()
        if not write_command(method, path, operation)
    ]

    assert without == []


def test_a_command_calls_as_who_may_call(settings):
    settings.BASE_URL = "https://hub.example"
    paths = build_schema()["paths"]
    me, following = paths["/api/v1/me"]["get"], paths["/api/v1/complaints/follow"]["post"]
    ending = paths["/api/v1/assessments/{assessment_id}/end"]["post"]

    mine = write_command("get", "/api/v1/me", me)
    followed = write_command("post", "/api/v1/complaints/follow", following)
    ended = write_command("post", "/api/v1/assessments/{assessment_id}/end", ending)

    assert mine == (
        'curl -s -H "Authorization: Bearer $PERSON_TOKEN" \\\n  "https://hub.example/api/v1/me"'
    )
    assert followed.startswith('curl -s \\\n  "https://hub.example/api/v1/complaints/follow"')
    assert '-H "X-CSRFToken: $CSRF_TOKEN" -e "https://hub.example/"' in ended
    assert tell_callers(me).startswith("A natural person; ")
    assert tell_callers(following) == "Anybody."
    assert tell_callers(ending).startswith("A person of the institution with privacy:decide, ")
    assert tell_callers(paths["/api/v1/webhooks"]["post"]) == (
        "An institution with channels:write and alerts:read."
    )


def test_what_has_to_be_asked_for_stands_in_the_command(settings):
    settings.BASE_URL = "https://hub.example"
    path = "/api/v1/complaints/statistics"

    command = write_command("get", path, build_schema()["paths"][path]["get"])

    assert command.endswith('"https://hub.example/api/v1/complaints/statistics?quarter=$QUARTER"')


def test_codes_stand_once_and_nothing_is_a_time_or_a_time(client):
    page = client.get("/api/docs").content.decode()

    assert "<td>given, withdrawn, expired, superseded</td>" in page
    assert "date-time or date-time" not in page


def test_the_topics_stand_in_their_order_and_none_is_empty(client):
    page = client.get("/api/docs").content.decode()
    document = build_schema()

    used = {tag for _, _, operation in each_operation() for tag in operation["tags"]}
    assert used == set(TOPICS)
    assert [one["name"] for one in document["tags"]] == list(TOPICS)
    places = [page.index(f'<section id="topic-{name}">') for name in TOPICS]
    assert places == sorted(places)
    for name in TOPICS:
        assert f'href="#topic-{name}"' in page
    for _, _, operation in each_operation():
        assert page.count(f'id="{operation["operationId"]}"') == 1


def test_the_stream_is_read_without_a_buffer():
    stream = build_schema()["paths"]["/api/v1/stream"]["get"]

    assert write_command("get", "/api/v1/stream", stream).startswith("curl -sN ")


def test_the_page_shows_bodies_limits_and_messages(client):
    page = client.get("/api/docs").content.decode()

    assert "<td>integer, 1 to 200</td>" in page
    assert "<code>filter.min_severity</code></td><td>integer, 0 to 100" in page
    assert "<code>mail.mode</code></td><td>digest, immediate" in page
    assert "<code>copies_destroyed</code></td><td>boolean</td><td>yes</td>" in page
    assert 'id="message-alert.delivered"' in page
    assert "<code>data.cause</code>" in page
    # Nothing of it is taken for a message of the site to its visitor.
    assert "Member(" not in page.replace("&#x27;", "'")


def test_the_page_shows_each_operation_and_each_problem_without_a_script_from_elsewhere(client):
    page = client.get("/api/docs").content.decode()

    for method, path, _ in each_operation():
        assert f"<code>{method.upper()} {path}</code></h3>" in page
    for code in KINDS:
        assert f'id="problem-{code}"' in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
