"""Verbs of certificates (登记入网、证书、恢复码): enrol, cert, and a lost passphrase."""

from pathlib import Path
from typing import Any

from zsapp.base.clock import local, read_stamp
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.files import write_whole
from zsapp.base.ids import is_id
from zsapp.cli.output import Answer, exit_of, said
from zsapp.cli.terminal import Call, count_of, folder_named, opened, passphrase_in


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    _add_enrol(verbs.group("enrol", "登记入网：申请、名单、批准、拒绝、安装证书"))
    _add_cert(verbs.group("cert", "证书：查看、续期、吊销、托管的恢复码"))
    recover = verbs.group("user", "用户").add("recover", recover_user, "忘记口令：用恢复码设新口令")
    recover.add_argument("name", metavar="NAME", nargs="?", default="", help="只有一位用户时不用写")
    recover.add_argument("--code-file", type=Path, required=True, metavar="FILE", help="写有恢复码的文件")
    recover.add_argument("--new-passphrase-file", type=Path, required=True, metavar="FILE")
    recover.add_argument(
        "--recovery-sheet", type=Path, metavar="FILE", help="新的恢复码封存单（PDF）写到这里"
    )


def _add_enrol(enrol: Any) -> None:
    asked = enrol.add("request", opened(request_certificate), "生成证书申请")
    asked.add_argument("--out", type=Path, required=True, metavar="FILE")
    asked.add_argument("--replaces", default="", metavar="STATION", help="更换电脑：原工作站的编号")
    waiting = enrol.add("waiting", opened(list_requests), "列出等待批准的证书申请和核对码")
    waiting.add_argument("--all", action="store_true", help="已批准和已拒绝的也列出")
    granted = enrol.add("approve", opened(approve_request), "批准下级的证书申请（文件，或名单里的）")
    granted.add_argument("request", metavar="REQUEST|STATION")
    granted.add_argument("--out", type=Path, metavar="FILE", help="证书写到这里；名单里的随下次回执带回")
    granted.add_argument(
        "--replaces", default="", metavar="STATION", help="更换电脑：它替换的原工作站，编号或编号后8位"
    )
    refused = enrol.add("refuse", opened(refuse_request), "拒绝名单里的证书申请")
    refused.add_argument("station", metavar="STATION")
    refused.add_argument("--reason", required=True, help="原因，对方会看到")
    taken = enrol.add("accept", opened(accept_certificate), "安装上级签发的证书")
    taken.add_argument("file", type=Path, metavar="FILE")


def _add_cert(cert: Any) -> None:
    cert.add("list", opened(list_certificates), "列出证书")
    show = cert.add("show", opened(show_certificate), "查看一张证书；不写则看本站的")
    show.add_argument("certificate", metavar="SERIAL|STATION", nargs="?", default="")
    revoked = cert.add("revoke", opened(revoke_certificate), "吊销下级证书")
    revoked.add_argument("serial", metavar="SERIAL")
    revoked.add_argument(
        "--up-to", type=count_of, metavar="SEQ", help="到第几笔登记为止仍然有效；默认到已收到的"
    )
    revoked.add_argument("--reason", default="", help="原因，如 电脑被盗")
    renew = cert.add("renew", opened(renew_certificate), "申请续期：随下次导出的数据包送出，或写成文件")
    renew.add_argument("--out", type=Path, metavar="FILE")
    cert.add("deposits", opened(list_deposits), "市级：列出托管的恢复码")
    release = cert.add("release", opened(release_code), "市级：同意给出一个站的恢复码，须两人先后同意")
    release.add_argument("station", metavar="STATION")
    release.add_argument("--reason", default="", help="原因（第一位同意的人填写）")


# --- enrol ------------------------------------------------------------------------------------------------


def request_certificate(station: Any, call: Call) -> Answer:
    """Write a request for the station above."""
    out, replaces = call.options["out"], call.options["replaces"]
    if replaces and not is_id(replaces):  # what the station above could only call damaged
        what = "--replaces 应写原工作站的编号（36位），上级用 zsapp cert show 可以查到"
        raise Refusal(Code.USAGE, field="replaces", what=what)
    station.enrolment.request(_beside_others(out), replaces=replaces)
    told = station.enrolment.fingerprint()
    lines = (f"已生成证书申请：{out}，请交上级批准", f"核对码（上级来电时念给他听）：{told}")
    return Answer({"file": str(out), "fingerprint": told}, lines)


def _beside_others(out: Path) -> Path:
    """Return where a file is to be written, once its folder is there."""
    folder_named(out.parent)
    return out


def list_requests(station: Any, call: Call) -> Answer:
    """List the requests of stations below, each with the digits to be read out by telephone."""
    found = station.enrolment.requests() if call.options["all"] else station.enrolment.waiting()
    lines = [
        f"{one.station}  {one.name}  {one.what}  {one.state}  {_when(one.came)} {one.way}"
        f"  核对码 {one.fingerprint}{_beside(one.others)}"
        for one in found
    ]
    return Answer(found, tuple(lines or ["没有等待批准的证书申请"]))


def _beside(others: tuple[str, ...]) -> str:
    """Say that computers of the same place are enrolled, one of which this one may replace."""
    ends = "、".join(one[-8:] for one in others)
    return f"  同一单位已有电脑 {ends}：替换它的，批准时加 --replaces" if others else ""


def _when(stamp: str) -> str:
    return str(local(read_stamp(stamp)))


def approve_request(station: Any, call: Call) -> Answer:
    """Issue a certificate to a station below: for a request in a file, or for one on the list."""
    out, named, replaces = call.options["out"], call.options["request"], call.options["replaces"]
    if not Path(named).is_file():
        return _approve_listed(station, named, out, replaces)
    if out is None:
        raise Refusal(Code.USAGE, field="out", what="批准文件里的申请时，请用 --out 指明证书写到哪里")
    asked = station.enrolment.look(Path(named))
    issued = station.enrolment.approve(Path(named), _beside_others(out), replaces=replaces)
    lines = (
        f"已签发给 {issued.name}（{asked.what}）：{out}",
        f"核对码 {asked.fingerprint}：请打电话与对方核对，不一致的请立即吊销（zsapp cert revoke）",
        *_given_beside(station, issued.station, out),
    )
    return Answer({"file": str(out), "certificate": issued, "request": asked}, lines)


def _given_beside(station: Any, issued: str, out: Path) -> tuple[str, ...]:
    """Write, beside a certificate, what is here of the computer that its holder replaces; say so."""
    from zsapp.services.replaced import give_replaced  # the libraries of the wire load only for it

    return tuple(
        f"原来的电脑送到本站的登记也写好了（{one.entries}条操作记录）：{one.file}，请与证书一起带回导入"
        for one in give_replaced(station.store, issued, out.absolute().parent)
    )


def _approve_listed(station: Any, named: str, out: Path | None, replaces: str) -> Answer:
    from zsapp.services.replaced import owed  # as above

    try:
        issued = station.enrolment.grant(named, replaces=replaces)
    except Refusal as no:
        if out is None or no.code is not Code.REQUEST_NONE:
            raise
        raise Trouble(Code.FILE_MISSING, file=named) from no  # somebody who says --out means a file
    if out is None:
        told = [f"已签发给 {issued.name}，随下次的回执带回"]
        if issued.station in owed(station.store):
            told.append("原来的电脑送到本站的登记等待补发：请用 zsapp package rebaseline 写到U盘带回")
        return Answer({"file": None, "certificate": issued}, tuple(told))
    write_whole(out, station.enrolment.answer(issued.station))
    lines = (f"已签发给 {issued.name}：{out}", *_given_beside(station, issued.station, out))
    return Answer({"file": str(out), "certificate": issued}, lines)


def refuse_request(station: Any, call: Call) -> Answer:
    """Refuse a listed request."""
    refused = station.enrolment.refuse(call.options["station"], call.options["reason"])
    return Answer(refused, (f"已拒绝 {refused.name} 的证书申请：{refused.reason}，随下次的回执告知对方",))


def accept_certificate(station: Any, call: Call) -> Answer:
    """Install the certificate that the station above issued."""
    taken = station.enrolment.accept(call.options["file"])
    return Answer(taken, (f"已安装证书：{taken.name}，有效期至 {taken.not_after}",))


# --- cert -------------------------------------------------------------------------------------------------


def list_certificates(station: Any, _call: Call) -> Answer:
    """List the certificates this station holds, and say which of its line will end."""
    found = station.enrolment.certificates()
    lines = [f"{one.serial}  {one.name}  {one.state}  至 {one.not_after}" for one in found]
    ending = station.enrolment.ending()
    return Answer(found, (*lines, *([ending.words] if ending else [])))


def show_certificate(station: Any, call: Call) -> Answer:
    """Show one certificate whole."""
    named = call.options["certificate"] or station.profile.id
    one = station.enrolment.certificate(named)
    lines = [
        f"编号：{one.serial}", f"工作站：{one.name}（{one.code}，{one.station}）", f"状态：{one.state}",
        f"有效期：{one.not_before} 至 {one.not_after}",
    ]  # fmt: skip
    if one.state == "已吊销":
        lines.append(f"吊销原因：{one.reason or '没有写明'}；第 {one.up_to} 笔登记以前的仍然有效")
    return Answer(one, tuple(lines))


def revoke_certificate(station: Any, call: Call) -> Answer:
    """Revoke a certificate of a station below; its entries up to a stated one stay good."""
    revoked = station.enrolment.revoke(
        call.options["serial"], up_to=call.options["up_to"], reason=call.options["reason"]
    )
    return Answer(
        revoked, (f"已吊销：{revoked.name}；它的第 {revoked.up_to} 笔登记以前的仍然有效，以后的不再收",)
    )


def renew_certificate(station: Any, call: Call) -> Answer:
    """Ask for a new certificate."""
    own, out = station.enrolment.renew(), call.options["out"]
    if out is None:
        told = f"续期申请会随下次导出的数据包送给上级；现在的证书到 {own.not_after} 仍然有效"
        return Answer({"file": None, "certificate": own}, (told,))
    station.enrolment.request(_beside_others(out))
    return Answer({"file": str(out), "certificate": own}, (f"续期申请已写到 {out}，请交上级批准",))


def list_deposits(station: Any, _call: Call) -> Answer:
    """List the stations whose recovery codes lie here, sealed."""
    found = station.escrow.deposits()
    lines = [
        f"{one.station}  {one.name}" + (f"  {one.asked_by} 已同意给出：{one.reason}" if one.asked_by else "")
        for one in found
    ]
    return Answer(found, tuple(lines or ["这里没有托管的恢复码"]))


def release_code(station: Any, call: Call) -> Answer:
    """Say yes to giving out a station's recovery code; the second person's yes brings it."""
    done = station.escrow.release(call.options["station"], call.options["reason"])
    if not done.recovery:
        told = f"已记下您同意给出 {done.name} 的恢复码；还要另一位管理人员登录后同意"
        return Answer(done, (told,))
    lines = (
        f"{done.name} 的恢复码（由 {done.first}、{done.second} 同意，已记入操作记录）：{done.recovery}",
        "请当面或打电话告诉该站；用过一次后它会自动作废换新",
    )
    return Answer(done, lines)


# --- a lost passphrase ------------------------------------------------------------------------------------


def recover_user(call: Call) -> Answer:
    """Open the station by a recovery code, set a new passphrase, and make a new code."""
    from zsapp.services.station import recover_station  # the store's libraries load only when one is opened

    options = call.options
    code, new = passphrase_in(options["code_file"]), passphrase_in(options["new_passphrase_file"])
    name = options["name"] or call.user
    with recover_station(call.home, code=code, user=name, passphrase=new, today=call.today) as station:
        fresh, user = station.replace_recovery_code(), station.user
        sheet = _sheet(station, options["recovery_sheet"], fresh)
    lines = (
        f"已为 {user} 设好新口令",
        f"新的恢复码（只显示这一次，请打印后交司法所封存；旧的已作废）：{fresh}",
    )
    return Answer({"user": user, "recovery": fresh, **sheet.document}, (*lines, *sheet.lines), sheet.exit)


def _sheet(station: Any, file: Path | None, recovery: str) -> Answer:
    """Write the new code as a paper; what goes wrong is told beside the code, which is said only once."""
    from zsapp.services.recovery_sheet import recovery_sheet  # the press loads only for it

    if file is None:
        return Answer({})
    try:
        write_whole(file, recovery_sheet(station.profile, station.user, recovery).pdf)
    except ZsError as error:
        told = (f"{error}（{error.remedy}）",)
        return Answer({"recovery_sheet": None, "error": said(error)}, told, exit_of(error))
    return Answer({"recovery_sheet": str(file)}, (f"恢复码封存单已写到 {file}，请打印后删除这个文件",))
