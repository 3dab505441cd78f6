"""The front-desk page, wired (窗口服务页): models over an open station, the screen over the models."""

from zsapp.screens.desk import Desk
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.front_desk.model.files import FilesModel
from zsapp.screens.front_desk.model.known import KnownModel
from zsapp.screens.front_desk.model.listing import DeskList
from zsapp.screens.front_desk.model.months import MonthsModel
from zsapp.screens.front_desk.model.papers import PapersModel
from zsapp.screens.front_desk.model.rating import RatingModel
from zsapp.screens.front_desk.model.steps import StepsModel
from zsapp.screens.front_desk.parts import VISITOR_CODES
from zsapp.screens.front_desk.screen import FrontDeskScreen
from zsapp.screens.front_desk.wiring import Lookups, Models
from zsapp.screens.kit.coding import Coding
from zsapp.screens.notices import notice_of
from zsapp.services.tables import shipped_tables


def _models(desk: Desk) -> Models:
    tables, station = shipped_tables(), desk.station
    record = DeskModel(
        station.desk_counter, desk.tasks, station=station.profile.id, today=station.today, say=desk.say
    )
    return Models(
        listing=DeskList(
            station.desk_counter, desk.tasks, station=station.profile.id, today=station.today, say=desk.say
        ),
        record=record,
        known=KnownModel(station.persons, tables, record, tasks=desk.tasks, say=desk.say),
        steps=StepsModel(station.desk_course, station.desk_turning, record, tasks=desk.tasks, say=desk.say),
        papers=PapersModel(station.desk_papers, record, tasks=desk.tasks, machine=desk.machine, say=desk.say),
        rating=RatingModel(
            station.desk_course,
            record,
            tasks=desk.tasks,
            words=lambda level: tables.text_of("rating", str(level)),
            say=desk.say,
        ),
        files=FilesModel(station.desk_attachments, record, tasks=desk.tasks, say=desk.say),
        standing=desk.standing(record.save),
        months=MonthsModel(
            station.adviser_years, desk.tasks, year=lambda: station.today().year, say=desk.say
        ),
    )


def front_desk_page(desk: Desk) -> FrontDeskScreen:
    """Return the page over a station."""
    tables, station, models = shipped_tables(), desk.station, _models(desk)
    record = models.record
    models.steps.opened = desk.turn.open

    def override(rule: str, reason: str) -> None:
        """Let a finding rest for a typed reason; what is typed is saved first."""
        record.save(
            lambda view: desk.tasks.run(
                lambda: station.desk_course.override(view.id, rule, reason),
                record.adopt,
                lambda no: desk.say(notice_of(no)),
            )
        )

    coded = {name: {one.code: one.text for one in tables.codes.get(name, ())} for name in VISITOR_CODES}
    lookups = Lookups(
        codes=desk.codes, coding=Coding(coded), law=tables.law_text, override=override, cite=desk.status.cite
    )
    screen = FrontDeskScreen(models, lookups, desk.scale, writable=desk.writable)
    screen.titled = lambda words, unsaved: desk.turn.titled(words, unsaved) if screen.isVisible() else None
    desk.keepers.append(record.keep)
    return screen
