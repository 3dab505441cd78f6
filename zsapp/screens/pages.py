"""The pages of the window (页面): one row each, in the order of the list at the left.

A page is made when it is first turned to, and only then are its modules read: the window must not wait for
pages that nobody opens today. To add one, write a maker below and its row in `PAGES`; a page has `start()`,
called each time it is turned to, and, when it opens records, `open_at(record_id, step)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from zsapp.base.settings import read_settings
from zsapp.screens.desk import (
    BACKUP,
    COMMITTEE,
    EXCHANGE,
    FRONT_DESK,
    LEGAL_AID,
    MEDIATION,
    PEOPLE,
    PREMISES,
    REVIEW,
    SCOREBOARD,
    STATION,
    STATISTICS,
    SUBSIDY,
    TODAY,
    TRANSFERS,
    VOLUMES,
    Desk,
)
from zsapp.screens.notices import Notice


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, its words at the left, its maker, the sectors whose records it opens.

    Its drawing is `resources/icons/NAME.svg`, its key that of its place in the list.
    """

    name: str
    words: str
    make: Callable[[Desk], Any]
    opens: tuple[str, ...] = ()


# --- makers -----------------------------------------------------------------------------------------------
# Every import in a maker is late for the start-up time: see the head of this module.


def _today(desk: Desk) -> Any:
    from zsapp.screens.today.model import TodayModel  # start-up time
    from zsapp.screens.today.screen import TodayScreen  # start-up time

    model = TodayModel(desk.station, desk.tasks, desk.say)
    screen = TodayScreen(model, desk.scale, writable=desk.writable)
    model.opened = partial(_open, desk)
    model.turned = desk.turn.choose
    screen.begun.connect(lambda: desk.turn.begin(MEDIATION))
    return screen


def _open(desk: Desk, sector: str, record_id: str, step: int) -> None:
    """Open a record on the page of its service; of a service without one say where it is done."""
    if any(sector in one.opens for one in PAGES):
        desk.turn.open(sector, record_id, step)
    else:
        desk.say(Notice("这项业务目前在命令行办理", f"请用 zsapp record show {record_id} 查看", "amber"))


def _mediation(desk: Desk) -> Any:
    from zsapp.screens.mediation.page import mediation_page  # start-up time

    return mediation_page(desk)


def _legal_aid(desk: Desk) -> Any:
    from zsapp.screens.legal_aid.page import legal_aid_page  # start-up time

    return legal_aid_page(desk)


def _people(desk: Desk) -> Any:
    from zsapp.screens.people.model import PeopleModel  # start-up time
    from zsapp.screens.people.screen import PeopleScreen  # start-up time

    model = PeopleModel(desk.station.persons, desk.tasks, desk.say)
    model.opened = desk.turn.open
    return PeopleScreen(model, desk.scale)


def _statistics(desk: Desk) -> Any:
    from zsapp.screens.imports.model import ImportModel  # start-up time
    from zsapp.screens.imports.screen import ImportScreen  # start-up time
    from zsapp.screens.statistics.model import StatisticsModel  # start-up time
    from zsapp.screens.statistics.screen import StatisticsScreen  # start-up time

    model = StatisticsModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    model.opened = desk.open_case
    model.opened_in = desk.turn.open
    imports = ImportModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    return StatisticsScreen(model, ImportScreen(imports, desk.scale), desk.scale)


def _volumes(desk: Desk) -> Any:
    from zsapp.screens.volumes.model import VolumesModel  # start-up time
    from zsapp.screens.volumes.screen import VolumesScreen  # start-up time

    model = VolumesModel(desk.station.joint, desk.tasks, desk.machine.folder, desk.say)
    model.opened = desk.open_case
    return VolumesScreen(model, desk.codes["retention"], desk.scale)


def _subsidy(desk: Desk) -> Any:
    from zsapp.screens.subsidy.model import SubsidyModel  # start-up time
    from zsapp.screens.subsidy.screen import SubsidyScreen  # start-up time

    model = SubsidyModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    return SubsidyScreen(model, desk.codes, desk.scale)


def _committee(desk: Desk) -> Any:
    from zsapp.screens.committee.model import CommitteeModel  # start-up time
    from zsapp.screens.committee.screen import CommitteeScreen  # start-up time

    station = desk.station
    model = CommitteeModel(station.committees, desk.tasks, today=station.today, say=desk.say)
    desk.keepers.append(model.keep)
    return CommitteeScreen(model, desk.codes, desk.scale)


def _premises(desk: Desk) -> Any:
    from zsapp.screens.premises.duty_model import DutyModel  # start-up time
    from zsapp.screens.premises.duty_view import DutyView  # start-up time
    from zsapp.screens.premises.model import PremisesModel  # start-up time
    from zsapp.screens.premises.screen import PremisesScreen  # start-up time

    station = desk.station
    model = PremisesModel(station.premises, desk.tasks, today=station.today, say=desk.say)
    duty = DutyModel(station.duty, desk.tasks, today=station.today, folder=desk.machine.folder, say=desk.say)
    desk.keepers.append(model.keep)
    return PremisesScreen(model, DutyView(duty, desk.scale), desk.codes, desk.scale)


def _review(desk: Desk) -> Any:
    from zsapp.screens.review.model import ReviewModel  # start-up time
    from zsapp.screens.review.screen import ReviewScreen  # start-up time

    model = ReviewModel(desk.station, desk.tasks, desk.machine.folder, desk.say)
    model.opened = desk.turn.open
    return ReviewScreen(model, desk.scale)


def _transfers(desk: Desk) -> Any:
    from zsapp.screens.transfers.model import TransferModel  # start-up time
    from zsapp.screens.transfers.screen import TransferScreen  # start-up time

    model = TransferModel(desk.station, desk.tasks, desk.say)
    model.opened = desk.turn.open
    model.carried = lambda: desk.turn.choose(EXCHANGE)
    return TransferScreen(model, desk.scale)


def _exchange(desk: Desk) -> Any:
    from zsapp.screens.exchange.model import ExchangeModel  # start-up time
    from zsapp.screens.exchange.screen import ExchangeScreen  # start-up time

    model = ExchangeModel(desk.station, desk.tasks, desk.say)
    model.finished = model.network.finished = desk.turn.travelled
    model.opened = desk.open_case
    desk.stoppers.extend((model.cancel, model.network.cancel))
    page = ExchangeScreen(model, desk.scale)
    page.titled = desk.turn.titled
    return page


def _backup(desk: Desk) -> Any:
    from zsapp.screens.backup.model import BackupModel  # start-up time
    from zsapp.screens.backup.screen import BackupScreen  # start-up time

    model = BackupModel(desk.station, desk.tasks, desk.aside, desk.say)
    desk.stoppers.append(model.cancel)
    return BackupScreen(model, desk.scale)


def _station(desk: Desk) -> Any:
    from zsapp.screens.station.model import StationModel  # start-up time
    from zsapp.screens.station.screen import LockTime, StationScreen  # start-up time

    model = StationModel(desk.station, desk.tasks, desk.say)
    lock = LockTime(read_settings(desk.home).lock_minutes, desk.turn.lock_after)
    return StationScreen(model, desk.scale, desk.turn.rescale, lock)


def _front_desk(desk: Desk) -> Any:
    from zsapp.screens.front_desk.page import front_desk_page  # start-up time

    return front_desk_page(desk)


def _scoreboard(desk: Desk) -> Any:
    from zsapp.screens.scoreboard.model import ScoreModel  # start-up time
    from zsapp.screens.scoreboard.screen import ScoreScreen  # start-up time

    model = ScoreModel(desk.station, tasks=desk.tasks, machine=desk.machine, say=desk.say)
    model.opened = desk.turn.open
    return ScoreScreen(model, desk.scale)


FRONT_DESK_SECTORS = (
    *("consultation", "adviser", "adviser_order", "adviser_roster"),
    *("publicity", "reconsideration", "notary", "referral"),
)
"""The services of the grid (rules/front_desk.py); a test holds them together, for the start-up time."""
PAGES: tuple[Page, ...] = (
    Page(TODAY, "今日", _today),
    Page(MEDIATION, "人民调解", _mediation, (MEDIATION,)),
    Page(LEGAL_AID, "法律援助", _legal_aid, (LEGAL_AID,)),
    Page(FRONT_DESK, "窗口服务", _front_desk, FRONT_DESK_SECTORS),
    Page(PEOPLE, "人员", _people),
    Page(STATISTICS, "台账统计", _statistics),
    Page(SCOREBOARD, "考核评价", _scoreboard),
    Page(VOLUMES, "立卷", _volumes),
    Page(SUBSIDY, "补贴", _subsidy),
    Page(COMMITTEE, "调委会", _committee),
    Page(PREMISES, "工作室", _premises),
    Page(REVIEW, "校核", _review),
    Page(TRANSFERS, "移交", _transfers, (TRANSFERS,)),
    Page(EXCHANGE, "数据交换", _exchange),
    Page(STATION, "工作站", _station),
    Page(BACKUP, "备份", _backup),
)
"""The order is that of the list at the left."""

KEYS = {page.name: f"Alt+{key}" for page, key in zip(PAGES, "1234567890-=[]\\;", strict=False)}
"""The key of each page: the digit row from its left end, then what lies right of the letters."""
