"""Killing programs at random points (断电): a nursery imports the program once and forks its victims.

A *target* is a function `target(acknowledge, *words)` somewhere under tests, named `module:function`. It
works on, and says what it has done by `acknowledge(text)`, one line each; whatever was acknowledged must be
there after the kill:

    with Nursery("tests.fault.saving:save_on") as nursery:
        nursery.rehearse(str(scratch), acknowledged=5)
        done = nursery.kill_one(str(home), acknowledged=3, delay=0.001)

A rehearsal loads and compiles what every child would else do for itself, before the first of them is born.
"""

import gc
import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
STARTED, ENDED, REHEARSED = "started ", "ended ", "rehearsed"
PATIENCE = 60
"""Seconds after which a child that says nothing is a failure of the test."""

MEMORY, ENOUGH = Path("/dev/shm"), 64 << 20  # noqa: S108 -- a folder with a random name is made in it


@contextmanager
def memory_folder() -> Iterator[Path]:
    """Give a folder in memory, or on the disk where there is none.

    What a killed process has written stays either way; only a power cut takes it, and no kill is one. So the
    kills need not wait for the disk, and more of them fall into the program.
    """
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    with TemporaryDirectory(prefix="zsapp-kills-", dir=MEMORY if roomy else None) as folder:
        yield Path(folder)


Acknowledge = Callable[[str], None]


class Nursery:
    """A process that has imported a target and forks children that run it."""

    def __init__(self, target: str) -> None:
        """Start the process; `target` is `module:function`."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fault.killing", target],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._unread = b""

    def rehearse(self, *words: str, acknowledged: int) -> None:
        """Let the nursery itself run the target on a scratch copy, up to so many acknowledgements."""
        self._order(words, rehearsal=acknowledged)
        line = self._line()
        assert line == REHEARSED, line

    def kill_one(self, *words: str, acknowledged: int = 0, delay: float = 0.0) -> list[str]:
        """Run a child, kill it `delay` seconds after so many acknowledgements; return all it acknowledged.

        A child that ends before it is killed is no fault: then it has done its work.
        """
        self._order(words)
        started = self._line()
        assert started.startswith(STARTED), started
        said: list[str] = []
        while len(said) < acknowledged:
            line = self._line()
            if line.startswith(ENDED):
                return self._judged(line, said)
            said.append(line)
        until = time.perf_counter() + delay
        while (left := until - time.perf_counter()) > 0:
            if left > 0.002:
                select.select([], [], [], left - 0.002)
        with suppress(ProcessLookupError):
            os.kill(int(started.removeprefix(STARTED)), signal.SIGKILL)
        while not (line := self._line()).startswith(ENDED):
            said.append(line)
        return self._judged(line, said)

    def _order(self, words: tuple[str, ...], *, rehearsal: int = 0) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([rehearsal, words]).encode() + b"\n")

    @staticmethod
    def _judged(line: str, said: list[str]) -> list[str]:
        status = int(line.removeprefix(ENDED))
        assert status in (0, -signal.SIGKILL), f"the child failed by itself: {status}"
        return said

    def _line(self) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
            assert ready, "the child says nothing"
            more = os.read(self._process.stdout.fileno(), 65_536)
            assert more, "the nursery has ended"
            self._unread += more
        line, self._unread = self._unread.split(b"\n", 1)
        return line.decode()

    def __enter__(self) -> "Nursery":
        """Return the nursery itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


def _say(text: str) -> None:
    """Write one line at once: short enough that two writers of one pipe never mix theirs."""
    os.write(1, text.encode() + b"\n")


def _raise_children(target: str) -> None:
    module, function = target.split(":")
    run = getattr(importlib.import_module(module), function)
    for order in sys.stdin:
        rehearsal, words = json.loads(order)
        if rehearsal:
            _rehearse(run, words, rehearsal)
            continue
        child = os.fork()
        if child == 0:
            _live(run, words)
        _, status = os.waitpid(child, 0)
        _say(f"{ENDED}{os.waitstatus_to_exitcode(status)}")


class _Enough(Exception):
    """The rehearsal has gone far enough."""


def _rehearse(run: Callable[..., None], words: list[str], acknowledged: int) -> None:
    said: list[str] = []

    def acknowledge(text: str) -> None:
        said.append(text)
        if len(said) >= acknowledged:
            raise _Enough

    with suppress(_Enough):
        run(acknowledge, *words)
    gc.collect()
    gc.freeze()  # what is here stays: children need not look through it, nor copy it
    _say(REHEARSED)


def _live(run: Callable[..., None], words: list[str]) -> None:
    status = 1
    _say(f"{STARTED}{os.getpid()}")
    try:
        run(_say, *words)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    _raise_children(sys.argv[1])
