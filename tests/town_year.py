"""A year of a town's services, drawn with a seed, and counted by hand while it is drawn.

The hand count is kept in plain numbers as each record is made; it knows nothing of the rules that count.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests import town_aid
from zsapp.rules import adviser, consultation, notary, publicity, reconsideration, referral
from zsapp.rules.adviser import (
    AdviserContract,
    AdviserLog,
    Counters,
    DutyPeriod,
    Served,
    ServiceOrder,
)
from zsapp.rules.consultation import Consultation
from zsapp.rules.desk_parts import DeskAdviser, ReferralSlip, Revisit, Satisfaction, Visitor
from zsapp.rules.duty_roster import OpeningRate
from zsapp.rules.legal_aid_ledger import AidLine
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.notary import Notary
from zsapp.rules.publicity import Materials, Publicity, Sample
from zsapp.rules.reconsideration import Act, Reconsideration
from zsapp.rules.referral import Referral
from zsapp.rules.reporting import Period
from zsapp.rules.scoreboard_pool import Batch, Entry, Pool
from zsapp.services.tables import shipped_tables

TOWN = "442000106000"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = town_aid.LOOKED_AT
CHANNELS = ("来访", "来电", "网络", "来函", "上门", "视频")
CATEGORIES = ("婚姻家庭", "劳动争议", "邻里物业", "借贷")
TOPICS = ("宪法(12·4)", "反诈", "公证")
SEED = 20261127


@dataclass
class TownYear:
    """What was drawn, and what was counted by hand: sums and sets by name."""

    pool: Pool
    sums: Counter[str] = field(default_factory=Counter)
    sets: dict[str, set[str]] = field(default_factory=dict)

    def seen(self, name: str, key: str) -> None:
        """Note a key in a set."""
        self.sets.setdefault(name, set()).add(key)


class Draw:
    """Draws a year."""

    def __init__(self, seed: int = SEED) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- a drawn year, no secret
        self.tables = shipped_tables()
        self.villages = tuple(
            one.code for one in self.tables.regions.values() if one.parent == TOWN and one.level == "village"
        )
        self.year = TownYear(Pool(period=YEAR, today=TODAY, tables=self.tables, villages=self.villages))
        self.entries: dict[str, list[Entry]] = {}
        self.rosters: list[Entry] = []
        self.aid: dict[str, AidLine] = {}
        self.aid_places: dict[str, str] = {}
        self.number = 0

    def keep(self, sector: str, village: str, day: date, record: object) -> str:
        """Put a record into the year and count how soon it was kept."""
        self.number += 1
        key = f"r{self.number}"
        late = self.dice.choice((0, 0, 1, 3, 4, 9))
        self.entries.setdefault(sector, []).append(
            Entry(key, village, day, day + timedelta(days=late), record)
        )
        self.year.sums["entries"] += 1
        self.year.sums["soon"] += late <= 3
        self.year.seen("months", f"{village} {day:%Y-%m}")
        self.year.seen("active", village)
        return key

    def when(self) -> tuple[str, date]:
        """Return a village and a day; the last two villages keep silent."""
        return self.dice.choice(self.villages[:-2]), YEAR.first + timedelta(days=self.dice.randrange(365))

    def rated(self, visited: bool) -> tuple[Satisfaction | None, tuple[Revisit, ...]]:
        """Return a rating or none, and a return call to some of the bad ones."""
        sums = self.year.sums
        sums["visits"] += visited
        if self.dice.random() < 0.4:
            return None, ()
        level = self.dice.choice((1, 2, 3, 4, 5, 5))
        sums["rated"] += 1
        sums["fair"] += level >= 3
        sums["good"] += level >= 4
        sums["bad"] += level <= 2
        calls = (Revisit(told="已解释"),) if self.dice.random() < 0.5 else ()
        sums["called"] += level <= 2 and bool(calls)
        return Satisfaction(level=level), calls

    def slip(self) -> ReferralSlip | None:
        """Return a referral or none."""
        if self.dice.random() < 0.7:
            return None
        closed = self.dice.random() < 0.6
        self.year.sums["referrals"] += 1
        self.year.sums["closed"] += closed
        return ReferralSlip(to="12348", consent=True, result="已答复" if closed else "")

    # --- services -----------------------------------------------------------------------------------------

    def consultation(self) -> None:
        village, day = self.when()
        sums, dice = self.year.sums, self.dice
        channel, category = dice.choice(CHANNELS), dice.choice(CATEGORIES)
        elder, woman = dice.random() < 0.3, dice.random() < 0.5
        handling = ("当场解答",) if dice.random() < 0.7 else ()
        promised = day + timedelta(days=5) if not handling else None
        answered = (
            promised + timedelta(days=dice.choice((-1, 0, 1))) if promised and dice.random() < 0.8 else None
        )
        satisfaction, calls = self.rated(True)
        sums["consultations"] += 1
        sums[f"channel {channel}"] += 1
        sums[f"category {category}"] += 1
        sums["group 老年人"] += elder
        sums["group 妇女"] += woman
        sums["at once"] += bool(handling)
        sums["promised"] += promised is not None and promised <= YEAR.last
        sums["in time"] += (
            promised is not None and promised <= YEAR.last and answered is not None and answered <= promised
        )
        record = Consultation(
            date=day,
            org=village,
            channel=channel,
            category=category,
            handling=handling,
            promised_on=promised,
            answered_on=answered,
            person=Visitor(birth=date(1950 if elder else 1990, 5, 1), sex="2" if woman else "1"),
            referral=self.slip(),
            satisfaction=satisfaction,
            revisits=calls,
        )
        self.keep(consultation.SECTOR, village, day, record)

    def log(self) -> None:
        village, day = self.when()
        sums, dice = self.year.sums, self.dice
        hours, whole = dice.choice((2, 3, 4, 6)), dice.random() < 0.8
        lectures, trained, contracts = dice.choice((0, 0, 0, 20)), dice.choice((0, 5)), dice.choice((0, 2))
        sums["logs"] += 1
        sums["whole logs"] += whole
        sums["trained"] += trained
        sums["contracts"] += contracts
        sums[f"hours {village} {day:%Y-%m}"] += hours
        if lectures:
            self.year.seen("lectures", f"{village} {day.year}年第{(day.month + 2) // 3}季度")
        record = AdviserLog(
            date=day,
            org=village,
            periods=(DutyPeriod(begin="09:00", end=f"{9 + hours:02d}:00"),),
            counters=Counters(lectures=lectures, trained=trained, contracts=contracts),
            served=(Served(name="张敏", phone="13900000131" if whole else "", matter="合同"),),
        )
        self.keep(adviser.SECTOR, village, day, record)

    def order(self) -> None:
        village, day = self.when()
        kind = self.dice.choice(("合同审查", "代书", "参与调解"))
        satisfaction, calls = self.rated(True)
        self.year.sums[f"order {kind}"] += 1
        record = ServiceOrder(
            date=day, org=village, kind=kind, content="审查", satisfaction=satisfaction, revisits=calls
        )
        self.keep(adviser.ORDERS, village, day, record)

    def event(self) -> None:
        village, day = self.when()
        sums, dice = self.year.sums, self.dice
        held, lecture = dice.random() < 0.9, dice.random() < 0.5
        people, copies, online, trained = dice.randrange(1, 90), dice.randrange(200), dice.choice((0, 40)), 7
        topic, good, valid = dice.choice(TOPICS), dice.randrange(20), 20
        if held:
            sums["events"] += 1
            sums["audience"] += people + online
            sums["copies"] += copies
            sums["trained"] += trained
            self.year.seen("topics", topic)
            if lecture:
                self.year.seen("lectures", f"{village} {day.year}年第{(day.month + 2) // 3}季度")
        sums["sample good"] += good
        sums["sample"] += valid
        record = Publicity(
            date=day,
            org=village,
            title="讲座",
            form=("讲座/课堂",) if lecture else ("展板",),
            topic=(topic,),
            attendance=people if held else None,
            online=online if held else None,
            materials=Materials(kinds=2, copies=copies),
            trained=trained,
            satisfaction_sample=Sample(valid=valid, level5=good, level2=valid - good),
        )
        self.keep(publicity.SECTOR, village, day, record)

    def application(self) -> None:
        village, day = self.when()
        sums, dice = self.year.sums, self.dice
        written, spot, far = dice.random() < 0.8, dice.random() < 0.5, dice.random() < 0.8
        late = dice.choice((0, 1, 30))
        satisfaction, calls = self.rated(True)
        sums["applications"] += 1
        sums["received"] += written
        sums["first"] += written and spot
        sums["forwarded"] += written
        sums["forwarded in time"] += written and late <= 1  # the next working day is the next day, or later
        sums["near"] += not far
        known = day - timedelta(days=10 if far else 58)
        record = Reconsideration(
            date=day,
            org=village,
            respondent="中山市某局",
            act=Act(kind="FY01", known=known, delivery="当场交付" if spot else "邮寄", on_the_spot=spot),
            request="撤销" if written else "",
            facts_reasons="事实" if written else "",
            forwarded_on=day + timedelta(days=late) if written else None,
            satisfaction=satisfaction,
            revisits=calls,
        )
        self.keep(reconsideration.SECTOR, village, day, record)

    def matter(self) -> None:
        village, day = self.when()
        booked = self.dice.random() < 0.6
        satisfaction, calls = self.rated(True)
        self.year.sums["matters"] += 1
        self.year.sums["booked"] += booked
        record = Notary(
            date=day,
            org=village,
            matter="遗嘱",
            appointment=day + timedelta(days=3) if booked else None,
            referral=self.slip(),
            satisfaction=satisfaction,
            revisits=calls,
        )
        self.keep(notary.SECTOR, village, day, record)

    def passed_on(self) -> None:
        village, day = self.when()
        slip = self.slip()
        if slip is None:
            self.year.sums["referrals"] += 1
        satisfaction, calls = self.rated(True)
        record = Referral(
            date=day, org=village, content="求助", referral=slip, satisfaction=satisfaction, revisits=calls
        )
        self.keep(referral.SECTOR, village, day, record)

    def case(self) -> None:
        village, day = self.when()
        self.keep(CASES, village, day, None)

    def intake(self) -> None:
        one, key = town_aid.drawn(self.dice, *self.when()), f"a{len(self.aid)}"
        town_aid.count(one, self.year.sums)
        self.aid[key] = town_aid.line_of(one, self.tables)
        self.aid_places[key] = one.village

    # --- what stands --------------------------------------------------------------------------------------

    def roster(self) -> None:
        """Sign advisers for most villages, some of them gone by the end; and villagers trained in the law."""
        for n, village in enumerate(self.villages):
            ended = date(2026, 6, 30) if n % 5 == 0 else None
            lawyer = AdviserContract(
                date=date(2025, 1, 1),
                org=village,
                ended_on=ended,
                adviser=DeskAdviser(name="林敏", role="村法律顾问"),
            )
            self.rosters.append(Entry(f"s{n}", village, date(2025, 1, 1), None, lawyer))
            self.year.sums["signed"] += ended is None
            for k in range(n % 4):
                trained = AdviserContract(
                    date=date(2025, 1, 1), org=village, adviser=DeskAdviser(name=f"何{k}", role="法律明白人")
                )
                self.rosters.append(Entry(f"m{n}-{k}", village, date(2025, 1, 1), None, trained))
                self.year.sums["literate"] += 1

    def duty(self) -> tuple[OpeningRate, ...]:
        """Open on most of the days that were planned."""
        found = []
        for village in self.villages:
            for month in range(1, 13):
                planned = tuple(date(2026, month, day) for day in range(1, 21))
                opened = planned[: self.dice.randrange(15, 21)]
                self.year.sums["planned"] += len(planned)
                self.year.sums["opened"] += len(opened)
                found.append(
                    OpeningRate(
                        org=village,
                        org_name="",
                        month=date(2026, month, 1),
                        planned=planned,
                        opened=opened,
                        extra=(),
                        unmarked=(),
                    )
                )
        return tuple(found)

    def batches(self) -> tuple[Batch, ...]:
        """Send each month's data up, sometimes late, sometimes with a fault in it."""
        found = []
        for village in self.villages:
            for month in range(1, 13):
                closing = date(2026 + month // 12, month % 12 + 1, 1) + timedelta(
                    days=self.dice.choice((0, 4, 5, 20))
                )
                faulty = self.dice.random() < 0.1
                self.year.sums["batches"] += 1
                self.year.sums["faulty"] += faulty
                end = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
                if closing <= end + timedelta(days=5):
                    self.year.seen("sent", f"{village} 2026-{month:02d}")
                found.append(Batch(f"{village}-{month}", village, closing, faulty))
        return tuple(found)


def town_year(seed: int = SEED) -> TownYear:
    """Return a year of one town: more than three thousand records, and their hand count."""
    draw = Draw(seed)
    for kind, many in (
        (draw.consultation, 1400),
        (draw.log, 700),
        (draw.order, 150),
        (draw.event, 260),
        (draw.application, 120),
        (draw.matter, 160),
        (draw.passed_on, 80),
        (draw.case, 300),
        (draw.intake, 240),
    ):
        for _ in range(many):
            kind()
    draw.roster()
    draw.year.pool = Pool(
        period=YEAR,
        today=TODAY,
        tables=draw.tables,
        villages=draw.villages,
        entries={name: tuple(found) for name, found in draw.entries.items()},
        rosters=tuple(draw.rosters),
        premises=frozenset(draw.villages[-1:]),
        duty=draw.duty(),
        batches=draw.batches(),
        aid=draw.aid,
        aid_places=draw.aid_places,
    )
    return draw.year
