"""The mediation page, wired (人民调解页): its models over an open station, and the screen over the models."""

from zsapp.screens.desk import Desk
from zsapp.screens.errands import ignore
from zsapp.screens.mediation.model.binding import BindingModel
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.known import KnownModel
from zsapp.screens.mediation.model.listing import ListModel
from zsapp.screens.mediation.model.paper import PreviewModel, PrintModel
from zsapp.screens.mediation.model.presses import PressModel
from zsapp.screens.mediation.screen import Lookups, MediationScreen, Models
from zsapp.services.tables import shipped_tables


def mediation_page(desk: Desk) -> MediationScreen:
    """Return the page over a station."""
    lookups = Lookups(codes=desk.codes, law=shipped_tables().law_text, cite=desk.status.cite)
    screen = MediationScreen(_models(desk), lookups, desk.scale, writable=desk.writable)
    desk.tasks.run(screen.models.preview.choices, screen.offer, ignore)
    return screen


def _models(desk: Desk) -> Models:
    station, tasks, say = desk.station, desk.tasks, desk.say
    own = station.profile.id
    case = CaseModel(station.mediation, tasks, station=own, today=station.today, say=say)
    return Models(
        listing=ListModel(
            station.mediation, tasks, station=own, places=desk.status.place_of, today=station.today, say=say
        ),
        case=case,
        known=KnownModel(station.persons, case, tasks=tasks, say=say),
        preview=PreviewModel(station.paper, tasks),
        printing=PrintModel(
            station.mediation, station.paper, case, tasks=tasks, machine=desk.machine, say=say
        ),
        presses=_presses(desk, case),
        standing=desk.standing(case.save),
        binding=BindingModel(station.dossier, case, tasks=tasks, machine=desk.machine, say=say),
    )


def _presses(desk: Desk, case: CaseModel) -> PressModel:
    station = desk.station
    presses = PressModel(station.mediation, station.turning, case, tasks=desk.tasks, say=desk.say)
    presses.opened = desk.turn.open
    return presses
