"""Run a module as `python -m` does, ended by the kernel when its parent ends, even by kill -9.

A web worker that outlived its killed parent would keep the port and stop the restart. Linux only; on
other systems such an orphan must be ended by hand.
"""

import ctypes
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies; accepted work is rows, so none is lost."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Become the module named by the first argument."""
    end_with_parent()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
