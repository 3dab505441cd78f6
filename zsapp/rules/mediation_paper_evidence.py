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


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePaper(PaperCase):
    """A mediation case in the words of what was looked into and handed in."""

    surveyed_on: date | None = item("调查日期", key="dates.survey")
    investigation: str = item("调查情况")
    evidence: PaperTable | None = item("证据材料")
    providers: tuple[str, ...] = item("提供人", key="evidence")


def evidence_paper(case: Case, _occasion: Occasion) -> EvidencePaper:
    """Return a case in the words of what was looked into and handed in."""
    return widened(
        EvidencePaper,
        paper_case(case),
        surveyed_on=case.dates.survey,
        investigation=case.investigation,
        evidence=_table(case) if case.evidence else None,
        providers=tuple(dict.fromkeys(one.by for one in case.evidence if one.by)),
    )


def _table(case: Case) -> PaperTable:
    """Return the list of evidence; pages, what it proves and remarks are for the hand that takes it in."""
    return PaperTable(
        at="evidence",
        heads=("序号", "证据名称", "提供人", "原件或\n复印件", "页数", "证明内容", "备注"),
        widths=(11, 45, 24, 22, 12, 27, 14),
        sides="clcccll",
        rows=tuple(
            PaperRow(
                at=f"evidence[{n}]",
                cells=(str(n + 1 if one.no is None else one.no), one.name, one.by, one.form, "", "", ""),
            )
            for n, one in enumerate(case.evidence)
        ),
        least=12,
    )
