"""A small city for stories (城市模型): real stations at three tiers, and sticks that go between them.

A `Machine` is one computer of a station; a station has two once its folder was copied. A `Stick` lies
somewhere on its way until somebody carries it on; what was bent on it is remembered, so that whoever reads
it can be held to have said so.
"""

import atexit
import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from tests.desks import PASSPHRASE, Desk, enrol, open_desk
from tests.fault.crashing import crash
from tests.fault.programs import TODAYS, running
from tests.stations import CHEAP
from zsapp.base.ids import new_id
from zsapp.base.plain import to_plain
from zsapp.records.home import create_home
from zsapp.rules.station import StationProfile
from zsapp.services.hub_home import make_hub

LARGEST = (3, 3)
"""Villages of each town of the city that is made once; a story takes some of them."""

MANY = 50
"""Stations that stand open at once: each takes some ten files."""

CITY = "442000000000"
T = TypeVar("T")


@dataclass(eq=False)
class Machine:
    """One computer of a station: the program it runs, where its backups lie, which day it is there."""

    home: Path
    tier: str
    above: "Machine | None" = None
    age: int = TODAYS
    backups: Path | None = None
    day: date | None = None
    _desk: Desk | None = None

    @cached_property
    def station(self) -> str:
        """Whose machine it is."""
        was_open = self._desk is not None
        station = self.desk.store.station
        if not was_open:
            self.close()
        return station

    @property
    def desk(self) -> Desk:
        """The station, open."""
        if self._desk is None:
            with running(self.age):
                self._desk = open_desk(self.home)
        self._desk.days.day = self.day
        return self._desk

    def serve(self) -> None:
        """Become a hub: what stations below send lies in tables beside the home from now on (D-71)."""
        desk = self.desk
        self._desk = Desk(make_hub(desk.store, ""), desk.profile)

    def close(self) -> None:
        if self._desk is not None:
            with running(self.age):
                self._desk.store.close()
            self._desk = None

    def act(self, errand: Callable[[Desk], T]) -> T:
        """Do an errand by this machine's program."""
        desk = self.desk
        with running(self.age):
            return errand(desk)

    def crash(self, errand: Callable[[Desk], object], before: int) -> bool:
        """Pull the plug before the n-th write of an errand; the station is open again afterwards."""
        self.close()

        def live() -> None:
            with running(self.age):
                errand(open_desk(self.home))

        return crash(live, before)

    def __repr__(self) -> str:
        return self.home.name


@dataclass(eq=False)
class Stick:
    """A stick of a machine on its way; `bent` names the files on it that are not what was written."""

    folder: Path
    machine: Machine
    bent: dict[str, bytes] = field(default_factory=dict)

    def still_bent(self) -> set[str]:
        """Return the names of the bent files that nobody has written over since."""
        return {name for name, content in self.bent.items() if (self.folder / name).read_bytes() == content}

    def bend(self, dice: random.Random) -> str:
        """Cut off or flip something in a file; return its name, nothing where there is none to bend."""
        files = sorted(one for one in self.folder.iterdir() if one.stat().st_size > 1)
        if not files:
            return ""
        file = dice.choice(files)
        content = bytearray(file.read_bytes())
        if dice.random() < 0.5:
            content = content[: dice.randrange(len(content))]
        else:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        file.write_bytes(content)
        self.bent[file.name] = bytes(content)
        return file.name


class City:
    """The machines of a story, and the sticks that lie in drawers and bags."""

    def __init__(self, folder: Path, shape: Sequence[int]) -> None:
        """Take over the homes that lie in a folder; `shape` says how many villages each town has."""
        self.folder = folder
        self.sticks = count(1)
        self.city = Machine(folder / CITY, "city")
        self.towns = [Machine(folder / _town(at), "town", self.city) for at in range(len(shape))]
        self.villages = [
            Machine(folder / _village(at, below), "village", town)
            for at, town in enumerate(self.towns)
            for below in range(shape[at])
        ]

    @property
    def machines(self) -> list[Machine]:
        return [self.city, *self.towns, *self.villages]

    def of(self, station: str) -> list[Machine]:
        """Return the machines of a station."""
        return [one for one in self.machines if one.station == station]

    def put(self, machine: Machine) -> None:
        """Add a machine beside the others of its tier."""
        {"town": self.towns, "village": self.villages}[machine.tier].append(machine)

    def take_away(self, machine: Machine) -> None:
        """Take a machine out of use."""
        {"town": self.towns, "village": self.villages}[machine.tier].remove(machine)
        machine.close()

    def rest(self, machine: Machine) -> None:
        """Close a village for now where there are so many that they cannot all stand open."""
        if machine.tier == "village" and len(self.machines) > MANY:
            machine.close()

    def new_stick(self, machine: Machine) -> Stick:
        folder = self.folder / f"stick{next(self.sticks)}"
        folder.mkdir()
        return Stick(folder, machine)

    def copy_of(self, stick: Stick) -> Stick:
        folder = self.folder / f"stick{next(self.sticks)}"
        shutil.copytree(stick.folder, folder)
        return Stick(folder, stick.machine, dict(stick.bent))

    def close(self) -> None:
        for one in self.machines:
            one.close()


@contextmanager
def small_city(folder: Path, shape: Sequence[int]) -> Iterator[City]:
    """Give a city of enrolled stations, copied from those that are made once."""
    for code in _codes(shape):
        shutil.copytree(_homes() / code, folder / code)
    city = City(folder, shape)
    try:
        yield city
    finally:
        city.close()


@contextmanager
def great_city(folder: Path, shape: Sequence[int]) -> Iterator[City]:
    """Give a city of enrolled stations that are made for it, however many."""
    make_homes(folder, shape)
    city = City(folder, shape)
    try:
        yield city
    finally:
        city.close()


def _town(at: int) -> str:
    return f"4420001{at + 1:02}000"


def _village(at: int, below: int) -> str:
    return f"4420001{at + 1:02}{200 + below}"


def _codes(shape: Sequence[int]) -> list[str]:
    villages = [_village(at, below) for at, number in enumerate(shape) for below in range(number)]
    return [CITY, *(_town(at) for at in range(len(shape))), *villages]


@cache
def _homes() -> Path:
    """Make the stations once; each story copies those it needs."""
    folder = Path(mkdtemp(prefix="zsapp-cities-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_homes(folder, LARGEST)
    return folder


def make_homes(folder: Path, shape: Sequence[int]) -> None:
    """Make a city, its towns and their villages, enrolled and closed."""
    with new_desk(folder, CITY, "city") as city:
        for at, number in enumerate(shape):
            with new_desk(folder, _town(at), "town") as town:
                enrol(city, town, folder)
                for below in range(number):
                    with new_desk(folder, _village(at, below), "village") as village:
                        enrol(town, village, folder)


@contextmanager
def new_desk(folder: Path, code: str, tier: str) -> Iterator[Desk]:
    """Give a new station with keys, not enrolled; a city is its own root."""
    name = hashlib.sha256(code.encode()).hexdigest()[:4]
    profile = StationProfile(
        id=new_id(), code=code, name=f"{name}站", tier=tier, org=code, committee=f"{name}调委会"
    )
    home = create_home(folder / code, passphrase=PASSPHRASE, user="站长", station=profile.id, cost=CHEAP)
    with home.store as store:
        with store.write() as writer:
            writer.save("station", profile.id, to_plain(profile), base_version=0, verb="init")
        desk = Desk(store, profile)
        desk.enrolment.make_keys()
        if tier == "city":
            desk.enrolment.make_root()
        yield desk
