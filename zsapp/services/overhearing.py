"""Overhearing (转知): a town learns from its village what that has heard of a station of another town.

The city passes an offer, and its answer, to the stations they concern; nothing of the other one comes by the
towns between. Each concerned station journals what it has heard, and that entry goes up by its town.
"""

from collections.abc import Iterator
from typing import Any

from zsapp.base.canonical import read_canonical
from zsapp.base.entry import Entry, Header
from zsapp.base.ids import is_id
from zsapp.records.store import Reader, Writer
from zsapp.rules.review import HEARD
from zsapp.rules.transfer import DECLINE, OFFER, TAKE, WITHDRAW
from zsapp.services import credentials
from zsapp.services.below import stations_below


def overheard(writer: Writer, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give a station's entries on; what it has heard of one that is not below us, we have heard with it.

    The city has everybody below it, and waits for the other's own word.
    """
    own = credentials.read_own_chain(writer) or ()
    may = bool(own) and not own[0].is_root
    for entry in entries:
        yield entry
        header = entry.header
        if may and header.verb == HEARD and entry.payload and not header.version:
            said = read_canonical(entry.payload)
            credible = _is_credible(header.station, said) or _tells_of_others(writer, header, said)
            if credible and _is_elsewhere(writer, said.get("speaker")):
                writer.hear(HEARD, header.sector, header.record_id, said)


def _is_credible(station: str, said: dict[str, Any]) -> bool:
    """Say whether a station tells of its own part: what it was offered, or what became of its own offer."""
    if said.get("what") in (TAKE, DECLINE):
        return said.get("giver") == station  # who speaks against himself: he gave it
    return said.get("what") in (OFFER, WITHDRAW) and said.get("giver") == said.get("speaker")


def _tells_of_others(reader: Reader, header: Header, said: dict[str, Any]) -> bool:
    """Say whether a station tells how a record was handed on elsewhere, and takes it from nobody here."""
    if said.get("what") != TAKE or not is_id(header.record_id):
        return False
    stored = reader.record(header.record_id)
    owner = stored.station if stored else header.station
    return _is_elsewhere(reader, said.get("giver")) and (
        owner == header.station or _is_elsewhere(reader, owner)
    )


def _is_elsewhere(reader: Reader, speaker: object) -> bool:
    return speaker != reader.own and speaker not in stations_below(reader)
