"""What a look into a package or an acknowledgement says (查看说的话), item by item, for people."""

from collections.abc import Callable
from typing import Any

from zsapp.base.errors import Code
from zsapp.cli.arrived import volumes_of

LABELS = {
    "kind": "种类", "file": "文件", "signature": "签名", "package": "数据包编号", "suite": "加密方式",
    "sender": "发出", "receiver": "出具", "recipients": "收件", "epoch": "第几段",
    "seq": "已入库到第几笔登记",
    "seq_from": "从第几笔登记", "seq_to": "到第几笔登记", "volume": "本卷", "volumes": "共几卷",
    "entries": "登记（笔）", "records": "案件和人员记录（份）", "schema": "格式版本",
    "attachments": "附件（份）", "made_at": "生成时间", "size": "大小（字节）", "missing": "缺少",
    "refused": "没有接收", "quarantine": "隔离", "down": "下发",
}  # fmt: skip
VALUES = {"package": "数据包", "acknowledgement": "回执", "valid": "有效"}

OF_ACKNOWLEDGEMENTS = LABELS | {"sender": "给哪个工作站", "volumes": "还缺的卷"}
"""Two items mean something else in an acknowledgement."""


def inspected(facts: dict[str, Any]) -> tuple[str, ...]:
    """Return what a file says of itself, a line for each item."""
    if facts["kind"] == "package":
        return tuple(f"{LABELS[name]}：{_in_words(value)}" for name, value in facts.items())
    return tuple(
        f"{OF_ACKNOWLEDGEMENTS[name]}：{SAID.get(name, _in_words)(value) or '无'}"
        for name, value in facts.items()
    )


def _in_words(value: Any) -> str:
    """Return what a package says of something in words: who, how many, which."""
    if isinstance(value, dict):
        return f"{value['name']}（{value['code']}）"
    if isinstance(value, list):
        return "、".join(_in_words(one) for one in value) or "无"
    return VALUES.get(str(value), str(value))


def _fault(code: str) -> str:
    """Return an error by its number, to be read out; one of a newer program by its name."""
    return f"错误 {Code[code].value.number}" if code in Code.__members__ else code


def _held(one: dict[str, Any]) -> str:
    return f"第 {one['seq']} 笔登记（{_fault(one['code'])}）"


SAID: dict[str, Callable[[Any], str]] = {
    "missing": lambda gaps: "、".join(f"第 {first} 至 {last} 笔登记" for first, last in gaps),
    "refused": lambda found: "、".join(f"数据包 {one['package']}（{_fault(one['code'])}）" for one in found),
    "volumes": lambda found: "、".join(
        f"数据包 {one['package']} 的{volumes_of(one['missing'])}" for one in found
    ),
    "quarantine": lambda found: "、".join(_held(one) for one in found),
    "down": lambda found: f"{len(found)} 条" if found else "",
}
"""How the lists of an acknowledgement are said."""
