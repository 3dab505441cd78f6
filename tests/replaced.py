"""A village whose computer breaks without a backup, and the one that comes in its place."""

from dataclasses import dataclass
from typing import Any

from tests.desks import Desk, Three, plain_cases
from zsapp.services.exchange import Imported
from zsapp.services.replaced import give_replaced, owed, replaced

COMMITTEE = "中山市沙溪镇龙瑞村人民调解委员会"
SECRET = {
    "id": "密-1",
    "matter": "M14",
    "applicant": {"name": "何永年"},
    "restricted": ["家庭暴力"],
    "receipt_no": "沙龙法援收〔2026〕0004号",
}


def numbered(serial: int) -> dict[str, Any]:
    number = f"〔2026〕沙龙人调字第{serial}号"
    return plain_cases()[serial % 3] | {"committee": COMMITTEE, "volume_no": number, "agreement_no": ""}


@dataclass
class Story:
    """A village whose computer breaks, the town and the city above it, and the computer that comes."""

    three: Three
    new: Desk
    old: str
    cases: list[str]
    secret: str

    def approve(self) -> Imported:
        """Let the new one ask, the town say whose place it takes, and the stick go back."""
        stick = self.three.stick
        self.new.enrolment.request_to(stick)
        (asked,) = self.three.town.exchange.import_path(stick).requests
        assert asked.request.others == (self.old,)
        self.three.town.enrolment.grant(self.new.store.station, replaces=self.old[-8:])
        town = self.three.town.store
        assert (owed(town), replaced(town)) == ({self.new.store.station}, {self.old})
        self.three.town.enrolment.hand_out(self.new.store.station, stick)
        assert give_replaced(self.three.town.store, self.new.store.station, stick)
        assert owed(town) == frozenset()
        return self.new.exchange.import_path(stick)

    def up(self, below: Desk, above: Desk) -> Imported:
        """Carry a stick up and its answers down."""
        folder = self.three.folder / f"{len(list(self.three.folder.iterdir()))}-up"
        folder.mkdir()
        below.exchange.export(folder)
        taken = above.exchange.import_path(folder)
        below.exchange.import_path(folder)
        return taken


def owner(desk: Desk, record_id: str) -> str:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        return stored.station


def alike(one: Desk, other: Desk, station: str) -> bool:
    """Say whether two hold the same records of a station, by every digest."""
    with one.store.read() as here, other.store.read() as there:
        return here.digests(station) == there.digests(station)
