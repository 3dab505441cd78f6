"""The last three steps (调解、协议、回访归档) and what each asks: only what its papers need. Plain data."""

from zsapp.screens.kit.layout import Fields, Fold, Rows, Step, Texts, ask
from zsapp.screens.mediation.when import AGREEMENT, RECORD, is_oral, wants_confirmation, was_ended

OBLIGATION = (
    ask("obligor"),
    ask("obligee"),
    ask("kind"),
    ask("amount"),
    ask("due"),
    ask("method"),
    ask("what", wide=True),
)
MEDIATING = Step(
    name="调解",
    paper=RECORD,
    help=(
        "每次调解的日期都写在“调解日期”里，几次之间用“、”隔开。\n"
        "记录要写明：已告知权利义务、各方怎么说、查明了什么、调解结果。\n"
        "达不成协议的，展开“终止调解”写明理由，并告知仲裁、行政、诉讼等途径（人民调解法第二十六条）。"
    ),
    blocks=(
        Fields(
            title="调解",
            asks=(
                ask("dates.sessions", hint="3月9日、3月12日"),
                ask("place"),
                ask("record", wide=True, lines=8, hint="调解员：……\n申请人：……\n被申请人：……"),
            ),
        ),
        Rows(
            title="邀请参加的人",
            path="invited",
            columns=3,
            word="人",
            asks=(ask("name"), ask("capacity"), ask("consent")),
        ),
        Fold(
            title="延长期限",
            blocks=(Fields(asks=(ask("dates.extend_consent", "当事人同意延长的日期"),)),),
        ),
        Fold(
            title="终止调解",
            opens=was_ended,
            blocks=(
                Fields(
                    asks=(
                        ask("dates.terminate"),
                        ask("outcome.result"),
                        ask("termination.reason", "终止的理由", wide=True, lines=2),
                        ask("termination.notice", "告知的其他途径", wide=True, lines=2),
                    )
                ),
                Rows(
                    title="送达",
                    path="termination.served",
                    columns=3,
                    word="人",
                    asks=(ask("to"), ask("date", "送达日期"), ask("sign")),
                ),
            ),
        ),
        Fold(
            title="撤回申请",
            blocks=(
                Fields(
                    asks=(
                        ask("dates.withdraw"),
                        ask("withdrawal.by"),
                        ask("withdrawal.form", "撤回形式"),
                        ask("withdrawal.date", "撤回书日期"),
                        ask("withdrawal.reason", "撤回理由", wide=True, lines=2),
                        ask("withdrawal.attachments", wide=True),
                    )
                ),
            ),
        ),
    ),
)
AGREEING = Step(
    name="协议",
    paper=AGREEMENT,
    help=(
        "协议内容一条一栏，条号自动编好。金额同时写数字和大写，写明谁付给谁、怎么付、哪天付清。\n"
        "“履行方式、时限”一行一笔：义务人、权利人、金额、期限。\n"
        "份数 = 当事人人数 + 1（调委会留存一份，人民调解法第二十九条）。"
    ),
    blocks=(
        Fields(
            title="协议",
            asks=(
                ask("dates.agree", need=True),
                ask("outcome.form"),
                ask("responsibility", wide=True, lines=2),
            ),
        ),
        Texts(title="协议内容", path="clauses", lines=2),
        Rows(title="履行方式、时限", path="schedule", columns=3, word="笔", asks=OBLIGATION),
        Fields(
            title="金额与份数",
            asks=(ask("totals.amount"), ask("copies"), ask("agreement_no", hint="打印时自动编号")),
        ),
        Fields(
            title="口头协议登记",
            when=is_oral,
            asks=(
                ask("oral_register.facts", wide=True, lines=3),
                ask("oral_register.agreement", "口头协议内容", wide=True, lines=2),
                ask("oral_register.perform", wide=True, lines=2),
            ),
        ),
        Fold(
            title="名单及金额表（多人案件）",
            blocks=(
                Rows(
                    title="",
                    path="roster",
                    columns=3,
                    word="人",
                    asks=(
                        ask("name"),
                        ask("sex"),
                        ask("ethnicity"),
                        ask("id_no"),
                        ask("phone"),
                        ask("owed"),
                        ask("instalments", "各期金额（用空格隔开）", wide=True),
                    ),
                ),
            ),
        ),
        Fold(
            title="收款账户、定期给付和其他说明",
            blocks=(
                Rows(
                    title="收款账户", path="accounts", columns=2, word="个", asks=(ask("name"), ask("tail"))
                ),
                Fields(
                    asks=(
                        ask("accounts_note", wide=True, lines=2),
                        ask("totals.periodic_monthly"),
                        ask("copies_note"),
                        ask("totals.stat_amount_note", wide=True),
                    )
                ),
            ),
        ),
    ),
)
FOLLOWING = Step(
    name="回访归档",
    paper=AGREEMENT,
    help=(
        "每笔履行后在“履行情况”里写明已履行和日期。\n"
        "回访写明履行了没有、满意不满意、还有没有隐患。\n"
        "需要司法确认的，双方要在协议生效之日起三十日内共同向法院申请（人民调解法第三十三条）。"
    ),
    blocks=(
        Rows(
            title="履行情况",
            path="schedule",
            columns=3,
            word="笔",
            asks=(ask("obligor"), ask("amount"), ask("due"), ask("status"), ask("done"), ask("proof")),
        ),
        Fields(
            title="回访",
            asks=(
                ask("dates.visit"),
                ask("outcome.satisfaction"),
                ask("follow_up", wide=True, lines=4),
            ),
        ),
        Fields(
            title="结果与归档",
            asks=(
                ask("outcome.result"),
                ask("outcome.performance"),
                ask("outcome.confirmation"),
                ask("dates.close"),
                ask("dates.file"),
            ),
        ),
        Fields(
            title="司法确认",
            when=wants_confirmation,
            asks=(
                ask("confirmation.court", wide=True),
                ask("dates.confirm_apply"),
                ask("dates.confirm_ruling"),
                ask("confirmation.result"),
                ask("confirmation.case_no"),
                ask("confirmation.materials", wide=True, hint="几份材料之间用“、”隔开"),
                ask("confirmation.deadline_note", wide=True),
            ),
        ),
        Fold(
            title="防止激化（统计用）",
            blocks=(
                Fields(
                    asks=(
                        ask("prevention.suicide.incidents", "防止自杀（件）"),
                        ask("prevention.suicide.people", "防止自杀（人）"),
                        ask("prevention.crime.incidents", "防止转化为刑事案件（件）"),
                        ask("prevention.crime.people", "防止转化为刑事案件（人）"),
                        ask("prevention.petition.incidents", "防止群体性上访（件）"),
                        ask("prevention.petition.people", "防止群体性上访（人）"),
                        ask("prevention.brawl.incidents", "防止群体性械斗（件）"),
                        ask("prevention.brawl.people", "防止群体性械斗（人）"),
                    )
                ),
            ),
        ),
    ),
)
