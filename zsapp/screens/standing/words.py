"""What is said of a record that other stations have a part in (往来的话), on every page alike."""

from collections.abc import Callable

from zsapp.screens.status import day_time
from zsapp.services.review import Word
from zsapp.services.transfer import TransferLine
from zsapp.services.transfer_way import GIVER, TAKER

SYNC_TONES = {
    "已导出": "blue",
    "镇已收": "blue",
    "镇已入库": "green",
    "市已入库": "green",
    "已退回": "red",
    "镇已校核": "green",
    "市已校核": "green",
}


def sync_words(sync: str, cite: Callable[[str], str], *, foreign: str = "") -> tuple[str, str]:
    """Return how far a record has come, with what that rests on, and its colour.

    Args:
        sync: The state in words, 镇已入库.
        cite: What tells on which day's acknowledgement a state rests.
        foreign: What is said instead of a record that is another station's; empty for one of ours.
    """
    if foreign:
        return foreign, ""
    source = cite(sync)
    return f"{sync}（{source}）" if source else sync, SYNC_TONES.get(sync, "")


def returned_under(reason: str, under: str, *, own: bool) -> str:
    """Return the second line of a row: why the record was sent back, while that stands, or what it was."""
    return f"退回：{reason}" if own and reason else under


def comment_words(one: Word) -> str:
    """Return what a station above has said of a record."""
    return f"{one.by} {one.who}的意见（{day_time(one.at)}）：{one.text}"


def transfer_words(one: TransferLine) -> str:
    """Return how a transfer stands, from our side of it, in one sentence."""
    if one.idle:
        return one.step
    if one.mine == GIVER:
        return _giver_words(one)
    if one.mine == TAKER:
        return _taker_words(one)
    return f"{one.giver}移交给{one.taker}，{one.state}：{one.reason}"


def _giver_words(one: TransferLine) -> str:
    if one.open:
        return f"已提出移交给{one.taker}，等待接收；这期间本站只能查看"
    if one.taken:
        return f"已移交，由{one.taker}办理，本站只能查看" + _remark(one)
    if one.declined:
        return f"{one.taker}没有接收，本站继续办理" + _remark(one)
    return "移交已撤回，本站继续办理"


def _taker_words(one: TransferLine) -> str:
    if one.open:
        return f"{one.giver}请求移交：{one.reason}"
    if one.taken:
        return f"由{one.giver}移交来，现在由本站办理：{one.reason}"
    if one.declined:
        return f"本站没有接收：{one.answer}"
    return f"{one.giver}已撤回移交"


def _remark(one: TransferLine) -> str:
    return f"。对方说：{one.answer}" if one.answer else ""
