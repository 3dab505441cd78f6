"""Verbs of importing (导入): record import|template|imports|undo."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zsapp.base.clock import local, read_stamp
from zsapp.base.errors import Code, Refusal
from zsapp.base.files import name_of
from zsapp.cli.output import DONE, REFUSED, Answer, said
from zsapp.cli.terminal import Call, opened, workbook_of

TABLES = (".xlsx", ".xlsm", ".xls", ".et")
WORDS = {"new": "新增", "changed": "更新", "same": "已有，不变", "refused": "有误"}


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    record = verbs.group("record", "导入、导出、查看、办理记录")
    into = record.add("import", opened(import_files), "导入记录文件（.yaml .json）或旧台账（.xlsx）")
    into.add_argument("files", type=Path, nargs="+", metavar="FILE")
    into.add_argument("--preview", action="store_true", help="只看不导入：各列对应什么、每行会怎样（旧台账）")
    into.add_argument(
        "--map", action="append", default=[], metavar="列=栏目", help="指明一列，如 案由=纠纷类型"
    )
    into.add_argument("--sheet", default="", metavar="NAME", help="工作簿中的哪一张表")
    into.add_argument("--committee", default="", help="表中没有调委会一栏时用（默认本站的）")
    template = record.add("template", opened(write_template), "写出旧台账的空白导入表")
    template.add_argument("--out", type=workbook_of, required=True, metavar="FILE.xlsx")
    record.add("imports", opened(list_imports), "列出历次导入")
    record.add("undo", opened(undo_import), "撤销一次导入").add_argument("batch", metavar="BATCH")


def import_files(station: Any, call: Call) -> Answer:
    """Take in files: all or nothing for each record, and everything of a file can be taken back."""
    tables = [file for file in call.options["files"] if file.suffix.lower() in TABLES]
    if tables and len(tables) < len(call.options["files"]):
        raise Refusal(Code.USAGE, what="旧台账（.xlsx）请和其他记录文件分开导入")
    if call.options["preview"]:
        return _preview(station, call, tables)
    return _import_tables(station, call, tables) if tables else _import_records(station, call)


def _import_records(station: Any, call: Call) -> Answer:
    from zsapp.services.record_files import read_records  # PyYAML loads only here

    imported: list[Any] = []
    refused: list[dict[str, Any]] = []
    files = [read_records(file) for file in call.options["files"]]  # one that is unreadable stops them all
    for entries in files:
        for place, entry in enumerate(entries):
            try:
                imported.append(_take(station, entry))
            except Refusal as error:  # a trouble of the machine stops them all: it is none of the record's
                ref = entry.get("case") or entry.get("id") or f"#{place + 1}"
                refused.append({"ref": str(ref)[:100], "where": error.field, **said(error)})
    names = "、".join(name_of(file) for file in call.options["files"])
    return _taken(imported, refused, [station.imports.keep_batch(names, imported)])


def _take(station: Any, entry: dict[str, Any]) -> Any:
    """Take one entry in at the desk whose it is."""
    from zsapp.services.legal_aid import is_intake  # the store loads only here

    if station.front.takes(entry):
        return station.front.import_record(entry)
    return (station.legal_aid.import_intake if is_intake(entry) else station.mediation.import_case)(entry)


def _import_tables(station: Any, call: Call, tables: list[Path]) -> Answer:
    how = _how(call)
    taken = [station.imports.take(file, how) for file in tables]
    refused = [
        {"ref": row.ref, "where": f"第{one.row}行 {one.column}", **said(_wrong(one))}
        for each in taken
        for row in each.refused
        for one in row.problems
    ]
    return _taken([one for each in taken for one in each.imported], refused, [each.batch for each in taken])


def _wrong(one: Any) -> Refusal:
    return Refusal(Code.LEDGER_CELL_WRONG, row=one.row, column=one.column, message=one.message)


def _taken(imported: Iterable[Any], refused: list[dict[str, Any]], batches: list[str]) -> Answer:
    """Return what was taken in, and the number by which it can be taken back."""
    records = [
        {"ref": one.ref, "id": one.id, "number": one.number, "changed": one.changed} for one in imported
    ]
    kept = [batch for batch in batches if batch]
    lines = [
        f"{'已导入' if one['changed'] else '已有，没有变化'} {one['ref'] or one['id']}  {one['number']}"
        for one in records
    ]
    lines += [f"未导入 {one['ref']}：{one['where']} {one['message']}（{one['remedy']}）" for one in refused]
    lines += [f"要撤销这次导入：zsapp record undo {batch}" for batch in kept]
    document = {"imported": records, "refused": refused, "batches": kept}
    return Answer(document, tuple(lines), REFUSED if refused else DONE)


def _how(call: Call) -> Any:
    """Return how the tables are to be read."""
    from zsapp.services.imports import How  # the press loads only here

    told = {}
    for one in call.options["map"]:
        place, equals, label = one.partition("=")
        if not (place and equals and label):
            raise Refusal(Code.USAGE, what=f"“{one}”应写成 案由=纠纷类型 的样子")
        told[place] = label
    return How(sheet=call.options["sheet"], told=told, committee=call.options["committee"])


def _preview(station: Any, call: Call, tables: list[Path]) -> Answer:
    """Say what an import would do, and do nothing."""
    if not tables:
        raise Refusal(Code.USAGE, what="--preview 用于旧台账（.xlsx）")
    how = _how(call)
    looked = [(file, station.imports.preview(file, how)) for file in tables]
    lines = [line for file, one in looked for line in _preview_lines(file, one)]
    document = [
        {"file": file.name, "columns": one.columns, "unused": one.unused, "rows": one.rows}
        for file, one in looked
    ]
    return Answer(document, tuple(lines))


def _preview_lines(file: Path, preview: Any) -> Iterable[str]:
    yield f"{file.name}：{'；'.join(f'{head} → {label}' for label, head in preview.columns.items())}"
    if preview.unused:
        yield f"没有用到的栏目：{'、'.join(preview.unused)}"
    for one in preview.rows:
        yield f"第{one.row}行 {WORDS[one.outcome]} {one.ref} {one.title}"
        yield from (f"    {wrong.column}：{wrong.message}" for wrong in one.problems)
        if one.caution:
            yield f"    请留意：{one.caution}"


def write_template(station: Any, call: Call) -> Answer:
    """Write the empty table for old ledgers."""
    out: Path = call.options["out"]
    station.imports.write_template(out)
    return Answer({"file": str(out)}, (f"已写入 {out}",))


def list_imports(station: Any, _call: Call) -> Answer:
    """List what came in by files, latest first."""
    found = station.imports.batches()
    lines = [
        f"{one.id}  {local(read_stamp(one.at))}  {one.file}  {one.records} 份"
        f"{'  已撤销' if one.undone else ''}"
        for one in found
    ]
    return Answer(list(found), tuple(lines) or ("还没有导入过",))


def undo_import(station: Any, call: Call) -> Answer:
    """Take back what came in by a file."""
    done = station.imports.undo(call.options["batch"])
    lines = [f"已作废 {len(done.void)} 份，恢复原样 {len(done.restored)} 份"]
    lines += [f"没有动：{one}（导入后又改过）" for one in done.left]
    return Answer(done, tuple(lines), REFUSED if done.left else DONE)
