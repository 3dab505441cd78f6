"""What is closed to the way (封存上送): restricted records travel sealed to the city alone (decision 12).

A town that carries them sees that they are there, and that the chain holds; what is in them it cannot open.
While the station does not know the city's certificate they wait, and with them what was written after them:
a chain has no gaps. They never go readable.
"""

from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import Chain
from zsapp.exchange.manifest import Recipient
from zsapp.records import sectors
from zsapp.records.store import Reader
from zsapp.rules.legal_aid import SECTOR as LEGAL_AID
from zsapp.services.credentials import Credentials, city_of


class Closed:
    """The closed entries of a station's own journal, and who may open them."""

    def __init__(self, reader: Reader, known: Credentials) -> None:
        """Know the restricted records of a store, and the certificates of its station."""
        self._reader = reader
        self._ids = reader.restricted_ids()
        self.final: tuple[Recipient, ...] = known.final if self._ids or reader.ids(LEGAL_AID) else ()
        self._is_stopped = not known.final

    def holds(self, entry: Entry) -> bool:
        """Say whether an entry is about a restricted record, or was itself the restricted version of one."""
        header = entry.header
        if header.record_id in self._ids:
            return True
        return bool(header.version and sectors.guard_of(header.sector, sectors.read_entry(entry)))

    def reach(self, station: str, epoch: int, after: int, last: int) -> int:
        """Return up to which entry may be sent: all of them, or those before the first that must wait.

        Raises:
            Refusal: RESTRICTED_WAITS when that is the first.
        """
        if not self._is_stopped:
            return last
        for entry in self._reader.entries(station, epoch, after, last):
            if self.holds(entry):
                if entry.header.seq == after + 1:
                    raise Refusal(Code.RESTRICTED_WAITS)
                return entry.header.seq - 1
        return last


def waiting(reader: Reader, chain: Chain) -> int:
    """Return how many restricted records wait at a certified station that does not know the city's key."""
    return len(reader.restricted_ids()) if chain and not city_of(chain) else 0
