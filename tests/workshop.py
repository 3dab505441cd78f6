"""What an adversary has in hand before a real town, and how the town is held against every attack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forger
from tests.desks import Three, plain_cases, three_desks
from tests.forger import Forgery, Party, Place, certified, of_desk, somebody
from zsapp.base.canonical import read_canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, ZsError
from zsapp.cli.output import exit_of
from zsapp.exchange.revocations import Revoked, sign_list
from zsapp.services import credentials, forks

REFUSED, TROUBLE = 1, 3
"""Exit codes by the contract of the terminal: refused by a rule; trouble with machine, file or stick."""

BESIDE, ABROAD, TOWN_ABROAD = "442000106205", "442000105210", "442000105000"
"""Region codes: a village of the same town, one of another town, that town."""


@dataclass
class Workshop:
    """Stolen keys of real stations, what the village has sent, and where its chain stands at the town."""

    city: Party
    town: Party
    village: Party
    fallen: Party
    sent: list[dict[str, Any]]
    original: bytes
    three: Three
    untouched: tuple[Any, ...] = ()

    @property
    def place(self) -> Place:
        last = self.sent[-1]
        return Place(last["header"]["seq"], last["hash"])

    def login(self, party: Party | None = None, place: Place | None = None, **header: Any) -> dict[str, Any]:
        """Return the entry that would follow."""
        return forger.entry(party or self.village, place or self.place, {}, **header)

    def package(self, *entries: dict[str, Any], sender: Party | None = None, **more: Any) -> Forgery:
        """Return a package to the town: honest, but for what it is given."""
        sender = sender or self.village
        place = self.place if sender.station == self.village.station else Place(0, "0" * 64)
        return forger.package(sender, self.town, list(entries) or [self.login(sender, place)], **more)

    def standing(self) -> tuple[Any, ...]:
        """Return chain heads, index digests, counts, and a hash of all the rest that the town holds."""
        with self.three.town.store.read() as reader:
            heads = (reader.head(), *(one.head for one in reader.stations()))
            digests = (reader.digests(), reader.digests(self.village.station))
            total = reader.page("mediation", limit=1).total
        return heads, digests, total, self.three.town.fingerprint()

    def refused(self, made: Forgery | bytes, folder: Path) -> ZsError:
        """Return why the town does not take a package; nothing there may have changed."""
        path = folder / "attack.zspkg"
        path.write_bytes(made if isinstance(made, bytes) else made.bytes())
        with pytest.raises(ZsError) as error:
            self.three.town.exchange.import_path(path)
        assert self.standing() == self.untouched
        home = self.three.town.store.home
        assert list((home / "tmp").iterdir()) == []
        assert not list((home / "relay").glob("*attack*"))
        with self.three.town.store.write() as writer:
            writer.set_value(forks.KEY, None)  # else a fork holds the village
        return error.value


@contextmanager
def workshop_in(folder: Path) -> Iterator[Workshop]:
    """Give the workshop: three stations, of which the town has two cases of the village already."""
    with three_desks(folder) as three:
        three.village.save(plain_cases()[0])
        three.village.print(three.village.save(plain_cases()[1]), b"%PDF that the town has already")
        package = three.village.exchange.export(three.stick).file
        three.town.exchange.import_path(package)
        with three.town.store.read() as reader:
            sent = [_entry(one) for one in reader.entries(three.village.store.station, 1, 0)]
        city, town, village = (of_desk(desk) for desk in (three.city, three.town, three.village))
        fallen = certified(somebody(BESIDE, "village"), town)
        with three.town.store.write() as writer:
            revoked = sign_list(town.serial, 1, [Revoked(fallen.serial, 0, 0)], town.key.private_bytes_raw())
            credentials.keep_lists(writer, [revoked])
        shop = Workshop(city, town, village, fallen, sent, package.read_bytes(), three)
        shop.untouched = shop.standing()
        yield shop


def _entry(one: Entry) -> dict[str, Any]:
    header = {name: getattr(one.header, name) for name in one.header.__slots__}
    payload = None if one.payload is None else read_canonical(one.payload)
    return {
        "hash": one.hash,
        "header": header,
        "payload": payload,
        "previous": one.previous,
        "salt": one.salt.hex(),
    }


Attack = Callable[[Workshop], Forgery | bytes]


class Attacks:
    """A list of attacks, each with the code and the exit code that it must meet."""

    def __init__(self) -> None:
        """Begin empty."""
        self.all: list[Any] = []

    def meet(self, code: Code, exit_code: int = REFUSED, of: str = "") -> Callable[[Attack], Attack]:
        """Enter the attack that is decorated; `of` tells apart those of one name."""

        def enter(make: Attack) -> Attack:
            name = " ".join(filter(None, (make.__name__.replace("_", " "), of)))
            self.all.append(pytest.param(make, code, exit_code, id=name))
            return make

        return enter


def meets(shop: Workshop, folder: Path, make: Attack, code: Code, exit_code: int) -> None:
    """Attack the town, and see that it is met as it should be."""
    error = shop.refused(make(shop), folder)
    assert (error.code, exit_of(error)) == (code, exit_code)
    assert error.remedy
