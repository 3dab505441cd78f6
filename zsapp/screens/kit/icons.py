"""Icons (图标): our own line drawings in `resources/icons`, coloured and scaled when asked for."""

import functools

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from zsapp.screens.kit.tokens import icon_folder

DENSITY = 2.0
"""Drawn at twice the size, so that a dense screen shows them sharp."""


@functools.cache
def icon(name: str, colour: str, size: int = 22) -> QIcon:
    """Return an icon by name (the file's) in a colour, `size` pixels square."""
    drawing = (icon_folder() / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    canvas = QPixmap(QSize(size, size) * DENSITY)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    canvas.setDevicePixelRatio(DENSITY)
    return QIcon(canvas)
