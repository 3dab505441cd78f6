"""Verbs of people (人员): person find|show|merge|unmerge|apart|conflicts."""

from dataclasses import asdict
from typing import Any

from zsapp.base.plain import to_sheet
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    person = verbs.group("person", "人员：查找、经历、人群类别、合并")
    find = person.add("find", opened(find_people), "按姓名、拼音首字母、证件号、电话查找")
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--limit", type=count_of, default=20)
    person.add("show", opened(show_person), "一个人的资料和全部经历").add_argument("id", metavar="ID")
    told = person.add("groups", opened(describe_person), "记下一个人的人群类别和无障碍需要（替换原来记的）")
    told.add_argument("id", metavar="ID")
    told.add_argument("--group", action="append", default=[], metavar="类别", help="代码或名称，可以写几次")
    told.add_argument(
        "--need", action="append", default=[], metavar="需要", help="手语、轮椅、读屏、大字、语言、上门"
    )
    merge = person.add("merge", opened(merge_people), "把重复的一份并入另一份（可以撤销）")
    merge.add_argument("kept", metavar="ID")
    merge.add_argument("double", metavar="DOUBLE")
    person.add("unmerge", opened(part_people), "撤销合并").add_argument("double", metavar="DOUBLE")
    apart = person.add("apart", opened(tell_apart), "记下两份资料不是同一个人，以后不再提示")
    apart.add_argument("id", metavar="ID")
    apart.add_argument("other", metavar="OTHER")
    met = person.add(
        "conflicts", opened(find_conflicts), "利益冲突提示：调解员、当事人在别的案件里有没有关系"
    )
    met.add_argument("case", metavar="CASE")


def find_people(station: Any, call: Call) -> Answer:
    """Find people; numbers are masked."""
    hints = station.persons.suggest(call.options["text"], limit=call.options["limit"])
    lines = [
        f"{one.name}  {one.sex}  {one.birth_year or ''}  {one.id_no}  {'、'.join(one.marks)}  {one.id}"
        for one in hints
    ]
    return Answer([asdict(one) for one in hints], tuple(lines))


def _card(card: Any) -> Answer:
    lines = [f"{card.person.name}  {card.id}"]
    lines += [f"{one.label}（{one.doubt or one.told}）：{one.row.effect}" for one in card.standing.flags]
    lines += [f"需要：{'、'.join(card.standing.needs)}"] if card.standing.needs else []
    lines += [
        f"{one.label}  {one.number or '未编号'}  {one.title}  {one.role}  {one.state}" for one in card.parts
    ]
    lines += [f"可能重复：{one.name}  {one.id_no}  {one.id}" for one in card.doubles]
    lines += [f"已并入：{one.name}  {one.id_no}  {one.id}" for one in card.merged]
    document = {
        "id": card.id,
        "person": to_sheet(card.person),
        "groups": [_flag(one) for one in card.standing.flags],
        "needs": list(card.standing.needs),
        "parts": [asdict(one) for one in card.parts],
        "doubles": [asdict(one) for one in card.doubles],
        "merged": [asdict(one) for one in card.merged],
    }
    return Answer(document, tuple(lines))


def _flag(flag: Any) -> dict[str, Any]:
    row = flag.row
    found = {"code": flag.code, "label": flag.label, "told_by": flag.told, "doubt": flag.doubt}
    return {**found, "effect": row.effect, "basis": row.basis, "status": row.status, "source": row.source}


def describe_person(station: Any, call: Call) -> Answer:
    """Note groups and needs; what was noted before is replaced."""
    told = call.options
    return _card(station.persons.describe(told["id"], tuple(told["group"]), tuple(told["need"])))


def show_person(station: Any, call: Call) -> Answer:
    """Show a person whole."""
    return _card(station.persons.card(call.options["id"]))


def merge_people(station: Any, call: Call) -> Answer:
    """Let one record stand for another; undone by unmerge."""
    return _card(station.persons.merge(call.options["kept"], call.options["double"]))


def part_people(station: Any, call: Call) -> Answer:
    """Undo a merge."""
    return _card(station.persons.part(call.options["double"]))


def tell_apart(station: Any, call: Call) -> Answer:
    """Remember that two are not the same person."""
    return _card(station.persons.tell_apart(call.options["id"], call.options["other"]))


def find_conflicts(station: Any, call: Call) -> Answer:
    """Say where the people of a case meet in other cases; advice, so the exit code stays 0."""
    view = station.mediation.find(call.options["case"])
    found = station.persons.conflicts(view.case, view.id)
    rows = [
        {
            "severity": one.severity,
            "message": one.message,
            "basis": one.basis,
            "where": one.where,
            "case": one.record_id,
            "recusal": one.recuse,
        }
        for one in found
    ]
    lines = [f"{one.message}（{one.basis}）" for one in found]
    return Answer(rows, tuple(lines or ["没有发现利益冲突。"]))
