"""Verbs of people (人员): person find|show|merge|unmerge."""

from dataclasses import asdict
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    person = verbs.group("person", "人员：查找、经历、合并")
    find = person.add("find", opened(find_people), "按姓名、拼音首字母、证件号、电话查找")
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--limit", type=count_of, default=20)
    person.add("show", opened(show_person), "一个人的资料和全部经历").add_argument("id", metavar="ID")
    merge = person.add("merge", opened(merge_people), "把重复的一份并入另一份（可以撤销）")
    merge.add_argument("kept", metavar="ID")
    merge.add_argument("double", metavar="DOUBLE")
    person.add("unmerge", opened(part_people), "撤销合并").add_argument("double", metavar="DOUBLE")


def find_people(station: Any, call: Call) -> Answer:
    """Find people; numbers are masked."""
    hints = station.persons.suggest(call.options["text"], limit=call.options["limit"])
    lines = [f"{one.name}  {one.sex}  {one.birth_year or ''}  {one.id_no}  {one.id}" for one in hints]
    return Answer([asdict(one) for one in hints], tuple(lines))


def _card(card: Any) -> Answer:
    lines = [f"{card.person.name}  {card.id}"]
    lines += [f"{one.number or '（未编号）'}  {one.title}  {one.role}  {one.state}" for one in card.parts]
    lines += [f"可能重复：{one.name}  {one.id_no}  {one.id}" for one in card.doubles]
    lines += [f"已并入：{one.name}  {one.id_no}  {one.id}" for one in card.merged]
    document = {
        "id": card.id,
        "person": card.person,
        "parts": [asdict(one) for one in card.parts],
        "doubles": [asdict(one) for one in card.doubles],
        "merged": [asdict(one) for one in card.merged],
    }
    return Answer(document, tuple(lines))


def show_person(station: Any, call: Call) -> Answer:
    """Show a person whole."""
    return _card(station.persons.card(call.options["id"]))


def merge_people(station: Any, call: Call) -> Answer:
    """Let one record stand for another; undone by unmerge."""
    return _card(station.persons.merge(call.options["kept"], call.options["double"]))


def part_people(station: Any, call: Call) -> Answer:
    """Undo a merge."""
    return _card(station.persons.part(call.options["double"]))
