"""Keys of a part of a page, though the page means something else by them."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.gui.aid_desk import press
from zsapp.screens.kit.own_keys import OwnKeys


def test_a_part_takes_its_keys_and_leaves_the_page_all_others(framed):
    told = []
    part, outside = QWidget(), QLineEdit()
    inside = QLineEdit(part)
    QVBoxLayout(part).addWidget(inside)
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(part)
    box.addWidget(outside)
    for keys in ("Esc", "Ctrl+Return", "Ctrl+S"):
        QShortcut(QKeySequence(keys), page).activated.connect(lambda keys=keys: told.append(f"页 {keys}"))
    OwnKeys(part, {"Esc": lambda: told.append("局部 Esc"), "Ctrl+Return": lambda: told.append("局部 回车")})
    framed(page)
    inside.setFocus()
    press("Escape", "Ctrl+Return", "Ctrl+S")
    outside.setFocus()
    press("Escape")
    assert told == ["局部 Esc", "局部 回车", "页 Ctrl+S", "页 Esc"]
