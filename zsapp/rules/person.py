"""The person (人员): a record of its own from the first day (decision 8).

A party, guardian, agent or roster row is a snapshot of a person plus the person's record id.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import SHORT, Thing, item

SECTOR = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Thing):
    """A person (人员) as last seen."""

    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    sex: str = item("性别", codes="sex", maximum=SHORT)
    ethnicity: str = item("民族", codes="ethnicity", maximum=SHORT)
    birth: date | None = item("出生日期", care="personal")
    id_type: str = item("证件类型", codes="id_type", maximum=SHORT)
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系方式", maximum=SHORT, care="personal")
    address: str = item("单位或住址", care="personal")
    occupation: str = item("职业或职务", maximum=200)
    groups: tuple[str, ...] = item("人群类别", codes="group_flag", maximum=SHORT, care="sensitive")
    needs: tuple[str, ...] = item("无障碍需要", codes="access_need", maximum=SHORT, care="sensitive")
    apart: tuple[str, ...] = item("不是同一人的人员", internal=True, maximum=SHORT)
    merged_into: str = item("并入的人员", internal=True, maximum=SHORT)
    void: str = item("作废原因", internal=True, maximum=200)
