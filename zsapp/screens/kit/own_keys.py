"""Keys of a part of a page (局部按键): the part takes them before the page does, which may use them too."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class OwnKeys(QObject):
    """While the caret is in `part`, these keys are its own: two shortcuts of one key would both be silent."""

    def __init__(self, part: QWidget, calls: Mapping[str, Callable[[], Any]]) -> None:
        """Take `calls` by the names of their keys: `Esc`, `Ctrl+Return`."""
        super().__init__(part)
        self._calls = {QKeySequence(keys).toString(): call for keys, call in calls.items()}
        part.installEventFilter(self)

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        """Claim a key of ours before shortcuts are looked at, and act on it when it comes."""
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.ShortcutOverride,
            QEvent.Type.KeyPress,
        ):
            call = self._calls.get(QKeySequence(event.keyCombination()).toString())
            if call is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    call()
                return True
        return super().eventFilter(part, event)
