"""Papers of what was done for everybody (工作类文书): the adviser's log and month, publicity and its year.

The month's sheet is signed by adviser and village (工作日志, brief L §3.1); the year's lists every event.
Layouts are ours: 待核. Refuses to know: fonts, pages, forms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.items import item, items
from zsapp.rules.adviser import AdviserLog, Counters, Served
from zsapp.rules.adviser_checks import hours_in, hours_of
from zsapp.rules.desk_paper import KEPT_BACK, DeskOccasion, DeskPaper, desk_paper
from zsapp.rules.desk_record import Day, has_sign_in, photos_of, restricted_of
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.publicity import EventTime, Materials, Publicity, Speaker, was_held
from zsapp.rules.publicity_checks import per_capita, satisfaction_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPaper(DeskPaper):
    """One visit of the adviser in the words of the log (工作日志)."""

    mode: str = item("服务方式")
    times: str = item("到离时间", key="periods")
    hours: Decimal | None = item("时长", unit="小时", key="periods")
    place: str = item("签到地点")
    photos: int | None = item("签到照片")
    counted: PaperTable | None = item("服务数量", key="counters")
    served: PaperTable | None = item("服务对象")
    results: tuple[str, ...] = item("工作成果")
    confirmed_by: str = item("确认人", key="confirm.by")
    opinion: str = item("确认意见", key="confirm.opinion")
    confirmed_on: date | None = item("确认日期", key="confirm.date")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPaper(DeskPaper):
    """A month of a village's adviser (月度工作表)."""

    month: str = item("月份", key="date")
    advisers: tuple[str, ...] = item("法律顾问", key="adviser.name")
    visits: int | None = item("服务次数", key="")
    hours: Decimal | None = item("合计时长", unit="小时", key="periods")
    target: str = item("目标时长", key="")
    target_source: str = item("目标时长的依据", key="")
    reached: bool = item("已达标", key="", default=False)
    short: str = item("还差", key="")
    logs: PaperTable | None = item("工作日志", key="")
    counted: PaperTable | None = item("服务数量合计", key="counters")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPaper(DeskPaper):
    """An event in the words of its register form (活动登记表)."""

    title: str = item("活动名称")
    topics: tuple[str, ...] = item("主题", key="topic")
    forms: tuple[str, ...] = item("形式", key="form")
    host: str = item("主办单位")
    cohosts: tuple[str, ...] = item("协办单位", key="cohost")
    duty_unit: str = item("普法责任单位")
    times: str = item("起止时间", key="time.from")
    place: str = item("地点")
    audience: tuple[str, ...] = item("对象")
    speaker: str = item("主讲人", key="speaker.name")
    speaker_role: str = item("主讲人身份", key="speaker.role")
    speaker_unit: str = item("主讲人单位", key="speaker.unit")
    attendance: int | None = item("参加人数")
    online: int | None = item("线上人次")
    kinds: int | None = item("资料种类", key="materials.kinds")
    copies: int | None = item("资料份数", key="materials.copies")
    each: str = item("人均资料", key="materials.copies")
    consultations: int | None = item("解答咨询")
    clues: int | None = item("收集线索")
    clues_passed: str = item("线索转办情况")
    photos: int | None = item("照片")
    signed_in: bool = item("有签到表", key="signin_sheet", default=False)
    article: bool = item("有通稿", default=False)
    sample_kept: bool = item("有资料样本", default=False)
    cost: Decimal | None = item("经费")
    rate: str = item("抽样满意率", key="satisfaction_sample.valid")
    valid: int | None = item("有效评价", key="satisfaction_sample.valid")
    reviewer: str = item("审核人")
    reviewed_on: date | None = item("审核日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPaper(DeskPaper):
    """A year's events on one list (年度活动一览表)."""

    year: str = item("年度", key="date")
    count: int | None = item("场次", key="")
    attendance: int | None = item("参加人数合计", key="attendance")
    copies: int | None = item("资料份数合计", key="materials.copies")
    listing: PaperTable | None = item("活动一览", key="")


def log_paper(occasion: DeskOccasion) -> LogPaper:
    """Return one visit of the adviser in the words of the log."""
    record: AdviserLog = occasion.desk.record
    said = record.confirm
    return desk_paper(
        LogPaper,
        occasion,
        mode=occasion.desk.tables.text_of("adviser_mode", record.mode),
        times=_times(record),
        hours=hours_of(record) or None,
        place=record.place,
        photos=photos_of(record),
        counted=_counted([record]),
        served=_served(record),
        results=record.results,
        confirmed_by=said.by if said else "",
        opinion=said.opinion if said else "",
        confirmed_on=said.date if said else None,
    )


def _times(record: AdviserLog) -> str:
    return "；".join(f"{one.begin}至{one.end}" for one in record.periods if one.begin or one.end)


def _served(record: AdviserLog) -> PaperTable | None:
    rows = tuple(
        PaperRow(at=f"served[{n}]", cells=(str(n + 1), one.name, _phone(one, record), one.matter, one.result))
        for n, one in enumerate(record.served)
    )
    heads = ("序号", "服务对象", "电话", "服务内容", "结果")
    widths = (12, 24, 30, 54, 36)
    return PaperTable(at="served", heads=heads, widths=widths, sides="clcll", rows=rows) if rows else None


def _phone(one: Served, record: AdviserLog) -> str:
    """Return a telephone; that of somebody whose records few may see is kept back."""
    return KEPT_BACK if one.phone and restricted_of(one, record.date) else one.phone


def _counts(logs: Iterable[AdviserLog]) -> Iterator[tuple[str, str]]:
    """Yield what was counted over logs, with its unit; what nobody did is left out."""
    told = [one.counters for one in logs if one.counters]
    for one in items(Counters):
        total = sum(getattr(counters, one.name) or 0 for counters in told)
        if total:
            yield one.label, f"{total}{one.unit}"


def _counted(logs: Iterable[AdviserLog]) -> PaperTable | None:
    """Return what was counted in a table of two pairs a row."""
    found = list(_counts(logs))
    if not found:
        return None
    cells = [text for pair in found for text in pair] + ["", ""] * (len(found) % 2)
    rows = [tuple(cells[n : n + 4]) for n in range(0, len(cells), 4)]
    return PaperTable(
        at="counters",
        heads=("服务", "数量", "服务", "数量"),
        widths=(52, 26, 52, 26),
        sides="lclc",
        rows=tuple(PaperRow(at="counters", cells=row) for row in rows),
    )


def month_paper(occasion: DeskOccasion) -> MonthPaper:
    """Return the month that a log is of: every visit to the village, hours against the target."""
    desk = occasion.desk
    record, day = desk.record, desk.day
    logs = sorted(
        (one for one in (record, *occasion.beside) if _of_month(one, record, day)),
        key=lambda one: _when(one, day),
    )
    hours = hours_in(logs)
    target = desk.tables.desk.target_on("adviser_hours", day)
    short = max(target.value - hours, Decimal(0)) if target else Decimal(0)
    return desk_paper(
        MonthPaper,
        occasion,
        month=f"{day.year}年{day.month}月",
        advisers=tuple(dict.fromkeys(one.adviser.name for one in logs if one.adviser)),
        visits=len(logs),
        hours=hours or None,
        target=f"{target.value}{target.unit}" if target else "",
        target_source=f"{target.document}（{target.status}）" if target else "",
        reached=bool(target) and not short,
        short=f"{short.normalize():f}小时" if short else "",
        logs=_logs(logs, day),
        counted=_counted(logs),
    )


def _of_month(one: AdviserLog, record: AdviserLog, day: Day) -> bool:
    when = one.date
    return one.org == record.org and when is not None and (when.year, when.month) == (day.year, day.month)


def _when(one: AdviserLog, day: Day) -> tuple[Day, str]:
    return one.date or day, one.number


def _logs(logs: list[AdviserLog], day: Day) -> PaperTable:
    rows = tuple(
        PaperRow(
            at="",
            cells=(
                str(n),
                day_text(one.date or day)[5:],
                _times(one),
                f"{hours_of(one).normalize():f}",
                one.adviser.name if one.adviser else "",
                "；".join(f"{label}{count}" for label, count in _counts([one])),
                one.confirm.by if one.confirm else "",
            ),
        )
        for n, one in enumerate(logs, 1)
    )
    heads = ("序号", "日期", "到离时间", "小时", "法律顾问", "服务内容和数量", "确认人")
    widths = (10, 18, 30, 12, 22, 46, 18)
    return PaperTable(at="", heads=heads, widths=widths, sides="clccllc", rows=rows, dense=True)


def event_paper(occasion: DeskOccasion) -> EventPaper:
    """Return an event in the words of its register form."""
    desk = occasion.desk
    record: Publicity = desk.record
    handed = record.materials or Materials()
    each = per_capita(record)
    return desk_paper(
        EventPaper,
        occasion,
        title=record.title,
        topics=_texts(occasion, "publicity_topic", record.topic),
        forms=_texts(occasion, "publicity_form", record.form),
        host=record.host,
        cohosts=record.cohost,
        duty_unit=record.duty_unit,
        times=_span(record.time or EventTime()),
        place=record.place,
        audience=_texts(occasion, "publicity_audience", record.audience),
        attendance=record.attendance,
        online=record.online,
        kinds=handed.kinds,
        copies=handed.copies,
        each=f"人均{each:f}份" if each is not None else "",
        consultations=record.consultations,
        clues=record.clues,
        clues_passed=record.clues_passed,
        cost=record.cost,
        **_speaker(occasion, record.speaker or Speaker()),
        **_proofs(record),
    )


def _speaker(occasion: DeskOccasion, one: Speaker) -> dict[str, Any]:
    role = occasion.desk.tables.text_of("adviser_role", one.role)
    return {"speaker": one.name, "speaker_role": role, "speaker_unit": one.unit}


def _proofs(record: Publicity) -> dict[str, Any]:
    """Return what shows that it took place, how it was liked, and who looked it over."""
    sample = record.satisfaction_sample
    return {
        "photos": photos_of(record),
        "signed_in": bool(has_sign_in(record)),
        "article": bool(record.article),
        "sample_kept": bool(record.sample_kept),
        "rate": satisfaction_rate(sample),
        "valid": sample.valid if sample else None,
        "reviewer": record.reviewer,
        "reviewed_on": record.reviewed_on,
    }


def _texts(occasion: DeskOccasion, codes: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(occasion.desk.tables.text_of(codes, one) for one in values)


def _span(time: EventTime) -> str:
    return f"{time.begin}至{time.end}" if time.begin and time.end else time.begin


def year_paper(occasion: DeskOccasion) -> YearPaper:
    """Return the year that an event is of: every event held by the same station."""
    desk = occasion.desk
    record, year = desk.record, desk.day.year
    held = sorted(
        (
            one
            for one in (record, *occasion.beside)
            if one.org == record.org and was_held(one) and one.date and one.date.year == year
        ),
        key=lambda one: (one.date, one.number),
    )
    return desk_paper(
        YearPaper,
        occasion,
        year=f"{year}年",
        count=len(held) or None,
        attendance=_sum(one.attendance for one in held),
        copies=_sum(one.materials.copies for one in held if one.materials),
        listing=_events(occasion, held),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    return sum(one or 0 for one in values) or None


def _events(occasion: DeskOccasion, held: list[Publicity]) -> PaperTable | None:
    rows = tuple(
        PaperRow(
            at="",
            cells=(
                str(n),
                day_text(one.date)[5:],
                one.title,
                "、".join(_texts(occasion, "publicity_topic", one.topic)),
                one.place,
                one.speaker.name if one.speaker else "",
                str(one.attendance or 0),
                str((one.materials.copies if one.materials else 0) or 0),
            ),
        )
        for n, one in enumerate(held, 1)
    )
    heads = ("序号", "日期", "活动名称", "主题", "地点", "主讲人", "人数", "资料")
    widths = (10, 18, 40, 30, 24, 16, 10, 10)
    return (
        PaperTable(at="", heads=heads, widths=widths, sides="clllllrr", rows=rows, dense=True)
        if rows
        else None
    )
