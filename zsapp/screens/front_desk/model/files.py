"""The files of the open record (附件): photographs, sign-in sheets; taken in, looked at. Plain Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.rules.desk_parts import DeskFile
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.kit.images import PageImage
from zsapp.screens.mediation.model.paper import A4_WIDTH_INCH
from zsapp.screens.notices import Say, notice_of
from zsapp.services.desk_attachments import DeskAttachments
from zsapp.services.front_desk import DeskView


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as painted."""

    title: str
    under: str
    pill: str
    tone: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class FilesState:
    """What the pane shows; `chosen` is the number of the file before the clerk, from 1."""

    record_id: str = ""
    files: tuple[DeskFile, ...] = ()
    own: bool = True
    chosen: int = 0
    pages: tuple[PageImage, ...] = ()
    width: int = 0
    drawn: int = 0
    generation: int = 0
    fault: str = ""


class FilesModel:
    """The files of the record before the clerk."""

    def __init__(self, desk: DeskAttachments, editor: DeskModel, *, tasks: Tasks, say: Say) -> None:
        """Keep files with the record of an editor."""
        self._desk, self._editor, self._tasks, self._say = desk, editor, tasks, say
        self.state = FilesState()
        self.kinds = desk.kinds()
        self.shown: Callable[[FilesState], None] = ignore

    def open(self) -> None:
        """Save what is typed, then put the files of the record before the clerk."""
        self._editor.save(self._came)

    def _came(self, view: DeskView) -> None:
        files: tuple[DeskFile, ...] = view.record.files
        same = view.id == self.state.record_id and files == self.state.files
        chosen = self.state.chosen if same else len(files)
        self._show(
            record_id=view.id,
            files=files,
            own=self._editor.state.own,
            chosen=chosen,
            pages=self.state.pages if same else (),
            generation=self.state.generation + 1,
            fault="",
        )
        self._draw()

    def close(self) -> None:
        """Leave the files."""
        self._show(record_id="", files=(), chosen=0, pages=(), fault="")

    def row(self, at: int) -> FileRow | None:
        """Return a file as painted."""
        if at >= len(self.state.files):
            return None
        one = self.state.files[at]
        return FileRow(one.name, f"{one.pages}页" if one.pages else "", one.kind, "blue")

    def choose(self, at: int) -> None:
        """Look at a file."""
        if 0 <= at < len(self.state.files) and at + 1 != self.state.chosen:
            self._show(chosen=at + 1, pages=(), fault="")
            self._draw()

    def resize(self, width: int) -> None:
        """Take in how many device pixels a page is wide."""
        if width > 0 and width != self.state.width:
            self.state = replace(self.state, width=width)
            self._draw()

    def _draw(self) -> None:
        state = self.state
        if not (state.record_id and state.chosen and state.width):
            return

        def came(pages: tuple[PageImage, ...]) -> None:
            if (state.record_id, state.chosen) == (self.state.record_id, self.state.chosen):
                self._show(pages=pages, drawn=self.state.drawn + 1)

        self._tasks.run(
            lambda: self._desk.images(state.record_id, state.chosen, dpi=state.width / A4_WIDTH_INCH),
            came,
            self._refused,
        )

    # --- in and out ---------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path], kind: str) -> None:
        """Take files into the record."""
        record_id = self.state.record_id
        if not (paths and record_id and self.state.own):
            return

        def taken() -> DeskView:
            for path in paths:
                view = self._desk.add(record_id, path, kind=kind)
            return view

        self._tasks.run(taken, self._changed, self._not_all)

    def drop(self) -> None:
        """Take the file before the clerk out of the record."""
        state = self.state
        if state.chosen and state.own:
            self._tasks.run(
                lambda: self._desk.drop(state.record_id, state.chosen), self._changed, self._refused
            )

    def _changed(self, view: DeskView) -> None:
        """Let the form know: what was typed meanwhile stays, and takes the files over."""
        editor = self._editor.state
        if view.id == editor.record_id and editor.unsaved:
            self._editor.put(replace(editor.record, files=view.record.files))
        self._editor.adopt(view)
        self._editor.stored(view)
        if view.id == self.state.record_id:
            self._came(view)

    def _not_all(self, error: ZsError) -> None:
        """Say which file was refused; those before it are in."""
        self._refused(error)
        record_id = self.state.record_id
        self._tasks.run(lambda: self._editor.counter.find(record_id), self._changed, ignore)

    def _refused(self, error: ZsError) -> None:
        self._show(fault=f"{error}。{error.remedy}")
        self._say(notice_of(error))

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)
