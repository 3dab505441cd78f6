"""Verbs of agreements (协议): record agreements|clauses|oral. Signing and changing are `record act`."""

from dataclasses import asdict
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, day_of, opened
from zsapp.rules.numerals import numeral


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    record = verbs.group("record", "导入、导出、查看、办理记录")
    record.add("agreements", opened(list_agreements), "已签署的各版协议").add_argument("id", metavar="ID")
    library = record.add("clauses", opened(offer_clauses), "条款库：查看写好的条款，或加入协议")
    library.add_argument("id", metavar="ID")
    library.add_argument("--add", nargs="+", default=[], metavar="KEY", help="加入协议，如 payment:1 closing")
    oral = record.add("oral", opened(register_oral), "登记口头协议；其余从案件里填好")
    oral.add_argument("id", metavar="ID")
    oral.add_argument("--agreement", nargs="+", required=True, metavar="TEXT", help="协议内容，一条一个")
    oral.add_argument("--facts", default="", metavar="TEXT", help="不写则用纠纷简要情况")
    oral.add_argument("--perform", default="", metavar="TEXT", help="履行方式、时限")
    oral.add_argument("--date", type=day_of, metavar="D", help="达成协议的日期（默认今天）")


def list_agreements(station: Any, call: Call) -> Answer:
    """Show every signed version of an agreement, with what it says; and a change that is under way."""
    case = station.mediation.find(call.options["id"]).case
    found = [
        {
            "version": at,
            "number": one.terms.agreement_no,
            "agreed_on": one.terms.agreed_on,
            "signed_on": one.signed_on,
            "reason": one.reason,
            "clauses": list(one.terms.clauses),
            "printed": bool(one.paper),
            "in_force": at == len(case.signed),
        }
        for at, one in enumerate(case.signed, 1)
    ]
    lines = [line for one in found for line in _lines(one)]
    if case.amendment:
        lines.append(f"正在变更（第{numeral(len(found) + 1)}版，尚未签署）：{case.amendment.reason}")
    return Answer(found, tuple(lines) or ("还没有签署的协议",))


def _lines(one: dict[str, Any]) -> tuple[str, ...]:
    force = "，现行有效" if one["in_force"] else "，已被后一版取代"
    why = f"  变更原因：{one['reason']}" if one["reason"] else ""
    return f"第{numeral(one['version'])}版  {one['number']}  {one['signed_on']} 签署{force}{why}", *one[
        "clauses"
    ]


def offer_clauses(station: Any, call: Call) -> Answer:
    """Show the clauses on offer for a case, or put some into its agreement."""
    if call.options["add"]:
        view = station.mediation.add_clauses(call.options["id"], call.options["add"])
        document = {"id": view.id, "version": view.version, "clauses": list(view.case.clauses)}
        return Answer(document, view.case.clauses)
    offered = station.mediation.clauses(station.mediation.find(call.options["id"]).case)
    return Answer(
        [asdict(one) for one in offered], tuple(f"{one.key}  【{one.name}】{one.text}" for one in offered)
    )


def register_oral(station: Any, call: Call) -> Answer:
    """Register an oral agreement in one go."""
    options = call.options
    view = station.mediation.speak(
        options["id"],
        on=options["date"] or station.today(),
        agreement=options["agreement"],
        facts=options["facts"],
        perform=options["perform"],
    )
    document = {"id": view.id, "version": view.version, "number": view.number, "state": view.state}
    return Answer(document, (f"{view.title}：{view.state}  {view.number}，可以打印口头协议登记表（F10）",))
