"""Who applies, about what, against whom, how to be reached (申请人、事情、对方机关、安全联系). Plain data."""

from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.screens.kit.layout import Fields, Fold, Press, Presses, Rows, Step, Ticks, ask
from zsapp.screens.legal_aid import when
from zsapp.screens.legal_aid.when import Asking

TURN, BACK = "turn", "back"
"""The presses that lead elsewhere: on to mediation, back to whence it came."""


def from_where(intake: LegalAidIntake) -> str:
    """Return where an application came from, in a sentence."""
    return f"由“{intake.origin.called}”转来。" if intake.origin else ""


ORIGIN = Presses(
    says=from_where,
    when=when.is_turned,
    presses=(Press(name=BACK, words="看原来的记录", look="quiet"),),
)
APPLICANT = Fields(
    title="谁来申请",
    asks=(
        ask("applicant.name", need=True, offers=True),
        ask("applicant.phone", offers=True),
        ask("applicant.id_type"),
        ask("applicant.id_no", offers=True),
        ask("applicant.sex"),
        ask("applicant.birth"),
        ask("applicant.hukou", wide=True, hint="户口簿上的地址，写到村、社区"),
        ask("applicant.address", wide=True),
        ask("applicant.occupation"),
        ask("applicant.employer"),
    ),
)
SOLDIER = Fields(
    title="军人",
    note="只登记关系、身份和证明的名称，不登记部队番号。",
    when=when.asks_soldier,
    asks=(
        ask("soldier.relation", hint="如：配偶、父母、本人"),
        ask("soldier.status", hint="如：义务兵"),
        ask("soldier.proof", wide=True, hint="如：镇人民武装部出具证明"),
        ask("soldier.unit_recorded", when=when.has_unit),
    ),
)
RECEIVED = Fields(
    title="接收",
    asks=(
        ask("received.date", need=True),
        ask("received.time", hint="10:20"),
        ask("received.channel"),
        ask("received.handler"),
    ),
)
MORE = Fold(
    title="民族、学历、婚姻、语言和另一证件",
    blocks=(
        Fields(
            asks=(
                ask("applicant.nation"),
                ask("applicant.edu"),
                ask("applicant.marital"),
                ask("applicant.postcode"),
                ask("applicant.language"),
                ask("applicant.capacity"),
                ask("applicant.second_id.type", "另一证件类型"),
                ask("applicant.second_id.number", "另一证件号码"),
            )
        ),
    ),
)


def agent_of(asking: Asking) -> Fold:
    """Return the questions about who acts for the applicant; open by themselves when somebody must."""
    return Fold(
        title="代理人",
        live=True,
        opens=asking.has_agent,
        blocks=(
            Presses(says=asking.says_agent, presses=()),
            Fields(
                asks=(
                    ask("agent.name", offers=True),
                    ask("agent.type"),
                    ask("agent.relation", "是申请人的"),
                    ask("agent.phone"),
                    ask("agent.id_type"),
                    ask("agent.id_no", offers=True),
                    ask("agent.is_counterparty"),
                    ask("agent.harms"),
                )
            ),
        ),
    )


def applicant_step(asking: Asking) -> Step:
    """Return the first group: who applies, who acts, when and by whom it was received."""
    return Step(
        name="申请人",
        paper="",
        help=(
            "先问姓名和证件号码：性别、出生日期自动填好，不满18周岁的会问法定代理人。\n"
            "办过事的人输入姓名就能选用。人群类别照实勾选，年龄看得出来的不用勾。"
        ),
        blocks=(
            ORIGIN,
            APPLICANT,
            Ticks(title="人群类别", path="groups"),
            Ticks(title="无障碍需要", path="applicant.needs"),
            Fields(asks=(ask("applicant.disability_no", wide=True),), when=when.is_disabled),
            SOLDIER,
            agent_of(asking),
            RECEIVED,
            MORE,
        ),
    )


MATTER = Step(
    name="事情",
    paper="",
    help=(
        "先选援助事项：要交哪些材料、还要问什么，由事项决定。只是咨询、不要求代理的，援助形式选“法律咨询”。\n"
        "时效快到的、要立即保全的、要保护令的一定要写：初审意见会提示当天转交。"
    ),
    blocks=(
        Fields(
            title="什么事",
            asks=(
                ask("matter", need=True, wide=True, hint="输入几个字即可查找，如：赡养、报酬"),
                ask("facts", wide=True, lines=5, hint="时间地点、经过、要求多少、找过谁、为什么需要援助"),
                ask("amount"),
                ask("amount_upper"),
                ask("limitation_end", hint="时效、上诉、起诉的最后一天"),
                ask("form"),
                ask("role"),
                ask("stage"),
                ask("custody", when=when.asks_custody),
                ask("lawyer_engaged"),
            ),
        ),
        Ticks(title="需要立即申请的", path="wishes", note="勾了就是紧急，当天转交。"),
        Presses(
            says=lambda _intake: "双方愿意调解的，可以转到人民调解，姓名和案情不用再写：",
            presses=(Press(name=TURN, words="转为人民调解"),),
        ),
        Fold(title="标题", blocks=(Fields(asks=(ask("title", wide=True),)),)),
    ),
)
OTHER_SIDE = Step(
    name="对方机关",
    paper="",
    help=(
        "对方的姓名、名称要写全：会核对对方是不是也来过本站，代理人是不是对方。\n"
        "诉讼事项看法院在哪里，其他事项看争议处理机关或者事由发生在哪里；户籍在哪里不影响。"
    ),
    blocks=(
        Rows(
            title="对方当事人",
            path="respondent",
            columns=2,
            word="位",
            asks=(
                ask("name"),
                ask("kind"),
                ask("uscc", when=when.is_organisation),
                ask("relation", hint="如：长子、用人单位"),
                ask("contact"),
                ask("address", wide=True),
            ),
        ),
        Fields(
            title="办案机关",
            asks=(
                ask("forum.kind"),
                ask("forum.place", hint="如：中山、佛山顺德"),
                ask("forum.organ", wide=True, hint="如：中山市第一人民法院"),
                ask("forum.cause_place", when=when.asks_seat, hint="如：中山"),
                ask("forum.charge", when=when.is_criminal),
                ask("forum.detention_notice", when=when.is_criminal),
            ),
        ),
    ),
)
SAFETY = Step(
    name="安全联系",
    paper="",
    help="家庭暴力的受害人：先问怎样联系才安全，再问别的。住址、电话只在封存的联系信息页上，交给法律援助处。",
    blocks=(
        Presses(says=when.says_safety, presses=()),
        Fields(
            when=when.asks_safety,
            asks=(
                ask(
                    "applicant.safe_contact",
                    wide=True,
                    lines=2,
                    hint="什么时候、打哪个电话、由谁转告，哪些不能打",
                ),
            ),
        ),
        Rows(
            title="未成年子女",
            path="children",
            columns=3,
            word="位",
            asks=(ask("name"), ask("birth"), ask("id_no")),
            when=lambda intake: when.asks_safety(intake) or bool(intake.children),
        ),
    ),
)
