"""How a record stands with other stations (往来情况): sent back, remarked upon, offered, gone.

What the pages of all sectors show of it comes from here, so that it reads alike everywhere.
"""

from dataclasses import dataclass

from zsapp.base.errors import Code, Refusal
from zsapp.records.store import Reader, Store, Stored
from zsapp.rules.review import RETURNED
from zsapp.services.review import COMMENTED, Reviews, Word
from zsapp.services.transfer import TransferLine, Transfers
from zsapp.services.transfer_way import GIVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a record stands.

    `own` says whether it is ours, `sync` how far its last version has come; `returned` who sent it back and
    why, while that stands; `comments` what was said of this version; `transfer` is the offer that still
    concerns somebody, `may_offer` whether it can be offered now.
    """

    record_id: str = ""
    own: bool = True
    sync: str = ""
    returned: str = ""
    comments: tuple[Word, ...] = ()
    transfer: TransferLine | None = None
    may_offer: bool = False

    @property
    def locked(self) -> bool:
        """Whether nothing of it may be changed here: it is another's, or offered and not answered yet."""
        offered = self.transfer is not None and self.transfer.open and self.transfer.mine == GIVER
        return offered or not self.own


class Standings:
    """The desk."""

    def __init__(self, store: Store, reviews: Reviews, transfers: Transfers) -> None:
        """Ask the desks of reviews and of transfers over a store."""
        self._store = store
        self._reviews = reviews
        self._transfers = transfers

    def of(self, record_id: str) -> Standing:
        """Return how a record stands.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = reader.record(record_id)
            if stored is None:
                raise Refusal(Code.RECORD_UNKNOWN, ref=record_id)
            review = reader.review_of(record_id)
            lines = self._transfers.lines(reader, record_id)
            may_offer = self._transfers.may_offer(reader, stored)
            transfer = _concerning(reader, stored, lines)
            own, sync = stored.station == reader.own, reader.sync_state(record_id)
        back = review if review and review.state == RETURNED else None
        said = self._reviews.words(record_id)
        return Standing(
            record_id=record_id,
            own=own,
            sync=sync,
            returned=f"{back.name}退回：{back.reason}" if back else "",
            comments=tuple(one for one in said if one.state == COMMENTED and one.version == stored.version),
            transfer=transfer,
            may_offer=may_offer,
        )


def _concerning(reader: Reader, stored: Stored, lines: tuple[TransferLine, ...]) -> TransferLine | None:
    """Return the last offer while it waits, has a step left, was refused just now, or took it away."""
    last = next(iter(lines), None)
    if last is None:
        return None
    gone = last.taken and last.mine == GIVER and stored.station != reader.own
    refused = last.mine == GIVER and last.declined and last.version == stored.version
    return last if last.open or last.step or gone or refused else None
