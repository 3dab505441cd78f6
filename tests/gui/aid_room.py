"""The legal-aid page before a clerk: keys and texts go in, what stands in the pane comes out."""

from datetime import date

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from tests.gui.conftest import Room, commit
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.screens.kit.controls import Choice
from zsapp.screens.kit.reading import show_date
from zsapp.screens.legal_aid.screen import AidScreen
from zsapp.screens.shell import Shell
from zsapp.services.station import Station


class AidRoom:
    """The page, and what the tests ask of it."""

    def __init__(self, room: Room) -> None:
        """Turn to the page."""
        self.room = room
        page = room.turn_to("legal_aid")
        assert isinstance(page, AidScreen)
        self.page: AidScreen = page
        self.settle()

    @property
    def shell(self) -> Shell:
        return self.room.shell

    @property
    def station(self) -> Station:
        return self.room.station

    @property
    def model(self):
        return self.page.models.intake

    @property
    def intake(self) -> LegalAidIntake:
        return self.model.state.intake

    @property
    def form(self):
        return self.page.interview.form(self.model.state.step)

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(4):
            QApplication.processEvents()
            self.room.tasks.settle()
        if self.model.state.open:
            self.form.finish()

    def keys(self, *sequences: str) -> None:
        """Press keys into whatever has the focus."""
        self.room.keys(*sequences)
        self.settle()

    def begin(self) -> None:
        """Press Ctrl+N on the page."""
        self.keys("Ctrl+N")

    def open(self, ref: str) -> None:
        """Open a stored application."""
        self.page.open_at(self.station.legal_aid.find(ref).id)
        self.settle()

    def field(self, path: str):
        """Return the field of a path in the group before the clerk."""
        self.form.finish()
        return self.form.desk.fields.get(path)

    def asks(self, path: str) -> bool:
        """Say whether a question is asked in the group before the clerk, scrolled to or not."""
        field = self.field(path)
        return field is not None and field.isVisibleTo(self.form)

    def go(self, path: str):
        """Put the caret into a field, in whichever group it stands."""
        self.page.interview.focus_path(path)
        QApplication.processEvents()
        found = self.field(path)
        assert found is not None, path
        assert found.control.hasFocus(), path
        return found

    def fill(self, path: str, text: str) -> None:
        """Type a text into a field, or choose it from its list, and leave the field by Enter."""
        field = self.go(path)
        control = field.control
        if isinstance(control, Choice) and not control.isEditable():
            while control.currentText() != text:
                self.room.keys("Down")
        else:
            (control.lineEdit() if isinstance(control, Choice) else control).selectAll()
            commit(text) if text else self.room.keys("Delete")
        field.control.left.emit()

    def type_in(self, answers: tuple[tuple[str, str], ...]) -> None:
        """Type answers, one after the other."""
        for path, text in answers:
            self.fill(path, text)

    def press(self, words: str) -> None:
        """Press the button (or box) that is shown and starts with these words, scrolled to or not."""
        every = self.page.findChildren(QAbstractButton)
        found = [one for one in every if one.text().startswith(words) and one.isVisibleTo(self.page)]
        assert found, (words, sorted({one.text() for one in every}))
        found[0].click()
        self.settle()

    def reads(self, words: str) -> bool:
        """Say whether words stand in the pane of the opinion or beside the questions."""
        return any(words in one for one in self.said())

    def said(self) -> list[str]:
        """Return what stands on the page in labels and buttons, scrolled to or not."""
        labels = [one for kind in (QLabel, QPushButton) for one in self.page.findChildren(kind)]
        return [one.text() for one in labels if one.isVisibleTo(self.page) and one.text()]

    # --- the opinion --------------------------------------------------------------------------------------

    @property
    def advice(self) -> str:
        """The opinion in the pane."""
        return self.page.advice.advice.text()

    @property
    def basis(self) -> str:
        """What it rests on, as the pane has it."""
        return self.page.advice.basis.text().removeprefix("依据：")

    @property
    def missing(self) -> list[str]:
        """What is missing, as the pane numbers it."""
        told = [one.text() for one in self.page.advice.findChildren(QLabel)]
        return [one.partition(". ")[2] for one in told if one.partition(". ")[0].isdigit()]

    def until(self, what: str) -> date | None:
        """Return whether the pane names a deadline with this day."""
        told = [one.text() for one in self.page.advice.findChildren(QLabel)]
        return next((one for one in told if one.startswith(what)), "")


def day_words(day: date) -> str:
    """Return a day as the pane writes it."""
    return show_date(day)
