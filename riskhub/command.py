"""The command `riskhub`: read what was typed, run the verb, say in one line what went wrong."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

from riskhub.arguments import read_arguments
from riskhub.client import Client
from riskhub.configuration import Configuration, Wishes, load_configuration
from riskhub.console import tell, tell_error
from riskhub.errors import RiskHubError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = read_arguments(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that lacks a character shows its code, and the run goes on.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(options)
    except RiskHubError as error:
        tell_error(error)
        return error.exit_code
    except BrokenPipeError:
        # Who read the results has left; nothing more may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        tell(f"riskhub: {error.filename or 'system'}: {error.strerror}")
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(options: Namespace) -> int:
    if options.verb == "verify" and options.keys:
        return int(options.run(None, None, options))
    configuration = load_configuration(_wishes(options), public=options.verb == "verify")
    with _connect(configuration, options) as client:
        return int(options.run(client, configuration, options))


def _connect(configuration: Configuration, options: Namespace) -> Client:
    return Client(
        configuration.url,
        configuration.client_id,
        configuration.secret.value,
        insecure=options.insecure,
    )


def _wishes(options: Namespace) -> Wishes:
    return Wishes(
        url=options.url,
        client_id=options.client_id,
        secret_file=options.client_secret_file,
        file=options.config,
        insecure=options.insecure,
    )
