"""Run the measurements named on the command line, or all."""

import argparse
import os
import sys

from deploy.benchmarks import (
    attention,
    clustering,
    intake,
    pipeline,
    placing,
    poll,
    privacy,
    stream,
)
from deploy.packages import install_missing
from deploy.servers import CannotServe, ending_on_signals

NAMES = ("intake", "poll", "pipeline", "stream", "privacy", "attention", "clustering", "placing")


def read_arguments() -> argparse.Namespace:
    """Return what to measure and for how long."""
    parser = argparse.ArgumentParser(prog="deploy/bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="one measurement (default: all)")
    parser.add_argument("--seconds", type=float, default=8, help="length of each step (default 8)")
    parser.add_argument(
        "--stored",
        default="10000,100000",
        help="sizes of inbox for poll, in objects (default 10000,100000; a million takes minutes to fill)",
    )
    return parser.parse_args()


def main() -> int:
    """Measure; return 2 when the servers cannot be had."""
    options = read_arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    sizes = tuple(int(size) for size in options.stored.split(","))
    chosen = {
        "intake": lambda: intake.measure(options.seconds),
        "poll": lambda: poll.measure(options.seconds, sizes),
        "pipeline": lambda: pipeline.measure(options.seconds),
        "stream": lambda: stream.measure(options.seconds),
        "privacy": lambda: privacy.measure(options.seconds),
        "attention": lambda: attention.measure(options.seconds),
        "clustering": lambda: clustering.measure(options.seconds),
        "placing": lambda: placing.measure(sizes),
    }
    if not install_missing():
        return 2
    with ending_on_signals():
        try:
            for name in [options.name] if options.name else NAMES:
                chosen[name]()
        except CannotServe as error:
            print(f"bench: {error}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
