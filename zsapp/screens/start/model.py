"""The first pages' model (解锁、建站): passphrase in, open station out. Plain Python.

Knows no service by import: opening a store loads SQLAlchemy and cryptography, and the window must be ready to
type before that. What opens and makes a station is handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.screens.errands import Tasks, ignore

STATION_FILES = ("keys.json", "station.db")
"""The files that say: here is a station (records/home.py). With one of them gone it is a damaged one."""
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a village one can set up a station for."""

    code: str
    words: str
    tier: str
    search: str


class Doors(Protocol):
    """What the first pages need done; each may take a second and runs in the lane."""

    def prepare(self) -> None:
        """Load what opening needs."""

    def open(self, passphrase: str, user: str) -> Any:
        """Open the station."""

    def recover(self, code: str, user: str, passphrase: str) -> tuple[Any, str]:
        """Open it by its recovery code; return it and the new code, nothing where none could be made."""

    def sticks(self) -> tuple[Any, ...]:
        """Return the sticks in this machine."""

    def backups(self, place: Path) -> tuple[Any, ...]:
        """Return the backups of a place, the latest first."""

    def restore(self, file: Path, passphrase: str, user: str, code: str, progress: Progress) -> Any:
        """Restore the station from a backup; return it and what is to be done now."""

    def make(self, place: Place, name: str, user: str, passphrase: str) -> tuple[Any, str]:
        """Make a station; return it and its recovery code."""

    def print_recovery(self, station: Any, recovery: str) -> str:
        """Print the recovery code as a paper; return the printer, nothing where there is none."""

    def places(self) -> tuple[Place, ...]:
        """Return every town and village."""

    def train(self) -> Any:
        """Open the training village, made first where there is none."""


@dataclass(frozen=True, slots=True)
class StartState:
    """What the first pages show."""

    page: str = "unlock"
    busy: bool = False
    fault: str = ""
    remedy: str = ""
    number: int = 0
    fault_field: str = ""
    ask_user: bool = False
    recovery: str = ""
    printed: str = ""
    places: tuple[Place, ...] = ()


def has_station(home: Path) -> bool:
    """Say whether a folder holds a station."""
    return any((home / name).exists() for name in STATION_FILES)


class StartModel:
    """Unlock, recover, set up."""

    def __init__(self, home: Path, doors: Doors, tasks: Tasks, opened: Callable[[Any], None]) -> None:
        """Stand before a home; `opened` is called with the open station."""
        self._doors, self._tasks, self._opened = doors, tasks, opened
        self.state = StartState(page="unlock" if has_station(home) else "setup")
        self.shown: Callable[[StartState], None] = ignore
        self._station: Any = None

    def prepare(self) -> None:
        """Load what is heavy while the clerk types (after the first paint)."""
        self._tasks.run(self._doors.prepare, ignore, self._no)
        if self.state.page == "setup":
            self._tasks.run(self._doors.places, lambda places: self._show(places=places), self._no)

    def go(self, page: str) -> None:
        """Show another of the first pages."""
        self._show(page=page, fault="", remedy="", number=0, fault_field="")

    @property
    def doors(self) -> Doors:
        """What needs services, for a page that has a model of its own."""
        return self._doors

    @property
    def tasks(self) -> Tasks:
        """The lane."""
        return self._tasks

    def enter_restored(self, station: Any) -> None:
        """Go into a station that was restored."""
        self._opened(station)

    def hold(self, station: Any) -> None:
        """Keep a station that is open and not entered yet; it is closed with the window."""
        self._station = station

    def train(self) -> None:
        """Open the training station."""
        if not self.state.busy:
            self._show(busy=True, fault="", remedy="", number=0)
            self._tasks.run(self._doors.train, self._in, self._no)

    def unlock(self, passphrase: str, user: str = "") -> None:
        """Open the station."""
        if self.state.busy:
            return
        if not passphrase:
            self._fault("请输入口令", "", "passphrase")
            return
        self._show(busy=True, fault="", remedy="", number=0)
        self._tasks.run(lambda: self._doors.open(passphrase, user), self._in, self._no)

    def recover(self, code: str, user: str, passphrase: str, again: str) -> None:
        """Open the station by its recovery code and set a new passphrase."""
        if self.state.busy:
            return
        if not code.strip():
            self._fault("请输入恢复码", "恢复码在建站时打印的纸上", "code")
        elif self._good(passphrase, again):
            self._show(busy=True, fault="", remedy="", number=0)
            self._tasks.run(lambda: self._doors.recover(code, user, passphrase), self._recovered, self._no)

    def make(self, place: Place | None, name: str, user: str, passphrase: str, again: str) -> None:
        """Set a station up."""
        if self.state.busy:
            return
        if place is None:
            self._fault("请先选择镇街和村（社区）", "输入几个字，再从列表里选", "place")
        elif not user.strip():
            self._fault("请填写您的姓名", "姓名会记入操作记录", "user")
        elif self._good(passphrase, again):
            chosen = place
            self._show(busy=True, fault="", remedy="", number=0)
            self._tasks.run(
                lambda: self._doors.make(chosen, name, user.strip(), passphrase), self._made, self._no
            )

    def _good(self, passphrase: str, again: str) -> bool:
        if len(passphrase.strip()) < SHORTEST:
            self._fault(f"口令太短，至少{SHORTEST}个字", "可以用一句容易记住的话", "passphrase")
        elif passphrase != again:
            self._fault("两次输入的口令不一样", "请重新输入第二遍", "again")
        else:
            return True
        return False

    def _made(self, got: tuple[Any, str]) -> None:
        self._station, code = got
        self._show(page="recovery", busy=False, recovery=code)

    def _recovered(self, got: tuple[Any, str]) -> None:
        station, code = got
        if not code:
            self._in(station)
            return
        self._station = station
        self._show(page="renewed", busy=False, recovery=code)

    def print_recovery(self) -> None:
        """Print the recovery code on a sheet to be sealed."""
        station, code = self._station, self.state.recovery
        self._show(fault="", remedy="", number=0, printed="正在打印……")
        self._tasks.run(
            lambda: self._doors.print_recovery(station, code), self._recovery_printed, self._not_printed
        )

    def _recovery_printed(self, printer: str) -> None:
        said = f"已交给打印机“{printer}”，请装入信封封好" if printer else "没有找到打印机，请抄写下来"
        self._show(printed=said)

    def _not_printed(self, error: ZsError) -> None:
        self._show(printed="")
        self._no(error)

    def enter(self) -> None:
        """Go in, now that the recovery code was noted."""
        station, self._station = self._station, None
        self._show(recovery="", printed="")
        self._opened(station)

    def close(self) -> None:
        """Close a station that was made and not entered."""
        if self._station is not None:
            self._station.close()
            self._station = None

    def _in(self, station: Any) -> None:
        self._show(busy=False)
        self._opened(station)

    def _fault(self, words: str, remedy: str, field: str) -> None:
        self._show(busy=False, fault=words, remedy=remedy, number=0, fault_field=field)

    def _no(self, error: ZsError) -> None:
        ask = self.state.ask_user or error.code is Code.USER_MISSING
        self._show(
            busy=False,
            fault=str(error),
            remedy=error.remedy,
            number=error.code.value.number,
            fault_field=FIELDS.get(error.code, ""),
            ask_user=ask,
        )

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


FIELDS = {
    Code.PASSPHRASE_WRONG: "passphrase",
    Code.RECOVERY_WRONG: "code",
    Code.USER_MISSING: "user",
    Code.USER_UNKNOWN: "user",
    Code.TEXT_TOO_LONG: "user",
    Code.TEXT_CONTROL_CHARACTER: "user",
}
"""The line that an error speaks of; the others speak of the machine."""


def find_places(places: tuple[Place, ...], typed: str, most: int = 8) -> tuple[Place, ...]:
    """Return the places a few typed characters may mean, best first: village names, town names, codes."""
    words = typed.split()
    if not words:
        return ()
    found = [one for one in places if all(word in one.search for word in words)]
    found.sort(key=lambda one: (not one.words.endswith(words[-1]), len(one.words)))
    return tuple(found[:most])
