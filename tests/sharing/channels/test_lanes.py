"""A lane that hangs keeps nobody waiting: its time ends, and that of all others with it."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from sharing.channels import http, pusher
from sharing.channels.schedule import LEASE
from sharing.channels.selectors import Endpoint


def test_a_lane_past_its_time_is_not_waited_for(db, monkeypatch):
    let_go, served = threading.Event(), threading.Event()

    def hang(*args, **facts):
        served.set()
        let_go.wait(10)

    monkeypatch.setattr(pusher, "find_ready", lambda **facts: [Endpoint(uuid4(), False)])
    monkeypatch.setattr(pusher, "serve", hang)
    monkeypatch.setattr(pusher, "send_due", lambda **facts: 0)

    start = time.monotonic()
    pusher.push_due(clock=timezone.now, seconds=0.3, lanes=2)
    took = time.monotonic() - start
    let_go.set()

    assert served.is_set()
    assert took < 3


def test_a_request_ends_before_its_lease_does():
    assert timedelta(seconds=2 * http.WHOLE_SECONDS) < LEASE
