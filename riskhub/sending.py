"""The verb `submit`: send files, show how each went, and wait until the hub is done if asked to."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep

from tqdm import tqdm

from riskhub.client import Client
from riskhub.configuration import Configuration, state_home
from riskhub.console import list_faults, show, show_json, tell, write_fault
from riskhub.files import alone_in
from riskhub.outbox import Outbox, Outcome, find_files
from riskhub.receipts import digest
from riskhub.values import Submission

FIRST_LOOK, LONGEST_LOOK = 0.3, 5.0


def submit(client: Client, configuration: Configuration, options: Namespace) -> int:
    """Send what the paths hold; return 1 if anything was refused or, when waiting, not delivered."""
    paths = find_files(Path(name) for name in options.paths)
    folder = Path(options.state) if options.state else default_state(configuration)
    with alone_in(folder):
        outbox = Outbox(folder)
        outcomes = []
        for outcome in _send(client, outbox, paths, quiet=options.quiet):
            _show_outcome(outcome, outbox, as_json=options.json)
            outcomes.append(outcome)
    tell(_count(outcomes, folder))
    code = int(any(outcome.problem for outcome in outcomes))
    if options.wait is None:
        return code
    return code | _wait(client, outcomes, options.wait, as_json=options.json)


def default_state(configuration: Configuration) -> Path:
    """Return the folder in which runs for one member of one hub note what they sent."""
    name = digest(f"{configuration.client_id}@{configuration.url}".encode())[:16]
    return state_home() / name


def _send(
    client: Client, outbox: Outbox, paths: Sequence[Path], *, quiet: bool
) -> Iterator[Outcome]:
    sizes = [path.stat().st_size for path in paths]
    hidden = True if quiet else None  # None: shown on a terminal only
    with tqdm(total=sum(sizes), unit="B", unit_scale=True, disable=hidden) as bar:
        yield from outbox.resume(client)
        for path, size in zip(paths, sizes, strict=True):
            yield from outbox.submit(client, path)
            bar.update(size)


def _show_outcome(outcome: Outcome, outbox: Outbox, *, as_json: bool) -> None:
    ids = [accepted.id for accepted in outcome.accepted]
    if as_json:
        show_json(_describe(outcome, outbox))
    elif outcome.problem is not None:
        show("refused ", outcome.piece.place, str(outcome.problem))
        for line in list_faults(outcome.problem):
            show("         ", line)
    elif ids:
        show("accepted", outcome.piece.place, *ids)
        for accepted in outcome.accepted:
            for warning in accepted.warnings:
                show("  warning", write_fault(warning))
    else:
        show("known   ", outcome.piece.place, "not sent again")


def _describe(outcome: Outcome, outbox: Outbox) -> dict[str, object]:
    described: dict[str, object] = {"place": outcome.piece.place, "sha256": outcome.piece.sha256}
    if outcome.problem is not None:
        faults = list_faults(outcome.problem)
        return described | {"result": "refused", "problem": str(outcome.problem), "faults": faults}
    if not outcome.accepted:
        return described | {"result": "known"}
    receipts = [str(outbox.receipt_path(accepted)) for accepted in outcome.accepted]
    ids = [accepted.id for accepted in outcome.accepted]
    return described | {"result": "accepted", "ids": ids, "receipts": receipts}


def _count(outcomes: Sequence[Outcome], folder: Path) -> str:
    accepted = sum(bool(outcome.accepted) for outcome in outcomes)
    refused = sum(outcome.problem is not None for outcome in outcomes)
    known = len(outcomes) - accepted - refused
    return f"{accepted} accepted, {refused} refused, {known} not sent again; receipts in {folder}"


def _wait(client: Client, outcomes: Sequence[Outcome], patience: float, *, as_json: bool) -> int:
    places = {
        accepted.id: outcome.piece.place for outcome in outcomes for accepted in outcome.accepted
    }
    code = 0
    for submission in _follow(client, list(places), monotonic() + patience):
        _show_submission(submission, places[submission.id], as_json=as_json)
        code |= submission.status != "delivered"
    return code


def _follow(client: Client, ids: list[str], deadline: float) -> Iterator[Submission]:
    """Yield each submission once it is settled, and at the deadline those that are not."""
    look = FIRST_LOOK
    while ids:
        late = monotonic() >= deadline
        states = [client.submission(one) for one in ids]
        yield from (state for state in states if state.is_settled or late)
        ids = [state.id for state in states if not state.is_settled and not late]
        if ids:
            sleep(min(look, max(0.0, deadline - monotonic())))
            look = min(look * 1.5, LONGEST_LOOK)


def _show_submission(submission: Submission, place: str, *, as_json: bool) -> None:
    if as_json:
        shown = {"id": submission.id, "place": place, "status": submission.status}
        reasons = list(submission.reasons)
        show_json(shown | {"recipients": submission.recipients, "reasons": reasons})
        return
    why = f"({', '.join(submission.reasons)})" if submission.reasons else ""
    show(f"{submission.status:9}", place, f"{submission.recipients} recipients", why)
