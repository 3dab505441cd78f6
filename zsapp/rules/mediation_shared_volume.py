"""Several cases in one volume (多案一卷): which may share one, and the volume as its cover speaks of it.

Simple cases and oral agreements may be collected and bound together, with a volume number of their own and
one index (brief §2.1; 司发通〔2010〕239号, its text is 待核). 人民调解法 §27.
Refuses to know: files, pages, the store.
"""

from collections.abc import Sequence
from datetime import date

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import ended_on
from zsapp.rules.mediation_facts import has_agreement, is_oral
from zsapp.rules.mediation_filing import Filing
from zsapp.rules.mediation_parts import Dates, Mediator
from zsapp.rules.mediation_performance import is_closed
from zsapp.rules.mediation_state import title_of

SIMPLE = "简易"


def why_alone(case: Case) -> str:
    """Return what keeps a case from sharing a volume; the empty text for one that may."""
    if case.void:
        return "已经作废"
    if not is_closed(case):
        return "还没有办结"
    if not (case.difficulty == SIMPLE or (has_agreement(case) and is_oral(case))):
        return "只有简易案件和口头协议案件可以多案一卷，请一案一卷"
    return ""


def volume_of(case: Case) -> str:
    """Return the number of the volume that a case shares with others, if it does."""
    return case.filing.shared_no if case.filing else ""


def shared_case(cases: Sequence[Case], number: str, filing: Filing, on: date) -> Case:
    """Return a volume of several cases as its cover, index and notes speak of it."""
    kind = "口头协议案件" if all(is_oral(one) for one in cases) else "简易案件"
    began = [one.dates.accept for one in cases if one.dates.accept]
    ended = [day for day in (one.dates.close or ended_on(one) for one in cases) if day]
    names = dict.fromkeys(mediator.name for one in cases for mediator in one.mediators)
    told = [f"{one.volume_no or '（未编号）'}{title_of(one)}" for one in cases]
    listed = f"本卷为多案一卷，共收入{len(cases)}件案件：" + "；".join(told)
    note = f"{listed}。{filing.note}" if filing.note else listed
    return Case(
        title=f"{kind}合卷（{len(cases)}件）",
        committee=cases[0].committee,
        volume_no=number,
        mediators=tuple(Mediator(name=name) for name in names),
        dates=Dates(accept=min(began, default=None), close=max(ended, default=None), file=on),
        filing=Filing(
            by=filing.by,
            checked_by=filing.checked_by,
            retention=filing.retention,
            remark=filing.remark or "多案一卷",
            note=note,
        ),
    )
