"""The dossier's own papers (卷宗): F00, F01, F14, F15, closing report F23, subsidy F26, quality F30.

Law: 人民调解法 §16, §27. Refuses to know: fonts, pages, forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_filing import Filing
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, numbered, widened
from zsapp.rules.mediation_paper_claim import claim_table, claim_to_be, month_said
from zsapp.rules.mediation_paper_course import NOT_TAKEN
from zsapp.rules.mediation_paper_parts import PaperLine, PaperRow, PaperTable
from zsapp.rules.mediation_parts import Party
from zsapp.rules.mediation_quality import BY_HAND, FAILED, Quality
from zsapp.rules.mediation_volume import Entry

INDEX_LINES = 13
"""Lines that an index has at least (brief F01)."""
STATES = {FAILED: "未达到", BY_HAND: "人工核对"}
COPIED = ("复印", "打印")


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePaper(PaperCase):
    """A mediation case in the words of its dossier."""

    began_on: date | None = item("调解开始日期", key="dates.accept")
    finished_on: date | None = item("调解结束日期", key="dates.close")
    filed_on: date | None = item("立卷日期", key="dates.file")
    filed_by: str = item("立卷人", key="filing.by")
    checked_by: str = item("检查人", key="filing.checked_by")
    retention: str = item("保管期限", key="filing.retention")
    remark: str = item("备注", key="filing.remark")
    index: PaperTable | None = item("卷内目录", key="")
    notes: tuple[PaperLine, ...] = item("卷宗情况说明", key="filing.note")
    pieces: int | None = item("件数", key="")
    sheets: int | None = item("页数", key="")
    source: str = item("案件来源")
    grade: str = item("难易程度", key="difficulty")
    result: str = item("调解结果", key="outcome.result")
    result_said: str = item("调解过程和结果", key="outcome.result")
    performance: str = item("履行情况", key="outcome.performance")
    confirmation: str = item("司法确认", key="outcome.confirmation")
    claim: PaperTable | None = item("补贴申报", key="")
    month: str = item("申报月份", key="dates.close")
    scheme: str = item("依据的补贴办法及文号", key="")
    score: int | None = item("自查得分", key="")
    quality: PaperTable | None = item("质量自查", key="")
    vetoes: tuple[PaperLine, ...] = item("一票否决项", key="")
    judged_on: date | None = item("自查日期", key="")


def volume_paper(case: Case, occasion: Occasion) -> VolumePaper:
    """Return a case in the words of its dossier."""
    filing = case.filing or Filing()
    contents = occasion.contents
    quality, claim = occasion.quality, occasion.claim
    finished = case.dates.close or case.dates.agree or case.dates.terminate or case.dates.withdraw
    return widened(
        VolumePaper,
        paper_case(case),
        began_on=case.dates.accept,
        finished_on=finished,
        filed_on=case.dates.file,
        filed_by=filing.by,
        checked_by=filing.checked_by,
        retention=filing.retention,
        remark=filing.remark,
        index=_index(contents) if contents else None,
        notes=numbered(tuple(_notes(case, filing)), "filing.note"),
        pieces=len(contents) or None,
        sheets=contents[-1].last if contents else None,
        source=case.source,
        grade=case.difficulty,
        result=case.outcome.result,
        result_said=_result(case),
        performance=case.outcome.performance,
        confirmation=case.outcome.confirmation,
        claim=claim_table(claim) if claim else claim_to_be(case) if case.outcome.result else None,
        month=month_said(claim.month) if claim else f"{finished:%Y}年{finished.month}月" if finished else "",
        scheme=claim.doc_no if claim else "",
        score=quality.score if quality else None,
        quality=_quality(quality) if quality else None,
        vetoes=_vetoes(quality) if quality else (),
        judged_on=occasion.today if quality else None,
    )


def _index(contents: tuple[Entry, ...]) -> PaperTable:
    rows = [PaperRow(cells=(str(n), one.title, one.pages, one.remark)) for n, one in enumerate(contents, 1)]
    rows += [PaperRow(cells=("", "", "", ""))] * (INDEX_LINES - len(rows))
    return PaperTable(
        heads=("序号", "文书名称", "页号", "备注"),
        widths=(16, 87, 22, 30),
        sides="clcc",
        rows=tuple(rows),
        least=12,
    )


def _notes(case: Case, filing: Filing) -> Iterator[str]:
    """Yield what whoever opens the dossier should know: missing originals, refusals, what was typed."""
    copies = sum(any(word in one.form for word in COPIED) for one in case.evidence)
    if case.evidence:
        yield f"证据材料共{len(case.evidence)}件，其中复印件、打印件{copies}件"
    yield from _course(case)
    for party in case.parties:
        yield from _noted(party)
    for one in case.termination.served if case.termination else ():
        if NOT_TAKEN in one.sign:
            yield f"{one.to}{one.sign}"
    if case.scans:
        yield f"扫描材料{len(case.scans)}份随卷保存"
    if filing.note:
        yield filing.note


def _course(case: Case) -> Iterator[str]:
    """Yield what became of originals, and which case it was before."""
    if returned := sum(one.returned is not None for one in case.evidence):
        yield f"证据原件{returned}件经核对后已退还提供人"
    if case.reopened and case.reopened.number:
        yield f"本案系{case.reopened.number}案件的重新受理"


def _noted(party: Party) -> Iterator[str]:
    """Yield what is out of the ordinary about a party: no number, not there, cannot read."""
    if not party.id_no and party.id_missing_reason:
        yield f"{party.name}没有提供身份证件号码：{party.id_missing_reason}"
    if party.sign.startswith("未到场"):
        yield f"{party.name}没有到场签署"
    if party.literate is False:
        yield f"{party.name}阅读有困难，文书由{party.read_aloud_by or '调解人员'}当面宣读"


def _result(case: Case) -> str:
    """Return how it went, in one paragraph: sessions, result, agreement."""
    days = len(case.dates.sessions)
    parts = [f"经{days}次调解" if days else "", case.outcome.result]
    if case.outcome.form in ("书面", "口头"):
        parts.append(f"达成{case.outcome.form}协议")
    if case.termination and case.termination.reason:
        parts.append(case.termination.reason.rstrip("。"))
    if case.withdrawal and case.withdrawal.reason:
        parts.append(case.withdrawal.reason.rstrip("。"))
    said = "，".join(one for one in parts if one)
    return f"{said}。" if said else ""


def _quality(quality: Quality) -> PaperTable:
    lines = [one for one in quality.lines if one.criterion.kind == "score"]
    return PaperTable(
        heads=("项目", "自查内容", "分值", "得分", "说明"),
        widths=(24, 55, 12, 12, 52),
        sides="clccl",
        rows=tuple(
            PaperRow(
                cells=(
                    one.criterion.group,
                    one.criterion.what,
                    str(one.criterion.points),
                    str(one.got),
                    "；".join(one.why),
                )
            )
            for one in lines
        ),
        foot=(
            "合计",
            "按适用项目折算为百分",
            str(sum(one.criterion.points for one in lines)),
            str(sum(one.got for one in lines)),
            f"得分 {quality.score}",
        ),
        least=7,
        dense=True,
    )


def _vetoes(quality: Quality) -> tuple[PaperLine, ...]:
    lines = [one for one in quality.lines if one.criterion.kind == "veto"]
    texts = (
        f"{one.criterion.what}：{STATES[one.state]}（{'；'.join(one.why)}）"
        if one.state in STATES
        else f"{one.criterion.what}：未发现"
        for one in lines
    )
    return numbered(tuple(texts), "")
