"""Crashes at a chosen step (断电): a child does an errand and is killed before its n-th write.

Unlike the nursery's kills at a random moment, the same number is the same step again: a failing story can be
told anew. A write is a call into C that changes a file or asks the database.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

WRITES = frozenset(
    (
        *("execute", "executemany", "executescript", "commit"),
        *("write", "writelines", "truncate", "ftruncate", "fsync", "pwrite"),
        *("replace", "rename", "unlink", "remove", "mkdir", "rmdir"),
    )
)


def crash(errand: Callable[[], None], before: int) -> bool:
    """Run an errand in a child that is killed before its n-th write; say whether it was."""
    child = os.fork()
    if child == 0:
        _live(errand, before)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), f"the child failed by itself: {status}"
    return status != 0


def _live(errand: Callable[[], None], before: int) -> None:
    left = before

    def count(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal left
        if event == "c_call" and called.__name__ in WRITES:
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.setprofile(count)
        errand()
        status = 0
    except BaseException:  # noqa: BLE001 -- whatever it is, the parent fails by it
        sys.setprofile(None)
        traceback.print_exc()
    finally:
        os._exit(status)
