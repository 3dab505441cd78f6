"""Verbs of ledgers and statistics (台账、统计): ledger, report, counters."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.cli.terminal import Call, day_of, opened, workbook_of
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.mediation_counts import Cell, TableB, Uneven
from zsapp.rules.mediation_counts_columns import full_label
from zsapp.rules.mediation_counts_groups import Group, subtotal
from zsapp.rules.reporting import (
    BASES,
    TABLE_A,
    TABLE_B,
    Asked,
    Counters,
    Period,
    Report,
    counter_keys,
    counter_of,
    set_counter,
)
from zsapp.rules.scoreboard import key_of

LEGAL_AID = "legal_aid"
SECTORS = ("mediation", LEGAL_AID, *SERVICES)
SUBSIDY = "subsidy"
INDICATORS = "indicators"
REPORTS = (TABLE_A, TABLE_B, SUBSIDY, INDICATORS)


EARLIEST_YEAR, LATEST_YEAR = 1950, 2199
"""Between these the scoreboard counts, month by month: whoever means "all there is" is asked for a year."""


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    ledger = verbs.add("ledger", opened(write_ledger), "台账：一段时间的登记簿，写成 Excel")
    ledger.add_argument(
        "sector",
        choices=SECTORS,
        metavar="SECTOR",
        help="mediation 人民调解，legal_aid 法律援助，"
        + "，".join(f"{one.sector} {one.label}" for one in SERVICES.values()),
    )
    _add_period(ledger)
    ledger.add_argument("--out", type=workbook_of, required=True, metavar="FILE.xlsx")
    ledger.add_argument("--masked", action="store_true", help="隐去当事人姓名，供对外提供")
    report = verbs.add("report", opened(make_report), "统计报表：每个数字都列出对应的案件")
    report.add_argument(
        "name",
        choices=REPORTS,
        metavar="NAME",
        help="table_a 组织队伍经费保障，table_b 案件情况，subsidy 个案补贴，indicators 考核指标",
    )
    _add_period(report)
    report.add_argument("--months", type=int, default=12, metavar="N", help="定期给付计入的月数（默认12）")
    report.add_argument("--out", type=workbook_of, metavar="FILE.xlsx")
    report.add_argument(
        "--by-place", default="", metavar="I07", help="考核指标中的这一项，另按地区和月份分列"
    )
    report.add_argument("--freeze", action="store_true", help="锁定本期数字，以后的变化列为差异")
    report.add_argument("--reason", default="", help="重新锁定的理由")
    counters = verbs.group("counters", "排查、预防等填报数")
    entered = counters.add("set", opened(set_counters), "填报一个月的数字，如 排查纠纷=12 群体性上访.件=1")
    entered.add_argument("figures", nargs="+", metavar="NAME=N", help="、".join(counter_keys()))
    shown = counters.add("show", opened(show_counters), "查看一个月的填报数")
    for one in (entered, shown):
        one.add_argument("--month", type=month_of, required=True, metavar="YYYY-MM")
        one.add_argument("--committee", default="", help="不写则为本站的调委会")


def _add_period(verb: Any) -> None:
    verb.add_argument("--from", dest="first", type=day_of, required=True, metavar="D", help="从哪一天起")
    verb.add_argument("--to", dest="last", type=day_of, required=True, metavar="D", help="到哪一天止")
    verb.add_argument("--basis", choices=tuple(BASES), default="accepted", help="按受理或结案日期")
    verb.add_argument("--committee", default="", help="只要这一个调委会（法律援助：接收单位）")


def month_of(text: str) -> date:
    """Return the first day of the month of an option.

    Raises:
        Refusal: DATE_WRONG.
    """
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise Refusal(Code.DATE_WRONG, text=text)
    return day_of(f"{text}-01")


def _period(call: Call) -> Period:
    first, last = call.options["first"], call.options["last"]
    if first > last:
        raise Refusal(Code.USAGE, what="--from 不能晚于 --to")
    return Period(first, last)


def write_ledger(station: Any, call: Call) -> Answer:
    """Write the register of a period as a workbook."""
    options = call.options
    how = {"by": options["basis"], "masked": options["masked"]}
    if options["sector"] in SERVICES:
        if options["basis"] != "accepted":
            raise Refusal(Code.USAGE, field="basis", what="这本台账只按登记日期")
        where = {"station": options["committee"], "masked": options["masked"]}
        done = station.desk_ledgers.write(options["sector"], _period(call), options["out"], **where)
    elif options["sector"] == LEGAL_AID:
        done = station.aid_figures.write(_period(call), options["out"], station=options["committee"], **how)
    else:
        done = station.ledgers.write(_period(call), options["out"], committee=options["committee"], **how)
    return Answer(done, (f"已写入 {done.file}（{done.rows} 件）",))


def make_report(station: Any, call: Call) -> Answer:
    """Count a table of a period."""
    makers = {TABLE_A: _table_a, TABLE_B: _table_b, SUBSIDY: _subsidy, INDICATORS: _indicators}
    return makers[call.options["name"]](station, call)


def _indicators(station: Any, call: Call) -> Answer:
    """Count the scoreboard; by the day of answers, or of one receiving station, legal aid alone."""
    if call.options["basis"] != "accepted" or call.options["committee"]:
        return _aid_indicators(station, call)
    period, out = _period(call), call.options["out"]
    if period.first.year < EARLIEST_YEAR or period.last.year > LATEST_YEAR:
        years = f"{EARLIEST_YEAR}年至{LATEST_YEAR}年"
        raise Refusal(Code.USAGE, what=f"指标逐月统计，并同上年比较，--from、--to 应在{years}之间")
    desk = station.scoreboard
    board = desk.write(period, out) if out else desk.board(period)
    rows = [
        {**_indicator(score.figure), "before": score.before, "year_before": score.year_before,
         "target": score.goal.text if score.goal else "", "reached": score.reached,
         "definition": board.definition_of(score.figure.id)}
        for score in board.scores
    ]  # fmt: skip
    document = {
        "report": INDICATORS, "sector": "", "from": period.first, "to": period.last, "basis": "accepted",
        "station": "", "file": str(out) if out else None, "rows": rows,
    }  # fmt: skip
    if call.options["by_place"]:
        wanted = call.options["by_place"]
        keys = [key_of(one.figure) for one in board.scores if wanted in (one.figure.id, key_of(one.figure))]
        if not keys:
            raise Refusal(Code.USAGE, field="by_place", what=f"没有“{wanted}”这项指标")
        document["breakdown"] = asdict(desk.breakdown(period, keys[0]))
    lines = [_indicator_line(one) for one in rows if one["numerator"] or not one["name"].startswith("受援人")]
    return Answer(document, (*lines, *((f"已写入 {out}",) if out else ())))


def _indicator(one: Any) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "value": one.value, "numerator": len(one.ids),
        "denominator": None if one.of is None else len(one.of), "ids": one.ids, "of": one.of,
    }  # fmt: skip


def _aid_indicators(station: Any, call: Call) -> Answer:
    """Count the indicators of legal aid, each with the intakes behind it."""
    period, out = _period(call), call.options["out"]
    how = {"by": call.options["basis"], "station": call.options["committee"]}
    desk = station.aid_figures
    report = desk.write_report(period, out, **how) if out else desk.report(period, **how)
    rows = [_indicator(one) for one in report.indicators]
    document = {
        "report": INDICATORS, "sector": LEGAL_AID, "from": period.first, "to": period.last,
        "basis": report.by, "station": report.station, "file": str(out) if out else None, "rows": rows,
    }  # fmt: skip
    lines = [_indicator_line(one) for one in rows if one["numerator"] or not one["name"].startswith("受援人")]
    return Answer(document, (*lines, *((f"已写入 {out}",) if out else ())))


def _indicator_line(one: dict[str, Any]) -> str:
    share = f"（{one['numerator']}/{one['denominator']}）" if one["denominator"] is not None else ""
    return f"{one['id']}  {one['name']}  {one['value']}{share}"


def _subsidy(station: Any, call: Call) -> Answer:
    """Count the subsidy from stored claims; by the months in which the two days lie."""
    period, out, committee = _period(call), call.options["out"], call.options["committee"]
    months = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    desk = station.subsidies
    found = desk.write_report(*months, out, committee) if out else desk.report(*months, committee)
    document = {
        "report": SUBSIDY, "from": found.first, "to": found.last, "committee": committee,
        "file": str(out) if out else None, "cases": found.cases, "total": found.total, "paid": found.paid,
        "claims": [asdict(one) for one in found.claims],
        "mediators": [asdict(one) for one in found.mediators],
    }  # fmt: skip
    lines = [
        f"{one.month}  {one.committee}  {one.cases}件  {one.total}元  {one.state}" for one in found.claims
    ]
    lines += [f"{one.name}（{one.committee}）  {one.cases}件  {one.total}元" for one in found.mediators]
    lines.append(f"合计  {found.cases}件  {found.total}元，其中已发放 {found.paid}元")
    return Answer(document, (*lines, *((f"已写入 {out}",) if out else ())))


def _table_a(station: Any, call: Call) -> Answer:
    """Count Table A: what is missing is said, never invented."""
    period, out = _period(call), call.options["out"]
    table = station.statistics.write_table_a(period, out) if out else station.statistics.table_a(period)
    rows = [
        {"name": row.name, "cells": [
            {"id": one.id, "group": one.group, "column": full_label(one), "unit": one.unit,
             "value": row.figures[one.id].value, "unknown": row.figures[one.id].unknown}
            for one in table.columns
        ]}
        for row in (*table.rows, table.total)
    ]  # fmt: skip
    document = {
        "report": TABLE_A, "from": period.first, "to": period.last, "file": str(out) if out else None,
        "rows": rows[:-1], "total": rows[-1]["cells"], "missing": list(table.missing),
    }  # fmt: skip
    known = [(full_label(one), table.total.figures[one.id].value) for one in table.columns]
    lines = [f"{label}  {value}" for label, value in known if value]
    return Answer(document, (*lines, *table.missing, *((f"已写入 {out}",) if out else ())))


def _table_b(station: Any, call: Call) -> Answer:
    """Count Table B; exit 1 while a formula is broken."""
    options = call.options
    if options["months"] < 0:
        raise Refusal(Code.USAGE, what="--months 不能为负数")
    asked = Asked(
        period=_period(call), by=options["basis"], committee=options["committee"], months=options["months"]
    )
    out: Path | None = options["out"]
    if options["freeze"]:
        station.statistics.freeze(asked, reason=options["reason"])
    report = station.statistics.write_table_b(asked, out) if out else station.statistics.table_b(asked)
    lines = list(_lines(station, report))
    if out:
        lines.append(f"已写入 {out}")
    return Answer(report_document(report, out), tuple(lines), REFUSED if report.table.stops else DONE)


def report_document(report: Report, out: Path | None = None) -> dict[str, Any]:
    """Return a report as the contract spells it: each cell with the ids behind it."""
    asked, table, frozen = report.asked, report.table, report.frozen
    return {
        "report": TABLE_B, "from": asked.period.first, "to": asked.period.last, "basis": asked.by,
        "basis_text": BASES[asked.by], "committee": asked.committee, "months": asked.months,
        "zero": table.zero, "file": str(out) if out else None,
        "rows": [{"name": row.name, "cells": _cells(row.cells, table, report.entered.get(row.name, {}))}
                 for row in table.rows],
        "groups": [_group_document(one, report) for one in report.groups],
        "total": _cells(table.total.cells, table, _summed(report.entered.values())),
        "uneven": [_uneven_document(one) for one in table.uneven],
        "outside": list(report.outside),
        "frozen": {
            "id": frozen.id, "version": frozen.version, "at": frozen.at, "who": frozen.who,
            "reason": frozen.report.reason,
            "rows": [{"name": row.name, "figures": row.figures} for row in report.rows],
        } if frozen else None,
        "differences": list(report.differences),
    }  # fmt: skip


def _group_document(group: Group, report: Report) -> dict[str, Any]:
    """Return a village's or town's subtotal: its committees, and each figure with the ids behind it."""
    line = subtotal(group, report.table)
    entered = _summed(report.entered.get(name, {}) for name in group.committees)
    cells = _cells(line.cells, report.table, entered)
    return {"name": group.name, "committees": list(group.committees), "cells": cells}


def _summed(entered: Iterable[Any]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in entered:
        for name, count in one.items():
            sums[name] = sums.get(name, 0) + count
    return sums


def _cells(cells: Any, table: TableB, entered: Any) -> list[dict[str, Any]]:
    found = []
    for column in table.columns:
        cell: Cell = cells[column.id]
        found.append(
            {
                "id": column.id, "group": column.group, "column": full_label(column), "unit": column.unit,
                "value": cell.value, "ids": list(cell.ids), "entered": entered.get(column.id, 0),
            }
        )  # fmt: skip
    return found


def _uneven_document(one: Uneven) -> dict[str, Any]:
    return {
        "check": one.check, "formula": one.formula, "row": one.row, "left": one.left, "right": one.right,
        "cases": list(one.ids), "stops": one.stops,
    }  # fmt: skip


def _lines(station: Any, report: Report) -> Iterable[str]:
    """Return a report in lines: the figures that are not nought, what does not agree, what differs."""
    table, labels = report.table, {one.id: full_label(one) for one in report.table.columns}
    yield f"人民调解案件情况统计表　{report.asked.period.text}　{BASES[report.asked.by]}"
    if table.zero:
        yield "零报告：本期没有案件，也没有填报数"
    figures = report.rows[-1].figures
    for column in table.columns:
        if (text := figures.get(column.id, "0")) != "0":
            yield f"{labels[column.id]}  {text}"
    for one in table.uneven:
        yield f"[{'不符' if one.stops else '请核对'}] {station.statistics.said_uneven(one)}"
    if report.frozen:
        yield f"本期数字已锁定（第{report.frozen.version}次，{report.frozen.who}）"
    for gap in report.differences:
        label = labels.get(gap.column, gap.column)
        yield f"锁定后有变：{gap.row} {label} 锁定 {gap.then}，现在 {gap.now}"


def set_counters(station: Any, call: Call) -> Answer:
    """Save what was counted in a month; figures not named stay as they were."""
    options = call.options
    counters = station.statistics.counters(options["month"], options["committee"])
    for figure in options["figures"]:
        name, equals, number = figure.partition("=")
        if not (equals and number.isdecimal()):
            raise Refusal(Code.USAGE, what=f"“{figure}”应写成 排查纠纷=12 的样子")
        counters = set_counter(counters, name, int(number))
    return _counters_answer(station.statistics.save_counters(counters))


def show_counters(station: Any, call: Call) -> Answer:
    """Show what was counted in a month."""
    return _counters_answer(station.statistics.counters(call.options["month"], call.options["committee"]))


def _counters_answer(counters: Counters) -> Answer:
    figures = {key: number for key in counter_keys() if (number := counter_of(counters, key)) is not None}
    document = {"committee": counters.committee, "month": f"{counters.month:%Y-%m}", "figures": figures}
    lines = [f"{key}：{number}" for key, number in figures.items()] or ["这个月还没有填报"]
    return Answer(document, (f"{counters.committee}　{counters.period.text}", *lines))
