"""The program as it is, which also says what the clerk sees: run as a module, with the program's own words.

One line of JSON for each change: the field with the caret, its text, what is being composed in it, how often
that has changed, where on the screen the caret stands, and whether a list is open below the field.
"""

import json
import sys

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from zsapp.app import main
from zsapp.screens.window import make_app

LOOK_MS = 20


class Watcher(QObject):
    """Looks at the field with the caret and changes nothing."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._composed, self._changes, self._told = "", 0, ""
        app.installEventFilter(self)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tell)
        self._clock.start(LOOK_MS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note what is being composed: no field says it."""
        if isinstance(event, QInputMethodEvent):
            self._composed = event.preeditString()
            self._changes += bool(self._composed)
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        field = QApplication.focusWidget()
        read = getattr(field, "text", None)
        seen = {
            "field": field.accessibleName() if field else "",
            "text": read() if read else "",
            "composed": self._composed,
            "changes": self._changes,
            "caret": _caret(),
            "list": _list(field),
        }
        line = json.dumps(seen)
        if line != self._told:
            self._told = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def _list(field: QWidget | None) -> str:
    """Return "open", "shut", or "moving" while no field of the window has the keyboard."""
    if field is None or QGuiApplication.focusWindow() != field.window().windowHandle():
        return "moving"
    return "open" if getattr(field, "offers", None) else "shut"


def _caret() -> list[int]:
    window = QGuiApplication.focusWindow()
    rect = QGuiApplication.inputMethod().cursorRectangle() if window else QRectF()
    corner = window.mapToGlobal(rect.bottomLeft()) if window else rect.bottomLeft()
    return [round(corner.x()), round(corner.y())]


if __name__ == "__main__":
    Watcher(make_app())
    sys.exit(main())
