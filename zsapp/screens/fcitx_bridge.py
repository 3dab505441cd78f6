"""The bridge to fcitx 4 (输入法): hands keys to it over D-Bus and turns its answers into Qt's typing events.

UOS 20 and Kylin V10 type with fcitx 4, and the pinned Qt has no plugin for it. An event filter of the
application sees each key before the field does. Passphrases never go there. A fcitx that has gone or hangs
leaves plain typing; when the next field is entered it is looked for again.
"""

import os
from collections import deque
from collections.abc import Iterator
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields, MessageFlag
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

METHOD, CONTEXT = "org.fcitx.Fcitx.InputMethod", "org.fcitx.Fcitx.InputContext"
PREEDIT, FORMATTED_PREEDIT = 1 << 1, 1 << 4
PATIENCE = 0.5
"""Seconds a key waits for fcitx: longer than any dictionary takes, short enough to type on without it."""
GONE = (OSError, DBusErrorResponse)
"""What a fcitx that is not there, or not well, looks like (a timeout is an OSError)."""
KEYS = {QEvent.Type.KeyPress: 0, QEvent.Type.KeyRelease: 1}
Format = QInputMethodEvent.AttributeType


class FcitxContext:
    """One input context of a fcitx 4: its calls and its signals, nothing of Qt."""

    def __init__(self, address: str, service: str) -> None:
        self._signals: deque[Message] = deque()
        self.bus = open_dbus_connection(address)
        try:
            method = DBusAddress("/inputmethod", service, METHOD)
            made = self._reply(new_method_call(method, "CreateICv3", "si", ("zsapp", os.getpid())))
            self._context = DBusAddress(f"/inputcontext_{made[0]}", service, CONTEXT)
            rule = MatchRule(type="signal", interface=CONTEXT, path=self._context.object_path)
            self._reply(message_bus.AddMatch(rule))
            self.bus.filter(rule, queue=self._signals)
            self.tell("SetCapacity", "u", PREEDIT | FORMATTED_PREEDIT)
        except GONE:
            self.close()
            raise

    def _reply(self, message: Message) -> tuple[Any, ...]:
        body: tuple[Any, ...] = unwrap_msg(self.bus.send_and_get_reply(message, timeout=PATIENCE))
        return body

    def tell(self, name: str, signature: str = "", *values: int) -> None:
        """Call without waiting for an answer."""
        message = new_method_call(self._context, name, signature or None, values)
        message.header.flags |= MessageFlag.no_reply_expected
        self.bus.send(message)

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether fcitx took a key; what it says of it comes as signals."""
        key = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers())
        call = new_method_call(self._context, "ProcessKeyEvent", "uuuiu", (*key, KEYS[event.type()], 0))
        return bool(self._reply(call)[0])

    def said(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield name and values of every signal that has come."""
        try:
            while True:
                self.bus.recv_messages(timeout=0)
        except TimeoutError:  # that was all
            pass
        while self._signals:
            message = self._signals.popleft()
            yield message.header.fields[HeaderFields.member], message.body

    def close(self) -> None:
        """Let go."""
        self.bus.close()


class FcitxBridge(QObject):
    """What Qt's own plugin would be: one for the whole program."""

    def __init__(self, app: QApplication, address: str, service: str) -> None:
        super().__init__(app)
        self._app, self._address, self._service = app, address, service
        self._context: FcitxContext | None = None
        self._bell: QSocketNotifier | None = None
        self._composing: QWidget | None = None
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._go_to)

    # --- the bus --------------------------------------------------------------------------------------

    def _connect(self) -> FcitxContext | None:
        if self._context is None:
            try:
                self._context = FcitxContext(self._address, self._service)
            except GONE:
                return None
            self._bell = QSocketNotifier(self._context.bus.sock.fileno(), QSocketNotifier.Type.Read, self)
            self._bell.activated.connect(self._listen)
        return self._context

    def _let_go(self) -> None:
        if self._bell is not None:
            self._bell.setEnabled(False)
            self._bell.deleteLater()
        if self._context is not None:
            self._context.close()
        self._bell = self._context = None
        self._compose("")

    def _listen(self) -> None:
        try:
            for name, values in list(self._context.said() if self._context else ()):
                self._hear(name, values)
        except GONE:
            self._let_go()

    def _hear(self, name: str, values: tuple[Any, ...]) -> None:
        if name == "CommitString":
            self._compose("", commit=values[0])
        elif name == "UpdatePreedit":
            self._compose(values[0], values[1])
        elif name == "UpdateFormattedPreedit":
            self._compose("".join(text for text, _ in values[0]), values[1])

    # --- the field ------------------------------------------------------------------------------------

    def _compose(self, text: str, place: int = 0, *, commit: str = "") -> None:
        """Show what is being composed, the caret after `place` bytes of it, or put words into the field."""
        field = self._composing if self._composing is not None and isValid(self._composing) else _field()
        if field is None or not (text or commit or self._composing):
            return
        caret = len(text.encode()[: max(place, 0)].decode(errors="ignore"))
        line = QTextCharFormat()
        line.setFontUnderline(True)
        marks = [
            QInputMethodEvent.Attribute(Format.TextFormat, 0, len(text), line),
            QInputMethodEvent.Attribute(Format.Cursor, caret, 1, None),
        ]
        event = QInputMethodEvent(text, marks if text else [])
        event.setCommitString(commit)
        self._composing = field if text else None
        self._app.sendEvent(field, event)

    def _go_to(self, _focus: object) -> None:
        """Follow the caret; what was composed and not chosen is dropped with the field."""
        self._compose("")
        field = _field()
        context = self._connect() if field else self._context
        try:
            if context:
                context.tell("Reset")
                context.tell("FocusIn" if field else "FocusOut")
        except GONE:
            self._let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show fcitx each key of the field first; while it composes, no shortcut gets one."""
        kind = event.type()
        if kind not in (*KEYS, QEvent.Type.ShortcutOverride) or not _types_in(watched, _field()):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            if self._composing:
                event.accept()
            return self._composing is not None
        return isinstance(event, QKeyEvent) and bool(event.nativeVirtualKey()) and self._offer(event)

    def _offer(self, event: QKeyEvent) -> bool:
        if self._context is None:
            return False
        try:
            self._context.tell("SetCursorRect", "iiii", *_caret())
            taken = self._context.takes(event)
        except GONE:
            self._let_go()
            return False
        self._listen()
        return taken


def _field() -> QWidget | None:
    """Return the field that Chinese may be typed in, if the caret is in one."""
    focus = QApplication.focusWidget()
    if focus is None or not focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return None
    hints = focus.inputMethodQuery(Qt.InputMethodQuery.ImHints)
    secret = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    return None if Qt.InputMethodHint(hints) & secret else focus


def _types_in(watched: QObject, field: QWidget | None) -> bool:
    """Return whether a key sent here is meant for the field, as one sent to the list open below it is."""
    return field is not None and isinstance(watched, QWidget) and field in (watched, watched.focusProxy())


def _caret() -> tuple[int, int, int, int]:
    """Return where the caret is on the screen, in its own pixels: the list of candidates stands below it."""
    window: QWindow | None = QGuiApplication.focusWindow()
    if window is None:
        return 0, 0, 1, 1
    rect = QGuiApplication.inputMethod().cursorRectangle()
    corner, ratio = window.mapToGlobal(rect.topLeft()), window.devicePixelRatio()
    sizes = (corner.x(), corner.y(), max(rect.width(), 1), max(rect.height(), 1))
    x, y, wide, high = (round(one * ratio) for one in sizes)
    return x, y, wide, high
