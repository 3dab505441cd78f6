"""What goes with an application (转交): receipt, slip with its list of materials, and the list of a batch.

The slip gives an opinion (初审意见) and nothing more. On the list of a batch a restricted intake has no name:
the list passes through more hands than the slip. Refuses to know: fonts, pages, forms.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zsapp.base.items import Thing, item
from zsapp.rules.legal_aid import CENTER, HIDDEN, LegalAidIntake
from zsapp.rules.legal_aid_advice import Advice, advise
from zsapp.rules.legal_aid_deadlines import urgent_from
from zsapp.rules.legal_aid_exempt import met_claim, unlimited_claim
from zsapp.rules.legal_aid_facts import Situation, has_paper, papers_of
from zsapp.rules.legal_aid_paper import AidOccasion, AidPaper, Reach, aid_paper
from zsapp.rules.legal_aid_parts import AidFile, Forwarded
from zsapp.rules.legal_aid_reasons import NEAR, PROMISE
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.tables import Tables

PAGES = re.compile(r"(\d+)页$")
ORIGINAL = re.compile("申请表|说明表|承诺书|授权委托书")
"""Papers that are handed in as they were signed; everything else is a copy held against its original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPaper(AidPaper):
    """An intake in the words of what is handed over."""

    materials: PaperTable | None = item("材料清单", key="documents")
    listing: PaperTable | None = item("材料移交清单", key="documents")
    copies: int | None = item("材料份数", key="documents")
    missing: tuple[str, ...] = item("缺少的材料", key="documents")
    slip_no: str = item("转交单编号", key="forwarded.number")
    batch_no: str = item("转交批次号", key="forwarded.batch")
    receiver: str = item("接收单位（转交）", key="forwarded.to")
    sender: str = item("转出单位", key="received.org_name")
    sent_on: date | None = item("转交日期", key="forwarded.date")
    sent_by: str = item("转交经办人", key="forwarded.handler")
    arrived_on: date | None = item("收到日期", key="forwarded.arrived")
    complete: bool = item("材料齐全", key="documents", default=False)
    unchecked: bool = item("免予核查", key="exemption", default=False)
    unchecked_basis: str = item("免予核查的条款", key="exemption")
    unlimited: bool = item("不受经济困难条件限制", key="exemption", default=False)
    unlimited_basis: str = item("不受限的条款", key="exemption")
    promised: bool = item("需核查（已作诚信承诺）", key="family", default=False)
    near: bool = item("临界", key="family", default=False)
    urgent: bool = item("紧急", key="limitation_end", default=False)
    called: str = item("电话联系法律援助处", key="calls")
    advice: str = item("初审意见", key="")
    marks: tuple[str, ...] = item("标识", key="groups")


def handover_paper(occasion: AidOccasion) -> HandoverPaper:
    """Return an intake in the words of what is handed over; the other side may come to see it."""
    situation = occasion.situation
    intake, found = situation.intake, _advice(situation)
    sent = intake.forwarded or Forwarded()
    papers = papers_of(situation)
    known = {one.name: one for one in intake.files}
    exempt, free = met_claim(situation), unlimited_claim(situation)
    return aid_paper(
        HandoverPaper,
        occasion,
        Reach.OPEN,
        materials=_materials(papers, known),
        listing=_listing(papers, known),
        copies=len(papers) or None,
        missing=found.missing,
        slip_no=sent.number,
        batch_no=sent.batch,
        receiver=sent.to or CENTER,
        sender=occasion.station,
        sent_on=sent.date,
        sent_by=sent.handler or intake.received.handler,
        arrived_on=sent.arrived,
        complete=not found.missing,
        unchecked=exempt is not None and free is None,
        unchecked_basis=exempt.row.basis if exempt and not free else "",
        unlimited=free is not None,
        unlimited_basis=free.row.basis if free else "",
        promised=found.advice == PROMISE,
        near=found.advice == NEAR,
        urgent=_is_urgent(situation),
        called="；".join(f"{day_text(one.date)}{one.told}" for one in intake.calls),
        advice=sent.opinion or found.advice,
        marks=found.flags,
    )


def _advice(situation: Situation) -> Advice:
    return advise(situation.intake, situation.tables, situation.today)


def _is_urgent(situation: Situation) -> bool:
    since = urgent_from(situation)
    return since is not None and since <= situation.today


Known = Mapping[str, AidFile]
"""What was written down of documents, by their names."""
SHOWN = 8
"""Characters of a hash on the list (brief §2.7)."""


def _materials(papers: tuple[str, ...], known: Known) -> PaperTable | None:
    """Return the list of what was received: name, copies, pages, original or copy."""
    if not papers:
        return None
    found = [(one, known.get(one) or AidFile(name=one)) for one in papers]
    rows = tuple(
        PaperRow(
            at=f"documents[{n}]",
            cells=(str(n + 1), name, str(one.copies or 1), _pages(one), *_kind(one), one.note),
        )
        for n, (name, one) in enumerate(found)
    )
    heads = ("序号", "材料名称", "份数", "页数", "原件", "复印件", "备注")
    widths = (14, 62, 14, 14, 14, 16, 22)
    return PaperTable(at="documents", heads=heads, widths=widths, sides="clccccl", rows=rows)


def _listing(papers: tuple[str, ...], known: Known) -> PaperTable | None:
    """Return the list that goes with the slip: as received, and the electronic file of each."""
    if not papers:
        return None
    found = [(one, known.get(one) or AidFile(name=one)) for one in papers]
    rows = tuple(
        PaperRow(
            at=f"documents[{n}]",
            cells=(
                *(str(n + 1), name, str(one.copies or 1), _pages(one), _word(one)),
                *(one.sha256[:SHOWN], one.note),
            ),
        )
        for n, (name, one) in enumerate(found)
    )
    heads = ("序号", "材料名称", "份数", "页数", "原件或复印件", "电子文件及校验码", "备注")
    widths = (13, 50, 13, 13, 22, 28, 17)
    return PaperTable(at="documents", heads=heads, widths=widths, sides="clcccll", rows=rows)


def _pages(paper: AidFile) -> str:
    """Return the pages as counted, else as the name says them."""
    found = PAGES.search(paper.name)
    return str(paper.pages) if paper.pages else found[1] if found else ""


def _kind(paper: AidFile) -> tuple[str, str]:
    return ("√", "") if _is_original(paper) else ("", "√")


def _word(paper: AidFile) -> str:
    return "原件" if _is_original(paper) else "复印件"


def _is_original(paper: AidFile) -> bool:
    if paper.original is not None:
        return paper.original
    return bool(ORIGINAL.search(paper.name)) and not has_paper((paper.name,), ("复印件",))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPaper(Thing):
    """A batch of applications on one list (批次转交清单)."""

    number: str = item("批次号", key="forwarded.batch")
    sender: str = item("转出单位", key="received.org_name")
    receiver: str = item("接收单位", key="forwarded.to")
    sent_on: date | None = item("转交日期", key="forwarded.date")
    handler: str = item("经办人", key="forwarded.handler")
    count: int | None = item("件数", key="")
    papers: int | None = item("材料份数", key="")
    restricted: int | None = item("限制查看的件数", key="")
    listing: PaperTable | None = item("转交清单", key="")


def batch_paper(intakes: Iterable[LegalAidIntake], station: str, tables: Tables) -> BatchPaper:
    """Return a batch as a list: a line for each intake, in the order of their slips."""
    found = sorted(intakes, key=lambda one: (one.forwarded or Forwarded()).number)
    first = (found[0].forwarded if found else None) or Forwarded()
    rows = tuple(PaperRow(at=f"[{n}]", cells=_batch_cells(n, one, tables)) for n, one in enumerate(found, 1))
    heads = ("序号", "转交单编号", "申请人", "援助事项", "接收日期", "初审意见", "材料", "时效届满")
    widths = (9, 26, 15, 27, 25, 16, 9, 29)
    return BatchPaper(
        number=first.batch,
        sender=station,
        receiver=first.to,
        sent_on=first.date,
        handler=first.handler,
        count=len(found) or None,
        papers=sum(len(one.documents) for one in found) or None,
        restricted=sum(bool(one.restricted) for one in found),
        listing=PaperTable(
            at="", heads=heads, widths=widths, sides="clclclcc", rows=rows, dense=True, least=10
        )
        if rows
        else None,
    )


def _batch_cells(n: int, one: LegalAidIntake, tables: Tables) -> tuple[str, ...]:
    sent = one.forwarded or Forwarded()
    name = HIDDEN if one.restricted else one.applicant.name
    matter = HIDDEN if one.restricted else tables.text_of("aid_matter", one.matter)
    day, limit = day_text(one.received.date), day_text(one.limitation_end)
    return (str(n), sent.number, name, matter, day, sent.opinion, f"{len(one.documents)}份", limit)
