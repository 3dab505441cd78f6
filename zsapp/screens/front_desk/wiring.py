"""What the front-desk page is made over (窗口服务页的组成): its models, and what it looks up."""

from collections.abc import Callable
from dataclasses import dataclass

from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.front_desk.model.files import FilesModel
from zsapp.screens.front_desk.model.known import KnownModel
from zsapp.screens.front_desk.model.listing import DeskList
from zsapp.screens.front_desk.model.months import MonthsModel
from zsapp.screens.front_desk.model.papers import PapersModel
from zsapp.screens.front_desk.model.rating import RatingModel
from zsapp.screens.front_desk.model.steps import StepsModel
from zsapp.screens.kit.coding import Coding
from zsapp.screens.standing.model import StandingModel


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the page."""

    listing: DeskList
    record: DeskModel
    known: KnownModel
    steps: StepsModel
    papers: PapersModel
    rating: RatingModel
    months: MonthsModel
    files: FilesModel
    standing: StandingModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What the page looks up: code lists, law texts, who lets a finding rest, what a sync state rests on."""

    codes: dict[str, tuple[str, ...]]
    coding: Coding
    law: Callable[[str], str]
    override: Callable[[str, str], None]
    cite: Callable[[str], str]
