"""A webhook reaches public addresses by https, or what the operator allows; nothing else."""

import socket
from ipaddress import ip_address, ip_network

import pytest
from requests import Request

from sharing.channels.addresses import (
    AddressRefused,
    find_address,
    is_public,
    read_url,
)
from sharing.channels.http import GuardedAdapter, open_session, post

LOOPBACK = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
FORBIDDEN = [
    "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.88.99.1", "198.18.0.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1",
    "ff02::1",
]  # fmt: skip


def resolve_to(monkeypatch, *addresses):
    def look_up(host, port, *args, **facts):
        return [
            (
                socket.AF_INET6 if ":" in one else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (one, port),
            )
            for one in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_special_address_is_reached_by_any_name(monkeypatch, address):
    resolve_to(monkeypatch, address)

    with pytest.raises(AddressRefused) as refused:
        find_address(read_url("https://hook.example/in", []), [])

    assert refused.value.code == "forbidden-address"


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_reached(monkeypatch, address):
    resolve_to(monkeypatch, address)

    assert find_address(read_url("https://hook.example/in", []), []) == ip_address(address)
    assert is_public(ip_address(address))


def test_a_name_with_one_forbidden_address_among_others_is_refused(monkeypatch):
    resolve_to(monkeypatch, "8.8.8.8", "10.0.0.1")

    with pytest.raises(AddressRefused):
        find_address(read_url("https://hook.example/in", []), [])


def test_a_name_that_leads_nowhere_looks_like_one_that_leads_inside(monkeypatch):
    def look_up(*args, **facts):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(AddressRefused) as nowhere:
        find_address(read_url("https://hook.example/in", []), [])
    resolve_to(monkeypatch, "10.0.0.1")
    with pytest.raises(AddressRefused) as inside:
        find_address(read_url("https://hook.example/in", []), [])

    assert (nowhere.value.code, str(nowhere.value)) == (inside.value.code, str(inside.value))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]"])
def test_other_spellings_of_loopback_are_refused(host):
    with pytest.raises(AddressRefused) as refused:
        find_address(read_url(f"https://{host}/", []), [])

    assert refused.value.code == "forbidden-address"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hook.example/", "not-https"),
        ("ftp://hook.example/", "unusable-url"),
        ("https:///path", "unusable-url"),
        ("https://user:pass@hook.example/", "credentials-in-url"),
        ("https://user@hook.example/", "credentials-in-url"),
        ("https://good.example\\@10.0.0.1/", "credentials-in-url"),
        ("https://hook.example:99999/", "unusable-url"),
        ("https://hook.example/#here", "unusable-url"),
        ("https://hook.example/a b", "unusable-url"),
        ("https://hook.example/\n", "unusable-url"),
        ("https://hook.exämple/", "unusable-url"),
        ("https://[fe80::1%25eth0]/", "unusable-url"),
        ("https://hook.example/" + "a" * 2000, "unusable-url"),
        ("file:///etc/passwd", "unusable-url"),
        ("", "unusable-url"),
    ],
)
def test_unusable_urls_are_refused_by_their_rule(url, code):
    with pytest.raises(AddressRefused) as refused:
        read_url(url, [])

    assert refused.value.code == code


def test_plain_http_reaches_allowed_networks_only(monkeypatch):
    assert find_address(read_url("http://127.0.0.1:8080/", LOOPBACK), LOOPBACK) == ip_address(
        "127.0.0.1"
    )
    resolve_to(monkeypatch, "8.8.8.8")
    with pytest.raises(AddressRefused) as refused:
        find_address(read_url("http://hook.example/", LOOPBACK), LOOPBACK)
    assert refused.value.code == "not-https"


@pytest.mark.parametrize("port", [22, 80, 8080, 8443])
def test_public_hosts_are_reached_on_the_port_of_https_only(monkeypatch, port):
    resolve_to(monkeypatch, "8.8.8.8")
    url = f"https://hook.example:{port}/in"

    with pytest.raises(AddressRefused) as refused:
        find_address(read_url(url, LOOPBACK), LOOPBACK)

    assert refused.value.code == "forbidden-port"
    allowed = [ip_network("8.8.8.8")]
    assert find_address(read_url(url, allowed), allowed) == ip_address("8.8.8.8")


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    resolve_to(monkeypatch, "8.8.8.8")
    request = Request("POST", "https://hook.example/in").prepare()

    place, tls = GuardedAdapter(is_https_proto=True).build_connection_pool_key_attributes(
        request, True
    )

    assert (place["host"], place["port"]) == ("8.8.8.8", None)
    assert (tls["assert_hostname"], tls["server_hostname"]) == ("hook.example", "hook.example")
    assert request.headers["Host"] == "hook.example"


def test_a_name_that_changes_after_it_was_saved_is_refused_when_sending(monkeypatch, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    resolve_to(monkeypatch, "127.0.0.1")

    with open_session() as session:
        answer = post(session, "https://rebound.example/", b"{}", {})

    assert (answer.status, answer.error) == (None, "forbidden-address")


def test_an_allowed_name_is_pinned_too(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    request = Request("POST", "https://localhost:8443/in").prepare()

    place, tls = GuardedAdapter(is_https_proto=True).build_connection_pool_key_attributes(
        request, True
    )

    assert place["host"] in {"127.0.0.1", "[::1]"}
    assert tls["assert_hostname"] == "localhost"


def test_proxies_and_passwords_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")

    with open_session() as session:
        assert session.trust_env is False
        assert session.auth is None
