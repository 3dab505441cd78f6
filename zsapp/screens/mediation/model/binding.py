"""Binding the dossier from the window (装订卷宗): saved, bound off the UI thread, both files put away.

Plain Python.
"""

from pathlib import Path

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.screens.errands import Tasks
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.paper import Machine, free_name
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.dossier import Bound, Dossier
from zsapp.services.mediation import CaseView

BUSY = "正在装订卷宗……"
MOST = 3
"""Lost points named in the message; the sheet beside the dossier lists them all."""


class BindingModel:
    """The whole dossier of the case before the clerk, as one file, with the sheet of its quality check."""

    def __init__(self, desk: Dossier, editor: CaseModel, *, tasks: Tasks, machine: Machine, say: Say) -> None:
        """Bind what the editor has open."""
        self._desk, self._editor = desk, editor
        self._tasks, self._machine, self._say = tasks, machine, say
        self._busy = False

    def start(self) -> None:
        """Save, then bind (Ctrl+B); a second press while it is under way is not a second dossier."""
        if not self._busy:
            self._editor.save(self._bind)

    def _bind(self, view: CaseView) -> None:
        self._busy = True
        self._say(Notice(BUSY))
        self._tasks.run(lambda: self._written(view.id), self._bound, self._no)

    def _written(self, record_id: str) -> tuple[Bound, Path]:
        bound = self._desk.bind(record_id)
        folder, words = self._machine.folder(), bound.number or bound.title
        path = free_name(folder, f"{words} 卷宗")
        write_whole(path, bound.pdf)
        write_whole(free_name(folder, f"{words} 质量自查表"), bound.sheet)
        return bound, path

    def _bound(self, got: tuple[Bound, Path]) -> None:
        self._busy = False
        bound, path = got
        said = f"卷宗已装订，共{bound.pages}页，质量自查{bound.volume.quality.score}分：已存为 {path}"
        self._say(done(said, lost(bound)))

    def _no(self, error: ZsError) -> None:
        self._busy = False
        self._say(notice_of(error, self.start))


def lost(bound: Bound) -> str:
    """Return what the dossier lacks, in a line: papers never printed, points lost."""
    volume = bound.volume
    unprinted = [
        one.title for one, piece in zip(volume.contents, volume.pieces, strict=True) if not piece.printed
    ]
    failed = [one.criterion.what for one in volume.quality.lines if one.state == "failed"]
    said = [
        f"{word}{'、'.join(names[:MOST])}{'等' if len(names) > MOST else ''}"
        for word, names in (("没有正式打印：", unprinted), ("失分：", failed))
        if names
    ]
    return "；".join(said)
