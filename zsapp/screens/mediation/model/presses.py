"""What one press does in a case (按钮): an agreement signed or changed, clauses, an oral one. Plain Python.

What only changes the text is typed for the clerk: undo takes it back. Signing is an act: saved, then entered.
"""

from collections.abc import Callable
from typing import Any

from zsapp.base.errors import Refusal, ZsError
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_consent import all_agree
from zsapp.rules.mediation_oral import spoken
from zsapp.rules.mediation_state import reopened
from zsapp.rules.mediation_versions import amend, keep
from zsapp.rules.numerals import numeral
from zsapp.screens.errands import Tasks
from zsapp.screens.mediation.layout import AGREED, AGREEMENT
from zsapp.screens.mediation.model import editing
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.turning import Turning


class PressModel:
    """The presses of the case before the clerk."""

    def __init__(
        self, desk: Mediation, turning: Turning, editor: CaseModel, *, tasks: Tasks, say: Say
    ) -> None:
        """Work on what the editor has open."""
        self._desk, self._turning, self._editor = desk, turning, editor
        self._tasks, self._say = tasks, say
        self.opened: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open a record of another service: its sector, its id."""
        self.printed: Callable[[str, str, int], None] = lambda _form, _title, _version: None
        """Asked to print a signed version: its form, what to call it, which."""
        self._presses: dict[str, Callable[[str], None]] = {
            "sign": lambda _: self._act("sign", "协议已签署，内容就此固定；按错了的，按“签署是误按的”"),
            "unsign": lambda _: self._act("unsign", "已撤销签署，可以接着改"),
            "amend": lambda _: self._rewrite(self._amended, "amendment.reason"),
            "keep": lambda _: self._rewrite(lambda case: keep(case, self._editor.today()), "dates.agree"),
            "clause": lambda key: self._rewrite(lambda case: editing.picked(case, key)),
            "consent": lambda _: self._rewrite(lambda case: all_agree(case, self._editor.today())),
            "oral": lambda _: self._speak(),
            "print": self._print,
            "again": lambda _: self._again(),
            "aid": lambda _: self._editor.save(self._apply),
            "origin": lambda _: self._back(),
        }

    def press(self, name: str) -> None:
        """Take in that a button was pressed, by its name: `sign`, `clause payment:1`."""
        verb, _, what = name.partition(" ")
        if self._editor.state.open and self._editor.state.own:
            self._presses[verb](what)

    def _amended(self, case: Case) -> Case:
        return amend(case, self._editor.today(), "")

    def _rewrite(self, change: Callable[[Case], Case], path: str = "") -> None:
        try:
            case = change(self._editor.state.case)
        except Refusal as no:
            self._no(no)
            return
        self._editor.put(case)
        if path:
            self._editor.focus(path)

    def _speak(self) -> None:
        """Register an oral agreement: on to its three questions, the first that is still open."""
        today = self._editor.today()

        def found(mediators: Any) -> None:
            self._rewrite(lambda case: spoken(case, today, mediators))
            register = self._editor.state.case.oral_register
            if register is None:
                return
            self._editor.go(AGREED)
            self._editor.focus("oral_register.agreement[0]" if register.facts else "oral_register.facts")

        committee = self._editor.state.case.committee
        self._tasks.run(lambda: self._desk.serving(committee), found, self._no)

    def _again(self) -> None:
        """Begin a new case about the dispute of this one, which ended and is a record."""
        state = self._editor.state
        if state.reopenable:
            self._editor.keep()
            again = reopened(state.case, state.number or state.title, self._editor.today(), "")
            self._editor.begin(again)

    def _apply(self, view: CaseView) -> None:
        """Begin an application for legal aid from a case that was just saved."""

        def turned(record_id: str) -> None:
            self._say(done("已转为法律援助申请的草稿，双方和案情已带去"))
            self.opened(INTAKES, record_id)

        self._tasks.run(lambda: self._turning.case_to_intake(view.id), turned, self._no)

    def _back(self) -> None:
        """Open the record that the case came from."""
        origin = self._editor.state.case.origin
        if origin is not None:
            self.opened(origin.sector, origin.record_id)

    def _act(self, verb: str, said: str) -> None:
        """Save what is typed, then take the step."""

        def saved(view: CaseView) -> None:
            agreed = view.case.dates.agree
            on = min(agreed or self._editor.today(), self._editor.today())
            self._tasks.run(lambda: self._desk.act(view.id, verb, on=on), acted, self._refused)

        def acted(view: CaseView) -> None:
            self._editor.adopt(view)
            self._say(done(said))

        self._editor.save(saved)

    def _print(self, version: str) -> None:
        self.printed(AGREEMENT, f"人民调解协议书（第{numeral(int(version))}版）", int(version))

    def _refused(self, error: ZsError) -> None:
        self._no(error)
        if error.field:
            self._editor.focus(error.field)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))
