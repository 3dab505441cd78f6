"""What one press does in an application (按钮): exemptions, documents, scans, on to mediation. Plain Python.

What only changes answers is typed for the clerk: undo takes it back. What leaves the page saves first.
"""

from collections.abc import Callable
from pathlib import Path

from zsapp.base.errors import ZsError
from zsapp.screens.errands import Tasks
from zsapp.screens.kit.images import PageImage
from zsapp.screens.legal_aid.model import editing
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.steps_means import EXEMPT, HANDED
from zsapp.screens.legal_aid.steps_who import BACK, TURN
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.legal_aid import IntakeView
from zsapp.services.legal_aid_files import AidFiles
from zsapp.services.turning import Turning

CASES = "mediation"
TURNED = "已转为人民调解的草稿，双方和案情已带去"
BARE = "这份申请限制查看：只带去了双方的姓名，住址、电话和案情没有带去，请当面问清"


class PressModel:
    """The presses of the application before the clerk."""

    def __init__(
        self, files: AidFiles, turning: Turning, editor: IntakeModel, *, tasks: Tasks, say: Say
    ) -> None:
        """Work on what the editor has open."""
        self._files, self._turning, self._editor = files, turning, editor
        self._tasks, self._say = tasks, say
        self.opened: Callable[[str, str], None] = lambda _sector, _record_id: None
        """Asked to open another record: its sector, its id."""

    def press(self, name: str) -> None:
        """Take in that a button was pressed, by its name: `turn`, `handed 身份证复印件`."""
        verb, _, what = name.partition(" ")
        if verb == BACK:
            self._back()
        elif verb == "go":
            self._editor.focus(what)
        elif self._editor.state.own and verb == TURN:
            self.turn()
        elif verb == EXEMPT:
            self._editor.edit("exemption", what)
        elif verb == HANDED:
            self._editor.put(editing.handed(self._editor.state.intake, what))

    def _back(self) -> None:
        origin = self._editor.state.intake.origin
        if origin is not None:
            self.opened(origin.sector, origin.record_id)

    def turn(self) -> None:
        """Save, then begin a mediation case from it (转为人民调解)."""
        self._editor.save(self._turn)

    def _turn(self, view: IntakeView) -> None:
        def turned(record_id: str) -> None:
            self._say(
                Notice(BARE, "", "amber")
                if view.restricted
                else done("已转为人民调解的草稿，姓名和案情已带去")
            )
            self.opened(CASES, record_id)

        self._tasks.run(lambda: self._turning.intake_to_case(view.id), turned, self._no)

    # --- scans --------------------------------------------------------------------------------------------

    def add_scans(self, files: tuple[Path, ...], name: str = "") -> None:
        """Save, then take scanned documents into the record; a single one may be that of a document."""
        if files:
            self._editor.save(lambda view: self._add(view, files, name))

    def _add(self, view: IntakeView, files: tuple[Path, ...], name: str) -> None:
        def add() -> IntakeView:
            kept = view
            for one in files:
                kept = self._files.add(view.id, one, name if len(files) == 1 else "")
            return kept

        def added(kept: IntakeView) -> None:
            self._editor.adopt(kept)
            self._say(done(f"已加入{len(files)}份扫描件，加密保存在这份申请里"))

        self._tasks.run(add, added, self._no)

    def drop_scan(self, name: str) -> None:
        """Take the scan of a document out of the record."""
        record_id = self._editor.state.record_id
        self._editor.save(
            lambda _view: self._tasks.run(
                lambda: self._files.drop(record_id, name), self._editor.adopt, self._no
            )
        )

    def see_scan(self, name: str, then: Callable[[tuple[PageImage, ...]], None]) -> None:
        """Ask for the pages of a document's scan."""
        record_id = self._editor.state.record_id
        self._tasks.run(lambda: self._files.images(record_id, name), then, self._no)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))
