"""The quality of a dossier (卷宗质量自查): what the editable table asks, held against the case.

No national score sheet is known (brief §4.1): points are the station's own, and say so. What a machine
cannot see (a seal, a forged hand) is left to be looked at by hand. Refuses to know: files, pages.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zsapp.base.items import base_of, item_of
from zsapp.rules.findings import OPEN, Finding, Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import PERFORMED
from zsapp.rules.mediation_paper import RECORDER
from zsapp.rules.mediation_volume import FACTS as CASES
from zsapp.rules.paper_tables import Criterion

MET, FAILED, BY_HAND = "met", "failed", "hand"


@dataclass(frozen=True, slots=True)
class Held:
    """What a dossier is judged by besides the case: findings, papers, titles, faults of its pages."""

    findings: tuple[Finding, ...] = ()
    parts: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion as it came out: met, failed (with what is missing), or left to be looked at by hand."""

    criterion: Criterion
    state: str
    why: tuple[str, ...] = ()

    @property
    def got(self) -> int:
        """The points it brings."""
        return self.criterion.points if self.state == MET else 0


@dataclass(frozen=True, slots=True)
class Quality:
    """The outcome: every criterion that is about the case, and the score out of a hundred."""

    lines: tuple[Judged, ...]

    @property
    def score(self) -> int:
        """The points reached, out of a hundred that could be."""
        possible = sum(one.criterion.points for one in self.lines)
        return round(100 * sum(one.got for one in self.lines) / possible) if possible else 0

    @property
    def vetoes(self) -> tuple[Judged, ...]:
        """What fails the dossier whatever its score."""
        return tuple(one for one in self.lines if one.criterion.kind == "veto" and one.state == FAILED)


def judge(case: Case, criteria: Iterable[Criterion], held: Held) -> Quality:
    """Return how a dossier stands against the criteria that are about such a case."""
    return Quality(tuple(_judged(one, case, held) for one in criteria if _about(one, case)))


def _about(criterion: Criterion, case: Case) -> bool:
    if criterion.when == "达成协议":
        return CASES["书面协议"](case) or CASES["口头协议"](case)
    word = {"书面": "书面协议", "口头": "口头协议"}.get(criterion.when, criterion.when)
    return CASES[word](case)


def _judged(criterion: Criterion, case: Case, held: Held) -> Judged:
    if ("hand",) in criterion.looks:
        return Judged(criterion, BY_HAND, ("请人工核对",))
    missing = tuple(_missing(criterion, case, held))
    return Judged(criterion, FAILED if missing else MET, missing)


def _missing(criterion: Criterion, case: Case, held: Held) -> Iterator[str]:
    """Yield what does not hold, in words; of what may stand for each other the first is named."""
    for choice in criterion.looks:
        said = [_look(one, case, held) for one in choice]
        if all(said):
            yield said[0]


def _look(look: str, case: Case, held: Held) -> str:
    """Return what is wrong with one thing looked at, or the empty text."""
    kind, _, rest = look.partition(":")
    if kind == "item":
        return "" if _value(case, rest) else f"没有填写{_label(rest)}"
    if kind == "fact":
        holds, words = FACTS[rest]
        return "" if holds(case) else words
    if kind == "scan":
        return "" if look in held.parts else f"没有{rest}的扫描件"
    if look == "pages":
        return "；".join(held.pages)
    if look[0] == "F":
        return "" if look in held.parts else f"卷内没有《{held.titles.get(look, look)}》"
    return next((one.message for one in held.findings if one.rule == look and _stands(one)), "")


def _stands(finding: Finding) -> bool:
    """Say whether a finding stands: hints are advice and cost nothing, except those asked for here."""
    return finding.state == OPEN and (finding.severity is not Severity.HINT or finding.rule in HINTS)


HINTS = ("R58",)
"""Rules that only hint, and yet are asked for by the quality check."""


def _value(case: Case, path: str) -> Any:
    value: Any = case
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _label(path: str) -> str:
    """Return the label of an item: 受理日期 for dates.accept."""
    kind: Any = Case
    label = path
    for name in path.split("."):
        found = item_of(kind, name)
        label, kind = found.label, base_of(found.type)[1]
    return label


def _all_proved(case: Case) -> bool:
    done = [one for one in case.schedule if one.status == PERFORMED]
    return bool(done) and all(one.proof for one in done)


def _visited_after_due(case: Case) -> bool:
    visit = case.dates.visit
    return visit is not None and all(one.due is None or one.due <= visit for one in case.schedule)


def _both_roles(case: Case) -> bool:
    return {one.role == RECORDER for one in case.mediators if one.name} == {True, False}


TOLD = re.compile("权利|自愿|不收(?:取)?(?:任何)?费|告知")
FACTS: Mapping[str, tuple[Callable[[Case], bool], str]] = {
    "told": (
        lambda case: case.rights_told is not None or bool(TOLD.search(case.record)),
        "没有记载已告知权利义务",
    ),
    "mediators": (_both_roles, "没有写明主持人和记录人"),
    "served": (lambda case: bool(case.termination and case.termination.served), "没有送达记载"),
    "proved": (_all_proved, "已履行的事项没有注明凭证"),
    "visited_after_due": (_visited_after_due, "没有在履行期满之后回访"),
}
"""What a criterion may ask beyond rules, papers, scans and items; with the words for its absence."""
