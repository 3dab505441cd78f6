"""The calendar (日历) beside a day field: a press or Alt+Down opens it; typing never needs it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.tokens import COLOURS, Scale


def pick_day(
    line: QLineEdit, scale: Scale, shown: Callable[[], date], picked: Callable[[date], None]
) -> None:
    """Give a line a calendar; `picked` is called with the day chosen in it."""
    opener = QAction(icon("calendar", COLOURS["second"], scale.px(20)), "打开日历", line)
    opener.setShortcut(QKeySequence("Alt+Down"))
    opener.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    line.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
    opener.triggered.connect(lambda: _open(line, shown(), picked))


def _open(line: QLineEdit, shown: date, picked: Callable[[date], None]) -> None:
    if line.isReadOnly():
        return
    calendar = QCalendarWidget(line)
    calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    calendar.setWindowFlag(Qt.WindowType.Popup)
    calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)
    calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))

    def choose(day: QDate) -> None:
        calendar.close()
        picked(date(day.year(), day.month(), day.day()))
        line.setFocus()

    calendar.activated.connect(choose)
    calendar.clicked.connect(choose)
    calendar.move(line.mapToGlobal(QPoint(0, line.height() + 2)))
    calendar.show()
    calendar.setFocus()
