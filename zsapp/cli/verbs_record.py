"""Verbs of records (记录): record export|list|show|act|override|clauses, check, deadlines."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from zsapp.base.files import write_whole
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.cli.terminal import Call, count_of, day_of, opened
from zsapp.rules.findings import Finding, Severity, Stage
from zsapp.rules.mediation_deadlines import Deadline

SECTORS = ("mediation",)


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    record = verbs.group("record", "导入、导出、查看、办理记录")
    out = record.add("export", opened(export_records), "导出记录，格式与导入相同")
    out.add_argument("ids", nargs="*", metavar="ID", help="不写则导出全部")
    out.add_argument("--out", type=Path, help="写入文件（.yaml 或 .json）")
    rows = record.add("list", opened(list_records), "列出记录")
    rows.add_argument("--sector", choices=SECTORS, default="mediation")
    rows.add_argument("--query", default="", metavar="TEXT")
    rows.add_argument("--state", default="")
    rows.add_argument("--limit", type=count_of, default=50)
    record.add("show", opened(show_record), "查看一份记录、历史和上报情况").add_argument("id", metavar="ID")
    step = record.add("act", opened(act_on), "办理一步：受理 accept、达成协议 agree、终止 terminate ……")
    step.add_argument("id", metavar="ID")
    step.add_argument("step", metavar="VERB")
    step.add_argument("--date", type=day_of, metavar="D")
    step.add_argument("--reason", default="")
    yield_ = record.add("override", opened(override_rule), "写明理由，放行一条检查")
    yield_.add_argument("id", metavar="ID")
    yield_.add_argument("rule", metavar="RULE")
    yield_.add_argument("--reason", required=True)
    check = verbs.add("check", opened(check_record), "检查一份记录")
    check.add_argument("id", metavar="ID")
    check.add_argument("--stage", choices=[stage.value for stage in Stage], default=Stage.PRINT.value)
    record.add("clauses", opened(offer_clauses), "条款库：写好的条款").add_argument("id", metavar="ID")
    verbs.add("deadlines", opened(show_deadlines), "一份记录的各项期限").add_argument("id", metavar="ID")


def export_records(station: Any, call: Call) -> Answer:
    """Give records back in the shape they came in."""
    from zsapp.services.record_files import (
        records_as_json,
        records_as_yaml,
    )  # PyYAML loads only here

    entries = station.mediation.export_cases(call.options["ids"] or station.mediation.all_ids())
    out: Path | None = call.options["out"]
    if out is None:
        lines = () if call.as_json else (records_as_yaml(entries).rstrip("\n"),)
        return Answer(entries, lines)
    text = records_as_json(entries) if out.suffix == ".json" else records_as_yaml(entries)
    write_whole(out, text.encode())
    station.mediation.note_export(len(entries))
    return Answer({"file": str(out), "records": len(entries)}, (f"已导出 {len(entries)} 份记录：{out}",))


def list_records(station: Any, call: Call) -> Answer:
    """List index rows, newest first."""
    options = call.options
    page = station.mediation.page(query=options["query"], state=options["state"], limit=options["limit"])
    rows = [
        {
            "id": line.id,
            "ref": line.ref,
            "sector": "mediation",
            "number": line.number,
            "title": line.title,
            "state": line.state,
            "kind": line.kind,
            "accepted_on": line.accepted_on,
            "saved_at": line.saved_at,
            "station": line.station,
            "sync": line.sync,
        }
        for line in page.lines
    ]
    lines = [
        f"{row['number'] or '（未编号）'}  {row['title']}  {row['state']}  {row['sync']}  {row['id']}"
        for row in rows
    ]
    return Answer(rows, tuple(lines))


def offer_clauses(station: Any, call: Call) -> Answer:
    """Show the clauses on offer for a case."""
    offered = station.mediation.clauses(station.mediation.find(call.options["id"]).case)
    return Answer([asdict(one) for one in offered], tuple(f"【{one.name}】{one.text}" for one in offered))


def show_record(station: Any, call: Call) -> Answer:
    """Show a record whole, with its history and how far it has travelled."""
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    view = station.mediation.find(call.options["id"])
    (sheet,) = station.mediation.export_cases([view.id])
    history = [
        {"seq": entry.header.seq, "verb": entry.header.verb, "version": entry.header.version,
         "who": entry.header.who, "at": entry.header.at, "hash": entry.hash}
        for entry in station.mediation.history(view.id)
    ]  # fmt: skip
    facts = {
        "id": view.id, "ref": view.case.case, "sector": "mediation", "version": view.version,
        "number": view.number, "title": view.title, "state": view.state, "sync": view.sync,
        "station": view.station, "saved_at": view.saved_at, "who": view.who,
    }  # fmt: skip
    lines = [f"{view.title}  {view.number}  {view.state}  {view.sync}", records_as_yaml([sheet]).rstrip("\n")]
    lines += [f"{one['at']}  {one['who']}  {one['verb']}  第{one['version']}版" for one in history]
    return Answer({**facts, "record": sheet, "history": history}, tuple(lines))


def act_on(station: Any, call: Call) -> Answer:
    """Take a step of the case's journey."""
    options = call.options
    on = options["date"] or station.today()
    view = station.mediation.act(options["id"], options["step"], on=on, reason=options["reason"])
    document = {"id": view.id, "version": view.version, "number": view.number, "state": view.state}
    return Answer(document, (f"{view.title}：{view.state}  {view.number}",))


def override_rule(station: Any, call: Call) -> Answer:
    """Let a check yield to a typed, journalled reason."""
    options = call.options
    rule = options["rule"].upper()
    view = station.mediation.override(options["id"], rule, options["reason"])
    document = {"id": view.id, "version": view.version, "rule": rule, "reason": options["reason"]}
    return Answer(document, (f"已记录理由，{options['rule']} 放行",))


def finding_document(one: Finding) -> dict[str, Any]:
    """Return a finding as the contract spells it."""
    return {
        "rule": one.rule, "severity": one.severity.value, "message": one.message, "basis": one.basis,
        "where": one.where, "state": one.state, "reason": one.reason,
    }  # fmt: skip


WORDS = {Severity.ERROR: "错误", Severity.WARNING: "注意", Severity.HINT: "提示"}


def finding_line(one: Finding) -> str:
    """Return a finding as one line for people."""
    state = {
        "open": "",
        "overridden": f"（已写明理由：{one.reason}）",
        "resolved": f"（已处理：{one.reason}）",
    }[one.state]
    return f"[{WORDS[one.severity]}] {one.rule} {one.message}  依据：{one.basis}  位置：{one.where}{state}"


def check_record(station: Any, call: Call) -> Answer:
    """Run the checks over a stored record; exit 1 while an error stands."""
    view = station.mediation.find(call.options["id"])
    found = station.mediation.check(view.case, stage=Stage(call.options["stage"]), record_id=view.id)
    stands = any(one.severity is Severity.ERROR and one.state == "open" for one in found)
    lines = tuple(finding_line(one) for one in found) or ("检查通过，没有发现问题",)
    return Answer([finding_document(one) for one in found], lines, REFUSED if stands else DONE)


def deadline_document(one: Deadline) -> dict[str, Any]:
    """Return a deadline as the contract spells it."""
    return {
        "id": one.id, "what": one.what, "start": one.start, "due": one.due, "basis": one.basis,
        "state": one.state, "working": one.working,
    }  # fmt: skip


def show_deadlines(station: Any, call: Call) -> Answer:
    """Show every deadline that runs, with its arithmetic."""
    view = station.mediation.find(call.options["id"])
    found = station.mediation.deadlines(view.case)
    lines = tuple(f"{one.id} {one.what}：{one.due or '—'}  {one.working}  依据：{one.basis}" for one in found)
    return Answer([deadline_document(one) for one in found], lines or ("目前没有期限",))
