"""The desks of a station (各办理台): every desk wired over one open store, each beside those it works with.

`Station` is what a door holds on to; here stands who needs whom, and nothing else.
"""

from collections.abc import Callable
from datetime import date

from zsapp.press.fonts import printable
from zsapp.records.store import Store
from zsapp.rules.station import (
    StationProfile,
)
from zsapp.services.accounts import Accounts
from zsapp.services.adviser_years import AdviserYears
from zsapp.services.backup_duties import BackupDuties
from zsapp.services.backups import Backups
from zsapp.services.certificate_duties import CertificateDuties
from zsapp.services.committee import Committees
from zsapp.services.conflicts import Conflicts
from zsapp.services.desk_attachments import DeskAttachments
from zsapp.services.desk_counter import DeskCounter
from zsapp.services.desk_course import DeskCourse
from zsapp.services.desk_ledger import DeskLedgers
from zsapp.services.desk_paper import DeskPapers
from zsapp.services.desk_turning import DeskTurning
from zsapp.services.dossier import Dossier
from zsapp.services.duty import DutyDesk
from zsapp.services.enrolment import Enrolment
from zsapp.services.epochs import Epochs
from zsapp.services.escrow import Escrow
from zsapp.services.exchange import Exchange
from zsapp.services.front_desk import FrontDesk
from zsapp.services.giving_back import GivingBack
from zsapp.services.imports import Imports
from zsapp.services.joint_volume import JointVolumes
from zsapp.services.journey import Journey
from zsapp.services.ledger import Ledgers
from zsapp.services.legal_aid import LegalAid
from zsapp.services.legal_aid_answers import AidAnswers
from zsapp.services.legal_aid_counter import AidCounter
from zsapp.services.legal_aid_course import AidCourse
from zsapp.services.legal_aid_figures import AidFigures
from zsapp.services.legal_aid_files import AidFiles
from zsapp.services.legal_aid_paper import AidPapers
from zsapp.services.mediation import Mediation
from zsapp.services.numbers import Numbers
from zsapp.services.paper import Paper
from zsapp.services.persons import Persons
from zsapp.services.premises import PremisesDesk
from zsapp.services.proof import Proof
from zsapp.services.receipts import Receipts
from zsapp.services.review import Reviews
from zsapp.services.review_duties import QueueDuties, ReviewDuties
from zsapp.services.scoreboard import Scoreboard
from zsapp.services.sending import Sending
from zsapp.services.standing import Standings
from zsapp.services.statistics import Statistics
from zsapp.services.subsidy import Subsidies
from zsapp.services.tidying import Tidying
from zsapp.services.today import Today
from zsapp.services.today_sources import AidDuties, CaseDuties, DeskDuties, NumberDuties, UnsentDuties
from zsapp.services.transfer import Transfers
from zsapp.services.turning import Turning
from zsapp.services.upstream import Network
from zsapp.services.volume import Volumes


class Desks:
    """The desks over an open store."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Wire the desks of the station of `profile`; `today` is the day the rules use."""
        self.store = store
        self.profile = profile
        self._day = today
        self.accounts = Accounts(store)
        self._wire_travel()
        self._wire_cases()
        self._wire_aid()
        self._wire_front_desk()
        self._wire_reviews()
        self._wire_papers()
        self._wire_figures()
        self.todo = self._todo()

    def _wire_travel(self) -> None:
        """Wire what carries data up, down and into safety."""
        store, profile, today = self.store, self.profile, self._day
        self.enrolment = Enrolment(store, profile, today)
        self.escrow = Escrow(store)
        self.tidying = Tidying(store)
        self.backups = Backups(store)
        self.giving_back = GivingBack(store)
        self.epochs = Epochs(store)
        self.exchange = Exchange(store, profile, today)
        self.network = Network(store, self.exchange, self.enrolment, today)
        self.proof = Proof(store, self.enrolment)

    def _wire_cases(self) -> None:
        """Wire the desks of people's mediation and of the people themselves."""
        store, profile, today = self.store, self.profile, self._day
        self.committees = Committees(store, profile, today)
        self.mediation = Mediation(store, profile, today, printable, self.committees.roster)
        self.persons = Persons(store, self.committees.roster, today)
        self.imports = Imports(store, profile, today, self.mediation)
        self.numbers = Numbers(store, profile, today)
        self.journey = Journey(self.mediation)
        self.premises = PremisesDesk(store, profile, today)
        self.duty = DutyDesk(store, profile, today, self.premises)

    def _wire_aid(self) -> None:
        """Wire the desks of legal aid."""
        store, profile, today = self.store, self.profile, self._day
        self.legal_aid = LegalAid(store, profile, today)
        self.aid_counter = AidCounter(store, profile, today, self.legal_aid)
        self.aid_files = AidFiles(store, self.legal_aid)
        self.aid_course = AidCourse(self.legal_aid, profile, today, lambda: store.user)
        self.aid_answers = AidAnswers(self.aid_course, today)
        self.aid_papers = AidPapers(store, profile, today, self.aid_course, self.proof)
        self.aid_figures = AidFigures(store, profile, today, self.legal_aid)
        self.turning = Turning(self.mediation, self.aid_counter)

    def _wire_front_desk(self) -> None:
        """Wire the desks of the other services, which all work on the grid of the front desk."""
        store, profile, today = self.store, self.profile, self._day
        self.front = FrontDesk(store, profile, today, lambda: store.user)
        self.desk_counter = DeskCounter(store, profile, today, self.front)
        self.desk_course = DeskCourse(self.front, today, lambda: store.user)
        self.desk_ledgers = DeskLedgers(store, profile, today, self.front)
        self.desk_papers = DeskPapers(store, profile, today, self.front, self.proof)
        self.desk_attachments = DeskAttachments(store, self.front)
        self.adviser_years = AdviserYears(store, profile, today, self.front)
        self.desk_turning = DeskTurning(self.front, self.desk_counter, self.mediation, self.aid_counter)

    def _wire_reviews(self) -> None:
        """Wire the desks that speak with the stations above and below."""
        self.reviews, self.conflicts = Reviews(self.store, self.profile, self._day), Conflicts(self.store)
        self.transfers, self.sending = Transfers(self.store, self.profile), Sending(self.store, self._day)
        self.receipts = Receipts(self.store, self.reviews, self._day)
        self.standings = Standings(self.store, self.reviews, self.transfers)
        self.sending.use()

    def _wire_papers(self) -> None:
        """Wire the desks of a case's papers and volumes."""
        store, profile, today = self.store, self.profile, self._day
        volumes = Volumes(store, self.mediation, today)
        self.paper = Paper(store, self.mediation, self.proof, volumes, today)
        self.dossier = Dossier(store, self.mediation, volumes, today)
        self.joint = JointVolumes(store, profile, self.mediation, volumes, today)

    def _wire_figures(self) -> None:
        """Wire the desks that count."""
        store, profile, today = self.store, self.profile, self._day
        self.ledgers = Ledgers(store, profile, today)
        self.statistics = Statistics(store, profile, today)
        self.scoreboard = Scoreboard(store, profile, today)
        self.subsidies = Subsidies(
            store,
            profile,
            self.committees,
            today=today,
            score=lambda record_id: self.dossier.quality(record_id).score,
        )

    def _todo(self) -> Today:
        """Wire 今日 to whoever has something to say (D-61)."""
        return Today(
            CaseDuties(self.mediation, self.profile.id),
            AidDuties(self.store, self.aid_counter, self.profile.id),
            DeskDuties(self.store, self.profile.id),
            self.duty,
            NumberDuties(self.numbers),
            CertificateDuties(self.enrolment),
            UnsentDuties(self.exchange),
            BackupDuties(self.store, self.profile),
            ReviewDuties(self.reviews, self.sending),
            QueueDuties(self.conflicts, self.transfers),
        )
