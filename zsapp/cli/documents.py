"""What records look like as JSON (JSON 的样子) and as a line for people: findings, deadlines, history."""

from collections.abc import Iterable
from typing import Any

from zsapp.base.clock import local, read_stamp
from zsapp.base.entry import Entry
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.journal_words import journal_word
from zsapp.rules.mediation_deadlines import Deadline


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


def deadline_document(one: Deadline) -> dict[str, Any]:
    """Return a deadline as the contract spells it."""
    return {
        "id": one.id, "what": one.what, "start": one.start, "due": one.due, "basis": one.basis,
        "state": one.state, "working": one.working,
    }  # fmt: skip


def deadline_line(one: Deadline) -> str:
    """Return a deadline as one line for people."""
    return f"{one.id} {one.what}：{one.due or '—'}  {one.working}  依据：{one.basis}"


def history_document(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the entries about a record."""
    return [
        {"seq": entry.header.seq, "verb": entry.header.verb, "version": entry.header.version,
         "who": entry.header.who, "at": entry.header.at, "hash": entry.hash}
        for entry in entries
    ]  # fmt: skip


def history_line(one: dict[str, Any], sector: str) -> str:
    """Return an entry about a record of a sector as one line for people: when it was here, and in words."""
    version = f"  第{one['version']}版" if one["version"] else ""  # a print or a look makes none
    said = journal_word(one["verb"], sector)
    return f"{local(read_stamp(one['at']))}  {one['who']}  {said}{version}"


def line_document(line: Any, sector: str) -> dict[str, Any]:
    """Return a line of a list."""
    return {
        "id": line.id, "ref": line.ref, "sector": sector, "number": line.number, "title": line.title,
        "state": line.state, "kind": line.kind, "accepted_on": line.accepted_on, "saved_at": line.saved_at,
        "station": line.station, "sync": line.sync,
    }  # fmt: skip


def row_line(row: dict[str, Any]) -> str:
    """Return a line of a list for people."""
    return f"{row['number'] or '（未编号）'}  {row['title']}  {row['state']}  {row['sync']}  {row['id']}"
