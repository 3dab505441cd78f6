"""Succession (更换电脑后的承接): which station took the place of which, and so has what was that one's.

A certificate says so (`exchange/certificates.py`); whoever keeps one writes it down here, beside the journal,
so that a replay finds the same owners.
"""

from sqlalchemy import Connection, bindparam, select

from zsapp.records.prepared import Prepared
from zsapp.records.rows import SettingRow
from zsapp.rules.transfer import owner_after

KEY = "succession/"
"""The beginning of the names of the values that say whose place was taken; the value is who took it."""
ALL = Prepared(
    select(SettingRow.key, SettingRow.value).where(
        SettingRow.key > bindparam("first"), SettingRow.key < bindparam("last")
    )
)
RANGE = {"first": KEY, "last": KEY[:-1] + chr(ord(KEY[-1]) + 1)}


def heirs(connection: Connection) -> dict[str, str]:
    """Return who took whose place, by the station that was replaced; nearly always nothing."""
    rows = ALL.run(connection, RANGE).fetchall()
    return {key.removeprefix(KEY): bytes(value).decode() for key, value in rows}


def heir_of(connection: Connection, station: str) -> str:
    """Return who has what was a station's: itself, or who took its place at last."""
    return owner_after(station, (), heirs(connection))


def line_of(connection: Connection, station: str) -> tuple[str, ...]:
    """Return a station and those whose place it has taken."""
    known = heirs(connection)
    return (station, *(one for one in sorted(known) if owner_after(one, (), known) == station))
