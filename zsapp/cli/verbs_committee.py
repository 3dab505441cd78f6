"""Verbs of the committee (调委会): committee show|list|import|check, numbers list|set|drop."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, opened


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
    numbers = verbs.group("numbers", "编号段：几台电脑共用一个调委会时各用各的号")
    numbers.add("list", opened(list_numbers), "本机的编号段和还剩多少，以及与别的电脑重叠的")
    given = numbers.add("set", opened(set_numbers), "给本机设一个编号段，如 2026 200 399")
    gone = numbers.add("drop", opened(drop_numbers), "停用一个编号段；已编的号不变")
    for one in (given, gone):
        one.add_argument("year", type=count_of, metavar="YYYY")
        one.add_argument("first", type=count_of, metavar="FIRST", help="起号")
        one.add_argument("--committee", default="", help="不写则为本站的调委会")
    given.add_argument("last", type=count_of, metavar="LAST", help="止号")


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
    findings = station.committees.check(station.committees.known(call.options["name"]).committee)
    lines = [f"{one.rule} {one.message}（{one.basis or '数据核对'}）" for one in findings]
    return Answer(list(findings), tuple(lines or ["没有发现问题。"]))


def list_numbers(station: Any, _call: Call) -> Answer:
    """List this machine's blocks of numbers, and where machines known here meet."""
    return _numbers(station, station.numbers.blocks())


def set_numbers(station: Any, call: Call) -> Answer:
    """Give this machine a block of numbers."""
    asked = call.options
    return _numbers(
        station,
        station.numbers.reserve(asked["year"], asked["first"], asked["last"], committee=asked["committee"]),
    )


def drop_numbers(station: Any, call: Call) -> Answer:
    """Take a block of numbers away; what was given of it stays given."""
    asked = call.options
    return _numbers(
        station, station.numbers.drop(asked["year"], asked["first"], committee=asked["committee"])
    )


def _numbers(station: Any, blocks: Any) -> Answer:
    told = [f"请注意：{one}" for one in station.numbers.warnings()]
    told += [f"请核对：{one}" for one in station.numbers.clashes()]
    lines = [f"{one.committee}　{one.text}" for one in blocks] or ["没有设编号段：本机独用全部编号"]
    document = {
        "blocks": [asdict(one) for one in blocks],
        "warnings": list(station.numbers.warnings()),
        "clashes": list(station.numbers.clashes()),
    }
    return Answer(document, (*lines, *told))
