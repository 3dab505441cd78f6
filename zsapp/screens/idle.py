"""Idleness (无人操作): how long nobody has touched this window. What a hand does, the window's surface hears.

Typing Chinese sends no keys to a window, only a moving caret: that counts as well.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 10_000
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idleness(QObject):
    """Calls once nobody has touched a window for some minutes."""

    def __init__(
        self, surface: QWindow, due: Callable[[], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Watch the surface of a window; `now` tells seconds."""
        super().__init__(surface)
        self.minutes = 0
        self._due, self._now = due, now
        self._last = now()
        surface.installEventFilter(self)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touch)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def watch(self, minutes: int) -> None:
        """Begin to watch."""
        self.minutes = minutes
        self.touch()
        self._timer.start(LOOK_MS)

    def rest(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is here."""
        self._last = self._now()

    def look(self) -> None:
        """Call when it is time."""
        if self._now() - self._last >= self.minutes * 60:
            self._due()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hear what a hand does, and let it pass."""
        if event.type() in TOUCHES:
            self.touch()
        return False
