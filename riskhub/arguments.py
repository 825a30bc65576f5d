"""What may be typed after `riskhub`."""

import re
import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    BooleanOptionalAction,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NoReturn

from riskhub import answering, receiving, sending
from riskhub.taxii import LARGEST_PAGE

DISPOSITIONS = (
    "confirmed",
    "refuted",
    "already-known",
    "irrelevant",
    "insufficient",
    "acted-blocked",
    "acted-monitored",
    "acted-reported",
)
REFUSALS = (
    "no-information",
    "not-permitted",
    "threshold-not-met",
    "unclear",
    "too-broad",
    "too-late",
    "other",
)
# What argparse quotes of a value that does not fit.
_VALUE = re.compile(r": '[^\n]*'(?= \(choose from|$)")
CODES = """exit codes:
  0 done; 1 the hub or a file said no to something; 2 options, configuration or files are wrong;
  3 the hub cannot be used (unreachable, not authenticated, no permission); 4 a receipt does not hold

where the hub is and who asks, first found first used:
  --url, --client-id, --client-secret-file
  RISKHUB_URL, RISKHUB_CLIENT_ID, RISKHUB_CLIENT_SECRET or RISKHUB_CLIENT_SECRET_FILE
  url, client_id, client_secret or client_secret_file in a TOML file (--config, or config.toml
  in $XDG_CONFIG_HOME/riskhub); a file with a secret must be readable by its owner only
"""


class Parser(ArgumentParser):
    """An argument parser that repeats no value: one may be a secret in the wrong place."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})

    def parse_args(  # type: ignore[override]  # the command needs no other namespace
        self, args: Sequence[str] | None = None, namespace: None = None
    ) -> Namespace:
        """Return the options; name those that there are not, without what was given to them."""
        found, extra = self.parse_known_args(args, namespace)
        if extra:
            names = [one.partition("=")[0] for one in extra if one.startswith("--")]
            self.error(f"not understood: {', '.join(names) or 'an argument too many'}")
        return found

    def error(self, message: str) -> NoReturn:
        """Say how the verb is used, and what was wrong."""
        self.print_usage(sys.stderr)
        self.exit(2, f"riskhub: {_VALUE.sub('', message)}\n")


def read_arguments(arguments: Sequence[str] | None) -> Namespace:
    """Return what was typed; `run` is the verb's function."""
    parser = Parser(
        prog="riskhub",
        description="Exchange risk alerts with a RiskHub.",
        epilog=CODES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"riskhub {_find_version()}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    common = _common_options()

    def add(name: str, run: Callable[..., int], text: str) -> ArgumentParser:
        verb = verbs.add_parser(name, help=text, description=text, parents=[common])
        verb.set_defaults(run=run)
        return verb

    for declare in _DECLARED:
        declare(add)
    return parser.parse_args(arguments)


def _declare_sending(add: Callable[..., ArgumentParser]) -> None:
    verb = add("submit", sending.submit, "Send files and folders of STIX: *.json, *.ndjson.")
    verb.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder to walk")
    verb.add_argument("--state", metavar="DIR", help="where what was sent is noted, with receipts")
    verb.add_argument(
        "--wait",
        nargs="?",
        const=300.0,
        type=_seconds,
        metavar="SECONDS",
        help="follow each alert until it is settled (300 seconds)",
    )
    verb.add_argument("--quiet", action="store_true", help="no progress bar")
    _add_json(verb)


def _declare_reading(add: Callable[..., ArgumentParser]) -> None:
    _declare_polling(add)
    verb = add("stream", receiving.stream, "Show deliveries as they come, as lines of JSON.")
    verb.add_argument("--folder", metavar="DIR", help="write each to a file there instead")
    verb.add_argument("--checkpoint", metavar="FILE", help="go on where the last run ended")
    verb.add_argument(
        "--after", metavar="POSITION", default="", help="begin after it; 0: the oldest"
    )
    verb.add_argument("--stix", action="store_true", help="add the STIX bundle to each")
    verb.add_argument("--count", type=_number, metavar="N", help="end after so many")

    verb = add("list", receiving.list_alerts, "List the alerts you may see, newest first.")
    verb.add_argument("--limit", type=_number, default=50, metavar="N", help="so many (50)")
    for name in receiving.FILTERS:
        verb.add_argument(f"--{name}", help=f"the filter `{name}` of GET /api/v1/alerts")
    _add_json(verb)

    verb = add("show", receiving.show_alert, "Show one alert as STIX.")
    verb.add_argument("id", metavar="ID")
    verb.add_argument("--explain", action="store_true", help="what is withheld from you, and why")


def _declare_polling(add: Callable[..., ArgumentParser]) -> None:
    verb = add("poll", receiving.poll, "Fill a folder with what is delivered to you, over TAXII.")
    verb.add_argument("folder", metavar="DIR")
    verb.add_argument("--collection", default="inbox", metavar="NAME", help="id, alias or title")
    verb.add_argument(
        "--page", type=_number, default=LARGEST_PAGE, metavar="N", help="objects a request (1000)"
    )
    verb.add_argument(
        "--follow",
        nargs="?",
        const=30.0,
        type=_seconds,
        metavar="SECONDS",
        help="go on for ever, asking so often (30 seconds)",
    )
    _add_json(verb)


def _declare_answering(add: Callable[..., ArgumentParser]) -> None:
    verb = add("acknowledge", answering.acknowledge, "Say that you deal with alerts.")
    verb.add_argument("ids", nargs="+", metavar="ID")

    verb = add("feedback", answering.feedback, "Say what became of an alert.")
    verb.add_argument("id", metavar="ID")
    verb.add_argument("--disposition", required=True, choices=DISPOSITIONS)
    verb.add_argument("--acted-at", metavar="TIME", help="RFC 3339, with Z")
    verb.add_argument("--funds-stopped-min", type=_count, metavar="AMOUNT")
    verb.add_argument("--funds-stopped-max", type=_count, metavar="AMOUNT")
    verb.add_argument("--currency", metavar="CODE", help="ISO 4217, such as CNY")
    verb.add_argument("--customers-protected", type=_count, metavar="N")
    verb.add_argument("--lead-time", metavar="DURATION", help="ISO 8601, such as PT6H")
    verb.add_argument("--reason-code", metavar="CODE")
    verb.add_argument(
        "--share-with-source", action=BooleanOptionalAction, help="may the reporter know"
    )


def _declare_recalls(add: Callable[..., ArgumentParser]) -> None:
    verb = add("recall", answering.recall, "Take an alert of yours back.")
    verb.add_argument("id", metavar="ID")
    verb.add_argument("--reason", required=True, help="what its recipients are told")

    verb = add("recalls", answering.recalls, "List what you are ordered to destroy.")
    verb.add_argument("--state", help="open, kept, confirmed or overdue")
    verb.add_argument("--direction", choices=("received", "sent"), help="sent: by your recalls")
    _add_json(verb)

    verb = add(
        "confirm", answering.confirm, "Confirm that every copy of what was recalled is gone."
    )
    verb.add_argument("order", metavar="ORDER", help="the id of the order, as `recalls` lists it")
    verb.add_argument("--copies-remain", action="store_true", help="some could not be destroyed")
    verb.add_argument(
        "--note", metavar="CODE", help="why, such as retained-by-law; needed where copies remain"
    )


def _declare_requests(add: Callable[..., ArgumentParser]) -> None:
    verb = add("requests", answering.requests, "List what you are asked; submit an answer to it.")
    verb.add_argument("--state", help="open, answered, refused, overdue or withdrawn")
    verb.add_argument("--direction", choices=("received", "sent"), help="sent: what you asked")
    _add_json(verb)

    verb = add("refuse", answering.refuse, "Say that you do not answer a request.")
    verb.add_argument("id", metavar="ID", help="of the request, as `requests` lists it")
    verb.add_argument("--reason-code", required=True, choices=REFUSALS)


def _declare_proof(add: Callable[..., ArgumentParser]) -> None:
    verb = add("verify", answering.verify, "Check a receipt and, with FILE, what it is for.")
    verb.add_argument("receipt", metavar="RECEIPT", help="the file of a receipt")
    verb.add_argument("file", nargs="?", metavar="FILE", help="what was sent")
    verb.add_argument("--keys", metavar="FILE", help="the hub's /log/keys, saved; asks no hub")
    add("check", answering.check, "Show whether you can connect, and what you may do.")


_DECLARED = (
    _declare_sending,
    _declare_reading,
    _declare_answering,
    _declare_recalls,
    _declare_requests,
    _declare_proof,
)


def _common_options() -> Parser:
    common = Parser(add_help=False)
    group = common.add_argument_group("the hub")
    group.add_argument("--url", help="its address, such as https://hub.example")
    group.add_argument("--client-id", metavar="ID")
    group.add_argument("--client-secret-file", metavar="FILE", help="a file that holds the secret")
    group.add_argument("--config", metavar="FILE", help="TOML: url, client_id, client_secret")
    group.add_argument(
        "--insecure", action="store_true", help="allow http:// to other machines than this one"
    )
    return common


def _add_json(verb: ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="results as lines of JSON")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e7:
        raise ArgumentTypeError("give seconds, more than 0")
    return value


def _number(text: str) -> int:
    if _count(text) == 0:
        raise ArgumentTypeError("give a whole number, 1 or more")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise ArgumentTypeError("give a whole number")
    return int(text)


def _find_version() -> str:
    try:
        return version("riskhub")
    except PackageNotFoundError:
        return "(not installed)"
