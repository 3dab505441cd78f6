"""The dossier (卷宗): which papers and scans it holds, in the statutory order, and what its index says.

The order stands in an editable table (brief §2.1, 司发通〔2010〕239号, its text is 待核). 人民调解法 §27.
Refuses to know: files, pages of PDF, the store.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the index needs of a document: its title, how many pages it has, and the clerk's own numbering.

    `set_by_hand` are first and last page, None where the document follows what lies before it.
    """

    title: str
    pages: int
    remark: str = ""
    set_by_hand: tuple[int, int] | None = None


def contents_of(leaves: Iterable[Leaf]) -> tuple[Entry, ...]:
    """Return the lines of the index; what follows a document numbered by hand goes on from its last page."""
    found, following = [], 1
    for one in leaves:
        first, last = one.set_by_hand or (following, following + one.pages - 1)
        found.append(Entry(one.title, first, last, one.remark))
        following = last + 1
    return tuple(found)


def page_faults(leaves: Sequence[Leaf]) -> tuple[str, ...]:
    """Return in words what is wrong with the page numbers of an index: gaps, overlaps, wrong counts."""
    return tuple(_page_faults(leaves))


def _page_faults(leaves: Sequence[Leaf]) -> Iterator[str]:
    following = 1
    for leaf, entry in zip(leaves, contents_of(leaves), strict=True):
        if entry.first > following:
            yield f"第{following}页到第{entry.first - 1}页没有文书"
        elif entry.first < following:
            yield f"《{entry.title}》的起页第{entry.first}页与前面的文书重叠"
        if entry.last - entry.first + 1 != leaf.pages:
            yield f"《{entry.title}》的页号是{entry.pages}，实有{leaf.pages}页"
        following = max(following, entry.last + 1)


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
