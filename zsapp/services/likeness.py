"""Likeness (像不像同一个人): what two people have in common, in the words that are shown. Never decides."""

from dataclasses import dataclass
from datetime import date

from zsapp.records.variants import folded
from zsapp.rules.groups import standing_of, traits_of
from zsapp.rules.mediation_parts import Party
from zsapp.rules.names import masked_address, masked_number
from zsapp.rules.people import normalise_number, person_number
from zsapp.rules.person import Person
from zsapp.services.tables import shipped_tables

Looks = Person | Party


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHint:
    """A person as shown in a list: enough to recognise, numbers masked; `why` he is shown unasked.

    `marks` are the groups that lists may show, `first` says that he goes before others.
    """

    id: str
    name: str
    sex: str
    birth_year: int | None
    id_no: str
    phone: str
    address: str
    why: str = ""
    first: bool = False
    marks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def hint_of(person_id: str, person: Person, day: date, why: str = "") -> PersonHint:
    """Return a person as lists show one, with the groups of that day."""
    standing = standing_of(traits_of(person), shipped_tables(), day)
    return PersonHint(
        id=person_id,
        name=person.name,
        sex=person.sex,
        birth_year=person.birth.year if person.birth else None,
        id_no=masked_number(person.id_no),
        phone=masked_number(person.phone),
        address=masked_address(person.address),
        why=why,
        first=standing.first,
        marks=standing.marks,
        needs=standing.needs,
    )


def alike(one: Looks, other: Looks) -> str:
    """Return why two may be one person, in words; empty when nothing speaks for it or something against.

    One document number is one person, whatever the name. Otherwise the names agree, written in whichever
    characters, nothing contradicts, and something else agrees, unless nothing else is known.
    """
    left, right = person_number(one.id_no), person_number(other.id_no)
    named = folded(one.name.strip()) == folded(other.name.strip()) != ""
    if left and right:
        told = "证件号码相同" if named else "证件号码相同，姓名不同"
        return told if left == right else ""
    if not named or (one.birth and other.birth and one.birth != other.birth):
        return ""
    pairs = {
        "出生日期": (one.birth, other.birth),
        "电话": (normalise_number(one.phone), normalise_number(other.phone)),
        "住址": (one.address.strip(), other.address.strip()),
    }
    known = {word: pair for word, pair in pairs.items() if all(pair)}
    same = ["姓名", *(word for word, (here, there) in known.items() if here == there)]
    return f"{'、'.join(same)}相同" if len(same) > 1 or not known else ""
