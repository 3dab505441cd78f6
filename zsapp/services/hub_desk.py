"""The bureau's review desk (司法局校核): the desks of every station, for whoever is logged in at the page.

What is said here is said under that user's name and right, and goes down with the next acknowledgement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zsapp.base.errors import Code, Refusal
from zsapp.records.views import Review
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.review import STATES, WAITING
from zsapp.rules.roles import AREAS, Right
from zsapp.services import credentials
from zsapp.services.conflicts import Conflict
from zsapp.services.hub_bureau import User
from zsapp.services.review import Below, ReviewLine, Word
from zsapp.services.review_sheet import SheetLine, text_of
from zsapp.services.station import Station
from zsapp.services.transfer import TransferLine

__all__ = ["STATES", "WAITING", "Conflict", "Desk", "Opened", "ReviewLine", "TransferLine", "text_of"]

PAGE = 50
ACCEPT, BACK, COMMENT = "accept", "return", "comment"
"""What a form says that is to be done with a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record that somebody reads: whose it is, what is in it, what was said of it.

    `review` is the verdict in force, None while its version waits; `open` is whether it waits for ours.
    """

    id: str
    kind: str
    number: str
    title: str
    name: str
    version: int
    sheet: tuple[SheetLine, ...]
    words: tuple[Word, ...]
    review: Review | None
    open: bool


class Desk:
    """The desk."""

    def __init__(self, station: Station) -> None:
        """Work on an open hub."""
        self._station = station

    @contextmanager
    def _as(self, user: User, right: Right) -> Iterator[Station]:
        user.require(right, CASES)
        with self._station.store.acting(user.name, user.badge):
            yield self._station

    # --- looking ------------------------------------------------------------------------------------------

    def listing(
        self, user: User, *, state: str, station: str, after: int | None
    ) -> tuple[tuple[ReviewLine, ...], int | None]:
        """Return a page of what is reviewed here, and after what the next one begins, None for no next.

        Raises:
            Refusal: ROLE_MAY_NOT, STATION_UNKNOWN.
        """
        with self._as(user, Right.REVIEW) as open_station:
            found = open_station.reviews.listing(
                state=state if state in STATES else "", station=station, after=after, limit=PAGE + 1
            )
        return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None

    def stations(self, user: User) -> tuple[Below, ...]:
        """Return the stations whose records are reviewed here.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        with self._as(user, Right.REVIEW) as station:
            return station.reviews.stations()

    def find(self, user: User, number: str) -> str:
        """Return the id of the record that bears a printed number.

        Raises:
            Refusal: ROLE_MAY_NOT, RECORD_UNKNOWN.
        """
        with self._as(user, Right.REVIEW) as station, station.store.read() as reader:
            found = reader.resolve(number)
        if found is None:
            raise Refusal(Code.RECORD_UNKNOWN, ref=number)
        return found

    def open(self, user: User, record_id: str) -> Opened:
        """Return a record to be read.

        Raises:
            Refusal: ROLE_MAY_NOT, RECORD_UNKNOWN.
        """
        with self._as(user, Right.REVIEW) as station:
            sheet, words = station.reviews.sheet(record_id), station.reviews.words(record_id)
            with station.store.read() as reader:
                stored = reader.record(record_id)
                review = reader.review_of(record_id)
                names = {one.station: one.name for one in credentials.read_known(reader)}
        if stored is None:
            raise Refusal(Code.RECORD_UNKNOWN, ref=record_id)
        return Opened(
            id=stored.id,
            kind=AREAS.get(stored.sector, stored.sector),
            number=stored.number,
            title=stored.title,
            name=names.get(stored.station, station.profile.name),
            version=stored.version,
            sheet=sheet,
            words=words,
            review=review,
            open=review is None or review.station != station.profile.id,
        )

    # --- saying -------------------------------------------------------------------------------------------

    def say(self, user: User, record_id: str, what: str, reason: str) -> None:
        """Pass a record, send it back, or say something of it.

        Raises:
            Refusal: ROLE_MAY_NOT, RECORD_UNKNOWN, REVIEW_NOT_YOURS, REVIEW_STANDS, REASON_MISSING,
                TEXT_TOO_LONG; USAGE for anything else that is to be done.
        """
        with self._as(user, Right.REVIEW) as station:
            acts = {
                ACCEPT: station.reviews.accept,
                BACK: station.reviews.give_back,
                COMMENT: station.reviews.comment,
            }
            if what not in acts:
                raise Refusal(Code.USAGE, field="what", what=f"没有这个操作：{what}")
            acts[what](record_id, reason)

    # --- conflicts and transfers --------------------------------------------------------------------------

    def conflicts(self, user: User) -> tuple[Conflict, ...]:
        """Return what two stations have changed at once.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        with self._as(user, Right.REVIEW) as station:
            return station.conflicts.listing()

    def decide(self, user: User, record_id: str, field: str, side: str) -> None:
        """Decide one field.

        Raises:
            Refusal: ROLE_MAY_NOT, RECORD_UNKNOWN, CONFLICT_UNKNOWN, REVIEW_NOT_YOURS, USAGE.
        """
        with self._as(user, Right.REVIEW) as station:
            station.conflicts.decide(record_id, field, side)

    def transfers(self, user: User) -> tuple[TransferLine, ...]:
        """Return the offers that are known here, the latest first.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        with self._as(user, Right.SEE) as station:
            return station.transfers.listing()

    def answer(self, user: User, record_id: str, *, accept: bool, reason: str) -> None:
        """Take over a record that is offered to the hub's own station, or decline it.

        Raises:
            Refusal: ROLE_MAY_NOT, TRANSFER_NOT_OPEN, REASON_MISSING.
        """
        with self._as(user, Right.CHANGE) as station:
            if accept:
                station.transfers.accept(record_id)
            else:
                station.transfers.decline(record_id, reason)
