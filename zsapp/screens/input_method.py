"""Chinese typing on Linux (输入法): what Qt must be told before it starts, by who answers on the session bus.

The pinned Qt carries no fcitx plugin, yet distributions set QT_IM_MODULE=fcitx, which would leave a clerk
without any Chinese. fcitx 5 answers on the ibus portal, ibus is ibus, fcitx 4 needs the bridge. Which of them
runs is asked of the bus and not of the list of processes: those may be another user's, or another screen's.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

CANNOT = {"", "fcitx", "fcitx4", "fcitx5", "wayland-fcitx", "xim", "scim", "uim"}
"""Wishes of the environment that this Qt has no plugin for; any other is the clerk's own and stands."""
FCITX_5, FCITX_4 = "org.fcitx.Fcitx5", "org.fcitx.Fcitx-"
PORTAL, IBUS = "org.freedesktop.portal.IBus", "org.freedesktop.IBus"


@dataclass(frozen=True, slots=True)
class Typing:
    """How Chinese is typed: the variables Qt reads at its start, and the fcitx 4 that needs a bridge."""

    variables: Mapping[str, str] = field(default_factory=dict)
    bridge: str = ""


def choose_typing(environment: Mapping[str, str], names: frozenset[str]) -> Typing:
    """Return how to type Chinese, given the environment and the names that are taken on the session bus."""
    wishes = (environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE", "")).split(";")
    if not CANNOT & set(wishes):
        return Typing()
    if FCITX_5 in names and PORTAL in names:
        return _qt("ibus", IBUS_USE_PORTAL="1")
    if IBUS in names:
        return _qt("ibus")
    screen = environment.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    bridge = FCITX_4 + screen
    return _qt("compose", bridge=bridge if bridge in names else "")


def _qt(module: str, *, bridge: str = "", **more: str) -> Typing:
    return Typing({"QT_IM_MODULE": module, "QT_IM_MODULES": module, **more}, bridge)


def bus_address(environment: Mapping[str, str]) -> str:
    """Return the address of the session bus, or "" where none runs: looking for one must not start one."""
    place = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), "bus")
    return environment.get("DBUS_SESSION_BUS_ADDRESS") or (f"unix:path={place}" if place.exists() else "")


def taken_names(address: str) -> frozenset[str]:
    """Return the names that are taken on a bus; none when it does not answer. Starts no service."""
    from PySide6.QtDBus import QDBusConnection  # start-up time: only where there is a bus

    # A connection with a name of its own: Qt's shared one must not be opened before the QApplication.
    bus = QDBusConnection.connectToBus(address, "input method")
    try:
        return frozenset(bus.interface().registeredServiceNames().value() if bus.isConnected() else ())
    finally:
        QDBusConnection.disconnectFromBus("input method")


def prepare_typing() -> Typing:
    """Set the environment so that Chinese can be typed and return what was chosen; call before Qt starts."""
    hidden = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))
    if not sys.platform.startswith("linux") or hidden:
        return Typing()
    address = bus_address(os.environ)
    typing = choose_typing(os.environ, taken_names(address) if address else frozenset())
    os.environ.update(typing.variables)
    return typing


def bridge_typing(app: QApplication, typing: Typing) -> None:
    """Lead the keys of a started program to fcitx 4, where that was chosen."""
    if typing.bridge:
        from zsapp.screens.fcitx_bridge import FcitxBridge  # start-up time: few PCs need it

        FcitxBridge(app, bus_address(os.environ), typing.bridge)
