"""Receipts on paper at the terminal (回执单): package receipt, and what package import makes of one."""

from pathlib import Path
from typing import Any

from zsapp.base.files import write_whole
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, opened


def receipt_verb(package: Any) -> None:
    """Declare the verb that prints a receipt."""
    one = package.add("receipt", opened(print_receipt), "打印给下级的回执单（U盘遗失时用）")
    one.add_argument("source", metavar="FILE.zsack|STATION")
    one.add_argument("--out", type=Path, required=True, metavar="PDF")


def print_receipt(station: Any, call: Call) -> Answer:
    """Write a receipt as PDF."""
    source, out = call.options["source"], call.options["out"]
    path = Path(source)
    write_whole(out, station.receipts.sheet(path if path.suffix.lower() == ".zsack" else source))
    return Answer({"file": str(out)}, (f"回执单已存为 {out}，请打印后交给该工作站",))


def import_receipt(station: Any, what: str) -> Answer | None:
    """Take in a receipt: its text, its PDF or a picture of it; nothing is done when it is none."""
    from zsapp.services.receipts import receipt_in  # the press loads only for it

    paper = receipt_in(what)
    if paper is None:
        return None
    taken = station.receipts.take(paper)
    said = f"已收到 {taken.name} 的回执单：到第 {taken.seq} 笔登记" if taken.news else "这份回执单没有新内容"
    held = "、".join(f"第{one.seq}笔登记" for one in taken.quarantine)
    lines = (said, f"{taken.name} 隔离了 {held}：请改正后重新保存，再导出") if held else (said,)
    return Answer({"acknowledgements": [taken], "packages": []}, lines)
