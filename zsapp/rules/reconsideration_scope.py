"""What an application for reconsideration is about (复议范围、前置、复议机关): facts and tables.

Facts and what follows from the statute; a point advises and never decides.
Law cited: 复议法 §11, §12 (scope), §23 (before a suit), §24, §27, §28 (organ), §53 (simplified).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from zsapp.rules.desk_checking import Desk
from zsapp.rules.reconsideration import Act, Reconsideration
from zsapp.rules.tables import Tables

TOLD = "应当先申请行政复议，对复议决定不服的可再起诉"
NOT_FIRST = "FYQ0"
"""The tick that says that a case need not be reconsidered first."""
SPOT = re.compile("当场|简易程序")
ON_THE_SPOT = re.compile("当场(?:作出|处罚|罚款|决定|开)")
SUMMARY_NO = re.compile("简罚|当罚|当场罚")
SILENT = re.compile(
    "不予答复|未予?答复|没有答复|未作答复|不作为|逾期[未不]|未履行|不履行|拒绝履行|未依法履行"
)
WITHHELD = re.compile("不予公开|不公开|拒绝公开|未予公开|没有公开|不予提供|部分公开")
PENALTY, PERMIT, RESOURCES, DUTY, BENEFITS, OPENNESS = "FY01", "FY03", "FY04", "FY11", "FY12", "FY14"
NOT_IN_SCOPE = (
    (
        "FYX2",
        re.compile("规章|规范性文件|通告的制定"),
        "规章、规范性文件本身不能单独申请复议；可以在复议行政行为时一并请求审查（不含规章）",
    ),
    (
        "FYX3",
        re.compile("任免|辞退公务员|公务员考核|记过|记大过|降级决定|开除决定"),
        "对行政机关工作人员的奖惩、任免不属于复议范围，可以依法申诉",
    ),
    (
        "FYX4",
        re.compile("调解书|调解协议|治安调解|民事调解"),
        "行政机关对民事纠纷的调解不属于复议范围，可以就原纠纷起诉或者申请仲裁",
    ),
)
"""The words of an act's name that tell that it is not in scope (复议法 §12), and where else to go."""
NO_ORGAN = re.compile("村民委员会|居民委员会|村委会|居委会|有限公司|股份公司|合作社$|法院$|检察院$")
"""Respondents that are no administrative organ: who it was that acted must be looked into."""
SIMPLIFIED_MOST = Decimal(3000)
"""复议法 §53¶1(三)."""


@dataclass(frozen=True, slots=True)
class Organ:
    """Where to apply (复议机关): its name, empty where it lies elsewhere; its basis; what is told."""

    name: str
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class First:
    """A case that is reconsidered before a suit (复议前置): its code, basis, why, what else is told."""

    code: str
    basis: str
    why: str
    note: str = ""


def scope_of(record: Reconsideration, tables: Tables) -> str:
    """Return the code of the scope (FY01–FY15), by its code or its text; empty while none is chosen."""
    return tables.code_of("fy_scope", record.act.kind) if record.act else ""


def said_in(record: Reconsideration) -> str:
    """Return everything that tells what the act is about."""
    act = record.act or Act()
    return "\n".join((act.name, record.request, record.facts_reasons, record.content))


def must_be_first(desk: Desk) -> First | None:
    """Return why a case must be reconsidered before a suit, None where it need not be (复议法 §23)."""
    record: Reconsideration = desk.record
    act = record.act or Act()
    ticked = desk.tables.code_of("fy_first", act.must_first)
    if ticked:
        row = next((one for one in desk.tables.codes["fy_first"] if one.code == ticked), None)
        return (
            None
            if ticked == NOT_FIRST or row is None
            else First(ticked, BASES.get(ticked, "复议法23"), row.text)
        )
    scope = scope_of(record, desk.tables)
    for find in (_on_the_spot, _resources, _not_performed, _not_open):
        if found := find(record, act, scope):
            return found
    for case in desk.tables.desk.first_cases:
        if case.whose.search(record.respondent) and case.what.search(said_in(record)):
            return First("FYQ5", f"复议法23;{case.basis}", case.label, case.note)
    return None


BASES = {f"FYQ{n}": f"复议法23({mark})" for n, mark in enumerate("一二三四五", 1)}


def _on_the_spot(record: Reconsideration, act: Act, scope: str) -> First | None:
    if scope != PENALTY or act.on_the_spot is False:
        return None
    told = SPOT.search(act.name) or SUMMARY_NO.search(act.doc_no) or ON_THE_SPOT.search(said_in(record))
    return First("FYQ1", BASES["FYQ1"], "对当场作出的行政处罚决定不服") if act.on_the_spot or told else None


def _resources(_record: Reconsideration, _act: Act, scope: str) -> First | None:
    if scope != RESOURCES:
        return None
    return First(
        "FYQ2", BASES["FYQ2"], "决定侵犯已经依法取得的自然资源的所有权或者使用权", "以权利已经依法取得为前提"
    )


def _not_performed(record: Reconsideration, act: Act, scope: str) -> First | None:
    silent = act.asked_on is not None or SILENT.search(said_in(record))
    if scope in (DUTY, BENEFITS) or (scope == PERMIT and silent):
        return First("FYQ3", BASES["FYQ3"], "认为行政机关未履行法定职责")
    return None


def _not_open(record: Reconsideration, _act: Act, scope: str) -> First | None:
    if scope == OPENNESS and WITHHELD.search(said_in(record)):
        return First("FYQ4", BASES["FYQ4"], "申请政府信息公开，行政机关不予公开")
    return None


def may_be_spot(record: Reconsideration, tables: Tables) -> bool:
    """Say whether a penalty may have been decided on the spot though nothing but its delivery tells it."""
    act = record.act or Act()
    return scope_of(record, tables) == PENALTY and act.on_the_spot is None and act.delivery == "当场交付"


def organ_of(desk: Desk) -> Organ:
    """Return where to apply, by the respondent's name; nothing while there is none."""
    name = desk.record.respondent.strip()
    for row in desk.tables.desk.organs if name else ():
        if row.whose.search(name):
            return Organ(row.organ, row.basis, row.note)
    return Organ("", "", "")


def is_unperformed(record: Reconsideration, tables: Tables) -> bool:
    """Say whether the complaint is that nothing was done: the period runs otherwise then (复议条例 §16)."""
    scope, act = scope_of(record, tables), record.act or Act()
    if scope not in (PERMIT, DUTY, BENEFITS):
        return False
    return act.made is None and (act.asked_on is not None or scope != PERMIT)


def may_be_simplified(record: Reconsideration, tables: Tables) -> bool:
    """Say whether the simplified procedure may be used (复议法 §53): the organ decides on it."""
    act = record.act or Act()
    small = act.amount is not None and act.amount <= SIMPLIFIED_MOST
    return small or bool(act.on_the_spot) or scope_of(record, tables) == OPENNESS
