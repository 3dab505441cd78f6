"""A replaced computer (更换电脑) as the station above sees it: what came of the old one is the new one's.

The certificate says whose place was taken; the chain goes down as any that is given back (`giving_back.py`).
"""

from pathlib import Path

from zsapp.base.canonical import read_canonical
from zsapp.records.store import Reader, Store
from zsapp.services.giving_back import GivenBack, GivingBack

MANY = 1_000
"""Of the files given back lately, how many are looked through for one."""


def replaced(store: Store) -> frozenset[str]:
    """Return the stations below that have sent something and whose place another took."""
    with store.read() as reader:
        return frozenset(one for one in _sent(reader) if reader.heir_of(one) != one)


def owed(store: Store) -> frozenset[str]:
    """Return the stations for which the chain of the computer before them waits here, not given back yet."""
    with store.read() as reader:
        notes = (read_canonical(one.payload or b"{}") for one in reader.noted(("give_back",), MANY))
        given = {(said.get("station"), said.get("heir")) for said in notes}
        heirs = {one: reader.heir_of(one) for one in _sent(reader)}
    return frozenset(heir for old, heir in heirs.items() if heir != old and (old, heir) not in given)


def give_replaced(store: Store, heir: str, folder: Path) -> tuple[GivenBack, ...]:
    """Write into a folder what is here of the computers whose place a station took; nothing for most.

    Raises:
        Refusal, Trouble: as `GivingBack.give`.
    """
    with store.read() as reader:
        sent = _sent(reader)
        olds = [one for one in reader.line_of(heir)[1:] if one in sent]
    return tuple(GivingBack(store).give(one, folder) for one in olds)


def _sent(reader: Reader) -> frozenset[str]:
    return frozenset(one.station for one in reader.stations())


__all__ = ["give_replaced", "owed", "replaced"]
