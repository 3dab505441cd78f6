"""Verbs of the dated tables (数据表): table list|show."""

from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    table = verbs.group("table", "数据表：放假、法院、利率、期限等，各有来源和核对状态")
    table.add("list", list_tables, "列出数据表：在哪里、是否核对过")
    shown = table.add("show", show_table, "查看一张数据表，逐行写明来源")
    shown.add_argument("name", metavar="NAME", help="如 courts、calendar、lpr、limits、deadlines")
    shown.add_argument("--query", default="", metavar="TEXT", help="只要含这些字的行")


def list_tables(_call: Call) -> Answer:
    """List the tables; needs no station."""
    from zsapp.services.table_files import TABLES, file_of, standing  # the tables load only when asked for

    found = [
        {"name": name, "title": title, "file": str(file_of(name)), "standing": standing(name)}
        for name, title in TABLES.items()
    ]
    return Answer(found, tuple(f"{one['name']}  {one['title']}  {one['standing']}" for one in found))


def show_table(call: Call) -> Answer:
    """Show the rows of a table; needs no station."""
    from zsapp.services.table_files import rows_of  # the tables load only when asked for

    query = call.options["query"]
    rows = [one for one in rows_of(call.options["name"]) if not query or query in "".join(one.values())]
    lines = ["　".join(value for value in one.values() if value) for one in rows]
    return Answer(rows, tuple(lines or ["没有这样的行"]))
