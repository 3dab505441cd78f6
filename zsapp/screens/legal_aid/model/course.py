"""The course of an intake (办理经过): what happened, what may be done now, each on its day. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.items import Thing, item
from zsapp.rules.legal_aid_state import FORWARD
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import set_at
from zsapp.screens.kit.reading import show_date
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.legal_aid import IntakeView
from zsapp.services.legal_aid_course import ASK, AidCourse, Course

WORDS = {
    FORWARD: "转交",
    "ask": "告知补正",
    "supply": "材料补齐",
    "remind": "提醒补交",
    "call": "电话联系",
    "arrive": "对方已收到",
    "tell": "告知结果",
    "object": "提出异议",
    "visit": "回访",
    "void": "作废",
}
"""The steps as buttons say them."""
NOTES = {
    FORWARD: "转交以后生成转交单号和批次号；初审意见不妨碍转交，决定由法律援助处作出。",
    "ask": "把缺少的材料一次写全，一行写一种。从告知这一天起，审查期限暂停计算。",
    "supply": "材料全部交来的那一天；审查期限从这天接着计算。",
    "remind": "提醒申请人补交的那一天；是否视为撤回由法律援助处认定。",
    "call": "写明跟谁通话、说了什么。",
    "arrive": "接收单位说收到的那一天。",
    "tell": "把结果告诉申请人、交给他文书的那一天。不予和终止的，异议期从这天起算。",
    "object": "申请人向司法局提出异议的那一天。",
    "visit": "写明申请人或受援人的意见。",
    "void": "写明为什么作废；作废以后不再计入台账。",
}
SAID = {"ask": "缺少的材料", "call": "联系的情况", "visit": "回访的情况", "void": "作废的理由"}
"""What is typed beside the day; the other steps ask for the day alone."""
PAPER_AFTER = {
    FORWARD: ("legal_aid.forwarding_slip", "打印转交单"),
    "ask": ("legal_aid.supplement", "打印材料补充告知单"),
    "tell": ("legal_aid.answer", "打印结果告知单"),
    "visit": ("legal_aid.follow_up", "打印回访记录表"),
}
"""The paper that a step calls for."""
LIKELY = {
    "已接收": FORWARD, "补正中": "supply", "已转交": "arrive", "已给予": "tell", "不予援助": "tell",
    "视为撤回": "tell", "已转其他机构": "tell", "终止": "tell", "结案": "visit",
}  # fmt: skip
"""The step that most likely comes next: the one filled button."""
OTHERS = ("objection", "limitation")
"""Deadlines of the applicant's own: once past they are no duty of anybody here."""
FIELDS = {"date": "on", "reason": "said", "supplement.missing": "said", "supplement.until": "until"}
"""At which field a refusal of a step stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSheet(Thing):
    """A step as it is typed: the day, what is said of it, until when the applicant was asked to answer."""

    on: date | None = item("哪一天")
    said: str = item("情况", maximum=2000)
    until: date | None = item("约定哪天前交来")


@dataclass(frozen=True, slots=True)
class Offered:
    """A step on offer: its verb, the button's words, whether it is the likely one."""

    verb: str
    words: str
    likely: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as shown: what, by when, how it stands, the arithmetic and the basis."""

    what: str
    when: str
    pill: str
    tone: str
    working: str


@dataclass(frozen=True, slots=True)
class CourseState:
    """What the page shows; `verb` is the step being filled in, empty while none is."""

    course: Course | None = None
    verb: str = ""
    sheet: StepSheet = field(default_factory=StepSheet)
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fault: str = ""
    taken: str = ""
    """The step just taken: its paper is offered."""
    busy: bool = False

    @property
    def steps(self) -> tuple[Offered, ...]:
        """The steps on offer, forwarding first."""
        if self.course is None:
            return ()
        verbs = [*([FORWARD] if self.course.forwards else []), *(one.verb for one in self.course.steps)]
        likely = LIKELY.get(self.course.view.state, "")
        told = self.course.view.intake.center and self.course.view.intake.center.told
        likely = "visit" if likely == "tell" and told else likely
        return tuple(Offered(one, WORDS[one], one == likely) for one in verbs)

    @property
    def note(self) -> str:
        """What is to be known of the step being filled in."""
        return NOTES.get(self.verb, "")

    @property
    def asks(self) -> str:
        """What is typed beside the day, empty when the day is all."""
        return SAID.get(self.verb, "")

    @property
    def agrees(self) -> bool:
        """Whether a day is agreed by which the applicant answers."""
        return self.verb == ASK

    @property
    def paper(self) -> tuple[str, str]:
        """The paper that the step just taken calls for: its form and the button's words."""
        return PAPER_AFTER.get(self.taken, ("", ""))


class CourseModel:
    """The course of the intake before the clerk."""

    def __init__(self, course: AidCourse, *, tasks: Tasks, today: Callable[[], date], say: Say) -> None:
        """Work at the desk of courses; `today` is the day a step is taken unless another is typed."""
        self._course, self._tasks, self.today, self._say = course, tasks, today, say
        self.state = CourseState()
        self.shown: Callable[[CourseState], None] = ignore
        self.changed: Callable[[IntakeView], None] = ignore
        """Told of the intake as a step left it."""
        self.printed: Callable[[str], None] = ignore
        """Asked to show a paper, by its form."""
        self._unread: dict[str, str] = {}
        self._wanted = ""

    def open(self, view: IntakeView) -> None:
        """Put the course of an intake before the clerk."""
        self._wanted = view.id
        if self.state.course is None or self.state.course.view.id != view.id:
            self._show(CourseState())
        self._tasks.run(
            lambda: self._course.course(view), lambda course: self._arrived(view.id, course), self._no
        )

    def _arrived(self, record_id: str, course: Course) -> None:
        if record_id == self._wanted:  # else the clerk has gone on to another intake
            self._show(replace(self.state, course=course))

    def begin(self, verb: str) -> None:
        """Ask for the day of a step, and what is said of it."""
        course = self.state.course
        if course is None:
            return
        said = "\n".join(course.missing) if verb == ASK else ""
        sheet = StepSheet(on=self.today(), said=said)
        self._unread.clear()
        self._show(replace(self.state, verb=verb, sheet=sheet, faults={}, fault="", taken=""))

    def cancel(self) -> None:
        """Leave the step untaken."""
        self._unread.clear()
        self._show(replace(self.state, verb="", faults={}, fault=""))

    def edit(self, path: str, value: Any) -> None:
        """Take in what is typed."""
        faults = {name: fault for name, fault in self.state.faults.items() if name != path}
        self._show(replace(self.state, sheet=set_at(self.state.sheet, path, value), faults=faults))

    def unread(self, path: str, fault: str, _text: str = "") -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        else:
            self._unread.pop(path, None)

    def confirm(self) -> None:
        """Take the step."""
        state = self.state
        if state.course is None or not state.verb or state.busy:
            return
        if self._unread or state.sheet.on is None:
            missing = {} if state.sheet.on or "on" in self._unread else {"on": "请写明日期"}
            faults = {name: ("red", words) for name, words in (self._unread | missing).items()}
            self._show(replace(state, faults=faults))
            return
        ref, verb, on, sheet = state.course.view.id, state.verb, state.sheet.on, state.sheet
        said = f"{sheet.said}\n" if verb == ASK else sheet.said  # one a line: some names have 、 in them
        self._show(replace(state, busy=True, faults={}, fault=""))
        self._tasks.run(
            lambda: self._taken(self._course.act(ref, verb, on=on, reason=said, until=sheet.until)),
            lambda course: self._came(verb, on, course),
            self._refused,
        )

    def _taken(self, view: IntakeView) -> Course:
        return self._course.course(view)

    def _came(self, verb: str, on: date, course: Course) -> None:
        self._show(CourseState(course=course, taken=verb))
        self._say(done(f"已登记：{WORDS[verb]}（{show_date(on)}）", course.following))
        self.changed(course.view)

    def _refused(self, error: ZsError) -> None:
        words = f"{error}。{error.remedy}"
        at = FIELDS.get(error.field, "")
        faults = {at: ("red", words)} if at else {}
        self._show(replace(self.state, busy=False, faults=faults, fault="" if at else words))

    def print(self) -> None:
        """Go to the paper that the step just taken calls for."""
        if form := self.state.paper[0]:
            self.printed(form)

    def _show(self, state: CourseState) -> None:
        self.state = state
        self.shown(state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def due_of(one: Deadline, today: date) -> Due:
    """Return a deadline in words: what, by when, how it stands, how it was worked out and by which law."""
    working = "；".join(part for part in (one.working, one.basis and f"依据：{one.basis}") if part)
    when = show_date(one.due) if one.due else ""
    if one.state == "done":
        return Due(one.what, when, "已办", "green", working)
    if one.due is None:
        return Due(one.what, when, "", "", working)
    days = (one.due - today).days
    if days < 0 and one.id in OTHERS:
        return Due(one.what, when, "已经过去", "amber", working)
    if days < 0:
        return Due(one.what, when, f"过了{-days}天", "red", working)
    return Due(one.what, when, f"还有{days}天" if days else "今天到期", "amber" if days < 3 else "", working)
