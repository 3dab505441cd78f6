"""Transfer (移交): a record goes over to another station by two signed entries, the owner's and the taker's.

Whose a record is follows from the entries alone, in whatever order they arrive: from the station that made
it on, each accepted offer of the owner of the moment hands it over. An offer that nobody accepted hands over
nothing; one that was accepted after it had been withdrawn does. Of two accepted offers of one owner, as from
a copied folder or where a withdrawal came too late, the one that stands first in the owner's journal counts.
What is left at a station whose computer was replaced is its successor's.
"""

from collections.abc import Collection, Iterable, Mapping
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


def path_after(
    maker: str, handings: Iterable[Handing], heirs: Mapping[str, str]
) -> tuple[str, tuple[Handing, ...]]:
    """Return whose a record is that a station made and that was handed on, and by which handings.

    `heirs` say who took whose place. Two that name each other come to an end: each place is taken once.
    """
    left, taken, owner, path = sorted(handings), dict(heirs), maker, []
    while True:
        if found := next((one for one in left if one.giver == owner), None):
            left.remove(found)
            path.append(found)
            owner = found.taker
        elif owner in taken:
            owner = taken.pop(owner)
        else:
            return owner, tuple(path)


def owner_after(maker: str, handings: Iterable[Handing], heirs: Mapping[str, str]) -> str:
    """Return whose a record is that a station made and that was handed on."""
    return path_after(maker, handings, heirs)[0]


def idle_for(
    offer: tuple[int, int, str], maker: str, handings: Collection[Handing], heirs: Mapping[str, str]
) -> str:
    """Return whose a record is where an offer (epoch, seq, giver) has no effect; the empty text if it has.

    Its giver has given the record away by another one, or took it where somebody else was before.
    """
    owner, path = path_after(maker, handings, heirs)
    counts = any((one.epoch, one.seq, one.giver) == offer for one in path)
    had_it = {one.giver for one in path} | {one.taker for one in handings}
    has_it = owner_after(offer[2], (), heirs) == owner
    return "" if counts or has_it or offer[2] not in had_it else owner
