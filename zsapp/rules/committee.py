"""The committee (人民调解委员会): its kind, its terms, its mediators and their training.

A record of its own: journalled, travels upstream, and is what Table A counts (brief §3.7).
Law: 人民调解法 (2010) §8 three to nine members with a chair and women among them, §9 elected, terms of three
years, §13–14 mediators are members or engaged, and of age. Committee kinds: brief §3.6.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.calendar import Calendar
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.people import age_on

SECTOR = "committee"
FEWEST, MOST = 3, 9
"""Members of a committee (人民调解法 §8)."""
TERM_YEARS = 3
"""Years of a term (人民调解法 §9)."""
ADULT = 18
MEMBER, ENGAGED = "委员", "聘任"
CHAIR = "主任"


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Thing):
    """A training a mediator took part in (培训)."""

    day: date | None = item("日期")
    topic: str = item("内容", maximum=LINE)
    host: str = item("组织单位", maximum=200)
    hours: int | None = item("学时", minimum=0, maximum=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMediator(Thing):
    """A mediator on the roster (在册调解员), 调解法 §13–14."""

    name: str = item("姓名", verbatim=True, maximum=SHORT, care="personal")
    sex: str = item("性别", codes="sex", law="人民调解法 第八条", maximum=SHORT)
    ethnicity: str = item("民族", codes="ethnicity", law="人民调解法 第八条", maximum=SHORT)
    birth: date | None = item("出生日期", law="人民调解法 第十四条", care="personal")
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系方式", maximum=SHORT, care="personal")
    address: str = item("住址", maximum=LINE, care="personal")
    kind: str = item("产生方式", codes="mediator_kind", law="人民调解法 第十三条", maximum=SHORT)
    post: str = item("职务", codes="committee_post", law="人民调解法 第八条", maximum=SHORT)
    hours: str = item("专职或兼职", codes="mediator_hours", maximum=SHORT)
    since: date | None = item("任期或聘期开始")
    until: date | None = item("任期或聘期届满", law="人民调解法 第九条")
    education: str = item("文化程度", codes="education", law="人民调解法 第十四条", maximum=SHORT)
    political: str = item("政治面貌", codes="political", maximum=SHORT)
    law_degree: str = item("法律专业", codes="yes_no", maximum=SHORT)
    grade: str = item("调解员等级", maximum=SHORT)
    filed: str = item("已备案", codes="yes_no", maximum=SHORT)
    public_servant: str = item("不得领取补贴的人员", codes="yes_no", maximum=SHORT)
    trainings: tuple[Training, ...] = item("培训", maximum=200)
    person_id: str = item("人员", internal=True, maximum=SHORT)

    def serves(self, day: date) -> bool:
        """Say whether the term or engagement runs on a day; what is not given does not bound it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee(Thing):
    """A people's mediation committee (人民调解委员会)."""

    name: str = item("名称", verbatim=True, maximum=200)
    kind: str = item("类型", codes="committee_kind", maximum=SHORT)
    trade: str = item("行业或派驻单位", maximum=200)
    founded: date | None = item("设立日期")
    elected: date | None = item("本届产生日期", law="人民调解法 第九条")
    address: str = item("地址", maximum=LINE)
    phone: str = item("电话", maximum=SHORT)
    seal_note: str = item("印章使用说明", maximum=LINE)
    mediators: tuple[RosterMediator, ...] = item("调解员名册", law="人民调解法 第十三条", maximum=500)

    def members(self) -> tuple[RosterMediator, ...]:
        """Return the elected members (委员)."""
        return tuple(one for one in self.mediators if one.kind == MEMBER)

    def mediator(self, name: str) -> RosterMediator | None:
        """Return the mediator of that name."""
        return next((one for one in self.mediators if one.name == name), None)


def check_committee(committee: Committee, today: date) -> tuple[Finding, ...]:
    """Return what the law misses in a committee; nothing while no mediator is on its roster."""
    if not committee.mediators:
        return ()
    return (*_composition(committee), *_terms(committee, today), *_mediators(committee, today))


def _warn(rule: str, basis: str, where: str, message: str) -> Finding:
    return Finding(rule=rule, severity=Severity.WARNING, message=message, basis=basis, where=where)


def _composition(committee: Committee) -> Iterator[Finding]:
    members = committee.members()
    if not FEWEST <= len(members) <= MOST:
        yield _warn("C01", "人民调解法8", "mediators", f"委员应为三至九人，名册上有{len(members)}人。")
    chairs = sum(one.post == CHAIR for one in members)
    if chairs != 1:
        yield _warn("C02", "人民调解法8", "mediators", f"应设主任一人，名册上有{chairs}人。")
    if members and not any(one.sex == "女" for one in members):
        yield _warn("C03", "人民调解法8", "mediators", "委员中应当有妇女成员。")


def _terms(committee: Committee, today: date) -> Iterator[Finding]:
    if committee.elected is not None and term_end(committee.elected) < today:
        last = day_text(term_end(committee.elected))
        yield _warn("C04", "人民调解法9", "elected", f"本届任期三年，{last}已届满，请换届并更新名册。")


def _mediators(committee: Committee, today: date) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, one in enumerate(committee.mediators):
        where = f"mediators[{at}]"
        if one.birth is not None and age_on(one.birth, today) < ADULT:
            yield _warn("C05", "人民调解法14", f"{where}.birth", f"{one.name}未成年，不能担任人民调解员。")
        if not one.serves(today):
            yield _warn("C06", "人民调解法9、13", f"{where}.until", f"{one.name}不在任期或聘期内。")
        if one.name in seen:
            yield _warn("C07", "", f"{where}.name", f"名册上有两位“{one.name}”，请核对是否重复。")
        seen.add(one.name)


def term_end(elected: date) -> date:
    """Return the last day of a term of three years that began on `elected` (人民调解法 §9)."""
    return Calendar().same_day(elected, TERM_YEARS)
