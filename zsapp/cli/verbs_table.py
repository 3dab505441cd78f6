"""Verbs of the dated tables (数据表): table list|show. What is shown is what the rules read today."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from zsapp.base.errors import Code, Trouble
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call

MAY_DIFFER = "以上随程序。上级下发过新表的，在用的是新表：请加 --passphrase-file 口令文件 再看一次"
"""Said where no station was opened: only the station knows what was sent down to it."""


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    table = verbs.group("table", "数据表：放假、法院、利率、期限等，各有来源和核对状态")
    table.add("list", list_tables, "列出在用的数据表：从哪里来、是否核对过")
    shown = table.add("show", show_table, "查看一张在用的数据表，逐行写明来源")
    shown.add_argument("name", metavar="NAME", help="如 courts、calendar、lpr、limits、deadlines")
    shown.add_argument("--query", default="", metavar="TEXT", help="只要含这些字的行")


@contextmanager
def _sent_to_us(call: Call) -> Iterator[Any]:
    """Give what stations above have sent down to the station, read from here on; None without a station.

    Without a passphrase no station is opened: the tables that came with the program need none.
    """
    from zsapp.services.station import open_station  # the store's libraries load only when one is opened

    if call.passphrase_file is None:
        yield None
        return
    try:
        station = open_station(call.home, passphrase=call.passphrase(), user=call.user, today=call.today)
    except Trouble as trouble:
        if trouble.code is not Code.HOME_MISSING:
            raise
        yield None
        return
    with station:
        yield station.sending.received()


def list_tables(call: Call) -> Answer:
    """List the tables; needs no station, but knows only of one what was sent down to it."""
    from zsapp.services.table_files import (
        TABLES,
        file_of,
        origin_of,
        standing,
    )  # the tables load only when asked for

    with _sent_to_us(call) as sent:
        found = []
        for name, title in TABLES.items():
            origin = origin_of(name, sent or ())
            row = {"name": name, "title": title, "file": str(file_of(name)), "standing": standing(name)}
            found.append({**row, "origin": origin.words, "day": origin.day})
    lines = [f"{one['name']}  {one['title']}  {one['standing']}  {one['origin']}" for one in found]
    return Answer(found, (*lines, *_caution(sent)))


def show_table(call: Call) -> Answer:
    """Show the rows of a table in force; needs no station, as the list does not."""
    from zsapp.services.table_files import TABLES, origin_of, rows_of  # the tables load only when asked for

    name, query = call.options["name"], call.options["query"]
    with _sent_to_us(call) as sent:
        rows = [one for one in rows_of(name) if not query or query in "".join(one.values())]
        origin = origin_of(name, sent or ())
    if not rows:
        return Answer([], ("没有这样的行",))
    lines = ["　".join(value for value in one.values() if value) for one in rows]
    document = [{**one, "origin": origin.words, "origin_day": origin.day} for one in rows]
    return Answer(document, (f"{TABLES[name]}（{origin.words}）", *lines, *_caution(sent)))


def _caution(sent: Any) -> tuple[str, ...]:
    return (MAY_DIFFER,) if sent is None else ()
