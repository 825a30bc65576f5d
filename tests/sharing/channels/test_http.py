"""The client verifies certificates, reads little, waits little, and tells how it went by a code."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sharing.channels import http


@pytest.fixture(autouse=True)
def _loopback_allowed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


class Handler(BaseHTTPRequestHandler):
    """Answers 200 with what the path asks for."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        status = int(self.path.strip("/") or 200)
        self.send_response(status)
        self.send_header("Retry-After", "120")
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()
        self.close_connection = True
        if status == 200:
            with self.server.lock:
                self.server.cookies.append(self.headers["cookie"])
            try:
                for _ in range(10_000):
                    self.wfile.write(b"x" * 8192)
            except OSError:
                self.server.cut_off.set()

    def log_message(self, *args):
        pass


class Server(HTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock, self.cookies, self.cut_off = threading.Lock(), [], threading.Event()

    def handle_error(self, request, client_address):
        pass


@contextmanager
def serving(context=None):
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(port, path="/", scheme="http", verify=None):
    with http.open_session() as session:
        session.verify = str(verify) if verify else True
        return http.post(session, f"{scheme}://localhost:{port}{path}", b"{}", {})


@pytest.mark.parametrize(
    ("path", "status", "error", "wait"),
    [
        ("/204", 204, "", 120),
        ("/302", 302, "redirected", 120),
        ("/404", 404, "http-status", 120),
        ("/410", 410, "gone", 120),
        ("/503", 503, "http-status", 120),
    ],
)
def test_only_the_status_of_an_answer_counts(path, status, error, wait):
    with serving() as server:
        answer = send(server.server_port, path)

    assert (answer.status, answer.error, answer.retry_after) == (status, error, wait)


def test_an_endless_answer_is_cut_off():
    with serving() as server:
        answer = send(server.server_port)

        assert (answer.status, answer.error) == (200, "")
        assert server.cut_off.wait(5)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with serving(self_signed(tmp_path)) as server:
        answer = send(server.server_port, scheme="https")

    assert (answer.status, answer.error) == (None, "tls-refused")


def test_a_receiver_that_says_nothing_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(http._CONFIG, "default_timeout", (0.2, 0.2))
    silent = HTTPServer(("127.0.0.1", 0), Handler)

    answer = send(silent.server_port)
    silent.server_close()

    assert (answer.status, answer.error) == (None, "timed-out")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
    ],
    ids=["headers", "body", "chunks", "body without end"],
)
def test_a_receiver_that_answers_a_byte_at_a_time_is_cut_off(
    monkeypatch, tmp_path, scheme, beginning
):
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    context = self_signed(tmp_path) if scheme == "https" else None

    with dripping(beginning, context) as port:
        start = time.monotonic()
        answer = send(port, scheme=scheme, verify=tmp_path / "server.pem")
        took = time.monotonic() - start

    assert (answer.status, answer.error) == (None, "timed-out")
    assert took < 2


def test_each_request_over_a_connection_that_stays_open_has_its_own_time(monkeypatch):
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)

    def answer_first(sent):
        sent.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        sent.recv(65_536)

    with (
        dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", before=answer_first) as port,
        http.open_session() as session,
    ):
        url = f"http://localhost:{port}/"
        first = http.post(session, url, b"{}", {})
        start = time.monotonic()
        second = http.post(session, url, b"{}", {})
        took = time.monotonic() - start

    assert (first.status, first.error) == (204, "")
    assert (second.status, second.error) == (None, "timed-out")
    assert took < 2


@contextmanager
def dripping(beginning, context=None, before=None):
    """Serve one connection: a beginning, then a byte every now and then, for four seconds."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            taken, _ = listening.accept()
            with context.wrap_socket(taken, server_side=True) if context else taken as sent:
                sent.recv(65_536)
                if before is not None:
                    before(sent)
                sent.sendall(beginning)
                for _ in range(80):
                    sent.sendall(b"1")
                    time.sleep(0.05)
        except OSError:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    yield listening.getsockname()[1]
    listening.close()
    thread.join(5)
    assert not thread.is_alive()


def self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
