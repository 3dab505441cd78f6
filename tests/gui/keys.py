"""Typing in tests: what an input method commits."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication


def commit(text: str) -> None:
    """Type a text as an input method does: committed whole into whatever has the focus."""
    target = QApplication.focusWidget()
    assert target is not None
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


KEY_NAMES = {
    "-": "Minus",
    "=": "Equal",
    "[": "BracketLeft",
    "]": "BracketRight",
    "\\": "Backslash",
    ";": "Semicolon",
}
"""What Qt calls the keys of signs."""
