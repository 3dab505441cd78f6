"""Chinese typing on Linux (输入法): what Qt must be told before it starts, by who answers on the session bus.

The pinned Qt carries no fcitx plugin, yet distributions set QT_IM_MODULE=fcitx, which would leave a clerk
without any Chinese. fcitx 5 answers on the portal of ibus. ibus is spoken to directly: its own portal mixes
up keys that come as fast as a card reader's. fcitx 4 needs the bridge, and so does whatever starts after this
program. Who runs is asked of the bus and not of the list of processes: those may be another user's, or of
another screen.
"""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

UNKNOWN = {"", "fcitx", "fcitx4", "fcitx5", "wayland-fcitx", "xim", "scim", "uim"}
"""Wishes of the environment that this Qt has no plugin for. Of the others all but ibus stand."""
FCITX_5, FCITX_4 = "org.fcitx.Fcitx5", "org.fcitx.Fcitx-"
"""The second with the number of the screen after it; fcitx 5 takes that name too."""
LOOKING, LISTENING = "zsapp looks around", "zsapp listens"
"""Connections with names of their own: Qt's shared one must not be opened before the QApplication."""
PORTAL, IBUS = "org.freedesktop.portal.IBus", "org.freedesktop.IBus"


@dataclass(frozen=True, slots=True)
class Typing:
    """How Chinese is typed: the variables Qt reads at its start, and the name of the fcitx to be bridged."""

    variables: Mapping[str, str] = field(default_factory=dict)
    bridge: str = ""


def choose_typing(environment: Mapping[str, str], names: frozenset[str]) -> Typing:
    """Return how to type Chinese, given the environment and the names that are taken on the session bus."""
    wishes = set((environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE", "")).split(";"))
    if not wishes & (UNKNOWN | {"ibus"}):
        return Typing()
    if {FCITX_5, PORTAL} <= names:
        return _qt("ibus", IBUS_USE_PORTAL="1")
    if IBUS in names or "ibus" in wishes:
        return _qt("ibus")
    screen = environment.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    return _qt("compose", bridge=f"{FCITX_4}{screen or 0}" if names else "")


def _qt(module: str, *, bridge: str = "", **more: str) -> Typing:
    return Typing({"QT_IM_MODULE": module, "QT_IM_MODULES": module, **more}, bridge)


def bus_address(environment: Mapping[str, str]) -> str:
    """Return the address of the session bus, or "" where none runs: looking for one must not start one."""
    place = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), "bus")
    return environment.get("DBUS_SESSION_BUS_ADDRESS") or (f"unix:path={place}" if place.exists() else "")


def taken_names(address: str) -> frozenset[str]:
    """Return the names that are taken on a bus; none when it does not answer. Starts no service."""
    from PySide6.QtDBus import QDBusConnection  # start-up time: only where there is a bus

    bus = QDBusConnection.connectToBus(address, LOOKING)
    try:
        return frozenset(bus.interface().registeredServiceNames().value() if bus.isConnected() else ())
    finally:
        QDBusConnection.disconnectFromBus(LOOKING)


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
    """Do for a started program what Qt's plugins leave undone for the chosen way of typing."""
    if typing.bridge:
        from zsapp.screens.fcitx_bridge import FcitxBridge  # start-up time: few PCs need it

        FcitxBridge(app, bus_address(os.environ), typing.bridge)
    elif typing == _qt("ibus"):
        _notice_the_end_of_ibus(app)


def _notice_the_end_of_ibus(app: QApplication) -> None:
    """Let Qt look again when ibus dies: left alone it would go on losing keys to the dead."""
    from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher  # start-up time: only where ibus runs

    bus = QDBusConnection.connectToBus(bus_address(os.environ), LISTENING)
    gone = QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration
    watcher = QDBusServiceWatcher(IBUS, bus, gone, app)
    watcher.serviceUnregistered.connect(lambda _name: _touch_addresses(os.environ))


def _touch_addresses(environment: Mapping[str, str]) -> None:
    """Touch the files that say where ibus listens: Qt watches its own."""
    config = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "/nowhere"), ".config")
    for file in Path(config, "ibus", "bus").glob("*"):
        with suppress(OSError):  # ibus may clear it away at the same moment
            os.utime(file)
