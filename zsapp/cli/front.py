"""What the verbs of records say of the front desk's services (服务记录): show, check, deadlines, files."""

from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.cli.documents import (
    deadline_document,
    deadline_line,
    finding_document,
    finding_line,
    history_document,
    history_line,
)
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.rules.desk_rules import LABELS
from zsapp.rules.findings import OPEN, Severity


def show_service(station: Any, ref: str) -> Answer:
    """Show a record whole, with its history, how far it has travelled, and what is worked out of it."""
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    view = station.front.find(ref)
    (sheet,) = station.front.export([view.id])
    history = history_document(station.front.history(view.id))
    facts = {
        "id": view.id, "ref": view.record.id, "sector": view.sector, "version": view.version,
        "number": view.number, "title": view.title, "state": view.state, "sync": view.sync,
        "station": view.station, "saved_at": view.saved_at, "who": view.who, "restricted": view.restricted,
    }  # fmt: skip
    lines = [f"{view.title}  {view.number}  {view.state}  {view.sync}"]
    lines += [f"限制查看：{'、'.join(view.restricted)}"] if view.restricted else []
    lines.append(records_as_yaml([sheet]).rstrip("\n"))
    figures = station.front.figures(view)
    lines += [f"{LABELS[name]}：{said}" for name, value in figures.items() if (said := _said(value))]
    lines += [history_line(one, view.sector) for one in history]
    document = {**facts, "record": sheet, "worked_out": figures, "history": history}
    return Answer(document, tuple(lines))


def _said(value: Any) -> str:
    """Return a figure in words, nothing for what is not known."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def check_service(station: Any, ref: str) -> Answer:
    """Run the checks of its service over a record; exit 1 while an error stands."""
    found = station.front.check(station.front.find(ref))
    stands = any(one.severity is Severity.ERROR and one.state == OPEN for one in found)
    lines = tuple(finding_line(one) for one in found) or ("检查通过，没有发现问题",)
    return Answer([finding_document(one) for one in found], lines, REFUSED if stands else DONE)


def service_deadlines(station: Any, ref: str) -> Answer:
    """Show every deadline that runs, with its arithmetic."""
    found = station.front.deadlines(station.front.find(ref))
    lines = tuple(deadline_line(one) for one in found) or ("目前没有期限",)
    return Answer([deadline_document(one) for one in found], lines)


def add_files(station: Any, options: Any) -> Answer:
    """Take files into a record: photographs, a sign-in sheet, a result."""
    if not options["files"] or options["evidence"] is not None or options["pages"] is not None:
        raise Refusal(Code.USAGE, what="服务记录只写要加入的文件、--as（照片、签到表……）和 --name（名称）")
    for file in options["files"]:
        view = station.desk_attachments.add(options["id"], file, kind=options["place"], name=options["name"])
    return list_files(view)


def list_files(view: Any) -> Answer:
    """List the files of a record."""
    found = [
        {"number": n, "kind": one.kind, "name": one.name, "pages": one.pages, "sha256": one.sha256}
        for n, one in enumerate(view.record.files, 1)
    ]
    lines = tuple(f"{one['number']}  {one['kind']}  {one['name']}  {one['pages']}页" for one in found)
    return Answer(found, lines or ("还没有附件",))
