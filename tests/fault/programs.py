"""Programs of three ages: a city is never upgraded on one day, and what is said here must be read there.

An older program has less room for one item, so that it holds what it cannot take (quarantine); a newer one
writes payloads of the next schema, which refuses the whole package until the upgrade (sync 27).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from zsapp.base.entry import SCHEMA
from zsapp.base.items import item
from zsapp.exchange import checking
from zsapp.records import sectors, upcasts, writer
from zsapp.rules.mediation import SECTOR, Case
from zsapp.services import giving_back

OLDER, TODAYS, NEWER = range(3)
AGES = (OLDER, TODAYS, NEWER)
ROOM = 20
"""Characters that an older program takes in the item that has grown since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderCase(Case):
    """A case as an older program knew it."""

    brief: str = item("纠纷简要情况", maximum=ROOM)


@contextmanager
def running(age: int) -> Iterator[None]:
    """Let the block be run by a program of an age."""
    if age == TODAYS:
        yield
        return
    with pytest.MonkeyPatch.context() as then:
        if age == OLDER:
            then.setitem(sectors.SECTORS, SECTOR, replace(sectors.SECTORS[SECTOR], shape=OlderCase))
        else:
            for place in (checking, giving_back, sectors, writer):
                then.setattr(place, "SCHEMA", SCHEMA + 1)
            then.setitem(upcasts.read_payload.__kwdefaults__, "today", SCHEMA + 1)
            then.setitem(upcasts.STEPS, SCHEMA, lambda _sector, payload: payload)
        yield
