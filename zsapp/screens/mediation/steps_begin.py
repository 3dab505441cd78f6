"""The first three steps (登记、受理、调查) and what each asks: only what its papers need. Plain data."""

from zsapp.rules.mediation_consent import consent_lines, is_named, is_open
from zsapp.screens.kit.layout import Fields, Fold, Press, Presses, Rows, Step, Texts, ask
from zsapp.screens.mediation.party import PARTIES
from zsapp.screens.mediation.steps_agree import SPOKEN
from zsapp.screens.mediation.when import (
    AGAIN,
    APPLICATION,
    ORIGIN,
    RECORD,
    REGISTER,
    TO_AID,
    has_more_to_register,
    is_referred,
    is_screened,
    was_refused,
)

REGISTERING = Step(
    name="登记",
    paper=APPLICATION,
    help=(
        "先写三样就能立案：纠纷类型、一方当事人的姓名、一句话写明发生了什么事。其余可以以后再补。\n"
        "身份证号码输入后，性别、出生日期和年龄自动填好。\n"
        "当事人是公司或组织的，把“类别”改为法人或非法人组织；多人一方的，展开“多人一方”填写。"
    ),
    blocks=(
        ORIGIN,
        Fields(
            title="纠纷",
            asks=(
                ask("dispute_type", need=True, hint="输入几个字即可查找，如：赡养"),
                ask("dates.apply"),
                ask("brief", wide=True, need=True, lines=3, hint="何时、何地、因为什么事发生争议"),
            ),
        ),
        PARTIES,
        Texts(title="申请事项", path="requests", word="项", lines=1),
        Fold(
            title="来源、难易程度、转为法律援助",
            opens=has_more_to_register,
            blocks=(
                Fields(
                    asks=(
                        ask("source"),
                        ask("difficulty"),
                        ask("public"),
                        ask("volume_no", hint="受理时自动编号"),
                        ask("title", wide=True, hint="不填则按当事人和纠纷类型自动取名"),
                        ask("case"),
                        ask("reopened.number", "重新受理：原案卷号"),
                        ask("reopened.result", "原案结果"),
                        ask("reopened.reason", wide=True),
                    )
                ),
                TO_AID,
            ),
        ),
        SPOKEN,
    ),
)
ACCEPTING = Step(
    name="受理",
    paper=REGISTER,
    help=(
        "填写受理日期，保存时自动编卷号。\n"
        "调解开始前要把权利义务告知双方，并把告知日期写在这里（75号令第三十条，待核）。\n"
        "不属于人民调解范围的，在“受理审查清单”里选“是”，右边会写明该走的途径；按一下“不予受理”，理由自动写好。"
    ),
    blocks=(
        Fields(
            title="受理",
            asks=(
                ask("dates.accept", need=True),
                ask("rights_told"),
                ask("source"),
                ask("committee", wide=True),
            ),
        ),
        Presses(
            title="当事人是否同意调解",
            says=consent_lines,
            presses=(
                Press(
                    name="consent",
                    words="各方都同意",
                    tip="记下各方当日同意调解；有人拒绝的，在当事人的“更多”里改",
                    when=is_open,
                ),
            ),
            when=is_named,
        ),
        Rows(title="调解员与记录人", path="mediators", columns=2, word="人", asks=(ask("name"), ask("role"))),
        Fields(
            title="委托移送",
            when=is_referred,
            asks=(
                ask("referral.organ"),
                ask("referral.date"),
                ask("referral.doc", wide=True, hint="来函名称和文号"),
                ask("referral.contact"),
                ask("referral.phone"),
                ask("referral.materials", wide=True, hint="如：民事起诉状副本、证据12页"),
                ask("referral.reply_due", hint="来函要求哪天前回复"),
                ask("referral.replied"),
            ),
        ),
        Fold(
            title="受理审查清单（有一项“是”就不受理）",
            opens=is_screened,
            blocks=(
                Fields(
                    asks=(
                        ask("admission.crime", "刑事案件"),
                        ask("admission.security", "治安案件"),
                        ask("admission.status", "身份关系", hint="亲子、婚姻、收养"),
                        ask("admission.administrative", "行政决定", hint="处罚、征收、许可、社保"),
                        ask("admission.elsewhere", "别处已受理", hint="法院、仲裁、公安、行政"),
                        ask("admission.special", "特别程序", hint="破产、失踪、死亡、行为能力"),
                        ask("admission.unwilling", "一方拒绝调解"),
                        ask("admission.abuse", "家庭暴力", hint="老人、未成年人受害，须报案"),
                    ),
                ),
            ),
        ),
        Fold(
            title="不予受理",
            opens=was_refused,
            blocks=(
                Fields(
                    asks=(
                        ask("outcome.result"),
                        ask("dates.close", "决定日期"),
                        ask("termination.reason", "不予受理的理由", wide=True, lines=2),
                    )
                ),
                AGAIN,
            ),
        ),
        Fold(
            title="激化风险、回避、翻译",
            blocks=(
                Fields(
                    title="激化风险",
                    asks=(
                        ask("escalation.date", "发现日期"),
                        ask("escalation.report_to", "报告对象", hint="如：派出所、镇综治中心"),
                        ask("escalation.risk", "风险情况", wide=True, lines=2),
                        ask("escalation.measures", "已采取的措施", wide=True, hint="几项之间用“、”隔开"),
                    ),
                ),
                Fields(
                    title="调解员回避",
                    asks=(
                        ask("recusal.name"),
                        ask("recusal.replaced_by"),
                        ask("recusal.date", "回避日期"),
                        ask("recusal.reason", "回避理由", wide=True, lines=2),
                    ),
                ),
                Fields(
                    title="翻译人员",
                    asks=(
                        ask("interpreter.name"),
                        ask("interpreter.language"),
                        ask("interpreter.phone"),
                        ask("interpreter.sign"),
                    ),
                ),
            ),
        ),
    ),
)
SURVEYING = Step(
    name="调查",
    paper=RECORD,
    help=(
        "写清什么时候、向谁、查明了什么。证据一行一件，写完一行会自动出现下一行。\n"
        "交通事故、民间借贷、继承等案件，在下面展开对应的一栏填写。"
    ),
    blocks=(
        Fields(
            title="调查",
            asks=(ask("dates.survey"), ask("investigation", "调查核实的情况", wide=True, lines=5)),
        ),
        Rows(
            title="证据材料",
            path="evidence",
            columns=2,
            word="件",
            asks=(ask("name", wide=True), ask("by"), ask("form"), ask("pages"), ask("proves")),
        ),
        Fold(
            title="交通事故",
            blocks=(
                Fields(
                    asks=(
                        ask("accident.cert_no", wide=True),
                        ask("accident.time", hint="2026-06-05 07:40"),
                        ask("accident.liability", hint="张三 70%、李四 30%"),
                        ask("accident.place", wide=True),
                    )
                ),
                Rows(
                    title="损失计算",
                    path="loss_table",
                    columns=3,
                    word="项",
                    asks=(ask("name"), ask("calc"), ask("amount")),
                ),
                Fields(
                    title="赔偿分担",
                    asks=(
                        ask("split.loss_total"),
                        ask("split.compulsory"),
                        ask("split.residual"),
                        ask("split.commercial_70pct"),
                        ask("split.insurer_total"),
                        ask("split.claimant_bears"),
                        ask("split.advanced_by_driver"),
                        ask("split.insurer_to_claimant"),
                    ),
                ),
            ),
        ),
        Fold(
            title="民间借贷",
            blocks=(
                Fields(
                    asks=(
                        ask("loan.contract_date"),
                        ask("loan.principal"),
                        ask("loan.claimed_rate"),
                        ask("loan.lpr_1y_at_formation"),
                        ask("loan.cap"),
                    )
                ),
                Rows(
                    title="已还款",
                    path="loan.paid",
                    columns=2,
                    word="笔",
                    asks=(ask("d", "还款日期"), ask("a", "还款金额")),
                ),
            ),
        ),
        Fold(
            title="死者或被继承人",
            blocks=(
                Fields(
                    asks=(
                        ask("deceased.name"),
                        ask("deceased.sex"),
                        ask("deceased.birth"),
                        ask("deceased.death"),
                        ask("deceased.cause", wide=True),
                    )
                ),
            ),
        ),
    ),
)
