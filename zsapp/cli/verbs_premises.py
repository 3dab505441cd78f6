"""Verbs of the premises (工作室): premises …, duty … (值守), functions (四大功能)."""

from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, day_of, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    premises = verbs.group("premises", "服务场所：名称、地址、开放时间、公示、设备、人员、检查")
    premises.add("show", opened(show), "查看服务场所资料（不写代码即本站的）").add_argument(
        "org", nargs="?", default="", metavar="CODE"
    )
    given = premises.add("set", opened(change), "从文件导入，或逐栏填写服务场所资料")
    given.add_argument("file", nargs="?", type=Path, metavar="FILE", help=".yaml .json")
    given.add_argument("--item", action="append", default=[], metavar="栏=值", help="如 地址=…；可以写几次")
    photo = premises.add("photo", opened(add_photo), "加一张照片")
    photo.add_argument("file", type=Path, metavar="FILE")
    photo.add_argument("--name", default="", help="照片的名称")
    premises.add("check", opened(check), "检查还缺什么")
    verbs.add("functions", opened(functions), "本级有哪些功能，依据和来源")
    _add_duty(verbs.group("duty", "值守：排班、登记、开放率、值守表、台账"))


def _add_duty(duty: Any) -> None:
    for name, run, about in (
        ("list", list_month, "一个月的值守安排和登记"),
        ("plan", plan, "按开放时间排一个月的班"),
        ("print", print_roster, "打印上墙的值守安排表（PDF）"),
        ("ledger", ledger, "一个月的值守台账（Excel）"),
    ):
        verb = duty.add(name, opened(run), about)
        verb.add_argument("--month", type=month_of, required=True, metavar="YYYY-MM")
        if name in ("print", "ledger"):
            verb.add_argument("--out", type=Path, required=True)
    one = duty.add("set", opened(set_day), "改一天的值守人员和时间")
    one.add_argument("day", type=day_of, metavar="DAY")
    one.add_argument("--person", action="append", default=[], help="值守人员；可以写几次")
    one.add_argument("--times", default="", help="如 9:00—12:00")
    mark = duty.add("mark", opened(mark_day), "登记一天是否开放")
    mark.add_argument("day", type=day_of, metavar="DAY")
    how = mark.add_mutually_exclusive_group(required=True)
    how.add_argument("--open", action="store_true", help="开放了")
    how.add_argument("--shut", action="store_true", help="没有开放（要写 --reason）")
    mark.add_argument("--times", default="", help="实际时间")
    mark.add_argument("--reason", default="", help="没有开放的原因")
    rates = duty.add("rates", opened(list_rates), "值守开放率（I06），各单位按月")
    rates.add_argument("--from", dest="first", type=month_of, required=True, metavar="YYYY-MM")
    rates.add_argument("--to", dest="last", type=month_of, required=True, metavar="YYYY-MM")


def month_of(text: str) -> date:
    """Return the first day of a month.

    Raises:
        Refusal: MONTH_WRONG.
    """
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError as error:
        raise Refusal(Code.MONTH_WRONG, field="month", text=text[:20]) from error


def show(station: Any, call: Call) -> Answer:
    """Show a premises in the shape of its file."""
    return _shown(station.premises.sheet(call.options["org"]))


def _shown(sheet: dict[str, object]) -> Answer:
    from zsapp.services.record_files import records_as_yaml  # PyYAML loads only here

    return Answer(sheet, (records_as_yaml([sheet]).rstrip("\n"),))


def change(station: Any, call: Call) -> Answer:
    """Take the premises in from a file, or set single items."""
    from zsapp.services.record_files import read_records  # PyYAML loads only here

    if file := call.options["file"]:
        for entry in read_records(file):
            station.premises.take_in(entry)
    if told := call.options["item"]:
        pairs = [one.partition("=") for one in told]
        station.premises.set_items({name.strip(): value.strip() for name, _, value in pairs})
    if not file and not told:
        raise Refusal(Code.USAGE, field="file", what="请写文件名，或用 --item 栏=值")
    return _shown(station.premises.sheet())


def add_photo(station: Any, call: Call) -> Answer:
    """Take a photograph in."""
    view = station.premises.add_photo(call.options["file"], call.options["name"])
    names = [one.name for one in view.premises.photos]
    return Answer({"photos": names}, (f"照片{len(names)}张：{'、'.join(names)}",))


def check(station: Any, _call: Call) -> Answer:
    """Say what the premises misses; warnings only, so the exit code stays 0."""
    view = station.premises.find()
    findings = station.premises.check(view.premises)
    lines = [f"{one.rule} {one.message}（{one.basis}）" for one in findings]
    well = "没有发现问题。" if view.version else "还没有登记服务场所资料，请用 zsapp premises set 登记。"
    return Answer(list(findings), tuple(lines or [well]))


def functions(station: Any, _call: Call) -> Answer:
    """List what this tier does, with basis and source."""
    rows = [
        {"id": one.id, "label": one.label, "kind": one.kind, "how": how, "basis": one.basis}
        | {"source": one.source, "status": one.status}
        for one, how in station.functions()
    ]
    lines = [
        f"{row['how']}　{row['label']}　{row['basis']}（{row['source']}，{row['status']}）" for row in rows
    ]
    return Answer(rows, tuple(lines))


def _month(station: Any, view: Any) -> Answer:
    today = station.today()
    rows = [
        {
            "date": one.date.isoformat(),
            "times": one.times,
            "people": list(one.people),
            "state": one.state_on(today),
            "actual": one.actual,
            "reason": one.reason,
        }
        for one in view.roster.days
    ]
    lines = [
        "  ".join(
            part
            for part in (row["date"], row["state"], row["times"], "、".join(row["people"]), row["reason"])
            if part
        )
        for row in rows
    ]
    document = {"month": view.roster.month.isoformat()[:7], "days": rows, "rate": _rate(view.rate)}
    return Answer(document, (*lines, view.sentence))


def _rate(rate: Any) -> dict[str, Any]:
    return {
        "month": rate.month.isoformat()[:7],
        "org": rate.org,
        "org_name": rate.org_name,
        "planned": len(rate.planned),
        "opened": len(rate.opened),
        "extra": len(rate.extra),
        "unmarked": [one.isoformat() for one in rate.unmarked],
        "value": rate.value,
    }


def list_month(station: Any, call: Call) -> Answer:
    """Show the roster of a month."""
    return _month(station, station.duty.month(call.options["month"]))


def plan(station: Any, call: Call) -> Answer:
    """Plan a month by the opening hours."""
    return _month(station, station.duty.plan(call.options["month"]))


def set_day(station: Any, call: Call) -> Answer:
    """Set who is on duty on a day."""
    asked = call.options
    return _month(station, station.duty.set_day(asked["day"], tuple(asked["person"]), asked["times"]))


def mark_day(station: Any, call: Call) -> Answer:
    """Note whether the place was open on a day."""
    asked = call.options
    view = station.duty.mark(
        asked["day"], opened=asked["open"], actual=asked["times"], reason=asked["reason"]
    )
    return _month(station, view)


def list_rates(station: Any, call: Call) -> Answer:
    """List I06 of every place known here, by month."""
    rows = [_rate(one) for one in station.duty.rates(call.options["first"], call.options["last"])]
    lines = [
        f"{one['month']}  {one['org_name']}  {one['opened']}/{one['planned']}  {one['value']}" for one in rows
    ]
    return Answer(rows, tuple(lines or ["这段时间没有值守表。"]))


def print_roster(station: Any, call: Call) -> Answer:
    """Write the roster for the wall as a PDF."""
    out = station.duty.write_paper(call.options["month"], call.options["out"])
    return Answer({"file": str(out)}, (f"已写出 {out}",))


def ledger(station: Any, call: Call) -> Answer:
    """Write the ledger of a month as a workbook."""
    written = station.duty.write_ledger(call.options["month"], call.options["out"])
    return Answer(
        {"file": str(written.file), "rows": written.rows}, (f"已写出 {written.file}：{written.rows}行",)
    )
