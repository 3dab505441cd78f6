"""What is asked of who comes with a matter (来人栏目): advice, a lawyer, reconsideration, notary, referral.

Plain data. The first fields are those without which there is no record; what is rarely needed is folded.
"""

from zsapp.screens.front_desk.parts import ADVISER, ORIGIN, RATED, REFERRAL, WHEN, Asked, visitor
from zsapp.screens.kit.layout import Fields, Fold, Rows, Ticks, ask

CONSULTATION = Asked(
    blocks=(
        ORIGIN,
        *visitor("person", "谁来咨询"),
        Fields(
            title="问什么、怎么答",
            asks=(
                ask("channel"),
                ask("category"),
                ask("content", wide=True, need=True, lines=3, hint="来人说了什么，想知道什么"),
                ask("answer", wide=True, lines=3, hint="怎样解答，写明依据的法条"),
            ),
        ),
        Ticks(title="处理", path="handling"),
        Fields(asks=(ask("told_legal_aid"), ask("promised_on"), ask("answered_on"))),
        REFERRAL,
        RATED,
        ADVISER,
        WHEN,
    ),
    first="person.name",
    help="写下问什么、怎么答，一分钟就能记一条；不愿说姓名的可以不写。办完按 Ctrl+S。",
)
ORDER = Asked(
    blocks=(
        ORIGIN,
        *visitor("person", "委托人"),
        Fields(
            title="要律师做什么",
            asks=(
                ask("kind"),
                ask("source"),
                ask("content", "委托事项", wide=True, need=True, lines=2),
                ask("opponent", wide=True),
                ask("adviser.name", "承办律师"),
                ask("adviser.licence"),
                ask("no_conflict", "已声明没有利益冲突"),
                ask("free", "公益免费"),
                ask("answer", "提供的服务、法律意见", wide=True, lines=3),
                ask("result", wide=True),
                ask("done_on"),
            ),
        ),
        REFERRAL,
        RATED,
        WHEN,
    ),
    first="person.name",
    help="律师服务一律免费；同一名律师不能为双方服务。",
)
REVIEW = Asked(
    blocks=(
        ORIGIN,
        *visitor("applicant", "申请人", wide=True),
        Fields(
            title="对什么行政行为不服",
            asks=(
                ask("respondent", "被申请人（作出行为的机关）", wide=True, need=True),
                ask("act.name", "文书名称"),
                ask("act.doc_no", "文号"),
                ask("act.made", "作出日期"),
                ask("act.known", "知道日期"),
                ask("act.delivery", "送达方式"),
                ask("act.kind", "复议范围"),
                ask("act.amount", "金额"),
                ask("act.rights_told", "文书上写明了复议权利和期限"),
                ask("sued"),
            ),
        ),
        Fields(
            title="申请什么、为什么",
            asks=(
                ask("applicant.writing_difficulty"),
                ask("legal_aid_wish"),
                ask("request", wide=True, lines=2),
                ask("facts_reasons", wide=True, lines=4),
                ask("stop_execution"),
                ask("attach_review_of_norm"),
                ask("compensation"),
                ask("hearing"),
            ),
        ),
        Rows(
            title="证据",
            path="evidence",
            columns=2,
            word="件",
            asks=(ask("name"), ask("source"), ask("proves", wide=True)),
        ),
        Rows(
            title="代理人、代表人、其他申请人",
            path="fellows",
            columns=2,
            word="人",
            asks=(ask("name"), ask("role"), ask("id_no"), ask("phone")),
        ),
        Fold(
            title="收件、转送、补正、确认",
            blocks=(
                Fields(
                    asks=(
                        ask("received_on"),
                        ask("forwarded_on"),
                        ask("forward_way"),
                        ask("arrived_on"),
                        ask("confirmed_on", "复议机关确认笔录的日期"),
                        ask("supplement.notice", "补正通知日期"),
                        ask("supplement.received", "补正日期"),
                        ask("supplement.missing", "补正内容", wide=True),
                        ask("act.must_first", "复议前置（自动判断，可以改）"),
                        ask("act.excluded", "不属于复议范围的情形"),
                    )
                ),
            ),
        ),
        REFERRAL,
        RATED,
        ADVISER,
        WHEN,
    ),
    first="applicant.name",
    help="本站只咨询、协助、收件、转送，不作决定；右边写明哪天前要申请、要不要先复议、该向谁申请。",
)
MATTER = Asked(
    blocks=(
        ORIGIN,
        *visitor("person", "谁来咨询"),
        Fields(
            title="办什么公证",
            asks=(
                ask("matter", wide=True, need=True),
                ask("purpose"),
                ask("country", hint="涉外的填写"),
                ask("in_person"),
                ask("dispute"),
                ask("home_visit"),
                ask("notary"),
                ask("appointment"),
                ask("fee_relief", wide=True),
                ask("answer", wide=True, lines=2),
            ),
        ),
        Rows(title="材料核对", path="checklist", columns=2, word="件", asks=(ask("doc"), ask("have"))),
        Fold(
            title="结果",
            blocks=(
                Fields(
                    asks=(
                        ask("accepted_on"),
                        ask("certificate_no"),
                        ask("certified_on"),
                        ask("declined", wide=True),
                    )
                ),
            ),
        ),
        REFERRAL,
        RATED,
        ADVISER,
        WHEN,
    ),
    first="person.name",
    help="选了公证事项，右边列出还缺的材料；遗嘱、生存、收养关系须本人到场。",
)
PASSED_ON = Asked(
    blocks=(
        ORIGIN,
        *visitor("person", "为谁转介"),
        Fields(
            title="转给谁、为什么",
            asks=(
                ask("content", "转介事由", wide=True, need=True, lines=3),
                ask("referral.to", "转给谁"),
                ask("referral.way"),
                ask("referral.consent", "当事人同意"),
                ask("referral.urgency"),
                ask("referral.on"),
                ask("referral.revisit"),
                ask("referral.received_by"),
                ask("referral.received_on"),
                ask("referral.result", wide=True),
            ),
        ),
        RATED,
        ADVISER,
        WHEN,
    ),
    first="person.name",
    help="没有当事人同意不转介，紧急的除外；转出去以后到期问结果。",
)
