"""Verbs of the exchange (数据交换、证书): package, enrol and cert."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.cli.output import DONE, REFUSED, Answer
from zsapp.cli.terminal import Call, opened
from zsapp.services.counted import counted


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    package = verbs.group("package", "数据包：导出、导入、查看")
    out = package.add("export", opened(export_package), "导出数据包到U盘或文件夹")
    out.add_argument("--to", type=Path, metavar="DIR", help="不写则用唯一插入的U盘")
    out.add_argument("--since", type=int, metavar="SEQ", help="导出第 SEQ 条之后的全部内容")
    into = package.add("import", opened(import_package), "导入数据包和回执")
    into.add_argument("what", type=Path, metavar="FILE|DIR")
    look = package.add("inspect", inspect_package, "查看数据包或回执，不导入")
    look.add_argument("what", type=Path, metavar="FILE|DIR")
    enrol = verbs.group("enrol", "登记入网：申请、批准、安装证书")
    asked = enrol.add("request", opened(request_certificate), "生成证书申请")
    asked.add_argument("--out", type=Path, required=True, metavar="FILE")
    granted = enrol.add("approve", opened(approve_request), "批准下级的证书申请")
    granted.add_argument("request", type=Path, metavar="REQUEST")
    granted.add_argument("--out", type=Path, required=True, metavar="FILE")
    taken = enrol.add("accept", opened(accept_certificate), "安装上级签发的证书")
    taken.add_argument("file", type=Path, metavar="FILE")
    cert = verbs.group("cert", "证书")
    cert.add("list", opened(list_certificates), "列出证书")
    cert.add("revoke", opened(revoke_certificate), "吊销下级证书").add_argument("serial", metavar="SERIAL")


def export_package(station: Any, call: Call) -> Answer:
    """Write everything not yet acknowledged onto a stick, read it again, and say so."""
    since: int | None = call.options["since"]
    if since is not None and since < 0:
        raise Refusal(Code.USAGE, what="--since 不能为负数")
    done = station.exchange.export(_place_of(call.options["to"]), since=since)
    what = f"已导出第 {done.seq_from} 至 {done.seq_to} 条，含{counted(done.held) or '操作记录'}"
    return Answer(done, (f"{what}，已核对，可以拔出：{done.file}",))


def _place_of(place: Path | None) -> Path | None:
    """Return where to export to; a last folder that is missing is made, a stick that is gone stays gone."""
    if place is None or place.is_dir():
        return place
    if place.exists():
        raise Trouble(Code.PATH_WRONG, file=place, what="这是文件，不是文件夹")
    with suppress(OSError):  # the export says what is wrong with the place
        place.mkdir()
    return place


def import_package(station: Any, call: Call) -> Answer:
    """Take in packages and acknowledgements; of a folder, one file's refusal does not stop the others.

    A folder that holds only what is not for us is a refusal; only what we have already is not.
    """
    done = station.exchange.import_path(call.options["what"])
    lines = [
        f"已导入 {one.name}：{counted(one.held) or '没有新的案件'}（第 {one.seq_from} 至 {one.seq_to} 条）"
        for one in done.packages
    ]
    lines += [f"已收到 {one.name} 的回执：已入库到第 {one.seq} 条" for one in done.acknowledgements]
    lines += [f"跳过 {one.file.name}：{one.message}" for one in done.skipped]
    lines += [f"没有导入 {one.file.name}：{one.message}（{one.remedy}）" for one in done.refused]
    lines += [f"请核对编号段：{one}" for one in done.clashes]
    known = any(one.code == Code.PACKAGE_ALREADY.name for one in done.skipped)
    nothing = not (done.packages or done.acknowledgements or known)
    return Answer(done, tuple(lines), REFUSED if done.refused or nothing else DONE)


def inspect_package(call: Call) -> Answer:
    """Say what a package claims and whether signature and hashes hold; needs no station and no key.

    Of a folder every package and acknowledgement is looked into, as an import takes them.
    """
    from zsapp.services.exchange import inspect, look_into  # the libraries of store and wire load only here

    what: Path = call.options["what"]
    if not what.is_dir():
        facts = inspect(what)
        return Answer(facts, _told(facts))
    found = look_into(what)
    lines = [line for facts in found.read for line in ("", *_told(facts))][1:]
    lines += [f"不能读取 {one.file.name}：{one.message}（{one.remedy}）" for one in found.refused]
    return Answer(found, tuple(lines), REFUSED if found.refused else DONE)


def _told(facts: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{LABELS[name]}：{_in_words(value)}" for name, value in facts.items())


LABELS = {
    "kind": "种类", "file": "文件", "signature": "签名", "package": "数据包编号", "suite": "加密方式",
    "sender": "发出", "receiver": "出具", "recipients": "收件", "epoch": "纪元", "seq": "已入库到第几条",
    "seq_from": "从第几条", "seq_to": "到第几条", "volume": "本卷", "volumes": "共几卷",
    "entries": "操作记录（条）", "records": "案件和人员记录（份）", "schema": "格式版本",
    "attachments": "附件（份）", "made_at": "生成时间", "size": "大小（字节）", "missing": "缺少",
    "refused": "没有接收",
}  # fmt: skip
VALUES = {"package": "数据包", "acknowledgement": "回执", "valid": "有效"}


def _in_words(value: Any) -> str:
    """Return what a package says of something in words: who, how many, which."""
    if isinstance(value, dict):
        return (
            f"{value['name']}（{value['code']}）" if "name" in value else "，".join(map(str, value.values()))
        )
    if isinstance(value, list):
        return "、".join(_in_words(one) for one in value) or "无"
    return VALUES.get(str(value), str(value))


def request_certificate(station: Any, call: Call) -> Answer:
    """Write a request for the station above."""
    out: Path = call.options["out"]
    station.enrolment.request(out)
    return Answer({"file": str(out)}, (f"已生成证书申请：{out}，请交上级批准",))


def approve_request(station: Any, call: Call) -> Answer:
    """Issue a certificate to a station below."""
    out: Path = call.options["out"]
    issued = station.enrolment.approve(call.options["request"], out)
    return Answer({"file": str(out), "certificate": issued}, (f"已签发给 {issued.name}：{out}",))


def accept_certificate(station: Any, call: Call) -> Answer:
    """Install the certificate that the station above issued."""
    taken = station.enrolment.accept(call.options["file"])
    return Answer(taken, (f"已安装证书：{taken.name}，有效期至 {taken.not_after}",))


def list_certificates(station: Any, _call: Call) -> Answer:
    """List the certificates this station holds."""
    found = station.enrolment.certificates()
    return Answer(found, tuple(f"{one.serial}  {one.name}  {one.state}  至 {one.not_after}" for one in found))


def revoke_certificate(station: Any, call: Call) -> Answer:
    """Revoke a certificate of a station below."""
    revoked = station.enrolment.revoke(call.options["serial"])
    return Answer(revoked, (f"已吊销：{revoked.name}",))
