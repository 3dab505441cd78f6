"""What the verbs of records say of legal-aid intakes (法律援助申请): show, check, deadlines."""

from typing import Any

from zsapp.cli.documents import (
    deadline_document,
    deadline_line,
    finding_document,
    finding_line,
    history_document,
    history_line,
)
from zsapp.cli.output import Answer


def show_intake(station: Any, ref: str) -> Answer:
    """Show an intake whole, with its history, how far it has travelled, and why it is restricted."""
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    view = station.legal_aid.find(ref)
    (sheet,) = station.legal_aid.export_intakes([view.id])
    history = history_document(station.legal_aid.history(view.id))
    facts = {
        "id": view.id, "ref": view.intake.id, "sector": "legal_aid", "version": view.version,
        "number": view.number, "title": view.title, "state": view.state, "sync": view.sync,
        "station": view.station, "saved_at": view.saved_at, "who": view.who, "restricted": view.restricted,
    }  # fmt: skip
    lines = [f"{view.title}  {view.number}  {view.state}  {view.sync}"]
    lines += [f"限制查看：{'、'.join(view.restricted)}"] if view.restricted else []
    lines.append(records_as_yaml([sheet]).rstrip("\n"))
    lines += [history_line(one, "legal_aid") for one in history]
    return Answer({**facts, "record": sheet, "history": history}, tuple(lines))


def check_intake(station: Any, ref: str) -> Answer:
    """Say what somebody should put right or look into; none of it bars forwarding."""
    found = station.legal_aid.check(station.legal_aid.find(ref).intake)
    lines = tuple(finding_line(one) for one in found) or ("检查通过，没有发现问题",)
    return Answer([finding_document(one) for one in found], lines)


def intake_deadlines(station: Any, ref: str) -> Answer:
    """Show every deadline of an intake, with its arithmetic."""
    found = station.legal_aid.deadlines(station.legal_aid.find(ref).intake)
    return Answer([deadline_document(one) for one in found], tuple(deadline_line(one) for one in found))
