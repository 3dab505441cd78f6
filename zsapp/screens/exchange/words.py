"""What the exchange page says (数据交换的话): sticks, time left, how far it has come, what was taken in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zsapp.base.errors import Code
from zsapp.rules.mediation_state import title_of
from zsapp.screens.status import LEVELS, day_time
from zsapp.services.counted import counted
from zsapp.services.exchange import DIFFERING, Imported, NotTaken
from zsapp.services.giving_back import GivenTaken
from zsapp.services.hearing import AcknowledgementTaken
from zsapp.services.intake import PackageTaken
from zsapp.services.lacking import Lacking
from zsapp.services.mediation import DraftView
from zsapp.services.paperwork import CertificateTaken, RequestTaken
from zsapp.services.renewal import Ending
from zsapp.services.request_list import WAITING

EXPORTED = "exported"
ABOVE = {"village": ("town", "city"), "town": ("city",), "city": ()}
"""Whose acknowledgements a station of a tier gets."""
TAKE_IN = "下级带U盘来：插入，按“从U盘导入”，回执会自动写在U盘里，请他带回去"
SEND_UP = "插入U盘，按“导出到U盘”，说“可以拔出”了再拔"
BRING_BACK = "带回U盘，按“从U盘导入”：送到没有、退回、移交的答复都在回执里"
WAY = {
    "village": (
        f"第一步　{SEND_UP}",
        "第二步　把U盘交镇街工作站导入，回执就写在U盘里",
        f"第三步　{BRING_BACK}",
    ),
    "town": (TAKE_IN, f"本站的也要上送：{SEND_UP}，交市里导入", BRING_BACK),
    "city": (TAKE_IN,),
}
"""What is to be done with the stick at each tier, while nothing was exported or imported yet."""
GIGABYTE = 1_000_000_000
SURE_S = 2
"""Seconds after which the time left is told: before that it would be a guess."""


class Stick(Protocol):
    """A removable volume."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...

    @property
    def label(self) -> str:
        """What it is called."""
        ...

    @property
    def free(self) -> int:
        """Bytes left."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the result: what it says, and in which colour."""

    words: str
    tone: str = ""
    more: str = ""


def certificate_mark(ending: Ending | None, waiting: int) -> tuple[str, str]:
    """Return what is to be said of certificates beside the way to their page, and in which colour."""
    if ending is not None:
        whose = "本站证书" if ending.own else "上级证书"
        left = "已到期" if ending.over else f"还有{ending.days}天到期"
        return f"{whose}{left}", "red" if ending.over else "amber"
    return (f"{waiting}份证书申请等待批准", "amber") if waiting else ("", "")


def time_left(steps: int, total: int, seconds: float) -> str:
    """Return how long the rest will take, once enough was done to tell."""
    if seconds < SURE_S or not 0 < steps < total:
        return ""
    left = round(seconds * (total - steps) / steps)
    return f"大约还要 {left // 60 + 1} 分钟" if left >= 60 else f"大约还要 {max(1, left)} 秒"


def typed_words(draft: DraftView) -> str:
    """Return whose draft it is, and what of it an export lacks."""
    named = draft.case.title or any(one.name for one in draft.case.parties)
    title = title_of(draft.case) if named else "还没有写姓名的案件"
    return f"{title}：{'改动还没有保存' if draft.base_version else '还没有登记'}"


def stick_words(stick: Stick) -> str:
    """Return a stick in words: name, place, room."""
    free = (
        f"剩余 {stick.free / GIGABYTE:.1f} GB"
        if stick.free >= GIGABYTE
        else f"剩余 {stick.free // 1_000_000} MB"
    )
    return f"{stick.label or 'U盘'}（{stick.path}），{free}"


def waiting_lines(count: int) -> tuple[Line, ...]:
    """Say that restricted records do not leave yet, and why."""
    more = "本站还不知道市级接收单位的证书，请向上级重新领取入网证书；这些记录没有送出"
    return (Line(f"限制查看的记录{count}份在等候", "amber", more),) if count else ()


def lacking_lines(lacking: Iterable[Lacking]) -> tuple[Line, ...]:
    """Say which stations above have lost what we sent, and what to do."""
    return tuple(Line(one.words, "amber") for one in lacking)


def transfer_lines(count: int) -> tuple[Line, ...]:
    """Say that offers or answers of transfers have not left yet: they are counted among no records."""
    return (Line(f"{count} 份移交的内容还没有送出", "amber", "导出以后对方才知道"),) if count else ()


def mark_lines(marks: Mapping[str, Any], tier: str, held: Collection[str] = ()) -> tuple[Line, ...]:
    """Return how far our journal has come, level by level of those above a tier, each citing how we know.

    `held` are the tiers above that hold something of ours without applying it.
    """
    lines, sent = [], marks.get(EXPORTED)
    for level, words in LEVELS.items():
        mark = marks.get(level)
        if level != EXPORTED and level.partition("_")[0] not in ABOVE[tier]:
            continue
        if mark is None:
            lines.append(Line(f"{words}：还没有"))
        elif level == EXPORTED:
            lines.append(
                Line(f"{words}：到 {day_time(mark.at)} 为止的", "green", f"到第 {mark.seq} 笔登记为止")
            )
        else:
            whole = sent is None or (mark.epoch, mark.seq) >= (sent.epoch, sent.seq)
            said = "导出过的全部" if whole else "一部分，最近导出的还没有到"
            above, _, step = level.partition("_")
            said += "，上面红字的除外" if step == "applied" and above in held else ""
            source = f"以 {day_time(mark.at)} 收到的回执为准，到第 {mark.seq} 笔登记为止"
            lines.append(Line(f"{words}：{said}", "green" if whole else "amber", source))
    return tuple(lines)


def way_lines(tier: str) -> tuple[Line, ...]:
    """Return how the stick goes there and back, for whoever does it for the first time."""
    return tuple(Line(one) for one in WAY[tier])


def import_lines(got: Imported) -> tuple[Line, ...]:
    """Return what an import did, file by file: taken, read, refused with the remedy, passed over."""
    return (
        *(line for one in got.given for line in _given_lines(one)),
        *(_package_line(one) for one in got.packages),
        *(Line(f"{name}：两边的记录不一致", "amber", DIFFERING) for name in got.differing),
        *(_acknowledgement_line(one) for one in got.acknowledgements),
        *(_certificate_line(one) for one in got.certificates),
        *(_request_line(one) for one in got.requests),
        *(_refused_line(one) for one in got.refused),
        *(_skipped_line(one) for one in got.skipped),
        *(Line(f"请核对编号段：{one}", "amber", "请两台电脑改用不同的号段") for one in got.clashes),
    )


def _given_lines(one: GivenTaken) -> tuple[Line, ...]:
    tone = "amber" if one.clashes or one.unread else "green"
    return tuple(Line(words, tone) for words in one.lines)


def _package_line(one: PackageTaken) -> Line:
    volume = f"，第 {one.volume}/{one.volumes} 卷" if one.volumes > 1 else ""
    words = f"已导入 {one.name}：{counted(one.held) or '没有新的案件'}{volume}"
    back = "回执也写好了，请交还对方带回" if one.acknowledgement else "回执没有写成，请再导入一次"
    if one.revoked_after is not None:
        revoked = f"它的证书已吊销：第 {one.revoked_after} 笔登记以后的没有收"
        return Line(words, "amber", revoked)
    return Line(words, "green" if one.acknowledgement else "amber", back)


def _certificate_line(one: CertificateTaken) -> Line:
    until = one.certificate.not_after
    words = f"已装上新证书，有效期至 {until}" if one.news else f"证书早已装上，有效期至 {until}"
    return Line(words, "green", one.file.name)


def _request_line(one: RequestTaken) -> Line:
    words = f"{one.request.name} 的证书申请（{one.request.what}）：{one.request.state}"
    return Line(words, "amber", "请在“证书”页打电话核对后批准" if one.request.state == WAITING else "")


def _acknowledgement_line(one: AcknowledgementTaken) -> Line:
    missing = f"，还缺 {len(one.missing)} 段" if one.missing else ""
    refused = f"，有 {len(one.refused)} 个包没有收下" if one.refused else ""
    tone = "amber" if one.missing or one.refused else "green"
    return Line(
        f"回执：{one.name} 已收到第 {one.seq} 笔登记{missing}{refused}", tone, one.again or one.file.name
    )


def _refused_line(one: NotTaken) -> Line:
    name = "" if one.file.name in one.message else f"{one.file.name}　"
    return Line(f"没有导入：{one.message}", "red", f"{name}{one.remedy}")


def _skipped_line(one: NotTaken) -> Line:
    again = f"　{one.remedy}" if one.code == Code.PACKAGE_ALREADY.name else ""  # was it answered once more?
    return Line(f"跳过：{one.message}", "", f"{one.file.name}{again}")
