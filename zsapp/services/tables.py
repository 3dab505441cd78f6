"""The shipped tables (数据表): read once from `resources/tables`, parsed by the rules."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
from zsapp.rules.desk_tables import (
    DeskTables,
    read_contacts,
    read_first_cases,
    read_notary_matters,
    read_organs,
    read_targets,
)
from zsapp.rules.functions import Functions, read_functions
from zsapp.rules.group_table import read_groups
from zsapp.rules.legal_aid_tables import (
    AidTables,
    read_exemptions,
    read_hardship,
    read_materials,
    read_matters,
    read_places,
)
from zsapp.rules.number_tables import read_limits, read_lpr
from zsapp.rules.paper_tables import read_quality, read_routes, read_volume
from zsapp.rules.scoreboard_tables import ScoreTables, read_definitions, read_goals
from zsapp.rules.tables import (
    Tables,
    read_calendar,
    read_codes,
    read_courts,
    read_law,
    read_periods,
    read_regions,
)

T = TypeVar("T")

_SENT: dict[str, str] = {}
"""Tables that a station above has sent, by the names of their files: read in place of the shipped ones."""


def use_sent(texts: Mapping[str, str]) -> None:
    """Read these tables in the place of the shipped ones from now on, those that cannot be read left out."""
    fit = {name: text for name, text in texts.items() if not fault_of(name, text)}
    if fit != _SENT:
        _SENT.clear()
        _SENT.update(fit)
        shipped_tables.cache_clear()
        shipped_functions.cache_clear()


def is_sent(name: str) -> bool:
    """Say whether a table, by its file's name, is read as a station above has sent it."""
    return name in _SENT


def fault_of(name: str, text: str) -> str:
    """Return what is wrong with a table's text, nothing when it can stand in the shipped one's place."""
    folder = shipped("resources") / "tables"
    if not (folder / name).is_file():
        return f"没有“{name}”这张表"
    before = dict(_SENT)
    _SENT[name] = text
    try:
        tables_in(folder)
        read_table(folder, "functions.csv", read_functions)
    except Trouble as trouble:
        return str(trouble)
    finally:
        _SENT.clear()
        _SENT.update(before)
    return ""


@functools.cache
def shipped_tables() -> Tables:
    """Return the tables that came with the program.

    Raises:
        Trouble: TABLE_DAMAGED, with the file's name.
    """
    return tables_in(shipped("resources") / "tables")


@functools.cache
def shipped_functions() -> Functions:
    """Return what each tier does, as it came with the program.

    Apart from the other tables, because it speaks of roles, and roles know those.

    Raises:
        Trouble: TABLE_DAMAGED.
    """
    return read_table(shipped("resources") / "tables", "functions.csv", read_functions)


def read_table(folder: Path, name: str, read: Callable[[str, str], T]) -> T:
    """Return what a table of a folder says.

    Raises:
        Trouble: TABLE_DAMAGED, with the file's name.
    """
    try:
        sent = _SENT.get(name) if folder == shipped("resources") / "tables" else None
        return read(name, (folder / name).read_text(encoding="utf-8") if sent is None else sent)
    except OSError as error:
        raise Trouble(Code.TABLE_DAMAGED, file=name, what="文件不在或不能读取") from error
    except UnicodeDecodeError as error:
        raise Trouble(Code.TABLE_DAMAGED, file=name, what="不是UTF-8文字") from error


def tables_in(folder: Path) -> Tables:
    """Return the tables of a folder.

    Raises:
        Trouble: TABLE_DAMAGED, with the file's name.
    """

    def table(name: str, read: Callable[[str, str], T]) -> T:
        return read_table(folder, name, read)

    return Tables(
        calendar=table("calendar.csv", read_calendar),
        codes=table("codes.csv", read_codes),
        law=table("law.csv", read_law),
        regions=table("regions.csv", read_regions),
        courts=table("courts.csv", read_courts),
        periods=table("deadlines.csv", read_periods),
        routes=table("routes.csv", read_routes),
        volume=table("volume.csv", read_volume),
        lpr=table("lpr.csv", read_lpr),
        limits=table("limits.csv", read_limits),
        quality=table("quality.csv", read_quality),
        groups=table("groups.csv", read_groups),
        desk=DeskTables(
            notary_matters=table("notary_matters.csv", read_notary_matters),
            notary_offices=table("notary_offices.csv", read_contacts),
            receivers={one.name: one for one in table("referral_receivers.csv", read_contacts)},
            organs=table("reconsideration_organs.csv", read_organs),
            first_cases=table("reconsideration_first.csv", read_first_cases),
            targets=table("desk_targets.csv", read_targets),
        ),
        scores=ScoreTables(
            definitions=table("indicators.csv", read_definitions),
            goals=table("indicator_targets.csv", read_goals),
        ),
        aid=AidTables(
            matters=table("aid_matters.csv", read_matters),
            exemptions=table("aid_exemptions.csv", read_exemptions),
            hardship=table("hardship_lines.csv", read_hardship),
            materials=table("aid_materials.csv", read_materials),
            places=table("places.csv", read_places),
        ),
    )
