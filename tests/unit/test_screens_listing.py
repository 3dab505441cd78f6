"""The list's model: what comes late, or from an older question, changes nothing; pages come back."""

from dataclasses import dataclass, field

from tests.lanes import Waiting
from zsapp.screens.mediation.model.listing import EVERY, KEPT, PAGE, ListModel
from zsapp.services.mediation import Mediation


@dataclass
class Entry:
    """A line as the store gives it."""

    pk: int
    title: str = ""
    state: str = "已受理"
    kind: str = "邻里纠纷"
    accepted_on: str = ""
    station: str = "own"
    sync: str = "已登记"
    reason: str = ""

    @property
    def id(self):
        return f"r{self.pk}"


@dataclass
class Answer:
    lines: tuple[Entry, ...]
    total: int
    more: bool


@dataclass
class Shelf(Mediation):
    """A desk with ever so many cases, counted down from `count`; what was asked is noted."""

    count: int = 10_000
    asked: list[tuple[str, int | None]] = field(default_factory=list)

    def drafts(self):
        return ()

    def page(self, *, query="", states=(), after=None, limit=PAGE):
        assert states == ()
        self.asked.append((query, after))
        first = self.count if after is None else after - 1
        last = max(0, first - limit)
        lines = tuple(Entry(pk, f"{query}{pk}") for pk in range(first, last, -1))
        return Answer(lines, self.count, last > 0)


def model(tasks, shelf):
    made = ListModel(shelf, tasks, station="own", places=str, today=lambda: None, say=lambda _notice: None)
    made.show_scope(EVERY)
    return made


def test_the_answer_to_an_older_question_is_dropped():
    tasks, shelf = Waiting(), Shelf()
    listing = model(tasks, shelf)
    listing.search("何")
    tasks.settle()
    tasks.let_go(1)
    assert listing.row(0).title == "何10000"
    tasks.let_go(0)
    assert listing.row(0).title == "何10000"


def test_a_page_of_an_older_question_is_dropped():
    tasks, shelf = Waiting(), Shelf()
    listing = model(tasks, shelf)
    tasks.let_all_go()
    listing.more()
    late = tasks.line.pop()
    listing.reload()
    tasks.let_all_go()
    late()
    assert listing.state.rows == PAGE


def test_a_row_on_its_way_is_asked_for_once():
    tasks, shelf = Waiting(), Shelf()
    listing = model(tasks, shelf)
    tasks.let_all_go()
    listing.more()
    listing.more()
    assert len(tasks.line) == 1
    assert listing.row(PAGE) is None
    assert listing.id_at(PAGE) == ""
    tasks.let_all_go()
    assert listing.id_at(PAGE) == f"r{10_000 - PAGE}"


def test_a_page_long_unseen_is_forgotten_and_comes_back_when_it_is_seen():
    tasks, shelf = Waiting(), Shelf()
    listing = model(tasks, shelf)
    tasks.let_all_go()
    painted = []
    listing.arrived = lambda first, last: painted.append((first, last))
    for _ in range(KEPT + 5):
        listing.more()
        tasks.let_all_go()
    assert len(listing._pages) == KEPT
    assert listing.row(0) is None
    tasks.let_all_go()
    assert listing.row(0).title == "10000"
    assert painted[-1] == (0, PAGE - 1)
    assert shelf.asked[-1] == ("", None)


def test_a_record_is_found_among_the_pages_at_hand_only():
    tasks, shelf = Waiting(), Shelf()
    listing = model(tasks, shelf)
    tasks.let_all_go()
    assert listing.row_of("r9990") == 10
    assert listing.row_of("r5") == -1


def test_a_list_that_ends_within_a_page_has_no_more():
    tasks, shelf = Waiting(), Shelf(count=PAGE + 3)
    listing = model(tasks, shelf)
    tasks.let_all_go()
    listing.more()
    tasks.let_all_go()
    assert listing.state.rows == PAGE + 3
    assert not listing.has_more
    listing.more()
    assert tasks.line == []
    assert listing.row(PAGE + 3) is None
