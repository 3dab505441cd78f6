"""Verbs of records (记录): record export|list|show|act|override, check, deadlines."""

import functools
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.cli.documents import (
    deadline_document,
    deadline_line,
    finding_document,
    finding_line,
    history_document,
    history_line,
    line_document,
    row_line,
)
from zsapp.cli.front import check_service, service_deadlines, show_service
from zsapp.cli.intakes import check_intake, intake_deadlines, show_intake
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.cli.reviewed import reviewed
from zsapp.cli.terminal import Call, count_of, day_of, opened, state_in
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import STATES as AID_STATES
from zsapp.rules.mediation_state import STATES

STATES_OF = {
    "mediation": STATES,
    "legal_aid": AID_STATES,
    **{one.sector: one.states for one in SERVICES.values()},
}
SECTORS = tuple(STATES_OF)


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    record = verbs.group("record", "导入、导出、查看、办理记录")
    out = record.add("export", opened(export_records), "导出记录，格式与导入相同")
    out.add_argument("ids", nargs="*", metavar="ID", help="不写则导出全部")
    out.add_argument("--out", type=Path, help="写入文件（.yaml 或 .json）")
    rows = record.add("list", opened(list_records), "列出记录")
    rows.add_argument("--sector", choices=SECTORS, default="", help="不写则列出您能查看的各类记录")
    rows.add_argument("--query", default="", metavar="TEXT", help="姓名、编号、电话、证件号码或者内容里的字")
    rows.add_argument("--state", default="", help="只列这个状态的，如 已受理")
    rows.add_argument("--limit", type=count_of, default=50, help="最多列几份（默认50）")
    shown = record.add("show", opened(reviewed(show_record)), "查看一份记录、历史和上报情况")
    shown.add_argument("id", metavar="ID")
    step = record.add(
        "act",
        opened(act_on),
        "办理一步：受理 accept、协议 agree、签署 sign、变更 amend、终止 terminate ……；"
        "法律援助：补正 ask remind supply、转交 forward、收到 arrive、告知 tell、异议 object、回访 visit ……",
    )
    step.add_argument("id", metavar="ID")
    step.add_argument("step", metavar="VERB")
    step.add_argument("--date", type=day_of, metavar="D", help="哪一天办的（默认今天）")
    step.add_argument("--reason", default="", help="理由或者情况，有的步骤必须写明")
    put = record.add(
        "set", opened(set_items), "填写或改正项目：dates.extend_to=2026-05-31 evidence[0].pages=2 ……"
    )
    put.add_argument("id", metavar="ID")
    put.add_argument("texts", nargs="+", metavar="ITEM=TEXT", help="等号右边不写就是清空")
    again = record.add("reopen", opened(reopen_case), "重新受理：以原案的当事人和情况另立新案")
    again.add_argument("id", metavar="ID")
    again.add_argument("--date", type=day_of, metavar="D", help="受理日期（默认今天）")
    again.add_argument("--reason", required=True, help="重新受理的理由")
    yield_ = record.add("override", opened(override_rule), "写明理由，放行一条检查")
    yield_.add_argument("id", metavar="ID")
    yield_.add_argument("rule", metavar="RULE")
    yield_.add_argument("--reason", required=True, help="放行的理由，会记入操作记录")
    check = verbs.add("check", opened(check_record), "检查一份记录")
    check.add_argument("id", metavar="ID")
    check.add_argument("--stage", choices=[stage.value for stage in Stage], default=Stage.PRINT.value)
    verbs.add("deadlines", opened(show_deadlines), "一份记录的各项期限").add_argument("id", metavar="ID")


def export_records(station: Any, call: Call) -> Answer:
    """Give records back in the shape they came in."""
    from zsapp.services.record_files import (
        records_as_json,
        records_as_yaml,
    )  # PyYAML loads only here

    entries = _exported(station, call.options["ids"])
    station.mediation.note_export(len(entries))  # first: it is refused to whoever may not take files out
    out: Path | None = call.options["out"]
    if out is None:
        lines = () if call.as_json else (records_as_yaml(entries).rstrip("\n"),)
        return Answer(entries, lines)
    text = records_as_json(entries) if out.suffix == ".json" else records_as_yaml(entries)
    write_whole(out, text.encode())
    return Answer({"file": str(out), "records": len(entries)}, (f"已导出 {len(entries)} 份记录：{out}",))


def _exported(station: Any, refs: list[str]) -> list[dict[str, Any]]:
    """Return records of every kind by their references, or all of them, in the shape of import files."""
    if not refs:
        cases = station.mediation.export_cases(station.mediation.all_ids())
        intakes = station.legal_aid.export_intakes(station.legal_aid.all_ids())
        return [*cases, *intakes, *station.front.export(station.front.all_ids())]
    return [sheet for ref in refs for sheet in _sheets(station, ref)]


def _sheets(station: Any, ref: str) -> list[dict[str, Any]]:
    if station.legal_aid.knows(ref):
        return list(station.legal_aid.export_intakes([ref]))
    desk = station.front.export if station.front.knows(ref) else station.mediation.export_cases
    return list(desk([ref]))


def list_records(station: Any, call: Call) -> Answer:
    """List index rows, newest first; of all sectors unless one is named."""
    options = call.options
    pages = {name: functools.partial(station.front.page, name) for name in SERVICES}
    pages |= {"mediation": station.mediation.page, "legal_aid": station.legal_aid.page}
    named = (options["sector"],) if options["sector"] else SECTORS
    known = [state for sector in named for state in STATES_OF[sector]]
    states = state_in(tuple(dict.fromkeys(known)), options["state"])
    asked = {"query": options["query"], "states": states, "limit": options["limit"]}
    found = [(line, sector) for sector in named for line in pages[sector](**asked).lines]
    if len(named) > 1:
        found.sort(key=lambda one: one[0].saved_at, reverse=True)
    rows = [line_document(line, sector) for line, sector in found[: options["limit"]]]
    return Answer(rows, tuple(row_line(row) for row in rows))


def show_record(station: Any, call: Call) -> Answer:
    """Show a record whole, with its history and how far it has travelled."""
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    if station.legal_aid.knows(call.options["id"]):
        return show_intake(station, call.options["id"])
    if station.front.knows(call.options["id"]):
        return show_service(station, call.options["id"])
    view = station.mediation.find(call.options["id"])
    (sheet,) = station.mediation.export_cases([view.id])
    history = history_document(station.mediation.history(view.id))
    facts = {
        "id": view.id, "ref": view.case.case, "sector": "mediation", "version": view.version,
        "number": view.number, "title": view.title, "state": view.state, "sync": view.sync,
        "station": view.station, "saved_at": view.saved_at, "who": view.who,
    }  # fmt: skip
    lines = [f"{view.title}  {view.number}  {view.state}  {view.sync}", records_as_yaml([sheet]).rstrip("\n")]
    lines += [history_line(one, "mediation") for one in history]
    return Answer({**facts, "record": sheet, "history": history}, tuple(lines))


def act_on(station: Any, call: Call) -> Answer:
    """Take a step of the case's journey."""
    options = call.options
    on = options["date"] or station.today()
    desk = _course(station, options["id"], station.mediation)
    return _stands(desk.act(options["id"], options["step"], on=on, reason=options["reason"]))


def set_items(station: Any, call: Call) -> Answer:
    """Set items of a case by their places."""
    pairs = [one.partition("=") for one in call.options["texts"]]
    if wrong := next((name for name, mark, _ in pairs if not mark), ""):
        raise Refusal(Code.USAGE, what=f"“{wrong}”应写成 项目=内容")
    desk = _course(station, call.options["id"], station.journey)
    return _stands(desk.change(call.options["id"], {name: text for name, _, text in pairs}))


def reopen_case(station: Any, call: Call) -> Answer:
    """Take a closed dispute in again as a new case."""
    options = call.options
    on = options["date"] or station.today()
    return _stands(station.journey.reopen(options["id"], on=on, reason=options["reason"]))


def _course(station: Any, ref: str, of_cases: Any) -> Any:
    """Return the desk of steps of a record: that of legal aid, of the front desk, else that of cases."""
    if station.legal_aid.knows(ref):
        return station.aid_course
    return station.desk_course if station.front.knows(ref) else of_cases


def _stands(view: Any) -> Answer:
    document = {"id": view.id, "version": view.version, "number": view.number, "state": view.state}
    return Answer(document, (f"{view.title}：{view.state}  {view.number}",))


def override_rule(station: Any, call: Call) -> Answer:
    """Let a check yield to a typed, journalled reason."""
    options = call.options
    rule = options["rule"].upper()
    desk = _course(station, options["id"], station.mediation)
    view = desk.override(options["id"], rule, options["reason"])
    document = {"id": view.id, "version": view.version, "rule": rule, "reason": options["reason"]}
    return Answer(document, (f"已记录理由，{options['rule']} 放行",))


def check_record(station: Any, call: Call) -> Answer:
    """Run the checks over a stored record; exit 1 while an error stands."""
    if station.legal_aid.knows(call.options["id"]):
        return check_intake(station, call.options["id"])
    if station.front.knows(call.options["id"]):
        return check_service(station, call.options["id"])
    view = station.mediation.find(call.options["id"])
    found = station.mediation.check(view.case, stage=Stage(call.options["stage"]), record_id=view.id)
    stands = any(one.severity is Severity.ERROR and one.state == "open" for one in found)
    lines = tuple(finding_line(one) for one in found) or ("检查通过，没有发现问题",)
    return Answer([finding_document(one) for one in found], lines, REFUSED if stands else DONE)


def show_deadlines(station: Any, call: Call) -> Answer:
    """Show every deadline that runs, with its arithmetic."""
    if station.legal_aid.knows(call.options["id"]):
        return intake_deadlines(station, call.options["id"])
    if station.front.knows(call.options["id"]):
        return service_deadlines(station, call.options["id"])
    view = station.mediation.find(call.options["id"])
    found = station.mediation.deadlines(view.case)
    lines = tuple(deadline_line(one) for one in found)
    return Answer([deadline_document(one) for one in found], lines or ("目前没有期限",))
