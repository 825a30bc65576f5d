import pytest

from sharing.cases.matching.traces import Sort, list_text_traces, list_traces
from sharing.stix.simplified import simplify


@pytest.mark.parametrize(
    "text",
    [
        "http://evil-shop.test/a/b",
        "hxxp://EVIL-shop[.]test:80/a/./b",
        "hxxp://evil-shop(dot)test/%61/b",
    ],
)
def test_a_url_is_one_trace_however_it_is_written(text):
    assert (Sort.URL, "http://evil-shop.test/a/b") in list_text_traces(text)
    assert (Sort.HOST, "evil-shop.test") in list_text_traces(text)


@pytest.mark.parametrize(
    "text",
    ["6204362659232169003", "6204 3626 5923 2169 003", "620436*********9003", "6204****9003"],
)
def test_a_masked_account_shares_what_it_shows(text):
    assert (Sort.MASKED_ACCOUNT, "62049003") in list_text_traces(text)


@pytest.mark.parametrize(
    "text", ["账户尾号9003", "account ending in 9003", "the last four digits 9003"]
)
def test_the_end_of_an_account_is_a_trace(text):
    assert (Sort.ACCOUNT_TAIL, "9003") in list_text_traces(simplify(text))


def test_numbers_of_batches_telephones_and_companies_are_told_apart():
    found = list_text_traces("PAY1003-95 +86 100 5483 0089 99B95HAB5X9QNK84TB CVE-2026-94362")

    assert found == {
        (Sort.REFERENCE, "PAY1003-95"),
        (Sort.PHONE, "10054830089"),
        (Sort.COMPANY, "99B95HAB5X9QNK84TB"),
        (Sort.CVE, "CVE-2026-94362"),
    }


@pytest.mark.parametrize(
    "value", ["8.8.8.8", "cdn.cloud-static.example", "www.yuyun-lending.example", "bit.ly"]
)
def test_what_is_nobodys_is_no_trace(value):
    kind = "ipv4-addr" if value[0].isdigit() else "domain-name"

    assert list_traces([{"type": kind, "id": f"{kind}--1", "value": value}], "") == set()


def test_what_the_text_calls_genuine_is_no_trace():
    page = {"type": "domain-name", "id": "domain-name--1", "value": "my-jidu.test"}

    assert list_traces([page], "官方网站为my-jidu.test。") == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "[domain-name:value = 'evil-shop.test']",
        "[domain-name:value IN ('Evil-Shop.test.')]",
        "[domain-name:value LIKE '%evil-shop.test']",
        "[domain-name:value MATCHES '^evil-shop\\\\.test$']",
    ],
)
def test_equal_patterns_are_one_trace(pattern):
    indicator = {"type": "indicator", "id": "indicator--1", "pattern": pattern}

    assert (Sort.HOST, "evil-shop.test") in list_traces([indicator], "")
