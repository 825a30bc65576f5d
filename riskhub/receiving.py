"""The verbs that read: poll and stream into a folder, list, show."""

from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path
from time import sleep

from riskhub.client import Client
from riskhub.configuration import Configuration
from riskhub.console import show, show_json, tell, tell_error
from riskhub.errors import HubUnreachable, Problem
from riskhub.files import alone_in
from riskhub.inbox import CheckpointFile, EventFolder, Inbox, Kept, describe_event, open_inbox
from riskhub.stream import OLDEST
from riskhub.values import Collection, Event


def poll(client: Client, configuration: Configuration, options: Namespace) -> int:
    """Fill a folder with what was added to a collection since the last run; again and again if asked."""
    collection = client.collection(options.collection)
    source = _name_source(configuration, f"collection {collection.id}")
    with open_inbox(Path(options.folder), source) as inbox:
        while True:
            try:
                _poll_once(client, inbox, collection, options)
            except (HubUnreachable, Problem) as error:
                # Whoever follows wants to go on when the hub is back; a plain no stays one.
                if options.follow is None or not _may_heal(error):
                    raise
                tell_error(error)
            if options.follow is None:
                return 0
            sleep(options.follow)


def stream(client: Client, configuration: Configuration, options: Namespace) -> int:
    """Show or keep each delivery as it comes, for ever or up to a number of them."""
    folder = EventFolder(Path(options.folder)) if options.folder else None
    checkpoint = _find_checkpoint(configuration, options)
    alone = alone_in(Path(options.folder)) if options.folder else nullcontext()
    with alone:
        after = _find_start(checkpoint, options)
        for number, event in enumerate(client.stream(after, with_bundle=options.stix), 1):
            _take_event(event, folder)
            if checkpoint:
                checkpoint.write({"position": event.position})
            if number == options.count:
                break
    return 0


def list_alerts(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """List what I may see, newest first."""
    filters = {name: getattr(options, name) for name in FILTERS}
    wanted = {name: value for name, value in filters.items() if value is not None}
    size = min(options.limit, 200)
    for number, alert in enumerate(client.alerts(limit=size, **wanted), 1):
        if options.json:
            show_json(alert.document)
        else:
            urgency = (
                f"severity {alert.severity}" if alert.score is None else f"score {alert.score}"
            )
            show(alert.id, alert.at, f"{alert.tlp:12}", f"{urgency:12}", alert.status, alert.title)
        if number == options.limit:
            break
    return 0


def show_alert(client: Client, _configuration: Configuration, options: Namespace) -> int:
    """Show one alert as STIX, or why I see it as I do."""
    read = client.explain if options.explain else client.alert
    show_json(read(options.id), indent=2)
    return 0


FILTERS = (
    "q",
    "category",
    "severity",
    "status",
    "reporter",
    "jurisdiction",
    "since",
    "until",
    "case",
    "direction",
)


def _poll_once(client: Client, inbox: Inbox, collection: Collection, options: Namespace) -> None:
    counts = {"new": 0, "revoked": 0}
    start = inbox.read_checkpoint()
    for page in client.poll(start, collection=collection, limit=options.page):
        for kept in inbox.keep(page):
            counts["new"] += kept.is_new
            counts["revoked"] += kept.is_revoked
            _show_kept(kept, as_json=options.json)
        # Listed before it is done with: a kill in between lists a page again, and loses nothing.
        inbox.move_on(page)
    if options.follow is None or counts["new"]:
        tell(f"{counts['new']} new versions, {counts['revoked']} revoked")


def _show_kept(kept: Kept, *, as_json: bool) -> None:
    word = "revoked" if kept.is_revoked else "added" if kept.is_new else "known"
    if as_json:
        shown = {"id": kept.id, "type": kept.type, "version": kept.version}
        show_json(shown | {"result": word, "new": kept.is_new, "path": str(kept.path)})
    else:
        show(f"{word:7}", kept.id, kept.version, str(kept.path))


def _take_event(event: Event, folder: EventFolder | None) -> None:
    if folder is None:
        show_json(describe_event(event))
    else:
        show(event.kind or "message", event.position, str(folder.keep(event)))


def _find_start(checkpoint: CheckpointFile | None, options: Namespace) -> str:
    known = checkpoint.read() if checkpoint else {}
    # Who keeps a checkpoint wants everything; who only looks wants what comes now.
    return str(options.after or known.get("position") or (OLDEST if checkpoint else ""))


def _find_checkpoint(configuration: Configuration, options: Namespace) -> CheckpointFile | None:
    if not options.checkpoint and not options.folder:
        return None
    path = options.checkpoint or Path(options.folder) / ".riskhub-stream.json"
    return CheckpointFile(Path(path), _name_source(configuration, "stream"))


def _name_source(configuration: Configuration, what: str) -> str:
    return f"{configuration.client_id}@{configuration.url} {what}"


def _may_heal(error: HubUnreachable | Problem) -> bool:
    return isinstance(error, HubUnreachable) or error.status in (429, 502, 503, 504)
