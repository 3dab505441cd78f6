"""Verbs of papers (文书): form list, form print, verify."""

from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.cli.terminal import Call, count_of, opened
from zsapp.rules.desk_papers import SHARED
from zsapp.rules.front_desk import SERVICES

SECTORS = ("mediation", "legal_aid", *SERVICES, SHARED)


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    form = verbs.group("form", "文书：列表、打印")
    listed = form.add("list", list_forms, "列出文书")
    listed.add_argument(
        "--sector", choices=SECTORS, default="", help="mediation 人民调解，legal_aid 法律援助……"
    )
    listed.add_argument("--id", default="", metavar="ID", help="这份记录能正式打印哪些，还缺什么")
    out = form.add("print", print_form, "打印文书为 PDF")
    out.add_argument("form", metavar="FORM", help="文书编号，如 F09 或 mediation.agreement")
    out.add_argument("id", metavar="ID", nargs="?", default="", help="记录的编号；A12 写批次号")
    out.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    out.add_argument("--draft", action="store_true", help="草稿，带水印，不作检查")
    out.add_argument("--blank", action="store_true", help="空白表，供手写")
    out.add_argument("--copies", type=int, default=1, metavar="N", help="打印几份（默认1）")
    out.add_argument("--agreement", type=count_of, default=0, metavar="N", help="打印已签署的第几版协议")
    proof = verbs.add("verify", opened(verify), "核验文书：PDF、照片或二维码文字")
    proof.add_argument("what", metavar="FILE.pdf|PHOTO.jpg|TEXT")


def list_forms(call: Call) -> Answer:
    """List the papers there are; for a record, with what each still lacks for its final print."""
    from zsapp.services.paper import forms, registers  # the press loads only when paper is asked for

    if call.options["id"]:
        return opened(_list_offers)(call)
    sector = call.options["sector"]
    found = [_form_document(one) for one in forms(sector)]
    found += [_form_document(one, "ledger") for one in registers(sector)]
    found.sort(key=lambda one: one["number"])
    return Answer(found, tuple(_form_line(one) for one in found))


def _form_document(one: Any, kind: str = "paper") -> dict[str, Any]:
    return {
        "id": one.id, "number": one.number, "title": one.title, "law": one.law, "edition": one.edition,
        "sector": one.sector, "kind": kind,
    }  # fmt: skip


def _form_line(one: dict[str, Any]) -> str:
    how = "；台账，用 zsapp ledger 写成 Excel" if one["kind"] == "ledger" else ""
    return f"{one['number']}  {one['id']}  {one['title']}  （{one['edition']}{how}）"


def _list_offers(station: Any, call: Call) -> Answer:
    ref = call.options["id"]
    offers = _offers(station, ref)
    found = [
        {
            **_form_document(offer.form),
            "ready": not offer.lacks,
            "missing": [{"label": one.label, "where": one.where} for one in offer.lacks],
        }
        for offer in offers
        if call.options["sector"] in ("", offer.form.sector)
    ]
    lines = tuple(
        _form_line(one)
        + ("" if one["ready"] else f"  还缺：{'、'.join(lack['label'] for lack in one['missing'])}")
        for one in found
    )
    return Answer(found, lines)


def _offers(station: Any, ref: str) -> Any:
    """Let the desk that knows the record say what it can be put on."""
    if station.legal_aid.knows(ref):
        return station.aid_papers.offers(ref)
    if station.front.knows(ref):
        return station.desk_papers.offers(ref)
    return station.paper.offers(station.mediation.find(ref).case)


def print_form(call: Call) -> Answer:
    """Print a paper; a blank one needs no record and no station."""
    from zsapp.services.paper import registers  # the press loads only when paper is asked for

    if call.options["copies"] < 1:
        raise Refusal(Code.USAGE, what="--copies 至少为 1")
    wanted = call.options["form"]
    if any(wanted.upper() == one.number or wanted == one.id for one in registers()):
        raise Refusal(Code.USAGE, what=f"{wanted} 是台账，请用 zsapp ledger 写成 Excel")
    if call.options["blank"]:
        return _print_blank(call)
    if not call.options["id"]:
        raise Refusal(Code.USAGE, what="请写明记录编号，或用 --blank 打印空白表")
    return opened(_print_record)(call)


def _print_blank(call: Call) -> Answer:
    from zsapp.services.paper import blank  # the press loads only when paper is asked for
    from zsapp.services.printing import copies_of  # as above

    sheet = blank(call.options["form"])
    write_whole(call.options["out"], copies_of(sheet.pdf, call.options["copies"]))
    document = {"file": str(call.options["out"]), "mode": "blank", "pages": sheet.pages}
    return Answer(document, (f"已写入 {call.options['out']}（空白表，{sheet.pages} 页）",))


def _print_record(station: Any, call: Call) -> Answer:
    options = call.options
    out: Path = options["out"]
    issued = _issued(station, options)
    write_whole(out, issued.pdf)
    document = {
        "file": str(out), "form": issued.form, "edition": issued.edition, "mode": issued.mode,
        "number": issued.number, "version": issued.version, "pages": issued.pages,
        "sha256": issued.sha256, "reprint": issued.reprint,
    }  # fmt: skip
    word = "草稿" if issued.mode == "draft" else "再次打印" if issued.reprint else "正式"
    return Answer(
        document, (f"已写入 {out}（{word}，{issued.number} 记录第{issued.version}版，{issued.pages} 页）",)
    )


def _issued(station: Any, options: dict[str, Any]) -> Any:
    """Let the desk of the form's sector print it."""
    from zsapp.services.desk_paper import is_desk_form  # the press loads only when paper is asked for
    from zsapp.services.legal_aid_paper import is_aid_form  # as above

    form, ref = options["form"], options["id"]
    how = {"draft": options["draft"], "copies": options["copies"]}
    if is_aid_form(form):
        return station.aid_papers.issue(form, ref, **how)
    if is_desk_form(form):
        return station.desk_papers.issue(form, ref, **how)
    return station.paper.issue(form, ref, agreement=options["agreement"], **how)


FACTS = {
    "form": "文书", "number": "编号", "version": "版本", "day": "日期", "record": "记录", "station": "工作站",
    "signer": "出具单位",
}  # fmt: skip


def verify(station: Any, call: Call) -> Answer:
    """Check a printed paper's seal offline."""
    verdict = station.proof.verify(call.options["what"])
    lines = (verdict.sentence, *(f"{FACTS[name]}：{value}" for name, value in verdict.facts.items()))
    document = {"genuine": verdict.genuine, "unchanged": verdict.unchanged, "message": verdict.sentence}
    good = verdict.genuine and verdict.unchanged is not False
    return Answer({**document, **verdict.facts}, lines, DONE if good else REFUSED)
