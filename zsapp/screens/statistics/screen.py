"""The 台账统计 page: a period's figures at the left, the cases of one at the right. Renders only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zsapp.rules.reporting import BASES, TABLE_B, Counters
from zsapp.screens.errands import ignore
from zsapp.screens.imports.screen import ImportScreen
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, retone
from zsapp.screens.statistics.figures import FigureList, Figures
from zsapp.screens.statistics.layout import BLOCKS
from zsapp.screens.statistics.model import KINDS, SHEETS, VIEWS, StatisticsModel, StatisticsState, View
from zsapp.screens.statistics.rows import choices_of

FOCUS = Qt.FocusReason.OtherFocusReason
HINT = "↑ ↓ 看各个数字　Enter 到右边的案件，再按 Enter 打开　Alt+← Alt+→ 换一期　Ctrl+E 导出统计表"


class StatisticsScreen(QWidget):
    """The page."""

    def __init__(self, model: StatisticsModel, imports: ImportScreen, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self._before: object = None
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        self.head = self._head()
        box.addWidget(self.head)
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        self.stack.addWidget(self._table_page())
        self.stack.addWidget(self._counters_page())
        self.imports = imports
        imports.left.connect(lambda: model.turn_to("table"))
        self.stack.addWidget(imports)
        box.addWidget(self.stack, 1)
        for keys, call in (
            ("Alt+Left", lambda: model.turn(-1)),
            ("Alt+Right", lambda: model.turn(1)),
            ("Ctrl+E", self._export),
        ):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(call)
        model.shown = self.render_state

    # --- parts --------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        scale, model = self._scale, self._model
        row = Flow(scale["space2"], scale["space2"])
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("统计表")
        for name, words in SHEETS:
            self.sheet.addItem(words, name)
        self.sheet.activated.connect(lambda _at: model.choose_sheet(self.sheet.currentData()))
        self.kind = QComboBox()
        self.kind.setAccessibleName("报表期别")
        for kind, words in KINDS:
            self.kind.addItem(words, kind)
        self.kind.activated.connect(lambda _at: model.choose_kind(self.kind.currentData()))
        self.before = button("上一期", "", lambda: model.turn(-1), "Alt+←")
        self.period = label("", "section")
        self.period.setMinimumWidth(scale.px(130))
        self.period.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.after = button("下一期", "", lambda: model.turn(1), "Alt+→")
        self.basis = QComboBox()
        self.basis.setAccessibleName("统计口径")
        for by, words in BASES.items():
            self.basis.addItem(words, by)
        self.basis.activated.connect(lambda _at: model.choose_basis(self.basis.currentData()))
        self.whole = button("显示全部栏目", "quiet", lambda: model.show_whole(whole=not model.state.whole))
        self.old = button("导入旧台账", "quiet", lambda: model.turn_to("imports"))
        row.add(label("台账统计", "title"), self.sheet)
        row.add(self.kind, self.before, self.period, self.after, self.basis)
        row.add(self.whole, self.old)
        return flowing(row)

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space3"], scale["space2"])
        box.setSpacing(scale["space2"])
        return card, box

    def _table_page(self) -> QWidget:
        scale, model = self._scale, self._model
        page = QWidget()
        page.setObjectName("clear")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(scale["space3"])
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        left, box = self._card()
        self.line = QComboBox()
        self.line.setAccessibleName("看哪一行")
        self.line.activated.connect(lambda _at: model.choose_row(self.line.currentText()))
        box.addWidget(self.line)
        self.table = Figures(model.row, lambda: False, lambda: None)
        self.figures = FigureList(self.table, scale)
        self.figures.rested.connect(model.choose)
        self.figures.entered_on.connect(self._to_cases)
        box.addWidget(self.figures)
        row.addWidget(left, 1)
        right, box = self._card()
        self.behind = Elided("", "section")
        box.addWidget(self.behind)
        self.note = label("", "small", wrap=True)
        box.addWidget(self.note)
        self.cases = RowModel(model.case, lambda: False, lambda: None)
        self.rows = RowList(self.cases, scale, "数字后面的案件")
        self.rows.chosen.connect(model.open_case)
        box.addWidget(self.rows, 1)
        row.addWidget(right, 1)
        whole.addLayout(row, 1)
        whole.addWidget(self._foot())
        whole.addWidget(label(HINT, "small", wrap=True))
        return page

    def _foot(self) -> QWidget:
        scale, model = self._scale, self._model
        self.folder = QLineEdit(str(model.folder()))
        self.folder.setAccessibleName("导出到文件夹")
        self.folder.setMinimumWidth(scale.px(180))
        self.folder.setCursorPosition(0)
        self.browse = button("浏览", "quiet", self._browse)
        self.enter = button("填报排查数", "", lambda: model.turn_to("counters"))
        if not model.enters:
            self.enter.hide()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("重新锁定的理由")
        self.reason.setAccessibleName("重新锁定的理由")
        self.freeze = button("锁定本期", "", self._freeze)
        self.register = button(
            "导出台账", "", lambda: model.export_register(self.folder.text(), masked=False)
        )
        self.masked = button(
            "导出隐名台账",
            "",
            lambda: model.export_register(self.folder.text(), masked=True),
            "隐去当事人姓名",
        )
        self.export = button("导出统计表", "primary", self._export, "Ctrl+E")
        row = Flow(scale["space2"], scale["space2"])
        row.add(label("导出到", "label"), self.folder, self.browse, self.enter, self.reason, self.freeze)
        row.add(self.register, self.masked, self.export)
        return flowing(row)

    def _counters_page(self) -> QFrame:
        scale, model = self._scale, self._model
        card, box = self._card()
        head = QHBoxLayout()
        head.setSpacing(scale["space2"])
        self.month = label("", "section")
        self.earlier = button("上一月", "", lambda: model.turn_month(-1))
        self.later = button("下一月", "", lambda: model.turn_month(1))
        self.back = button("返回", "", lambda: model.turn_to("table"))
        self.save = button("保存填报数", "primary", model.save_counters)
        for one in (self.month, self.earlier, self.later):
            head.addWidget(one)
        head.addStretch()
        for one in (self.back, self.save):
            head.addWidget(one)
        box.addLayout(head)
        desk = Desk(
            kind=Counters,
            codes={},
            today=model.today,
            scale=scale,
            edited=model.edit,
            unread=model.unread,
            entered=model.entered,
            undone=ignore,
            add=lambda _path, _member: None,
            remove=ignore,
            ended=self.save.setFocus,
        )
        self.form = Form(desk, BLOCKS)
        box.addWidget(self.form, 1)
        return card

    # --- gestures -----------------------------------------------------------------------------------------

    def _export(self) -> None:
        self._model.export_table(self.folder.text())

    def _freeze(self) -> None:
        self._model.freeze(self.reason.text())
        self.reason.clear()

    def _to_cases(self) -> None:
        if self.cases.rowCount():
            self.rows.setFocus(FOCUS)
            self.rows.setCurrentIndex(self.cases.index(0))

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择文件夹", self.folder.text()):
            self.folder.setText(chosen)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.figures.setFocus(FOCUS)

    def render_state(self, state: StatisticsState) -> None:
        """Show a state."""
        self.kind.setCurrentIndex(self.kind.findData(state.kind))
        self.basis.setCurrentIndex(self.basis.findData(state.by))
        self.period.setText(state.period.text)
        self.whole.setText("只看有数字的" if state.whole else "显示全部栏目")
        self.sentence.setText(state.sentence)
        retone(self.sentence, "tone", state.tone)
        table, at = state.view == "table", VIEWS.index(state.view)
        arrived = at != self.stack.currentIndex()
        self.head.setVisible(table)
        self.sentence.setVisible(table)
        self.stack.setCurrentIndex(at)
        if state.view == "counters":
            self._render_counters(state)
        elif table:
            self._render_table(state)
        if arrived:
            self._arrive(state.view)

    def _arrive(self, view: View) -> None:
        """Put the caret where one begins."""
        if view == "counters":
            self.form.first()
        elif view == "imports":
            self.imports.start()
        else:
            self.figures.setFocus(FOCUS)

    def _render_table(self, state: StatisticsState) -> None:
        now = (id(state.report), id(state.table_a), id(state.counted), state.row)
        fresh = bool(state.rows) and now != self._before
        if fresh or not state.rows:
            self._before = now if state.rows else None
            self.table.show_rows(len(state.rows), state.generation)
        self._render_choices(state)
        self.behind.put(state.behind)
        self.cases.show_rows(len(state.cases), state.generation)
        self.note.setText(state.note)
        self.note.setVisible(bool(state.note))
        ready = state.report is not None and not state.report.table.stops
        frozen = state.report.frozen if state.report else None
        whole = state.table_a is not None or state.counted is not None
        self.export.setEnabled(ready or frozen is not None or whole)
        again = frozen is not None and bool(state.report and state.report.differences)
        self.freeze.setText("重新锁定" if again else "锁定本期")
        self.freeze.setEnabled(ready and (frozen is None or again))
        self.reason.setVisible(again)
        if fresh:
            self.figures.first()

    def _render_choices(self, state: StatisticsState) -> None:
        """Show which table and which row of it; what only Table B has is not there for Table A."""
        self.sheet.setCurrentIndex(self.sheet.findData(state.sheet))
        cases, sheet = state.sheet == TABLE_B, self._model.indicators
        for at, (by, words) in enumerate((sheet.bases if sheet else BASES).items()):
            self.basis.setItemText(at, words)
            self.basis.setItemData(at, by)
        names = choices_of(state.report)
        if [self.line.itemText(at) for at in range(self.line.count())] != list(names):
            self.line.clear()
            self.line.addItems(names)
        self.line.setCurrentIndex(max(0, self.line.findText(state.row)))
        self.line.setVisible(len(names) > 2)
        self.freeze.setVisible(cases)
        for one in (self.basis, self.register, self.masked):
            one.setVisible(cases or sheet is not None)
        self.enter.setVisible(cases and self._model.enters)

    def _render_counters(self, state: StatisticsState) -> None:
        self.month.setText(f"{state.counters.period.text}　{state.counters.committee}")
        self.form.fill(state.counters)
        self.form.show_faults(state.faults)
