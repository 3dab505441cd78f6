"""Exchange desks for tests: three real stations, enrolled, over real stores; and hands that bend packages."""

import atexit
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.stations import CASES, CHEAP
from zsapp.base import clock
from zsapp.base.ids import new_id
from zsapp.base.plain import from_plain, from_sheet, to_plain
from zsapp.exchange import envelope
from zsapp.exchange.archive import Archive, ArchiveWriter
from zsapp.exchange.crypto import DEFAULT, SUITES
from zsapp.exchange.manifest import KIND, MANIFEST
from zsapp.records.home import create_home, open_home
from zsapp.records.store import Store
from zsapp.rules.mediation import ANNOTATIONS, SECTOR, Case
from zsapp.rules.station import StationProfile
from zsapp.services.credentials import Credentials, read_credentials
from zsapp.services.enrolment import Enrolment
from zsapp.services.exchange import Exchange
from zsapp.services.hub_known import with_tables
from zsapp.services.record_files import read_records

PASSPHRASE = "测试口令"
VILLAGE, TOWN, CITY = "442000106203", "442000106000", "442000000000"
NEIGHBOUR = "442000106205"
OTHER_VILLAGE, OTHER_TOWN, OTHER_CITY = "442000105210", "442000105000", "440100000000"
NAMES = {
    VILLAGE: "沙溪镇龙瑞村公共法律服务工作室",
    NEIGHBOUR: "沙溪镇邻村公共法律服务工作室",
    TOWN: "沙溪镇公共法律服务工作站",
    CITY: "中山市公共法律服务中心",
    OTHER_VILLAGE: "古镇镇某村公共法律服务工作室",
    OTHER_TOWN: "古镇镇公共法律服务工作站",
    OTHER_CITY: "别处市公共法律服务中心",
}


class Days:
    """A calendar for tests: today, until told otherwise."""

    def __init__(self) -> None:
        self.day: date | None = None

    def __call__(self) -> date:
        return self.day or clock.today()


@dataclass
class Desk:
    """One station: its store and its two desks."""

    store: Store
    profile: StationProfile
    days: Days = field(default_factory=Days)

    def __post_init__(self) -> None:
        self.enrolment = Enrolment(self.store, self.profile, self.days)
        self.exchange = Exchange(self.store, self.profile, self.days)

    def save(self, case: dict[str, Any], record_id: str = "") -> str:
        """Save a case and return its id."""
        record_id = record_id or new_id()
        with self.store.write() as writer:
            stored = writer.record(record_id)
            version = stored.version if stored else 0
            writer.save(SECTOR, record_id, case, base_version=version, verb="save")
        return record_id

    def take_in(self, intake: dict[str, Any]) -> str:
        """Save an intake of legal aid and return its id."""
        record_id = new_id()
        with self.store.write() as writer:
            writer.save("legal_aid", record_id, intake, base_version=0, verb="import")
        return record_id

    def print(self, record_id: str, document: bytes) -> str:
        """Keep a paper as printed and return its SHA-256."""
        digest = self.store.blobs.put(document)
        with self.store.write() as writer:
            writer.note("print", sector=SECTOR, record_id=record_id, payload={"sha256": digest})
        return digest

    def credentials(self) -> Credentials:
        with self.store.read() as reader:
            return read_credentials(reader)

    def fingerprint(self) -> str:
        """Return a hash of everything an import may change: journal, records, marks and values."""
        with self.store.read() as reader:
            said = [repr(one) for one in reader.stations()] + [repr(reader.head()), repr(reader.marks())]
            for one in reader.stations():
                said += [entry.hash for entry in reader.entries(one.station, one.head.epoch, 0)]
            said += [repr(reader.digests(one.station)) for one in reader.stations()]
            keys = ("exchange/chain", "exchange/certificates", "exchange/revocations")
            said += [repr(reader.value(key)) for key in keys]
            said += list(reader.blob_names())
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def make_desk(home: Path, code: str, *, training: bool = False, station: str = "") -> Desk:
    """Return a new station with keys; a city is its own root."""
    tier = "city" if code.endswith("00000000") else "town" if code.endswith("000") else "village"
    profile = StationProfile(
        id=station or new_id(),
        code=code,
        name=NAMES[code],
        tier=tier,
        org=code,
        committee=NAMES[code],
        training=training,
    )
    store = create_home(home, passphrase=PASSPHRASE, user="站长", station=profile.id, cost=CHEAP).store
    with store.write() as writer:
        writer.save("station", profile.id, to_plain(profile), base_version=0, verb="init")
    desk = Desk(store, profile)
    desk.enrolment.make_keys()
    if tier == "city":
        desk.enrolment.make_root()
    return desk


def enrol(above: Desk, below: Desk, folder: Path) -> None:
    """Give `below` its certificate."""
    request, issued = folder / "request", folder / "issued"
    below.enrolment.request(request)
    above.enrolment.approve(request, issued)
    below.enrolment.accept(issued)


@dataclass
class Three:
    """City, town and village, enrolled, each opened when it is first asked for; and a stick."""

    folder: Path
    stick: Path

    @cached_property
    def city(self) -> Desk:
        return open_desk(self.folder / CITY)

    @cached_property
    def town(self) -> Desk:
        return open_desk(self.folder / TOWN)

    @cached_property
    def village(self) -> Desk:
        return open_desk(self.folder / VILLAGE)

    def close(self) -> None:
        for name in {"city", "town", "village"} & set(vars(self)):
            vars(self)[name].store.close()


@contextmanager
def three_desks(folder: Path) -> Iterator[Three]:
    """Give three enrolled stations: copies of three that are made once, which is ten times as fast."""
    copy_homes(folder)
    three = Three(folder, folder / "stick")
    three.stick.mkdir()
    try:
        yield three
    finally:
        three.close()


def copy_homes(folder: Path) -> None:
    """Put the homes of three enrolled stations into a folder, each under its code."""
    shutil.copytree(_three_homes(), folder, dirs_exist_ok=True)


def open_desk(home: Path) -> Desk:
    """Return a station that was made before."""
    store = with_tables(open_home(home, passphrase=PASSPHRASE))
    with store.read() as reader:
        stored = reader.record(store.station)
    assert stored is not None
    return Desk(store, from_plain(StationProfile, stored.payload))


@cache
def _three_homes() -> Path:
    folder = Path(mkdtemp(prefix="zsapp-desks-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    city, town, village = (make_desk(folder / code, code) for code in (CITY, TOWN, VILLAGE))
    enrol(city, town, folder)
    enrol(town, village, folder)
    for desk in (city, town, village):
        desk.store.close()
    for left in ("request", "issued"):
        (folder / left).unlink()
    return folder


@cache
def plain_cases() -> tuple[dict[str, Any], ...]:
    """Return the acceptance cases in wire form."""
    sheets = [one for one in read_records(CASES) if "case" in one]
    return tuple(to_plain(from_sheet(Case, one, ANNOTATIONS)) for one in sheets)


# --- bending ----------------------------------------------------------------------------------------------


def re_signed(
    package: Path, sign_key: bytes, change: Callable[[dict[str, Any]], None] = dict, out: Path | None = None
) -> Path:
    """Write a package again with a changed manifest, signed by a key: what a liar with it could send."""
    with package.open("rb") as source:
        archive = Archive(source)
        members = {name: b"".join(archive.blocks(name)) for name in archive.members}
    payload = envelope.read(members.pop(MANIFEST), KIND).payload
    change(payload)
    return write_archive(out or package, {**members, MANIFEST: envelope.sign(KIND, payload, sign_key)})


def write_archive(path: Path, members: dict[str, bytes]) -> Path:
    """Write an archive of members as they are."""
    with path.open("w+b") as out:
        archive = ArchiveWriter(out)
        for name, content in members.items():
            with archive.member(name) as writing:
                writing.write(content)
        archive.finish()
    return path


def new_sign_key() -> bytes:
    """Return a signing key of nobody."""
    return SUITES[DEFAULT].new_sign_key()
