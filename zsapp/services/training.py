"""Training stations (练习站): a city, a town and a village on one machine, enrolled like real ones."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from zsapp.records.keys import KdfCost
from zsapp.services.station import Setup, Station, init_station, open_station

PASSPHRASE = "练习口令"  # noqa: S105 -- of stations that hold nothing real; shown on the screen
SETUPS = {
    "city": Setup(code="442000000000", name="中山市公共法律服务中心（练习）", tier="city", training=True),
    "town": Setup(code="442000106000", name="沙溪镇公共法律服务工作站（练习）", tier="town", training=True),
    "village": Setup(
        code="442000106203", name="沙溪镇龙瑞村公共法律服务工作室（练习）", tier="village", training=True
    ),
}


@dataclass(frozen=True, slots=True)
class Training:
    """The three training stations, open."""

    city: Station
    town: Station
    village: Station


def has_training(folder: Path) -> bool:
    """Say whether the three training stations lie in a folder."""
    return all((folder / tier / "keys.json").exists() for tier in SETUPS)


def make_training(folder: Path, *, today: date | None = None, cost: KdfCost | None = None) -> None:
    """Make the three stations in a folder and enrol them: town at city, village at town.

    Raises:
        Trouble: HOME_EXISTS, HOME_READ_ONLY, DISK_FULL.
    """
    for tier, setup in SETUPS.items():
        init_station(folder / tier, setup, passphrase=PASSPHRASE, today=today, cost=cost).station.close()
    with open_training(folder, today=today) as three, TemporaryDirectory(dir=folder) as between:
        enrol(three.city, three.town, Path(between))
        enrol(three.town, three.village, Path(between))


def enrol(above: Station, below: Station, between: Path) -> None:
    """Give `below` its certificate from `above`, through files in a folder as on a stick."""
    request = between / f"{below.profile.code}.request"
    certificate = between / f"{below.profile.code}.certificate"
    below.enrolment.request(request)
    above.enrolment.approve(request, certificate)
    below.enrolment.accept(certificate)


@contextmanager
def open_training(folder: Path, *, today: date | None = None) -> Iterator[Training]:
    """Open the three stations.

    Raises:
        Trouble: HOME_MISSING, HOME_IN_USE.
    """
    with ExitStack() as doors:
        homes = (folder / tier for tier in SETUPS)
        opened = [
            doors.enter_context(open_station(home, passphrase=PASSPHRASE, today=today)) for home in homes
        ]
        yield Training(*opened)
