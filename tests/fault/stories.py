"""Stories of a city (城市故事): random days, with all that befalls sticks and machines.

Beside the real stations stands a model in plain Python, the chronicle: which marks were written on which
machine, which of them were acknowledged, which went down with a disk. What must hold in the end
(`endings.py`) is said by the model alone; what must be said to people is checked as it happens.
"""

import random
import shutil
from collections.abc import Callable
from typing import Any

from tests.desks import PASSPHRASE, Desk
from tests.fault.acts import ACTS, Acts
from tests.fault.chronicle import Chronicle, journal, marks_at, marks_in
from tests.fault.cities import City, Machine, Stick
from tests.fault.programs import NEWER, OLDER, ROOM, running
from zsapp.base import clock
from zsapp.base.errors import Code, ZsError
from zsapp.base.ids import new_id
from zsapp.base.progress import Progress
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import HAND
from zsapp.records.transfers import OPEN
from zsapp.rules.review import WAITING
from zsapp.services.exchange import Imported, NotTaken
from zsapp.services.giving_back import GivingBack
from zsapp.services.restoring import restore_station, secret_of
from zsapp.services.review import Reviews

SHAPES: dict[str, Callable[[str], dict[str, Any]]] = {
    "mediation": lambda mark: {"brief": mark},
    "legal_aid": lambda mark: {"matter": "M01", "applicant": {"name": mark}},
    "closed": lambda mark: {"matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": mark}},
    "notary": lambda mark: {"applicant": {"name": mark}},
    "person": lambda mark: {"name": mark},
    "premises": lambda mark: {"name": mark},
    "bent": lambda mark: {"nonsense": mark},
}
"""Records of several sectors, each with a mark in it; one is closed to the way, one fits no form."""

SECTORS = ("mediation", "legal_aid", "notary", "person", "premises")
WHOLE = (*SECTORS, "closed")
SECTOR_OF = {"closed": "legal_aid", "bent": "mediation"}

DAMAGE = {Code.PACKAGE_DAMAGED.name, Code.ACK_DAMAGED.name}
PARTED = {Code.PACKAGE_FORKED.name, Code.STATION_FORKED.name}
OTHERS = (
    *(Code.PACKAGE_GAP, Code.EPOCH_GAP, Code.PACKAGE_NEWER, Code.CERT_REVOKED),
    *(Code.ACK_AHEAD, Code.ACK_FORKED, Code.ACK_STALE),
)
EXPECTED = DAMAGE | PARTED | {one.name for one in OTHERS}
"""What may be said of a file in these stories; anything else is a fault of the program."""


class Story(Acts):
    """Days of a city, drawn by dice."""

    crashes = 0.1
    """How many saves end with the plug pulled."""

    def __init__(self, city: City, dice: random.Random) -> None:
        """Begin a story: nothing has been written, no stick is on its way."""
        super().__init__()
        self.city, self.dice, self.chronicle = city, dice, Chronicle()
        self.up: list[Stick] = []
        self.down: list[Stick] = []
        self.unread: set[Machine] = set()
        self.differing: set[Machine] = set()
        for one in city.machines:
            one.age = dice.choice((OLDER, OLDER + 1))

    def day(self) -> None:
        """Let one thing happen."""
        names = list(STEPS)
        name = self.dice.choices(names, [STEPS[one] for one in names])[0]
        self.chronicle.done[name] += 1
        getattr(self, name)()

    # --- at a station -------------------------------------------------------------------------------------

    def someone(self) -> Machine:
        """Return whoever acts today: mostly a village."""
        tier = self.city.villages if self.dice.random() < 0.8 else self.city.towns
        return self.dice.choice(tier)

    def record(self) -> None:
        self.save(self.someone())

    def change(self) -> None:
        machine = self.someone()
        with running(machine.age), machine.desk.store.read() as reader:
            own = [
                (sector, one)
                for sector in SECTORS
                for one in reader.ids(sector)
                if (stored := reader.record(one)) and stored.station == machine.station
                if not reader.transfers(one, OPEN)  # until the answer is here, the giver changes nothing
            ]
        if own:
            self.save(machine, *self.dice.choice(sorted(own)))

    def long_brief(self) -> None:
        """Write what an older program above has no room for."""
        machine = self.someone()
        if machine.age != OLDER:
            self.save(machine, "mediation", length=ROOM)

    def save(self, machine: Machine, sector: str = "", record_id: str = "", *, length: int = 0) -> None:
        if machine.desk.store.behind is not None:
            return  # its people have been told, and cannot write before it is put right
        shape = sector or self.dice.choice(WHOLE)
        mark = self.chronicle.mark()
        payload = SHAPES[shape](mark + "。" * length)
        sector, record_id = SECTOR_OF.get(shape, shape), record_id or new_id()

        def save(desk: Desk) -> None:
            with desk.store.write() as writer:
                stored = writer.record(record_id)
                version = stored.version if stored else 0
                writer.save(sector, record_id, payload, base_version=version, verb="save")

        if self.dice.random() < self.crashes:
            machine.crash(save, self._step())
            there = any(mark in marks_in(one) for one in journal(machine.desk, machine.station))
        else:
            machine.act(save)
            there = True
        if there:
            self.chronicle.on(machine).add(mark)

    def bend_record(self) -> None:
        """Let a program with a fault of its own save what fits no form; its people save it anew when told."""
        machine = self.someone()
        if machine.tier == "village":
            self.save(machine, "bent")

    def _step(self) -> int:
        """Return before which write the plug is pulled: an early one is as likely as a late one."""
        return int(2 ** self.dice.uniform(0, 9))

    def print_paper(self) -> None:
        machine = self.someone()
        with machine.desk.store.read() as reader:
            cases = sorted(reader.ids("mediation"))
        if cases and machine.desk.store.behind is None:
            paper = self.dice.randbytes(200)
            digest = machine.act(lambda desk: desk.print(self.dice.choice(cases), paper))
            self.chronicle.papers.setdefault(machine, set()).add(digest)

    def review(self) -> None:
        """Let a town or the city return or pass something."""
        machine = self.dice.choice([self.city.city, *self.city.towns])

        def judge(desk: Desk) -> None:
            reviews = Reviews(desk.store, desk.profile, desk.days)
            if desk.store.behind is None and (lines := reviews.listing(state=WAITING)):
                line = self.dice.choice(lines)
                if self.dice.random() < 0.5:
                    reviews.give_back(line.id, "请补充")
                else:
                    reviews.accept(line.id)

        machine.act(judge)

    def upgrade(self) -> None:
        machine = self.dice.choice(self.city.machines)
        machine.close()
        machine.age = min(machine.age + 1, NEWER)

    def revoke(self) -> None:
        """Let a town take back the certificate that it lists of a village: a stick with its keys was lost."""
        machine = self.dice.choice(self.city.villages)
        above, station = machine.above, machine.station
        assert above is not None

        def take_back(desk: Desk) -> None:
            listed = desk.enrolment.certificate(station)
            desk.enrolment.revoke(listed.serial, reason="U盘遗失")

        if above.desk.store.behind is None:
            above.act(take_back)

    # --- disks --------------------------------------------------------------------------------------------

    def back_up(self, machine: Machine | None = None) -> None:
        machine = machine or self.someone()
        machine.backups = machine.home.with_name(f"{machine.home.name}-backups")
        machine.backups.mkdir(exist_ok=True)
        asked = Asked(why=HAND, made_at=clock.now())
        place = machine.backups

        def make(desk: Desk) -> None:
            make_backup(desk.store.home, desk.store.key, place, asked)

        machine.act(make)
        self.chronicle.in_backup[machine] = set(self.chronicle.on(machine))

    def back_up_the_city(self) -> None:
        self.back_up(self.city.city)

    def lose_the_city(self) -> None:
        if self.city.city.backups is not None:
            self.lose(self.city.city)

    def lose_a_machine(self) -> None:
        kept = [one for one in (*self.city.villages, *self.city.towns) if one.backups is not None]
        if kept:
            self.lose(self.dice.choice(kept))

    def lose(self, machine: Machine) -> None:
        """Let a disk die, and restore the station from its backup; what no other disk has is gone."""
        assert machine.backups is not None
        place, machine.backups = machine.backups, None
        machine.close()
        shutil.rmtree(machine.home)
        with running(machine.age):
            restore_station(place, machine.home, secret_of(PASSPHRASE)).station.close()
        shutil.rmtree(place)
        self.chronicle.told[f"lost a {machine.tier}"] += 1
        self.lost(machine)
        saved = self.chronicle.in_backup.pop(machine)
        self.chronicle.drowned |= self.chronicle.on(machine) - saved
        self.chronicle.written[machine] = set(saved)
        self.chronicle.papers.pop(machine, None)
        self.chronicle.acknowledged &= {mark for one in self.city.machines for mark in one.act(marks_at)}

    def copy_a_machine(self) -> None:
        """Let a folder be copied to a second computer; from then on both write."""
        machine = self.dice.choice(self.city.villages)
        if len(self.city.of(machine.station)) > 1:
            return
        machine.close()
        home = self.city.folder / f"{machine.home.name}-copy"
        if home.exists():
            return
        shutil.copytree(machine.home, home)
        copy = Machine(home, machine.tier, machine.above, machine.age, day=machine.day)
        self.city.put(copy)
        self.chronicle.written[copy] = set(self.chronicle.on(machine))
        self.chronicle.papers[copy] = set(self.chronicle.papers.get(machine, ()))

    # --- sticks -------------------------------------------------------------------------------------------

    def export(self) -> None:
        machine = self.someone()
        stick = self.city.new_stick(machine)
        self.write_out(machine, stick, cancel=self.dice.random() < 0.1, crash=self.dice.random() < 0.15)
        self.up.append(stick)

    def write_out(
        self, machine: Machine, stick: Stick, *, cancel: bool = False, crash: bool = False
    ) -> Code | None:
        """Export onto a stick; return why it was refused, None when it was not."""
        progress = Progress()
        if cancel:
            progress.cancel()

        def export(desk: Desk) -> None:
            desk.exchange.export(stick.folder, progress=progress)

        if crash:
            machine.crash(lambda desk: _quietly(export, desk), self._step())
            return None
        code = machine.act(lambda desk: _quietly(export, desk))
        assert code in REFUSED_EXPORTS, code
        return code

    def carry(self) -> None:
        """Carry a stick on: up to the station above, or home with the answer."""
        sticks = self.dice.choice([one for one in (self.up, self.down) if one] or [[]])
        if not sticks:
            return
        stick = sticks.pop(self.dice.randrange(len(sticks)))
        if self.dice.random() < 0.1:
            return  # lost on the way
        if self.dice.random() < 0.15:  # turns up again later: an old stick, or a mail sent twice
            sticks.append(self.city.copy_of(stick))
        if self.dice.random() < 0.15:
            stick.bend(self.dice)
        home = sticks is self.down
        if not home and stick.machine.tier == "village" and self.dice.random() < 0.08:
            self.read_in(stick, home=False, reader=self.city.city)  # somebody has business in the city
        elif self.dice.random() < 0.1:
            self.read_in_a_crash(stick, home=home)
        else:
            self.read_in(stick, home=home)

    def read_in_a_crash(self, stick: Stick, *, home: bool) -> None:
        """Pull the plug while a stick is read; it stays where it was, and is read again another day."""
        reader = stick.machine if home else stick.machine.above
        assert reader is not None

        def read(desk: Desk) -> None:
            _quietly(lambda one: one.exchange.import_path(stick.folder), desk)

        reader.crash(read, self._step())
        (self.down if home else self.up).append(stick)

    def read_in(self, stick: Stick, *, home: bool, reader: Machine | None = None) -> Imported | None:
        """Read a stick where it goes, and hold what was said of it against what befell it."""
        machine = reader or (stick.machine if home else stick.machine.above)
        assert machine is not None
        if home and machine not in self.city.machines:
            return None  # that computer is not used any more
        bent = stick.still_bent()
        try:
            done = machine.act(lambda desk: desk.exchange.import_path(stick.folder))
        except ZsError as error:
            self.chronicle.told[error.code.name] += 1
            assert error.code in (Code.NOT_A_PACKAGE, Code.STORE_BEHIND, Code.STORE_FORKED), error.code
            return None
        self._hear(machine, stick, done, bent)
        if not home:
            self.down.append(stick)
        return done

    def _hear(self, machine: Machine, stick: Stick, done: Imported, bent: set[str]) -> None:
        for one in (*done.refused, *done.skipped):
            self.chronicle.told[one.code] += 1
        wrong = {one.file.name: one.code for one in done.refused}
        assert set(wrong.values()) <= EXPECTED, wrong
        for name in bent:
            assert wrong.get(name) in DAMAGE, f"a bent file was not told: {name}, {wrong}, {done.skipped}"
        self._hear_of_forks(machine, done.refused)
        for one in done.packages:
            if one.differences and one.sender == stick.machine.station:
                self.chronicle.told["differences"] += 1
                self.differing.add(stick.machine)
        for ack in done.acknowledgements:
            if ack.sender == machine.station:
                self._acknowledged(machine, ack.epoch, ack.seq)

    def _hear_of_forks(self, machine: Machine, refused: tuple[NotTaken, ...]) -> None:
        if any(one.code in PARTED for one in refused):
            assert GivingBack(machine.desk.store).forks(), refused

    def _acknowledged(self, machine: Machine, epoch: int, seq: int) -> None:
        for entry in journal(machine.desk, machine.station):
            header = entry.header
            if header.epoch == epoch and header.seq <= seq:
                self.chronicle.acknowledged |= marks_in(entry)


REFUSED_EXPORTS = (
    *(None, Code.CANCELLED, Code.EXPORT_NOTHING, Code.STORE_BEHIND, Code.STORE_FORKED),
    *(Code.CERT_OWN_REVOKED, Code.CERT_REVOKED),
)


def _quietly(errand: Callable[[Desk], object], desk: Desk) -> Code | None:
    """Do an errand; return the code of its refusal."""
    try:
        errand(desk)
    except ZsError as error:
        return error.code
    return None


STEPS = {
    "record": 14,
    "change": 8,
    "long_brief": 2,
    "bend_record": 1,
    "print_paper": 3,
    "review": 5,
    "export": 16,
    "carry": 30,
    "upgrade": 2,
    "revoke": 1,
    "back_up": 3,
    "lose_a_machine": 2,
    "back_up_the_city": 2,
    "lose_the_city": 1,
    "copy_a_machine": 1,
    **ACTS,
}
"""What may happen on a day, and how often."""
