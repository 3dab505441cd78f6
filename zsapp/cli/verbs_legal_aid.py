"""Verbs of legal aid (法律援助): advise, forward …, decision import.

A station gives an opinion and passes on; it never decides nor bars forwarding. What the centre answered comes
in by its file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zsapp.cli.documents import deadline_document, deadline_line
from zsapp.cli.output import DONE, REFUSED, Answer, said
from zsapp.cli.terminal import Call, day_of, opened
from zsapp.rules.legal_aid_advice import Advice
from zsapp.rules.legal_aid_means import Means
from zsapp.rules.station import AID_ROUTES


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    about = "法律援助初审意见：建议、理由、缺少的材料、期限（不是决定，不妨碍转交）"
    verbs.add("advise", opened(advise_on), about).add_argument("id", metavar="ID")
    forward = verbs.group("forward", "转交法律援助申请：等待转交的、成批转交、历次批次")
    forward.add("waiting", opened(list_waiting), "等待转交的申请，紧急的在前，写明哪天前转交")
    send = forward.add("send", opened(send_batch), "成批转交，给出批次号；转交单用 A07、清单用 A12 打印")
    send.add_argument("ids", nargs="*", metavar="ID", help="不写则转交全部等待的")
    send.add_argument(
        "--to", choices=AID_ROUTES, default="", help="town 镇街司法所，city 法律援助处（默认按设置）"
    )
    send.add_argument("--date", type=day_of, metavar="D", help="转交日期（默认今天）")
    forward.add("list", opened(list_batches), "历次转交批次")
    route = forward.add("setting", opened(set_route), "设定默认转交到哪里")
    route.add_argument("to", choices=AID_ROUTES, help="town 所属镇街司法所，city 中山市法律援助处")
    decision = verbs.group("decision", "法律援助处的结果")
    taken = decision.add("import", opened(import_answers), "导入法律援助处的结果文件；重复导入没有变化")
    taken.add_argument("file", type=Path, metavar="FILE")


def list_waiting(station: Any, _call: Call) -> Answer:
    """List what waits to be forwarded."""
    found = [
        {"id": one.intake.id, "number": one.intake.number, "title": one.intake.title,
         "due": one.due, "urgent": one.urgent, "restricted": one.intake.restricted}
        for one in station.aid_course.waiting()
    ]  # fmt: skip
    lines = [
        f"{'【紧急】' if one['urgent'] else ''}{one['number']}  {one['title']}  应于{one['due']}前转交"
        for one in found
    ]
    return Answer(found, tuple(lines) or ("没有等待转交的申请",))


def send_batch(station: Any, call: Call) -> Answer:
    """Forward intakes in batches."""
    options = call.options
    on = options["date"] or station.today()
    found = station.aid_course.forward(options["ids"], on=on, route=options["to"])
    return _batches(found)


def list_batches(station: Any, _call: Call) -> Answer:
    """List every batch."""
    return _batches(station.aid_course.batches())


def _batches(found: Any) -> Answer:
    document = [
        {
            "batch": one.number, "date": one.date, "to": one.to,
            "records": [
                {"id": each.id, "number": each.number, "slip": each.intake.forwarded.number,
                 "opinion": each.intake.forwarded.opinion, "state": each.state}
                for each in one.intakes
            ],
        }
        for one in found
    ]  # fmt: skip
    lines = [f"{one['batch']}  {one['date']}  转交{one['to']}  共{len(one['records'])}件" for one in document]
    return Answer(document, tuple(lines) or ("还没有转交过",))


def set_route(station: Any, call: Call) -> Answer:
    """Set where this station forwards to."""
    to = call.options["to"]
    station.set_aid_route(to)
    word = "所属镇街司法所" if to == "town" else "中山市法律援助处"
    return Answer({"to": to}, (f"以后默认转交{word}（限制查看的仍直接转交法律援助处）",))


def import_answers(station: Any, call: Call) -> Answer:
    """Take in the centre's file: each entry by itself, all or nothing; twice changes nothing."""
    imported: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for row in station.aid_answers.take(call.options["file"]):
        if row.error is not None:
            refused.append({"ref": row.ref, "where": row.error.field, **said(row.error)})
            continue
        done = row.answered
        imported.append(
            {"ref": done.ref, "id": done.id, "number": done.number, "status": done.status,
             "changed": done.changed, "objection_until": done.objection_until}
        )  # fmt: skip
    document = {"imported": imported, "refused": refused}
    return Answer(document, tuple(_answer_lines(imported, refused)), REFUSED if refused else DONE)


def _answer_lines(imported: list[dict[str, Any]], refused: list[dict[str, Any]]) -> Iterator[str]:
    for one in imported:
        word = "已导入" if one["changed"] else "已有，没有变化"
        until = f"  异议期到{one['objection_until']}" if one["objection_until"] else ""
        yield f"{word} {one['ref']}  {one['number']}  {one['status']}{until}"
    for one in refused:
        yield f"未导入 {one['ref']}：{one['where']} {one['message']}（{one['remedy']}）"


def advise_on(station: Any, call: Call) -> Answer:
    """Give the opinion on an intake."""
    found = station.legal_aid.advise(station.legal_aid.find(call.options["id"]).intake)
    return Answer(advice_document(found), tuple(_lines(found)))


def advice_document(found: Advice) -> dict[str, Any]:
    """Return an opinion as the contract spells it; basis, told and measured beside it."""
    return {
        "advice": found.advice,
        "basis": found.basis,
        "reasons": [
            {"rule": one.rule, "text": one.text, "basis": one.basis, "told": one.told}
            for one in found.reasons
        ],
        "missing": found.missing,
        "deadlines": [deadline_document(one) for one in found.deadlines],
        "flags": found.flags,
        "told": found.told,
        "measured": measured_document(found.means),
    }


def measured_document(means: Means | None) -> dict[str, Any] | None:
    """Return what was measured, amounts as exact texts; None where the means do not matter."""
    if means is None:
        return None
    line = means.line
    return {
        "per_capita": _text(means.per_capita),
        "members": means.members,
        "limb": means.limb,
        "line": _text(line.line if line else None),
        "base_month": _text(line.base_month if line else None),
        "line_from": line.since if line else None,
        "line_age_months": means.age_months if line else None,
        "spending": _text(means.spending),
        "cause": means.cause,
        "assets": means.ticks,
    }


def _text(amount: Any) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _lines(found: Advice) -> Iterator[str]:
    yield f"初审意见（不是决定，可以照常转交）：{found.advice}  依据：{found.basis}"
    for one in found.reasons:
        yield f"{one.rule} {one.text}  依据：{one.basis}"
        if one.told:
            yield f"    可以告诉当事人：{one.told}"
    if found.missing:
        yield f"缺少的材料：{'、'.join(found.missing)}"
    yield from (deadline_line(one) for one in found.deadlines)
    if found.told:
        yield f"并告知：{'；'.join(found.told)}"
    if found.flags:
        yield f"标识：{'、'.join(found.flags)}"
