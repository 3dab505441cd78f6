"""The lane (办事通道): one worker thread for every service call; results come back by one queued signal.

Writes keep their order, the store meets one writer, the UI thread never waits. `Inline` is the same without a
thread, for tests. Knows no service.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from zsapp.base.errors import ZsError
from zsapp.screens.errands import T, Tasks

End = Callable[[], Any]


class Lane(QObject):
    """The real lane: one thread, in order."""

    _came_back = Signal(object)
    idle = Signal()
    """Said when nothing is under way any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")
        self._under_way = 0
        self._closed = False
        self._pauses: dict[str, QTimer] = {}
        self._came_back.connect(self._finish)  # said on the worker thread, so Qt brings it to this one

    def run(
        self, errand: Callable[[], T], done: Callable[[T], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Do an errand on the worker thread; `done` or `refused` is called on the UI thread."""
        self._under_way += 1
        self._pool.submit(self._work, errand, done, refused)

    def _work(
        self, errand: Callable[[], T], done: Callable[[T], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        try:
            result = errand()
        except ZsError as error:
            said = error
            self._came_back.emit(lambda: refused(said))
        except BaseException as error:  # noqa: BLE001 -- the one place: a bug is carried to the UI thread's hook
            bug = error
            self._came_back.emit(lambda: _raise(bug))
        else:
            self._came_back.emit(lambda: done(result))

    def _finish(self, end: End) -> None:
        self._under_way -= 1
        try:
            if not self._closed:
                end()
        finally:
            if not self._under_way:
                self.idle.emit()

    @property
    def busy(self) -> bool:
        """Whether an errand is under way."""
        return self._under_way > 0

    def later(self, key: str, after_ms: int, call: Callable[[], Any]) -> None:
        """Call back after a pause; the same key starts the pause anew."""
        self.stop(key)
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.timeout.connect(lambda: self._call(key, call))
        self._pauses[key] = pause
        pause.start(after_ms)

    def _call(self, key: str, call: Callable[[], Any]) -> None:
        self.stop(key)
        call()

    def stop(self, key: str) -> None:
        """Forget a call still to come."""
        if pause := self._pauses.pop(key, None):
            pause.stop()
            pause.deleteLater()

    def close(self) -> None:
        """Wait for what is under way; take no more, and call nobody back: the window is gone."""
        self._closed = True
        for key in list(self._pauses):
            self.stop(key)
        self._pool.shutdown(wait=True)


def _raise(bug: BaseException) -> None:
    raise bug


class Share:
    """One shell's share of a lane: once it is closed its errands are still done, but call nobody back."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._open = True

    def run(
        self, errand: Callable[[], T], done: Callable[[T], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Do an errand, as the lane does."""
        self._tasks.run(errand, self._unless_closed(done), self._unless_closed(refused))

    def _unless_closed(self, end: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda got: end(got) if self._open else None

    def later(self, key: str, after_ms: int, call: Callable[[], Any]) -> None:
        """Call back after a pause, as the lane does."""
        self._tasks.later(key, after_ms, lambda: call() if self._open else None)

    def stop(self, key: str) -> None:
        """Forget a call still to come."""
        self._tasks.stop(key)

    def close(self) -> None:
        """Call nobody back any more: the widgets are about to go."""
        self._open = False


def beside(tasks: Tasks) -> "Lane | Share":
    """Return a lane of its own for what takes long and nobody waits for; in tests a share of the only one."""
    return Lane() if isinstance(tasks, Lane) else Share(tasks)


class Inline:
    """The lane of the tests: errands at once, pauses when the test says `settle()`."""

    def __init__(self) -> None:
        self._pauses: dict[str, Callable[[], Any]] = {}

    def run(
        self, errand: Callable[[], T], done: Callable[[T], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Do an errand here and now."""
        try:
            result = errand()
        except ZsError as error:
            refused(error)
            return
        done(result)

    def later(self, key: str, after_ms: int, call: Callable[[], Any]) -> None:  # noqa: ARG002 -- no clock here
        """Keep a call until `settle()`."""
        self._pauses[key] = call

    def stop(self, key: str) -> None:
        """Forget a call still to come."""
        self._pauses.pop(key, None)

    def settle(self) -> None:
        """Make every call that is due and those they bring about; what comes again by itself comes once."""
        made: set[str] = set()
        while due := [key for key in self._pauses if key not in made]:
            made.add(due[0])
            self._pauses.pop(due[0])()

    def close(self) -> None:
        """Forget everything."""
        self._pauses.clear()
