"""The verbs of conversation and proof: acknowledge, recall, confirm, refuse, verify and more."""

import json
from argparse import Namespace
from pathlib import Path

from riskhub.client import Client
from riskhub.configuration import LARGEST_FILE, Configuration
from riskhub.console import show, show_json, tell_error
from riskhub.errors import ConfigurationRefused, Problem
from riskhub.files import read_bounded
from riskhub.outbox import LINE_SUFFIXES
from riskhub.receipts import LONGEST_RECEIPT, check_content, check_receipt

LARGEST_CONTENT = 1_000_000_000
# Members of alert-feedback (profile f7) and what each option of the command is called.
FEEDBACK = (
    "acted_at",
    "funds_stopped_min",
    "funds_stopped_max",
    "currency",
    "customers_protected",
    "lead_time",
    "reason_code",
    "share_with_source",
)


def acknowledge(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Acknowledge each alert; return 1 if the hub refused any."""
    code = 0
    for alert_id in options.ids:
        try:
            client.acknowledge(alert_id)
        except Problem as problem:
            if problem.exit_code != 1:
                raise
            tell_error(problem)
            code = 1
        else:
            show("acknowledged", alert_id)
    return code


def feedback(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Say what became of an alert."""
    given = {name: getattr(options, name) for name in FEEDBACK}
    members = {name: value for name, value in given.items() if value is not None}
    answer = client.feedback(options.id, options.disposition, **members)
    show_json({"alert": options.id, "disposition": options.disposition} | answer)
    return 0


def recall(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Take an alert of mine back."""
    show_json({"alert": options.id} | client.recall(options.id, options.reason))
    return 0


def recalls(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """List recall orders to me, or those of my own alerts."""
    given = {"state": options.state, "direction": options.direction}
    wanted = {name: value for name, value in given.items() if value is not None}
    for order in client.recalls(**wanted):
        if options.json:
            show_json(order.document)
        else:
            show(order.id, f"{order.state:9}", order.cause, f"due {order.due_at}", order.alert)
    return 0


def confirm(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Say what became of the copies of an alert that was recalled."""
    client.confirm_recall(
        options.order, copies_destroyed=not options.copies_remain, note_code=options.note or ""
    )
    show("kept     " if options.copies_remain else "confirmed", options.order)
    return 0


def requests(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """List what I was asked, or what I asked of others."""
    given = {"state": options.state, "direction": options.direction}
    wanted = {name: value for name, value in given.items() if value is not None}
    for one in client.requests(**wanted):
        if options.json:
            show_json(one.document)
        else:
            due = f"due {one.due_at}" if one.due_at else "no time"
            show(one.id, f"{one.state:9}", due, one.asked, one.envelope)
    return 0


def refuse(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Say that a request is not answered."""
    client.refuse_request(options.id, options.reason_code)
    show("refused  ", options.id)
    return 0


def verify(client: Client | None, _configuration: Configuration | None, options: Namespace) -> int:
    """Check a receipt against the hub's keys, or saved ones, and against a file."""
    text = read_bounded(Path(options.receipt), LONGEST_RECEIPT).decode("ascii", "replace")
    if client is None:
        keys = _read_keys(Path(options.keys))
    else:
        keys = client.keys()
    receipt = check_receipt(text, keys)
    if options.file:
        path = Path(options.file)
        content = read_bounded(path, LARGEST_CONTENT)
        check_content(receipt, content, lines=path.suffix.lower() in LINE_SUFFIXES)
    show("holds    ", "signed by key", receipt.key)
    show("hub      ", receipt.hub)
    show("alert    ", receipt.submission)
    show("reporter ", receipt.reporter)
    show("received ", receipt.issued_at.isoformat())
    show("sha256   ", receipt.sha256, "of the file" if options.file else "(no file was compared)")
    return 0


def check(client: Client, configuration: Configuration, _options: Namespace) -> int:
    """Show whether the hub answers, what the credential may do, and which collections there are."""
    scopes = client.scopes()
    show("hub       ", client.url)
    show("client    ", configuration.client_id)
    show("scopes    ", " ".join(scopes))
    for one in client.collections():
        rights = [word for word, may in (("read", one.can_read), ("write", one.can_write)) if may]
        show("collection", one.alias or one.id, "+".join(rights) or "no access", one.title)
    return 0


def _read_keys(path: Path) -> dict[str, object]:
    try:
        keys = json.loads(read_bounded(path, LARGEST_FILE))
    except ValueError:
        keys = None
    if not isinstance(keys, dict):
        raise ConfigurationRefused(f"{path}: not a set of keys; save the hub's /log/keys")
    return keys
