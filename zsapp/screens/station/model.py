"""The station page's model (工作站): profile, certificate, users, passphrase. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import Refusal, ZsError
from zsapp.rules.roles import USERS, Right
from zsapp.rules.station import ORAL_PATTERN, StationProfile, check_oral_pattern, check_pattern, number_text
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.accounts import Account
from zsapp.services.issuing import CertificateView
from zsapp.services.numbers import BlockView
from zsapp.services.station import Station

TIERS = {"village": "村（社区）", "town": "镇街", "city": "市"}


@dataclass(frozen=True, slots=True)
class StationState:
    """What the page shows."""

    profile: StationProfile = field(default_factory=StationProfile)
    users: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    administers: bool = True
    user: str = ""
    certificate: tuple[tuple[str, str], ...] = ()
    stick: str = ""
    fault_field: str = ""
    blocks: tuple[BlockView, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """What a printed number will look like, or what is wrong with the pattern."""
        profile = self.profile
        try:
            check_pattern(profile.number_pattern)
            check_oral_pattern(profile)
        except Refusal as no:
            return f"{no}。{no.remedy}"
        sample: dict[str, Any] = {"year": 2026, "short": profile.short, "serial": 5}
        oral = number_text(profile.oral_pattern or ORAL_PATTERN, **sample)
        return f"编号示例：{number_text(profile.number_pattern, **sample)}；口头协议：{oral}"


class StationModel:
    """Profile, certificate, users."""

    def __init__(self, station: Station, tasks: Tasks, say: Say) -> None:
        self._station, self._tasks, self._say = station, tasks, say
        self.today = station.today
        self.functions = station.functions()
        self.state = StationState(profile=station.profile, user=station.user)
        self.shown: Callable[[StationState], None] = ignore

    def start(self) -> None:
        """Ask how things stand."""
        self._tasks.run(self._look, self._looked, self._no)

    def _look(self) -> dict[str, Any]:
        station = self._station
        sticks = station.exchange.sticks()
        return {
            "users": station.users(),
            "accounts": station.accounts.all(),
            "administers": station.accounts.may(Right.ADMINISTER, USERS),
            "certificate": certificate_lines(station.enrolment.certificates(), station.profile.id),
            "stick": str(sticks[0].path) if len(sticks) == 1 else "",
            **self._look_at_numbers(),
        }

    def _look_at_numbers(self) -> dict[str, Any]:
        numbers = self._station.numbers
        return {"blocks": numbers.blocks(), "told": (*numbers.warnings(), *numbers.clashes())}

    def _looked(self, got: dict[str, Any]) -> None:
        self._show(**got)

    def edit(self, name: str, text: str) -> None:
        """Take in a typed item of the profile."""
        changed: dict[str, Any] = {name: text}
        self._show(profile=replace(self.state.profile, **changed), fault_field="")

    def save_profile(self) -> None:
        """Save the profile."""
        profile = self.state.profile
        self._tasks.run(lambda: self._station.change_profile(profile), self._saved, self._not_saved)

    def _not_saved(self, error: ZsError) -> None:
        self._show(fault_field=error.field)
        self._no(error)

    def _saved(self, _station: object) -> None:
        self._say(done("工作站资料已保存", "下次打开程序后，新案件按新资料填写"))

    # --- blocks of numbers --------------------------------------------------------------------------------

    def add_block(self, year: str, first: str, last: str) -> None:
        """Give this machine a block of numbers, as typed."""
        typed = [one.strip() for one in (year, first, last)]
        if not all(one.isascii() and one.isdecimal() for one in typed):
            self._say(Notice("编号段没有填完整", "请写明年份、起号和止号，例如 2026、200、399", "amber"))
            return
        given = [int(one) for one in typed]
        self._tasks.run(
            lambda: self._station.numbers.reserve(given[0], given[1], given[2]),
            lambda _blocks: self._numbered("编号段已设好", "本机只从自己的号段里编号；已编的号不变"),
            self._no,
        )

    def drop_block(self, at: int) -> None:
        """Take a block away again."""
        one = self.state.blocks[at]
        self._tasks.run(
            lambda: self._station.numbers.drop(one.year, one.first, committee=one.committee),
            lambda _blocks: self._numbered("编号段已停用", "已编的号不变"),
            self._no,
        )

    def _numbered(self, words: str, more: str) -> None:
        self._say(done(words, more))
        self._tasks.run(self._look_at_numbers, self._looked, self._no)

    # --- users --------------------------------------------------------------------------------------------

    def change_passphrase(self, new: str, again: str) -> None:
        """Change the passphrase of whoever is logged in."""
        if new != again:
            self._say(Notice("两次输入的新口令不一样", "请重新输入", "amber"))
            return
        user = self.state.user
        self._tasks.run(
            lambda: self._station.change_passphrase(user, new),
            lambda _none: self._say(done("口令已更换", "下次打开程序请用新口令")),
            self._no,
        )

    def change_role(self, name: str, role: str) -> None:
        """Make a user something else."""
        self._tasks.run(
            lambda: self._station.accounts.change_role(name, role), self._role_changed, self._role_kept
        )

    def _role_changed(self, made: Account) -> None:
        more = "立刻生效" if made.name == self.state.user else "下次登录时生效"
        self._say(done(f"{made.name}现在是{made.role.words}", more))
        self.start()

    def _role_kept(self, error: ZsError) -> None:
        self._no(error)
        self.start()

    def add_user(self, name: str, passphrase: str, role: str) -> None:
        """Add a user."""
        if not name.strip():
            self._say(Notice("还没有填写新用户的姓名", "填好姓名和口令，再按“添加用户”", "amber"))
            return
        self._tasks.run(
            lambda: self._station.add_user(name.strip(), passphrase, role),
            lambda _none: self._added(name),
            self._no,
        )

    def _added(self, name: str) -> None:
        self._say(done(f"已添加用户“{name.strip()}”"))
        self.start()

    # --- certificates -------------------------------------------------------------------------------------

    def request(self, folder: str) -> None:
        """Write the request for a certificate."""
        if not folder.strip():
            self._say(Notice("还没有选U盘或文件夹", "插入U盘会自动填上，也可以按“浏览”选", "amber"))
            return
        target = Path(folder.strip()) / f"{self.state.profile.code}.request"
        self._tasks.run(
            lambda: self._station.enrolment.request(target),
            lambda _none: self._say(done(f"申请已写到 {target}", "请把它交给上级工作站批准")),
            self._no,
        )

    def accept(self, file: str) -> None:
        """Take in the certificate that came back."""
        if self._no_file(file):
            return
        self._tasks.run(lambda: self._station.enrolment.accept(Path(file.strip())), self._accepted, self._no)

    def _accepted(self, _none: object) -> None:
        self._say(done("证书已安装", "现在可以导出数据包"))
        self.start()

    def approve(self, file: str, folder: str) -> None:
        """Approve a lower station's request and write its certificate; beside it, unless told where."""
        if self._no_file(file):
            return
        request = Path(file.strip())
        target = Path(folder.strip() or request.parent) / f"{request.stem}.certificate"
        self._tasks.run(
            lambda: self._station.enrolment.approve(request, target),
            lambda _none: self._say(done(f"证书已写到 {target}", "请带回给申请的工作站安装")),
            self._no,
        )

    def _no_file(self, file: str) -> bool:
        if file.strip():
            return False
        self._say(Notice("还没有选收到的文件", "请按“浏览”，在U盘上选中它", "amber"))
        return True

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


def certificate_lines(certificates: tuple[CertificateView, ...], station: str) -> tuple[tuple[str, str], ...]:
    """Return our certificate and those of stations below, in words and colour."""
    ours = [one for one in certificates if one.own]
    serials = {one.serial for one in ours}
    below = [one for one in certificates if one.issuer in serials and one.station != station]
    return tuple(
        [_certificate_line("本站证书", one) for one in ours]
        + [_certificate_line(f"下级 {one.name}", one) for one in below]
    )


def _certificate_line(words: str, one: CertificateView) -> tuple[str, str]:
    until = f"有效至 {one.not_after.isoformat()}"
    return f"{words}：{one.state}，{until}", "green" if one.state == "有效" else "red"
