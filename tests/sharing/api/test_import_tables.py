"""POST /api/v1/imports with a table: one report of its rows, never freer than its sender says."""

import codecs

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from tests.factories.journeys import work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/imports"
PREVIEW = f"{ADDRESS}/preview"
JSON = "application/json"
CSV = "text/csv"
TABLE = (
    "domain,ip,comment,severity\n"
    "login-bank[.]example,,Copied page,high\n"
    ',203.0.113.7,=HYPERLINK("http://x.example"),low\n'
)
SECRET = "The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27."


def post(client, content, query="", **asked):
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return client.post(f"{ADDRESS}{query}", body, **{"content_type": CSV, **asked})


def test_a_table_becomes_one_report_of_its_rows(exchange, as_member):
    answer = post(
        as_member(exchange["bank"]), TABLE.encode(), "?tlp=green&name=Week%2047", content_type=CSV
    )

    told = answer.json()
    work(timezone.now())
    objects = as_member(exchange["bank"]).get(f"/api/v1/alerts/{told['id']}").json()["objects"]
    report, first, second = objects
    assert answer.status_code == 202
    assert [(one["pointer"], one["code"]) for one in told["warnings"]] == [
        ("/rows/2/0", "refanged")
    ]
    assert (report["name"], report["labels"]) == ("Week 47", ["severity:high"])
    assert report["object_refs"] == [first["id"], second["id"]]
    assert first["pattern"] == "[domain-name:value = 'login-bank.example']"
    assert second["pattern"] == "[ipv4-addr:value = '203.0.113.7']"
    # A formula is a text like any other.
    assert second["description"] == '=HYPERLINK("http://x.example")'


def test_a_table_is_red_unless_its_sender_says_otherwise(exchange, as_member):
    post(as_member(exchange["bank"]), TABLE.encode(), content_type=CSV)
    work(timezone.now())

    (listed,) = as_member(exchange["bank"]).get("/api/v1/alerts?direction=sent").json()["items"]
    assert listed["tlp"] == "RED"


def test_a_row_may_be_stricter_than_its_table_and_never_freer(exchange, as_member):
    table = b"domain,tlp\na.example,clear\nb.example,amber\n"
    told = post(as_member(exchange["bank"]), table, "?tlp=green", content_type=CSV).json()
    work(timezone.now())

    (listed,) = as_member(exchange["bank"]).get("/api/v1/alerts?direction=sent").json()["items"]
    assert (listed["id"], listed["tlp"]) == (told["id"], "AMBER")


def test_a_row_that_would_be_freer_than_its_table_is_named(exchange, as_member):
    table = b"domain,tlp\na.example,green\n"
    client = as_member(exchange["bank"])

    shown = client.post(PREVIEW, table, content_type=CSV).json()["rows"][0]["warnings"]
    told = post(client, table, content_type=CSV).json()["warnings"]

    message = "The table is RED, so this row is RED; choose the table's marking."
    for (warning,) in (shown, told):
        assert (warning["pointer"], warning["code"]) == ("/rows/2/1", "stricter-than-row")
        assert warning["detail"] == message
    assert (
        client.post(f"{PREVIEW}?tlp=green", table, content_type=CSV).json()["rows"][0]["warnings"]
        == []
    )


def test_a_bad_row_refuses_the_table_or_with_partial_only_itself(exchange, as_member):
    table = b"ip,comment\n203.0.113.7,ok\nwang.xiaoming,bad\n,none\n203.0.113.7,again\n"
    client = as_member(exchange["bank"])

    whole = post(client, table, content_type=CSV)
    assert whole.status_code == 422
    assert Submission.objects.count() == 0
    partly = post(client, table, "?partial=true", content_type=CSV)

    told = partly.json()
    assert partly.status_code == 202
    assert [(one["source"], one["errors"][0]["code"]) for one in told["refused"]] == [
        ("/rows/3", "unusable-cell"),
        ("/rows/4", "no-observable"),
    ]
    assert [one["code"] for one in told["warnings"]] == ["repeated-row"]
    assert b"xiaoming" not in whole.content + partly.content


@pytest.mark.parametrize(
    ("encode", "headings"),
    [
        (lambda text: text.encode(), "域名,备注"),
        (lambda text: codecs.BOM_UTF8 + text.encode(), "域名,备注"),
        (lambda text: text.encode("gb18030"), "域名,备注"),
        (lambda text: text.encode("utf-16"), "域名,备注"),
        (lambda text: text.encode("utf-16-le"), "domain,comment"),
        (lambda text: text.replace(",", ";").encode(), "域名,备注"),
        (lambda text: text.replace(",", "\t").encode(), "網域,domain"),
    ],
)
def test_tables_of_any_usual_form_are_read(exchange, as_member, encode, headings):
    rows = "login-bank.example,仿冒网站\nx.example,y.example\n"
    rows = rows if headings != "網域,domain" else "仿冒网站,login-bank.example\n"

    answer = as_member(exchange["bank"]).post(
        PREVIEW, encode(f"{headings}\n{rows}"), content_type=CSV
    )

    shown = answer.json()
    assert answer.status_code == 200
    assert "domain-name" in shown["mapping"].values()
    assert shown["rows"][0]["seen"] == [{"kind": "domain-name", "value": "login-bank.example"}]


def test_a_preview_shows_rows_and_faults_and_stores_nothing(exchange, as_member):
    before = AuditEvent.objects.count()
    table = b"ip,comment\n203.0.113[.]7,ok\nwang.xiaoming,bad\n"

    answer = as_member(exchange["bank"]).post(PREVIEW, table, content_type=CSV)

    shown = answer.json()
    assert (shown["encoding"], shown["delimiter"], shown["total"], shown["faulty"]) == (
        "utf-8",
        ",",
        2,
        1,
    )
    assert shown["mapping"] == {"ip": "ip", "comment": "description"}
    assert [(one["row"], len(one["seen"]), len(one["errors"])) for one in shown["rows"]] == [
        (2, 1, 0),
        (3, 0, 1),
    ]
    assert shown["rows"][0]["warnings"][0]["code"] == "refanged"
    assert b"xiaoming" not in answer.content
    assert (Submission.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_a_form_states_file_and_mapping(exchange, as_member):
    mapping = {"what": "domain-name", "why": "description"}
    form = {
        "file": SimpleUploadedFile("rows.csv", b"what,why\na.example,b.example\n"),
        "mapping": orjson.dumps(mapping).decode(),
        "tlp": "amber",
    }

    answer = as_member(exchange["bank"]).post(PREVIEW, form)

    assert answer.json()["mapping"] == mapping
    assert answer.json()["rows"][0]["seen"] == [{"kind": "domain-name", "value": "a.example"}]


@pytest.mark.parametrize(
    ("content", "query", "status", "code"),
    [
        (b"\n", "", 422, "no-rows"),
        (b"domain\n", "", 422, "no-rows"),
        (b"a,b\nc,d\n", "", 422, "no-observable"),
        (b"\xff\xff\xff", "", 422, "not-decodable"),
        (b"PK\x03\x04", "", 422, "not-csv"),
        (b'domain\n"a', "", 422, "not-a-table"),
        (b"domain\na.example,b\n", "", 422, "too-many-cells"),
        (b"domain\n" + b"a.example\n" * 2001, "", 422, "too-many-rows"),
        (b"domain," * 51 + b"\na.example\n", "", 422, "too-many-columns"),
        (b"domain\n" + b"a" * 5001, "", 422, "text-too-long"),
        (b"domain\na.example\n", "?mapping={}", 422, "no-observable"),
        (b"domain\na.example\n", '?mapping={"x":"url"}', 422, "unknown-column"),
        (b"domain\na.example\n", '?mapping={"domain":"phone"}', 422, "unknown-meaning"),
        (b"domain\na.example\n", "?mapping=[]", 400, "unusable-value"),
        (b"domain\na.example\n", "?tlp=purple", 400, "unusable-value"),
        (b"domain\na.example\n", "?format=xls", 400, "unusable-value"),
        (b"domain\na.example\n", "?other=1", 400, "unknown-parameter"),
    ],
)
def test_what_is_no_table_is_a_precise_problem(exchange, as_member, content, query, status, code):
    answer = post(as_member(exchange["bank"]), content, query, content_type=CSV)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["code"] == code
    assert Submission.objects.count() == 0


def test_authentication_data_in_a_table_is_refused(exchange, as_member):
    table = f'domain,comment\na.example,"{SECRET}"\n'.encode()

    answer = post(as_member(exchange["bank"]), table, "?partial=true", content_type=CSV)

    assert (answer.status_code, answer.json()["code"]) == (422, "authentication-data")
    assert b"4111" not in answer.content
    assert Submission.objects.count() == 0


def test_only_known_media_types_are_taken(exchange, as_member):
    client = as_member(exchange["bank"])

    for kind in ("text/plain", "application/xml", "multipart/form-data"):
        answer = client.generic("POST", ADDRESS, b"domain\na.example\n", content_type=kind)
        assert answer.status_code in {415, 422}
    assert client.post(PREVIEW, b"{}", content_type=JSON).status_code == 415
