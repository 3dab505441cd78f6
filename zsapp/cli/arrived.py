"""What an import and an export say at the terminal (导入、导出说的话): packages, acknowledgements."""

from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.services.counted import counted


def arrived(station: Any, done: Any) -> list[str]:
    """Return what an import says of each package and each acknowledgement, and of what is still lacking."""
    return [
        *(_package(one) for one in done.packages),
        *_unanswered(done),
        *_differing(done),
        *_lacking(done),
        *(line for one in done.acknowledgements for line in _acknowledgement(station, one)),
    ]


def _package(one: Any) -> str:
    volume = f"，第 {one.volume}/{one.volumes} 卷" if one.volumes > 1 else ""
    place = f"第 {one.seq_from} 至 {one.seq_to} 笔登记{volume}"
    return f"已导入 {one.name}：{counted(one.held) or '没有新的案件'}（{place}）"


def _unanswered(done: Any) -> list[str]:
    """Say whose acknowledgement could not be written beside the package: nobody would take it back."""
    names = dict.fromkeys(one.name for one in done.packages if one.acknowledgement is None)
    way = "请换一个U盘用 zsapp review answer 写出，或用 zsapp package receipt 打印回执单"
    return [f"给 {name} 的回执没有写成（U盘已满或不能写入）：{way}" for name in names]


def _lacking(done: Any) -> list[str]:
    """Say which volumes have not come; the last volume taken of a package knows."""
    last = {one.package: one for one in done.packages}
    return [
        f"{one.name} 的这个数据包共 {one.volumes} 卷，还缺{volumes_of(one.lacking)}：请对方把那几卷再带来"
        for one in last.values()
        if one.lacking
    ]


def _differing(done: Any) -> list[str]:
    """Say of which stations other records stand here than there (sync 26)."""
    from zsapp.services.exchange import (
        DIFFERING,
    )  # the libraries of store and wire load only when one is open

    return [f"{name}：两边的记录不一致。{DIFFERING}" for name in done.differing]


def volumes_of(numbers: tuple[int, ...]) -> str:
    """Return volumes by their numbers: 第 2、3 卷."""
    return f"第 {'、'.join(map(str, numbers))} 卷"


def _acknowledgement(station: Any, one: Any) -> list[str]:
    whose = "" if one.sender == station.profile.id else f"给 {_named(station, one.sender)} "
    known = "" if one.news else "（早已收到）"
    lines = [f"已收到 {one.name} {whose}的回执：已入库到第 {one.seq} 笔登记{known}"]
    if one.again:
        lines.append(one.again)
    elif one.missing:
        gaps = "、".join(f"第 {gap.first} 至 {gap.last} 笔登记" for gap in one.missing)
        lines.append(f"{one.name} 缺少{gaps}：请重新导出，与后面的一起送去")
    lines += [
        f"{one.name} 还缺{volumes_of(lacks.missing)}：请把写有那几卷的U盘再带去，或重新导出"
        for lacks in one.volumes
    ]
    return lines


def _named(station: Any, sender: str) -> str:
    """Return the name of a station below; of one whose certificate has not come here, its id."""
    try:
        return str(station.enrolment.certificate(sender).name)
    except Refusal:
        return sender


def has_already(done: Any) -> bool:
    """Say whether an import met what was here before: nothing new, and nothing wrong."""
    here = {Code.PACKAGE_ALREADY.name, Code.PACKAGE_OLDER.name, Code.ACK_STALE.name}
    return any(one.code in here for one in done.skipped)


def skipped_for(one: Any) -> str:
    """Return why a file was passed over; of a repeat also whether the answer to it lies there again."""
    return f"{one.message}（{one.remedy}）" if one.code == Code.PACKAGE_ALREADY.name else str(one.message)


def departed(done: Any) -> list[str]:
    """Return what an export says: what was written, and that the stick may be pulled out."""
    count = f"，共 {len(done.files)} 个文件" if len(done.files) > 1 else ""
    what = f"已导出第 {done.seq_from} 至 {done.seq_to} 笔登记，含{counted(done.held) or '操作记录'}"
    return [f"{what}，已核对，可以拔出：{done.file}{count}"]
