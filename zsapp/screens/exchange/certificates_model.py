"""The certificate page's model (证书): ours and until when, who asks, the stations below. Plain Python.

What a person decides here cannot be taken for granted: approving follows a telephone call in which the digits
are read out, refusing and revoking ask for a reason that the other side is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.clock import read_stamp
from zsapp.base.errors import ZsError
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.screens.status import day_time
from zsapp.services.escrow import DepositView, Released
from zsapp.services.issuing import CertificateView
from zsapp.services.replaced import give_replaced, owed
from zsapp.services.request_list import WAITING, RequestView
from zsapp.services.station import Station

TONES = {"有效": "green", "未生效": "amber", "已过期": "red", "已吊销": "red"}
REFUSE, REVOKE, RELEASE = "refuse", "revoke", "release"
ASKS = {
    REFUSE: "拒绝“{name}”的证书申请：请写明原因，对方会看到",
    REVOKE: "吊销“{name}”的证书：请写明原因（如电脑被盗、换届），它已送到的内容仍然有效，以后的不再收",
    RELEASE: "给出“{name}”的恢复码：请写明原因；须由两位管理人员先后登录同意",
}
"""What is asked before something that cannot be undone lightly."""
NEW_PC = (
    "原来的电脑坏了或丢了、换成这一台的，请在电话里告诉上级：批准时选“替换原来的电脑”，"
    "原来送到上级的登记会一起带回"
)
"""What a clerk is told who cannot know under which id the computer before was enrolled."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line in words and colour, and what stands below it."""

    words: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that waits: who, what for, by which way, the digits to compare.

    `others` are computers of the same place that are enrolled: by id, each with the words of its button.
    """

    station: str
    name: str
    words: str
    digits: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Below:
    """A station below: its certificate in words; `open` says that it may still be revoked."""

    station: str
    serial: str
    name: str
    state: str
    tone: str
    more: str
    open: bool


@dataclass(frozen=True, slots=True)
class Deposit:
    """A station whose recovery code lies here; `asked` says who has agreed to give it out."""

    station: str
    name: str
    asked: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason is being asked for."""

    deed: str
    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesState:
    """What the page shows. `code` is a recovery code that two people have given out: shown once."""

    looked: bool = False
    mine: tuple[Said, ...] = ()
    digits: str = ""
    renewable: bool = False
    issues: bool = False
    decides: bool = True
    asks: tuple[Ask, ...] = ()
    below: tuple[Below, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    reason: Reason | None = None
    code: str = ""
    stick: str = ""
    warning: str = ""
    warning_tone: str = ""


class CertificatesModel:
    """Our certificate, and what we decide for others."""

    def __init__(self, station: Station, tasks: Tasks, say: Say) -> None:
        self._station, self._tasks, self._say = station, tasks, say
        self._enrolment = station.enrolment
        self.state = CertificatesState()
        self.shown: Callable[[CertificatesState], None] = ignore

    def start(self) -> None:
        """Ask how things stand."""
        self._tasks.run(self._look, self._looked, self._no)

    def _look(self) -> dict[str, Any]:
        station, enrolment = self._station, self._enrolment
        ending, found = enrolment.ending(), enrolment.certificates()
        sticks = station.exchange.sticks()
        own = [one for one in found if one.own]
        serials = {one.serial for one in own}
        root = any(one.issuer == one.serial for one in own)
        return {
            "looked": True,
            "mine": mine_lines(found),
            "digits": "" if root else enrolment.fingerprint(),
            "renewable": bool(own) and not root,
            "issues": station.profile.tier != "village",
            "decides": station.accounts.may(Right.ADMINISTER, EXCHANGE),
            "asks": tuple(ask_of(one) for one in enrolment.requests() if one.state == WAITING),
            "below": below_of(found, serials, station.profile.id, owed(station.store)),
            "deposits": tuple(map(deposit_of, station.escrow.deposits())),
            "stick": str(sticks[0].path) if len(sticks) == 1 else "",
            "warning": ending.words if ending else "",
            "warning_tone": ("red" if ending.over else "amber") if ending else "",
        }

    def _looked(self, got: dict[str, Any]) -> None:
        self._show(**got)

    # --- ours ---------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Ask for a new certificate with the next package."""
        self._tasks.run(
            self._enrolment.renew,
            lambda _own: self._did(
                "续期申请会随下次导出的数据包送给上级", "批准后随回执带回，现在的证书照常使用"
            ),
            self._no,
        )

    def write_request(self, folder: str) -> None:
        """Write our request onto the stick."""
        if target := self._target(folder):
            self._tasks.run(
                lambda: self._enrolment.request_to(target),
                lambda file: self._did(f"申请已写到 {file}", "请把U盘交给上级工作站导入，并在电话里核对数字"),
                self._no,
            )

    # --- theirs -------------------------------------------------------------------------------------------

    def approve(self, station: str, replaces: str = "") -> None:
        """Approve a request whose digits were compared, of a computer that may replace another."""
        self._tasks.run(lambda: self._enrolment.grant(station, replaces=replaces), self._approved, self._no)

    def _approved(self, made: CertificateView) -> None:
        more = "随下次回执带回；也可以在下面写到U盘"
        if made.station in owed(self._station.store):
            more = "原来的电脑不再收；它送来过的登记等待补发：请在下面按“证书写到U盘”，会一起写出"
        self._did(f"已批准 {made.name}，有效期至 {made.not_after}", more)

    def hand_out(self, station: str, folder: str) -> None:
        """Write a station's certificate onto the stick, with what is here of the computer it replaces."""
        if target := self._target(folder):
            self._tasks.run(lambda: self._write_out(station, target), self._handed_out, self._no)

    def _write_out(self, station: str, target: Path) -> tuple[Path, int]:
        file = self._enrolment.hand_out(station, target)
        given = give_replaced(self._station.store, station, target)
        return file, sum(one.entries for one in given)

    def _handed_out(self, got: tuple[Path, int]) -> None:
        file, entries = got
        beside = f"，原来的电脑送来的{entries}条操作记录也在U盘里" if entries else ""
        self._did(f"证书已写到 {file}{beside}", "请带回给对方，导入U盘就会自动装上")

    def ask(self, deed: str, key: str, name: str) -> None:
        """Ask for the reason of a refusal, a revocation, or a recovery code."""
        self._show(reason=Reason(deed, key, ASKS[deed].format(name=name)), code="")

    def drop(self) -> None:
        """Leave it as it is."""
        self._show(reason=None)

    def leave(self) -> None:
        """The page is left: nothing that was asked or shown once stays."""
        self._show(reason=None, code="")

    def confirm(self, reason: str) -> None:
        """Do what the reason was asked for."""
        asked = self.state.reason
        if asked is None:
            return
        if not reason.strip() and not self._agreed(asked):
            self._say(Notice("还没有写明原因", "请写明原因，对方会看到", "amber"))
            return
        deeds: dict[str, tuple[Callable[[], Any], Callable[[Any], None]]] = {
            REFUSE: (lambda: self._enrolment.refuse(asked.key, reason), self._refused),
            REVOKE: (lambda: self._enrolment.revoke(asked.key, reason=reason), self._revoked),
            RELEASE: (lambda: self._station.escrow.release(asked.key, reason), self._released),
        }
        errand, after = deeds[asked.deed]
        self._tasks.run(errand, after, self._no)

    def _agreed(self, asked: Reason) -> bool:
        """Say whether the reason is known: the first person has given it."""
        return asked.deed == RELEASE and any(
            one.asked for one in self.state.deposits if one.station == asked.key
        )

    def _refused(self, one: RequestView) -> None:
        self._did(f"已拒绝 {one.name} 的申请", "原因随下次回执告知对方；改变主意时对方可以再申请")

    def _revoked(self, one: CertificateView) -> None:
        self._did(
            f"已吊销 {one.name} 的证书",
            f"第 {one.up_to} 笔登记以前的仍然有效，以后的不再收；吊销名单会随回执和数据包送到各站",
        )

    def _released(self, got: Released) -> None:
        if got.recovery:
            self._did(f"{got.name} 的恢复码已显示在页上", "请当面或打电话告诉该站；用过一次就作废")
            self._show(code=got.recovery)
        else:
            self._did(f"已记下您同意给出 {got.name} 的恢复码", "还要另一位管理人员登录后同意")

    def _target(self, folder: str) -> Path | None:
        chosen = folder.strip() or self.state.stick
        if not chosen:
            self._say(Notice("还没有选U盘或文件夹", "请插入U盘，或写明文件夹", "amber"))
        return Path(chosen) if chosen else None

    def _did(self, words: str, more: str) -> None:
        self._say(done(words, more))
        self._show(reason=None)
        self.start()

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


def mine_lines(found: tuple[CertificateView, ...]) -> tuple[Said, ...]:
    """Return our certificate and those above it, in words."""
    if not any(one.own for one in found):
        return (
            Said(
                "本站还没有证书", "amber", f"把申请写到U盘交上级批准；批准后导入U盘，证书会自动装上。{NEW_PC}"
            ),
        )
    mine = next(one for one in found if one.own)
    return (_said("本站", mine), *(_said(f"上级 {one.name}", one) for one in _line_above(mine, found)))


def _line_above(one: CertificateView, found: tuple[CertificateView, ...]) -> list[CertificateView]:
    """Return the certificates above one, as the list has them: our own line stands first in it."""
    at = found.index(one)
    rank = {"village": 0, "town": 1, "city": 2}
    line: list[CertificateView] = []
    for other in found[at + 1 :]:
        if rank[other.tier] <= rank[(line[-1] if line else one).tier]:
            break
        line.append(other)
    return line


def _said(whose: str, one: CertificateView) -> Said:
    more = f"吊销原因：{one.reason or '没有写明'}" if one.state == "已吊销" else ""
    return Said(f"{whose}：{one.state}，有效期至 {day_words(one)}", TONES[one.state], more)


def day_words(one: CertificateView) -> str:
    """Return the last day of a certificate as people write it."""
    last = one.not_after
    return f"{last.year}年{last.month}月{last.day}日"


def ask_of(one: RequestView) -> Ask:
    """Return a waiting request in words."""
    key = "密钥与现有证书一致" if one.same_key else "密钥是新的，请打电话核对数字"
    words = f"{one.what}，{day_time(read_stamp(one.came))}由{one.way}送来，{key}"
    names = [f"替换原电脑{other[-4:]}" if len(one.others) > 1 else "替换原来的电脑" for other in one.others]
    return Ask(one.station, one.name, words, one.fingerprint, tuple(zip(one.others, names, strict=True)))


def below_of(
    found: tuple[CertificateView, ...], issuers: set[str], own: str, waiting: frozenset[str] = frozenset()
) -> tuple[Below, ...]:
    """Return the stations below by name, each with its latest certificate of ours.

    For those that are `waiting` something lies here of the computer they replace.
    """
    latest: dict[str, CertificateView] = {}
    for one in found:
        known = latest.get(one.station)
        if not one.own and one.station != own and (known is None or one.serial > known.serial):
            latest[one.station] = one
    ours = [one for one in latest.values() if one.issuer in issuers and one.serial != one.issuer]
    return tuple(_below(one, waiting) for one in sorted(ours, key=lambda one: one.name))


def _below(one: CertificateView, waiting: frozenset[str]) -> Below:
    if one.state == "已吊销":
        kept = f"第 {one.up_to} 笔登记以前送来的仍然有效" if one.up_to else "此前没有收到过它的内容"
        more = f"{one.reason or '没有写明原因'}；{kept}"
    else:
        more = f"有效期至 {day_words(one)}"
        if one.station in waiting:
            more += "；替换了原来的电脑，原来的登记等待补发：按“证书写到U盘”一起写出"
    return Below(one.station, one.serial, one.name, one.state, TONES[one.state], more, one.state != "已吊销")


def deposit_of(one: DepositView) -> Deposit:
    """Return a station whose recovery code lies here, in words."""
    asked = f"{one.asked_by} 已同意（{one.reason}），请另一位管理人员登录后同意" if one.asked_by else ""
    return Deposit(one.station, one.name, asked)
