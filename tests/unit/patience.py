"""How long hostile input may keep a processor: no race against a clock, a fence between linear and quadratic.

Processor time, so that busy neighbours count little. Linear work on such input takes about a second at most,
a quadratic step minutes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

FENCE = 20.0


@contextmanager
def linear_time() -> Iterator[None]:
    """Fail where the block took more processor seconds than any linear work on its input could."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < FENCE, f"{took:.0f} s of processor time"
