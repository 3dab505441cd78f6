"""Transfer (移交): a record goes over to another station by two signed entries, the owner's and the taker's.

Whose a record is follows from the entries alone, in whatever order they arrive: from the station that made it
on, each accepted offer of the owner of the moment hands it over. An offer that nobody accepted hands over
nothing; one that was accepted after it had been withdrawn does. What is left at a station whose computer was
replaced is its successor's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OFFER, TAKE, DECLINE, WITHDRAW = "transfer_offer", "transfer_take", "transfer_decline", "transfer_withdraw"
"""What the owner says, what the taker says, and how either ends it without a transfer."""
CARRY = "transfer_carry"
"""What a station above enters when it passes an offer, or its answer, on to the station it concerns."""
MOVED = "transfer"
"""The verb of the version by which the taker has the record."""

TRANSFERS = (OFFER, TAKE, DECLINE, WITHDRAW)
OFFERED, GONE = "待接收", "已移交"
"""What a record is called at its giver, until it was accepted and after."""


@dataclass(frozen=True, slots=True, order=True)
class Handing:
    """An accepted offer: its place in the giver's chain, who gave, who took."""

    epoch: int
    seq: int
    giver: str
    taker: str


def owner_after(maker: str, handings: Iterable[Handing], heirs: Mapping[str, str]) -> str:
    """Return whose a record is that a station made and that was handed on; `heirs` say who took whose place.

    Two that name each other come to an end: each place is taken once.
    """
    left, taken, owner = sorted(handings), dict(heirs), maker
    while True:
        if found := next((one for one in left if one.giver == owner), None):
            left.remove(found)
            owner = found.taker
        elif owner in taken:
            owner = taken.pop(owner)
        else:
            return owner
