"""How long the window keeps the clerk waiting: the longest stretch on the UI thread, as a ratio to a floor.

The floor is Qt alone: a window of forty labelled lines in the program's own looks, made, shown and painted in
the same run. What a service does is not counted, for it is done in the lane; what is done with its answer is.
Both are measured in the thread's own time: a busy machine must not be measured as ours.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tests.stations import acceptance_case, make_station
from zsapp.base.errors import ZsError
from zsapp.rules.mediation import Case
from zsapp.screens.desk import MEDIATION
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.party import applicant, respondent
from zsapp.screens.shell import Shell
from zsapp.screens.tasks import Inline
from zsapp.screens.window import restyle
from zsapp.services.station import Station

ROUNDS, FIELDS = 5, 40
LONG = "调解员：双方的权利义务已经告知，是否听清？" * 450


class Probe(Inline):
    """A lane that times what is done on the UI thread and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._line: list[tuple[Callable[[], Any], Callable[[Any], Any], Callable[[ZsError], Any]]] = []
        self._stretches: list[float] = []

    def run(
        self, errand: Callable[[], Any], done: Callable[[Any], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Let an errand wait for its turn."""
        self._line.append((errand, done, refused))

    def _time(self, call: Callable[[], Any]) -> None:
        start = time.thread_time()
        call()
        self._stretches.append(time.thread_time() - start)

    def longest(self, gesture: Callable[[], Any]) -> float:
        """Return the longest stretch that a gesture, and all it brings about, keeps the UI thread."""
        self._stretches.clear()
        self._time(gesture)
        for _ in range(20):
            self._time(QApplication.processEvents)
            self._time(self.settle)
            while self._line:
                errand, done, refused = self._line.pop(0)
                try:
                    result = errand()
                except ZsError as error:
                    self._time(lambda refused=refused, error=error: refused(error))
                else:
                    self._time(lambda done=done, result=result: done(result))
        return max(self._stretches)


@pytest.fixture(scope="module")
def looks(qapp: QApplication) -> Iterator[QApplication]:
    qapp.setStyle("Fusion")
    restyle(Scale(100))
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture
def floor(looks: QApplication) -> float:
    """Give the time of a bare form of forty lines."""
    return min(bare_form() for _ in range(ROUNDS))


def bare_form() -> float:
    start = time.thread_time()
    window, inner = QScrollArea(), QWidget()
    lines = QVBoxLayout(inner)
    for number in range(FIELDS):
        lines.addWidget(QLabel(f"第{number}栏"))
        lines.addWidget(QLineEdit())
    window.setWidget(inner)
    window.resize(1366, 748)
    window.show()
    QApplication.processEvents()
    taken = time.thread_time() - start
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    return taken


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with make_station(tmp_path / "village") as made:
        yield made


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
def shell(looks: QApplication, station: Station, probe: Probe, tmp_path: Path) -> Iterator[Shell]:
    made = Shell(station, probe, Scale(100), lambda _notice: None, home=tmp_path / "settings")
    made.resize(1366, 748)
    made.show()
    made.start()
    made.side.choose(MEDIATION)
    probe.longest(QApplication.processEvents)
    yield made
    made.let_go()
    made.close()
    made.deleteLater()


def many_parties(station: Station) -> str:
    """Store a case of twelve parties, a roster of twelve and four instalments; return its id."""
    station.mediation.import_case(acceptance_case("C03"))
    view = station.mediation.find("C03")
    sides = (*[applicant()] * 6, *[respondent()] * 6)
    parties = tuple(
        replace(one, name=f"第{n}位", phone="13800000101", address="云涧村南巷12号", age=40)
        for n, one in enumerate(sides)
    )
    case: Case = replace(view.case, parties=parties, record=LONG)
    return station.mediation.save(view.id, case, base_version=view.version).id


def told(request: pytest.FixtureRequest, words: str, longest: float, floor: float, bound: float) -> None:
    """Write a figure into the run's output and hold it to its bound."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    line = f"  {words}: {longest * 1e3:.0f} ms, floor {floor * 1e3:.0f} ms, ratio {longest / floor:.2f}"
    if reporter:
        reporter.write_line(line)
    assert longest / floor <= bound, line


def test_a_keystroke_costs_a_fraction_of_a_bare_form(shell, station, probe, floor, request):
    record_id = many_parties(station)
    probe.longest(lambda: shell.models.case.open(record_id, 0))
    shell.mediation.paper.pages._say_size()
    field = shell.mediation.case.form(0).desk.fields["brief"].control
    field.setFocus()
    times = [probe.longest(lambda: field.insertPlainText("雨")) for _ in range(3 * ROUNDS)]
    told(request, "a keystroke in a field", sorted(times)[len(times) // 2], floor, 1)


def test_a_keystroke_in_ten_thousand_characters_too(shell, station, probe, floor, request):
    record_id = many_parties(station)
    probe.longest(lambda: shell.models.case.open(record_id, 3))
    shell.mediation.paper.pages._say_size()
    field = shell.mediation.case.form(3).desk.fields["record"].control
    field.setFocus()
    times = [probe.longest(lambda: field.insertPlainText("雨")) for _ in range(3 * ROUNDS)]
    told(request, "a keystroke in a record of 9,900 characters", sorted(times)[len(times) // 2], floor, 1.5)


def test_switching_the_step_never_keeps_the_clerk_waiting(shell, station, probe, floor, request):
    record_id = many_parties(station)
    case, first, again = shell.models.case, [], []
    for _ in range(ROUNDS):
        probe.longest(case.leave)
        shell.mediation.case._record = ""
        probe.longest(lambda: case.open(record_id, 0))
        first.append(max(probe.longest(lambda step=step: case.go(step)) for step in range(1, 6)))
        again.append(max(probe.longest(lambda step=step: case.go(step)) for step in range(6)))
    told(request, "a step seen for the first time", min(first), floor, 6)
    told(request, "a step seen before", min(again), floor, 2)


def test_a_case_of_twelve_parties_opens_without_a_halt(shell, station, probe, floor, request):
    record_id = many_parties(station)
    for step, words in ((0, "登记"), (4, "协议")):
        times = []
        for _ in range(ROUNDS):
            probe.longest(shell.mediation.begin)
            times.append(probe.longest(lambda step=step: shell.models.case.open(record_id, step)))
        told(request, f"opening a case of 12 parties at {words}", min(times), floor, 6)
