"""Verbs of the dossier (卷宗): dossier, scan add|list|drop."""

import re
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import write_whole
from zsapp.cli.front import add_files, list_files
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, opened

FILING = ("by", "checked_by", "retention", "remark", "note")


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    whole = verbs.add("dossier", opened(bind_dossier), "整卷装订：封面、目录、文书和扫描件按顺序合成一个 PDF")
    whole.add_argument("ids", nargs="+", metavar="ID", help="写几个案件就是多案一卷（简易、口头协议案件）")
    whole.add_argument("--out", type=Path, required=True, metavar="DIR")
    whole.add_argument("--by", metavar="NAME", help="立卷人")
    whole.add_argument("--checked-by", metavar="NAME", help="检查人")
    whole.add_argument("--retention", metavar="TERM", help="保管期限：短期、长期、永久")
    whole.add_argument("--remark", metavar="TEXT", help="封面备注")
    whole.add_argument("--note", metavar="TEXT", help="卷宗情况说明")
    scan = verbs.group("scan", "扫描件：加入、列出、取出")
    into = scan.add("add", opened(add_scans), "把扫描或拍照的材料加入案件、法律援助申请、服务记录")
    into.add_argument("id", metavar="ID")
    into.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="没有扫描的纸质材料不写，用 --pages"
    )
    into.add_argument(
        "--as",
        dest="place",
        default="",
        metavar="PLACE",
        help="案件必须写：身份证明、证据材料、履行凭证……；法律援助申请不写；服务记录写照片、签到表……",
    )
    into.add_argument("--evidence", type=int, metavar="N", help="对应的证据序号")
    into.add_argument("--name", default="", help="材料名称；不写则用证据名称或文件名")
    into.add_argument("--pages", type=count_of, metavar="N", help="没有扫描的纸质材料有几页：只列入目录")
    scan.add("list", opened(list_scans), "列出案件的扫描件").add_argument("id", metavar="ID")
    pages = scan.add("pages", opened(number_pages), "改卷内目录里一份材料的起止页；不写页号则恢复自动编页")
    pages.add_argument("id", metavar="ID")
    pages.add_argument("number", type=int, metavar="N", help="scan list 里的序号")
    pages.add_argument("first", type=count_of, nargs="?", metavar="FIRST", help="起页")
    pages.add_argument("last", type=count_of, nargs="?", metavar="LAST", help="止页")
    out = scan.add("drop", opened(drop_scan), "从案件中取出一份扫描件")
    out.add_argument("id", metavar="ID")
    out.add_argument("number", type=int, metavar="N")


def bind_dossier(station: Any, call: Call) -> Answer:
    """Bind the whole dossier of a case into a folder, with the sheet of its quality check."""
    options = call.options
    given = {name: options[name] for name in FILING if options[name] is not None}
    if len(options["ids"]) > 1:
        return _bind_together(station, options["ids"], options["out"], given)
    (ref,) = options["ids"]
    if given:
        station.dossier.describe(ref, **given)
    bound = station.dossier.bind(ref)
    stem = _stem(bound.number or bound.title)
    folder: Path = options["out"]
    files = {folder / f"{stem} 卷宗.pdf": bound.pdf, folder / f"{stem} 质量自查表.pdf": bound.sheet}
    for path, content in files.items():
        write_whole(path, content)
    document = {
        "files": [str(path) for path in files], "number": bound.number, "title": bound.title,
        "pages": bound.pages, "sha256": bound.sha256, "contents": _contents(bound.volume),
        "quality": _quality(bound.volume.quality),
    }  # fmt: skip
    return Answer(document, tuple(_lines(document)))


def _stem(words: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]+', " ", words).strip()


def _bind_together(station: Any, refs: list[str], folder: Path, given: dict[str, str]) -> Answer:
    """Bind several cases as one volume (多案一卷)."""
    bundle = station.joint.bind(refs, **given)
    path = folder / f"{_stem(bundle.number)} 卷宗.pdf"
    write_whole(path, bundle.pdf)
    contents = [
        {"title": entry.title, "first": entry.first, "last": entry.last, "remark": entry.remark}
        for entry in bundle.contents
    ]
    cases = [{"id": one.id, "number": one.number, "title": one.title} for one in bundle.cases]
    document = {
        "files": [str(path)], "number": bundle.number, "title": bundle.title, "pages": bundle.pages,
        "sha256": bundle.sha256, "cases": cases, "contents": contents,
    }  # fmt: skip
    lines = [f"已写入 {path}", f"{bundle.title}　{bundle.number}　共 {bundle.pages} 页"]
    return Answer(document, (*lines, *(f"{one['number']}  {one['title']}" for one in cases)))


def _contents(volume: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": entry.title, "first": entry.first, "last": entry.last, "remark": entry.remark,
            "ref": piece.ref, "printed": piece.printed, "changed": piece.changed,
        }
        for entry, piece in zip(volume.contents, volume.pieces, strict=True)
    ]  # fmt: skip


def _quality(quality: Any) -> dict[str, Any]:
    return {
        "score": quality.score,
        "vetoes": [one.criterion.id for one in quality.vetoes],
        "criteria": [
            {
                "id": one.criterion.id, "group": one.criterion.group, "what": one.criterion.what,
                "points": one.criterion.points, "got": one.got, "state": one.state, "why": list(one.why),
                "source": one.criterion.source, "status": one.criterion.status,
            }
            for one in quality.lines
        ],
    }  # fmt: skip


def _lines(document: dict[str, Any]) -> list[str]:
    lines = [f"已写入 {file}" for file in document["files"]]
    lines.append(f"共 {document['pages']} 页，质量自查 {document['quality']['score']} 分")
    lines += [
        f"提示：《{one['title']}》没有正式打印，卷内为按记录生成、未经签署的文书"
        for one in document["contents"]
        if not one["printed"]
    ]
    lines += [
        f"注意：《{one['title']}》正式打印后案件内容有改动，请核对"
        for one in document["contents"]
        if one["changed"]
    ]
    lines += [
        f"失分：{one['what']}：{'；'.join(one['why'])}"
        for one in document["quality"]["criteria"]
        if one["state"] == "failed"
    ]
    return lines


def add_scans(station: Any, call: Call) -> Answer:
    """Take scanned documents into a case, an application for legal aid, a record of the front desk."""
    options = call.options
    if station.legal_aid.knows(options["id"]):
        return _add_to_intake(station, options)
    if station.front.knows(options["id"]):
        return add_files(station, options)
    if bool(options["files"]) == (options["pages"] is not None):
        raise Refusal(Code.USAGE, what="请写要加入的文件；没有扫描的纸质材料只写 --pages")
    if options["pages"] is not None:
        return _scans(
            station.dossier.add_paper(
                options["id"],
                options["place"],
                name=options["name"],
                pages=options["pages"],
                evidence=options["evidence"],
            )
        )
    for file in options["files"]:
        view = station.dossier.add_scan(
            options["id"], file, options["place"], name=options["name"], evidence=options["evidence"]
        )
    return _scans(view)


def _add_to_intake(station: Any, options: Any) -> Answer:
    """Take scans into an application; it has no place in a dossier, and paper alone is a name in its list."""
    if not options["files"] or options["place"] or options["pages"] is not None:
        raise Refusal(Code.USAGE, what="法律援助申请只写要加入的文件和 --name（材料名称）")
    for file in options["files"]:
        view = station.aid_files.add(options["id"], file, options["name"])
    return _files(view)


def number_pages(station: Any, call: Call) -> Answer:
    """Set first and last page of a document in the index, or let it follow again."""
    options = call.options
    first, last = options["first"], options["last"]
    given = None if first is None else (first, first if last is None else last)
    return _scans(station.dossier.number_pages(options["id"], options["number"], given))


def list_scans(station: Any, call: Call) -> Answer:
    """List the scans of a case, an application for legal aid, a record of the front desk."""
    ref = call.options["id"]
    if station.legal_aid.knows(ref):
        return _files(station.legal_aid.find(ref))
    if station.front.knows(ref):
        return list_files(station.front.find(ref))
    return _scans(station.mediation.find(ref))


def drop_scan(station: Any, call: Call) -> Answer:
    """Take a scan out of a case, an application for legal aid, a record of the front desk."""
    ref, number = call.options["id"], call.options["number"]
    if station.legal_aid.knows(ref):
        named = dict(enumerate((one.name for one in station.legal_aid.find(ref).intake.files), 1))
        return _files(station.aid_files.drop(ref, named.get(number, str(number))))
    if station.front.knows(ref):
        return list_files(station.desk_attachments.drop(ref, number))
    return _scans(station.dossier.drop_scan(ref, number))


def _files(view: Any) -> Answer:
    found = [
        {"number": n, "name": one.name, "copies": one.copies, "pages": one.pages, "sha256": one.sha256}
        for n, one in enumerate(view.intake.files, 1)
    ]
    lines = tuple(
        f"{one['number']}  {one['name']}  {one['pages'] or '—'}页" + ("" if one["sha256"] else "  没有扫描")
        for one in found
    )
    return Answer(found, lines or ("还没有扫描件",))


def _scans(view: Any) -> Answer:
    found = [
        {
            "number": n, "place": one.place, "name": one.name, "evidence": one.evidence,
            "pages": one.pages, "sha256": one.sha256, "first": one.first, "last": one.last,
        }
        for n, one in enumerate(view.case.scans, 1)
    ]  # fmt: skip
    lines = tuple(
        f"{one['number']}  {one['place']}  {one['name']}  {one['pages']}页"
        + ("" if one["sha256"] else "  纸质，没有扫描")
        + (f"  起止页 {one['first']}-{one['last']}" if one["first"] else "")
        for one in found
    )
    return Answer(found, lines or ("还没有扫描件",))
