"""A fcitx for tests (替身): answers on a session bus in the words of fcitx 4, what and when the test says."""

from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from zsapp.screens.fcitx_bridge import FcitxBridge

NUMBER = 12
PATIENCE = 10
"""Seconds after which a call that has not come will not come."""


class FcitxStandIn:
    """Speaks for one input context; the test is its mind."""

    def __init__(self, address: str, service: str) -> None:
        """Take the name on the bus."""
        self._bus = open_dbus_connection(address)
        unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName(service), timeout=PATIENCE))
        self.context = DBusAddress(f"/inputcontext_{NUMBER}", interface="org.fcitx.Fcitx.InputContext")

    def hear(self, member: str) -> Message:
        """Wait for a call and return it; what was called before it is passed over."""
        while True:
            message = self._bus.receive(timeout=PATIENCE)
            fields = message.header.fields
            if (
                message.header.message_type is MessageType.method_call
                and fields[HeaderFields.member] == member
            ):
                return message

    def welcome(self) -> None:
        """Give the program the input context it asks for."""
        self._bus.send(new_method_return(self.hear("CreateICv3"), "iuuuu", (NUMBER, 0, 0, 0, 0)))

    def answer(self, *, taken: bool) -> None:
        """Answer the next key."""
        self._bus.send(new_method_return(self.hear("ProcessKeyEvent"), "i", (int(taken),)))

    def answer_anyway(self, member: str) -> None:
        """Answer a call that wants no answer."""
        self._bus.send(new_method_return(self.hear(member), "i", (0,)))

    def fail(self) -> None:
        """Answer the next key by an error, as a fcitx that was restarted does."""
        self._bus.send(new_error(self.hear("ProcessKeyEvent"), "org.freedesktop.DBus.Error.UnknownObject"))

    def say(self, member: str, signature: str = "", *values: Any, number: int = NUMBER) -> None:
        """Send a signal of the context, or of somebody else's."""
        context = DBusAddress(f"/inputcontext_{number}", interface=self.context.interface)
        self._bus.send(new_signal(context, member, signature or None, values))

    def die(self) -> None:
        """Leave the bus."""
        self._bus.close()


def take_away(app: QApplication, bridge: FcitxBridge) -> None:
    """Take the bridge out of a program that goes on."""
    app.removeEventFilter(bridge)
    bridge._let_go()
    bridge.deleteLater()
    QCoreApplication.sendPostedEvents(bridge, QEvent.Type.DeferredDelete)
