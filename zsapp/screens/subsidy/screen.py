"""The subsidy page (补贴): month, cases and claim; the scheme behind a button. Renders only."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.subsidy import Scheme
from zsapp.screens.errands import ignore
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.subsidy.layout import BLOCKS
from zsapp.screens.subsidy.model import SubsidyModel, SubsidyState

STEPS = (("review", "审核通过"), ("return", "退回"), ("publish", "公示"), ("pay", "登记发放"))
OPEN = {"已申报": ("review", "return"), "已审核": ("publish", "pay"), "已公示": ("pay",)}
"""The steps that can be taken from each state of a claim."""


class SubsidyScreen(QWidget):
    """The page."""

    def __init__(self, model: SubsidyModel, codes: Mapping[str, tuple[str, ...]], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        box.addLayout(self._head())
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        self.stack.addWidget(self._month_page())
        self.stack.addWidget(self._scheme_page(codes))
        box.addWidget(self.stack, 1)
        model.shown = self.render_state

    def _head(self) -> QHBoxLayout:
        scale, model = self._scale, self._model
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        row.addWidget(label("补贴", "title"))
        row.addSpacing(scale["space3"])
        self.before = button("上一月", "", lambda: model.turn(-1))
        self.month = QLineEdit()
        self.month.setAccessibleName("月份")
        self.month.setMaximumWidth(scale.px(120))
        self.month.returnPressed.connect(lambda: model.choose_month(self.month.text()))
        self.after = button("下一月", "", lambda: model.turn(1))
        for one in (self.before, self.month, self.after):
            row.addWidget(one)
        row.addStretch()
        self.month_book = button("导出本月", "quiet", lambda: model.save_report(year=False))
        self.year_book = button("导出全年", "quiet", lambda: model.save_report(year=True))
        for one in (self.month_book, self.year_book):
            row.addWidget(one)
        self.setting = button("补贴办法", "", lambda: model.edit_scheme(editing=not model.state.editing))
        row.addWidget(self.setting)
        return row

    def _month_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("clear")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._scale["space4"])
        row.addWidget(self._cases_card(), 1)
        row.addWidget(self._claim_card(), 1)
        return page

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        box.addWidget(label(title, "section"))
        return card, box

    def _cases_card(self) -> QFrame:
        card, box = self._card("本月办结、还没有申报的案件")
        self.table = RowModel(self._model.row, lambda: False, lambda: None)
        self.rows = RowList(self.table, self._scale, "可以申报的案件")
        box.addWidget(self.rows, 1)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("有不符合办法的地方时，在这里写明理由")
        self.reason.setAccessibleName("放行理由")
        box.addWidget(self.reason)
        self.claim = button("全部申报", "primary", lambda: self._model.claim(self.reason.text()))
        box.addWidget(self.claim, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _claim_card(self) -> QFrame:
        card, box = self._card("本月申报表")
        self.whose = QComboBox()
        self.whose.setAccessibleName("调委会")
        self.whose.activated.connect(lambda _at: self._model.choose_committee(self.whose.currentData()))
        box.addWidget(self.whose)
        self.lines = RowModel(self._model.line, lambda: False, lambda: None)
        self.line_rows = RowList(self.lines, self._scale, "申报明细")
        box.addWidget(self.line_rows, 1)
        self.words = QLineEdit()
        self.words.setPlaceholderText("审核人、退回理由或发放凭证")
        self.words.setAccessibleName("审核人、退回理由或发放凭证")
        box.addWidget(self.words)
        row = QHBoxLayout()
        self.form_out = button("申报表存为PDF", "", self._model.save_form)
        row.addWidget(self.form_out)
        row.addStretch()
        self.steps = {step: button(words, "", partial(self._decide, step)) for step, words in STEPS}
        for one in self.steps.values():
            row.addWidget(one)
        box.addLayout(row)
        return card

    def _decide(self, step: str) -> None:
        self._model.decide(step, self.words.text())
        self.words.clear()

    def _scheme_page(self, codes: Mapping[str, tuple[str, ...]]) -> QFrame:
        model, scale = self._model, self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space1"], scale["space2"])
        row = QHBoxLayout()
        row.addStretch()
        self.save = button("保存办法", "primary", model.save_scheme)
        row.addWidget(self.save)
        desk = Desk(
            kind=Scheme,
            codes=codes,
            today=model.today,
            scale=scale,
            edited=model.edit,
            unread=model.unread,
            entered=model.entered,
            undone=ignore,
            add=model.add,
            remove=model.remove,
            ended=self.save.setFocus,
        )
        self.form = Form(desk, BLOCKS)
        box.addWidget(self.form, 1)
        box.addLayout(row)
        return card

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: SubsidyState) -> None:
        """Show a state."""
        if self.month.text() != state.month:
            self.month.setText(state.month)
        self.sentence.setText(state.sentence)
        self.setting.setText("返回" if state.editing else "补贴办法")
        self.stack.setCurrentIndex(int(state.editing))
        if state.editing:
            self.form.fill(state.scheme)
            self.form.show_faults(state.faults)
        self._show_committees(state)
        self.table.show_rows(len(state.cases), state.generation)
        self.claim.setEnabled(bool(state.cases) and not state.gap)
        self.reason.setVisible(state.stopped)
        claim = state.claim
        self.form_out.setVisible(claim is not None)
        self.lines.show_rows(len(claim.claim.lines) if claim else 0, state.generation)
        ready = OPEN.get(claim.state, ()) if claim else ()
        for step, one in self.steps.items():
            one.setVisible(step in ready)
        self.words.setVisible(bool(ready))

    def _show_committees(self, state: SubsidyState) -> None:
        """Offer the committees that claimed for the month; at a village there is only its own."""
        known = [self.whose.itemData(at) for at in range(self.whose.count())]
        wanted = list(dict.fromkeys(["", *state.committees, state.committee]))
        if known != wanted:
            self.whose.clear()
            for one in wanted:
                self.whose.addItem(one or "本调委会", one)
        self.whose.setCurrentIndex(self.whose.findData(state.committee))
        self.whose.setVisible(len(wanted) > 1)
