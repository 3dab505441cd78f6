"""A hub that is killed between its two commits: `python -m tests.fault.dying_hub hub serve …`.

It dies by kill -9 once the tables have the first package it takes in, before its home has it.
"""

import os
import signal
import sys

from zsapp.app import main
from zsapp.records.upstream_store import UpstreamWriter

WHOLE = UpstreamWriter.finish


def finish(writer: UpstreamWriter) -> None:
    """Commit the tables, and die where something was taken in."""
    WHOLE(writer)
    if any(one.head.seq for one in writer.shelf.chains()):
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    UpstreamWriter.finish = finish  # type: ignore[method-assign] -- the one way to die just there
    sys.exit(main(sys.argv[1:]))
