"""The annexes of an agreement (附件): roster and amounts, losses, accounts; with their totals.

Widths are millimetres and add up to the 155 of the page's measure. Refuses to know: fonts, pages, forms.
"""

import re
from decimal import Decimal

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper_parts import Annex, PaperRow, PaperTable
from zsapp.rules.mediation_parts import RosterRow

NUMERALS = "一二三四五六七八九十"
NAMED = re.compile(r"附件[一二三四五六七八九十]?《([^》]{1,40})》")
SIGN_HERE = "签名、按指印"
SPLIT_LABELS = (
    ("loss_total", "损失合计"),
    ("compulsory", "交强险限额内赔付"),
    ("residual", "超出交强险的部分"),
    ("commercial_70pct", "商业三者险赔付"),
    ("insurer_total", "保险赔付合计"),
    ("claimant_bears", "申请人自行承担"),
    ("advanced_by_driver", "已垫付（返还垫付人）"),
    ("insurer_to_claimant", "保险支付给申请人"),
)


def annexes_of(case: Case) -> tuple[Annex, ...]:
    """Return the annexes in order, each under the title by which a clause names it, else its usual one."""
    named = NAMED.findall("".join(case.clauses))
    makers = ((case.roster, _roster), (case.loss_table, _losses), (case.accounts, _accounts))
    made = [make(case, named) for present, make in makers if present]
    return tuple(
        Annex(
            at=one.at,
            number=f"附件{NUMERALS[n]}",
            title=one.title,
            tables=one.tables,
            note=one.note,
            to_sign=one.to_sign,
        )
        for n, one in enumerate(made)
    )


def _title(named: list[str], words: tuple[str, ...], usual: str) -> str:
    return next((one for one in named if any(word in one for word in words)), usual)


def _roster(case: Case, named: list[str]) -> Annex:
    return Annex(
        at="roster",
        title=_title(named, ("名单", "明细", "分期", "工资"), "名单及金额表"),
        tables=(roster_table(case),),
        note=f"说明：{case.accounts_note}" if case.accounts_note else "",
    )


def roster_table(case: Case) -> PaperTable:
    """Return the roster with what each is owed, by instalment, and a place to sign."""
    count = max((len(row.instalments) for row in case.roster), default=0)
    if not count and all(row.owed is None for row in case.roster):
        return name_table(case)
    apart = count <= 3
    heads = _instalment_heads(case, count) if apart else (("各期金额（元）",) if count else ())
    each = 18 if apart else 54
    sign = 155 - 7 - 19 - 34 - 20 - each * len(heads)
    return PaperTable(
        at="roster",
        heads=("序号", "姓名\n性别　民族", "身份证号码\n联系方式", "应付金额\n（元）", *heads, SIGN_HERE),
        widths=(7, 19, 34, 20, *(each for _ in heads), sign),
        sides="cccr" + ("r" if apart else "l") * len(heads) + "c",
        rows=tuple(
            PaperRow(
                at=f"roster[{n}]",
                cells=(*_who(row, most=3), money(row.owed), *_instalments(row, count), ""),
            )
            for n, row in enumerate(case.roster)
        ),
        foot=("", "合计", f"{len(case.roster)}人", *_sums(case.roster, count), ""),
        least=15,
        dense=True,
    )


def name_table(case: Case) -> PaperTable:
    """Return the names only, for an application by many (见附件名单)."""
    return PaperTable(
        at="roster",
        heads=("序号", "姓名\n性别　民族", "身份证号码\n联系方式", SIGN_HERE),
        widths=(12, 38, 50, 55),
        sides="cccc",
        rows=tuple(PaperRow(at=f"roster[{n}]", cells=(*_who(row), "")) for n, row in enumerate(case.roster)),
        foot=("", "合计", f"{len(case.roster)}人", ""),
        least=15,
    )


def _who(row: RosterRow, *, most: int = 10) -> tuple[str, str, str]:
    """Return number, person and contacts; an ethnicity of more than `most` letters has a line of its own."""
    apart = "\n" if len(row.ethnicity) > most else "　"
    facts = apart.join(one for one in (row.sex, row.ethnicity) if one)
    return (
        "" if row.no is None else str(row.no),
        "\n".join(one for one in (row.name, facts) if one),
        "\n".join(one for one in (row.id_no, row.phone) if one),
    )


def _instalment_heads(case: Case, count: int) -> tuple[str, ...]:
    """Return 第一期 … with the day it falls due when the schedule has just as many payments."""
    paid = [one for one in case.schedule if one.amount is not None and one.due is not None]
    heads = [f"第{NUMERALS[n]}期" for n in range(count)]
    if len(paid) != count:
        return tuple(heads)
    days = [one.due for one in paid if one.due is not None]
    return tuple(f"{head}\n{day.month}月{day.day}日前" for head, day in zip(heads, days, strict=True))


def _instalments(row: RosterRow, count: int) -> tuple[str, ...]:
    if not count:
        return ()
    if count <= 3:
        return tuple(money(row.instalments[n]) if n < len(row.instalments) else "" for n in range(count))
    return ("；".join(f"{n}期 {money(one)}" for n, one in enumerate(row.instalments, 1)),)


def _sums(rows: tuple[RosterRow, ...], count: int) -> tuple[str, ...]:
    owed = money(sum((row.owed or Decimal(0) for row in rows), Decimal(0)))
    if not count:
        return (owed,)
    sums = [
        sum((row.instalments[n] for row in rows if n < len(row.instalments)), Decimal(0))
        for n in range(count)
    ]
    if count <= 3:
        return (owed, *(money(one) for one in sums))
    return (owed, money(sum(sums, Decimal(0))))


def _losses(case: Case, named: list[str]) -> Annex:
    total = sum((one.amount or Decimal(0) for one in case.loss_table), Decimal(0))
    table = PaperTable(
        at="loss_table",
        heads=("序号", "项目", "计算方法", "金额（元）"),
        widths=(14, 46, 60, 35),
        sides="cllr",
        rows=tuple(
            PaperRow(at=f"loss_table[{n}]", cells=(str(n + 1), one.name, one.calc, money(one.amount)))
            for n, one in enumerate(case.loss_table)
        ),
        foot=("", "合计", "", money(total)),
    )
    return Annex(
        at="loss_table",
        title=_title(named, ("损失",), "损失计算表"),
        tables=(table, *_split(case)),
        to_sign=True,
    )


def _split(case: Case) -> tuple[PaperTable, ...]:
    if case.split is None:
        return ()
    parts = [(name, label, getattr(case.split, name)) for name, label in SPLIT_LABELS]
    rows = tuple(
        PaperRow(at=f"split.{name}", cells=(label, money(amount)))
        for name, label, amount in parts
        if amount is not None
    )
    return (
        PaperTable(
            at="split",
            caption="赔偿分担",
            heads=("项目", "金额（元）"),
            widths=(120, 35),
            sides="lr",
            rows=rows,
        ),
    )


def _accounts(case: Case, named: list[str]) -> Annex:
    table = PaperTable(
        at="accounts",
        heads=("序号", "户名", "开户银行（手填）", "账号", "本人确认\n签名、按指印"),
        widths=(12, 38, 40, 30, 35),
        sides="ccccc",
        rows=tuple(
            PaperRow(
                at=f"accounts[{n}]",
                cells=(str(n + 1), one.name, "", f"尾号{one.tail}" if one.tail else "", ""),
            )
            for n, one in enumerate(case.accounts)
        ),
        least=30,
    )
    return Annex(
        at="accounts",
        title=_title(named, ("账户", "账号", "收款"), "收款账户确认表"),
        tables=(table,),
        note="" if case.roster or not case.accounts_note else f"说明：{case.accounts_note}",
    )


def money(amount: Decimal | None) -> str:
    """Return 1,800.00, or the empty text for an unknown amount."""
    return "" if amount is None else f"{amount:,.2f}"
