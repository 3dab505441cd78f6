"""Verbs of the network (联网): sync up, and the hub's own."""

from typing import Any

from zsapp.cli.output import Answer, exit_among
from zsapp.cli.terminal import Call, opened
from zsapp.services.counted import counted


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    online = verbs.group("enrol", "登记入网：申请、批准、安装证书").add(
        "online", opened(enrol_online), "联网申请证书；上级批准后再运行一次即装好"
    )
    online.add_argument("--hub", default="", metavar="URL", help="上级地址，主机:端口")
    online.add_argument("--pin", default="", metavar="FINGERPRINT", help="上级网站证书的指纹，由上级电话告知")
    up = verbs.add("sync", opened(sync), "联网上送：把没有送达的内容送到上级，并取回回执和下发内容")
    up.add_argument("--hub", default="", metavar="URL", help="上级地址，主机:端口；不写则用上次连上的")
    up.add_argument("--pin", default="", metavar="FINGERPRINT", help="上级网站证书的指纹；已入网的可以不写")


def enrol_online(station: Any, call: Call) -> Answer:
    """Ask for a certificate over the network, or install the one that was granted meanwhile."""
    got = station.network.enrol(call.options["hub"], call.options["pin"])
    if got.certificate is None:
        return Answer(
            got, (f"申请已送到，核对码 {got.fingerprint}", "请打电话念给上级；上级批准后再运行一次")
        )
    return Answer(got, (f"已安装证书：{got.certificate.name}，有效期至 {got.certificate.not_after}",))


def sync(station: Any, call: Call) -> Answer:
    """Send up and take in what comes down; what the hub has not acknowledged is not called delivered."""
    done = station.network.sync(call.options["hub"], call.options["pin"])
    lines = [
        f"已上送第 {one.seq_from} 至 {one.seq_to} 笔登记，含{counted(one.held) or '操作记录'}"
        for one in done.exported
    ]
    lines += [f"已传送 {done.sent} 卷，{done.bytes} 字节"] if done.sent else ["没有新的内容需要上送"]
    lines += (
        [f"{done.name} 的回执：已收到第 {done.seq} 笔登记"]
        if done.seq
        else [f"{done.name} 还没有收到本站的内容"]
    )
    lines += [one.again for one in done.imported.acknowledgements if one.again]
    lines += [f"还有 {done.waiting} 卷已送到、等候入库，请过几分钟再取回执"] if done.waiting else []
    lines += [f"没有收下 {one.file.name}：{one.message}（{one.remedy}）" for one in done.imported.refused]
    return Answer(done, tuple(lines), exit_among(done.imported.refused))
