"""The demonstration (演示): one whole case without a screen, by the services that the window calls.

A training village takes in a dispute, mediates, prints its papers and exports a sealed package; the training
town imports it and acknowledges; the village reads the acknowledgement. Every step is checked, not assumed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import disk_troubles, write_whole
from zsapp.base.paths import shipped
from zsapp.rules.findings import Severity, Stage
from zsapp.services.counted import counted
from zsapp.services.mediation import CaseView
from zsapp.services.record_files import read_records
from zsapp.services.station import Station
from zsapp.services.training import Training, make_training, open_training

PAPERS = ("mediation.application", "mediation.register", "mediation.record", "mediation.agreement")

TYPED = "case.yaml"


@dataclass(frozen=True, slots=True)
class Played:
    """What a demonstration wrote and told."""

    files: tuple[Path, ...]
    story: tuple[str, ...]
    case: str


def play(out: Path, *, today: date | None = None) -> Played:
    """Play one case into a folder and return what was written, in order.

    Raises:
        Trouble, Refusal: whatever goes wrong; DEMO_FAILED when a step does not hold what it promises.
    """
    folder = _fresh(out)
    stations, stick = folder / "stations", folder / "stick"
    with disk_troubles(folder):
        stick.mkdir(parents=True)
    make_training(stations, today=today)
    with open_training(stations, today=today) as three:
        return _play(three, folder, stick)


def _fresh(out: Path) -> Path:
    """Return the folder itself when new or empty, else the next free run below it: nothing is overwritten."""
    if not out.exists() or not any(out.iterdir()):
        return out
    number = 2
    while (out / f"run-{number}").exists():
        number += 1
    return out / f"run-{number}"


def _play(three: Training, folder: Path, stick: Path) -> Played:
    village, town = three.village, three.town
    view = _take_in(village, folder)
    story = [f"登记并调解：{view.title}，{view.number}，{view.state}"]
    files = _print_papers(village, view, folder)
    view = village.mediation.find(view.id)
    story.append(f"正式打印 {len(files)} 份文书，协议书编号 {view.case.agreement_no}")
    exported = village.exchange.export(stick)
    files.append(exported.file)
    story.append(f"导出数据包：{counted(exported.held)}，第 {exported.seq_from} 至 {exported.seq_to} 笔登记")
    town.exchange.import_path(stick)
    arrived = town.mediation.find(view.id)
    _must(arrived.case == view.case, "镇里收到的记录与村里的不一致")
    story.append(f"镇里导入并核对一致：{arrived.title}")
    village.exchange.import_path(stick)
    back = village.mediation.find(view.id)
    _must(back.sync == "镇已入库", f"村里没有收到回执：{back.sync}")
    story.append(f"回执已带回村里：{back.sync}")
    verdict = town.proof.verify(str(files[3]))
    _must(verdict.genuine and verdict.unchanged is True, verdict.sentence)
    story.append(f"镇里离线核验协议书：{verdict.sentence}")
    files.extend(sorted(stick.glob("*.zsack")))
    return Played((folder / TYPED, *files), tuple(story), view.id)


def _take_in(village: Station, folder: Path) -> CaseView:
    today = village.today()
    due = today + timedelta(days=15)
    text = (shipped("resources") / "training" / "case.yaml").read_text(encoding="utf-8")
    for hole, value in {
        "{committee}": village.profile.committee,
        "{today}": today.isoformat(),
        "{due}": due.isoformat(),
        "{due_zh}": f"{due.year}年{due.month}月{due.day}日",
    }.items():
        text = text.replace(hole, value)
    file = folder / TYPED
    write_whole(file, text.encode())
    imported = village.mediation.import_case(read_records(file)[0])
    view = village.mediation.find(imported.id)
    found = village.mediation.check(view.case, stage=Stage.PRINT, record_id=view.id)
    wrong = [one for one in found if one.severity is Severity.ERROR and one.rule != "R52"]  # print numbers it
    _must(not wrong, wrong[0].message if wrong else "")
    return view


def _print_papers(village: Station, view: CaseView, folder: Path) -> list[Path]:
    files: list[Path] = []
    for form in PAPERS:
        issued = village.paper.issue(form, view.id)
        path = folder / f"{form}.pdf"
        write_whole(path, issued.pdf)
        files.append(path)
    return files


def _must(holds: bool, what: str) -> None:  # noqa: FBT001 -- reads as a sentence: must(this, or say that)
    if not holds:
        raise Trouble(Code.DEMO_FAILED, what=what)
