"""What every service asks alike (共同栏目): who came, the referral, the mark, who answered. Plain data."""

from dataclasses import dataclass

from zsapp.rules.desk_record import DeskRecord, needs_revisit
from zsapp.screens.kit.layout import Block, Fields, Fold, Press, Presses, Rows, Ticks, ask

BACK = "back"
"""The press that leads back to whence a record came."""
VISITOR_CODES = ("sex", "id_type", "group_flag", "fy_scope", "fy_excluded", "fy_first")
"""The lists of which a record holds the codes; of others the words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A service as its page asks it: the blocks, the first field, what F1 says."""

    blocks: tuple[Block, ...]
    first: str
    help: str


def from_where(record: DeskRecord) -> str:
    """Return where a record came from, and what it was turned into, in a sentence."""
    came = f"由“{record.origin.called}”转来。" if record.origin else ""
    gone = "、".join(one.called for one in record.turned)
    return came + (f"已转为{gone}。" if gone else "")


def is_turned(record: DeskRecord) -> bool:
    """Say whether a record came from another, or was turned into one."""
    return record.origin is not None or bool(record.turned)


ORIGIN = Presses(
    says=from_where,
    when=is_turned,
    presses=(Press(name=BACK, words="看原来的记录", look="quiet", when=lambda one: one.origin is not None),),
)


def visitor(who: str, title: str, *, wide: bool = False) -> tuple[Block, ...]:
    """Return who came: a name, a telephone; the rest is folded unless `wide`."""
    more = Fields(
        asks=(
            ask(f"{who}.id_no", offers=True),
            ask(f"{who}.id_type"),
            ask(f"{who}.sex"),
            ask(f"{who}.birth"),
            ask(f"{who}.address", wide=True, hint="写到村、社区"),
            ask(f"{who}.employer"),
            ask(f"{who}.postcode"),
            ask(f"{who}.id_refused", wide=True, hint="不愿提供身份的，注明“不愿提供”，照常服务"),
            ask(f"{who}.safe_contact", wide=True, hint="家庭暴力等，怎样联系才安全"),
        )
    )
    first = Fields(title=title, asks=(ask(f"{who}.name", offers=True), ask(f"{who}.phone", offers=True)))
    groups = Ticks(title="人群类别", path=f"{who}.groups", note="年龄、性别看得出来的不用勾")
    if wide:
        return (first, more, groups)
    return (first, Fold(title="证件、住址、人群类别", blocks=(more, groups)))


REFERRAL = Fold(
    title="转介",
    opens=lambda one: one.referral is not None,
    blocks=(
        Fields(
            asks=(
                ask("referral.to", "转给谁"),
                ask("referral.way"),
                ask("referral.consent", "当事人同意"),
                ask("referral.urgency"),
                ask("referral.reason", wide=True, hint="不填则用咨询内容"),
                ask("referral.on"),
                ask("referral.revisit"),
                ask("referral.received_by"),
                ask("referral.result", wide=True),
            )
        ),
    ),
)
RATED = Fold(
    title="满意度和回访",
    opens=lambda one: one.satisfaction is not None or needs_revisit(one),
    blocks=(
        Fields(
            asks=(
                ask("satisfaction.level", "总体评价（5最好，1最差）"),
                ask("satisfaction.way"),
                ask("satisfaction.items.manner", "态度"),
                ask("satisfaction.items.speed", "效率"),
                ask("satisfaction.items.skill", "专业"),
                ask("satisfaction.items.ease", "便利"),
                ask("satisfaction.words", wide=True),
            )
        ),
        Rows(
            title="回访",
            path="revisits",
            columns=2,
            word="次",
            asks=(ask("date"), ask("by"), ask("told", wide=True)),
        ),
    ),
)
ADVISER = Fold(
    title="解答人、记录人",
    blocks=(
        Fields(
            asks=(
                ask("adviser.name", "解答人"),
                ask("adviser.role"),
                ask("adviser.licence"),
                ask("adviser.firm"),
                ask("recorder"),
                ask("begun", hint="09:30"),
                ask("ended", hint="09:50"),
            )
        ),
    ),
)
WHEN = Fold(
    title="登记单位、日期", blocks=(Fields(asks=(ask("date", need=True), ask("org_name", wide=True))),)
)
