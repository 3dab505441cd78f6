"""The chronicle (编年): the model that goes along with a story, and the marks by which it knows things."""

import re
from collections import Counter
from dataclasses import dataclass, field

from tests.desks import Desk
from tests.fault.cities import Machine
from zsapp.base.entry import Entry

MARK = re.compile(rb"mark\d{5}")


@dataclass
class Chronicle:
    """The model: what must be where in the end, by marks; and what was said to people, by codes."""

    number: int = 0
    written: dict[Machine, set[str]] = field(default_factory=dict)
    in_backup: dict[Machine, set[str]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    drowned: set[str] = field(default_factory=set)
    papers: dict[Machine, set[str]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def mark(self) -> str:
        """Return a new mark."""
        self.number += 1
        return f"mark{self.number:05}"

    def on(self, machine: Machine) -> set[str]:
        """Return the marks that lie on a machine's disk."""
        return self.written.setdefault(machine, set())


def marks_in(entry: Entry) -> set[str]:
    """Return the mark that an act of the station itself has written."""
    if entry.header.verb != "save" or not entry.payload:
        return set()
    return {one.decode() for one in MARK.findall(entry.payload)}


def journal(desk: Desk, station: str) -> list[Entry]:
    """Return every entry of a station that is here, epoch by epoch."""
    with desk.store.read() as reader:
        ends = sorted(one.head.epoch for one in reader.chains() if one.station == station)
        return [entry for epoch in ends for entry in reader.entries(station, epoch)]


def marks_at(desk: Desk) -> set[str]:
    """Return the marks that can be read at a station, whosever they are."""
    with desk.store.read() as reader:
        stations = {one.station for one in reader.chains()}
    return {mark for station in stations for entry in journal(desk, station) for mark in marks_in(entry)}
