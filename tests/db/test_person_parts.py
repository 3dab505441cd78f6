"""A person's card tells what he took part in across services; restricted records as lists show them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.intakes import make_intake
from tests.stations import acceptance_case, make_station
from tests.visits import DAY, consultation, order, visitor
from zsapp.base.ids import new_id
from zsapp.rules.legal_aid_parts import AidAgent, Applicant
from zsapp.rules.roles import Badge, Role
from zsapp.services.station import Station

NAME, PHONE = "何永年", "13900000101"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with make_station(tmp_path / "home", today=date(2026, 11, 23)) as opened:
        yield opened


def applied(station: Station, **changed: object) -> str:
    """Take in an application for legal aid of the same man."""
    told = {"applicant": Applicant(name=NAME, phone=PHONE), **changed}
    return station.legal_aid.save(new_id(), make_intake(**told), base_version=0).id


def told(station: Station, person_id: str) -> list[tuple[str, str]]:
    return [(one.label, one.role) for one in station.persons.card(person_id).parts]


def test_a_card_tells_of_every_service_newest_first(station: Station) -> None:
    asked = station.front.add("consultation", consultation(person=visitor()))
    person = asked.record.person.person_id
    applied(station)
    station.front.add("adviser_order", order(person=visitor()))
    case = acceptance_case("C01")
    parties = [dict(one) for one in case["parties"]]
    parties[0] |= {"name": NAME, "phone": PHONE, "id_no": None, "id_missing_reason": "遗失"}
    station.mediation.import_case(case | {"parties": parties})
    applied(
        station,
        applicant=Applicant(name="郭小萍", phone="13900000102"),
        agent=AidAgent(name=NAME, phone=PHONE),
    )
    station.front.add("consultation", consultation(person=visitor(name="同名不同人", phone="13900000109")))
    assert told(station, person) == [
        ("法律援助", "代理人"),
        ("人民调解", "申请人"),
        ("律师服务", "来访人"),
        ("法律援助", "申请人"),
        ("法律咨询", "来访人"),
    ]
    first = station.persons.card(person).parts[-1]
    assert (first.sector, first.record_id, first.accepted_on) == ("consultation", asked.id, DAY)


def test_a_restricted_record_is_a_line_for_those_who_may_see_it_and_no_look(station: Station) -> None:
    asked = station.front.add("consultation", consultation(person=visitor()))
    known = asked.record.person
    beaten = replace(known, groups=("G10",))
    station.store.badge = None  # nobody's log-in: only what follows may be a look
    station.front.add("consultation", consultation(person=beaten))
    station.front.add("consultation", consultation(person=visitor(groups=("G10",))))  # tied to nobody
    station.store.badge = Badge()
    parts = station.persons.card(known.person_id).parts
    assert [one.title for one in parts] == ["（限制查看） 借贷", "何永年 借贷"]
    with station.store.read() as reader:
        assert reader.noted(["look"], 5) == ()
    station.store.badge = Badge(Role.MEDIATOR)
    assert [one.title for one in station.persons.card(known.person_id).parts] == ["何永年 借贷"]
