"""Special groups: who belongs to which, who comes first, what share they are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.rules.group_table import read_groups
from zsapp.rules.groups import (
    NOTHING,
    OTHERS,
    PLACES,
    PRIORITY,
    Traits,
    Waiting,
    age_of,
    codes_of,
    declarable,
    flags_of,
    is_under_age,
    kept_with_person,
    labels_of,
    needs_of,
    place_of,
    private_groups,
    queue_order,
    shares,
    standing_of,
    traits_of,
)
from zsapp.rules.mediation_parts import Party
from zsapp.rules.person import Person
from zsapp.services.tables import shipped_tables

DAY = date(2026, 3, 9)
HEAD = "code,told_by,queue,when,kept,listed,effect,needs,basis,since,status,source\n"


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"birth": date(1966, 3, 9)}, ("G01",)),
        ({"birth": date(1966, 3, 10)}, ()),
        ({"birth": date(2008, 3, 10)}, ("G02",)),
        ({"birth": date(2008, 3, 9)}, ()),
        ({"birth": date(2027, 1, 1)}, ()),
        ({"age": 71}, ("G01",)),
        ({"id_type": "居民身份证", "id_no": "442000201410039982"}, ("G02", "G04")),
        ({"sex": "女"}, ("G04",)),
        ({"sex": "2"}, ("G04",)),
        ({"sex": "男", "id_no": "442000199205089980"}, ()),
        ({"disability_no": "44200019690811998643"}, ("G03",)),
        ({"id_type": "军官证", "id_no": "00001"}, ("G06",)),
        ({"id_type": "港澳居民来往内地通行证", "id_no": "H00009901"}, ("G11",)),
        ({"id_type": "12", "id_no": "00099001"}, ("G11",)),
        ({"id_no": "810000198506129977"}, ("G11",)),
        ({"id_no": "H00009901"}, ("G11",)),
        ({"id_no": "m0000990201"}, ("G11",)),
        ({"id_no": "00099001"}, ()),
        ({"id_no": "A123456789"}, ()),
        ({"id_no": "94484019880505997X"}, ("G12",)),
        ({"id_no": "USA440099000101"}, ("G12",)),
        ({"id_type": "其他", "id_no": "H00009901"}, ()),
        ({"id_type": "外国护照", "id_no": "X1234567"}, ("G12",)),
        ({"groups": ("G07", "G15")}, ("G07", "G15")),
        ({"groups": ("农民工（进城务工人员）",)}, ("G05",)),
        ({"groups": ("G99",)}, ()),
    ],
)
def test_birth_sex_document_and_declaration_tell_a_group(
    told: dict[str, Any], codes: tuple[str, ...]
) -> None:
    assert codes_of(Traits(**told), shipped_tables(), DAY) == codes


def test_a_declared_group_that_the_age_speaks_against_is_shown_as_doubtful_and_not_counted() -> None:
    traits = Traits(birth=date(1986, 1, 1), groups=("G01", "G07"))
    elder, soldier = flags_of(traits, shipped_tables(), DAY)
    assert elder.doubt == "登记为老年人，按出生日期是40周岁，请核对"
    assert (place_of([elder]), place_of([soldier]), soldier.told) == (OTHERS, PRIORITY, "登记")
    assert codes_of(traits, shipped_tables(), DAY) == ("G07",)


def test_a_group_declared_without_a_birth_stands() -> None:
    assert codes_of(Traits(groups=("G01", "G02")), shipped_tables(), DAY) == ("G01", "G02")
    assert is_under_age(Traits(groups=("G02",)), DAY)
    assert is_under_age(Traits(groups=("G02",), birth=date(1980, 1, 1)), None)
    assert not is_under_age(Traits(groups=("G02",), birth=date(1980, 1, 1)), DAY)
    assert age_of(Traits(), DAY) is None


def test_every_snapshot_of_a_person_is_read_and_a_company_has_no_groups() -> None:
    person = Person(name="梁伯", birth=date(1940, 5, 1), groups=("G07",), needs=("轮椅",))
    assert traits_of(person).groups == ("G07",)
    assert traits_of(person, ("G13",)).groups == ("G07", "G13")
    assert traits_of(Party(kind="自然人", birth=date(1940, 5, 1))).birth == date(1940, 5, 1)
    assert traits_of(Party(kind="法人", sex="女")) == Traits()
    assert traits_of(Party(group="云涧村十二户")) == Traits()


def test_needs_are_those_told_then_those_the_groups_suggest() -> None:
    traits = Traits(birth=date(1940, 5, 1), groups=("G17",), needs=("轮椅",))
    flags = flags_of(traits, shipped_tables(), DAY)
    assert needs_of(traits, flags) == ("轮椅", "大字", "上门")
    doubtful = Traits(birth=date(1990, 5, 1), groups=("G01",))
    assert needs_of(doubtful, flags_of(doubtful, shipped_tables(), DAY)) == ()


def test_a_victim_of_violence_is_not_marked_on_the_record_everybody_reads() -> None:
    tables = shipped_tables()
    kept = kept_with_person(("G10", "老年人", "G05", "G05"), tables)
    assert kept == ("老年人", "农民工（进城务工人员）")
    assert private_groups(("G10", "老年人"), tables) == ("家庭暴力受害人",)
    assert not {"家庭暴力受害人", "妇女"} & set(declarable(tables))
    standing = standing_of(Traits(groups=("G10", "G15")), tables, DAY)
    assert (standing.first, standing.marks, standing.words) == (True, (), "")


def test_how_somebody_is_received_is_said_in_one_line() -> None:
    tables = shipped_tables()
    old = standing_of(Traits(birth=date(1940, 5, 1), groups=("G07",), needs=("轮椅",)), tables, DAY)
    assert old.words == "优先：老年人、退役军人；需要：轮椅、大字"
    worker = standing_of(Traits(groups=("G05", "G01"), age=30), tables, DAY)
    assert worker.words == "人群类别：农民工（进城务工人员）；登记为老年人，按出生日期是30周岁，请核对"


def test_the_queue_is_urgent_then_at_risk_then_priority_then_by_time() -> None:
    def waiting(who: str, hour: int, *groups: str, **more: bool) -> Waiting:
        flags = flags_of(Traits(groups=groups), shipped_tables(), DAY)
        return Waiting(id=who, since=datetime(2026, 3, 9, hour, tzinfo=UTC), flags=flags, **more)

    came = [
        waiting("先到的人", 8),
        waiting("妇女", 9, "G04"),
        waiting("未成年人", 9, "G02"),
        waiting("残疾人", 10, "G03"),
        waiting("老年人", 11, "G01"),
        waiting("困境儿童", 12, "G02", "G14"),
        waiting("有风险的孩子", 13, "G02", at_risk=True),
        waiting("受害人", 14, "G10"),
        waiting("时效快到的人", 15, urgent=True),
    ]
    order = queue_order(came)
    assert [one.id for one in order] == [
        "时效快到的人",
        *("困境儿童", "有风险的孩子", "受害人"),
        *("残疾人", "老年人"),
        *("先到的人", "妇女", "未成年人"),
    ]
    assert [PLACES[one.place] for one in order][:4] == ["紧急", "先办", "先办", "先办"]
    doubtful = flags_of(Traits(groups=("G01",), age=30), shipped_tables(), DAY)
    assert Waiting(id="三十岁", since=datetime(2026, 3, 9, tzinfo=UTC), flags=doubtful).place == 3


def test_a_share_names_its_records_and_one_of_nothing_is_a_dash() -> None:
    found = {
        one.code: one for one in shares({"a": ("G01", "妇女"), "b": ("G01",), "c": ()}, shipped_tables())
    }
    assert (found["G01"].ids, found["G01"].value) == (("a", "b"), "66.67%")
    assert (found["G04"].ids, found["G04"].value, found["G04"].label) == (("a",), "33.33%", "妇女")
    assert (found["G14"].ids, found["G14"].value) == ((), "0.00%")
    assert shares({}, shipped_tables())[0].value == NOTHING
    assert labels_of(("G07", "老年人"), shipped_tables()) == ("老年人", "退役军人")


def test_every_group_of_the_list_has_its_row_with_effect_and_source() -> None:
    tables = shipped_tables()
    rows = {one.code: one for one in tables.groups}
    assert set(rows) == {one.code for one in tables.codes["group_flag"]}
    assert all(one.effect and one.source for one in rows.values())
    assert all(tables.law_text(one.basis) for one in rows.values() if one.status == "已核" and one.basis)
    needs = {one.text for one in tables.codes["access_need"]}
    assert {need for one in rows.values() for need in one.needs} <= needs


def test_a_row_counts_from_its_day_and_a_later_one_replaces_it() -> None:
    row = "G07,declared,{queue},,person,是,帮助,,,{since},可改,市局\n"
    text = HEAD + row.format(queue=3, since="2026-06-01") + row.format(queue=2, since="2022-01-01")
    found = read_groups("groups.csv", text)
    assert [one.queue for one in found] == [3, 2]
    tables = type(shipped_tables())(
        calendar=shipped_tables().calendar, codes=shipped_tables().codes, groups=found
    )
    traits = Traits(groups=("G07",))
    days = (date(2021, 12, 31), date(2026, 5, 31), date(2026, 6, 1))
    assert [[one.row.queue for one in flags_of(traits, tables, day)] for day in days] == [[], [2], [3]]


@pytest.mark.parametrize(
    "row",
    [
        "G07,guess,2,,person,是,帮助,,,2022-01-01,可改,市局",
        "G07,declared,9,,person,是,帮助,,,2022-01-01,可改,市局",
        "G07,declared,2,也许,person,是,帮助,,,2022-01-01,可改,市局",
        "G07,declared,2,,person,也许,帮助,,,2022-01-01,可改,市局",
        "G07,declared,2,,everybody,是,帮助,,,2022-01-01,可改,市局",
        "G07,declared,2,,person,是,帮助,,,2022-02-30,可改,市局",
        "G07,declared,2,,person,是,帮助,,,2022-01-01,也许,市局",
    ],
)
def test_a_damaged_row_is_told_by_its_line(row: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_groups("groups.csv", HEAD + row + "\n")
    assert caught.value.code is Code.TABLE_DAMAGED
