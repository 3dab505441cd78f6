"""The message bar (消息栏): what happened, what to do, the number to read out, a retry where it helps.

Nothing here stops the typing: no box, no focus taken. It lies over the head of the page, which stays where it
is: what is being written does not move under the hand. A screen reader reads the message out as it comes.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.notices import Notice

GOOD_NEWS_MS = 12_000
"""Good news goes by itself; everything else stays until the clerk or the next message takes it away."""


class MessageBar(QFrame):
    """One message at a time, the newest."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("message")
        self._wide = scale["side"] + scale["space4"] + scale["form"]
        self._notice: Notice | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(scale["space4"], scale["space1"], scale["space3"], scale["space1"])
        row.setSpacing(scale["space3"])
        words = QVBoxLayout()
        words.setSpacing(0)
        self.sentence = label("", "strong", wrap=True)
        self.remedy = label("", "small", wrap=True)
        words.addWidget(self.sentence)
        words.addWidget(self.remedy)
        row.addLayout(words, 1)
        self.number = label("", "small")
        row.addWidget(self.number)
        self.again = button("重试", "", self._again)
        row.addWidget(self.again)
        self.away = button("知道了", "quiet", self.clear)
        row.addWidget(self.away)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self.clear)
        self.hide()

    def say(self, notice: Notice) -> None:
        """Show a message."""
        self._notice = notice
        self.sentence.setText(notice.sentence)
        self.remedy.setText(notice.remedy)
        self.remedy.setVisible(bool(notice.remedy))
        self.number.setText(f"代码 {notice.number}" if notice.number else "")
        self.number.setVisible(bool(notice.number))
        self.again.setText(notice.again_word)
        self.again.setVisible(notice.again is not None)
        self.setAccessibleName(f"{notice.sentence}。{notice.remedy}")
        retone(self, "tone", notice.tone)
        self.show()
        self.place()
        # Start-up time: its lists of roles and states take as long as all our first pages.
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._gone.stop()
        if notice.tone in ("green", "blue"):
            self._gone.start(GOOD_NEWS_MS)

    def place(self) -> None:
        """Lie over the head of the page, as high as the words need; the paper beside the form stays free."""
        if (window := self.parentWidget()) is not None:
            self.ensurePolished()
            wide = min(self._wide, window.width())
            self.setGeometry(0, 0, wide, self.heightForWidth(wide))
            self.raise_()

    def turn(self) -> None:
        """Something else comes before the clerk: good news of what was there before goes, the rest stays."""
        if self._notice is not None and self._notice.tone == "green":
            self.clear()

    def clear(self) -> None:
        """Take the message away."""
        self._notice = None
        self._gone.stop()
        self.hide()

    @property
    def showing(self) -> Notice | None:
        """The message in sight."""
        return self._notice

    def _again(self) -> None:
        notice = self._notice
        self.clear()
        if notice is not None and notice.again is not None:
            notice.again()
