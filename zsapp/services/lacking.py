"""Lacking (缺收): stations above that lack what we have sent; the next export begins again where they do.

A station above was restored from an older backup, or what the one between us was to carry up was lost there.
Its acknowledgement names the gap; nobody else sends anything anew. What goes up again is passed over where it
is already.
"""

from dataclasses import dataclass

from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.certificates import Certificate, Chain
from zsapp.records.store import Reader, Writer
from zsapp.services import credentials

LEVELS = {"town": ("town_received", "town_applied"), "city": ("city_applied",)}
"""Which marks an acknowledgement sets, by the tier of whoever signed it."""

LACKED = "exchange/lacked"
"""The value that says, by station above, after which place of our journal it lacks something."""

REMEDY = "都在本机、没有丢失：请再导出一次送上级，程序会补送"

Place = tuple[int, int]
"""Epoch and seq in our journal."""


def lacked_by(reader: Reader, ack: Acknowledgement) -> Place | None:
    """Return up to where a station above has our entries that lacks some which we would not send again.

    It was restored from a backup, or what the station between us was to carry up was lost there. An export
    begins after what the station directly above has acknowledged; should an old answer, or one that a package
    has overtaken, name a gap, something is sent twice, and passed over there.
    """
    chain, place = credentials.read_own_chain(reader) or (), ack.lacking_after
    mark = reader.marks().get(LEVELS[chain[1].subject.tier][-1]) if len(chain) > 1 else None
    return place if place is not None and mark is not None and place < (mark.epoch, mark.seq) else None


def known_lacks(reader: Reader) -> dict[str, Place]:
    """Return after which place stations lack something of ours, by station."""
    content = reader.value(LACKED)
    found: dict[str, Plain] = read_canonical(content) if content else {}
    return {station: (epoch, seq) for station, (epoch, seq) in found.items()}


def keep_lacked(writer: Writer, ack: Acknowledgement) -> None:
    """Keep what stations above lack, until they hold more or it is at the one directly above us again."""
    known, station, place = known_lacks(writer), ack.receiver.station, lacked_by(writer, ack)
    kept = {key: one for key, one in known.items() if not _is_on_its_way(writer, ack, key, one)}
    if place is not None:
        kept[station] = place
    elif (ack.epoch, ack.seq) > known.get(station, (ack.epoch, ack.seq)):
        del kept[station]
    if kept != known:
        writer.set_value(LACKED, canonical({key: list(one) for key, one in kept.items()}))


def _is_on_its_way(reader: Reader, ack: Acknowledgement, lacks: str, place: Place) -> bool:
    """Say whether an acknowledgement covers an export that began where another station lacks something."""
    chain = credentials.read_own_chain(reader) or ()
    if lacks == ack.receiver.station or [one.station for one in chain[1:2]] != [ack.receiver.station]:
        return False
    for entry in reader.noted(("export",), 1):
        said = read_canonical(entry.payload or b"{}")
        ours = entry.header.epoch == ack.epoch == place[0]
        return ours and bool(said["seq_from"] <= place[1] + 1 and said["seq_to"] <= ack.seq)
    return False


@dataclass(frozen=True, slots=True)
class Lacking:
    """A station above that lacks what we sent: the next export begins again after this epoch and seq."""

    name: str
    epoch: int
    seq: int

    @property
    def words(self) -> str:
        """What is the matter and what to do, in a sentence."""
        return f"{self.name}缺本站第{self.seq + 1}笔登记起送过的内容，{REMEDY}"


def said_to_below(reader: Reader, ack: Acknowledgement) -> str:
    """Return what is to be said where an answer asks a station below us to send again."""
    if ack.lacking_after is None:
        return ""
    name = next(one.name for one in credentials.read_certificates(reader) if one.station == ack.sender)
    return f"{ack.receiver.name}要“{name}”补送：回执已替它留着，下次它来时交给它"


def sure_of(reader: Reader, chain: Chain, giver: Certificate) -> Place:
    """Return up to where the station directly above has our line: no `giver` further up changes that."""
    mark = reader.marks().get(LEVELS[chain[1].subject.tier][0])
    return (mark.epoch, mark.seq) if mark and giver.station != chain[1].station else (0, 0)


def lacking(reader: Reader) -> tuple[Lacking, ...]:
    """Return the stations above us that lack something of ours."""
    found = known_lacks(reader)
    chain = credentials.read_own_chain(reader) or ()
    return tuple(Lacking(one.name, *found[one.station]) for one in chain[1:] if one.station in found)


def again_from(reader: Reader) -> Place | None:
    """Return after which place we send again, None where nothing was lost above."""
    return min(((one.epoch, one.seq) for one in lacking(reader)), default=None)
