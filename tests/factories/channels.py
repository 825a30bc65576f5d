"""Webhooks and subscriptions for tests, and a receiver that runs as a process of its own."""

import json
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from deploy.servers import find_free_port
from sharing.channels.endpoints import NewWebhook, create_webhook
from sharing.channels.pusher import push_due
from sharing.routing.match import Filter
from sharing.routing.services import create_subscription
from sharing.routing.wishes import MailPlan, Wish

LOOPBACK = [ip_network("127.0.0.0/8")]


def add_webhook(member, *, now, url="http://127.0.0.1:9/hook", name="siem", **changes):
    """Store a webhook of a member; the settings must allow its address."""
    new = NewWebhook(name=name, url=url, **changes)
    return create_webhook(actor=member.actor, now=now, new=new)


def subscribe(member, *channels, now, name="all", mail=None, **wanted):
    """Store a subscription of a member."""
    wish = Wish(name=name, wanted=Filter(**wanted), channels=channels, mail=mail or MailPlan())
    return create_subscription(actor=member.actor, now=now, wish=wish)


def push(now, **changes):
    """Send what is due at a moment, one by one in this thread."""
    return push_due(clock=lambda: now, seconds=60, **{"lanes": 0, **changes})


class Receiver:
    """A receiver of webhooks that can be killed and started again on its port; it keeps what it got."""

    def __init__(self, folder: Path) -> None:
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self.kept = folder / "received.jsonl"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, status: int = 204) -> None:
        command = [sys.executable, "-c", PROGRAM, str(self.port), str(self.kept), str(status)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None

    def read(self) -> list[dict[str, Any]]:
        """Return what was received: {headers, body} each."""
        if not self.kept.exists():
            return []
        return [json.loads(line) for line in self.kept.read_text().splitlines()]


PROGRAM = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

port, kept, status = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        line = json.dumps({"headers": {k.lower(): v for k, v in self.headers.items()}, "body": body})
        with open(kept, "a") as file:
            file.write(line + "\\n")
            file.flush()
            os.fsync(file.fileno())
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass

server = HTTPServer(("127.0.0.1", port), Handler)
print("ready", flush=True)
server.serve_forever()
"""
