"""What may be wrong with a notarial matter (公证咨询的检查), brief L §3.4; its deadlines and figures.

A station advises; a notary office decides. Checklists are rows of an editable table, shown with their source.
Law cited: 公证法 §11, §25, §26, §30, §31, §33, §34; 法援法 §53.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.desk_checking import (
    ERROR,
    HINT,
    WARNING,
    Desk,
    DeskCheck,
    flags_in,
    shared,
    shared_deadlines,
    wanted,
)
from zsapp.rules.desk_tables import NotaryMatter
from zsapp.rules.mediation_deadlines import Deadline, State
from zsapp.rules.notary import CERTIFIED, Notary, state_of

POOR = frozenset(("G03", "G08", "G09"))
"""Groups whose members may meet the conditions of legal aid (公证法 §34¶2): a hint, never a finding."""
IF_ANY = "如有"
"""What marks a document that only some have."""
AIDED = re.compile("受援人|法律援助")
ANYWHERE = re.compile("委托|声明|赠与|遗嘱")
"""Matters of real estate for which the place is free (公证法 §25¶2)."""
ABROAD = re.compile("涉外|境外|国外|出国|留学|移民|香港|澳门|台湾|涉港|涉澳|涉台")
WEAK = frozenset(("G01", "G03", "G17"))
"""Groups for whom an office may come to the house."""


def matter_in(desk: Desk) -> NotaryMatter | None:
    """Return the matter's row of the table, None for one that is not listed."""
    return desk.tables.desk.matter_of(desk.record.matter) if desk.record.matter else None


def must_come(desk: Desk) -> bool:
    """Say whether nobody can come in one's place (公证法 §26): wills, being alive, adoption and the like."""
    row = matter_in(desk)
    return bool(row and row.in_person)


def missing_documents(desk: Desk) -> tuple[str, ...]:
    """Return the documents that are lacking: as marked, or the whole list while nothing was gone through."""
    record: Notary = desk.record
    if record.checklist:
        return tuple(one.doc for one in record.checklist if one.have is False)
    return unmentioned_documents(desk)


def unmentioned_documents(desk: Desk) -> tuple[str, ...]:
    """Return the documents of the matter's list that the checklist says nothing of, in their order."""
    row, gone_through = matter_in(desk), [one.doc for one in desk.record.checklist]
    listed = row.documents if row else ()
    return tuple(one for one in listed if IF_ANY not in one and not _covered(one, gone_through))


def _covered(document: str, papers: list[str]) -> bool:
    """Say whether a document of the list is among papers as people call them: one name in the other."""
    bare = _bare(document)
    return any(paper and (_bare(paper) in bare or bare in _bare(paper)) for paper in papers)


def _bare(text: str) -> str:
    return re.sub("[（(].*?[）)]|本人|复印件|原件|证明|材料", "", text).strip()


def _required(desk: Desk) -> Iterator[Spot]:
    yield from wanted(desk.record, purpose="用途")
    if desk.record.in_person is None:
        yield Spot("in_person", "还没有登记本人能否到场")


def _listed(desk: Desk) -> Iterator[Spot]:
    if desk.record.matter and matter_in(desk) is None:
        yield Spot("matter", f"公证事项“{desk.record.matter}”不在事项表内，没有材料清单，请向公证处核实")


def _in_person(desk: Desk) -> Iterator[Spot]:
    if must_come(desk) and desk.record.in_person is False:
        told = (
            "行动不便的可以申请公证员上门"
            if any(one.code in WEAK for one in flags_in(desk))
            else "不能委托他人"
        )
        yield Spot("in_person", f"{desk.record.matter}应当由本人办理，{told}")


def _disputed(desk: Desk) -> Iterator[Spot]:
    if desk.record.dispute:
        yield Spot("dispute", "当事人之间有争议的，公证机构不予办理：请引导人民调解或者诉讼")


def _documents(desk: Desk) -> Iterator[Spot]:
    row, lacking = matter_in(desk), missing_documents(desk)
    if state_of(desk.record) == CERTIFIED:
        return
    sure = f"（清单{row.status}：{row.source}）" if row else ""
    if lacking:
        yield Spot("checklist", f"还缺：{'、'.join(lacking)}{sure}")
    if desk.record.checklist and (left := unmentioned_documents(desk)):
        yield Spot("checklist", f"清单里的{'、'.join(left)}还没有核对{sure}", severity=HINT)


def _office(desk: Desk) -> Iterator[Spot]:
    record: Notary = desk.record
    known = {one.name for one in desk.tables.desk.notary_offices}
    if record.appointment and not record.notary:
        yield Spot("notary", "已预约，没有填写公证处")
    elif record.notary and all(one not in record.notary for one in known):
        yield Spot("notary", f"“{record.notary}”不在公证处一览内，请核对", severity=HINT)


def _place(desk: Desk) -> Iterator[Spot]:
    row = matter_in(desk)
    estate = desk.record.estate or (desk.record.estate is None and row is not None and row.estate)
    if estate and not ANYWHERE.search(desk.record.matter):
        yield Spot("estate", "涉及不动产的，应当向不动产所在地的公证机构提出")


def _fee(desk: Desk) -> Iterator[Spot]:
    if desk.record.fee_relief:
        return
    if AIDED.search(desk.record.content) or any(one.code in POOR and not one.doubt for one in flags_in(desk)):
        yield Spot("fee_relief", "符合法律援助条件的，公证机构应当按照规定减免公证费，请告知当事人并登记")


def _home(desk: Desk) -> Iterator[Spot]:
    if any(one.code == "G17" for one in flags_in(desk)) and desk.record.home_visit is None:
        yield Spot("home_visit", "当事人行动不便，可以向公证处申请上门办理")


def _appointment(desk: Desk) -> Iterator[Spot]:
    day, record = desk.record.appointment, desk.record
    if day and record.date and day < record.date:
        yield Spot("appointment", f"预约日期{day}早于登记日期{record.date}")
    elif day and desk.tables.calendar.is_holiday(day):
        yield Spot("appointment", f"{day}是休息日，请与公证处核实", severity=HINT)


def _abroad(desk: Desk) -> Iterator[Spot]:
    record: Notary = desk.record
    if (record.country or ABROAD.search(record.purpose)) and not record.language:
        yield Spot("language", "公证书在境外使用的，请问清使用地要求的语种和认证")


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("NT01", "必填项目", WARNING, "公证咨询工作要求", _required),
    DeskCheck("NT02", "公证事项", WARNING, "公证法11", _listed),
    DeskCheck("NT03", "本人办理", ERROR, "公证法26", _in_person),
    DeskCheck("NT04", "有争议", ERROR, "公证法31(四)", _disputed),
    DeskCheck("NT05", "材料清单", WARNING, "公证法27", _documents),
    DeskCheck("NT06", "公证处", WARNING, "公证咨询工作要求", _office),
    DeskCheck("NT07", "不动产所在地", HINT, "公证法25", _place),
    DeskCheck("NT08", "减免公证费", HINT, "公证法34;法援法53", _fee),
    DeskCheck("NT09", "上门办理", HINT, "公证咨询工作要求", _home),
    DeskCheck("NT10", "预约日期", ERROR, "逻辑校验", _appointment),
    DeskCheck("NT11", "境外使用", HINT, "公证法33", _abroad),
    *shared("NT"),
)


def notary_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return the day of the appointment, and by when a certificate is issued (公证法 §30)."""
    record: Notary = desk.record
    if record.appointment:
        over = desk.today > record.appointment
        done = (
            record.accepted_on is not None or record.certified_on is not None or record.closed_on is not None
        )
        state: State = "done" if done else "overdue" if over else "open"
        told = f"预约{record.appointment}到{record.notary or '公证处'}办理"
        yield Deadline("appointment", "到公证处办理", record.date, record.appointment, "预约", state, told)
    if record.accepted_on:
        yield desk.clock.run("issue", record.accepted_on, record.certified_on, key="notary_issue")
    yield from shared_deadlines(desk)


def notary_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of a matter: what is lacking, whether one must come oneself."""
    row = matter_in(desk)
    return {
        "number": desk.record.number,
        "in_person_required": must_come(desk),
        "notarisable": not desk.record.dispute,
        "missing": list(missing_documents(desk)),
        "unmentioned": list(unmentioned_documents(desk)) if desk.record.checklist else [],
        "checklist_source": row.source if row else "",
        "told": "引导调解或者诉讼" if desk.record.dispute else "",
    }
