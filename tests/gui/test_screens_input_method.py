"""Chinese typing (输入法): whom Qt is told to type with, by who is on the session bus."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.fcitx_stand_in import FcitxStandIn, take_away
from tests.session_bus import SessionBus
from zsapp.screens.fcitx_bridge import FcitxBridge
from zsapp.screens.input_method import (
    FCITX_5,
    IBUS,
    LISTENING,
    PORTAL,
    Typing,
    bridge_typing,
    bus_address,
    choose_typing,
    prepare_typing,
    taken_names,
)

SERVICE = "org.fcitx.Fcitx-7"
SOMEBODY = "org.freedesktop.DBus"
"""Whoever is always on a bus."""
BY_PORTAL = {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus", "IBUS_USE_PORTAL": "1"}
BY_IBUS = {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus"}
BY_BRIDGE = {"QT_IM_MODULE": "compose", "QT_IM_MODULES": "compose"}


@pytest.fixture
def bus() -> Iterator[SessionBus]:
    with SessionBus() as made:
        yield made


@pytest.mark.parametrize(
    ("environment", "names", "chosen"),
    [
        ({"QT_IM_MODULE": "fcitx"}, {FCITX_5, PORTAL, IBUS}, Typing(BY_PORTAL)),
        ({"QT_IM_MODULE": "ibus"}, {FCITX_5, PORTAL, IBUS}, Typing(BY_PORTAL)),
        ({}, {FCITX_5, PORTAL}, Typing(BY_PORTAL)),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {FCITX_5, PORTAL}, Typing(BY_PORTAL)),
        ({}, {IBUS, PORTAL}, Typing(BY_IBUS)),
        ({"QT_IM_MODULE": "xim"}, {IBUS}, Typing(BY_IBUS)),
        ({"QT_IM_MODULE": "ibus"}, set(), Typing(BY_IBUS)),
        ({"QT_IM_MODULE": "fcitx", "DISPLAY": ":7.0"}, {SERVICE, SOMEBODY}, Typing(BY_BRIDGE, SERVICE)),
        ({"DISPLAY": "desk:7"}, {SOMEBODY, FCITX_5}, Typing(BY_BRIDGE, SERVICE)),
        ({}, {SOMEBODY}, Typing(BY_BRIDGE, "org.fcitx.Fcitx-0")),
        ({"QT_IM_MODULE": "fcitx"}, set(), Typing(BY_BRIDGE)),
        ({"QT_IM_MODULE": "qtvirtualkeyboard"}, {FCITX_5, PORTAL}, Typing()),
    ],
)
def test_the_way_of_typing_is_chosen_by_who_is_there(environment, names, chosen) -> None:
    assert choose_typing(environment, frozenset(names)) == chosen


def test_the_bus_is_the_one_named_or_the_one_of_the_session(tmp_path: Path) -> None:
    assert bus_address({}) == ""
    assert bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"
    assert bus_address({"XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "x"}) == "x"


def test_who_is_on_the_bus_is_asked_of_the_bus(bus: SessionBus) -> None:
    stand_in = FcitxStandIn(bus.address, SERVICE)
    assert SERVICE in taken_names(bus.address)
    stand_in.die()
    assert taken_names("unix:path=/nowhere") == frozenset()
    assert taken_names("nonsense") == frozenset()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, bus: SessionBus) -> pytest.MonkeyPatch:
    """Give the variables of a session with a screen and a bus; those that are set come off again."""
    for name in ("QT_IM_MODULE", "QT_IM_MODULES", "IBUS_USE_PORTAL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    return monkeypatch


def test_qt_is_told_before_it_starts(session: pytest.MonkeyPatch) -> None:
    assert prepare_typing() == Typing(BY_BRIDGE, SERVICE)
    assert os.environ["QT_IM_MODULE"] == "compose"


def test_without_a_bus_nothing_is_bridged(session: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session.delenv("DBUS_SESSION_BUS_ADDRESS")
    session.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert prepare_typing() == Typing(BY_BRIDGE)


def test_elsewhere_than_on_a_linux_screen_nothing_is_changed(session: pytest.MonkeyPatch) -> None:
    session.setattr(sys, "platform", "win32")
    assert prepare_typing() == Typing()
    session.setattr(sys, "platform", "linux")
    session.setenv("QT_QPA_PLATFORM", "offscreen")
    assert prepare_typing() == Typing()
    assert os.environ["QT_IM_MODULE"] == ""


def test_only_the_chosen_bridge_is_built(session: pytest.MonkeyPatch, qapp: QApplication) -> None:
    bridge_typing(qapp, Typing(BY_PORTAL))
    assert not qapp.findChildren(FcitxBridge)
    bridge_typing(qapp, Typing(BY_BRIDGE, SERVICE))
    (built,) = qapp.findChildren(FcitxBridge)
    take_away(qapp, built)


def test_qt_is_made_to_look_again_when_ibus_dies(
    session: pytest.MonkeyPatch, bus: SessionBus, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    address = tmp_path / "ibus" / "bus" / "unix-7"
    address.parent.mkdir(parents=True)
    address.touch()
    os.utime(address, (0, 0))
    session.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ibus = FcitxStandIn(bus.address, IBUS)
    bridge_typing(qapp, Typing(BY_IBUS))
    assert address.stat().st_mtime == 0
    ibus.die()
    qtbot.waitUntil(lambda: address.stat().st_mtime > 0)
    QDBusConnection.disconnectFromBus(LISTENING)
