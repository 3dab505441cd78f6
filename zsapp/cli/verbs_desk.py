"""Verbs of the front desk (服务): record turn, record steps, reconsideration import."""

from pathlib import Path
from typing import Any

from zsapp.base.errors import Refusal
from zsapp.cli.output import DONE, REFUSED, Answer, said
from zsapp.cli.terminal import Call, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    record = verbs.group("record", "导入、导出、查看、办理记录")
    turn = record.add(
        "turn", opened(turn_record), "转办：把来访记录转为调解、法律援助、复议、公证或者转介的草稿"
    )
    turn.add_argument("id", metavar="ID")
    turn.add_argument(
        "to", metavar="SECTOR", help="mediation legal_aid reconsideration notary referral adviser_order"
    )
    record.add("steps", opened(list_steps), "一份服务记录现在可以办的步骤").add_argument("id", metavar="ID")
    organ = verbs.group("reconsideration", "行政复议：导入复议机构的结果")
    taken = organ.add("import", opened(import_answers), "导入复议机构的结果文件；重复导入没有变化")
    taken.add_argument("file", type=Path, metavar="FILE")


def turn_record(station: Any, call: Call) -> Answer:
    """Begin a record of another service from a visit."""
    done = station.desk_turning.turn(call.options["id"], call.options["to"])
    document = {"sector": done.sector, "id": done.record_id, "draft": True}
    return Answer(document, (f"已建{done.label}草稿，请在窗口中补全后保存：{done.record_id}",))


def list_steps(station: Any, call: Call) -> Answer:
    """List the steps that can be taken now."""
    view = station.front.find(call.options["id"])
    rows = [
        {"step": verb, "word": one.word, "reason": one.asks}
        for verb, one in station.desk_course.open_steps(view)
    ]
    lines = [
        f"{one['step']}  {one['word']}" + (f"  --reason {one['reason']}" if one["reason"] else "")
        for one in rows
    ]
    return Answer(rows, tuple(lines) or ("没有可以办的步骤",))


def import_answers(station: Any, call: Call) -> Answer:
    """Take in an organ's file: each entry by itself, all or nothing; twice changes nothing."""
    from zsapp.services.record_files import read_records  # PyYAML loads only here

    imported: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for place, entry in enumerate(read_records(call.options["file"])):
        try:
            done = station.desk_course.answer(entry)
        except Refusal as error:
            ref = entry.get("ref") or entry.get("number") or f"#{place + 1}"
            refused.append({"ref": str(ref)[:100], "where": error.field, **said(error)})
            continue
        imported.append(
            {"ref": done.ref, "id": done.id, "number": done.number, "status": done.status,
             "state": done.state, "changed": done.changed}
        )  # fmt: skip
    lines = [
        f"{'已导入' if one['changed'] else '已有，没有变化'} {one['ref']}  {one['number']}  {one['state']}"
        for one in imported
    ]
    lines += [f"未导入 {one['ref']}：{one['where']} {one['message']}（{one['remedy']}）" for one in refused]
    return Answer({"imported": imported, "refused": refused}, tuple(lines), REFUSED if refused else DONE)
