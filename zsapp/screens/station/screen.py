"""The station page (工作站): who we are, certificate, users, passphrase, size of type. Renders only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from zsapp.rules.roles import IDLE_MINUTES
from zsapp.screens.kit.tokens import SCALES, Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.station.functions import FunctionsCard
from zsapp.screens.station.model import TIERS, StationModel, StationState
from zsapp.screens.station.numbers import NumbersCard
from zsapp.screens.station.roles import RoleChoice, RolesCard

PROFILE = (
    ("name", "工作站名称"),
    ("committee", "人民调解委员会全称"),
    ("short", "字号简称（编号里用）"),
    ("number_pattern", "编号格式"),
    ("oral_pattern", "口头协议编号格式（本系统建议值，待核，可改）"),
)
FILES = "证书和申请 (*.certificate *.request);;所有文件 (*)"
SIZES = {100: "标准", 112: "稍大", 125: "大", 150: "特大"}


@dataclass(frozen=True, slots=True)
class LockTime:
    """After how many minutes the window locks itself, and how that is changed."""

    minutes: int
    change: Callable[[int], None]


class StationScreen(QWidget):
    """The page."""

    def __init__(
        self, model: StationModel, scale: Scale, rescale: Callable[[int], None], lock: LockTime
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale, self._rescale, self._lock = model, scale, rescale, lock
        self.lines: dict[str, QLineEdit] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(scale["space5"], scale["space4"], scale["space3"], 0)
        outer.setSpacing(scale["space3"])
        outer.addWidget(label("工作站", "title"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll, 1)
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, scale["space3"], scale["space4"])
        box.setSpacing(scale["space4"])
        box.addWidget(self._profile_card())
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        row.addWidget(self._people_card(), 1)
        row.addWidget(self._certificate_card(), 1)
        box.addLayout(row)
        self.roles = RolesCard(model, scale)
        box.addWidget(self.roles)
        self.numbers = NumbersCard(model, scale)
        box.addWidget(self.numbers)
        if not model.state.profile.committee:
            self.numbers.hide()
        self.functions = FunctionsCard(model.functions, scale)
        box.addWidget(self.functions)
        box.addWidget(self._size_card())
        box.addWidget(self._lock_card())
        box.addStretch()
        scroll.setWidget(inner)
        model.shown = self.render_state

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space2"])
        box.addWidget(label(title, "section"))
        return card, box

    def _line(self, box: QVBoxLayout, name: str, words: str, *, secret: bool = False) -> QLineEdit:
        above = label(words, "label")
        made = self._bare(name, words)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        above.setBuddy(made)
        box.addWidget(above)
        box.addWidget(made)
        return made

    def _bare(self, name: str, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(words)
        made.returnPressed.connect(made.focusNextChild)
        self.lines[name] = made
        return made

    def _profile_card(self) -> QFrame:
        card, box = self._card("资料")
        self.tier = label("", "small", wrap=True)
        box.addWidget(self.tier)
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._scale["space4"])
        grid.setVerticalSpacing(self._scale["space2"])
        for at, (name, words) in enumerate(PROFILE):
            cell = QVBoxLayout()
            cell.setSpacing(self._scale["space1"])
            line = self._line(cell, name, words)
            line.textEdited.connect(lambda text, item=name: self._model.edit(item, text))
            grid.addLayout(cell, at // 2, at % 2)
        box.addLayout(grid)
        row = QHBoxLayout()
        self.example = label("", "small", wrap=True)
        row.addWidget(self.example, 1)
        self.save = button("保存资料", "primary", self._model.save_profile)
        row.addWidget(self.save)
        box.addLayout(row)
        return card

    def _people_card(self) -> QFrame:
        card, box = self._card("用户与口令")
        self.users = label("", "small", wrap=True)
        box.addWidget(self.users)
        self._line(box, "new", "新口令", secret=True)
        self._line(box, "again", "再输一遍新口令", secret=True)
        self.change = button("更换我的口令", "", self._change)
        box.addWidget(self.change, 0, Qt.AlignmentFlag.AlignRight)
        self._line(box, "user", "添加用户：姓名")
        self._line(box, "user_passphrase", "这位用户的口令", secret=True)
        box.addWidget(label("这位用户的角色", "label"))
        self.role = RoleChoice("这位用户的角色")
        box.addWidget(self.role)
        self.add = button("添加用户", "", self._add)
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _change(self) -> None:
        self._model.change_passphrase(self.lines["new"].text(), self.lines["again"].text())
        for name in ("new", "again"):
            self.lines[name].clear()

    def _add(self) -> None:
        role = str(self.role.currentData())
        self._model.add_user(self.lines["user"].text(), self.lines["user_passphrase"].text(), role)
        self.lines["user_passphrase"].clear()

    def _certificate_card(self) -> QFrame:
        card, box = self._card("入网证书")
        self._certificate = QVBoxLayout()
        self._certificate.setSpacing(self._scale["space1"])
        box.addLayout(self._certificate)
        self.browse = self._browsed(box, "folder", "U盘或文件夹", self._browse)
        self.request = button("生成申请", "", lambda: self._model.request(self.lines["folder"].text()))
        box.addWidget(self.request)
        self.browse_file = self._browsed(box, "file", "收到的文件（证书，或下级的申请）", self._browse_file)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.accept = button("安装证书", "", lambda: self._model.accept(self.lines["file"].text()))
        row.addWidget(self.accept)
        self.approve = button(
            "批准申请",
            "",
            lambda: self._model.approve(self.lines["file"].text(), self.lines["folder"].text()),
        )
        row.addWidget(self.approve)
        row.addStretch()
        box.addLayout(row)
        self.approve.setVisible(self._model.state.profile.tier != "village")
        box.addStretch()
        return card

    def _browsed(self, box: QVBoxLayout, name: str, words: str, browse: Callable[[], None]) -> QPushButton:
        """Add a line with a button that looks for what is to stand in it."""
        above = label(words, "label")
        above.setBuddy(self._bare(name, words))
        box.addWidget(above)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        row.addWidget(self.lines[name], 1)
        made = button("浏览", "quiet", browse)
        made.setAccessibleName(f"浏览：{words}")
        row.addWidget(made)
        box.addLayout(row)
        return made

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择文件夹", self.lines["folder"].text()):
            self.lines["folder"].setText(chosen)

    def _browse_file(self) -> None:
        where = self.lines["file"].text() or self.lines["folder"].text()
        if chosen := QFileDialog.getOpenFileName(self, "选择收到的文件", where, FILES)[0]:
            self.lines["file"].setText(chosen)

    def _size_card(self) -> QFrame:
        card, box = self._card("字的大小")
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.sizes = QButtonGroup(self)
        for percent in SCALES:
            chip = button(f"{SIZES[percent]} {percent}%", "chip", partial(self._rescale, percent))
            chip.setCheckable(True)
            chip.setChecked(percent == self._scale.percent)
            self.sizes.addButton(chip, percent)
            row.addWidget(chip)
        row.addStretch()
        box.addLayout(row)
        return card

    def _lock_card(self) -> QFrame:
        card, box = self._card("自动锁定")
        about = "这么久没有人操作，窗口就要求重新输入口令；输入的内容不会丢失。"
        box.addWidget(label(about, "small", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.idle = QButtonGroup(self)
        for minutes in IDLE_MINUTES:
            chip = button(f"{minutes} 分钟", "chip", partial(self._lock.change, minutes))
            chip.setCheckable(True)
            chip.setChecked(minutes == self._lock.minutes)
            self.idle.addButton(chip, minutes)
            row.addWidget(chip)
        row.addStretch()
        box.addLayout(row)
        return card

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self.render_state(self._model.state)
        self._model.start()
        self.lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: StationState) -> None:
        """Show a state."""
        profile = state.profile
        since = f"，{profile.since.isoformat()} 建站" if profile.since else ""
        self.tier.setText(f"{TIERS.get(profile.tier, profile.tier)}，区划代码 {profile.code}{since}")
        for name, _ in PROFILE:
            if self.lines[name].text() != getattr(profile, name):
                self.lines[name].setText(getattr(profile, name))
                self.lines[name].setCursorPosition(0)
            wrong = name == state.fault_field
            if wrong and self.lines[name].property("fault") != "true":
                self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)
            retone(self.lines[name], "fault", "true" if wrong else "false")
        self.example.setText(state.example)
        if self.lines["user"].text().strip() in state.users:
            self.lines["user"].clear()
        if state.stick and not self.lines["folder"].text():
            self.lines["folder"].setText(state.stick)
        others = [one for one in state.users if one != state.user]
        self.users.setText(f"当前用户：{state.user}" + (f"；其他用户：{'、'.join(others)}" if others else ""))
        self.add.setEnabled(state.administers)
        self.roles.render_state(state)
        self.numbers.render_state(state, self._model.today().year)
        self._show_certificate(state)

    def _show_certificate(self, state: StationState) -> None:
        while self._certificate.count():
            gone = self._certificate.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for words, tone in state.certificate or (("还没有证书：生成申请，交上级工作站批准后安装", "amber"),):
            one = label(words, "small", wrap=True)
            retone(one, "tone", tone)
            self._certificate.addWidget(one)
