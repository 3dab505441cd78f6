"""Checks of the paper: R23 rights told, R49 characters that print, R51 copies, R52 number.

Law: 人民调解法 §23, 24, 29(2); 75号令 §30 (its text is 待核).
"""

import re
from collections.abc import Iterator

from zsapp.rules.checking import REPLACEMENT, Check, Context, Spot
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import copies_needed, has_agreement, has_written_agreement, is_oral
from zsapp.rules.mediation_parts import Party
from zsapp.rules.names import normalise_name
from zsapp.rules.numerals import read_number
from zsapp.rules.station import number_parts

LOST_IN_NAMES = frozenset(f"{REPLACEMENT}□?？■▯")
"""What stands in a name where an older system could not write the character."""

NOTICE = re.compile(r"权利(?:和|、|与)?义务告知")
"""The notice F04 among the papers of the case."""

COPIES = re.compile(r"[一壹]式(?P<count>[0-9]{1,3}|[一二两叁三四五六七八九十贰肆伍陆柒捌玖拾壹]{1,3})份")


def check_rights_told(case: Case, _context: Context) -> Iterator[Spot]:
    """R23: the parties were told their rights: by the record (F08 opens with it), by F04, or on a day noted.

    The oral register has no such place and is left alone (unknown is no violation, decision 23).
    """
    told = case.rights_told is not None or any(NOTICE.search(one.name) for one in case.evidence)
    if has_written_agreement(case) and not case.record.strip() and not told:
        yield Spot("rights_told", "尚未记录已告知权利义务。")


def check_characters(case: Case, context: Context) -> Iterator[Spot]:
    """R49: every character of a name, and of what is printed, is in some font; no 自造字, no □."""
    for where, name in names_in(case):
        if bad := next((char for char in name if _lost(char) or not _prints(char, context)), ""):
            better = normalise_name(name)
            mended = all(not _lost(char) and _prints(char, context) for char in better)
            message = f"姓名中“{bad}”无法正常打印，请更换字体或手写补填。"
            yield Spot(where, message, fix=better if mended else "")
    for where, text in texts_in(case):
        for bad in sorted(char for char in set(text) if not _prints(char, context)):
            yield Spot(where, f"文字中“{bad}”（U+{ord(bad):04X}）无法正常打印，请更换字体或手写补填。")


def _lost(char: str) -> bool:
    return char in LOST_IN_NAMES


def _prints(char: str, context: Context) -> bool:
    return char.isspace() or context.printable(char)


def names_in(case: Case) -> Iterator[tuple[str, str]]:
    """Return every name in the record with its path."""
    for n, mediator in enumerate(case.mediators):
        yield f"mediators[{n}].name", mediator.name
    for n, invited in enumerate(case.invited):
        yield f"invited[{n}].name", invited.name
    for n, party in enumerate(case.parties):
        yield from ((f"parties[{n}].{item}", name) for item, name in _names_of(party))
    for n, row in enumerate(case.roster):
        yield f"roster[{n}].name", row.name


def _names_of(party: Party) -> Iterator[tuple[str, str]]:
    yield "name", party.name
    yield "name_as_on_id", party.name_as_on_id
    yield from ((f"representatives[{n}]", name) for n, name in enumerate(party.representatives))
    yield from ((f"guardians[{n}].name", one.name) for n, one in enumerate(party.guardians))
    for item in ("witness", "legal_rep", "agent"):
        person = getattr(party, item)
        if person is not None:
            yield f"{item}.name", person.name


def texts_in(case: Case) -> Iterator[tuple[str, str]]:
    """Return the texts that the papers print, with their paths."""
    for item in ("title", "brief", "investigation", "record", "responsibility"):
        yield item, getattr(case, item)
    for n, text in enumerate(case.requests):
        yield f"requests[{n}]", text
    for n, text in enumerate(case.clauses):
        yield f"clauses[{n}]", text
    for n, party in enumerate(case.parties):
        yield f"parties[{n}].address", party.address


def check_copies(case: Case, _context: Context) -> Iterator[Spot]:
    """R51: one copy for each party, members of a group counted, and one for the committee."""
    if not has_written_agreement(case):
        return
    needed = copies_needed(case)
    message = f"协议书应至少{needed}份（当事人各一份、调委会一份）。"
    if case.copies is not None and case.copies < needed:
        yield Spot("copies", message, fix=str(needed))
    for n, text in enumerate(case.clauses):
        told = COPIES.search(text)
        count = _count(told["count"]) if told else None
        if count is not None and count < needed:
            yield Spot(f"clauses[{n}]", message)


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() else read_number(text)


def check_number(case: Case, context: Context) -> Iterator[Spot]:
    """R52: the agreement has a number, its own, of the year it was made.

    An oral agreement may stand under the volume's number: no agreement paper is printed for it (brief §2.3).
    """
    if not has_agreement(case):
        return
    number = case.agreement_no or (case.volume_no if is_oral(case) else "")
    if not number.strip():
        yield Spot("agreement_no", "编号缺失或重复。")
        return
    if context.number_taken:
        yield Spot("agreement_no", f"编号缺失或重复：{number}已用于另一案件。")
    parts, agreed = number_parts(number), case.dates.agree
    if parts and agreed and parts[0] != agreed.year:
        message = f"编号缺失或重复：编号年份{parts[0]}与协议日期的年份{agreed.year}不一致。"
        yield Spot("agreement_no", message)


CHECKS = (
    Check(
        rule="R23",
        name="未记录告知",
        severity=Severity.ERROR,
        basis="75号令30（待核）；人民调解法23、24",
        stage=Stage.PRINT,
        reads=("record", "rights_told", "evidence", "dates"),
        look=check_rights_told,
    ),
    Check(
        rule="R49",
        name="字形缺失",
        severity=Severity.ERROR,
        basis="打印要求",
        stage=Stage.TYPING,
        reads=("parties", "mediators", "roster", "clauses", "brief", "record"),
        look=check_characters,
    ),
    Check(
        rule="R51",
        name="份数",
        severity=Severity.ERROR,
        basis="人民调解法29(2)",
        stage=Stage.PRINT,
        reads=("copies", "parties", "clauses"),
        look=check_copies,
    ),
    Check(
        rule="R52",
        name="编号",
        severity=Severity.ERROR,
        basis="内部编号规则",
        stage=Stage.PRINT,
        reads=("agreement_no", "dates"),
        look=check_number,
    ),
)
