"""Roles (角色): what each user may see, change, print, export and administer, sector by sector. Pure.

One table, `TABLE`. The store asks it for every record read and every entry written, the desks before a paper
or a file goes out; a screen only asks it what to offer. Who is a party, and to what the law gives a secret
(反家庭暴力法 §5, 未成年人保护法 §4, 法律援助法 §21), stays with those who work on it.
"""

from dataclasses import dataclass
from enum import Enum

from zsapp.base.errors import Code, Refusal
from zsapp.rules.committee import SECTOR as COMMITTEE
from zsapp.rules.duty_roster import SECTOR as ROSTER
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import SECTOR as LEGAL_AID
from zsapp.rules.mediation import SECTOR as MEDIATION
from zsapp.rules.person import SECTOR as PERSON
from zsapp.rules.premises import SECTOR as PREMISES
from zsapp.rules.reporting import COUNTERS, REPORT
from zsapp.rules.review import DECIDE, SENT_DOWN, SPOKEN
from zsapp.rules.station import SECTOR as STATION
from zsapp.rules.subsidy import SCHEME
from zsapp.rules.subsidy import SECTOR as SUBSIDY


class Role(Enum):
    """Who a user is at this station; the value is the word of the terminal."""

    MEDIATOR = "mediator"
    ADVISER = "adviser"
    HEAD = "head"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """The word of the screens."""
        return WORDS[self]


WORDS = {
    Role.MEDIATOR: "调解员",
    Role.ADVISER: "法律顾问",
    Role.HEAD: "站长",
    Role.REVIEWER: "司法所",
    Role.ADMINISTRATOR: "管理员",
}


class Right(Enum):
    """What may be done; the value is the letter of the table."""

    SEE = "看"
    CHANGE = "改"
    PRINT = "印"
    EXPORT = "出"
    ADMINISTER = "管"
    REVIEW = "核"


ACTS = {
    Right.SEE: "查看",
    Right.CHANGE: "改动",
    Right.PRINT: "打印",
    Right.EXPORT: "导出",
    Right.ADMINISTER: "管理",
    Right.REVIEW: "校核",
}
"""The rights as a refusal says them."""

RESTRICTED, EXCHANGE, USERS, OTHERS = "restricted", "exchange", "users", "others"
"""Areas of the table that are no sector: records that few may see, packages and certificates, accounts, and
every sector that has no line of its own."""

AREAS = {
    MEDIATION: "人民调解",
    LEGAL_AID: "法律援助",
    **{one.sector: one.label for one in SERVICES.values()},
    RESTRICTED: "限制查看的记录",
    PERSON: "人员资料",
    COUNTERS: "工作量登记",
    REPORT: "统计报表",
    SUBSIDY: "补贴申报",
    SCHEME: "补贴办法",
    COMMITTEE: "调委会资料",
    PREMISES: "服务场所资料",
    ROSTER: "值守表",
    STATION: "工作站资料",
    EXCHANGE: "数据交换",
    USERS: "用户",
    OTHERS: "其他业务",
}

TABLE = """
区域            调解员   法律顾问 站长         司法所     管理员
mediation       看改印出 看印     看改印出管核 看印出核   －
legal_aid       看改印出 看改印   看改印出管核 看印出核   －
consultation    看改印出 看改印   看改印出管核 看印出核   －
adviser         看改印出 看改印   看改印出管核 看改印出核 －
adviser_order   看改印出 看改印   看改印出管核 看印出核   －
adviser_roster  看印出   看印     看改印出管   看改印出   －
publicity       看改印出 看改印   看改印出管核 看改印出核 －
reconsideration 看改印出 看改印   看改印出管核 看印出核   －
notary          看改印出 看改印   看改印出管核 看印出核   －
referral        看改印出 看改印   看改印出管核 看印出核   －
restricted      －       看改印   看改印出核   －         －
person          看改印出 看改     看改印出管   看         －
counters        看改印出 看       看改印出     看改印出   －
report          看改印出 看       看改印出     看改印出   －
subsidy         看改印出 －       看改印出管   看改印出   －
subsidy_scheme  看       －       看改管       看改管     看改管
committee       看改     看       看改管       看改       看
premises        看改出   看       看改出管     看改出     看
duty_roster     看改印出 看       看改印出管   看改印出   看
station         看       看       看改管       看         看改管
exchange        看出     看       看出管       看出管     看出管
users           看       看       看管         看         看管
others          看改印出 看改印   看改印出管核 看印出核   －
"""
"""The one table. A village station has one user, the 站长 (站长), who may do everything there is."""

VERBS = {
    "print": Right.PRINT,
    "reprint": Right.PRINT,
    "dossier": Right.PRINT,
    "volume": Right.PRINT,
    "export_file": Right.EXPORT,
    "ledger": Right.EXPORT,
    "report": Right.EXPORT,
    **dict.fromkeys((*SPOKEN, DECIDE), Right.REVIEW),
}
"""The right that a journal entry about a sector asks for; every other one is a change."""

OFFICE = {
    "export": (EXCHANGE, Right.EXPORT),
    "import": (EXCHANGE, Right.EXPORT),
    "acknowledge": (EXCHANGE, Right.EXPORT),
    "root": (EXCHANGE, Right.ADMINISTER),
    "enrol": (EXCHANGE, Right.ADMINISTER),
    "certify": (EXCHANGE, Right.ADMINISTER),
    "revoke": (EXCHANGE, Right.ADMINISTER),
    "refuse_request": (EXCHANGE, Right.ADMINISTER),
    "escrow_ask": (EXCHANGE, Right.ADMINISTER),
    "escrow_release": (EXCHANGE, Right.ADMINISTER),
    "escrow_withdraw": (EXCHANGE, Right.ADMINISTER),
    **dict.fromkeys((SENT_DOWN, "drop_down", "use_down"), (EXCHANGE, Right.ADMINISTER)),
    "user_add": (USERS, Right.ADMINISTER),
    "role": (USERS, Right.ADMINISTER),
}
"""Entries about no record at all, and what they ask for; a log-in asks for nothing."""


def _read(table: str) -> dict[tuple[str, Role], frozenset[Right]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    roles = [next(role for role, words in WORDS.items() if words == one) for one in head[1:]]
    return {
        (row[0], role): frozenset(right for right in Right if right.value in cell)
        for row in rows
        for role, cell in zip(roles, row[1:], strict=True)
    }


GRANTS = _read(TABLE)


def area_of(sector: str) -> str:
    """Return the line of the table that a sector stands in."""
    return sector if sector in AREAS else OTHERS


def is_reviewed(sector: str) -> bool:
    """Say whether records of a sector are reviewed upstream: where the table gives anybody the right to."""
    return bool(who_may(Right.REVIEW, area_of(sector)))


def who_may(right: Right, area: str) -> tuple[Role, ...]:
    """Return the roles that have a right, in the order of the table."""
    return tuple(role for role in Role if right in GRANTS[area, role])


def role_named(text: str) -> Role:
    """Return the role of a word, English or Chinese.

    Raises:
        Refusal: USAGE.
    """
    for role, words in WORDS.items():
        if text.strip().lower() in (role.value, words):
            return role
    known = "、".join(f"{role.value}（{words}）" for role, words in WORDS.items())
    raise Refusal(Code.USAGE, field="role", what=f"角色应为 {known}")


@dataclass(frozen=True, slots=True)
class Badge:
    """What whoever is logged in may do (工作证): shown at every gate."""

    role: Role = Role.HEAD

    def may(self, right: Right, sector: str, *, restricted: bool = False) -> bool:
        """Say whether a right is given, for a restricted record only with that of such records too."""
        areas = (area_of(sector), *([RESTRICTED] if restricted else []))
        return all(right in GRANTS[area, self.role] for area in areas)

    def require(self, right: Right, sector: str, *, restricted: bool = False) -> None:
        """Hold an act against the table.

        Raises:
            Refusal: ROLE_MAY_NOT, naming who may.
        """
        for area in (area_of(sector), *([RESTRICTED] if restricted else [])):
            if right not in GRANTS[area, self.role]:
                may = "、".join(one.words for one in who_may(right, area))
                what = f"{ACTS[right]}{AREAS[area]}"
                raise Refusal(Code.ROLE_MAY_NOT, role=self.role.words, what=what, who=may)

    def require_entry(self, verb: str, sector: str, *, restricted: bool = False) -> None:
        """Hold a journal entry about to be written against the table.

        What nobody reviews (a person, a committee) may still have been changed by two at once: whoever
        reviews the rest decides it.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        if sector:
            asked = OTHERS if verb == DECIDE and not is_reviewed(sector) else sector
            self.require(VERBS.get(verb, Right.CHANGE), asked, restricted=restricted)
        elif verb in OFFICE:
            area, right = OFFICE[verb]
            self.require(right, area)

    def sees(self, sector: str, *, restricted: bool = False) -> bool:
        """Say whether records are there at all for this user."""
        return self.may(Right.SEE, sector, restricted=restricted)


LOOK = "look"
"""The verb of the entry that says who looked at a restricted record."""

EPOCH = "epoch"
"""The verb of the entry that begins a new epoch: why, and after which entry of the station's."""

RESTORE, BEHIND, CLOCK, RETURN = "restore", "behind", "clock", "return"
"""Why a new epoch is begun: a backup was restored, the store is an older copy, the clock had gone wild, a
station above gave back what it holds."""

WAITS = (30, 60, 120, 240, 480, 900)
"""Seconds to wait after the third wrong passphrase in a row, and after each further one."""
FREE = 2
"""Wrong passphrases in a row that cost nothing: a capital letter, an input method."""


def wait_after(failures: int) -> int:
    """Return the seconds for which nobody may try again after so many wrong passphrases in a row."""
    return WAITS[min(failures - FREE, len(WAITS)) - 1] if failures > FREE else 0


IDLE_MINUTES = (5, 15, 30, 60)
"""What can be chosen as the time without a key after which the window locks itself."""
