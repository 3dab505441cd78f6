"""What was looked into and handed in, on paper (调查、证据): investigation record F06, list of evidence F07.

Law: 人民调解法 §27 (the committee keeps a file of its work). Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, widened
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.mediation_parts import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePaper(PaperCase):
    """A mediation case in the words of what was looked into and handed in."""

    surveyed_on: date | None = item("调查日期", key="dates.survey")
    investigation: str = item("调查情况")
    evidence: PaperTable | None = item("证据材料")
    providers: tuple[str, ...] = item("提供人", key="evidence")
    returned: int | None = item("退还原件件数", key="evidence")
    returned_to: tuple[str, ...] = item("原件领取人", key="evidence")
    returned_on: tuple[date, ...] = item("退还日期", key="evidence")


def evidence_paper(case: Case, _occasion: Occasion) -> EvidencePaper:
    """Return a case in the words of what was looked into and handed in."""
    back = [one for one in case.evidence if one.returned]
    takers = dict.fromkeys(one.returned_to or one.by for one in back)
    return widened(
        EvidencePaper,
        paper_case(case),
        surveyed_on=case.dates.survey,
        investigation=case.investigation,
        evidence=_table(case) if case.evidence else None,
        providers=tuple(dict.fromkeys(one.by for one in case.evidence if one.by)),
        returned=len(back) or None,
        returned_to=tuple(name for name in takers if name),
        returned_on=tuple(sorted({one.returned for one in back if one.returned})),
    )


def _table(case: Case) -> PaperTable:
    """Return the list of evidence; what the record does not hold is for the hand that takes it in."""
    return PaperTable(
        at="evidence",
        heads=("序号", "证据名称", "提供人", "原件或\n复印件", "页数", "证明内容", "备注"),
        widths=(11, 40, 21, 20, 11, 26, 26),
        sides="clcccll",
        rows=tuple(
            PaperRow(
                at=f"evidence[{n}]",
                cells=(
                    str(n + 1 if one.no is None else one.no),
                    one.name,
                    one.by,
                    one.form,
                    "" if one.pages is None else str(one.pages),
                    one.proves,
                    _given_back(one),
                ),
            )
            for n, one in enumerate(case.evidence)
        ),
        least=12,
    )


def _given_back(one: Evidence) -> str:
    """Return when the original went back, and to whom; who takes it signs beside it."""
    if one.returned is None:
        return ""
    taker = one.returned_to or one.by
    return f"原件{day_text(one.returned)}退还" + (f"，{taker}领取" if taker else "")
