"""Acts between stations (往来): certificates that are renewed, cases that go over to another station.

The model beside them is plain: whose certificate must be a later one in the end, and which cases were ever
offered. Who must have such a case follows from what was accepted, whatever became of the sticks.
"""

import random
from collections.abc import Iterator

from tests.desks import Desk
from tests.fault.chronicle import Chronicle
from tests.fault.cities import City, Machine
from zsapp.base.canonical import read_canonical
from zsapp.records.transfers import OPEN
from zsapp.records.views import Transfer
from zsapp.rules.transfer import TAKE
from zsapp.services.transfer import Transfers
from zsapp.services.transfer_way import GIVER, TAKER

Place = tuple[str, int, int]
"""Who offered, and the place of the offer in that station's chain."""


ACTS = {"renew": 1, "grant": 2, "offer": 3, "answer": 4, "withdraw": 1}
"""What may happen on a day, and how often."""


class Acts:
    """What stations do with each other beside sending; a part of a story."""

    city: City
    dice: random.Random
    chronicle: Chronicle

    def __init__(self) -> None:
        """Begin: nobody has asked for a certificate, no case was offered."""
        self.renewing: dict[Machine, str] = {}
        self.offered: dict[str, str] = {}

    # --- certificates -------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Let somebody ask for a new certificate before the old one ends: the next packages carry it."""
        machine = self.dice.choice([*self.city.villages, *self.city.towns])
        if machine.desk.store.behind is None:
            machine.act(lambda desk: desk.enrolment.renew())
            self.renewing.setdefault(machine, serial_of(machine))

    def grant(self) -> None:
        grant_waiting(self.dice.choice([self.city.city, *self.city.towns]))

    # --- cases that go over -------------------------------------------------------------------------------

    def offer(self) -> None:
        """Let a village offer a case to another village, of its town or of another."""
        villages = list(self.city.villages)
        self.dice.shuffle(villages)
        takers = sorted({one.station for one in villages})
        for machine in villages:
            others, cases = [one for one in takers if one != machine.station], to_be_offered(machine)
            if others and cases:
                self.offer_to(machine, self.dice.choice(cases), self.dice.choice(others))
                return

    def offer_to(self, machine: Machine, record_id: str, taker: str) -> None:
        machine.act(lambda desk: transfers(desk).offer(record_id, taker, "当事人住在邻村"))
        self.offered.setdefault(record_id, machine.station)
        self.chronicle.told["offered"] += 1

    def answer(self) -> None:
        machine = self.dice.choice(self.city.villages)
        answer_offers(self, machine, accept=self.dice.random() < 0.7)

    def withdraw(self) -> None:
        """Let a village take an offer back, perhaps after it was accepted."""

        def take_back(desk: Desk) -> None:
            for line in transfers(desk).listing():
                if line.open and line.mine == GIVER:
                    transfers(desk).withdraw(line.record_id)

        machine = self.dice.choice(self.city.villages)
        if machine.desk.store.behind is None:
            machine.act(take_back)

    def lost(self, machine: Machine) -> None:
        """Forget what a machine has asked for: its disk has died."""
        self.renewing.pop(machine, None)


def transfers(desk: Desk) -> Transfers:
    return Transfers(desk.store, desk.profile)


def to_be_offered(machine: Machine) -> list[str]:
    """Return the cases that a village can offer now; one that fits no form is mended first."""

    def look(desk: Desk) -> list[str]:
        with desk.store.read() as reader:
            found = [reader.record(one) for one in sorted(reader.ids("mediation"))]
            return [
                one.id
                for one in found
                if one is not None and "brief" in one.payload and transfers(desk).may_offer(reader, one)
            ]

    return machine.act(look) if machine.desk.store.behind is None else []


def serial_of(machine: Machine) -> str:
    """Return the serial of a machine's own certificate; later ones sort behind earlier ones."""
    return machine.act(lambda desk: desk.credentials().own.serial)


def grant_waiting(machine: Machine) -> None:
    """Let a station above grant what it is asked for."""

    def look(desk: Desk) -> None:
        for one in desk.enrolment.waiting():
            desk.enrolment.grant(one.station)

    if machine.desk.store.behind is None:
        machine.act(look)


def answer_offers(story: Acts, machine: Machine, *, accept: bool = True) -> None:
    """Let a station answer what it is offered, as far as the case itself has come."""

    def look(desk: Desk) -> None:
        waiting = [one for one in transfers(desk).listing() if one.open and one.mine == TAKER and one.here]
        for line in {one.record_id: one for one in waiting}.values():  # of two machines, each offers it once
            story.chronicle.told["accepted" if accept else "declined"] += 1
            if accept:
                transfers(desk).accept(line.record_id)
            else:
                transfers(desk).decline(line.record_id, "当事人不在本村")

    if machine.desk.store.behind is None:
        machine.act(look)


# --- what must hold ---------------------------------------------------------------------------------------


def acts_open(story: Acts, machine: Machine) -> Iterator[str]:
    """Give what is not settled yet at a machine: requests, offers, and cases that another has differently."""
    for one in machine.act(lambda desk: desk.enrolment.waiting()):
        yield f"request of {one.name}"
    for one in (*open_offers(machine), *open_offers(story.city.city)):
        if machine.station in (one.giver, one.offered_to):
            yield f"offer of {one.record_id[-4:]}"
    if machine in story.renewing and serial_of(machine) <= story.renewing[machine]:
        yield "has no new certificate"
    for record_id in story.offered:
        if owner_at(machine, record_id) not in ("", owner_at(story.city.city, record_id)):
            yield f"another owner of {record_id[-4:]}"


def open_offers(machine: Machine) -> tuple[Transfer, ...]:
    """Return the offers that nobody has answered, as far as they are known at a machine."""

    def look(desk: Desk) -> tuple[Transfer, ...]:
        with desk.store.read() as reader:
            return tuple(one for one in reader.transfers(state=OPEN) if not one.idle_for)

    return machine.act(look)


def owner_at(machine: Machine, record_id: str) -> str:
    """Return whose a case is as a machine has it, nobody's where it has none."""

    def look(desk: Desk) -> str:
        with desk.store.read() as reader:
            stored = reader.record(record_id)
        return stored.station if stored else ""

    return machine.act(look)


def check_acts(story: Acts) -> None:
    """Hold what stations did with each other against the model; every case has one owner, everywhere."""
    for machine, before in story.renewing.items():
        if machine in story.city.machines:
            assert serial_of(machine) > before
            story.chronicle.told["renewed"] += 1
    accepted = {place: taker for one in story.city.machines for place, taker in accepted_by(one)}
    for record_id, maker in story.offered.items():
        takes = {place[1:]: taker for place, taker in accepted.items() if place[0] == record_id}
        owner = owner_of(maker, takes)
        said = {owner_at(one, record_id) for one in story.city.machines} - {""}
        assert said <= {owner}, f"{record_id}: {said}, and it must be {owner}"


def accepted_by(machine: Machine) -> list[tuple[tuple[str, str, int, int], str]]:
    """Return what a station has accepted: which case, by which offer; and that it was this station."""

    def look(desk: Desk) -> list[tuple[tuple[str, str, int, int], str]]:
        found = []
        with desk.store.read() as reader:
            for entry in reader.noted((TAKE,), 10_000):
                said = read_canonical(entry.payload or b"{}")
                place = entry.header.record_id, said["giver"], said["epoch"], said["seq"]
                found.append((place, entry.header.station))
        return found

    return machine.act(look)


def owner_of(maker: str, takes: dict[Place, str]) -> str:
    """Return who must have a case: from its maker on, each accepted offer of whoever had it hands it over."""
    owner, left = maker, sorted(takes)
    while found := next((one for one in left if one[0] == owner), None):
        left.remove(found)
        owner = takes[found]
    return owner
