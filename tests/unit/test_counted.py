"""What a clerk counts, in words: cases, applications, people, services, and the rest."""

from zsapp.services.counted import counted


def test_services_of_the_front_desk_are_counted_together_and_are_no_other_material() -> None:
    told = {"mediation": 2, "person": 1, "consultation": 3, "publicity": 1, "premises": 1}
    assert counted(told) == "2 件案件、1 名人员、4 条服务记录、1 份其他资料"
    assert counted({"notary": 1}) == "1 条服务记录"
    assert counted({}) == ""
