"""The step 协议 and what it asks of a written agreement or an oral one: what its paper needs. Plain data.

The schedule comes before the clauses: the clause library writes figures, 大写 and days from it.
"""

from zsapp.rules.mediation_facts import is_oral
from zsapp.rules.mediation_versions import is_frozen
from zsapp.screens.kit.layout import Fields, Fold, Picks, Press, Presses, Rows, Step, Texts, ask
from zsapp.screens.mediation.agreement_words import (
    LIBRARY,
    is_changing,
    is_signed,
    is_written,
    may_keep,
    may_sign,
    may_speak,
    offers,
    says_clauses,
    says_copies,
    says_roster,
    says_schedule,
    stands,
    versions,
)
from zsapp.screens.mediation.when import AGREEMENT

OBLIGATION = (
    ask("obligor"),
    ask("obligee"),
    ask("kind"),
    ask("amount"),
    ask("due"),
    ask("method"),
    ask("what", wide=True),
)
STANDING = (
    Presses(
        title="签署情况",
        when=is_signed,
        says=stands,
        presses=(
            Press(name="amend", words="变更协议", tip="各方同意变更的，另立一版", when=is_frozen),
            Press(name="keep", words="放弃变更", tip="恢复已签署的内容", when=may_keep),
            Press(
                name="unsign",
                words="签署是误按的",
                look="quiet",
                tip="当事人还没有签的，撤销签署",
                when=is_frozen,
            ),
        ),
    ),
    Fields(
        when=is_changing,
        asks=(ask("amendment.reason", wide=True, need=True, lines=2, hint="为什么变更，印在新的协议书上"),),
    ),
)
SPOKEN = Presses(
    when=may_speak,
    says=lambda _case: "当场口头说好、不用写协议书的：",
    presses=(Press(name="oral", words="口头协议 Ctrl+K", tip="只写事实、内容和履行，编号另排"),),
)
ORAL = (
    Fields(
        title="口头协议登记",
        when=is_oral,
        asks=(ask("oral_register.facts", wide=True, lines=3),),
    ),
    Texts(title="口头协议内容", path="oral_register.agreement", lines=2, when=is_oral),
    Fields(
        when=is_oral,
        asks=(ask("oral_register.perform", wide=True, lines=2, hint="如：当场道歉；3月20日前付清"),),
    ),
)
AGREEING = Step(
    name="协议",
    paper=AGREEMENT,
    help=(
        "先在“履行方式、时限”里一行写一笔：义务人、权利人、金额、期限；再按 Ctrl+L 打开条款库选用条款，"
        "金额、大写和日期自动写好。改了履行方式，没有手改过的条款跟着改；手改过的不动。\n"
        "协议内容一条一栏，条号自动编好。份数 = 当事人人数 + 1（调委会留存一份，人民调解法第二十九条）。\n"
        "各方签名盖章以后按“当事人已签署”：协议就此固定；以后要改的按“变更协议”另立一版，原来的照样保存、重印。\n"
        "口头协议按 Ctrl+K，只写事实、内容和履行（人民调解法第二十八条、第三十条）。"
    ),
    blocks=(
        *STANDING,
        SPOKEN,  # above the fields: Tab out of one of them must not end on it
        Fields(
            title="协议",
            asks=(
                ask("dates.agree", need=True),
                ask("outcome.form"),
                ask("responsibility", wide=True, lines=2, when=is_written),
            ),
        ),
        *ORAL,
        Rows(
            title="履行方式、时限",
            path="schedule",
            columns=3,
            word="笔",
            asks=OBLIGATION,
            when=says_schedule,
        ),
        Fold(
            title=LIBRARY,
            when=is_written,
            opens=lambda _case: False,
            blocks=(
                Picks(
                    note="按一下加入协议内容；由履行方式写成的条款，改了履行方式会跟着改。横线处由您填写。",
                    offers=offers,
                ),
            ),
        ),
        Texts(title="协议内容", path="clauses", lines=2, when=says_clauses),
        Fields(
            title="金额与份数",
            asks=(
                ask("totals.amount"),
                ask("copies", when=says_copies),
                ask("agreement_no", wide=True, hint="打印时自动编号"),
            ),
        ),
        Fold(
            title="名单及金额表（多人案件）",
            when=says_roster,
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
        Presses(
            when=may_sign,
            says=lambda _case: "协议书打印出来，各方签名、盖章或者按指印以后：",
            presses=(Press(name="sign", words="当事人已签署", tip="协议就此固定"),),
        ),
        Fold(
            title="已签署的各版（看内容、重印）",
            when=is_signed,
            opens=lambda _case: False,
            blocks=(Picks(offers=versions),),
        ),
    ),
)
