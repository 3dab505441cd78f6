"""What stands where nothing is open (空页): what to do, which keys there are, and the press that begins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import label


def empty_page(scale: Scale, words: str, hint: str, press: QPushButton | None) -> QWidget:
    """Return the page; without a press nothing can be begun here."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.setSpacing(scale["space3"])
    box.addStretch()
    box.addWidget(label(words, "section"), 0, Qt.AlignmentFlag.AlignHCenter)
    box.addWidget(label(hint, "small"), 0, Qt.AlignmentFlag.AlignHCenter)
    if press is not None:
        box.addWidget(press, 0, Qt.AlignmentFlag.AlignHCenter)
    box.addStretch()
    return page
