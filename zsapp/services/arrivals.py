"""Arrivals (到件登记): what came from each station below, and the acknowledgement that says so.

The journal holds the entries; beside it stand the packages seen lately (a repeat is told from an older one)
and the volumes still on their way. The last acknowledgement is kept in the transaction of its package.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zsapp.base import clock
from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.exchange.acknowledgement import Acknowledgement, Missing, Refused, Volumes
from zsapp.exchange.certificates import Certificate
from zsapp.exchange.manifest import Letter, Manifest, Shard
from zsapp.records.store import Reader, Writer
from zsapp.services import credentials, downward, enclosures, issuing
from zsapp.services.credentials import Credentials

REMEMBERED = 100
"""Packages of a station that are remembered by id."""

NAMED = 20
"""Packages that an acknowledgement names."""

Place = tuple[int, int]
"""Epoch and seq in a chain."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package of which volumes are still missing."""

    volumes: int
    have: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the volumes that have not come."""
        return tuple(number for number in range(1, self.volumes + 1) if number not in self.have)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What came from one station: ids of packages, the latest last, and those not yet whole."""

    packages: tuple[str, ...] = ()
    waiting: Mapping[str, Waiting] = field(default_factory=dict)

    def awaits(self, manifest: Manifest) -> bool:
        """Say whether a volume is one that its package still lacks."""
        waiting = self.waiting.get(manifest.letter.package)
        return waiting is not None and manifest.volume in waiting.missing

    def lacking(self, package: str) -> tuple[int, ...]:
        """Return the numbers of the volumes that have not come of a package."""
        return self.waiting[package].missing if package in self.waiting else ()

    def with_volume(self, manifest: Manifest) -> "Arrivals":
        """Return the arrivals with one volume more."""
        package = manifest.letter.package
        before = self.waiting.get(package)
        have = tuple(sorted({*(before.have if before else ()), manifest.volume}))
        others = {key: one for key, one in self.waiting.items() if key != package}
        if len(have) < manifest.volumes:
            others[package] = Waiting(manifest.volumes, have)
        earlier = tuple(one for one in self.packages if one != package)
        return replace(self, packages=(*earlier, package)[-REMEMBERED:], waiting=others)


def read_arrivals(reader: Reader, station: str) -> Arrivals:
    """Return what came from a station."""
    content = reader.value(_key(station))
    if content is None:
        return Arrivals()
    plain: dict[str, Plain] = read_canonical(content)
    waiting = {key: Waiting(one["volumes"], tuple(one["have"])) for key, one in plain["waiting"].items()}
    return Arrivals(tuple(plain["packages"]), waiting)


def write_arrivals(writer: Writer, station: str, arrivals: Arrivals) -> None:
    """Keep what came from a station."""
    waiting = {key: {"volumes": one.volumes, "have": list(one.have)} for key, one in arrivals.waiting.items()}
    writer.set_value(_key(station), canonical({"packages": list(arrivals.packages), "waiting": waiting}))


def _key(station: str) -> str:
    return f"exchange/arrivals/{station}"


def sent_key(station: str) -> str:
    """Return the name under which the last acknowledgement to a station is kept."""
    return f"exchange/acknowledged/{station}"


def digests_of(reader: Reader, station: str) -> tuple[Shard, ...]:
    """Return count and order-free hash of a station's records as they stand here, by sector and shard."""
    return tuple(Shard(one.sector, one.shard, one.count, one.hash) for one in reader.digests(station))


def acknowledge(
    reader: Reader,
    known: Credentials,
    manifest: Manifest,
    *,
    missing: tuple[Missing, ...] = (),
    refused: tuple[Refused, ...] = (),
) -> bytes:
    """Return the signed acknowledgement to the sender of a package: what is here as `reader` sees it."""
    letter = manifest.letter
    said = _standing(reader, known, letter.chain[0], letter.span.epoch)
    earlier, more = _earlier_epochs(reader, letter)
    return replace(said, missing=missing, refused=refused, earlier=earlier, more=more).sign(known.keys.sign)


def _earlier_epochs(reader: Reader, letter: Letter) -> tuple[Place | None, Place | None]:
    """Return after which entry of an earlier epoch something is not here, and the last that only is here.

    After a restore a new epoch follows an entry that need not be the last of the one before; of what came
    after that entry neither side would ever speak again.
    """
    lacks, has = None, None
    for one in sorted(letter.acknowledgements, key=lambda one: one.epoch):
        here = reader.cursor(letter.sender, one.epoch).seq
        if one.station == letter.sender and here < one.seq:
            lacks = lacks or (one.epoch, here)
        elif one.station == letter.sender and here > one.seq:
            has = has or (one.epoch, here)
    return lacks, has


def answer(
    reader: Reader, known: Credentials, to: Certificate, epoch: int, last: Acknowledgement | None = None
) -> bytes:
    """Return the signed acknowledgement to a station below as things stand, with what goes down to it.

    `last` is what was said of its last package: what is missing, and what was refused, is so still.
    """
    said = _standing(reader, known, to, epoch)
    if last is not None:
        said = replace(said, missing=last.missing, refused=last.refused)
        said = replace(said, earlier=last.earlier, more=last.more)
    return said.sign(known.keys.sign)


def _standing(reader: Reader, known: Credentials, to: Certificate, epoch: int) -> Acknowledgement:
    """Return what is to be said to a station below as things stand, not signed yet.

    Where nothing is here of the epoch, it says up to where the one before is: the rest is what is missing.
    """
    cursor, end = reader.cursor(to.station, epoch), reader.head(to.station)
    cursor = end if 0 < end.epoch < epoch and not cursor.seq else cursor
    arrivals = read_arrivals(reader, to.station)
    revoked = credentials.read_revocations(reader)
    head = reader.head()
    good = revoked.find_any(revoked.lists, to.serial) is None  # what goes down is sealed to its key
    down, sealed = downward.for_station(reader, to) if good else ((), "")
    return Acknowledgement(
        chain=known.chain,
        sender=to.station,
        epoch=cursor.epoch,
        seq=cursor.seq,
        head=cursor.hash,
        made_at=clock.now(),
        packages=arrivals.packages[-NAMED:],
        volumes=tuple(Volumes(key, one.missing) for key, one in arrivals.waiting.items()),
        revocations=revoked.every,
        quarantine=downward.quarantined(reader, to.station),
        down=down,
        sealed=sealed,
        answer=(issuing.news_for(reader, known, to) or b"").decode(),
        attachments=enclosures.missing(reader, to.station)[: enclosures.MOST],
        place=(head.epoch, head.seq),
    )
