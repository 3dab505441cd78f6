"""The dossier (卷宗): which papers and scans it holds, in the statutory order, and what its index says.

The order stands in an editable table (brief §2.1, 司发通〔2010〕239号, its text is 待核). 人民调解法 §27.
Refuses to know: files, pages of PDF, the store.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import applied_on
from zsapp.rules.mediation_facts import has_agreement, is_oral
from zsapp.rules.mediation_filing import IDENTITY
from zsapp.rules.paper_tables import Slot


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index (卷内目录): a document and the pages it stands on, both included."""

    title: str
    first: int
    last: int
    remark: str = ""

    @property
    def pages(self) -> str:
        """The pages as the index says them: 3, or 3-5."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def _agreed(case: Case) -> bool:
    return has_agreement(case) and case.dates.agree is not None


FACTS: Mapping[str, Callable[[Case], bool]] = {
    "": lambda _: True,
    "申请": lambda case: "主动" not in case.source and bool(case.requests),
    "已登记": lambda case: case.dates.accept is not None,
    "不予受理": lambda case: case.outcome.result == "不予受理",
    "没有身份扫描件": lambda case: all(one.place != IDENTITY for one in case.scans),
    "有调解记录": lambda case: bool(case.record.strip() or case.dates.sessions),
    "书面协议": lambda case: _agreed(case) and not is_oral(case),
    "口头协议": lambda case: _agreed(case) and is_oral(case),
    "终止": lambda case: case.dates.terminate is not None,
    "撤回": lambda case: case.dates.withdraw is not None,
    "申请司法确认": lambda case: applied_on(case) is not None,
}
"""What must be so for a slot to be drawn from the record: the words of the table's column `when`."""


def belongs(slot: Slot, case: Case) -> bool:
    """Say whether a slot of the dossier is filled from the record when no printed paper is at hand."""
    return slot.draw and FACTS[slot.when](case)
