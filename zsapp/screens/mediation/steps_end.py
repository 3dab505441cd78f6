"""The steps 调解 and 回访归档, and what each asks: only what its papers need. Plain data."""

from zsapp.rules.mediation_sessions import Session
from zsapp.rules.numerals import numeral
from zsapp.screens.kit.layout import Cards, Fields, Fold, Rows, Step, ask
from zsapp.screens.mediation.when import (
    AGAIN,
    AGREEMENT,
    RECORD,
    TO_AID,
    has_returned,
    is_acted,
    is_paid,
    is_whole,
    wants_confirmation,
    was_ended,
)


def _session(one: Session, index: int) -> str:
    """Return a session's heading: 第二次调解 · 2026年3月12日."""
    day = f" · {one.date.year}年{one.date.month}月{one.date.day}日" if one.date else ""
    return f"第{numeral(index + 1)}次调解{day}"


SESSIONS = Cards(
    title="分次记录",
    path="sessions",
    heading=_session,
    blocks=(
        Fields(
            asks=(
                ask("date", "调解日期", need=True),
                ask("place"),
                ask("present", wide=True, hint="不填就是各方都到场；几人之间用“、”隔开"),
                ask("invited", wide=True),
                ask("record", wide=True, lines=6, hint="调解员：……\n申请人：……\n被申请人：……"),
            )
        ),
    ),
    words=(("再调解一次（分次记录）", Session),),
)
MEDIATING = Step(
    name="调解",
    paper=RECORD,
    help=(
        "每次调解的日期都写在“调解日期”里，几次之间用“、”隔开。"
        "要一次一份笔录的，按“再调解一次”，每次各写日期、地点、到场的人和记录，一次印一份。\n"
        "记录要写明：已告知权利义务、各方怎么说、查明了什么、调解结果。\n"
        "达不成协议的，展开“终止调解”写明理由，并告知仲裁、行政、诉讼等途径（人民调解法第二十六条）。"
    ),
    blocks=(
        Fields(
            title="调解",
            when=is_whole,
            asks=(
                ask("dates.sessions", hint="3月9日、3月12日"),
                ask("place"),
                ask("record", wide=True, lines=8, hint="调解员：……\n申请人：……\n被申请人：……"),
            ),
        ),
        SESSIONS,
        Rows(
            title="邀请参加的人",
            path="invited",
            columns=3,
            word="人",
            asks=(ask("name"), ask("capacity"), ask("consent")),
        ),
        Fold(
            title="延长期限",
            blocks=(
                Fields(asks=(ask("dates.extend_consent", "当事人同意延长的日期"), ask("dates.extend_to"))),
            ),
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
                TO_AID,
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
            asks=(
                ask("obligor"),
                ask("amount", when=is_paid),
                ask("what", when=is_acted),
                ask("due"),
                ask("status"),
                ask("done"),
                ask("proof"),
            ),
        ),
        Fields(
            title="回访",
            asks=(
                ask("dates.visit"),
                ask("outcome.satisfaction"),
                ask("follow_up", wide=True, lines=4),
            ),
        ),
        Fold(
            title="再次回访",
            blocks=(
                Rows(
                    title="",
                    path="visits",
                    columns=2,
                    word="次",
                    asks=(ask("date", "回访日期"), ask("text", wide=True)),
                ),
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
            title="证据原件退还",
            opens=has_returned,
            blocks=(
                Rows(
                    title="",
                    path="evidence",
                    columns=3,
                    word="件",
                    asks=(ask("name"), ask("returned"), ask("returned_to")),
                ),
            ),
        ),
        Fold(
            title="随卷材料和起止页（扫描的、没有扫描的纸质材料）",
            blocks=(
                Rows(
                    title="",
                    path="scans",
                    columns=3,
                    word="份",
                    note="起止页只在装订顺序与自动编页不同时填写；空着就按顺序自动编页",
                    asks=(
                        ask("place", wide=True),
                        ask("name", wide=True),
                        ask("pages"),
                        ask("first"),
                        ask("last"),
                    ),
                ),
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
        AGAIN,
    ),
)
