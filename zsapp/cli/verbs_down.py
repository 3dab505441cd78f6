"""Verbs of what is sent down (下发): down send|list|show|drop|use."""

from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import read_whole, write_whole
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, day_of, opened

KINDS = {"notice": "通知", "table": "数据表", "form": "文书格式"}


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    down = verbs.group("down", "下发：向下级发通知、数据表、文书格式；查看上级发来的")
    out = down.add("send", opened(send_down), "下发给全部下级，随下一次回执带到")
    out.add_argument("kind", choices=KINDS)
    out.add_argument("file", type=Path, metavar="FILE", help="数据表和文书格式的文件名就是它替代的那一个")
    out.add_argument("--title", required=True)
    out.add_argument("--source", default="", help="出处，如文号")
    out.add_argument("--date", type=day_of, metavar="D", help="版本日期，不写为今天")
    rows = down.add("list", opened(list_down), "列出上级发来的；--sent 列出本站下发的")
    rows.add_argument("--sent", action="store_true")
    one = down.add("show", opened(show_down), "查看一份")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--out", type=Path, metavar="FILE", help="另存为文件")
    down.add("drop", opened(drop_down), "停用，恢复程序自带的").add_argument("name", metavar="NAME")
    down.add("use", opened(use_down), "重新启用").add_argument("name", metavar="NAME")


def send_down(station: Any, call: Call) -> Answer:
    """Send a file to everybody below."""
    options, file = call.options, call.options["file"]
    try:
        text = read_whole(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(Code.DOWN_WRONG, what="文件的文字编码不是 UTF-8") from None
    day: date | None = options["date"]
    sent = station.sending.send(
        options["kind"], file.name, text, title=options["title"], source=options["source"], day=day
    )
    return Answer(sent, (f"已登记下发：{KINDS[sent.kind]}《{sent.title}》，随下一次回执带给下级",))


def list_down(station: Any, call: Call) -> Answer:
    """List what has come from above, or what was sent from here."""
    found = station.sending.sent() if call.options["sent"] else station.sending.received()
    return Answer(found, tuple(_line(one) for one in found) or ("没有",))


def _line(one: Any) -> str:
    state = {"notice": ""}.get(one.kind, "在用" if one.used else "未用")
    parts = (KINDS.get(one.kind, one.kind), one.title, one.name, one.day, one.source, one.by, state)
    return "  ".join(part for part in parts if part)


def show_down(station: Any, call: Call) -> Answer:
    """Show something that was sent down, or write it to a file."""
    found, out = station.sending.find(call.options["name"]), call.options["out"]
    if out is not None:
        write_whole(out, found.content.encode())
        return Answer({"file": str(out)}, (f"已存为 {out}",))
    return Answer(found, (_line(found), found.content))


def drop_down(station: Any, call: Call) -> Answer:
    """Take something out of use."""
    found = station.sending.take_out(call.options["name"])
    return Answer(found, (f"已停用《{found.title}》，现在用的是程序自带的",))


def use_down(station: Any, call: Call) -> Answer:
    """Put something back into use."""
    found = station.sending.take_out(call.options["name"], back=True)
    return Answer(found, (f"已启用《{found.title}》（{found.day}，{found.source or found.by}）",))
