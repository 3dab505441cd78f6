"""The legal-aid page, wired (法律援助页): its models over an open station, and the screen over the models."""

from zsapp.screens.desk import EXCHANGE, Desk
from zsapp.screens.errands import ignore
from zsapp.screens.kit.coding import Coding
from zsapp.screens.legal_aid.answers_view import AnswersView
from zsapp.screens.legal_aid.course_view import CourseView
from zsapp.screens.legal_aid.forwarding_view import ForwardingView
from zsapp.screens.legal_aid.layout import CODED
from zsapp.screens.legal_aid.model.answers import AnswersModel
from zsapp.screens.legal_aid.model.course import CourseModel
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.forwarding import ForwardingModel
from zsapp.screens.legal_aid.model.known import Desks, KnownModel
from zsapp.screens.legal_aid.model.listing import ListModel
from zsapp.screens.legal_aid.model.papers import PapersModel
from zsapp.screens.legal_aid.model.presses import PressModel
from zsapp.screens.legal_aid.papers_view import PapersView
from zsapp.screens.legal_aid.record_view import RecordTab
from zsapp.screens.legal_aid.screen import AidScreen, DeskPage, Lookups, Models
from zsapp.screens.legal_aid.when import Asking
from zsapp.services.tables import shipped_tables

PAPERS, COURSE = "文书", "转交与结果"


def legal_aid_page(desk: Desk) -> AidScreen:
    """Return the page over a station."""
    tables = shipped_tables()
    coding = Coding(
        {name: {one.code: one.text for one in rows} for name, rows in tables.codes.items() if name in CODED}
    )
    lookups = Lookups(
        codes=desk.codes,
        coding=coding,
        law=tables.law_text,
        asking=Asking(tables, desk.station.today),
        cite=desk.status.cite,
    )
    models = _models(desk)
    papers, course = _papers(desk), _course(desk)
    forwarding, answers = _forwarding(desk), _answers(desk)
    waiting, answered = ForwardingView(forwarding, desk.scale), AnswersView(answers, desk.scale)
    screen = AidScreen(
        models,
        lookups,
        desk.scale,
        writable=desk.writable,
        tabs=(
            RecordTab(PAPERS, PapersView(papers, desk.scale), papers.open),
            RecordTab(COURSE, CourseView(course, desk.scale), course.open),
        ),
        desks=(
            DeskPage("批次转交", waiting, waiting.start),
            DeskPage("导入答复", answered, answered.start),
        ),
    )
    _join(screen, papers, course)
    _lead(screen, desk, forwarding, answers)
    screen.titled = lambda words, unsaved: desk.turn.titled(words, unsaved) if screen.isVisible() else None
    models.presses.opened = desk.turn.open
    desk.keepers.append(models.intake.keep)
    desk.stoppers.append(models.intake.shut)
    return screen


def _join(screen: AidScreen, papers: PapersModel, course: CourseModel) -> None:
    """Let the tabs know of each other: a step asks for its paper, a paper for what it lacks."""
    intake = screen.models.intake

    def print_it(form: str) -> None:
        papers.show(form)
        screen.record.turn_to(PAPERS)

    papers.before = lambda then: intake.save(lambda _view: then())
    papers.asked = screen.go_to
    course.printed = print_it
    course.changed = papers.changed = intake.adopt


def _lead(screen: AidScreen, desk: Desk, forwarding: ForwardingModel, answers: AnswersModel) -> None:
    """Let what is about many applications lead to the course of one, and to the package."""

    def open_course(record_id: str) -> None:
        screen.open_at(record_id)
        desk.tasks.run(lambda: None, lambda _: screen.record.turn_to(COURSE), ignore)  # once it is there

    forwarding.opened = answers.opened = open_course
    forwarding.forwarded = answers.imported = screen.refresh
    forwarding.travelling = lambda: desk.turn.choose(EXCHANGE)


def _papers(desk: Desk) -> PapersModel:
    return PapersModel(desk.station.aid_papers, tasks=desk.tasks, machine=desk.machine, say=desk.say)


def _course(desk: Desk) -> CourseModel:
    return CourseModel(desk.station.aid_course, tasks=desk.tasks, today=desk.station.today, say=desk.say)


def _forwarding(desk: Desk) -> ForwardingModel:
    return ForwardingModel(desk.station, tasks=desk.tasks, machine=desk.machine, say=desk.say)


def _answers(desk: Desk) -> AnswersModel:
    folder = desk.machine.folder
    return AnswersModel(desk.station.aid_answers, tasks=desk.tasks, say=desk.say, folder=folder)


def _models(desk: Desk) -> Models:
    station, tasks, say = desk.station, desk.tasks, desk.say
    tables = shipped_tables()
    intake = IntakeModel(station.aid_counter, tasks, station=station.profile.id, today=station.today, say=say)
    desks = Desks(persons=station.persons, counter=station.aid_counter, tables=tables)
    return Models(
        listing=ListModel(
            station.aid_counter,
            tasks,
            station=station.profile.id,
            tables=tables,
            today=station.today,
            say=say,
        ),
        intake=intake,
        known=KnownModel(desks, intake, tasks=tasks, say=say),
        presses=PressModel(station.aid_files, station.turning, intake, tasks=tasks, say=say),
        standing=desk.standing(intake.save),
    )
