"""The shipped tables (数据表): read once from `resources/tables`, parsed by the rules."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
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


@functools.cache
def shipped_tables() -> Tables:
    """Return the tables that came with the program.

    Raises:
        Trouble: TABLE_DAMAGED, with the file's name.
    """
    return tables_in(shipped("resources") / "tables")


def tables_in(folder: Path) -> Tables:
    """Return the tables of a folder.

    Raises:
        Trouble: TABLE_DAMAGED, with the file's name.
    """

    def table(name: str, read: Callable[[str, str], T]) -> T:
        try:
            return read(name, (folder / name).read_text(encoding="utf-8"))
        except OSError as error:
            raise Trouble(Code.TABLE_DAMAGED, file=name, what="文件不在或不能读取") from error
        except UnicodeDecodeError as error:
            raise Trouble(Code.TABLE_DAMAGED, file=name, what="不是UTF-8文字") from error

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
        aid=AidTables(
            matters=table("aid_matters.csv", read_matters),
            exemptions=table("aid_exemptions.csv", read_exemptions),
            hardship=table("hardship_lines.csv", read_hardship),
            materials=table("aid_materials.csv", read_materials),
            places=table("places.csv", read_places),
        ),
    )
