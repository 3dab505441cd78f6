"""The bridge to fcitx 4 (输入法): hands keys to it over D-Bus and turns its answers into Qt's typing events.

UOS 20 and Kylin V10 type with fcitx 4, and the pinned Qt has no plugin for it; fcitx 5 speaks its language as
well. An event filter of the application sees each key before the field does, and keeps it until fcitx has
answered: a dictionary that loads for seconds neither stops the window nor costs a key. Passphrases never go
there. A fcitx that has gone, or is silent too long, gives back what it had and leaves plain typing; when the
caret moves on it is looked for again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields, MessageFlag
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QEvent, QObject, QRectF, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

METHOD, CONTEXT = "org.fcitx.Fcitx.InputMethod", "org.fcitx.Fcitx.InputContext"
PREEDIT, FORMATTED_PREEDIT = 1 << 1, 1 << 4
PATIENCE_MS = 5_000
"""How long a key waits for fcitx, which may be loading its dictionary from a hard disk."""
GONE = (OSError, ValueError, RuntimeError, DBusErrorResponse)
"""What a bus or a fcitx that is not there, or not well, looks like (a timeout is an OSError)."""
KEYS = {QEvent.Type.KeyPress: 0, QEvent.Type.KeyRelease: 1}
READY, ANSWER = "ready", "answer"
Format = QInputMethodEvent.AttributeType


@dataclass(frozen=True, slots=True)
class Told:
    """What fcitx says: that it is ready, the answer to the key of a serial number, a signal by its name."""

    name: str
    values: tuple[Any, ...]
    serial: int = 0


class FcitxContext:
    """One input context of a fcitx: its calls and its signals, nothing of Qt's windows. Waits for nothing."""

    def __init__(self, address: str, service: str) -> None:
        """Ask a fcitx for a context; it says READY once there is one.

        Raises:
            OSError, ValueError, RuntimeError: the bus does not answer, or is none.
        """
        self._context: DBusAddress | None = None
        self.bus = open_dbus_connection(address)
        self._send(_unanswered(message_bus.AddMatch(MatchRule(type="signal", interface=CONTEXT))))
        method = DBusAddress("/inputmethod", service, METHOD)
        self._asked = self._send(new_method_call(method, "CreateICv3", "si", ("zsapp", os.getpid())))

    def _send(self, message: Message) -> int:
        serial: int = next(self.bus.outgoing_serial)
        self.bus.send(message, serial=serial)
        return serial

    @property
    def ready(self) -> bool:
        """Whether keys can be offered."""
        return self._context is not None

    def tell(self, name: str, signature: str = "", *values: int) -> None:
        """Call without an answer."""
        self._send(_unanswered(new_method_call(self._context, name, signature or None, values)))

    def offer(self, event: QKeyEvent) -> int:
        """Show a key and return the serial number of the answer to come."""
        key = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers())
        values = (*key, KEYS[event.type()], 0)
        return self._send(new_method_call(self._context, "ProcessKeyEvent", "uuuiu", values))

    def told(self) -> Iterator[Told]:
        """Yield everything that has come, in its order.

        Raises:
            DBusErrorResponse, OSError: fcitx or the bus has gone.
        """
        while True:
            try:
                message = self.bus.receive(timeout=0)
            except TimeoutError:  # that was all
                return
            fields = message.header.fields
            if message.header.message_type is MessageType.signal:
                if self._context and fields[HeaderFields.path] == self._context.object_path:
                    yield Told(fields[HeaderFields.member], message.body)
            elif (serial := fields[HeaderFields.reply_serial]) == self._asked:
                self._settle(unwrap_msg(message)[0], fields[HeaderFields.sender])
                yield Told(READY, ())
            else:
                yield Told(ANSWER, unwrap_msg(message), serial)

    def _settle(self, number: int, sender: str) -> None:
        # By the sender and not by the service: the next fcitx counts its contexts from one again.
        self._context = DBusAddress(f"/inputcontext_{number}", sender, CONTEXT)
        self.tell("SetCapacity", "u", PREEDIT | FORMATTED_PREEDIT)

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
        self._at: QWidget | None = None
        self._composing: QWidget | None = None
        self._asked: dict[int, QKeyEvent] = {}
        self._giving_back = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._let_go)
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._go_to)

    # --- the bus --------------------------------------------------------------------------------------

    def _look_for_it(self) -> None:
        try:
            context = FcitxContext(self._address, self._service)
        except GONE:
            return
        self._context = context
        self._bell = QSocketNotifier(context.bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._bell.activated.connect(lambda: self._listen(context))

    def _let_go(self) -> None:
        if self._bell is not None:
            self._bell.setEnabled(False)
            self._bell.deleteLater()
        if self._context is not None:
            self._context.close()
        self._bell = self._context = None
        self._compose("")
        self._patience.stop()
        kept, self._asked = self._asked, {}
        for event in kept.values():
            self._give_back(event)

    def _listen(self, context: FcitxContext) -> None:
        try:
            for one in context.told():
                self._hear(one, context)
        except GONE:
            self._let_go()

    def _hear(self, told: Told, context: FcitxContext) -> None:
        if told.name == READY:
            self._stand(context)
        elif told.name == ANSWER:
            self._answered(told.serial, taken=bool(told.values[0]))
        elif told.name == "CommitString":
            self._compose("", commit=told.values[0])
        elif told.name == "UpdatePreedit":
            self._compose(told.values[0], told.values[1])
        elif told.name == "UpdateFormattedPreedit":
            self._compose("".join(text for text, _ in told.values[0]), told.values[1])

    # --- keys -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show fcitx each key of the field first; while it composes, no shortcut gets one."""
        kind = event.type()
        if kind not in (*KEYS, QEvent.Type.ShortcutOverride):
            return False
        field = _field()
        if field is None or not _types_in(watched, field):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            if self._composing:
                event.accept()
            return self._composing is not None
        return isinstance(event, QKeyEvent) and bool(event.nativeVirtualKey()) and self._offer(event, field)

    def _offer(self, event: QKeyEvent, field: QWidget) -> bool:
        """Ask fcitx about a key; it is kept here until the answer comes."""
        if self._context is None or not self._context.ready or self._giving_back:
            return False
        try:
            self._context.tell("SetCursorRect", "iiii", *_caret(field))
            serial = self._context.offer(event)
        except GONE:
            self._let_go()
            return False
        self._asked[serial] = _copy(event)
        if not self._patience.isActive():
            self._patience.start(PATIENCE_MS)
        return True

    def _answered(self, serial: int, *, taken: bool) -> None:
        event = self._asked.pop(serial, None)
        self._patience.stop()
        if self._asked:
            self._patience.start(PATIENCE_MS)
        if event and not taken:
            self._give_back(event)

    def _give_back(self, event: QKeyEvent) -> None:
        """Let a key go where it would have gone: to the list that is open, or to the field."""
        over = QApplication.activePopupWidget()
        target = (over.focusWidget() or over) if over else QApplication.focusWidget()
        if target is None:
            return
        self._giving_back = True
        try:
            self._app.sendEvent(target, event)
        finally:
            self._giving_back = False

    # --- the field ------------------------------------------------------------------------------------

    def _compose(self, text: str, place: int = 0, *, commit: str = "") -> None:
        """Show what is being composed, the caret after `place` bytes of it, or put words into the field."""
        field = self._composing if self._composing is not None and isValid(self._composing) else _field()
        if field is None or not (text or commit or self._composing):
            return
        caret = _units(text.encode()[: max(place, 0)].decode(errors="ignore"))
        line = QTextCharFormat()
        line.setFontUnderline(True)
        marks = [
            QInputMethodEvent.Attribute(Format.TextFormat, 0, _units(text), line),
            QInputMethodEvent.Attribute(Format.Cursor, caret, 1, None),
        ]
        event = QInputMethodEvent(text, marks if text else [])
        event.setCommitString(commit)
        self._composing = field if text else None
        self._app.sendEvent(field, event)

    def _go_to(self, focus: QObject | None) -> None:
        """Follow the caret; what was composed and not chosen is dropped with the field.

        Qt also tells a change where there is none: when a list opens or shuts below the field. fcitx is
        looked for wherever the caret is, so that it is ready before the first letter.
        """
        before, self._at = self._at, _field()
        if self._context is None and focus is not None:
            self._look_for_it()
        elif self._at is not before:
            self._compose("")
            if self._context and self._context.ready:
                self._stand(self._context)

    def _stand(self, context: FcitxContext) -> None:
        """Tell fcitx whether the caret is in a field."""
        try:
            context.tell("Reset")
            context.tell("FocusIn" if _field() else "FocusOut")
        except GONE:
            self._let_go()


def _units(text: str) -> int:
    """Return how long a text is for Qt: a rare character counts twice."""
    return len(text.encode("utf-16-le")) // 2


def _unanswered(message: Message) -> Message:
    """Mark a call: nobody waits for its answer."""
    message.header.flags |= MessageFlag.no_reply_expected
    return message


def _field() -> QWidget | None:
    """Return the field that Chinese may be typed in, if the caret is in one.

    Not `focusWidget()`: that is still the last field when a change of focus is told.
    """
    focus = QGuiApplication.focusObject()
    if not isinstance(focus, QWidget) or not focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return None
    hints = focus.inputMethodQuery(Qt.InputMethodQuery.ImHints)
    secret = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
    return None if Qt.InputMethodHint(hints) & secret else focus


def _types_in(watched: QObject, field: QWidget) -> bool:
    """Return whether a key sent here is meant for the field, as one sent to the list open below it is."""
    return isinstance(watched, QWidget) and field in (watched, watched.focusProxy())


def _copy(event: QKeyEvent) -> QKeyEvent:
    """Return a key that outlives its event."""
    native = event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers()
    text = event.text(), event.isAutoRepeat(), event.count()
    return QKeyEvent(event.type(), event.key(), event.modifiers(), *native, *text)


def _caret(field: QWidget) -> tuple[int, int, int, int]:
    """Return where the caret is on the screen, in its own pixels: the list of candidates stands below it.

    Asked of the field: Qt's own answer is off the mark while a list is open below it.
    """
    rect = QRectF(field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
    corner, ratio = field.mapToGlobal(rect.topLeft()), field.devicePixelRatio()
    sizes = (corner.x(), corner.y(), max(rect.width(), 1), max(rect.height(), 1))
    x, y, wide, high = (round(one * ratio) for one in sizes)
    return x, y, wide, high
