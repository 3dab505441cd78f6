"""Verbs of the exchange (数据交换): package. Certificates have their own (`verbs_certificate.py`)."""

from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.cli.arrived import arrived, departed, has_already, skipped_for
from zsapp.cli.inspected import inspected
from zsapp.cli.output import DONE, REFUSED, Answer, exit_among
from zsapp.cli.receipts import import_receipt, receipt_verb
from zsapp.cli.reviewed import said_above
from zsapp.cli.terminal import Call, folder_named, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    package = verbs.group("package", "数据包：导出、导入、查看")
    out = package.add("export", opened(export_package), "导出数据包到U盘或文件夹")
    out.add_argument("--to", type=Path, metavar="DIR", help="不写则用唯一插入的U盘")
    out.add_argument("--since", type=int, metavar="SEQ", help="导出第 SEQ 笔登记之后的全部内容")
    out.add_argument("--eject", action="store_true", help="导出后请系统弹出U盘")
    tidy = package.add("tidy", opened(tidy_stick), "U盘上已送达的旧数据包：列出，或用 --delete 清理")
    tidy.add_argument("folder", type=Path, metavar="DIR")
    tidy.add_argument("--delete", action="store_true", help="删除它们（只删本站的、上级已全部收到的）")
    into = package.add("import", opened(import_package), "导入数据包和回执")
    into.add_argument("what", metavar="FILE|DIR|回执单文字")
    receipt_verb(package)
    look = package.add("inspect", inspect_package, "查看数据包或回执，不导入")
    look.add_argument("what", type=Path, metavar="FILE|DIR")


def export_package(station: Any, call: Call) -> Answer:
    """Write everything not yet acknowledged onto a stick, read it again, and say so."""
    since: int | None = call.options["since"]
    if since is not None and since < 0:
        raise Refusal(Code.USAGE, what="--since 不能为负数")
    to: Path | None = call.options["to"]
    done = station.exchange.export(folder_named(to, makes=True) if to is not None else None, since=since)
    lines = departed(done)
    if call.options["eject"]:
        gone = station.tidying.eject(done.file.parent)
        told = "系统没有弹出服务：内容已写好，请用系统的“安全移除”后拔出"
        lines.append("系统已弹出U盘，请拔出" if gone else told)
    return Answer(done, tuple(lines))


def tidy_stick(station: Any, call: Call) -> Answer:
    """List our packages on a stick that have been delivered, or remove them."""
    folder, delete = folder_named(call.options["folder"]), call.options["delete"]
    found = station.tidying.tidy(folder) if delete else station.tidying.delivered(folder)
    size = sum(one.size for one in found) / 1_000_000
    told = f"{'已清理' if delete else '可以清理'} {len(found)} 个已送达的数据包，共 {size:.1f} MB"
    return Answer(found, (told, *(f"  {one.file.name}" for one in found)))


def import_package(station: Any, call: Call) -> Answer:
    """Take in packages and acknowledgements; of a folder, one file's refusal does not stop the others.

    A folder that holds only what is not for us is a refusal; only what we have already is not.
    """
    what = call.options["what"]
    if (answer := import_receipt(station, what)) is not None:
        return answer
    done = station.exchange.import_path(Path(what))
    lines = arrived(station, done)
    lines += said_above(done)
    lines += [
        f"{one.request.name} 的证书申请（{one.request.what}）已列入名单，核对码 {one.request.fingerprint}"
        for one in done.requests
    ]
    lines += [
        f"已安装新证书：有效期至 {one.certificate.not_after}"
        if one.news
        else f"证书早已安装：{one.file.name}"
        for one in done.certificates
    ]
    lines += [
        f"“{one.name}”的证书已吊销：第 {one.revoked_after} 笔登记以后的没有收"
        for one in done.packages
        if one.revoked_after is not None
    ]
    lines += [line for one in done.given for line in one.lines]
    lines += [f"跳过 {one.file.name}：{skipped_for(one)}" for one in done.skipped]
    lines += [f"没有导入 {one.file.name}：{one.message}（{one.remedy}）" for one in done.refused]
    lines += station.tidying.strange(Path(what)).words
    lines += [f"请核对编号段：{one}" for one in done.clashes]
    taken = (done.packages, done.acknowledgements, done.requests, done.certificates, done.given)
    nothing = not (any(taken) or has_already(done))
    return Answer(done, tuple(lines), exit_among(done.refused, otherwise=REFUSED if nothing else DONE))


def inspect_package(call: Call) -> Answer:
    """Say what a package claims and whether signature and hashes hold; needs no station and no key.

    Of a folder every package and acknowledgement is looked into, as an import takes them.
    """
    from zsapp.services.exchange import inspect, look_into  # the libraries of store and wire load only here

    what: Path = call.options["what"]
    if not what.is_dir():
        facts = inspect(what)
        return Answer(facts, inspected(facts))
    found = look_into(what)
    lines = [line for facts in found.read for line in ("", *inspected(facts))][1:]
    lines += [f"不能读取 {one.file.name}：{one.message}（{one.remedy}）" for one in found.refused]
    return Answer(found, tuple(lines), exit_among(found.refused))
