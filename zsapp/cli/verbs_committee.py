"""Verbs of the committee (调委会): committee show|list|import|check."""

from pathlib import Path
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    committee = verbs.group("committee", "人民调解委员会和调解员名册")
    committee.add("show", opened(show), "查看一个调委会（不写名称即本站的）").add_argument(
        "name", nargs="?", default="", metavar="NAME"
    )
    committee.add("list", opened(list_all), "列出全部调委会")
    committee.add("import", opened(import_file), "导入名册文件（.yaml .json）").add_argument(
        "file", type=Path, metavar="FILE"
    )
    committee.add("check", opened(check), "检查组成、任期和聘期").add_argument(
        "name", nargs="?", default="", metavar="NAME"
    )


def show(station: Any, call: Call) -> Answer:
    """Show a committee in the shape of its file."""
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    sheet = station.committees.sheet(call.options["name"])
    return Answer(sheet, (records_as_yaml([sheet]).rstrip("\n"),))


def list_all(station: Any, _call: Call) -> Answer:
    """List the committees kept here."""
    rows = [
        {"name": one.committee.name, "kind": one.committee.kind, "mediators": len(one.committee.mediators)}
        for one in station.committees.all()
    ]
    return Answer(rows, tuple(f"{row['name']}  {row['kind']}  {row['mediators']}人" for row in rows))


def import_file(station: Any, call: Call) -> Answer:
    """Take in committees from a file."""
    from zsapp.services.record_files import read_records  # PyYAML loads only here

    taken = [station.committees.take_in(entry).committee for entry in read_records(call.options["file"])]
    rows = [{"name": one.name, "mediators": len(one.mediators)} for one in taken]
    return Answer(rows, tuple(f"已导入 {row['name']}：调解员{row['mediators']}人" for row in rows))


def check(station: Any, call: Call) -> Answer:
    """Say what the law misses in a committee; warnings only, so the exit code stays 0."""
    findings = station.committees.check(station.committees.find(call.options["name"]).committee)
    lines = [f"{one.rule} {one.message}（{one.basis or '数据核对'}）" for one in findings]
    return Answer(list(findings), tuple(lines or ["没有发现问题。"]))
